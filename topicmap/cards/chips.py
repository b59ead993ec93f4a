"""A topic or a paper in short, as cards and lists name it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from topicmap.cells import quoted_title, text_in
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import part_of, topic_name


def topic_line(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """A topic in a list: id, label, size, how many of its papers are shown, ``point`` by theme.

    Parameters
    ----------
    shown
        (n,) bool: which papers are counted.
    """
    known = topic != UNASSIGNED
    return {
        "topic": topic,
        "label": topic_name(topic_map, topic),
        "size": int(topic_map.topics["size"].loc[topic]) if known else topic_map.unassigned,
        "shown": int((topic_map.papers["topic"].to_numpy()[shown] == topic).sum()),
        "point": _colors(scene.palette.points, topic),
    }


def topic_chip(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """`topic_line`, its number of papers in words, and the colour of its name by theme."""
    line = topic_line(topic_map, scene, topic, shown)
    return {
        **line,
        "count": part_of(line["shown"], line["size"], "paper"),
        "ink": _colors(scene.palette.labels, topic),
    }


def _colors(colors: Mapping[str, Sequence[str]], topic: int) -> dict[str, str]:
    return {} if topic == UNASSIGNED else {theme: own[topic] for theme, own in colors.items()}


def paper_line(topic_map: TopicMap, paper: str) -> dict[str, Any]:
    """A paper in short: its row and title."""
    row = topic_map.papers.loc[paper]
    title = quoted_title(text_in(row, "title"), text_in(row, "abstract"))
    return {"row": topic_map.row(paper), "title": title}


def phrase_line(phrase: dict[Hashable, Any]) -> dict[str, Any]:
    """A row of ``Explanation.phrases``: the phrase and its shares, inside and outside."""
    shares = {side: round(float(phrase[side]), 4) for side in ("inside", "outside")}
    return {"word": phrase["phrase"], **shares}


def part_lines(topic_map: TopicMap, topic: int) -> list[dict[str, Any]]:
    """The label and size of the subtopics of a topic that has several."""
    parts = topic_map.subtopics
    own = parts[parts["topic"] == topic] if len(parts) else parts
    if len(own) < 2:
        return []
    pairs = zip(own["label"], own["size"], strict=True)
    return [{"label": str(label), "size": int(size)} for label, size in pairs]
