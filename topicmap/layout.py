"""Vectors → nearest neighbours → positions in few dimensions. The only user of umap."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

EXACT_UP_TO = 8_000
FEWEST_FOR_UMAP = 12
LAYOUTS_WEIGHT = 0.3


@dataclass(frozen=True)
class Neighbors:
    """The nearest papers of every paper, itself first.

    Parameters
    ----------
    rows
        (n, k) int32, rows of the vectors.
    distances
        (n, k) float32, cosine distance in [0, 2].
    """

    rows: np.ndarray
    distances: np.ndarray

    def first(self, count: int) -> "Neighbors":
        """The ``count`` nearest alone."""
        return Neighbors(self.rows[:, :count], self.distances[:, :count])


def nearest(vectors: np.ndarray, count: int, seed: int = 0) -> Neighbors:
    """The ``count`` nearest papers of every paper, itself among them, by cosine distance.

    Exact up to 8,000 papers; above that by NN-descent (Dong, Moses and Li 2011, pynndescent).
    """
    count = min(count, len(vectors))
    if len(vectors) <= EXACT_UP_TO:
        finder = NearestNeighbors(n_neighbors=count, metric="cosine", algorithm="brute")
        with threadpool_limits(1):  # the last bits depend on the number of threads
            distances, rows = finder.fit(vectors).kneighbors(vectors)
    else:
        from pynndescent import NNDescent

        index = NNDescent(vectors, n_neighbors=count, metric="cosine", random_state=seed)
        rows, distances = index.neighbor_graph
    return _itself_first(rows.astype(np.int32), distances.astype(np.float32).clip(0, 2))


def reduce(
    vectors: np.ndarray,
    neighbors: Neighbors,
    dimensions: int,
    spread: float = 0.0,
    seed: int = 0,
    apart: int = 5,
) -> np.ndarray:
    """(n, dimensions) float32 positions in which neighbours stay near each other.

    UMAP (McInnes, Healy and Melville 2018) started from the principal axes, which keeps the
    large structure and never fails (Kobak and Linderman 2021). For fewer than twelve papers,
    and where all are alike, the principal axes themselves.

    Parameters
    ----------
    spread
        UMAP's ``min_dist``: how far apart near papers are drawn, 0 for clustering.
    apart
        UMAP's ``negative_sample_rate``: from how many others each pair of near papers is kept
        away in a step. More takes longer and keeps what is not near better apart.
    """
    axes = principal_axes(vectors, dimensions)
    distinct = len(np.unique(axes.round(4), axis=0))
    if len(vectors) < FEWEST_FOR_UMAP or distinct < max(FEWEST_FOR_UMAP, dimensions + 2):
        return axes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from umap import UMAP

        model = UMAP(
            n_neighbors=neighbors.rows.shape[1],
            n_components=dimensions,
            min_dist=spread,
            negative_sample_rate=apart,
            metric="cosine",
            init=_start(axes),
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(neighbors.rows, neighbors.distances),
        )
        return np.asarray(model.fit_transform(vectors), dtype=np.float32)


def with_layouts(vectors: np.ndarray, layouts: Sequence[np.ndarray]) -> np.ndarray:
    """(n, d + k) float32, unit rows: vectors beside 0.3 × the layouts made of them.

    What all layouts show weighs a little more, so that a picture made of these agrees with them.
    """
    joined = np.hstack([layout - layout.mean(axis=0) for layout in layouts])
    return unit(np.hstack([vectors, LAYOUTS_WEIGHT * unit(joined)]))


def unit(rows: np.ndarray) -> np.ndarray:
    """The rows at length 1, as float32; a row of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(lengths, 1e-9)).astype(np.float32)


def principal_axes(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """(n, dimensions) float32: the vectors along their principal axes, signs made certain."""
    centred = np.asarray(vectors, dtype=np.float64) - np.mean(vectors, axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    wanted = min(dimensions, axes.shape[1])
    positions = np.zeros((len(vectors), dimensions))
    positions[:, :wanted] = centred @ axes[:, ::-1][:, :wanted]
    largest = np.abs(positions).argmax(axis=0)
    signs = np.sign(positions[largest, np.arange(dimensions)])
    return (positions * np.where(signs == 0, 1, signs)).astype(np.float32)


def upright(positions: np.ndarray, radius: float = 10.0) -> np.ndarray:
    """(n, 2) float32: the map centred, its longer axis lying, its width ``radius`` to each side.

    Papers that would lie on the very same spot are set around it, a hundredth of the map apart,
    so that each can be clicked.
    """
    turned = principal_axes(positions, 2).astype(np.float64)
    reach = np.quantile(np.abs(turned[:, 0]), 0.995) if len(turned) > 1 else 0.0
    scaled = turned * (radius / reach) if reach > 1e-6 else turned * 0
    return _apart(scaled, radius / 100).astype(np.float32)


def _apart(positions: np.ndarray, step: float) -> np.ndarray:
    """Coinciding points set on a sunflower spiral around their place, in row order."""
    _, places, counts = np.unique(
        positions.round(6), axis=0, return_inverse=True, return_counts=True
    )
    moved = positions.copy()
    for place in np.flatnonzero(counts > 1):
        rows = np.flatnonzero(places.ravel() == place)
        order = np.arange(len(rows))
        angle, distance = order * 2.399963, step * np.sqrt(order)
        moved[rows] += np.column_stack([np.cos(angle), np.sin(angle)]) * distance[:, None]
    return moved


def _start(axes: np.ndarray) -> np.ndarray:
    """The principal axes at the scale that UMAP starts from, no two points the same."""
    scaled = axes * (10.0 / max(float(np.abs(axes).max()), 1e-9))
    noise = np.random.default_rng(0).normal(scale=1e-4, size=scaled.shape)
    return (scaled + noise).astype(np.float32)


def _itself_first(rows: np.ndarray, distances: np.ndarray) -> Neighbors:
    """Every paper's own row in front, at distance 0, the others in order behind it."""
    own = np.arange(len(rows))[:, None]
    is_own = rows == own
    absent = ~is_own.any(axis=1)
    is_own[absent, -1] = True
    order = np.argsort(~is_own, axis=1, kind="stable")
    rows = np.take_along_axis(rows, order, axis=1)
    distances = np.take_along_axis(distances, order, axis=1)
    rows[:, 0], distances[:, 0] = own[:, 0], 0.0
    return Neighbors(rows, distances)
