"""TopicMap and View → what the visitor changes of the map panel."""

import base64
from typing import Any

import numpy as np

from dashboard.areas import corners
from dashboard.view import View
from topicmap.placing import Placed
from topicmap.topic_map import TopicMap


def map_state(
    topic_map: TopicMap,
    view: View,
    shown: np.ndarray,
    hits: np.ndarray | None,
    placed: Placed | None = None,
) -> dict[str, Any]:
    """What the visitor changes of the map: filter, hits, picks and colour, a few bytes a paper.

    Parameters
    ----------
    shown
        (n,) bool, which papers pass the filters.
    hits
        (n,) bool, which papers the search finds and the area holds; None without either.
    placed
        The place of the text that is searched for by its meaning.
    """
    lit = None if hits is None else hits & shown
    ends = corners(view.area)
    state: dict[str, Any] = {
        "papers": int(shown.sum()),
        "hits": 0 if lit is None else int(lit.sum()),
        "shown": None if shown.all() else _bits(shown),
        "lit": None if lit is None else _bits(lit),
        "picked": view.picked,
        "topic": view.topic,
        "row": None,
        "neighbors": [],
        "glow": lit is not None and bool(view.query),
        "color": view.color,
        "area": None if ends is None else ends.ravel().tolist(),
        "star": None if placed is None else [placed.x, placed.y],
    }
    if view.paper:
        near = topic_map.neighbors(view.paper)
        state["row"] = topic_map.row(view.paper)
        state["neighbors"] = [topic_map.row(paper) for paper in near.index]
    return state


def _bits(flags: np.ndarray) -> str:
    return base64.b64encode(np.packbits(flags, bitorder="little").tobytes()).decode("ascii")
