"""The papers of a picture: dots in their colours, the glow of topics and of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from topicmap.colors import HIT, INK, PAPER, UNASSIGNED_POINT, category_colors, scale_colors
from topicmap.contours import Ring
from topicmap.export.light import Light
from topicmap.export.shapes import Area, Circle, Dots, Frame, Line
from topicmap.kinds import kinds_of, years_of
from topicmap.scene import Box, Scene
from topicmap.topic_map import UNASSIGNED, TopicMap

_FADED, _CONTEXT, _BRIGHTER = 0.13, 0.5, 0.15
_UNASSIGNED_SIZE, _LIT_SIZE = 0.78, 1.25
_GLOW = {"light": 0.075, "dark": 0.085}
_MOST_GLOWS = 4_000
_GLOWS = ((1.0, 0.10), (0.7, 0.14), (0.4, 0.20))  # parts of the reach, and their opacity
_NOMINAL = 820  # points; the width of a map for which the scene's points are made
_GROWTH = 0.7  # of points, by the width of the map
_STAR = (11.0, 4.6)  # outer and inner reach


@dataclass(frozen=True)
class Stage:
    """Where the map is drawn: the part of it that is seen, and the frame that this fills."""

    box: Box
    frame: Frame

    @property
    def scale(self) -> float:
        """Points to a map unit."""
        return self.frame.width / self.box.width

    def across(self, x: Any) -> Any:
        """Map units → points from the left edge of the picture."""
        return self.frame.left + (x - self.box.x0) * self.scale

    def down(self, y: Any) -> Any:
        """Map units → points from the upper edge of the picture."""
        return self.frame.top + (self.box.y1 - y) * self.scale

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A place on the map → on the picture."""
        return float(self.across(x)), float(self.down(y))

    def holds(self, x: np.ndarray | float, y: np.ndarray | float) -> Any:
        """Which places on the map are seen, (n,) bool."""
        box = self.box
        return (box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)

    @property
    def zoom(self) -> float:
        """How much larger points are drawn than on a screen of usual width."""
        return float((self.frame.width / _NOMINAL) ** _GROWTH)


@dataclass(frozen=True)
class Tones:
    """Colours of a theme: ``list[number]``, and the number of each paper, −1 for none."""

    colors: list[str]
    numbers: np.ndarray
    names: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None


def tones(topic_map: TopicMap, scene: Scene, color: str, theme: str) -> Tones:
    """What colour each paper has: by topic, year, strength, or a kind such as the source."""
    papers = topic_map.papers
    if color in ("topic", "nearest"):
        column = "nearest_topic" if color == "nearest" else "topic"
        return Tones(scene.palette.points[theme], papers[column].to_numpy(int))
    if color == "strength":
        strength = papers["strength"].to_numpy(float)
        return Tones(scale_colors(theme), _steps(strength), ends=("0", "1"))
    if color == "year":
        years = years_of(papers)
        first, last = years[years > 0].min(), years.max()
        steps = np.where(years > 0, _steps((years - first) / max(last - first, 1)), -1)
        return Tones(scale_colors(theme), steps, ends=(str(first), str(last)))
    kinds = kinds_of(papers, color)
    codes = pd.Categorical(papers[color], kinds).codes.astype(int)
    return Tones(category_colors(len(kinds), theme), codes, names=tuple(kinds))


def _steps(shares: np.ndarray) -> np.ndarray:
    return np.minimum((np.asarray(shares) * 9).astype(int), 8)


def glow(
    topic_map: TopicMap, scene: Scene, stage: Stage, light: Light, theme: str, by_topic: bool
) -> list[Area]:
    """The soft areas under the points, where a topic's papers are dense."""
    strength = _GLOW[theme] * (0.55 if light.lit is not None else 1.0)
    areas = []
    for topic, levels in zip(topic_map.topics.index, scene.outlines, strict=True):
        faint = 0.3 if light.topic is not None and light.topic != topic else 1.0
        color = scene.palette.points[theme][topic] if by_topic else UNASSIGNED_POINT[theme]
        for rings in levels:
            seen = [placed for ring in rings if (placed := _placed(ring, stage))]
            if seen:
                areas.append(Area(seen, color, strength * faint))
    return areas


def _placed(ring: Ring, stage: Stage) -> Ring:
    """A ring on the picture; empty where it is wholly out of view."""
    places = np.array(ring)
    x, y = stage.across(places[:, 0]), stage.down(places[:, 1])
    frame = stage.frame
    if x.max() < frame.left or x.min() > frame.right:
        return []
    if y.max() < frame.top or y.min() > frame.bottom:
        return []
    return list(zip(x.tolist(), y.tolist(), strict=True))


