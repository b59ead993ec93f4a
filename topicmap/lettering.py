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
        offsets = _offsets(label)
        scales = _scales(label, offsets, placed)
        choices = np.arange(len(offsets))
        for scale in (first_sight, first_sight * _SMALL_PANEL):
            inside = choices[_inside(label, offsets[choices], home, scale)]
            choices = inside if len(inside) else choices
        sight = min(max(first_sight, label.scale), label.until * _FROM_AFAR)
        visible = choices[scales[choices] <= sight]
        if len(visible):
            near, others = _near(label, points, sight), _others(label, labels)
            costs = [_cost(label, offset, near, others, sight) for offset in offsets[visible]]
            best = visible[np.argmin(costs)]
        else:
            best = choices[np.argmin(scales[choices])]
        dx, dy = offsets[best].tolist()
        placed.append(replace(label, dx=dx, dy=dy, scale=float(scales[best])))
    return tuple(placed)


def _others(label: Label, labels: list[Label]) -> np.ndarray:
    """(n, 2) float: the places of the other labels of a layer."""
    places = [(one.x, one.y) for one in labels if one.layer == label.layer and one is not label]
    return np.array(places).reshape(-1, 2)


def _near(label: Label, points: np.ndarray, scale: float) -> np.ndarray:
    """The points that the label could hide at one of its places."""
    reach = (label.width + label.height + 60) / (scale * _SCALES[0])
    return points[(np.abs(points - (label.x, label.y)) < reach).all(axis=1)]


def _cost(
    label: Label, offset: np.ndarray, points: np.ndarray, others: np.ndarray, scale: float
) -> float:
    """How bad a place is: points hidden around a scale, the way there, nearness to other topics.

    The root makes the last point count most: a place that hides nothing is worth a longer way.
    """
    dx, dy = offset.tolist()
    scales = scale * _SCALES[:, np.newaxis]
    across = np.abs((points[:, 0] - label.x) * scales - dx)
    down = np.abs((label.y - points[:, 1]) * scales - dy)
    hidden = (across < label.width / 2 + _CLEAR) & (down < label.height / 2 + _CLEAR)
    steps = (others - (label.x, label.y)) * (-scale, scale) + (dx, dy)
    way = math.hypot(dx, dy)
    astray = max(way - np.hypot(steps[:, 0], steps[:, 1]).min(initial=math.inf), 0.0)
    return _PIXELS_TO_BE_FREE * math.sqrt(hidden.sum() / len(_SCALES)) + way + astray


def apart_from(one: Label, other: Label) -> float:
    """The scale from which on two placed labels stay apart; infinite when they never do."""
    return float(_apart(one, np.array([[one.dx, one.dy]]), [other])[0, 0])


def _scales(label: Label, offsets: np.ndarray, placed: list[Label]) -> np.ndarray:
    """(m,) float: the scale from which on the label meets none of those placed, at each offset."""
    if not placed:
        return np.full(len(offsets), label.scale)
    scale, until = np.array([(one.scale, one.until) for one in placed]).T
    apart = np.minimum(_apart(label, offsets, placed), until)
    return np.where(apart > scale, apart, label.scale).max(axis=1, initial=label.scale)


def _apart(label: Label, offsets: np.ndarray, others: list[Label]) -> np.ndarray:
    """(m, n) float: the scale from which on the label at each offset stays apart from each."""
    x, y, dx, dy, width, height = np.array(
        [(one.x, one.y, one.dx, one.dy, one.width, one.height) for one in others]
    ).T
    overlap_x = (label.width + width) / 2 + _GAP
    overlap_y = (label.height + height) / 2 + _GAP
    across = _leaves(label.x - x, offsets[:, :1] - dx, overlap_x)
    down = _leaves(y - label.y, offsets[:, 1:] - dy, overlap_y)
    return np.minimum(across, down)


def _leaves(step: np.ndarray, offset: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """The scale s from which on |s·step + offset| ≥ reach."""
    still = np.abs(step) < 1e-12
    moving = np.maximum((reach - np.sign(step) * offset) / np.where(still, 1, np.abs(step)), 0.0)
    return np.where(still, np.where(np.abs(offset) >= reach, 0.0, math.inf), moving)


def _offsets(label: Label) -> np.ndarray:
    """(m, 2) float: ways to places to try, the nearest first: on the point, then around it."""
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
    return np.array(steps)


def _inside(label: Label, offsets: np.ndarray, home: Box, scale: float) -> np.ndarray:
    """(m,) bool: whether the label lies within the panel at first sight, at each offset."""
    x = (label.x - home.x0) * scale + offsets[:, 0]
    y = (home.y1 - label.y) * scale + offsets[:, 1]
    across, down = x - label.width / 2, y - label.height / 2
    right, bottom = home.width * scale - label.width, home.height * scale - label.height
    return (across >= 2) & (across <= right - 2) & (down >= 2) & (down <= bottom - 2)


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
