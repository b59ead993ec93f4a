"""Embedders: texts → vectors. One module each, imported only when it is asked for.

An embedder module has

- ``embed(texts, seed, count)``: an `Embedding` of a whole corpus;
- ``place(texts, placing)``: (n, d) float32 vectors of new texts in the space of that corpus.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

import numpy as np

from topicmap.errors import BadSettings
from topicmap.progress import Count

_MODULES = {
    "hybrid": "topicmap.embedders.hybrid",
    "minilm": "topicmap.embedders.minilm",
    "lsa": "topicmap.embedders.lsa",
}
_AUTO = "hybrid"


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

    embed: Callable[[Sequence[str], int, Count | None], Embedding]
    place: Callable[[Sequence[str], dict[str, np.ndarray]], np.ndarray]


def embedder(name: str) -> Embedder:
    """The embedder of that name; ``auto`` is the hybrid.

    Raises
    ------
    BadSettings
        There is no such embedder.
    """
    module = _MODULES.get(_AUTO if name == "auto" else name)
    if module is None:
        raise BadSettings(f"There is no embedder {name!r}; choose one of {', '.join(_MODULES)}.")
    return import_module(module)  # type: ignore[return-value]


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """The rows scaled to length 1, as float32; a row of zeros becomes the first axis."""
    matrix = np.asarray(matrix, dtype=np.float64)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    empty = lengths[:, 0] < 1e-9
    scaled = matrix / np.where(lengths < 1e-9, 1.0, lengths)
    scaled[empty, 0] = 1.0
    return scaled.astype(np.float32)
