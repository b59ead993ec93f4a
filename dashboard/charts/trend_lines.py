"""Pure: topics by year → lines of their shares with intervals, as a Plotly figure."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from topicmap.scene import Scene
from topicmap.topic_map import TopicMap
from topicmap.wording import topic_name

HEIGHT = 380
_LINE = 0.05  # of the chart's height, that a line of a name takes
_LETTERS, _LINES = 20, 2
_FEW_YEARS = 8


def trend_lines(
    topic_map: TopicMap, scene: Scene, years: pd.DataFrame, topics: Sequence[int], theme: str
) -> go.Figure:
    """The share of each year's papers that some topics have, each with its interval of 95 %.

    Parameters
    ----------
    years
        From `topicmap.trends.topic_years`.
    """
    figure = go.Figure()
    colors, names = scene.palette.points[theme], scene.palette.labels[theme]
    top = 0.0
    ends = []
    for topic in topics:
        own = years[years["topic"] == topic]
        name = topic_name(topic_map, topic)
        figure.add_trace(_band(own, colors[topic]))
        figure.add_trace(_line(own, name, colors[topic]))
        top = max(top, float(own["high"].max()))
        ends.append((float(own["share"].iloc[-1]), name, names[topic]))
    first, last = int(years["year"].min()), int(years["year"].max())
    for place, lines, color in _apart(ends, top):
        figure.add_annotation(
            x=last, y=place, text="<br>".join(map(_harmless, lines)), showarrow=False,
            align="left", xanchor="left", xshift=10, font={"color": color, "size": 13},
        )  # fmt: skip
    return figure.update_layout(
        height=HEIGHT,
        showlegend=False,
        hovermode="closest",
        margin={"t": 8, "l": 0, "r": 155, "b": 0},
        xaxis={
            "tickformat": "d",
            "dtick": 1 if last - first < _FEW_YEARS else None,
            "tick0": first,
            "tickangle": 0,
            "range": [first - 0.4, last + 0.4],
            "showgrid": False,
            "title": None,
        },
        yaxis={"tickformat": ".0%", "rangemode": "tozero", "zeroline": False, "title": None},
    )


def _line(own: pd.DataFrame, name: str, color: str) -> go.Scatter:
    words = [
        f"{_harmless(name)}<br>{row['year']:.0f}: {row['papers']:,.0f} papers, {row['share']:.1%} "
        f"of the year ({row['low']:.1%} to {row['high']:.1%})"
        for row in own.to_dict("records")
    ]
    return go.Scatter(
        x=own["year"], y=own["share"], mode="lines+markers", text=words, hoverinfo="text",
        line={"color": color, "width": 2.5}, marker={"size": 6}, name=_harmless(name),
    )  # fmt: skip


def _band(own: pd.DataFrame, color: str) -> go.Scatter:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return go.Scatter(
        x=[*own["year"], *own["year"][::-1]], y=[*own["high"], *own["low"][::-1]], fill="toself",
        fillcolor=f"rgba({red},{green},{blue},0.14)", line={"width": 0}, hoverinfo="skip",
        mode="lines",
    )  # fmt: skip


def _apart(ends: list[tuple[float, str, str]], top: float) -> list[tuple[float, list[str], str]]:
    """The names at the ends of the lines, moved up where they would touch the one below."""
    placed: list[tuple[float, list[str], str]] = []
    for place, name, color in sorted(ends):
        lines = wrap(name, _LETTERS, max_lines=_LINES, placeholder="…")
        if placed:
            below, others, _ = placed[-1]
            place = max(place, below + _LINE * top * (len(lines) + len(others)) / 2)
        placed.append((place, lines, color))
    return placed


def _harmless(text: str) -> str:
    """A text without what Plotly would read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
