"""What is on the screen, in the terms of a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.areas import corners
from dashboard.view import View
from topicmap.export.light import Light
from topicmap.lettering import Box
from topicmap.placing import Placed
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted

_FARTHEST = 1e9
_SLACK = 0.002  # of the map's width
_NARROWEST = 1 / 4_000  # of it; a tenth of what a page shows, and nearer shapes take minutes

Edges = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What stands out on the screen, its colours, theme and title, and the part of the map.

    ``box`` is None for the whole map; ``mark`` tells snapshots apart.
    """

    light: Light
    color: str
    theme: str
    title: str
    box: Edges | None
    mark: str


def snapshot(view: View, light: Light, home: Box, title: str, asked: dict[str, Any]) -> Snapshot:
    """The snapshot that was asked for: ``picture`` (four edges) and ``theme`` of the screen.

    ``home`` is what a map shows at first sight.
    """
    box = _part(home, asked.get("picture"))
    theme = "dark" if asked.get("theme") == "dark" else "light"
    return Snapshot(light, view.color, theme, title, box, f"{view} {box}")


def light_of_view(
    topic_map: TopicMap,
    view: View,
    shown: np.ndarray,
    lit: np.ndarray | None,
    placed: Placed | None,
    words: str,
) -> Light:
    """What stands out in a view.

    Parameters
    ----------
    shown, lit
        (n,) bool, which papers pass the filters, and which of them were found; None for no search.
    placed
        The place of the text that is searched for by its meaning.
    words
        What narrows the papers down, each part after a middle dot.
    """
    ends = corners(view.area)
    near = topic_map.neighbors(view.paper).index if view.paper else ()
    found = "" if lit is None else f" · {counted(int(lit.sum()), 'paper')} found"
    return Light(
        lit=lit,
        shown=None if shown.all() else shown,
        topic=None if view.topic in (None, UNASSIGNED) else view.topic,
        row=topic_map.row(view.paper) if view.paper else None,
        neighbors=tuple(topic_map.row(str(paper)) for paper in near),
        star=None if placed is None else (float(placed.x), float(placed.y)),
        area=() if ends is None else tuple((float(x), float(y)) for x, y in ends),
        words=(words + found).removeprefix(" · "),
        query="" if view.by_meaning else view.query,
    )


def _part(home: Box, edges: Any) -> Edges | None:
    """The part of the map that is seen; None for all of it, and where the edges are no box."""
    if not isinstance(edges, Sequence) or len(edges) != 4:
        return None
    if not all(isinstance(edge, (int, float)) and abs(edge) < _FARTHEST for edge in edges):
        return None
    x0, x1, y0, y1 = (float(edge) for edge in edges)
    whole = home.x1 - home.x0
    if not min(x1 - x0, y1 - y0) >= _NARROWEST * whole:
        return None
    slack = _SLACK * whole
    over = (x0 - home.x0, home.x1 - x1, y0 - home.y0, home.y1 - y1)
    return None if max(over) <= slack else (x0, x1, y0, y1)
