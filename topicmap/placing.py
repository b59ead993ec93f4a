"""A new text → the papers nearest to it by meaning, and its place on the map."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from topicmap.embedders import embedder
from topicmap.errors import BadPapers, BadSettings
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.words import runs

MOST_FOUND, LEAST_FOUND, FOUND_OF = 50, 10, 20
FAR = 0.05
_NEAR, _REACH, _SOFT = 10, 0.06, 0.1
_ALIKE, _SAMPLE = 5, 200
_OWN = ("hybrid", "distilled", "minilm", "lsa")
_MODELS = "sentence-transformers:"
Embed = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Placed:
    """Where a text belongs on a map.

    Parameters
    ----------
    rows
        (k,) int: the papers nearest to it by the vectors, nearest first: a twentieth of
        all, at least 10 and at most 50.
    likeness
        (k,) float: their cosine, in [−1, 1].
    x, y
        Its place, in map units.
    topic
        The topic of most of the papers that its place comes from; −1 in a map without topics.
    usual
        The share of the map's papers, in [0, 1], that are less like the papers nearest to them
        than the text is like those nearest to it.
    """

    rows: np.ndarray
    likeness: np.ndarray
    x: float
    y: float
    topic: int
    usual: float

    @property
    def is_far(self) -> bool:
        """Whether hardly any paper of the map is as unlike all others as this text."""
        return self.usual < FAR


class Placer:
    """Finds the places of texts on a map.

    The place is where the ten nearest papers are densest: each counts by its likeness, and the
    mean is taken of those around the densest point, so that a text between two topics is put into
    one of them and not into the void between. The embedder is loaded for the first text.

    Parameters
    ----------
    topic_map
        The map.
    embed
        Texts → (m, d) float32, unit rows among the vectors of the map; None takes the embedder
        that the map was built with.

    Raises
    ------
    BadSettings
        The map's embedder cannot place a text here, see `why_not`.
    """

    def __init__(self, topic_map: TopicMap, embed: Embed | None = None):
        self._map = topic_map
        self._given = embed
        if embed is None and (reason := why_not(topic_map)):
            raise BadSettings(reason)

    def place(self, text: str) -> Placed:
        """The place of a text; the encoder reads its first 256 word pieces.

        Raises
        ------
        BadPapers
            The text has no word that says something.
        """
        if not any(True for _ in runs(text)):
            raise BadPapers(
                "There is no word in this text that says something; write a few words, a sentence, "
                "or an abstract."
            )
        vector = np.asarray(self._embed([text])[0], dtype=np.float32)
        likeness = np.asarray(self._map.vectors @ vector)
        few = max(LEAST_FOUND, min(MOST_FOUND, len(self._map) // FOUND_OF))
        rows = _best(likeness, few)
        alike = likeness[rows].clip(-1, 1)
        x, y, topic = self._position(rows[:_NEAR], alike[:_NEAR])
        usual = float((self._usual < alike[:_ALIKE].mean()).mean()) if len(self._usual) else 1.0
        return Placed(rows, alike, x, y, topic, usual)

    @cached_property
    def _embed(self) -> Embed:
        if self._given is not None:
            return self._given
        method = embedder(str(self._map.about["embedder"]))
        return lambda texts: method.place(texts, self._map.placing)

    @cached_property
    def _usual(self) -> np.ndarray:
        """(s,) float: how like papers of the map, evenly chosen, are to the five nearest ones."""
        vectors, count = self._map.vectors, len(self._map)
        if count <= _ALIKE:
            return np.zeros(0)
        chosen = np.linspace(0, count - 1, min(count, _SAMPLE)).round().astype(int)
        likeness = np.asarray(vectors[chosen] @ vectors.T)
        likeness[np.arange(len(chosen)), chosen] = -np.inf
        return np.partition(likeness, -_ALIKE, axis=1)[:, -_ALIKE:].mean(axis=1)

    def _position(self, rows: np.ndarray, likeness: np.ndarray) -> tuple[float, float, int]:
        """The place among some papers where they are densest, and the topic of most there."""
        papers = self._map.papers
        places = papers[["x", "y"]].to_numpy(float)
        reach = _REACH * max(float(np.ptp(places, axis=0).max()), 1e-9)
        near = places[rows]
        worth = np.exp((likeness - likeness.max()) / _SOFT)
        apart = np.linalg.norm(near[:, None] - near[None], axis=2) / reach
        closeness = np.exp(-(apart**2) / 2)
        around = closeness[int((closeness @ worth).argmax())] * worth
        x, y = (around @ near) / around.sum()
        topics = papers["nearest_topic"].to_numpy()[rows]
        if (topics == UNASSIGNED).all():
            return float(x), float(y), UNASSIGNED
        return float(x), float(y), int(np.bincount(topics, weights=around).argmax())


def why_not(topic_map: TopicMap) -> str:
    """Why a text cannot be placed on a map without the network; empty where it can."""
    name = str(topic_map.about.get("embedder", ""))
    if name in _OWN and (name == "minilm" or topic_map.placing):
        return ""
    if name.startswith(_MODELS) and Path(name.removeprefix(_MODELS)).expanduser().is_dir():
        return ""
    if name.startswith("openai:"):
        return "The vectors of this map come from a service, to which nothing is sent from here."
    if name.startswith(_MODELS):
        return "The vectors of this map come from a model that is not in a folder of this computer."
    return "The vectors of this map were made elsewhere, so no text can be placed among them."


def _best(likeness: np.ndarray, count: int) -> np.ndarray:
    """The rows of the greatest values, the greatest first."""
    count = min(count, len(likeness))
    rows = np.sort(np.argpartition(-likeness, count - 1)[:count])
    return rows[np.argsort(-likeness[rows], kind="stable")]
