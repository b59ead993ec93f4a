"""Hybrid vectors of a large corpus at about the price of a small one.

The sentence encoder reads a sample of the corpus. A ridge regression from TF-IDF to its vectors,
in the dual form (Saunders, Gammerman and Vovk 1998), then tells the meaning of every paper: those
of the sample too, whose true vectors would be set apart from the others without being better.
"""

from collections.abc import Sequence

import numpy as np
from scipy.linalg import solve
from scipy.sparse import csr_matrix

from topicmap.embedders import Embedding, lsa, minilm, unit_rows
from topicmap.embedders.hybrid import beside
from topicmap.progress import Count

SAMPLE = 2_000
PENALTY = 0.3


def embed(texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
    """(n, 384 + up to 300) vectors by meaning, as the words tell it, and words."""
    matrix, placing = lsa.terms(texts)
    words, components = lsa.reduced(matrix, seed)
    rows = _sample(len(texts), seed)
    meanings = minilm.encode([texts[row] for row in rows], count)
    sample = matrix[rows].astype(np.float32)
    weights = _ridge(sample, meanings)
    placing |= {
        "components": components,
        "weights": weights,
        "sample_data": sample.data,
        "sample_indices": sample.indices,
        "sample_indptr": sample.indptr,
    }
    return Embedding(beside(_told(matrix, sample, weights), words), placing)


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts among those of the corpus; needs no encoder."""
    matrix = lsa.place_terms(texts, placing)
    words = unit_rows(matrix @ placing["components"].astype(np.float64).T)
    parts = (placing["sample_data"], placing["sample_indices"], placing["sample_indptr"])
    sample = csr_matrix(parts, shape=(len(placing["weights"]), matrix.shape[1]))
    return beside(_told(matrix, sample, placing["weights"]), words)


def _sample(papers: int, seed: int) -> np.ndarray:
    """Rows of the papers that the encoder reads, ascending."""
    random = np.random.default_rng(seed)
    return np.sort(random.choice(papers, min(SAMPLE, papers), replace=False))


def _ridge(sample: csr_matrix, meanings: np.ndarray) -> np.ndarray:
    """(s, d) float32: the dual weights, one row for each paper of the sample."""
    alike = (sample @ sample.T).toarray().astype(np.float64)
    alike[np.diag_indices_from(alike)] += PENALTY
    centred = meanings - meanings.mean(axis=0, dtype=np.float64)
    return solve(alike, centred, assume_a="pos").astype(np.float32)


def _told(matrix: csr_matrix, sample: csr_matrix, weights: np.ndarray) -> np.ndarray:
    """(n, d) float32: the centred meanings that the ridge tells from TF-IDF."""
    return matrix.astype(np.float32) @ (sample.T @ weights)
