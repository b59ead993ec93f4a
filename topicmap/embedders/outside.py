"""Vectors from elsewhere: checked, centred, and made unit.

The mean carries no meaning and in some models drowns what does (Mu and Viswanath 2018).
"""

from typing import Any

import numpy as np

from topicmap.embedders import NO_LENGTH, Embedding, unit_rows
from topicmap.errors import BadAnswer, TopicMapError

CURE = "make the vectors of these texts anew, or leave these papers out"


def embedding(values: np.ndarray) -> Embedding:
    """(n, d) checked vectors as those of a map, and their mean for placing others."""
    mean = values.mean(axis=0, dtype=np.float64)
    return Embedding(unit_rows(values, mean), {"mean": mean})


def placed(values: np.ndarray, placing: dict[str, np.ndarray]) -> np.ndarray:
    """(n, d) checked vectors of new texts among those of the corpus that ``placing`` comes from.

    `BadAnswer` where the model has other dimensions than it had for the corpus.
    """
    found, wanted = values.shape[1], len(placing["mean"])
    if found != wanted:
        raise BadAnswer(
            f"The model gives vectors of {found} numbers, those of the map have {wanted}: it was "
            "exchanged since. Build the map again."
        )
    return unit_rows(values, placing["mean"])


def checked(
    values: Any, texts: int, whose: str, error: type[TopicMapError], cure: str = CURE
) -> np.ndarray:
    """(texts, d) float32: the values, once they are found to be a vector for every text.

    Parameters
    ----------
    whose
        Where the values come from, as the start of a sentence.
    error
        What is raised when they are not finite numbers of the wanted shape.
    cure
        What mends a value that is no number, as the end of a sentence.
    """
    wanted = (
        f"a row of numbers is needed for each of {texts:,} texts, in their order (a paper without "
        "title and abstract has no text)"
    )
    try:
        table = np.asarray(values)
    except ValueError as wrong:
        raise error(f"{whose} are of uneven lengths; {wanted}.") from wrong
    if table.dtype.kind not in "fiu":
        raise error(f"{whose} are of the type {table.dtype}; {wanted}.")
    if table.ndim != 2 or len(table) != texts or not table.shape[1]:
        raise error(f"{whose} have the shape {table.shape}; {wanted}.")
    with np.errstate(over="ignore"):
        table = table.astype(np.float32, copy=False)
    bad = ~np.isfinite(table).all(axis=1)
    return _without(bad, table, f"{whose} hold a value that is no number", error, cure)


def without_zeros(
    table: np.ndarray, whose: str, error: type[TopicMapError], cure: str = CURE
) -> np.ndarray:
    """The checked vectors, where none is zero; raises as `checked` does."""
    bad = np.linalg.norm(table, axis=1) < NO_LENGTH
    return _without(
        bad, table, f"{whose} hold a row of zeros, which is near to nothing", error, cure
    )


def _without(
    bad: np.ndarray, table: np.ndarray, what: str, error: type[TopicMapError], cure: str
) -> np.ndarray:
    if bad.any():
        rows = f"{int(bad.sum()):,} of {len(bad):,} rows, the first is row {int(bad.argmax())}"
        raise error(f"{what} ({rows}, counted from 0); {cure}.")
    return table
