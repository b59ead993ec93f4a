"""Pure: topics by year → which rise and fade, as a table and in words."""

import numpy as np
import pandas as pd

from topicmap.topic_map import TopicMap
from topicmap.trends import FADING, FEWEST, RISING, STEADY, UNKNOWN
from topicmap.wording import counted, part_of, topic_name

DIRECTIONS = {
    RISING: "rising",
    FADING: "fading",
    STEADY: "no change beyond chance",
    UNKNOWN: "too few papers to tell",
}
_DRAWN = 3


def trend_table(topic_map: TopicMap, trends: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """A row a topic: direction, change in percentage points with its interval, shares by year.

    Rising topics come first, then fading ones, those without change, and unknown ones.

    Parameters
    ----------
    trends, years
        From `topicmap.trends.topic_trends` and `topic_years`.
    """
    ordered = in_order(trends)
    shares = {topic: own["share"].tolist() for topic, own in years.groupby("topic")}
    return pd.DataFrame(
        {
            "Topic": [topic_name(topic_map, topic) for topic in ordered["topic"]],
            "By year": [shares.get(topic, []) for topic in ordered["topic"]],
            "Direction": [DIRECTIONS[direction] for direction in ordered["direction"]],
            "Change": [points(change) for change in ordered["change"]],
            "Interval": [
                "" if pd.isna(low) else f"{points(low)} to {points(high)}"
                for low, high in zip(ordered["low"], ordered["high"], strict=True)
            ],
            "Papers": ordered["papers"].to_numpy(int),
        }
    )


def in_order(trends: pd.DataFrame) -> pd.DataFrame:
    """The trends with the rising first, then the fading, each by the size of the change."""
    rank = trends["direction"].map(list(DIRECTIONS).index)
    by = trends.assign(rank=rank, size=-trends["change"].abs().fillna(0))
    return by.sort_values(["rank", "size", "topic"], kind="stable")


def drawn_topics(trends: pd.DataFrame, chosen: tuple[int, ...]) -> list[int]:
    """The topics to draw: those chosen, else up to three rising and fading, else the largest."""
    if own := [topic for topic in chosen if topic in set(trends["topic"])]:
        return own
    ordered = in_order(trends)
    told = [
        int(topic)
        for direction in (RISING, FADING)
        for topic in ordered["topic"][ordered["direction"] == direction][:_DRAWN]
    ]
    return told or [int(topic) for topic in trends.nlargest(_DRAWN, "papers")["topic"]]


def why_no_trends(
    topic_map: TopicMap, years: pd.DataFrame, trends: pd.DataFrame, shown: np.ndarray
) -> str:
    """What to do where nothing can be said about years; empty where something can."""
    if not len(topic_map.topics):
        return "This map has no topics, so there is nothing to follow over the years."
    if not shown.any():
        return "No paper is left. Take back a filter in the sidebar."
    if years.empty:
        return (
            "None of these papers has a year. Give files that tell the years, such as a table with "
            "a column year or a bibliography; topicmap read shows which years it found."
        )
    if years["year"].nunique() == 1:
        only = int(years["year"].iloc[0])
        return f"All papers with a year are of {only}; a trend needs papers of several years."
    if (trends["direction"] == UNKNOWN).all():
        known = int(years.groupby("year")["papers"].sum().sum())
        more = "." if shown.all() else ", or take back a filter in the sidebar."
        return (
            f"Only {counted(known, 'paper')} in topics have a year, too few to say of any topic "
            f"whether it rises or fades: that takes {FEWEST} in one. "
            f"Give more papers with a year{more}"
        )
    return ""


def trend_line(shown: np.ndarray, known: int, recent: int | None) -> str:
    """What the table rests on, in a line: papers shown, (n,) bool, and how many have a year."""
    papers = part_of(int(shown.sum()), len(shown), "paper")
    words = f"{papers}, {known:,} of them with a year"
    if recent is None:
        return words
    return f"{words} · change: share of the papers since {recent} less share before, in points"


def points(change: float) -> str:
    """A difference of shares in percentage points with its sign; empty where unknown."""
    return "" if pd.isna(change) else f"{100 * change:+.1f}".replace("-", "−")
