"""Names at the sides of the map, with lines that lead to their topics and never cross.

A name goes to the half of the map that its topic is in. The names of a half are matched to evenly
spaced places so that the lines are shortest together, which leaves no two of them crossing (Bekos,
Kaufmann, Symvonis and Wolff, "Boundary labeling", 2007); then they are moved towards their topics
as far as still none do.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from topicmap.export.captions import LEAST, Caption, Name, Place, lines_of, weight_of
from topicmap.export.letters import Letters
from topicmap.export.shapes import Frame
from topicmap.lettering import LINE

GAP = 7.0  # points between a name and its line

_SIZES = (13.0, 12.0, 11.0, 10.0, LEAST)
_BETWEEN = 0.5  # letter sizes between two names
_BLENDS = (1.0, 0.75, 0.5, 0.25, 0.0)


def captions_outside(
    names: Sequence[Name], columns: tuple[Frame, Frame], letters: Letters, unit: float
) -> list[Caption]:
    """The names that fit into two columns beside the map, and the lines that lead to them.

    The first are the most important. No two lines cross, and none meets a name.
    """
    kept = list(names)
    room = columns[0].width
    while True:
        for size in _SIZES:
            texts = {
                name.number: lines_of(name.text, size * unit, room, letters, weight_of(name))
                for name in kept
            }
            halves = _halves(kept, texts, columns[0].height, size * unit)
            cut = any(line.endswith("…") for lines in texts.values() for line in lines)
            if halves and (size == LEAST or not cut):
                left, right = halves
                return [
                    *_column(left, texts, columns[0], size * unit, letters, -1),
                    *_column(right, texts, columns[1], size * unit, letters, 1),
                ]
        kept.pop()


def cross(one: tuple[Place, Place], other: tuple[Place, Place]) -> bool:
    """Whether two lines cross; to share an end is no crossing."""
    (a, b), (c, d) = one, other
    if {a, b} & {c, d} or _apart(a, b, c, d, 0) or _apart(a, b, c, d, 1):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _apart(a: Place, b: Place, c: Place, d: Place, axis: int) -> bool:
    """Whether two lines lie one after the other along an axis."""
    return max(a[axis], b[axis]) < min(c[axis], d[axis]) or max(c[axis], d[axis]) < min(
        a[axis], b[axis]
    )


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _halves(
    names: Sequence[Name], texts: dict[int, tuple[str, ...]], room: float, size: float
) -> tuple[list[Name], list[Name]] | None:
    """The names of the left and of the right half of the map; None where they do not fit."""
    order = sorted(names, key=lambda name: (name.x, name.y, name.number))
    heights = np.cumsum([0.0, *(_height(texts[name.number], size) for name in order)])
    sides = np.maximum(heights, heights[-1] - heights)
    best = int(np.argmin(sides))
    return (order[:best], order[best:]) if sides[best] <= room else None


def _height(lines: tuple[str, ...], size: float) -> float:
    return (len(lines) * LINE + _BETWEEN) * size


def _column(
    names: list[Name],
    texts: dict[int, tuple[str, ...]],
    frame: Frame,
    size: float,
    letters: Letters,
    side: int,
) -> list[Caption]:
    """The names of one side in the order and at the heights at which no two lines cross."""
    if not names:
        return []
    edge = frame.right if side < 0 else frame.left
    port = edge - side * GAP
    names = _matched(names, port, frame)
    heights = np.array([_height(texts[name.number], size) for name in names])
    wished = _near([name.y for name in names], heights, frame)
    even = _near(np.linspace(frame.top, frame.bottom, 2 * len(names) + 1)[1::2], heights, frame)
    for blend in _BLENDS:
        middles = blend * wished + (1 - blend) * even
        ports = [(port, float(middle)) for middle in middles]
        if not _any_cross(names, ports):
            break
    else:
        names, ports, middles = _one_by_one(names, texts, frame, size, port)
    captions = []
    for name, middle, begin in zip(names, middles, ports, strict=True):
        lines, weight = texts[name.number], weight_of(name)
        captions.append(
            Caption(
                name=name,
                lines=lines,
                size=size,
                weight=weight,
                x=edge,
                y=float(middle) - (len(lines) - 1) / 2 * size * LINE,
                anchor="end" if side < 0 else "start",
                width=max(letters.width(line, size, weight) for line in lines),
                port=begin,
            )
        )
    return captions


def _matched(names: list[Name], port: float, frame: Frame) -> list[Name]:
    """The names from the top down, so that lines from evenly spaced places are shortest."""
    places = np.linspace(frame.top, frame.bottom, 2 * len(names) + 1)[1::2]
    ways = [[math.hypot(name.x - port, name.y - place) for name in names] for place in places]
    _, chosen = linear_sum_assignment(np.array(ways))
    return [names[at] for at in chosen]


def _near(wished: Sequence[float] | np.ndarray, heights: np.ndarray, frame: Frame) -> np.ndarray:
    """Middles of boxes in a column, in this order, each as near as can be to where it is wished.

    Boxes that would overlap are moved together (pool adjacent violators).
    """
    tops = np.concatenate([[0.0], np.cumsum(heights)[:-1]])
    blocks: list[tuple[float, int]] = []
    for wish in np.asarray(wished) - heights / 2 - tops:
        mean, count = float(wish), 1
        while blocks and blocks[-1][0] > mean:
            before, others = blocks.pop()
            mean = (mean * count + before * others) / (count + others)
            count += others
        blocks.append((mean, count))
    starts = np.concatenate([np.full(count, mean) for mean, count in blocks])
    starts = np.clip(starts, frame.top, max(frame.bottom - heights.sum(), frame.top))
    return starts + tops + heights / 2


def _any_cross(names: Sequence[Name], ports: Sequence[Place]) -> bool:
    leaders = [(port, (name.x, name.y)) for name, port in zip(names, ports, strict=True)]
    return any(cross(one, other) for one, other in itertools.combinations(leaders, 2))


def _one_by_one(
    names: list[Name],
    texts: dict[int, tuple[str, ...]],
    frame: Frame,
    size: float,
    port: float,
) -> tuple[list[Name], list[Place], np.ndarray]:
    """An order in which no two lines cross, whatever the heights.

    From the top down, each line leads to the place that all the others are below of.
    """
    left, down = list(names), frame.top
    order: list[Name] = []
    ports: list[Place] = []
    middles: list[float] = []
    free = frame.height - sum(_height(texts[name.number], size) for name in names)
    while left:
        begin = (port, down + (_BETWEEN / 2 + LINE / 2) * size)
        chosen = min(left, key=lambda name: (name.y - begin[1]) / max(abs(name.x - port), 1e-9))
        left.remove(chosen)
        height = _height(texts[chosen.number], size)
        order.append(chosen)
        ports.append(begin)
        middles.append(down + height / 2)
        down += height + free / len(names)
    return order, ports, np.array(middles)
