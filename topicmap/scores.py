"""How good a map is: figures of its topics and of its layout, each with its source."""

import warnings
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from topicmap.errors import BadPapers
from topicmap.papers import text_of
from topicmap.topic_map import TopicMap
from topicmap.words import corpus_phrases, normal

WORDS = 10
NEAR = 15
FOLDS, VOTERS = 10, 10
SAMPLE = 2_000
_BLOCK = 500
_SAME = 1e-6


def scores(
    topic_map: TopicMap,
    areas: pd.Series | None = None,
    phrases: Sequence[Collection[str]] | None = None,
) -> dict[str, Any]:
    """The figures of a map, ready for JSON; what a map is too small for is None.

    Parameters
    ----------
    topic_map
        The map.
    areas
        Index id, one value a paper: how a person files it. Papers that the map does not have,
        and those without a value, are left out.
    phrases
        The phrases of each paper, where they are known already (see `corpus_phrases`).

    Returns
    -------
    dict
        ``papers``, ``topics``, ``unassigned`` (share in [0, 1]), ``npmi`` (see `npmi`, mean over
        the topics), ``diversity`` (see `diversity`), ``trustworthiness`` and
        ``neighbors_kept`` (see the functions, means), ``strength`` (mean); where the map knows it
        ``stability`` (see `topicmap.quality`); with areas also
        ``areas``, ``filed`` (papers with an area), ``ami`` (see `agreement`) and
        ``neighbor_accuracy`` (see the function).

    Raises
    ------
    BadPapers
        None of the areas is for a paper of the map.
    """
    keys = keyword_keys(topic_map.topics["keywords"], WORDS)
    coherence = npmi(keys, phrases or corpus_phrases(text_of(topic_map.papers)))
    places = topic_map.papers[["x", "y"]].to_numpy(float)
    found: dict[str, Any] = {
        "papers": len(topic_map),
        "topics": len(topic_map.topics),
        "unassigned": topic_map.unassigned / len(topic_map),
        "npmi": _mean(coherence),
        "diversity": diversity(keys),
        "trustworthiness": _mean(trustworthiness(topic_map.vectors, places)),
        "neighbors_kept": _mean(neighbors_kept(topic_map.vectors, places)),
        "strength": float(topic_map.papers["strength"].mean()),
    }
    known = topic_map.about.get("scores")
    if isinstance(known, dict) and "stability" in known:
        found["stability"] = known["stability"]
    return found if areas is None else found | _area_scores(topic_map, areas)


def keyword_keys(keywords: Iterable[Sequence[str]], count: int) -> list[list[str]]:
    """The first keywords of each topic in normal form."""
    return [[" ".join(map(normal, word.split())) for word in own[:count]] for own in keywords]


def read_areas(path: Path) -> pd.Series:
    """The areas in a table with the columns ``id`` and ``area``: index id, one value a paper.

    Raises
    ------
    BadPapers
        The file is no table that can be read, or lacks one of the columns.
    """
    try:
        table = _table(path)
    except OSError as error:
        raise BadPapers(f"{path} cannot be read ({error.strerror}); check the name.") from error
    except Exception as error:
        why = " ".join(str(error).split())[:120]
        raise BadPapers(f"{path} is no table ({why}); give CSV, Parquet or JSON Lines.") from error
    if missing := [name for name in ("id", "area") if name not in table]:
        raise BadPapers(
            f"{path} has the columns {', '.join(map(str, table.columns[:12]))}; a table of areas "
            f"needs id and area, and {missing[0]!r} is missing."
        )
    areas = table.dropna(subset=["id", "area"]).drop_duplicates("id").set_index("id")["area"]
    return areas.astype(str).set_axis(areas.index.astype(str))


def _table(path: Path) -> pd.DataFrame:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return pd.read_parquet(path)
    if suffix in (".json", ".jsonl"):
        return pd.read_json(path, lines=suffix == ".jsonl", dtype=False)
    return pd.read_csv(path, sep=None, engine="python", dtype=str, encoding="utf-8-sig")


def npmi(topics: Sequence[Sequence[str]], found: Sequence[Collection[str]]) -> np.ndarray:
    """(topics,) float in [−1, 1]: how much the words of a topic come together in papers.

    The mean normalised pointwise mutual information of all pairs (Bouma 2009; as a measure of
    topics Lau, Newman and Baldwin 2014), by the papers in which the words occur. A pair that
    never does counts −1; a topic with fewer than two words is NaN.

    Parameters
    ----------
    topics
        The words of each topic.
    found
        The words of each paper.
    """
    wanted = {word for words in topics for word in words}
    rows: dict[str, set[int]] = {word: set() for word in wanted}
    for row, words in enumerate(found):
        for word in wanted.intersection(words):
            rows[word].add(row)
    pairs = [[_npmi(rows[a], rows[b], len(found)) for a, b in combinations(words, 2)]
             for words in topics]  # fmt: skip
    return np.array([np.mean(own) if own else np.nan for own in pairs])


def _npmi(one: set[int], other: set[int], papers: int) -> float:
    both = len(one & other)
    if not both:
        return -1.0
    if both == papers:
        return 1.0
    ratio = both * papers / (len(one) * len(other))
    return float(np.log(ratio) / -np.log(both / papers))


