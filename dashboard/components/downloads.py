"""The menu that saves papers as a file."""

from functools import partial

import numpy as np
import streamlit as st

from dashboard import access, state
from dashboard.store import OpenMap
from topicmap.export.paper_files import paper_file
from topicmap.wording import counted

_FORMATS = {
    "CSV for spreadsheets": (".csv", "text/csv"),
    "BibTeX": (".bib", "application/x-bibtex"),
    "RIS": (".ris", "application/x-research-info-systems"),
    "JSON Lines": (".jsonl", "application/jsonl"),
    "Markdown reading list": (".md", "text/markdown"),
}
_MAP = "The map: picture, slides"


def download_menu(opened: OpenMap, rows: np.ndarray, name: str, map_too: bool) -> None:
    """A menu of the formats that papers can be saved in; a file is made when it is asked for.

    With ``map_too`` it leads to the pictures of the map as well.
    """
    label = f"Download {counted(len(rows), 'paper')}" if len(rows) else "Download"
    key = f"download-menu-{state.ask()}"  # another menu, closed, once it has led to the map
    with (
        st.container(key="download", width="content"),
        st.popover(label, icon=":material/download:", disabled=not len(rows), key=key),
    ):
        menu = st.container(gap=None)
        for title, (suffix, kind) in _FORMATS.items():
            menu.download_button(
                title,
                data=access.while_viewer(
                    partial(paper_file, opened.topic_map, rows, suffix), state.making()
                ),
                file_name=f"{name}{suffix}",
                mime=kind,
                on_click="ignore",
                type="tertiary",
                key=f"download{suffix}",
            )
        if map_too and menu.button(_MAP, type="tertiary", key="download-map"):
            state.ask_for_picture()
            st.rerun()
