"""Labels on a map: their lines, their boxes, and places where they never overlap.

Labels keep their size on the screen while the map is zoomed, so two of them that overlap from
afar come apart when one looks closer. For each label `place_labels` works out, once and for all,
the scale (pixels per map unit) from which on it can be shown without touching a more important
one. Whoever draws the map has only to compare this number with the present scale: of the labels
that are wholly in view none overlap at any zoom, and panning makes none of them appear or vanish
(the idea of active ranges: Been, Daiches and Yap, "Dynamic map labeling", 2006). What becomes of
one that the edge of the view cuts is for whoever draws.
"""

import math
import textwrap
import unicodedata
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

WRAP_AT = 16  # letters in a line of a label
NOMINAL_WIDTH = 660  # pixels; the panel that labels are arranged for at first sight
LINE = 1.16  # line height, in letter sizes
MANY_POINTS = 5_000

_GAP = 5.0  # pixels between labels
_CLEAR = 5.0  # pixels between a label and the middle of a point
_PIXELS_TO_BE_FREE = 56.0  # how far a label may move to hide no point instead of one
_SMALL_PANEL = 0.77  # of the width above, where labels should still be inside
_SCALES = np.array([0.7, 0.85, 1.0, 1.25, 1.6])  # of first sight, where labels should hide little
_FROM_AFAR = 0.7  # of the scale at which a label vanishes, where it should be at its place
_NARROW, _BROAD = "iIjl.,:;'|!()[]-tfr", "mwMWQO@%&"


@dataclass(frozen=True)
class Box:
    """A rectangle in map units."""

    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def width(self) -> float:
        """From the left edge to the right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From the lower edge to the upper."""
        return self.y1 - self.y0


@dataclass(frozen=True)
class Label:
    """The name of a region, topic or subtopic on the map.

    ``number`` is its number in its ``layer`` ("region", "topic" or "subtopic"). ``x``, ``y`` (map
    units) is the place it belongs to, ``dx``, ``dy`` the way from there to the middle of its text
    in pixels (down is positive), ``width``, ``height`` its box in pixels, ``size`` the letters in
    pixels, ``weight`` as in CSS. It is shown from ``scale`` (pixels per map unit) on, up to
    ``until``.
    """

    layer: str
    number: int
    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    weight: int
    width: float
    height: float
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 0.0
    until: float = math.inf


def wrap_label(text: str, width: int = WRAP_AT) -> tuple[str, ...]:
    """The label in lines of about 16 letters and even length, broken only between words."""
    best = _wrap(text, width)
    for narrower in range(width - 1, 0, -1):
        lines = _wrap(text, narrower)
        if len(lines) > len(best):
            break
        best = lines
    return tuple(best) or ("",)


def text_width(text: str) -> float:
    """Width of a line in letter sizes, rather too much than too little."""
    return sum(map(_letter_width, text)) * 1.03


def place_labels(
    labels: list[Label],
    home: Box,
    points: np.ndarray | None = None,
    width: float = NOMINAL_WIDTH,
) -> tuple[Label, ...]:
    """The labels with their offsets and scales; the first in the list are the most important.

    A scale that a label comes with is the least that it may have.

    Each takes one of a few places around its point: of those where it can be seen at first sight
    the one that is near and hides few points, otherwise the one where it can be seen soonest.

    Parameters
    ----------
    points
        (n, 2) float, what the labels should not hide; not looked at in large maps.
    width
        How wide the home view is drawn at first sight, in the pixels of the labels.
    """
    first_sight = width / home.width
    if points is None or len(points) > MANY_POINTS:
        points = np.empty((0, 2))
    placed: list[Label] = []
    for label in labels:
        choices = [_with_scale(label, offset, placed) for offset in _offsets(label)]
        for scale in (first_sight, first_sight * _SMALL_PANEL):
            choices = [choice for choice in choices if _inside(choice, home, scale)] or choices
        sight = min(max(first_sight, label.scale), label.until * _FROM_AFAR)
        visible = [choice for choice in choices if choice.scale <= sight]
        if visible:
            near, others = _near(label, points, sight), _others(label, labels)
            cost = partial(_cost, points=near, others=others, scale=sight)
            placed.append(min(visible, key=cost))
        else:
            placed.append(min(choices, key=lambda choice: choice.scale))
    return tuple(placed)


