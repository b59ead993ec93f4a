"""Embedders: texts → vectors. One module each, imported only when it is asked for.

An embedder module has

- ``embed(texts, seed, count)``: an `Embedding` of a whole corpus;
- ``place(texts, placing)``: (n, d) float32 vectors of new texts in the space of that corpus.

One that takes a model of the user's choice has instead a class ``Model(name)`` with these methods.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

import numpy as np

from topicmap.errors import BadSettings
from topicmap.progress import Count

HYBRID_UP_TO = 5_000
NO_LENGTH = 1e-9
_MODULES = {
    "hybrid": "topicmap.embedders.hybrid",
    "distilled": "topicmap.embedders.distilled",
    "minilm": "topicmap.embedders.minilm",
    "lsa": "topicmap.embedders.lsa",
}
_MODULES_OF_MODELS = {
    "sentence-transformers": "topicmap.embedders.sentence_transformers",
    "openai": "topicmap.embedders.openai",
}
_BLOCK = 4_096
Vectors = np.ndarray | Callable[[list[str]], np.ndarray]


@dataclass(frozen=True)
class Embedding:
    """Vectors of a corpus, and what is needed to place a new text among them.

    Parameters
    ----------
    vectors
        (n, d) float32, every row of length 1.
    placing
        Arrays by name, for ``place``.
    """

    vectors: np.ndarray
    placing: dict[str, np.ndarray] = field(default_factory=dict)


class Embedder(Protocol):
    """What every embedder module offers."""

    def embed(self, texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
        """Vectors of a whole corpus; ``count`` is told how many texts are done."""

    def place(self, texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
        """(n, d) float32: vectors of new texts in the space of that corpus."""


def chosen(name: str, papers: int, vectors: Vectors | None = None) -> str:
    """The name of the embedder for so many papers: what ``auto`` stands for, else the name itself.

    ``auto`` is ``given`` where vectors are given, ``hybrid`` up to 5,000 papers, and ``distilled``
    above, where the encoder alone would take minutes to hours.

    Raises
    ------
    BadSettings
        Vectors are given beside an embedder that makes its own, or ``given`` comes without any.
    """
    if vectors is None and name == "given":
        raise BadSettings(
            "The embedder is 'given', but no vectors are; give them by --vectors FILE.npy, or in "
            "Python by build_map(papers, vectors=...)."
        )
    if vectors is not None and name not in ("auto", "given"):
        raise BadSettings(f"There are vectors and an embedder, {name!r}; give only one of the two.")
    if name != "auto":
        return name
    if vectors is not None:
        return "given"
    return "hybrid" if papers <= HYBRID_UP_TO else "distilled"


def embedder(name: str, vectors: Vectors | None = None) -> Embedder:
    """The embedder of a name that `chosen` gave; ``vectors`` are those of ``given``.

    Raises
    ------
    BadSettings
        There is no such embedder.
    MissingExtra
        It needs an optional package that is not installed.
    """
    if name == "given":
        from topicmap.embedders.given import Given

        return Given(vectors)
    kind, _, model = name.partition(":")
    if model and kind in _MODULES_OF_MODELS:
        return import_module(_MODULES_OF_MODELS[kind]).Model(model)
    if name in _MODULES:
        return import_module(_MODULES[name])  # type: ignore[return-value]
    possible = ", ".join((*_MODULES, "given", *(f"{kind}:MODEL" for kind in _MODULES_OF_MODELS)))
    raise BadSettings(f"There is no embedder {name!r}; choose one of {possible}.")


def unit_rows(matrix: np.ndarray, mean: np.ndarray | float = 0.0) -> np.ndarray:
    """The rows less their mean scaled to length 1, as float32; one of zeros becomes the first axis.

    Computed in float64, a block of rows at a time, so that a large matrix is not doubled.
    """
    scaled = np.empty(matrix.shape, dtype=np.float32)
    for start in range(0, len(matrix), _BLOCK):
        block = np.asarray(matrix[start : start + _BLOCK], dtype=np.float64) - mean
        lengths = np.linalg.norm(block, axis=1, keepdims=True)
        block /= np.where(lengths < NO_LENGTH, 1.0, lengths)
        block[lengths[:, 0] < NO_LENGTH, 0] = 1.0
        scaled[start : start + _BLOCK] = block
    return scaled
