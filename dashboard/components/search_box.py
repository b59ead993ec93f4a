"""The search box with what it found under it, the same on every screen that searches."""

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.components.messages import plain
from dashboard.words import search_answer

_PLACEHOLDERS = {
    state.WORDS: "Search titles, authors, abstracts",
    state.MEANING: "A sentence or a whole abstract",
}


def search_box(found: np.ndarray | None, shown: np.ndarray) -> None:
    """Draw it; ``found`` has the rows of the hits (None without a search), ``shown`` (n,) bool."""
    query = state.view().query
    state.hold(state.SEARCH, query)
    hits = None if found is None else int(shown[found].sum())
    with st.container(key="search-box", gap=None):
        st.text_input(
            "Search papers",
            key=state.SEARCH,
            placeholder=_PLACEHOLDERS[state.WORDS],
            label_visibility="collapsed",
            icon=":material/search:",
        )
        st.caption(plain(search_answer(query, hits, int(shown.sum()), len(shown))))
