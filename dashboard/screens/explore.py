"""Explore: the map, the card of what is picked, and the list of the papers."""

from functools import partial

import streamlit as st

from dashboard import state, store
from dashboard.charts.cards import panel_card
from dashboard.charts.map_data import map_state
from dashboard.components.map_panel import map_panel
from dashboard.components.messages import headline
from dashboard.components.paper_list import paper_list
from dashboard.components.picture_dialog import picture_dialog
from dashboard.components.search_box import search_box
from dashboard.components.side_panel import side_panel
from dashboard.filters import shown_papers
from dashboard.listing import listed_papers, lit_papers
from dashboard.snapshot import light_of_view, snapshot
from dashboard.store import OpenMap
from dashboard.view import box_edges
from dashboard.words import narrowed, summary_line
from topicmap.wording import map_title

_WIDTHS = (2, 1)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map, view, home = opened.topic_map, state.view(), opened.scene.home
    shown = shown_papers(topic_map.papers, view.filters)
    found = store.found(opened, view)
    line, query = summary_line(topic_map, shown), "" if found.rows is None else view.query
    left, right = st.columns(_WIDTHS, gap="small", vertical_alignment="bottom")
    with left:
        headline(map_title(opened.name), line)
    with right:
        search_box(opened, found, shown)
    words = narrowed(topic_map, view, query)
    lit = lit_papers(topic_map, view, shown, found.rows)
    left, right = st.columns(_WIDTHS, gap="small")
    with left:
        map_panel(
            {
                **map_state(topic_map, view, shown, lit, found.placed),
                "map": opened.name,
                "stamp": opened.stamp,
                "made": opened.made,
                "home": [home.x0, home.x1, home.y0, home.y1],
                "view": box_edges(view.box),
                "go": state.go(),
                "ask": state.ask(),
                "plotly": store.plotly_url(),
                **store.map_urls(opened),
            }
        )
    with right:
        explain = partial(store.explanation, opened)
        card = panel_card(topic_map, opened.scene, view, shown, lit, explain, found.placed)
        side_panel(card, opened.stamp)
    paper_list(opened, listed_papers(topic_map, view, found.rows), query)
    if asked := state.picture():
        light = light_of_view(topic_map, view, shown, lit, found.placed, words)
        picture_dialog(opened, snapshot(view, light, home, map_title(opened.name), asked))


if __name__ == "__main__":
    draw(state.shown())
