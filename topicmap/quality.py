"""What a finished map says of its own quality: figures of the map, its topics and its papers."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from topicmap.scores import (
    WORDS,
    keyword_keys,
    nearest_drawn,
    nearness,
    npmi,
    scores,
    trustworthiness,
)
from topicmap.topic_map import TopicMap

UNSURE = 0.6
HALF = 0.5
LOOSE = 2 / 3


def judged(
    topic_map: TopicMap,
    nearest: np.ndarray,
    found: Sequence[Collection[str]],
    again: Sequence[np.ndarray] = (),
) -> TopicMap:
    """The map with figures of its quality.

    ``about["scores"]`` has those of `scores`, and ``stability`` where there are topics found
    again. ``papers`` gets ``trustworthiness`` and ``neighbors_kept``; ``topics`` gets these and
    ``strength`` (means over its papers), ``npmi``, ``cohesion``, ``stability`` and ``grab_bag``: a
    topic whose papers are unsure of it (mean strength below 0.6) or far less alike than those of
    other topics (cohesion below two thirds of the median), or that other seeds hardly find again.

    Parameters
    ----------
    topic_map
        The map.
    nearest
        (n, k) int: the rows of the papers nearest to each by the vectors, itself first.
    found
        The phrases of each paper.
    again
        The nearest topic of each paper, (n,) int, in maps of the same papers with other seeds.
    """
    places = topic_map.papers[["x", "y"]].to_numpy(float)
    papers = topic_map.papers.assign(
        trustworthiness=trustworthiness(topic_map.vectors, places),
        neighbors_kept=kept_on_map(nearest, places),
    )
    topics = topic_map.topics.assign(**_of_topics(topic_map, papers, found, again))
    figures = scores(topic_map, phrases=found)
    if again:
        figures["stability"] = stability([papers["nearest_topic"].to_numpy(), *again])
    about = topic_map.about | {"scores": figures}
    return replace(topic_map, papers=papers, topics=topics, about=about)


def kept_on_map(nearest: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(n,) float in [0, 1]: the share of a paper's nearest that are its nearest on the map too.

    NaN for fewer than three papers.

    Parameters
    ----------
    nearest
        (n, k) int: the rows of the papers nearest to each by the vectors, itself first.
    places
        (n, 2).
    """
    near = min(nearness(len(places)), nearest.shape[1] - 1)
    if near < 1:
        return np.full(len(places), np.nan)
    drawn = nearest_drawn(places, near)
    rows = np.arange(len(places))[:, None] * len(places)
    return np.isin(rows + nearest[:, 1 : near + 1], rows + drawn).mean(axis=1)


def stability(runs: Sequence[np.ndarray]) -> float:
    """The mean adjusted Rand index of all pairs of runs, 1 where they are the same, 0 by chance.

    Hubert and Arabie (1985).
    """
    pairs = [(one, two) for at, one in enumerate(runs) for two in runs[:at]]
    return float(np.mean([adjusted_rand_score(one, two) for one, two in pairs]))


def found_again(topic: np.ndarray, runs: Sequence[np.ndarray]) -> np.ndarray:
    """(topics,) float in [0, 1]: how alike each topic is to the one most like it in other runs.

    The mean over runs of the largest Jaccard coefficient (Hennig 2007).
    """
    count = int(topic.max()) + 1
    total = np.zeros(count)
    for run in runs:
        table = np.zeros((count, int(run.max()) + 1))
        np.add.at(table, (topic, run), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table
        total += (table / np.maximum(union, 1)).max(axis=1)
    return total / max(len(runs), 1)


def cohesion(vectors: np.ndarray, topic: np.ndarray) -> np.ndarray:
    """(topics,) float in [−1, 1]: the mean cosine of all pairs of a topic's papers; 1 for one."""
    found = []
    for number in range(int(topic.max()) + 1):
        own = vectors[topic == number].astype(np.float64)
        papers, total = len(own), own.sum(axis=0)
        pairs = papers * (papers - 1)
        found.append((total @ total - (own**2).sum()) / pairs if pairs else 1.0)
    return np.array(found)


def _of_topics(
    topic_map: TopicMap,
    papers: pd.DataFrame,
    found: Sequence[Collection[str]],
    again: Sequence[np.ndarray],
) -> dict[str, Any]:
    keys = keyword_keys(topic_map.topics["keywords"], WORDS)
    means = ["strength", "trustworthiness", "neighbors_kept"]
    own = papers[papers["topic"] >= 0].groupby("topic")[means].mean()
    own = own.reindex(topic_map.topics.index)
    figures: dict[str, Any] = {name: own[name] for name in means} | {"npmi": npmi(keys, found)}
    figures["cohesion"] = alike = cohesion(topic_map.vectors, papers["topic"].to_numpy())
    loose = (own["strength"].to_numpy() < UNSURE) | (alike < LOOSE * np.median(alike))
    if again:
        same = found_again(papers["nearest_topic"].to_numpy(), again)
        figures["stability"] = same
        loose |= same < HALF
    return figures | {"grab_bag": loose & (len(topic_map.topics) > 1)}
