"""Topics: every topic with its keywords, size and typical papers."""

import streamlit as st

from dashboard import state
from dashboard.charts.cards import topic_card
from dashboard.charts.tree import topic_tree
from dashboard.components.messages import headline, plain
from dashboard.components.side_panel import topic_cards
from dashboard.filters import shown_papers
from dashboard.store import OpenMap
from dashboard.words import counted, map_title, summary_line
from topicmap.topic_map import UNASSIGNED


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map = opened.topic_map
    shown = shown_papers(topic_map.papers, state.view().filters)
    headline(f"Topics of {map_title(opened.name)}", summary_line(topic_map, shown))
    for note in topic_map.about.get("notes", ()):
        st.caption(plain(str(note)))
    if tree := topic_tree(topic_map, opened.scene, _theme()):
        st.plotly_chart(tree, key="tree", config={"displayModeBar": False})
    order = topic_map.topics.sort_values("size", ascending=False, kind="stable").index
    cards = [topic_card(topic_map, opened.scene, int(topic), shown) for topic in order]
    if topic_map.unassigned:
        cards.append(topic_card(topic_map, opened.scene, UNASSIGNED, shown))
    if not len(order):
        st.caption("This map has no topics: its papers are too few or too different.")
    topic_cards(cards, opened.stamp)
    if not topic_map.unassigned:
        st.caption(f"All {counted(len(topic_map), 'paper')} belong to a topic.")


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


if __name__ == "__main__":
    draw(state.shown())
