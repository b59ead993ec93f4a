"""Vectors and phrases → the topic of each paper. The only user of bertopic and hdbscan.

BERTopic (Grootendorst 2022) is fitted with our positions, our HDBSCAN (Campello, Moulavi and
Sander 2013) and our phrases; its topics and c-TF-IDF come out, and nothing else of it goes on.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from topicmap.topic_map import UNASSIGNED

if TYPE_CHECKING:
    from topicmap.layout import Neighbors

with warnings.catch_warnings():  # bertopic silences the warnings of the whole process
    warnings.simplefilter("ignore")
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from hdbscan import HDBSCAN, all_points_membership_vectors

FEWEST_FOR_TOPICS = 12
_JOINS, _EDGE = 1 / 3, 0.95
_MARK = "|"
_PADDING = ["(", ")"]  # c-TF-IDF needs two words


@dataclass(frozen=True)
class Topics:
    """The topics of a corpus.

    Parameters
    ----------
    topic
        (n,) int: the topic of each paper, numbered by size from 0; −1 = unassigned.
    nearest
        (n,) int: its topic, or the one that it most likely belongs to.
    strength
        (n,) float in [0, 1]: the membership in ``nearest``.
    weights
        (topics, phrases) c-TF-IDF ≥ 0.
    phrases
        The phrases in normal form, one a column of ``weights``.
    """

    topic: np.ndarray
    nearest: np.ndarray
    strength: np.ndarray
    weights: csr_matrix
    phrases: list[str]

    @property
    def count(self) -> int:
        """How many topics there are."""
        return self.weights.shape[0]


def topic_size(papers: int) -> int:
    """How many papers a topic has at least, by the size of the corpus."""
    return max(4 if papers < 100 else 5, round(0.32 * papers**0.5))


def find_topics(
    vectors: np.ndarray,
    positions: np.ndarray,
    neighbors: "Neighbors",
    phrases: Sequence[Sequence[str]],
    smallest: int | None = None,
) -> Topics:
    """The topics of papers from their positions, with the weights of their phrases.

    Dense groups are topics. A paper outside joins the topic to which at least a third of its
    nearest papers belong, if it is no farther from them than papers at the topic's edge are
    from theirs; other papers stay unassigned. Fewer than twelve papers, and papers
    without any dense group, are one topic.

    Parameters
    ----------
    vectors
        (n, d) float32, unit rows.
    positions
        (n, 5) float32: the papers in the space in which dense groups are looked for.
    neighbors
        The nearest papers of each.
    phrases
        The phrases of each paper, in normal form.
    smallest
        Papers that a topic has at least; None chooses by the number of papers.
    """
    groups = _dense_groups(vectors, positions, smallest or topic_size(len(vectors)))
    groups = _joined(groups, neighbors) if groups else _one_group(vectors)
    model = _fit_bertopic(vectors, positions, phrases, groups)
    topic = np.array(model.topics_, dtype=int)
    number = dict(zip(groups.labels_.tolist(), topic.tolist(), strict=True))
    nearest = groups.soft.argmax(axis=1)
    names = model.vectorizer_model.get_feature_names_out().tolist()
    real = [column for column, name in enumerate(names) if name not in _PADDING]
    outliers = int(UNASSIGNED in number)
    return Topics(
        topic=topic,
        nearest=np.array([number[group] for group in nearest.tolist()]),
        strength=groups.soft.max(axis=1),
        weights=csr_matrix(model.c_tf_idf_[outliers:][:, real]),
        phrases=[names[column] for column in real],
    )


class _Groups:
    """Groups of papers, in the place where BERTopic expects a model that finds them.

    Parameters
    ----------
    labels
        (n,) int: the group of each paper, −1 = none.
    soft
        (n, groups) float in [0, 1]: how much each paper belongs to each group; the largest of
        a row is at the paper's own group where it has one.
    """

    def __init__(self, labels: np.ndarray, soft: np.ndarray):
        self.labels_ = labels
        self.soft = soft

    def fit(self, positions: np.ndarray, y: object = None) -> "_Groups":
        return self


class _Positions:
    """Positions already made, in the place where BERTopic expects a model that makes them."""

    def __init__(self, positions: np.ndarray):
        self._positions = positions

    def fit_transform(self, vectors: np.ndarray, y: object = None) -> np.ndarray:
        return self._positions


class _SplitAtMark:
    """The vectorizer's analyzer: phrases were found before and only need to be taken apart."""

    def __call__(self, text: str) -> list[str]:
        return [phrase for phrase in text.split(_MARK) if phrase.strip()]


