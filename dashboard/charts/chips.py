"""A topic or a paper in short, as cards and lists name it."""

from typing import Any

import numpy as np

from dashboard.words import part_of, quoted_title, text_in, topic_name
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap


def topic_chip(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """A topic in short: id, label, size, how many of its papers are shown, colours by theme."""
    left = int((topic_map.papers["topic"].to_numpy()[shown] == topic).sum())
    if topic == UNASSIGNED:
        size, colors = topic_map.unassigned, {}
    else:
        size = int(topic_map.topics["size"].loc[topic])
        colors = {
            theme: {"point": points[topic], "label": scene.palette.labels[theme][topic]}
            for theme, points in scene.palette.points.items()
        }
    return {
        "topic": topic,
        "label": topic_name(topic_map, topic),
        "size": size,
        "shown": left,
        "count": part_of(left, size, "paper"),
        "colors": colors,
    }


def paper_line(topic_map: TopicMap, paper: str) -> dict[str, Any]:
    """A paper in short: its row and title."""
    row = topic_map.papers.loc[paper]
    title = quoted_title(text_in(row, "title"), text_in(row, "abstract"))
    return {"row": topic_map.row(paper), "title": title}
