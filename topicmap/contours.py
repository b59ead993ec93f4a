"""Points → outlines of where they are dense."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

Ring = list[tuple[float, float]]

# Which edges of a grid cell (Top, Right, Bottom, Left) a contour enters and leaves by, for each
# pattern of corners above the level: 1 top left, 2 top right, 4 bottom right, 8 bottom left.
_PATHS = {
    1: ("LT",),
    2: ("TR",),
    3: ("LR",),
    4: ("RB",),
    5: ("LT", "RB"),
    6: ("TB",),
    7: ("LB",),
    8: ("BL",),
    9: ("BT",),
    10: ("TR", "BL"),
    11: ("BR",),
    12: ("RL",),
    13: ("RT",),
    14: ("TL",),
}
_CORNERS = {
    "T": ((0, 0), (0, 1)),
    "R": ((0, 1), (1, 1)),
    "B": ((1, 0), (1, 1)),
    "L": ((0, 0), (1, 0)),
}
_REACH = 3.5  # how far a point is felt, in widths of its bell curve
_CELLS = 2.4  # grid cells to such a width


@dataclass(frozen=True)
class Grid:
    """Densities on a grid: ``values[row, column]`` at ``(left + column·step, low + row·step)``."""

    values: np.ndarray
    left: float
    low: float
    step: float


def density_rings(
    x: np.ndarray, y: np.ndarray, width: float, levels: list[float]
) -> list[list[Ring]]:
    """Closed outlines of the density of points, for each level.

    Parameters
    ----------
    x, y
        (n,) float, the points' places.
    width
        Width of the bell curve that each point is spread by, in the same units.
    levels
        Densities to outline, as parts of the highest one, in (0, 1).

    Returns
    -------
    list
        For each level a list of rings of ``(x, y)``; a hole is a ring as well.
    """
    if not len(x):
        return [[] for _ in levels]
    grid = _density(np.asarray(x, float), np.asarray(y, float), width)
    peak = float(grid.values.max())
    return [rings_at(grid, level * peak) for level in levels]


def rings_at(grid: Grid, level: float) -> list[Ring]:
    """Closed rings where the grid's values cross a level (marching squares)."""
    values = np.pad(grid.values, 1)
    above = values > level
    cells = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    follow: dict[tuple, tuple] = {}
    for row, column in zip(*np.nonzero((cells > 0) & (cells < 15)), strict=True):
        for path in _PATHS[int(cells[row, column])]:
            follow[_edge(row, column, path[0])] = _edge(row, column, path[1])
    rings = []
    while follow:
        first, place = follow.popitem()
        edges = [first]
        while place != first:
            edges.append(place)
            place = follow.pop(place)
        rings.append([_crossing(grid, values, level, edge) for edge in edges])
    return rings


def _density(x: np.ndarray, y: np.ndarray, width: float) -> Grid:
    step = width / _CELLS
    margin = _REACH * width
    left, low = x.min() - margin, y.min() - margin
    across, up = (x - left) / step, (y - low) / step
    shape = (int(up.max() + _REACH * _CELLS) + 2, int(across.max() + _REACH * _CELLS) + 2)
    values = np.zeros(shape)
    column, row = across.astype(int), up.astype(int)
    right, top = across - column, up - row
    for rows, columns, share in (
        (row, column, (1 - top) * (1 - right)),
        (row, column + 1, (1 - top) * right),
        (row + 1, column, top * (1 - right)),
        (row + 1, column + 1, top * right),
    ):
        np.add.at(values, (rows, columns), share)
    return Grid(gaussian_filter(values, _CELLS, mode="constant"), left, low, step)


def _edge(row: int, column: int, side: str) -> tuple:
    """An edge by its two grid corners, the same whichever of its cells it is seen from."""
    (r0, c0), (r1, c1) = _CORNERS[side]
    return (int(row) + r0, int(column) + c0, int(row) + r1, int(column) + c1)


def _crossing(grid: Grid, values: np.ndarray, level: float, edge: tuple) -> tuple[float, float]:
    r0, c0, r1, c1 = edge
    start, end = values[r0, c0], values[r1, c1]
    share = (level - start) / (end - start)
    column, row = c0 + (c1 - c0) * share - 1, r0 + (r1 - r0) * share - 1
    return (float(grid.left + column * grid.step), float(grid.low + row * grid.step))