def diversity(topics: Sequence[Sequence[str]]) -> float | None:
    """The share of different ones among the words of all topics (Dieng, Ruiz and Blei 2020)."""
    words = [word for own in topics for word in own]
    return len(set(words)) / len(words) if words else None


def trustworthiness(vectors: np.ndarray, places: np.ndarray, near: int = NEAR) -> np.ndarray:
    """(n,) float in [0, 1]: whether the papers drawn near each paper are near it by the vectors.

    1 where all are, less by the ranks of those that are not (Venna and Kaski 2001); papers as
    near as each other have the same rank. Above 2,000 papers a rank is told from 2,000 of them,
    evenly chosen. NaN for fewer than three papers.

    Parameters
    ----------
    vectors
        (n, d), unit rows.
    places
        (n, 2).
    near
        How many papers count as near; at most half of the others.
    """
    count = len(vectors)
    near = nearness(count, near)
    if near < 1:
        return np.full(count, np.nan)
    drawn = nearest_drawn(places, near)
    reference = _evenly(count)
    scale = (count - 1) / max(len(reference) - 1, 1)
    worst = near * (2 * count - 3 * near - 1) / 2
    missed = np.zeros(count)
    for start in range(0, count, _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, count))
        likeness = vectors[rows] @ vectors[reference].T
        likeness[rows[:, None] == reference] = -np.inf
        for column in drawn[rows].T:
            own = np.einsum("ij,ij->i", vectors[rows], vectors[column])
            rank = 1 + (likeness > own[:, None] + _SAME).sum(axis=1) * scale
            missed[rows] += np.maximum(rank - near, 0)
    return (1 - missed / worst).clip(0, 1)


def neighbors_kept(vectors: np.ndarray, places: np.ndarray, near: int = NEAR) -> np.ndarray:
    """(m,) float in [0, 1]: the share of the nearest papers that are the nearest on the map too.

    For up to 2,000 papers, evenly chosen; NaN for fewer than three papers. Parameters as of
    `trustworthiness`.
    """
    near = nearness(len(vectors), near)
    chosen = _evenly(len(vectors))
    if near < 1:
        return np.full(len(chosen), np.nan)
    drawn = nearest_drawn(places, near)[chosen]
    kept = [
        np.isin(one, other).mean()
        for start in range(0, len(chosen), _BLOCK)
        for one, other in zip(
            _nearest(vectors, chosen[start : start + _BLOCK], near),
            drawn[start : start + _BLOCK],
            strict=True,
        )
    ]
    return np.array(kept)


def nearness(papers: int, near: int = NEAR) -> int:
    """How many of so many papers count as near: 15, and at most half of the others."""
    return min(near, (papers - 1) // 2)


def nearest_drawn(places: np.ndarray, near: int) -> np.ndarray:
    """(n, near) int: the rows of the papers drawn nearest to each, without itself."""
    return NearestNeighbors(n_neighbors=near).fit(places).kneighbors(return_distance=False)


def _nearest(vectors: np.ndarray, rows: np.ndarray, near: int) -> np.ndarray:
    """(rows, near) int: the papers nearest to some by their vectors, without themselves."""
    likeness = vectors[rows] @ vectors.T
    likeness[np.arange(len(rows)), rows] = -np.inf
    return np.argpartition(-likeness, near - 1, axis=1)[:, :near]


def _evenly(count: int) -> np.ndarray:
    return np.linspace(0, count - 1, min(count, SAMPLE)).round().astype(int)


def agreement(topics: Sequence[Any], areas: Sequence[Any]) -> float:
    """How well topics and areas agree: adjusted mutual information, at most 1, by chance 0.

    With the arithmetic mean of the entropies (Vinh, Epps and Bailey 2010).
    """
    return float(adjusted_mutual_info_score(areas, topics, average_method="arithmetic"))


def neighbor_accuracy(places: np.ndarray, areas: Sequence[Any]) -> float | None:
    """The share of papers whose area most of the ten nearest papers on the map have.

    Ten stratified shuffled folds, seed 0: the ten nearest are looked for in the other folds.
    None for fewer than twenty papers.
    """
    if len(places) < FOLDS + VOTERS:
        return None
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # areas with fewer papers than folds
        try:
            found = cross_val_score(KNeighborsClassifier(VOTERS), places, areas, cv=folds)
        except ValueError:  # every area has fewer papers than there are folds
            return None
    return float(found.mean())


def _area_scores(topic_map: TopicMap, areas: pd.Series) -> dict[str, Any]:
    papers = topic_map.papers[topic_map.papers.index.isin(areas.index)]
    if not len(papers):
        raise BadPapers(
            f"None of the {len(areas)} papers with an area, such as {_some(areas.index)}, is in "
            f"the map, which has {_some(topic_map.papers.index)}; the ids must be the map's."
        )
    filed = areas[papers.index]
    return {
        "areas": int(filed.nunique()),
        "filed": len(papers),
        "ami": agreement(papers["nearest_topic"].tolist(), filed.tolist()),
        "neighbor_accuracy": neighbor_accuracy(papers[["x", "y"]].to_numpy(float), filed.tolist()),
    }


def _some(ids: pd.Index) -> str:
    return str(ids[0]) if len(ids) else "none"


def _mean(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
