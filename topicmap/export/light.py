"""What stands out in a picture, and what fades."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from topicmap.cells import quoted_title, text_in
from topicmap.errors import BadSettings
from topicmap.search import index_papers
from topicmap.topic_map import TopicMap
from topicmap.wording import counted, topic_name

_KINDS = ("topic", "search", "paper")
_NEIGHBORS = 5
_QUOTED = 60  # letters


@dataclass(frozen=True)
class Light:
    """What stands out: papers found, a topic, a paper; nothing of it lights all alike.

    Parameters
    ----------
    lit
        (n,) bool, the papers that were found; None without a search.
    shown
        (n,) bool, the papers that are drawn at all; None for all.
    topic
        The topic that is picked.
    row, neighbors
        The row of the paper that is picked, and those of the papers most like it.
    star
        A place on the map to mark, in map units.
    area
        The corners of an area that was drawn around papers, in map units.
    words
        What stands out, in words.
    query
        The words that the papers lit were found by; empty where they were found otherwise.
    """

    lit: np.ndarray | None = None
    shown: np.ndarray | None = None
    topic: int | None = None
    row: int | None = None
    neighbors: tuple[int, ...] = ()
    star: tuple[float, float] | None = None
    area: tuple[tuple[float, float], ...] = ()
    words: str = ""
    query: str = ""


def light_of(topic_map: TopicMap, highlight: str) -> Light:
    """What ``topic:NUMBER``, ``search:WORDS`` or ``paper:ID`` lights; all alike for nothing.

    Raises
    ------
    BadSettings
        There is no such topic or paper, or no paper has the words.
    """
    if not highlight:
        return Light()
    kind, colon, what = highlight.partition(":")
    what = what.strip()
    if kind not in _KINDS or not colon or not what:
        raise BadSettings(
            f"The highlight is {highlight!r}; give topic:NUMBER, search:WORDS or paper:ID."
        )
    finders: dict[str, Any] = {"topic": _topic, "search": _search, "paper": _paper}
    return finders[kind](topic_map, what)


def _topic(topic_map: TopicMap, what: str) -> Light:
    topics = topic_map.topics
    number = int(what) if what.isdecimal() else -1
    if number not in topics.index:
        possible = f"0 to {len(topics) - 1}" if len(topics) else "none at all"
        raise BadSettings(f"There is no topic {what!r}; this map has the topics {possible}.")
    size = int(topics["size"].loc[number])
    name = topic_name(topic_map, number)
    return Light(topic=number, words=f"{name}: {counted(size, 'paper')}")


def _search(topic_map: TopicMap, what: str) -> Light:
    rows = index_papers(topic_map.papers).find(what)
    if rows is None or not len(rows):
        raise BadSettings(
            f"No paper of this map has the words {what!r}; highlight others, fewer or shorter ones."
        )
    lit = np.zeros(len(topic_map), dtype=bool)
    lit[rows] = True
    quoted = what if len(what) <= _QUOTED else what[: _QUOTED - 1].rstrip() + "…"
    return Light(lit=lit, words=f"{counted(len(rows), 'paper')} with “{quoted}”", query=what)


def _paper(topic_map: TopicMap, what: str) -> Light:
    if what not in topic_map.papers.index:
        raise BadSettings(
            f"There is no paper {what!r} on this map; the first one has the id "
            f"{topic_map.papers.index[0]!r}, the table of papers (--to papers.csv) has all."
        )
    row = topic_map.row(what)
    paper = topic_map.papers.iloc[row]
    near = topic_map.neighbors(what, _NEIGHBORS)
    title = quoted_title(text_in(paper, "title"), text_in(paper, "abstract"))
    return Light(
        row=row,
        neighbors=tuple(topic_map.row(str(paper_id)) for paper_id in near.index),
        words=f"{title} and the papers most like it",
    )
