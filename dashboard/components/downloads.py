"""Buttons that save a file."""

from collections.abc import Callable

import streamlit as st


def csv_button(make: Callable[[], bytes], name: str, empty: bool) -> None:
    """ "Download CSV"; the file is made when the button is pressed."""
    st.download_button(
        "Download CSV",
        data=make,
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        disabled=empty,
        key="download",
    )
