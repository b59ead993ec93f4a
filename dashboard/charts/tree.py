"""TopicMap → a chart of its layers: regions, topics and subtopics by size."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from topicmap.scene import Scene
from topicmap.topic_map import TopicMap

HEIGHT = 420
_CLEAR = "rgba(0,0,0,0)"


def topic_tree(topic_map: TopicMap, scene: Scene, theme: str) -> go.Figure | None:
    """A treemap of regions, topics and subtopics in the colours of the map.

    None for a map with fewer than two topics, or without layers.
    """
    topics, regions = topic_map.topics, topic_map.regions
    if len(topics) < 2 or not len(regions):
        return None
    colors = scene.palette.points[theme]
    boxes = [*_regions(regions), *_topics(topics, colors), *_subtopics(topic_map, colors)]
    ids, parents, labels, sizes, fills = zip(*boxes, strict=True)
    figure = go.Figure(
        go.Treemap(
            ids=ids,
            parents=parents,
            labels=[escape(label) for label in labels],
            values=sizes,
            marker={"colors": fills, "line": {"width": 1}},
            branchvalues="total",
            texttemplate="%{label} %{value:,}",
            hovertemplate="%{label}: %{value:,} papers, %{percentParent:.0%} of %{parent}"
            "<extra></extra>",
            tiling={"pad": 2},
            pathbar={"visible": True},
            maxdepth=3,
        )
    )
    return figure.update_layout(height=HEIGHT, margin={"t": 24, "l": 0, "r": 0, "b": 0})


Box = tuple[str, str, str, int, str]


def _regions(regions: pd.DataFrame) -> list[Box]:
    return [
        (f"region {number}", "", str(row["label"]), int(row["size"]), _CLEAR)
        for number, row in regions.iterrows()
    ]


def _topics(topics: pd.DataFrame, colors: list[str]) -> list[Box]:
    return [
        (f"topic {number}", f"region {row['region']}", str(row["label"]), int(row["size"]), color)
        for (number, row), color in zip(topics.iterrows(), colors, strict=True)
    ]


def _subtopics(topic_map: TopicMap, colors: list[str]) -> list[Box]:
    """The parts of those topics that have several."""
    parts = topic_map.subtopics
    several = parts.groupby("topic")["label"].transform("size") > 1
    return [
        (
            f"subtopic {number}",
            f"topic {row['topic']}",
            str(row["label"]),
            int(row["size"]),
            colors[int(row["topic"])],
        )
        for number, row in parts[several].iterrows()
    ]
