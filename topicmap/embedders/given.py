"""Vectors that the user has: an array, a .npy file, or a function of the texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from topicmap.embedders import Embedding, Vectors, outside
from topicmap.errors import BadPapers, BadSettings
from topicmap.progress import Count


class Given:
    """An embedder of ready vectors, which can place no new text.

    Parameters
    ----------
    vectors
        (n, d) numbers, a row for each text in their order, or a function from a list of n texts
        to these. None in a finished map, which has its vectors already.
    """

    def __init__(self, vectors: Vectors | None = None):
        self._vectors = vectors

    def embed(self, texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
        """The vectors, centred and made unit; `BadPapers` where they do not fit the texts."""
        values = self._vectors(list(texts)) if callable(self._vectors) else self._vectors
        whose = "The given vectors"
        table = outside.checked(values, len(texts), whose, BadPapers)
        return outside.embedding(outside.without_zeros(table, whose, BadPapers))

    def place(self, texts: Sequence[str], placing: dict[str, np.ndarray]) -> NoReturn:
        """Nothing: `BadSettings`, since nobody knows what made the vectors."""
        raise BadSettings(
            "The vectors of this map were given ready, so there is nothing that makes those of new "
            "texts; build the map with an embedder, such as sentence-transformers:MODEL."
        )


def read_vectors(path: str | Path) -> np.ndarray:
    """The array in a .npy file, read without pickle.

    Raises
    ------
    BadPapers
        The file is missing, is no .npy file, or holds Python objects.
    """
    try:
        return np.lib.format.open_memmap(path, mode="r")
    except OSError as error:
        raise BadPapers(
            f"{path} cannot be read: {error.strerror or error}. Give --vectors the .npy file of "
            "the vectors."
        ) from error
    except (ValueError, EOFError, SyntaxError, OverflowError) as error:
        raise BadPapers(
            f"{path} is no .npy file of numbers; write it by numpy.save(path, vectors), with "
            "vectors of shape (papers, dimensions)."
        ) from error
