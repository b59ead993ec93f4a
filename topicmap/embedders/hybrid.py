"""Meaning beside words: centred MiniLM vectors next to 0.7 × LSA.

The weight was measured: see "How it works" in the README.
"""

from collections.abc import Sequence

import numpy as np

from topicmap.embedders import Embedding, lsa, minilm, unit_rows
from topicmap.progress import Count

WORDS_WEIGHT = 0.7


def embed(texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
    """(n, 384 + up to 300) vectors by meaning and words."""
    meanings = minilm.encode(texts, count)
    words = lsa.embed(texts, seed)
    mean = meanings.mean(axis=0, dtype=np.float64).astype(np.float32)
    return Embedding(_join(meanings, mean, words.vectors), {"mean": mean, **words.placing})


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts among those of the corpus that ``placing`` comes from."""
    return _join(minilm.encode(texts), placing["mean"], lsa.place(texts, placing))


def _join(meanings: np.ndarray, mean: np.ndarray, words: np.ndarray) -> np.ndarray:
    centred = meanings - mean
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred = np.where(lengths < 1e-4, 0.0, centred / np.maximum(lengths, 1e-4))
    return unit_rows(np.hstack([centred, WORDS_WEIGHT * words]))