def _dense_groups(vectors: np.ndarray, positions: np.ndarray, smallest: int) -> _Groups | None:
    """The groups that HDBSCAN finds; None where there are too few papers or none are dense.

    Papers inside belong to their group with HDBSCAN's probability, papers outside to every
    group with its soft membership.
    """
    if len(positions) < FEWEST_FOR_TOPICS:
        return None
    found = HDBSCAN(
        min_cluster_size=smallest,
        min_samples=max(2, smallest // 4),
        prediction_data=True,
        core_dist_n_jobs=1,
    ).fit(positions)
    labels = found.labels_
    if labels.max() < 0:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):  # papers that coincide
        soft = np.nan_to_num(all_points_membership_vectors(found)).reshape(len(labels), -1)
    lost = soft.max(axis=1) == 0
    soft[lost] += 1e-6 * _likeness(vectors[lost], vectors, labels)
    inside = np.flatnonzero(labels >= 0)
    soft[inside] = 0
    soft[inside, labels[inside]] = np.maximum(np.nan_to_num(found.probabilities_[inside]), 1e-6)
    return _Groups(labels, soft.clip(0, 1))


def _joined(groups: _Groups, neighbors: "Neighbors") -> _Groups:
    """The groups with those papers outside that have enough near neighbours in one of them."""
    labels, soft = groups.labels_.copy(), groups.soft.copy()
    around, distances = groups.labels_[neighbors.rows[:, 1:]], neighbors.distances[:, 1:]
    farthest = distances[:, -1:].ravel()
    reach = [
        np.quantile(farthest[groups.labels_ == group], _EDGE) for group in range(soft.shape[1])
    ]
    for row in np.flatnonzero(groups.labels_ < 0):
        votes = np.bincount(around[row][around[row] >= 0], minlength=soft.shape[1])
        best = int(votes.argmax())
        away = distances[row][around[row] == best]
        if votes[best] >= _JOINS * around.shape[1] and away.mean() <= reach[best]:
            labels[row] = best
            soft[row, np.arange(soft.shape[1]) != best] = 0
            soft[row, best] = max(soft[row, best], 1e-6)
    return _Groups(labels, soft)


def _one_group(vectors: np.ndarray) -> _Groups:
    """All papers in one group, each with the cosine between it and their mean."""
    centre = vectors.mean(axis=0)
    length = float(np.linalg.norm(centre)) or 1.0
    soft = np.clip(vectors @ centre / length, 0, 1).astype(float)
    return _Groups(np.zeros(len(vectors), dtype=int), soft[:, None])


def _likeness(some: np.ndarray, vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(some, groups) likeness to the mean vector of each group, in [0, 1]."""
    means = [vectors[labels == group].mean(axis=0) for group in range(labels.max() + 1)]
    return (some @ np.stack(means).T + 1) / 2


def _fit_bertopic(
    vectors: np.ndarray,
    positions: np.ndarray,
    phrases: Sequence[Sequence[str]],
    groups: _Groups,
) -> BERTopic:
    padding = _PADDING if len({phrase for own in phrases for phrase in own}) < 2 else []
    texts = [_MARK + _MARK.join([*own, *padding]) + _MARK for own in phrases]
    model = BERTopic(
        language=None,
        umap_model=_Positions(positions),
        hdbscan_model=groups,
        vectorizer_model=CountVectorizer(analyzer=_SplitAtMark()),
        ctfidf_model=ClassTfidfTransformer(),
        calculate_probabilities=False,
        verbose=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(texts, embeddings=np.asarray(vectors))
