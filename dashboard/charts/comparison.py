"""Pure: two topics → what tells them apart and what they share, as plain values."""

from typing import Any

import numpy as np

from topicmap.cards.chips import phrase_line
from topicmap.cards.topic_card import topic_card
from topicmap.explanation import Explanation
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap


def comparison_card(
    topic_map: TopicMap,
    scene: Scene,
    topics: tuple[int, int],
    explained: tuple[Explanation, Explanation],
    centres: np.ndarray,
) -> dict[str, Any]:
    """Two topics side by side: what sets each apart from the other, years, sources, papers.

    Parameters
    ----------
    explained
        What sets the papers of each apart from those of the other.
    centres
        The `topic_centres` of the map.
    """
    everything = np.ones(len(topic_map), dtype=bool)
    one, other = (list(topic_map.topics["keywords"].loc[topic]) for topic in topics)
    return {
        "kind": "comparison",
        "likeness": round(float(centres[topics[0]] @ centres[topics[1]]), 2),
        "shared": [word for word in one if word in other],
        "sides": [
            topic_card(topic_map, scene, topic, everything) | {"phrases": _phrases(own)}
            for topic, own in zip(topics, explained, strict=True)
        ],
    }


def _phrases(explained: Explanation) -> list[dict[str, Any]]:
    return [phrase_line(row) for row in explained.phrases.to_dict("records")]
