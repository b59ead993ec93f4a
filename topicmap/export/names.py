"""Which names a picture has, and where the map goes beside them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from topicmap.contours import Ring
from topicmap.errors import BadSettings
from topicmap.export.captions import Caption, Name
from topicmap.export.captions_outside import GAP, captions_outside
from topicmap.export.captions_over import captions_over
from topicmap.export.papers_drawn import Stage
from topicmap.export.shapes import Frame
from topicmap.export.sheet import Sheet
from topicmap.lettering import MANY_POINTS, Box

_COLUMN = (96.0, 0.165)  # width of a column of names: points at least, part of the frame at most
_AROUND = 0.035  # free space around the papers, as a part of their extent
_KEPT = (0.2, 99.8)  # percent of many papers that are in view
_NEAREST = 4_000  # times as near as the whole map, or as far; nearer shapes take minutes to draw
_ENOUGH = 0.6  # of the topics to be named, else regions are


@dataclass(frozen=True)
class Named:
    """A map with its names: where it is, what stands there, and how many were to be named."""

    stage: Stage
    captions: list[Caption]
    wanted: int
    layer: str

    @property
    def unnamed(self) -> int:
        """Names without room."""
        return self.wanted - len(self.captions)


def named_map(sheet: Sheet, frame: Frame) -> Named:
    """The map in a frame with as many names of the layer as have room.

    Where the choice is left to us, topics are named over the map where all have room there, else
    where more have; regions are where fewer than 60 % of the topics have any.
    """
    layers = [sheet.choices.layer]
    if sheet.choices.layer == "auto":
        layers = ["topics", *(["regions"] if len(sheet.topic_map.regions) else [])]
    for layer in layers:
        named = _best(sheet, frame, layer)
        if len(named.captions) >= _ENOUGH * named.wanted:
            break
    return named


def _best(sheet: Sheet, frame: Frame, layer: str) -> Named:
    ways = {"over": _over, "outside": _outside}
    chosen = sheet.choices.labels
    tried = [ways[chosen](sheet, frame, layer)] if chosen in ways else []
    if not tried:
        tried.append(_over(sheet, frame, layer))
        if tried[0].unnamed:
            tried.append(_outside(sheet, frame, layer))
    return max(tried, key=lambda named: len(named.captions))


def _over(sheet: Sheet, frame: Frame, layer: str) -> Named:
    inner = Frame(sheet.side, frame.top, frame.width - 2 * sheet.side, frame.height)
    stage = Stage(fitted(sheet, inner), inner)
    names = _names(sheet, stage, layer)
    papers = sheet.topic_map.papers
    x, y = stage.across(papers["x"].to_numpy(float)), stage.down(papers["y"].to_numpy(float))
    captions = captions_over(names, inner, np.column_stack([x, y]), sheet.letters, sheet.unit)
    return Named(stage, captions, len(names), layer)


def _outside(sheet: Sheet, frame: Frame, layer: str) -> Named:
    least, part = _COLUMN
    room = max(least * sheet.unit, part * frame.width)
    side, gap = sheet.side, 2 * GAP * sheet.unit
    middle = Frame(
        side + room + gap, frame.top, frame.width - 2 * (side + room + gap), frame.height
    )
    stage = Stage(fitted(sheet, middle), middle)
    names = _names(sheet, stage, layer)
    columns = (
        Frame(side, frame.top, room, frame.height),
        Frame(frame.width - side - room, frame.top, room, frame.height),
    )
    captions = captions_outside(names, columns, sheet.letters, sheet.unit)
    return Named(stage, captions, len(names), layer)


def fitted(sheet: Sheet, frame: Frame, around: float = _AROUND) -> Box:
    """The part of the map that fills the frame: the view that was asked for, or every paper.

    Raises
    ------
    BadSettings
        The view is far smaller or larger than the map.
    """
    whole = _extent(sheet, around)
    x0, x1, y0, y1 = sheet.choices.view or whole
    wide, high = x1 - x0, y1 - y0
    share = max(wide / (whole[1] - whole[0]), high / (whole[3] - whole[2]))
    if not 1 / _NEAREST <= share <= _NEAREST:
        raise BadSettings(
            f"The view is {wide:g} wide and {high:g} high, the map {whole[1] - whole[0]:g} and "
            f"{whole[3] - whole[2]:g}; give one at most {_NEAREST:,} times smaller or larger."
        )
    width = max(wide, high * frame.width / frame.height)
    height = width * frame.height / frame.width
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return Box(x - width / 2, x + width / 2, y - height / 2, y + height / 2)


def _extent(sheet: Sheet, around: float) -> tuple[float, float, float, float]:
    """What the papers span, with room around; of many papers a few far-off ones are left out."""
    places = sheet.topic_map.papers[["x", "y"]].to_numpy(float)
    if len(places) > MANY_POINTS:
        places = np.percentile(places, _KEPT, axis=0)
    (x0, y0), (x1, y1) = places.min(axis=0), places.max(axis=0)
    room = around * max(x1 - x0, y1 - y0) or 1.0
    return float(x0 - room), float(x1 + room), float(y0 - room), float(y1 + room)


def _names(sheet: Sheet, stage: Stage, layer: str) -> list[Name]:
    """The names of a layer whose places are in view, the most important first."""
    table: pd.DataFrame = getattr(sheet.topic_map, layer)
    order = table.sort_values("size", ascending=False, kind="stable")
    roots = np.sqrt(order["size"].to_numpy(float))
    least, most = (roots.min(), roots.max()) if len(roots) else (0.0, 0.0)
    names = []
    numbers = [int(number) for number in order.index]
    for number, (_, row), root in zip(numbers, order.iterrows(), roots, strict=True):
        x, y = _place(sheet, layer, number, row)
        if not stage.holds(x, y):
            continue
        share = float((root - least) / max(most - least, 1e-9))
        text = " ".join(str(row["label"]).split())
        names.append(Name(number, text, share, *stage.place(x, y), _color(sheet, layer, number)))
    picked = sheet.light.topic
    if layer == "topics" and picked is not None:
        names.sort(key=lambda name: name.number != picked)
    return names


def _place(sheet: Sheet, layer: str, number: int, row: pd.Series) -> tuple[float, float]:
    """Where a topic's papers are densest; the middle of a region or a subtopic."""
    if layer == "topics" and number < len(sheet.scene.outlines):
        rings = sheet.scene.outlines[number][-1]
        if rings:
            largest: Ring = max(rings, key=len)
            x, y = np.array(largest).mean(axis=0)
            return float(x), float(y)
    return float(row["x"]), float(row["y"])


def _color(sheet: Sheet, layer: str, number: int) -> str:
    """The name's colour: that of its topic, where colours stand for topics."""
    topic = number if layer == "topics" else None
    if layer == "subtopics":
        topic = int(sheet.topic_map.subtopics["topic"].loc[number])
    if topic is None or not sheet.by_topic:
        return sheet.ink
    picked = sheet.light.topic
    if picked is not None and picked != topic:
        return sheet.quiet_ink
    return sheet.scene.palette.labels[sheet.theme][topic]
