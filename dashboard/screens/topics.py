"""Topics: regions, topics and their parts as a picture and a list; a topic's card; two compared."""

import numpy as np
import streamlit as st

from dashboard import state, store
from dashboard.charts.comparison import comparison_card
from dashboard.charts.tree import topic_tree
from dashboard.components.messages import headline, plain
from dashboard.components.side_panel import side_panel, wide_panel
from dashboard.components.topic_chart import topic_chart
from dashboard.filters import shown_papers
from dashboard.store import OpenMap
from dashboard.words import summary_line
from topicmap.cards.summary import topic_groups, tree_card
from topicmap.cards.topic_card import short_topic_card, whole_topic_card
from topicmap.relations import nearest_topics
from topicmap.topic_map import UNASSIGNED
from topicmap.wording import map_title, topic_name

_WIDTHS = (2, 1)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map, picked = opened.topic_map, state.view().topic
    shown = shown_papers(topic_map.papers, state.view().filters)
    headline(f"Topics of {map_title(opened.name)}", summary_line(topic_map, shown))
    for note in topic_map.about.get("notes", ()):
        st.caption(plain(str(note)))
    card = (
        tree_card(topic_map, opened.scene, shown)
        if picked is None
        else whole_topic_card(topic_map, opened.scene, picked, shown, opened.centres)
    )
    if tree := topic_tree(topic_map, opened.scene):
        left, right = st.columns(_WIDTHS, gap="small")
        with left:
            topic_chart(tree, picked, opened.stamp)
        with right:
            side_panel(card, opened.stamp, key="topics")
    else:
        side_panel(card, opened.stamp, key="topics")
    if picked in (None, UNASSIGNED):
        _all_cards(opened, shown)
    elif len(topic_map.topics) > 1:
        _comparison(opened, picked)


def _all_cards(opened: OpenMap, shown: np.ndarray) -> None:
    """The cards of all topics, by region."""
    groups = [
        {
            "label": group["label"],
            "cards": [
                short_topic_card(opened.topic_map, opened.scene, topic["topic"], shown)
                for topic in group["topics"]
            ],
        }
        for group in topic_groups(opened.topic_map, opened.scene, shown)
    ]
    wide_panel({"kind": "topics", "groups": groups}, opened.stamp)


def _comparison(opened: OpenMap, topic: int) -> None:
    """A topic beside another one that the visitor chooses, the most alike offered first."""
    topic_map, other = opened.topic_map, state.view().compare
    label = topic_name(topic_map, topic)
    nearest = nearest_topics(opened.centres, topic, len(topic_map.topics))
    state.hold(state.COMPARE, other)
    st.selectbox(
        f"Compare {plain(label)} with",
        [int(number) for number in nearest.index],
        key=state.COMPARE,
        index=None,
        format_func=lambda number: topic_name(topic_map, number),
        placeholder="Choose another topic, the most alike come first",
        width=520,
    )
    if other is None:
        return
    one, two = ((topic_map.papers["topic"] == number).to_numpy() for number in (topic, other))
    explained = store.explanation(opened, one, two), store.explanation(opened, two, one)
    sides = comparison_card(topic_map, opened.scene, (topic, other), explained, opened.centres)
    wide_panel(sides, opened.stamp)


if __name__ == "__main__":
    draw(state.shown())
