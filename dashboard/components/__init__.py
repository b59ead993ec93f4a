"""What is drawn by our own JavaScript, as Streamlit components."""
