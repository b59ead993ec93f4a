"""Sentences to the visitor, always as plain text."""

import streamlit as st

_MARKUP = r"\`*_{}[]()#+-.!<>|~$:&@"


def warn(sentence: str) -> None:
    """Say that something is the matter."""
    st.warning(plain(sentence), icon=":material/info:")


def headline(title: str, line: str) -> None:
    """The title of a screen and one quiet line under it."""
    with st.container(key="headline", gap=None):
        st.title(plain(title), anchor=False)
        st.caption(plain(line))


def plain(text: str) -> str:
    """The text with everything escaped that Markdown would take for markup."""
    return "".join(f"\\{char}" if char in _MARKUP else char for char in text)