def dots(
    topic_map: TopicMap, scene: Scene, stage: Stage, light: Light, tone: Tones, theme: str
) -> list[Dots]:
    """The papers in view, those that stand out over the others, the unassigned below."""
    papers = topic_map.papers
    x, y = papers["x"].to_numpy(float), papers["y"].to_numpy(float)
    topic = papers["topic"].to_numpy(int)
    seen = stage.holds(x, y) & (True if light.shown is None else light.shown)
    colors = np.array([*tone.colors, UNASSIGNED_POINT[theme]])[tone.numbers]
    level = _levels(light, topic)
    size = scene.point_size * stage.zoom
    sizes = size * np.where(topic == UNASSIGNED, _UNASSIGNED_SIZE, 1.0)
    opacities = {
        None: scene.opacity,
        0: _FADED * max(scene.opacity, 0.5),
        1: _CONTEXT * scene.opacity,
        2: min(scene.opacity + _BRIGHTER, 1.0),
    }
    groups: Sequence[int | None] = [None] if level is None else [0, 1, 2]
    drawn = []
    for group in groups:
        rows = np.flatnonzero(seen if level is None else seen & (level == group))
        rows = rows[np.argsort(topic[rows] != UNASSIGNED, kind="stable")]
        larger = _LIT_SIZE if group == 2 else 1.0
        if len(rows):
            x_drawn, y_drawn = stage.across(x[rows]), stage.down(y[rows])
            drawn.append(
                Dots(x_drawn, y_drawn, sizes[rows] * larger, colors[rows], opacities[group])
            )
    return drawn


def _levels(light: Light, topic: np.ndarray) -> np.ndarray | None:
    """How much each paper stands out: 2 much, 1 a little, 0 fades; None where nothing does."""
    picked = None if light.topic is None else topic == light.topic
    if light.lit is not None:
        context = 0 if picked is None else picked.astype(int)
        return np.where(light.lit, 2, context)
    if light.row is not None and picked is None:
        levels = np.ones(len(topic), dtype=int)
        levels[[light.row, *light.neighbors]] = 2
        return levels
    return None if picked is None else 2 * picked.astype(int)


def found_glow(
    topic_map: TopicMap, stage: Stage, light: Light, theme: str, size: float
) -> list[Dots]:
    """The light around papers that were found."""
    if light.lit is None:
        return []
    x, y = (topic_map.papers[name].to_numpy(float) for name in ("x", "y"))
    seen = light.lit & stage.holds(x, y) & (True if light.shown is None else light.shown)
    rows = np.flatnonzero(seen)
    if not 0 < len(rows) <= _MOST_GLOWS:
        return []
    reach = 2 * (4 + 1.6 * size) * stage.zoom
    fewer = float(np.clip(1.25 - 0.28 * np.log10(len(rows) + 1), 0.3, 1.0))
    across, down = stage.across(x[rows]), stage.down(y[rows])
    colors = np.full(len(rows), HIT[theme])
    return [
        Dots(across, down, np.full(len(rows), reach * part), colors, opacity * fewer)
        for part, opacity in _GLOWS
    ]


def marks(
    topic_map: TopicMap, stage: Stage, light: Light, theme: str
) -> tuple[list[Line], list[Circle]]:
    """The area drawn, the picked paper with lines to those most like it, and the star."""
    lines: list[Line] = []
    circles: list[Circle] = []
    zoom, ink = stage.zoom, INK[theme]
    if light.area:
        corners = [stage.place(*corner) for corner in light.area]
        lines.append(Line((*corners, corners[0]), ink, 1.4 * zoom, 0.7))
    if light.row is not None:
        x, y = (topic_map.papers[name].to_numpy(float) for name in ("x", "y"))
        here = stage.place(x[light.row], y[light.row])
        for row in light.neighbors:
            there = stage.place(x[row], y[row])
            lines.append(Line((here, there), ink, 1.2 * zoom, 0.55))
            circles.append(Circle(*there, 6 * zoom, ink, 1.2 * zoom, 0.55))
        circles.append(Circle(*here, 8.5 * zoom, ink, 2.2 * zoom))
    if light.star is not None:
        lines.append(_star(*stage.place(*light.star), zoom, theme))
    return lines, circles


def _star(x: float, y: float, zoom: float, theme: str) -> Line:
    turns = np.pi * np.arange(11) / 5 - np.pi / 2
    reach = np.array([_STAR[at % 2] for at in range(11)]) * zoom
    points = zip(
        (x + reach * np.cos(turns)).tolist(), (y + reach * np.sin(turns)).tolist(), strict=True
    )
    return Line(tuple(points), PAPER[theme], 2.5 * zoom, fill=INK[theme])
