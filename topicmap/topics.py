"""Layouts and phrases → topics in three layers. The only user of bertopic and hdbscan.

The layouts agree on a tree of papers, whose layers are regions, topics and subtopics (see
`consensus` and `hierarchy`); HDBSCAN (Campello, Moulavi and Sander 2013) tells which papers lie
in no dense group; BERTopic (Grootendorst 2022) weighs the phrases of the topics. Its topics and
c-TF-IDF come out, and nothing else of it goes on.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from topicmap.consensus import agree
from topicmap.hierarchy import Layers, layers
from topicmap.topic_map import UNASSIGNED

with warnings.catch_warnings():  # bertopic silences the warnings of the whole process
    warnings.simplefilter("ignore")
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from hdbscan import HDBSCAN

FEWEST_FOR_TOPICS = 12
UNSURE = 0.5
FAR = 2.5
_MARK = "|"
_PADDING = ["(", ")"]  # c-TF-IDF needs two words


@dataclass(frozen=True)
class Layer:
    """One layer of groups: the group of each paper, (n,) int, −1 = none, and its phrases.

    ``weights`` is (groups, phrases) c-TF-IDF ≥ 0; ``parent`` (groups,) int has the number of the
    group above each, −1 in the uppermost layer.
    """

    group: np.ndarray
    weights: csr_matrix
    parent: np.ndarray


@dataclass(frozen=True)
class Topics:
    """The topics of a corpus.

    Parameters
    ----------
    regions, topics, subtopics
        The three layers, numbered by size from 0; subtopics by topic and size.
    nearest
        (n,) int: the topic of each paper, or the one that it most likely belongs to.
    strength
        (n,) float in [0, 1]: the membership in ``nearest``, see `consensus.membership`; at most
        one half for unassigned papers.
    phrases
        The phrases in normal form, one a column of every layer's weights.
    """

    regions: Layer
    topics: Layer
    subtopics: Layer
    nearest: np.ndarray
    strength: np.ndarray
    phrases: list[str]

    @property
    def count(self) -> int:
        """How many topics there are."""
        return self.topics.weights.shape[0]


def topic_size(papers: int) -> int:
    """How many papers a topic has at least, by the size of the corpus."""
    return max(4 if papers < 100 else 5, round(0.32 * papers**0.5))


def find_topics(
    vectors: np.ndarray,
    layouts: Sequence[np.ndarray],
    phrases: Sequence[Sequence[str]],
    wanted: int | str = "auto",
    smallest: int | None = None,
    seed: int = 0,
) -> Topics:
    """The topics of papers on which several layouts agree, with the weights of their phrases.

    A paper is unassigned where it lies in no dense group of the first layout and, besides, less
    than half of the papers grouped with it are of its nearest topic, or it is far less like that
    topic's dense papers than these are to each other. Fewer than twelve papers, and papers all
    alike, are one topic.

    Parameters
    ----------
    vectors
        (n, d) float32, unit rows.
    layouts
        (n, 5) float32 each: the papers in the space in which groups are looked for.
    phrases
        The phrases of each paper, in normal form.
    wanted
        How many topics, see `hierarchy.layers`.
    smallest
        Papers that a topic has at least, the unassigned ones counted that are nearest to it; None
        chooses by the number of papers, and half of that where a number of topics is wanted.
    seed
        Of the groupings.
    """
    usual = topic_size(len(vectors))
    smallest = smallest or (max(2, usual // 2) if isinstance(wanted, int) else usual)
    if len(vectors) < FEWEST_FOR_TOPICS or not np.ptp(layouts[0].round(4), axis=0).any():
        found, labels = _one_group(len(vectors)), np.zeros(len(vectors), dtype=int)
    else:
        dense = _dense(layouts[0], usual)
        found = layers(agree(layouts, seed), smallest, wanted, dense)
        labels = np.where(_lost(found, vectors, dense), UNASSIGNED, found.topic)
    return _weighed(found, labels, vectors, phrases)


def _weighed(
    found: Layers, labels: np.ndarray, vectors: np.ndarray, phrases: Sequence[Sequence[str]]
) -> Topics:
    model, texts = _fit_bertopic(vectors, phrases, labels)
    topic = np.array(model.topics_, dtype=int)
    inside = labels >= 0
    number = np.full(len(found.region_of), -1)
    number[labels[inside]] = topic[inside]
    names = model.vectorizer_model.get_feature_names_out().tolist()
    real = [column for column, name in enumerate(names) if name not in _PADDING]
    counts = model.vectorizer_model.transform(texts)
    region = np.where(inside, found.region_of[found.topic], UNASSIGNED)
    subtopic = np.where(inside, found.subtopic, UNASSIGNED)
    outliers = int(UNASSIGNED in topic)
    top = _by_size(region, counts, real)
    low = _by_size(subtopic, counts, real, above=topic)
    return Topics(
        regions=Layer(*top, np.full(top[1].shape[0], -1)),
        topics=Layer(topic, csr_matrix(model.c_tf_idf_[outliers:][:, real]), _above(topic, top[0])),
        subtopics=Layer(*low, _above(low[0], topic)),
        nearest=number[found.topic],
        strength=np.where(inside, found.strength, found.strength.clip(0, UNSURE)),
        phrases=[names[column] for column in real],
    )


def _by_size(
    group: np.ndarray, counts: csr_matrix, columns: list[int], above: np.ndarray | None = None
) -> tuple[np.ndarray, csr_matrix]:
    """Groups numbered by size, those of one group ``above`` together, and their c-TF-IDF."""
    inside = group >= 0
    old, sizes = np.unique(group[inside], return_counts=True)
    parent = _above(group, above)[old] if above is not None else np.zeros(len(old))
    order = old[np.lexsort([old, -sizes, parent])]
    number = np.full(int(group.max()) + 1, -1)
    number[order] = np.arange(len(order))
    renumbered = np.where(inside, number[group], UNASSIGNED)
    rows = np.flatnonzero(inside)
    belongs = csr_matrix(
        (np.ones(len(rows)), (renumbered[rows], rows)), shape=(len(order), len(group))
    )
    with np.errstate(divide="ignore"):  # phrases of unassigned papers alone
        weights = ClassTfidfTransformer().fit_transform(csr_matrix(belongs @ counts))
    return renumbered, csr_matrix(weights[:, columns])


def _above(group: np.ndarray, above: np.ndarray) -> np.ndarray:
    """(groups,) int: the group above each group, by any of its papers."""
    parent = np.full(int(group.max()) + 1, -1)
    parent[group[group >= 0]] = above[group >= 0]
    return parent


def _dense(positions: np.ndarray, smallest: int) -> np.ndarray | None:
    """(n,) bool: the papers in dense groups, as HDBSCAN finds them; None where there are none."""
    found = HDBSCAN(
        min_cluster_size=smallest, min_samples=max(2, smallest // 4), core_dist_n_jobs=1
    ).fit(positions)
    inside = found.labels_ >= 0
    return inside if inside.any() else None


def _lost(found: Layers, vectors: np.ndarray, dense: np.ndarray | None) -> np.ndarray:
    """(n,) bool: the papers in no dense group that do not fit their topic either.

    These are unsure of it, or their mean likeness to its dense papers lies 2.5 deviations below
    that of these to each other (median absolute deviations: Leys et al. 2013).
    """
    lost = np.zeros(len(vectors), dtype=bool)
    if dense is None or len(found.region_of) < 2:
        return lost
    for topic in range(len(found.region_of)):
        own = np.flatnonzero(found.topic == topic)
        inside, outside = own[dense[own]], own[~dense[own]]
        if not len(inside):
            continue
        total = vectors[inside].sum(axis=0)
        to_others = (vectors[inside] @ total - 1) / max(len(inside) - 1, 1)
        middle = np.median(to_others)
        enough = middle - FAR * 1.4826 * np.median(np.abs(to_others - middle))
        likeness = vectors[outside] @ total / len(inside)
        lost[outside] = (found.strength[outside] < UNSURE) | (likeness < enough)
    return lost


def _one_group(papers: int) -> Layers:
    """All papers in one group."""
    none = np.zeros(papers, dtype=int)
    return Layers(np.zeros(1, dtype=int), none, np.ones(papers), none, np.zeros(1, dtype=int))


class _Groups:
    """Groups already found, in the place where BERTopic expects a model that finds them."""

    def __init__(self, labels: np.ndarray):
        self.labels_ = labels

    def fit(self, positions: np.ndarray, y: object = None) -> "_Groups":
        return self


class _NoLayout:
    """The vectors as they are, in the place where BERTopic expects a model that lays them out."""

    def fit_transform(self, vectors: np.ndarray, y: object = None) -> np.ndarray:
        return vectors


class _SplitAtMark:
    """The vectorizer's analyzer: phrases were found before and only need to be taken apart."""

    def __call__(self, text: str) -> list[str]:
        return [phrase for phrase in text.split(_MARK) if phrase.strip()]


def _fit_bertopic(
    vectors: np.ndarray, phrases: Sequence[Sequence[str]], labels: np.ndarray
) -> tuple[BERTopic, list[str]]:
    padding = _PADDING if len({phrase for own in phrases for phrase in own}) < 2 else []
    texts = [_MARK + _MARK.join([*own, *padding]) + _MARK for own in phrases]
    model = BERTopic(
        language=None,
        umap_model=_NoLayout(),
        hdbscan_model=_Groups(labels),
        vectorizer_model=CountVectorizer(analyzer=_SplitAtMark()),
        ctfidf_model=ClassTfidfTransformer(),
        calculate_probabilities=False,
        verbose=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(texts, embeddings=np.asarray(vectors)), texts
