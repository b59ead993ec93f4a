"""TopicMap: the one object that everything reads, and what always holds for it."""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from topicmap.errors import BadPapers
from topicmap.phrases import Phrases
from topicmap.settings import MapSettings

UNASSIGNED = -1

PLACE_COLUMNS = ("x", "y", "topic", "nearest_topic", "strength")
TOPIC_COLUMNS = ("label", "keywords", "keyword_weights", "size", "x", "y", "examples")
LAYERS = {"region": "regions", "subtopic": "subtopics"}


def no_layer(name: str) -> pd.DataFrame:
    """The table of a layer that a map does not have."""
    empty = {column: pd.Series(dtype=object) for column in TOPIC_COLUMNS}
    return pd.DataFrame(empty, index=pd.RangeIndex(0, name=name))


@dataclass(frozen=True, eq=False)
class TopicMap:
    """A finished map: papers, topics and vectors with aligned axes.

    Complete and checked when it is made, and not to be changed afterwards.

    Parameters
    ----------
    papers
        One row a paper, index ``id`` (str, unique). The columns of `read_papers`, then
        ``x``, ``y`` (float, map units), ``topic`` (int, −1 = unassigned), ``nearest_topic``
        (int; −1 only where the map has no topics) and ``strength`` (float in [0, 1], the
        membership in ``nearest_topic``).
    topics
        One row a topic, index ``topic`` (int, from 0, the largest first). ``label`` (str),
        ``keywords`` (list of str, best first), ``keyword_weights`` (list of float, in the same
        order), ``size`` (papers), ``x``, ``y`` (middle of its papers), ``examples`` (ids of the
        papers nearest its heart, best first). Where a language model was asked for names also
        ``own_label`` and ``named_by`` (see `name_by_model`).
    regions, subtopics
        The layers above and below, in tables like ``topics`` with the index ``region`` and
        ``subtopic``; ``topics`` and ``papers`` then have the column ``region``, ``subtopics`` has
        ``topic``, and ``papers`` has ``subtopic`` (int, −1 = unassigned). Without rows in a map
        that has no layers.
    vectors
        (n, d) float32, unit rows; row i belongs to ``papers.iloc[i]``.
    settings
        The choices that it was built with.
    about
        ``created``, ``versions``, ``sources``, ``notes`` and ``embedder`` (the one used, where the
        settings say ``auto``): plain values for the manifest.
    placing
        Arrays by name that the embedder needs to turn a new text into a vector of this map.
    phrases
        The phrases of each paper, by which sets of papers are explained; it may be empty.

    Raises
    ------
    BadPapers
        When the parts do not fit together.
    """

    papers: pd.DataFrame
    topics: pd.DataFrame
    vectors: np.ndarray
    settings: MapSettings = field(default_factory=MapSettings)
    about: dict[str, Any] = field(default_factory=dict)
    placing: dict[str, np.ndarray] = field(default_factory=dict)
    regions: pd.DataFrame = field(default_factory=lambda: no_layer("region"))
    subtopics: pd.DataFrame = field(default_factory=lambda: no_layer("subtopic"))
    phrases: Phrases = field(default_factory=Phrases)

    def __post_init__(self) -> None:
        _check_papers(self.papers, len(self.vectors))
        _check_topics(self.papers, self.topics)
        for name, table in LAYERS.items():
            _check_layer(self.papers, getattr(self, table), name)
        if self.vectors.ndim != 2 or self.vectors.dtype != np.float32:
            raise BadPapers(
                f"The vectors are {self.vectors.dtype} of shape {self.vectors.shape}; "
                "a map needs float32 of shape (papers, dimensions)."
            )
        if len(self.phrases) not in (0, len(self.papers)):
            raise BadPapers(
                f"There are phrases of {len(self.phrases)} papers but {len(self.papers)} papers."
            )
        if not np.isfinite(self.vectors.sum(dtype=np.float64)):
            raise BadPapers("A vector holds a value that is no finite number.")

    def __len__(self) -> int:
        """How many papers the map has."""
        return len(self.papers)

    @property
    def unassigned(self) -> int:
        """How many papers belong to no topic."""
        return int((self.papers["topic"] == UNASSIGNED).sum())

    def row(self, paper_id: str) -> int:
        """The row of a paper in `papers` and `vectors`; KeyError when it is not there."""
        row = self.papers.index.get_loc(paper_id)
        assert isinstance(row, int)
        return row

    def of_topic(self, topic: int) -> pd.DataFrame:
        """The papers of a topic (−1: the unassigned), strongest first."""
        papers = self.papers[self.papers["topic"] == topic]
        return papers.sort_values("strength", ascending=False, kind="stable")

    def _repr_html_(self) -> str:
        """The map as a page to explore, for a notebook."""
        shown: str = import_module("topicmap.export.notebook").shown(self)
        return shown

    def neighbors(self, paper_id: str, count: int = 5) -> pd.Series:
        """The nearest other papers by their vectors, not by the map.

        Returns
        -------
        pandas.Series
            Cosine similarity in [−1, 1] by paper id, nearest first.
        """
        row = self.row(paper_id)
        likeness = np.asarray(self.vectors @ self.vectors[row])
        likeness[row] = -np.inf
        count = min(count, len(self) - 1)
        least = np.partition(likeness, len(self) - count)[len(self) - count] if count else np.inf
        near = np.flatnonzero(likeness >= least)
        best = near[np.argsort(-likeness[near], kind="stable")][:count]
        return pd.Series(likeness[best].clip(-1, 1), index=self.papers.index[best])


