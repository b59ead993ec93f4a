"""Papers: all that are in view, to search, sort, read, and take along."""

from functools import partial

import streamlit as st

from dashboard import state, store
from dashboard.charts.cards import panel_card
from dashboard.components.messages import headline
from dashboard.components.paper_list import paper_list
from dashboard.components.search_box import search_box
from dashboard.components.side_panel import no_panel, side_panel
from dashboard.filters import shown_papers
from dashboard.listing import listed_papers
from dashboard.store import OpenMap
from dashboard.words import summary_line
from topicmap.wording import map_title

_WIDTHS = (2, 1)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map, view = opened.topic_map, state.view()
    shown = shown_papers(topic_map.papers, view.filters)
    found = store.found(opened, view)
    left, right = st.columns(_WIDTHS, gap="small", vertical_alignment="bottom")
    with left:
        headline(f"Papers of {map_title(opened.name)}", summary_line(topic_map, shown))
    with right:
        search_box(opened, found, shown)
    rows = listed_papers(topic_map, view, found.rows)
    query = "" if found.rows is None else view.query
    if not (view.paper or view.topic is not None):
        paper_list(opened, rows, query, several=True)
        no_panel(opened.stamp)
        return
    left, right = st.columns(_WIDTHS, gap="small")
    with left:
        paper_list(opened, rows, query, several=True)
    with right:
        explain = partial(store.explanation, opened)
        card = panel_card(topic_map, opened.scene, view, shown, None, explain)
        side_panel(card, opened.stamp)


if __name__ == "__main__":
    draw(state.shown())
