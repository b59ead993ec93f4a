"""Explore: the map, the card of what is picked, and the table of the papers."""

import zlib
from functools import partial

import numpy as np
import streamlit as st

from dashboard import state, store
from dashboard.charts.cards import panel_card
from dashboard.charts.map_data import map_state
from dashboard.components.downloads import csv_button
from dashboard.components.map_panel import map_panel
from dashboard.components.messages import headline, plain
from dashboard.components.side_panel import side_panel
from dashboard.filters import shown_papers
from dashboard.store import OpenMap
from dashboard.tables import SHOWN_ROWS, paper_table, papers_csv
from dashboard.view import box_edges, listed_papers, papers_in_area
from dashboard.words import counted, map_title, narrowed, search_answer, summary_line

_WIDTHS = (2, 1)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    topic_map, view = opened.topic_map, state.view()
    shown = shown_papers(topic_map.papers, view.filters)
    hits = store.hits(opened, view)
    _head(opened, shown, hits)
    inside = papers_in_area(topic_map.papers, view) if view.area else None
    lit = hits if inside is None else inside if hits is None else hits & inside
    changing = map_state(topic_map, view, shown, lit)
    left, right = st.columns(_WIDTHS, gap="small")
    with left:
        map_panel(
            {
                **changing,
                "map": opened.name,
                "stamp": opened.stamp,
                "made": opened.made,
                "home": [getattr(opened.scene.home, edge) for edge in ("x0", "x1", "y0", "y1")],
                "view": box_edges(view.box),
                "go": state.go(),
                "title": map_title(opened.name),
                "line": summary_line(topic_map, shown),
                "narrowed": narrowed(topic_map, view, view.query),
                "plotly": store.plotly_url(),
                **store.map_urls(opened),
            }
        )
    with right:
        side_panel(panel_card(topic_map, opened.scene, view, shown), opened.stamp)
    _papers(opened, lit)


def _head(opened: OpenMap, shown: np.ndarray, hits: np.ndarray | None) -> None:
    """The title of the map, beside it the search box with what it found under it."""
    left, right = st.columns(_WIDTHS, gap="small", vertical_alignment="bottom")
    with left:
        headline(map_title(opened.name), summary_line(opened.topic_map, shown))
    query = state.view().query
    state.hold(state.SEARCH, query)
    found = None if hits is None else int((hits & shown).sum())
    with right.container(key="search-box", gap=None):
        st.text_input(
            "Search papers",
            key=state.SEARCH,
            placeholder="Search titles, authors, abstracts",
            label_visibility="collapsed",
            icon=":material/search:",
        )
        st.caption(plain(search_answer(query, found, int(shown.sum()), len(shown))))


def _papers(opened: OpenMap, lit: np.ndarray | None) -> None:
    """The table of the papers left by topic, area, search and filter, and its download."""
    topic_map, view = opened.topic_map, state.view()
    rows = listed_papers(topic_map, view, lit)
    few = len(rows) <= SHOWN_ROWS
    words = counted(len(rows), "paper") + (" listed" if few else "")
    query = view.query if store.hits(opened, view) is not None else ""
    words += narrowed(topic_map, view, query)
    if not few:
        words += f" · the first {SHOWN_ROWS:,} are in the table, all in the CSV"
    with st.container(key="listing", horizontal=True, vertical_alignment="center"):
        st.caption(plain(words), width="content")
        csv_button(partial(papers_csv, topic_map, rows), f"{opened.name}-papers", not len(rows))
    listed = [str(paper) for paper in topic_map.papers.index[rows[:SHOWN_ROWS]]]
    key = f"table-{opened.stamp}-{zlib.crc32(rows.tobytes()):08x}"  # another table, another choice
    state.list_rows(key, listed)
    st.dataframe(
        paper_table(topic_map, rows),
        key=key,
        hide_index=True,
        height=420 if len(rows) > 8 else "content",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
            "Authors": st.column_config.TextColumn(width="medium"),
            "Topic": st.column_config.TextColumn(width="medium"),
            "Year": st.column_config.TextColumn(width="small"),
            "Source": st.column_config.TextColumn(),
            "Strength": st.column_config.ProgressColumn(
                format="%.2f", min_value=0, max_value=1, width="small"
            ),
        },
    )


if __name__ == "__main__":
    draw(state.shown())
