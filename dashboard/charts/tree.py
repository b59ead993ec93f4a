"""TopicMap → the boxes of a chart of its layers: regions, topics and subtopics by size."""

from typing import Any

import pandas as pd

from topicmap.colors import THEMES
from topicmap.relations import shared_regions
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted

_CLEAR = "rgba(0,0,0,0)"
_Box = tuple[str, str, str, int, int]


def topic_tree(topic_map: TopicMap, scene: Scene) -> dict[str, Any] | None:
    """The boxes of a treemap in the colours of the map, and what it shows in words.

    None for a map with fewer than two topics, or without layers. ``topics`` says which topic each
    box is, or is a part of; −1 for a region.
    """
    topics, regions = topic_map.topics, shared_regions(topic_map)
    if len(topics) < 2 or not len(topic_map.regions):
        return None
    boxes = [*_regions(regions), *_topics(topics, regions), *_subtopics(topic_map)]
    ids, parents, labels, sizes, numbers = zip(*boxes, strict=True)
    colors = {
        theme: [
            _CLEAR if one == UNASSIGNED else scene.palette.points[theme][one] for one in numbers
        ]
        for theme in THEMES
    }
    among = f" in {counted(len(regions), 'region')}" if len(regions) else ""
    return {
        "ids": ids,
        "parents": parents,
        "labels": labels,
        "sizes": sizes,
        "topics": numbers,
        "colors": colors,
        "words": f"{counted(len(topics), 'topic')}{among}, by size",
    }


def _regions(regions: pd.DataFrame) -> list[_Box]:
    return [
        (f"region {number}", "", str(row["label"]), int(row["size"]), UNASSIGNED)
        for number, row in regions.iterrows()
    ]


def _topics(topics: pd.DataFrame, regions: pd.DataFrame) -> list[_Box]:
    around = topics["region"].map("region {}".format) if len(regions) else [""] * len(topics)
    return [
        (f"topic {number}", parent, str(row["label"]), int(row["size"]), number)
        for number, ((_, row), parent) in enumerate(zip(topics.iterrows(), around, strict=True))
    ]


def _subtopics(topic_map: TopicMap) -> list[_Box]:
    """The parts of those topics that have several."""
    parts = topic_map.subtopics
    several = parts.groupby("topic")["label"].transform("size") > 1
    return [
        (f"subtopic {number}", f"topic {row['topic']}", str(row["label"]), int(row["size"]),
         int(row["topic"]))
        for number, row in parts[several].iterrows()
    ]  # fmt: skip
