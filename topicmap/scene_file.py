"""TopicMap and Scene → two files for a browser.

What never changes of a map (places, topics, labels, outlines, colours) is in one, the titles are
in another, which can be fetched after the first picture.
"""

import base64
import gzip
import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from topicmap.cells import quoted_title
from topicmap.colors import PAPER, THEMES, UNASSIGNED_POINT, category_colors, scale_colors
from topicmap.kinds import MOST_KINDS, kind_columns, kinds_of, years_of
from topicmap.papers import cleaned
from topicmap.scene import NOMINAL_WIDTH, Box, Scene
from topicmap.topic_map import UNASSIGNED, TopicMap

_TITLE_LETTERS = 240
_STEPS = 30_000  # outlines are given in so many steps across the map


def scene_file(topic_map: TopicMap, scene: Scene) -> bytes:
    """What never changes of a map, as gzipped JSON; arrays are base64, one item a paper."""
    papers, topics = topic_map.papers, topic_map.topics
    kinds = {column: kinds_of(papers, column) for column in kind_columns(papers)}
    content = {
        "x": _packed(papers["x"], np.float32),
        "y": _packed(papers["y"], np.float32),
        "topic": _packed(papers["topic"], np.int16),
        "nearest": _nearest(papers),
        "strength": _packed(papers["strength"] * 255, np.uint8),
        "year": _packed(years_of(papers), np.int16),
        "home": _corners(scene.home),
        "nominal": NOMINAL_WIDTH,
        "pointSize": round(scene.point_size, 2),
        "opacity": round(scene.opacity, 3),
        "names": [str(label) for label in topics["label"]],
        "sizes": [int(size) for size in topics["size"]],
        "boxes": [_corners(box) for box in scene.boxes],
        "regions": _groups(topic_map.regions, scene.regions),
        "subtopics": _groups(topic_map.subtopics),
        "topicOf": [int(topic) for topic in topic_map.subtopics.get("topic", ())],
        "labels": [_label(label) for label in scene.labels],
        "outlines": _outlines(scene),
        "kinds": {
            column: {
                "names": names,
                "codes": _packed(pd.Categorical(papers[column], names).codes, np.int8),
            }
            for column, names in kinds.items()
        },
        "colors": {theme: _colors(scene, theme) for theme in THEMES},
    }
    return zipped(content)


def titles_file(topic_map: TopicMap) -> bytes:
    """The titles to show of all papers, as a gzipped JSON list in the papers' order."""
    papers = topic_map.papers
    pairs = zip(cleaned(papers, "title"), cleaned(papers, "abstract"), strict=True)
    return zipped([_shortened(quoted_title(*pair)) for pair in pairs])


def _shortened(title: str) -> str:
    if len(title) <= _TITLE_LETTERS:
        return title
    return title[:_TITLE_LETTERS].rstrip() + "…"


def _colors(scene: Scene, theme: str) -> dict[str, Any]:
    return {
        "paper": PAPER[theme],
        "unassigned": UNASSIGNED_POINT[theme],
        "topics": scene.palette.points[theme],
        "labels": scene.palette.labels[theme],
        "kinds": [category_colors(count, theme) for count in range(MOST_KINDS + 1)],
        "scale": scale_colors(theme),
    }


def _groups(table: pd.DataFrame, boxes: Sequence[Box] = ()) -> dict[str, Any]:
    """Names, sizes and views of the groups of a layer."""
    return {
        "names": [str(label) for label in table["label"]],
        "sizes": [int(size) for size in table["size"]],
        "boxes": [_corners(box) for box in boxes],
    }


def _label(label: Any) -> dict[str, Any]:
    return {
        "layer": label.layer,
        "number": label.number,
        "lines": label.lines,
        "x": label.x,
        "y": label.y,
        "dx": round(label.dx, 1),
        "dy": round(label.dy, 1),
        "size": label.size,
        "weight": label.weight,
        "width": label.width,
        "height": label.height,
        "scale": label.scale,
        "until": None if math.isinf(label.until) else label.until,
    }


def _outlines(scene: Scene) -> list[list[list[list[int]]]]:
    """Rings as flat lists x, y, x, y, … in steps from the lower left of the home view."""
    home = scene.home
    step = home.width / _STEPS

    def flat(ring: list[tuple[float, float]]) -> list[int]:
        points = (np.array(ring) - (home.x0, home.y0)) / step
        return points.round().astype(int).ravel().tolist()

    return [[[flat(ring) for ring in level] for level in topic] for topic in scene.outlines]


def _nearest(papers: pd.DataFrame) -> list[list[int]]:
    """The rows of the unassigned papers, and the topic nearest to each."""
    rows = np.flatnonzero(papers["topic"] == UNASSIGNED)
    return [rows.tolist(), papers["nearest_topic"].to_numpy()[rows].tolist()]


def _packed(values: Any, dtype: type) -> str:
    return base64.b64encode(np.asarray(values).astype(dtype).tobytes()).decode("ascii")


def _corners(box: Any) -> list[float]:
    return [box.x0, box.x1, box.y0, box.y1]


def zipped(content: Any) -> bytes:
    """Plain values as gzipped JSON; the same values give the same bytes."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), compresslevel=6, mtime=0)