def _check_papers(papers: pd.DataFrame, rows: int) -> None:
    if missing := [name for name in PLACE_COLUMNS if name not in papers]:
        raise BadPapers(f"The papers of a map lack the column {missing[0]!r}.")
    if not len(papers):
        raise BadPapers("There are no papers; a map needs at least one.")
    if papers.index.name != "id" or papers.index.has_duplicates:
        raise BadPapers("The papers of a map need an index named 'id' without repetition.")
    if len(papers) != rows:
        raise BadPapers(f"There are {len(papers)} papers but {rows} vectors; one each is needed.")
    if not np.isfinite(papers[["x", "y", "strength"]].to_numpy(float)).all():
        raise BadPapers("A paper's place or strength is no finite number.")
    if not papers["strength"].between(0, 1).all():
        raise BadPapers("A paper's strength lies outside 0 to 1.")


def _check_topics(papers: pd.DataFrame, topics: pd.DataFrame) -> None:
    if missing := [name for name in TOPIC_COLUMNS if name not in topics]:
        raise BadPapers(f"The topics of a map lack the column {missing[0]!r}.")
    if topics.index.name != "topic" or list(topics.index) != list(range(len(topics))):
        raise BadPapers("The topics of a map need an index 'topic' that counts from 0.")
    sizes = papers["topic"].value_counts()
    if set(sizes.index) - set(topics.index) - {UNASSIGNED}:
        raise BadPapers("A paper belongs to a topic that the map does not have.")
    if [int(sizes.get(topic, 0)) for topic in topics.index] != list(topics["size"]):
        raise BadPapers("A topic's size differs from the number of its papers.")
    lowest = 0 if len(topics) else UNASSIGNED
    if not papers["nearest_topic"].between(lowest, len(topics) - 1).all():
        raise BadPapers("A paper's nearest topic is none of the map's topics.")
    home = papers[papers["topic"] != UNASSIGNED]
    if (home["topic"] != home["nearest_topic"]).any():
        raise BadPapers("A paper's nearest topic differs from the topic that it belongs to.")


def _check_layer(papers: pd.DataFrame, table: pd.DataFrame, name: str) -> None:
    if missing := [column for column in TOPIC_COLUMNS if column not in table]:
        raise BadPapers(f"The {name}s of a map lack the column {missing[0]!r}.")
    if not len(table):
        return
    if name not in papers:
        raise BadPapers(f"The map has {name}s, but its papers lack the column {name!r}.")
    sizes = papers[name].value_counts()
    if [int(sizes.get(number, 0)) for number in table.index] != list(table["size"]):
        raise BadPapers(f"A {name}'s size differs from the number of its papers.")
