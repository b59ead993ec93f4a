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
    return Embedding(beside(meanings - mean, words.vectors), {"mean": mean, **words.placing})


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts among those of the corpus that ``placing`` comes from."""
    return beside(minilm.encode(texts) - placing["mean"], lsa.place(texts, placing))


def beside(meanings: np.ndarray, words: np.ndarray) -> np.ndarray:
    """(n, d + k) float32, unit rows: (n, d) centred meanings beside 0.7 × (n, k) words."""
    lengths = np.linalg.norm(meanings, axis=1, keepdims=True)
    units = np.where(lengths < 1e-4, 0.0, meanings / np.maximum(lengths, 1e-4))
    return unit_rows(np.hstack([units, WORDS_WEIGHT * words]))
