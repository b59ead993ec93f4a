"""Pure: a topic → what its card says, as plain values without any markup."""

from typing import Any

import numpy as np

from topicmap.cards.chips import paper_line, part_lines, topic_chip, topic_line
from topicmap.cards.spreads import spreads
from topicmap.cells import known
from topicmap.explanation import spread
from topicmap.relations import nearest_topics, shared_regions
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import topic_name

_EXAMPLES, _BORDERLINE, _NEAREST = 4, 4, 4


def short_topic_card(
    topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray
) -> dict[str, Any]:
    """A topic: label, who named it, whether it is a grab bag, count, keywords, typical papers.

    The weights of keywords lie between 0 and 1.
    """
    card = {"kind": "topic", **topic_chip(topic_map, scene, topic, shown)}
    if topic == UNASSIGNED:
        return {**card, "naming": "", "keywords": [], "examples": []}
    row = topic_map.topics.loc[topic]
    weights = [float(weight) for weight in row["keyword_weights"]]
    strongest = max([*weights, 1e-12])
    remarks = (_naming(topic_map, topic), _grab_bag(topic_map, topic))
    return {
        **card,
        "naming": ". ".join(filter(None, remarks)),
        "keywords": [
            {"word": str(word), "weight": max(weight, 0.0) / strongest, "value": round(weight, 3)}
            for word, weight in zip(row["keywords"], weights, strict=False)
        ],
        "examples": [
            paper_line(topic_map, str(paper))
            for paper in list(row["examples"])[:_EXAMPLES]
            if paper in topic_map.papers.index
        ],
    }


def topic_card(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """`short_topic_card` with years, venues and sources."""
    own = (topic_map.papers["topic"] == topic).to_numpy()
    card = short_topic_card(topic_map, scene, topic, shown)
    return card | {"spreads": spreads(spread(topic_map, own))}


def whole_topic_card(
    topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray, centres: np.ndarray
) -> dict[str, Any]:
    """`topic_card` with region, parts, nearest topics and borderline papers.

    Parameters
    ----------
    centres
        The `topic_centres` of the map.
    """
    card = topic_card(topic_map, scene, topic, shown) | {"more": True}
    if topic == UNASSIGNED:
        return card
    everything = np.ones(len(topic_map), dtype=bool)
    near = nearest_topics(centres, topic, _NEAREST)
    return card | {
        "region": _region(topic_map, topic),
        "parts": part_lines(topic_map, topic),
        "near": [
            {**topic_line(topic_map, scene, number, everything), "likeness": round(like, 2)}
            for number, like in zip(near.index.tolist(), near.tolist(), strict=True)
        ],
        "borderline": _borderline(topic_map, topic, centres),
    }


def _region(topic_map: TopicMap, topic: int) -> str:
    regions = shared_regions(topic_map)
    return str(regions["label"].loc[topic_map.topics["region"].loc[topic]]) if len(regions) else ""


def _borderline(topic_map: TopicMap, topic: int, centres: np.ndarray) -> list[dict[str, Any]]:
    """The papers least sure of their topic, the least sure first, and what else they are near."""
    papers = topic_map.of_topic(topic)
    lines = []
    for paper in papers.index[::-1][:_BORDERLINE] if len(papers) > _EXAMPLES else ():
        likeness = centres @ topic_map.vectors[topic_map.row(paper)]
        likeness[topic] = -np.inf
        other = topic_name(topic_map, int(likeness.argmax())) if len(centres) > 1 else ""
        strength = float(papers["strength"].loc[paper])
        near = f" · near {other}" if other else ""
        lines.append(
            {**paper_line(topic_map, str(paper)), "note": f"strength {strength:.2f}{near}"}
        )
    return lines


def _naming(topic_map: TopicMap, topic: int) -> str:
    """Which language model named a topic, and its label in the papers' words; empty if ours is."""
    row = topic_map.topics.loc[topic]
    maker, own = row.get("named_by"), row.get("own_label")
    if not (known(maker) and known(own)) or maker == "topicmap":
        return ""
    return f"Named by {maker}; in the papers’ words: {own}"


def _grab_bag(topic_map: TopicMap, topic: int) -> str:
    """A warning where a topic is a mere grab bag; else empty."""
    loose = topic_map.topics.loc[topic].get("grab_bag")
    if not (known(loose) and bool(loose)):
        return ""
    return "A grab bag: its papers have less in common than those of other topics"
