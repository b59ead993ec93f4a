"""A map → its topics by region, as plain values without any markup."""

from typing import Any

import numpy as np

from topicmap.cards.chips import part_lines, topic_line
from topicmap.relations import shared_regions
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap


def summary_card(topic_map: TopicMap, scene: Scene, shown: np.ndarray) -> dict[str, Any]:
    """The topics by region, the largest first, and last the unassigned, where there are some."""
    return {"kind": "summary", "groups": topic_groups(topic_map, scene, shown)}


def tree_card(topic_map: TopicMap, scene: Scene, shown: np.ndarray) -> dict[str, Any]:
    """`summary_card` with the parts of each topic that has several."""
    card = summary_card(topic_map, scene, shown)
    for topic in (topic for group in card["groups"] for topic in group["topics"]):
        topic["parts"] = part_lines(topic_map, topic["topic"])
    return card


def topic_groups(topic_map: TopicMap, scene: Scene, shown: np.ndarray) -> list[dict[str, Any]]:
    """The topics of each region by size, largest region first; the unassigned stand alone.

    Without regions, or where each is one topic alone, there is one group without a label.
    """
    topics = topic_map.topics.sort_values("size", ascending=False, kind="stable")
    regions = shared_regions(topic_map)
    groups = [
        (str(regions["label"].loc[region]), topics.index[topics["region"] == region])
        for region in regions.sort_values("size", ascending=False, kind="stable").index
    ] or [("", topics.index)]
    if topic_map.unassigned:
        groups.append(("", [UNASSIGNED]))
    return [
        {"label": label, "topics": [topic_line(topic_map, scene, int(t), shown) for t in own]}
        for label, own in groups
        if len(own)
    ]
