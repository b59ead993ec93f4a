"""Areas drawn on the map: their form in the address, and the papers in them."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

FEWEST, MOST = 3, 64
_NUMBER = r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?(?:e-?[0-9]{1,2})?"
_DIGITS, _FARTHEST = 5, 1e9


def numbers_in(text: str) -> list[float]:
    """The numbers of a text that is numbers with commas and nothing else; none of any other."""
    if not re.fullmatch(rf"{_NUMBER}(?:,{_NUMBER})*", text):
        return []
    return [float(number) for number in text.split(",")]


def corners(text: str) -> np.ndarray | None:
    """(k, 2) float: the corners of an area, in map units; None where the text names none.

    The text is x, y, x, y, … with commas, of 3 to 64 corners.
    """
    values = numbers_in(text)
    if len(values) % 2 or not FEWEST <= len(values) // 2 <= MOST:
        return None
    return np.array(values).reshape(-1, 2)


def area_of(values: object) -> str:
    """The text of an area from numbers x, y, x, y, …; empty where they name none."""
    if not isinstance(values, Sequence) or len(values) > 2 * MOST:
        return ""
    if not all(isinstance(value, (int, float)) and abs(value) < _FARTHEST for value in values):
        return ""
    text = ",".join(f"{value:.{_DIGITS}f}" for value in values)
    return text if corners(text) is not None else ""


def papers_inside(text: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(n,) bool: which places lie in an area, by the number of its sides to their right."""
    ends = corners(text)
    inside = np.zeros(len(x), dtype=bool)
    if ends is None:
        return inside
    for (x0, y0), (x1, y1) in zip(ends, np.roll(ends, -1, axis=0), strict=True):
        crossed = (y0 > y) != (y1 > y)
        inside[crossed] ^= x[crossed] < x0 + (y[crossed] - y0) * (x1 - x0) / (y1 - y0)
    return inside


def papers_in_area(papers: pd.DataFrame, area: str) -> np.ndarray:
    """Which papers lie in the area that was drawn: (n,) bool."""
    return papers_inside(area, papers["x"].to_numpy(float), papers["y"].to_numpy(float))