def _others(label: Label, labels: list[Label]) -> np.ndarray:
    """(n, 2) float: the places of the other labels of a layer."""
    places = [(one.x, one.y) for one in labels if one.layer == label.layer and one is not label]
    return np.array(places).reshape(-1, 2)


def _near(label: Label, points: np.ndarray, scale: float) -> np.ndarray:
    """The points that the label could hide at one of its places."""
    reach = (label.width + label.height + 60) / (scale * _SCALES[0])
    return points[(np.abs(points - (label.x, label.y)) < reach).all(axis=1)]


def _cost(label: Label, points: np.ndarray, others: np.ndarray, scale: float) -> float:
    """How bad a place is: points hidden around a scale, the way there, nearness to other topics.

    The root makes the last point count most: a place that hides nothing is worth a longer way.
    """
    scales = scale * _SCALES[:, np.newaxis]
    across = np.abs((points[:, 0] - label.x) * scales - label.dx)
    down = np.abs((label.y - points[:, 1]) * scales - label.dy)
    hidden = (across < label.width / 2 + _CLEAR) & (down < label.height / 2 + _CLEAR)
    steps = (others - (label.x, label.y)) * (-scale, scale) + (label.dx, label.dy)
    way = math.hypot(label.dx, label.dy)
    astray = max(way - np.hypot(steps[:, 0], steps[:, 1]).min(initial=math.inf), 0.0)
    return _PIXELS_TO_BE_FREE * math.sqrt(hidden.sum() / len(_SCALES)) + way + astray


def apart_from(one: Label, other: Label) -> float:
    """The scale from which on two placed labels stay apart; infinite when they never do."""
    overlap_x = (one.width + other.width) / 2 + _GAP
    overlap_y = (one.height + other.height) / 2 + _GAP
    across = _leaves(one.x - other.x, one.dx - other.dx, overlap_x)
    down = _leaves(other.y - one.y, one.dy - other.dy, overlap_y)
    return min(across, down)


def _leaves(step: float, offset: float, reach: float) -> float:
    """The scale s from which on |s·step + offset| ≥ reach."""
    if abs(step) < 1e-12:
        return 0.0 if abs(offset) >= reach else math.inf
    return max((reach - math.copysign(1, step) * offset) / abs(step), 0.0)


def _with_scale(label: Label, offset: tuple[float, float], placed: list[Label]) -> Label:
    """The label at an offset, and the scale from which on it meets none of those placed."""
    moved = replace(label, dx=offset[0], dy=offset[1])
    scale = label.scale
    for other in placed:
        apart = min(apart_from(moved, other), other.until)
        if apart > other.scale:
            scale = max(scale, apart)
    return replace(moved, scale=scale)


def _offsets(label: Label) -> list[tuple[float, float]]:
    """Places to try, nearest first: on the point, then around it, at last beside and below it."""
    w, h = label.width, label.height
    steps = [(0.0, 0.0)]
    for far in (0.35, 0.6, 0.85, 1.1):
        steps += [(0.0, far * h), (0.0, -far * h)]
        steps += [(sx * 0.45 * far * w, sy * 0.7 * far * h) for sx in (-1, 1) for sy in (1, -1)]
        steps += [(0.55 * far * w, 0.0), (-0.55 * far * w, 0.0)]
    for far in (10.0, 22.0, 36.0, 52.0):
        down, across = h / 2 + far, w / 2 + far
        steps += [(sx * w / 4, sy * down) for sy in (1, -1) for sx in (0, -1, 1, -2, 2)]
        steps += [(sx * across, sy * h / 2) for sx in (1, -1) for sy in (0, 1, -1)]
    return steps


def _inside(label: Label, home: Box, scale: float) -> bool:
    """Whether the label lies within the panel at first sight."""
    x = (label.x - home.x0) * scale + label.dx
    y = (home.y1 - label.y) * scale + label.dy
    across, down = x - label.width / 2, y - label.height / 2
    right, bottom = home.width * scale - label.width, home.height * scale - label.height
    return 2 <= across <= right - 2 and 2 <= down <= bottom - 2


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _letter_width(letter: str) -> float:
    if letter in _NARROW or letter == " ":
        return 0.36
    if letter in _BROAD:
        return 0.90
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.67 if letter.isupper() else 0.57
