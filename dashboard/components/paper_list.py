"""The papers in view: how many, in which order, the menu that saves them, and their table."""

import zlib

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.components.downloads import download_menu
from dashboard.components.messages import plain
from dashboard.store import OpenMap
from dashboard.tables import page_of, pages_of, paper_table
from dashboard.view import SORTS
from dashboard.words import NO_PAPERS, ORDERS, narrowed
from topicmap.wording import counted

_HEIGHT, _FULL_HEIGHT = 420, 640
_FEW = 8
_COLUMNS = {
    "Title": st.column_config.TextColumn(width="large"),
    "Authors": st.column_config.TextColumn(width="medium"),
    "Topic": st.column_config.TextColumn(width="medium"),
    "Year": st.column_config.TextColumn(width="small"),
    "Strength": st.column_config.ProgressColumn(
        format="%.2f", min_value=0, max_value=1, width="small"
    ),
    "Link": st.column_config.LinkColumn(display_text="open", width="small"),
}


def paper_list(opened: OpenMap, rows: np.ndarray, query: str, several: bool = False) -> None:
    """Draw the list, in pages where it is long.

    A cell that is clicked picks its paper, or its topic; a row that is ticked picks the paper too,
    or with ``several`` takes it along.
    """
    _line(opened, rows, query, several)
    if not len(rows):
        st.info(NO_PAPERS, icon=":material/info:")
        return
    mark = f"{opened.stamp}-{zlib.crc32(rows.tobytes()):08x}-{state.table_round()}"
    pages = pages_of(rows)
    page = st.pagination(pages, key=f"page-{mark}") if pages > 1 else 1
    here = page_of(rows, page)
    papers = opened.topic_map.papers.iloc[here]
    key = f"table-{several:d}-{mark}-{page}"  # another table, another choice
    picks = set(state.view().picks)
    ticked = [at for at, paper in enumerate(papers.index) if paper in picks]
    state.list_rows(key, papers, several)
    st.dataframe(
        paper_table(opened.topic_map, here, full=several),
        key=key,
        hide_index=True,
        height=(_FULL_HEIGHT if several else _HEIGHT) if len(here) > _FEW else "content",
        on_select="rerun",
        selection_mode=["multi-row" if several else "single-row", "single-cell"],
        selection_default={"selection": {"rows": ticked}} if several and ticked else None,
        column_config=_COLUMNS,
        alt="Papers",
    )


def _line(opened: OpenMap, rows: np.ndarray, query: str, several: bool) -> None:
    """What is listed and in which order, and what can be done with it."""
    topic_map, view = opened.topic_map, state.view()
    words = f"{counted(len(rows), 'paper')} listed{narrowed(topic_map, view, query)}"
    with st.container(key="listing", horizontal=True, vertical_alignment="center"):
        st.caption(plain(words), width="content")
        state.hold(state.SORT, view.sort)
        st.selectbox(
            "Order",
            [sort for sort in SORTS if opened.years or sort not in ("new", "old")],
            key=state.SORT,
            format_func=ORDERS.__getitem__,
            label_visibility="collapsed",
            width=165,
        )
        saved = rows
        if several and view.picks:
            saved = np.array([topic_map.row(paper) for paper in view.picks], dtype=np.int64)
            st.caption(f"{counted(len(saved), 'paper')} picked", width="content")
            if st.button("Drop", type="tertiary", help="Take none of them along"):
                state.drop_picks()
                st.rerun()
        download_menu(opened, saved, f"{opened.name}-papers", map_too=not several)
