"""TopicMap → what is drawn: points, outlines of dense areas, and labels that never overlap.

Labels keep their size on the screen while the map is zoomed, so two of them that overlap from
afar come apart when one looks closer. For each label `place_labels` works out, once and for all,
the scale (pixels per map unit) from which on it can be shown without touching a more important
one. Whoever draws the map has only to compare this number with the present scale; panning never
makes a label appear or vanish, and none overlap at any zoom (the idea of active ranges: Been,
Daiches and Yap, "Dynamic map labeling", 2006).
"""

import math
import textwrap
import unicodedata
from dataclasses import dataclass

import numpy as np

from topicmap.colors import Palette, topic_palette
from topicmap.contours import Ring, density_rings
from topicmap.topic_map import UNASSIGNED, TopicMap

ASPECT = 5 / 4  # width of the map panel to its height
WRAP_AT = 16  # letters in a line of a label
NOMINAL_WIDTH = 660  # pixels; the panel that labels are arranged for at first sight

_SMALLEST, _LARGEST = 12.5, 18.0  # label sizes, pixels
_MANY_POINTS = 5_000
_KEPT = (0.2, 99.8)  # percent of many points that the view at first sight spans
_PIXELS_PER_POINT = 11.0  # how far a label may move to hide one point less
_LINE = 1.16  # line height, in letter sizes
_GAP = 5.0  # pixels between labels
_MARGIN = 0.085  # free space around the points, as a part of the map's width
_LEVELS = (0.06, 0.16, 0.28, 0.42, 0.58, 0.76)
_POINTS = (  # papers, pixels, opacity: large maps have small, translucent points
    (1_000, 7.0, 0.85),
    (5_000, 5.0, 0.70),
    (20_000, 3.5, 0.55),
    (50_000, 2.5, 0.40),
    (100_000, 2.0, 0.30),
)
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
    """A topic's name on the map.

    ``x``, ``y`` (map units) is the place it belongs to, ``dx``, ``dy`` the way from there to the
    middle of its text in pixels (down is positive), ``width``, ``height`` its box in pixels,
    ``size`` the letters in pixels, ``weight`` as in CSS, ``scale`` the pixels per map unit from
    which on it is shown.
    """

    topic: int
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


@dataclass(frozen=True)
class Scene:
    """All that is drawn of a map, whatever is picked or searched.

    ``home`` is the view at first sight; ``boxes`` the view of each topic;
    ``outlines[topic][level]`` a list of rings; ``point_size`` in pixels and ``opacity`` suit the
    number of papers.
    """

    home: Box
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    outlines: tuple[list[list[Ring]], ...]
    palette: Palette
    point_size: float
    opacity: float


def draw_scene(topic_map: TopicMap) -> Scene:
    """The scene of a map."""
    papers, topics = topic_map.papers, topic_map.topics
    x, y = papers["x"].to_numpy(float), papers["y"].to_numpy(float)
    members = [np.flatnonzero(papers["topic"].to_numpy() == topic) for topic in topics.index]
    home = home_box(x, y)
    width = home.width * 0.075 * max(len(x), 20) ** -0.18
    levels = list(_LEVELS if len(topics) <= 120 else _LEVELS[::2])
    size, opacity = point_style(len(x))
    places = topics[["x", "y"]].to_numpy(float)
    return Scene(
        home=home,
        boxes=tuple(_topic_box(x[rows], y[rows], home) for rows in members),
        labels=place_labels(_unplaced(topic_map), home, np.column_stack([x, y])),
        outlines=tuple(density_rings(x[rows], y[rows], width, levels) for rows in members),
        palette=topic_palette(places),
        point_size=size,
        opacity=opacity,
    )


def home_box(x: np.ndarray, y: np.ndarray) -> Box:
    """The view that shows every point, with room around, in the shape of the panel.

    In a map of many papers a few far-off ones are left outside.
    """
    if len(x) > _MANY_POINTS:
        x, y = (np.clip(values, *np.percentile(values, _KEPT)) for values in (x, y))
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    width = max(np.ptp(x), np.ptp(y) * ASPECT) * (1 + 2 * _MARGIN)
    return _box(float(middle_x), float(middle_y), float(width) or 2.0)


def point_style(count: int) -> tuple[float, float]:
    """Size (pixels) and opacity of the points of a map with so many papers."""
    steps = np.log([papers for papers, _, _ in _POINTS])
    at = math.log(max(count, 1))
    size = np.interp(at, steps, [size for _, size, _ in _POINTS])
    opacity = np.interp(at, steps, [opacity for _, _, opacity in _POINTS])
    return (float(size) + (1.0 if count <= 500 else 0.0), float(opacity))


def wrap_label(text: str) -> tuple[str, ...]:
    """The label in lines of about 16 letters and even length, broken only between words."""
    best = _wrap(text, WRAP_AT)
    for width in range(WRAP_AT - 1, 0, -1):
        lines = _wrap(text, width)
        if len(lines) > len(best):
            break
        best = lines
    return tuple(best) or ("",)


