"""How papers and topics relate to each other by their vectors."""

import numpy as np
import pandas as pd

from topicmap.topic_map import TopicMap

_ENOUGH = 5_000
_AT_A_TIME = 1_000


def topic_centres(topic_map: TopicMap) -> np.ndarray:
    """(topics, d) float32: the mean vector of each topic's papers, of length 1."""
    topic = topic_map.papers["topic"].to_numpy()
    centres = np.zeros((len(topic_map.topics), topic_map.vectors.shape[1]), dtype=np.float32)
    for number in range(len(centres)):
        centres[number] = topic_map.vectors[topic == number].mean(axis=0, dtype=np.float64)
    return centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)


def shared_regions(topic_map: TopicMap) -> pd.DataFrame:
    """The regions of a map; none of them where each holds one topic alone, whose name it has."""
    topics, regions = topic_map.topics, topic_map.regions
    return regions[:0] if len(regions) and topics["region"].is_unique else regions


def nearest_topics(centres: np.ndarray, topic: int, count: int = 5) -> pd.Series:
    """The topics most like one, nearest first: cosine in [−1, 1] of their centres, by topic.

    Parameters
    ----------
    centres
        As of `topic_centres`.
    """
    likeness = (centres @ centres[topic]).clip(-1, 1).astype(float)
    others = np.delete(np.arange(len(centres)), topic)
    best = others[np.argsort(-likeness[others], kind="stable")[:count]]
    return pd.Series(likeness[best], index=pd.Index(best, name="topic"))


def nearest_heart(vectors: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """The rows whose vectors are nearest the mean of all, nearest first, at most so many.

    Of more than 5,000 rows as many, evenly chosen, stand for all.
    """
    if len(rows) > _ENOUGH:
        rows = rows[np.linspace(0, len(rows) - 1, _ENOUGH).round().astype(int)]
    if not len(rows):
        return rows
    own = vectors[rows]
    return rows[np.argsort(-(own @ own.mean(axis=0)), kind="stable")[:count]]


def nearest_papers(vectors: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows most like each row, nearest first, and their cosines.

    Parameters
    ----------
    vectors
        (n, d) of length 1.
    count
        How many; fewer where there are no more other rows.

    Returns
    -------
    tuple
        (n, k) int and (n, k) float32 in [−1, 1].
    """
    count = min(count, len(vectors) - 1)
    rows = np.zeros((len(vectors), count), dtype=np.int64)
    likeness = np.zeros((len(vectors), count), dtype=np.float32)
    for start in range(0, len(vectors), _AT_A_TIME):
        own = slice(start, start + _AT_A_TIME)
        alike = np.asarray(vectors[own] @ vectors.T)
        here = np.arange(len(alike))
        alike[here, here + start] = -np.inf
        rows[own] = np.argsort(-alike, axis=1, kind="stable")[:, :count]
        likeness[own] = np.take_along_axis(alike, rows[own], axis=1).clip(-1, 1)
    return rows, likeness
