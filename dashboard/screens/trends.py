"""Trends: which topics rise and which fade over the years."""

from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.charts.trend_lines import trend_lines
from dashboard.components.messages import headline, plain
from dashboard.components.side_panel import no_panel
from dashboard.filters import shown_papers
from dashboard.store import OpenMap
from dashboard.trend_tables import drawn_topics, trend_line, trend_table, why_no_trends
from dashboard.words import filter_words
from topicmap.kinds import years_of
from topicmap.trends import recent_from, topic_trends, topic_years
from topicmap.wording import map_title

_HOW = (
    "A topic *rises* if its share of the recent half of these papers is greater than its share of "
    "the earlier half beyond chance, and *fades* if it is smaller; of such claims about one in "
    "twenty is chance. It is the share among these papers: more papers of one venue in later years "
    "look like a trend too, which filters can show. Choose topics to draw in the "
    "filter *Topic*."
)


def draw(opened: OpenMap) -> None:
    """Draw the screen."""
    _trends(opened)
    no_panel(opened.stamp)


def _trends(opened: OpenMap) -> None:
    topic_map, filters = opened.topic_map, state.view().filters
    shown = shown_papers(topic_map.papers, replace(filters, topics=()))
    years = topic_years(topic_map, shown)
    trends = topic_trends(topic_map, shown)
    known = int((years_of(topic_map.papers)[shown] > 0).sum())
    line = trend_line(shown, known, recent_from(topic_map, shown))
    words = filter_words(topic_map, replace(filters, topics=()))
    headline(f"Trends in {map_title(opened.name)}", " · ".join([line, *words]))
    if reason := why_no_trends(topic_map, years, trends, shown):
        st.info(plain(reason), icon=":material/info:")
        return
    topics = drawn_topics(trends, filters.topics)
    st.plotly_chart(
        trend_lines(topic_map, opened.scene, years, topics, _theme()),
        key="trend-lines",
        config={"displayModeBar": False},
        alt="Shares of topics by year, with intervals; the table below has the same",
    )
    st.caption(_HOW)
    st.dataframe(
        trend_table(topic_map, trends, years),
        hide_index=True,
        height="content",
        column_config={
            "Topic": st.column_config.TextColumn(width="large"),
            "Papers": st.column_config.NumberColumn(format="localized"),
            "By year": st.column_config.BarChartColumn(y_min=0, width="medium"),
        },
        alt="Topics and how they change",
    )


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


if __name__ == "__main__":
    draw(state.shown())
