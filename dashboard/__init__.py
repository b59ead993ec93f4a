"""The Streamlit app that opens finished maps; it builds nothing in its own process."""
