"""Latent semantic analysis: TF-IDF of single words, reduced by a truncated SVD.

Deerwester et al. (1990), Indexing by Latent Semantic Analysis; sublinear term frequency as in
Manning, Raghavan and Schütze (2008), section 6.4.1.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from topicmap.embedders import Embedding, unit_rows
from topicmap.progress import Count
from topicmap.words import tokens

DIMENSIONS = 300
MOST_WORDS = 50_000
SMALL = 600


def embed(texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
    """Vectors of up to 300 dimensions from the words that the texts share."""
    matrix, placing = terms(texts)
    vectors, components = reduced(matrix, seed)
    return Embedding(vectors, {**placing, "components": components})


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts among those of the corpus that ``placing`` comes from."""
    return unit_rows(place_terms(texts, placing) @ placing["components"].astype(np.float64).T)


def terms(texts: Sequence[str]) -> tuple[csr_matrix, dict[str, np.ndarray]]:
    """The TF-IDF of the texts, and what `place_terms` needs for new ones.

    Returns
    -------
    matrix
        (n, words) float64, sparse, unit rows; a single column of zeros where no text has a word.
    placing
        ``vocabulary`` (the word of each column, str) and ``idf`` (float32).
    """
    for rarest in (_rarest(len(texts)), 1):
        vectorizer = _vectorizer(rarest)
        try:
            matrix = vectorizer.fit_transform(texts)
        except ValueError:  # no word at all, or none that so many texts share
            continue
        words = np.array(vectorizer.get_feature_names_out(), dtype=np.str_)
        return matrix, {"vocabulary": words, "idf": vectorizer.idf_.astype(np.float32)}
    return csr_matrix((len(texts), 1)), {}


def place_terms(texts: Sequence[str], placing: dict[str, np.ndarray]) -> csr_matrix:
    """(n, words) float64, sparse: the TF-IDF of new texts by the words of a corpus."""
    if "vocabulary" not in placing:
        return csr_matrix((len(texts), 1))
    vectorizer = _vectorizer(rarest=1, vocabulary=placing["vocabulary"].tolist())
    vectorizer.idf_ = placing["idf"].astype(np.float64)
    return vectorizer.transform(texts)


def reduced(matrix: csr_matrix, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The rows of a TF-IDF matrix in its leading directions.

    Returns
    -------
    vectors
        (n, k) float32, unit rows, k ≤ 300.
    components
        (k, words) float32, the directions.
    """
    components = _components(matrix, seed)
    return unit_rows(matrix @ components.T), components.astype(np.float32)


def _vectorizer(rarest: int, vocabulary: list[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=tokens,
        sublinear_tf=True,
        min_df=rarest,
        max_df=0.5 if rarest > 1 else 1.0,
        max_features=MOST_WORDS,
        vocabulary=vocabulary,
    )


def _rarest(papers: int) -> int:
    """In how many papers a word must occur at least."""
    return 1 if papers < 50 else 2 if papers < 5_000 else 4


def _components(matrix: csr_matrix, seed: int) -> np.ndarray:
    """(k, words) float64: the leading right singular vectors, signs made certain."""
    wanted = min(DIMENSIONS, *matrix.shape)
    if min(matrix.shape) <= SMALL:
        _, sizes, rows = np.linalg.svd(matrix.toarray(), full_matrices=False)
        rows = rows[: max(1, min(wanted, (sizes > 1e-9).sum()))]
    else:
        _, _, rows = randomized_svd(matrix, wanted, n_iter=5, random_state=seed)
    largest = np.abs(rows).argmax(axis=1)
    signs = np.sign(rows[np.arange(len(rows)), largest])
    return rows * signs[:, None]