def text_width(text: str) -> float:
    """Width of a line in letter sizes, rather too much than too little."""
    return sum(map(_letter_width, text)) * 1.03


def place_labels(
    labels: list[Label], home: Box, points: np.ndarray | None = None
) -> tuple[Label, ...]:
    """The labels with their offsets and scales; the first in the list are the most important.

    Each takes one of a few places around its point: of those where it can be seen at first sight
    the one that is near and hides few points, otherwise the one where it can be seen soonest.

    Parameters
    ----------
    points
        (n, 2) float, what the labels should not hide; not looked at in large maps.
    """
    first_sight = NOMINAL_WIDTH / home.width
    if points is None or len(points) > _MANY_POINTS:
        points = np.empty((0, 2))
    placed: list[Label] = []
    for label in labels:
        choices = [_with_scale(label, offset, placed) for offset in _offsets(label)]
        choices = [choice for choice in choices if _inside(choice, home, first_sight)] or choices
        visible = [choice for choice in choices if choice.scale <= first_sight]
        if visible:
            placed.append(min(visible, key=lambda choice: _cost(choice, points, first_sight)))
        else:
            placed.append(min(choices, key=lambda choice: choice.scale))
    return tuple(placed)


def _cost(label: Label, points: np.ndarray, scale: float) -> float:
    """How bad a label's place is: points that it hides, and its way from its own point."""
    across = np.abs((points[:, 0] - label.x) * scale - label.dx)
    down = np.abs((label.y - points[:, 1]) * scale - label.dy)
    hidden = (across < label.width / 2) & (down < label.height / 2)
    return int(hidden.sum()) + math.hypot(label.dx, label.dy) / _PIXELS_PER_POINT


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
    moved = _moved(label, *offset, 0.0)
    scale = 0.0
    for other in placed:
        apart = apart_from(moved, other)
        if apart > other.scale:
            scale = max(scale, apart)
    return _moved(label, *offset, scale)


def _moved(label: Label, dx: float, dy: float, scale: float) -> Label:
    return Label(
        label.topic, label.lines, label.x, label.y, label.size, label.weight, label.width,
        label.height, dx, dy, scale,
    )  # fmt: skip


def _offsets(label: Label) -> list[tuple[float, float]]:
    """Places to try, nearest first: on the point, then around it."""
    w, h = label.width, label.height
    steps = [(0.0, 0.0)]
    for far in (0.35, 0.6, 0.85, 1.1):
        steps += [(0.0, -far * h), (0.0, far * h)]
        steps += [(sx * 0.45 * far * w, sy * 0.7 * far * h) for sx in (-1, 1) for sy in (-1, 1)]
        steps += [(-0.55 * far * w, 0.0), (0.55 * far * w, 0.0)]
    return steps


def _inside(label: Label, home: Box, scale: float) -> bool:
    """Whether the label lies within the panel at first sight."""
    x = (label.x - home.x0) * scale + label.dx
    y = (home.y1 - label.y) * scale + label.dy
    across, down = x - label.width / 2, y - label.height / 2
    right, bottom = home.width * scale - label.width, home.height * scale - label.height
    return 2 <= across <= right - 2 and 2 <= down <= bottom - 2


def _unplaced(topic_map: TopicMap) -> list[Label]:
    topics = topic_map.topics.sort_values("size", ascending=False, kind="stable")
    roots = np.sqrt(topics["size"].to_numpy(float)) if len(topics) else np.array([])
    span = max(float(np.ptp(roots)), 1e-9) if len(roots) else 1.0
    labels = []
    for (topic, row), root in zip(topics.iterrows(), roots, strict=True):
        share = (root - roots.min()) / span
        size = round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 1)
        lines = wrap_label(str(row["label"]))
        labels.append(
            Label(
                int(topic),  # type: ignore[call-overload]
                lines,
                float(row["x"]),
                float(row["y"]),
                size,
                700 if share > 0.5 else 600,
                round(max(map(text_width, lines)) * size + 6, 1),
                round(len(lines) * size * _LINE + 4, 1),
            )
        )
    return labels


def _topic_box(x: np.ndarray, y: np.ndarray, home: Box) -> Box:
    """A view that shows a topic with some of what is around it."""
    if not len(x):
        return home
    left, right = np.percentile(x, [4, 96])
    low, high = np.percentile(y, [4, 96])
    width = max(right - left, (high - low) * ASPECT) * 1.7
    width = min(max(width, home.width / 5), home.width)
    return _box(float(left + right) / 2, float(low + high) / 2, float(width))


def _box(x: float, y: float, width: float) -> Box:
    height = width / ASPECT
    return Box(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


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


__all__ = [
    "ASPECT",
    "UNASSIGNED",
    "Box",
    "Label",
    "Scene",
    "apart_from",
    "draw_scene",
    "home_box",
    "place_labels",
    "point_style",
    "text_width",
    "wrap_label",
]
