"""The search box with what it found under it, the same on every screen that searches."""

import numpy as np
import streamlit as st

from dashboard import access, state, store
from dashboard.components.messages import plain
from dashboard.listing import Found
from dashboard.store import OpenMap
from dashboard.words import place_answer, search_answer
from topicmap.placing import why_not

_LOOK_EVERY = 0.4
_BY_WORDS = "Search titles, authors, abstracts"
_BY_MEANING = "A sentence, or a whole abstract"
_HELP = "Find the papers most like a sentence or an abstract, and its place on the map."


def search_box(opened: OpenMap, found: Found, shown: np.ndarray) -> None:
    """Draw it; ``shown`` (n,) bool says which papers pass the filters."""
    view, reason = state.view(), why_not(opened.topic_map)
    state.hold(state.SEARCH, view.query)
    state.hold(state.WAY, view.by_meaning)
    with st.container(key="search-box", gap=None):
        st.text_input(
            "Search papers",
            key=state.SEARCH,
            placeholder=_BY_MEANING if view.by_meaning else _BY_WORDS,
            label_visibility="collapsed",
            icon=":material/search:",
        )
        with st.container(key="search-line", horizontal=True, vertical_alignment="center"):
            if found.waiting:
                _wait(opened)
            else:
                st.caption(plain(_answer(found, shown)), width="stretch")
            st.toggle(
                "by meaning",
                key=state.WAY,
                disabled=bool(reason) and not view.by_meaning,
                help=plain(reason) if reason else _HELP,
                width="content",
            )


def _answer(found: Found, shown: np.ndarray) -> str:
    """What was found, in a line."""
    view = state.view()
    if found.problem:
        return found.problem
    hits = None if found.rows is None else int(shown[found.rows].sum())
    if found.placed is not None:
        return place_answer(found.placed, hits or 0)
    return search_answer(view.query, hits, int(shown.sum()), len(shown))


@st.fragment(run_every=_LOOK_EVERY)
def _wait(opened: OpenMap) -> None:
    """Say that the text is being read, and draw the page anew when it has been."""
    access.keep_out()
    st.caption("Reading the text …", width="stretch")
    if not store.found(opened, state.view()).waiting:
        st.rerun()
