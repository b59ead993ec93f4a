"""Quality: how far the map can be trusted, how it was made, and how to cite it."""

import streamlit as st

from dashboard import state
from dashboard.components.messages import headline, plain
from dashboard.components.side_panel import wide_panel
from dashboard.store import OpenMap
from topicmap.quality_words import (
    citation,
    citation_bibtex,
    figure_groups,
    making,
    nearest_of_unassigned,
    trust_table,
)
from topicmap.topic_map import TopicMap
from topicmap.wording import counted, map_title

_SHARE = st.column_config.ProgressColumn(format="%.2f", min_value=0, max_value=1, width=102)
_SHARES = ("Strength", "Cohesion", "Trustworthiness", "Neighbors kept", "Found again")
_TOPICS = (
    "The least sure first. *Strength*: how firmly its papers belong to it. *Cohesion*: how alike "
    "they are. A *grab bag* holds papers with less in common than those of other topics; papers "
    "*between topics* have a strength below 0.6."
)
_GREY = (
    "To look at them, pick *Unassigned* in the list on Explore; the colour *Nearest topic* shows "
    "which topic each is nearest to."
)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map = opened.topic_map
    papers = counted(len(topic_map), "paper")
    unassigned = f"{topic_map.unassigned:,} unassigned"
    headline(
        f"How far to trust {map_title(opened.name)}",
        f"All {papers} · {unassigned} · filters do not change what is said here",
    )
    for note in topic_map.about.get("notes", ()):
        st.info(plain(str(note)), icon=":material/info:")
    wide_panel({"kind": "figures", "groups": figure_groups(topic_map)}, opened.stamp)
    _topics(topic_map)
    _unassigned(topic_map)
    _making(opened)


def _topics(topic_map: TopicMap) -> None:
    """The topics by trust."""
    st.subheader("Topics by trust", anchor=False)
    if not len(topic_map.topics):
        st.caption("This map has no topics: its papers are too few or too different.")
        return
    st.caption(_TOPICS)
    st.dataframe(
        trust_table(topic_map),
        hide_index=True,
        height="content",
        column_config={
            "Topic": st.column_config.TextColumn(width=288),
            "Papers": st.column_config.NumberColumn(format="localized"),
            "Remark": st.column_config.TextColumn(width=118),
            "Keywords together": st.column_config.NumberColumn(format="%.2f"),
            **dict.fromkeys(_SHARES, _SHARE),
        },
        alt="Topics by trust",
    )


def _unassigned(topic_map: TopicMap) -> None:
    """The papers in no topic, by the topic that they are nearest to."""
    st.subheader("The unassigned", anchor=False)
    if not topic_map.unassigned:
        st.caption("Every paper belongs to a topic.")
        return
    nearest = nearest_of_unassigned(topic_map)
    st.caption(_GREY)
    if len(nearest):
        st.dataframe(nearest, hide_index=True, height="content", width=520, alt="Unassigned papers")


def _making(opened: OpenMap) -> None:
    """How the map was made, and how to cite it."""
    topic_map = opened.topic_map
    st.subheader("How to cite this map", anchor=False)
    st.code(citation(topic_map, opened.name, opened.made), language=None, wrap_lines=True)
    st.code(citation_bibtex(topic_map, opened.name, opened.made), language=None, wrap_lines=True)
    with st.expander("Settings, versions and sources"):
        table = making(topic_map, opened.made)
        st.dataframe(table, hide_index=True, height="content", alt="How the map was made")


if __name__ == "__main__":
    draw(state.shown())
