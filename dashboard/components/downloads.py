"""The menu that saves papers as a file."""

from functools import partial

import numpy as np
import streamlit as st

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


def download_menu(opened: OpenMap, rows: np.ndarray, name: str) -> None:
    """A menu of the formats that papers can be saved in; a file is made when it is asked for."""
    label = f"Download {counted(len(rows), 'paper')}" if len(rows) else "Download"
    with st.popover(label, icon=":material/download:", disabled=not len(rows), key="download"):
        menu = st.container(gap=None)
        for title, (suffix, kind) in _FORMATS.items():
            menu.download_button(
                title,
                data=partial(paper_file, opened.topic_map, rows, suffix),
                file_name=f"{name}{suffix}",
                mime=kind,
                on_click="ignore",
                type="tertiary",
                key=f"download{suffix}",
            )
