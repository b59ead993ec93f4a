"""Sentences to the visitor, always as plain text."""

import streamlit as st

from topicmap.wording import counted

_MARKUP = r"\`*_{}[]()#+-.!<>|~$:&@"


def warn(sentence: str, *more: str) -> None:
    """Say that something is the matter; further sentences wait under the first."""
    st.warning(plain(sentence), icon=":material/info:")
    if more:
        with st.expander(f"And {counted(len(more), 'more message')}"):
            st.caption("\n".join(f"- {plain(other)}" for other in more))


def headline(title: str, line: str) -> None:
    """The title of a screen and one quiet line under it."""
    with st.container(key="headline", gap=None):
        st.title(plain(title), anchor=False)
        st.caption(plain(line))


def plain(text: str) -> str:
    """The text with everything escaped that Markdown would take for markup."""
    return "".join(f"\\{char}" if char in _MARKUP else char for char in text)
