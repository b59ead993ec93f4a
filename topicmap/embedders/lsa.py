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
    vectorizer = _vectorizer(rarest=_rarest(len(texts)))
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # no word at all, or none that two texts share
        vectorizer = _vectorizer(rarest=1)
        try:
            matrix = vectorizer.fit_transform(texts)
        except ValueError:
            return Embedding(unit_rows(np.zeros((len(texts), 1))))
    components = _components(matrix, seed)
    placing = {
        "vocabulary": np.array(vectorizer.get_feature_names_out(), dtype=np.str_),
        "idf": vectorizer.idf_.astype(np.float32),
        "components": components.astype(np.float32),
    }
    return Embedding(unit_rows(matrix @ components.T), placing)


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts among those of the corpus that ``placing`` comes from."""
    if "vocabulary" not in placing:
        return unit_rows(np.zeros((len(texts), 1)))
    vectorizer = _vectorizer(rarest=1, vocabulary=placing["vocabulary"].tolist())
    vectorizer.idf_ = placing["idf"].astype(np.float64)
    return unit_rows(vectorizer.transform(texts) @ placing["components"].astype(np.float64).T)


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
        rows = rows[:wanted][sizes[:wanted] > 1e-9]
    else:
        _, _, rows = randomized_svd(matrix, wanted, n_iter=5, random_state=seed)
    largest = np.abs(rows).argmax(axis=1)
    signs = np.sign(rows[np.arange(len(rows)), largest])
    return rows * signs[:, None]
