"""TopicMap → what is drawn: points, outlines of dense areas, and labels that never overlap."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from topicmap.colors import Palette, topic_palette
from topicmap.contours import Ring, density_rings
from topicmap.lettering import (
    LINE,
    MANY_POINTS,
    NOMINAL_WIDTH,
    WRAP_AT,
    Box,
    Label,
    apart_from,
    place_labels,
    text_width,
    wrap_label,
)
from topicmap.topic_map import TopicMap

ASPECT = 5 / 4  # width of the map panel to its height

_REGION_SIZES, _TOPIC_SIZES, _SUBTOPIC_SIZES = (15.0, 19.0), (12.5, 18.0), (12.0, 13.5)  # pixels
_REGION_WRAP = 20
_FAR, _NEAR, _SUBTOPICS_FROM = 0.85, 1.5, 1.8  # of the scale at first sight
_WHERE_TOPIC_IS = 0.9  # of the scale of the topic's own view
_MOST = 0.6  # of the topics
_KEPT = (0.2, 99.8)  # percent of many points that the view at first sight spans
_MARGIN = 0.085  # free space around the points, as a part of the map's width
_HEART = 0.78  # part of a topic's papers that its view is made for
_SAMPLE = 600
_LEVELS = (0.06, 0.16, 0.28, 0.42, 0.58, 0.76)
_POINTS = (  # papers, pixels, opacity: large maps have small, translucent points
    (1_000, 7.0, 0.85),
    (5_000, 5.0, 0.70),
    (20_000, 3.5, 0.55),
    (50_000, 2.5, 0.40),
    (100_000, 2.0, 0.30),
)


@dataclass(frozen=True)
class Scene:
    """All that is drawn of a map, whatever is picked or searched.

    ``home`` is the view at first sight; ``boxes`` and ``regions`` the view of each topic and of
    each region; ``outlines[topic][level]`` a list of rings; ``point_size`` in pixels and
    ``opacity`` suit the number of papers.
    """

    home: Box
    boxes: tuple[Box, ...]
    regions: tuple[Box, ...]
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
    boxes = tuple(_topic_box(x[rows], y[rows], home) for rows in members)
    width = home.width * 0.075 * max(len(x), 20) ** -0.18
    levels = list(_LEVELS if len(topics) <= 120 else _LEVELS[::2])
    size, opacity = point_style(len(x))
    places = topics[["x", "y"]].to_numpy(float)
    return Scene(
        home=home,
        boxes=boxes,
        regions=tuple(_region_boxes(topic_map, home)),
        labels=place_labels(_unplaced(topic_map, home, boxes), home, np.column_stack([x, y])),
        outlines=tuple(density_rings(x[rows], y[rows], width, levels) for rows in members),
        palette=topic_palette(places),
        point_size=size,
        opacity=opacity,
    )


def home_box(x: np.ndarray, y: np.ndarray) -> Box:
    """The view that shows every point, with room around, in the shape of the panel.

    In a map of many papers a few far-off ones are left outside.
    """
    if len(x) > MANY_POINTS:
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


def _unplaced(topic_map: TopicMap, home: Box, boxes: Sequence[Box]) -> list[Label]:
    """The labels of all layers, the most important first.

    Regions that are one topic, and subtopics that are a whole one, have no label of their own.
    From afar the topics of a region give way to its name.
    """
    first_sight = NOMINAL_WIDTH / home.width
    regions, topics, subtopics = topic_map.regions, topic_map.topics, topic_map.subtopics
    labels, middle = [], _layer_labels(topics, _Style("topic", *_TOPIC_SIZES, 600, 700))
    if len(regions):
        several = topics["region"].value_counts().reindex(regions.index, fill_value=0) > 1
        style = _Style("region", *_REGION_SIZES, 400, 500, _REGION_WRAP)
        until = first_sight * (_FAR if _mostly_fit(middle, home) else _NEAR)
        labels += [replace(label, until=until) for label in _layer_labels(regions[several], style)]
        held = topics["region"].map(several)
        from_afar = first_sight * _FAR
        middle = [replace(one, scale=from_afar * bool(held[one.number])) for one in middle]
    labels += middle
    if len(subtopics):
        parts = subtopics[subtopics["topic"].map(subtopics["topic"].value_counts()) > 1]
        for label in _layer_labels(parts, _Style("subtopic", *_SUBTOPIC_SIZES, 500, 500)):
            box = boxes[int(subtopics["topic"].loc[label.number])]
            near = _WHERE_TOPIC_IS * NOMINAL_WIDTH / box.width
            labels.append(replace(label, scale=max(near, first_sight * _SUBTOPICS_FROM)))
    return labels


def _mostly_fit(labels: list[Label], home: Box) -> bool:
    """Whether most labels can be seen at first sight, so that no coarser ones are needed there."""
    placed = place_labels(labels, home)
    seen = sum(label.scale <= NOMINAL_WIDTH / home.width for label in placed)
    return seen >= _MOST * len(placed)


@dataclass(frozen=True)
class _Style:
    """How the labels of a layer look: letter sizes and weights from the smallest to the largest."""

    layer: str
    smallest: float
    largest: float
    light: int
    bold: int
    wrap: int = WRAP_AT


def _layer_labels(groups: pd.DataFrame, style: _Style) -> list[Label]:
    """The labels of one layer, the largest groups first."""
    groups = groups.sort_values("size", ascending=False, kind="stable")
    roots = np.sqrt(groups["size"].to_numpy(float)) if len(groups) else np.array([])
    span = max(float(np.ptp(roots)), 1e-9) if len(roots) else 1.0
    labels = []
    for (number, row), root in zip(groups.iterrows(), roots, strict=True):
        share = (root - roots.min()) / span
        size = round(style.smallest + (style.largest - style.smallest) * share, 1)
        lines = wrap_label(str(row["label"]), style.wrap)
        labels.append(
            Label(
                style.layer,
                int(number),  # type: ignore[call-overload]
                lines,
                float(row["x"]),
                float(row["y"]),
                size,
                style.bold if share > 0.5 else style.light,
                round(max(map(text_width, lines)) * size + 6, 1),
                round(len(lines) * size * LINE + 4, 1),
            )
        )
    return labels


def _region_boxes(topic_map: TopicMap, home: Box) -> Iterator[Box]:
    papers = topic_map.papers
    for region in topic_map.regions.index:
        own = papers[papers["region"] == region]
        yield _topic_box(own["x"].to_numpy(float), own["y"].to_numpy(float), home)


def _topic_box(x: np.ndarray, y: np.ndarray, home: Box) -> Box:
    """A view that shows the densest part of a topic with some of what is around it."""
    if not len(x):
        return home
    heart = _heart(np.column_stack([x, y]))
    (left, low), (right, high) = heart.min(axis=0), heart.max(axis=0)
    width = max(right - left, (high - low) * ASPECT) * 1.7
    width = min(max(width, home.width / 5), home.width)
    return _box(float(left + right) / 2, float(low + high) / 2, float(width))


def _heart(places: np.ndarray) -> np.ndarray:
    """The places that have a third of all others nearest around them, some 78 % of them."""
    sample = places[:: -(-len(places) // _SAMPLE)]
    around, _ = cKDTree(sample).query(sample, k=[max(len(sample) // 3, 1)])
    order = np.argsort(around[:, 0], kind="stable")
    return sample[order[: round(len(sample) * _HEART)]]


def _box(x: float, y: float, width: float) -> Box:
    height = width / ASPECT
    return Box(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


__all__ = [
    "ASPECT",
    "NOMINAL_WIDTH",
    "WRAP_AT",
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
