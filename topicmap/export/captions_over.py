"""Names over the map, placed as on the screen: see `topicmap.lettering`."""

from collections.abc import Sequence

import numpy as np

from topicmap.export.captions import LEAST, Caption, Name, lines_of, weight_of
from topicmap.export.letters import Letters
from topicmap.export.shapes import SEMIBOLD, Frame
from topicmap.lettering import LINE, Box, Label, place_labels

_ROOMS = (8.5, 11.0, 15.0)  # letter sizes in a line, wider where a name would be cut
_SPANS = (6.5, 4.0, 2.0, 0.0)  # points between the smallest and the largest letters


def captions_over(
    names: Sequence[Name], frame: Frame, points: np.ndarray, letters: Letters, unit: float
) -> list[Caption]:
    """The names that fit over the map without touching; the first are the most important.

    Their letters are as much larger for larger topics as there is room.

    Parameters
    ----------
    points
        (n, 2) float, places of papers on the picture, which names should not hide.
    """
    home = Box(frame.left, frame.right, -frame.bottom, -frame.top)  # up is positive there
    most: list[Caption] = []
    for span in _SPANS:
        unplaced = [_label(at, name, letters, span) for at, name in enumerate(names)]
        placed = place_labels(unplaced, home, points * (1, -1), frame.width / unit)
        shown = [label for label in placed if label.scale <= 1 / unit]
        captions = [_caption(label, names[label.number], unit) for label in shown]
        captions = [caption for caption in captions if _is_inside(caption, frame)]
        if len(captions) > len(most):
            most = captions
        if len(captions) == len(names):
            break
    return most


def _label(at: int, name: Name, letters: Letters, span: float) -> Label:
    weight = weight_of(name)
    size = LEAST + span * (0.15 + name.share)
    for room in _ROOMS:
        lines = lines_of(name.text, size, room * size * letters.stretch, letters, weight)
        if not lines[-1].endswith("…"):
            break
    width = max(letters.width(line, size, weight) for line in lines)
    return Label(
        "topic", at, lines, name.x, -name.y, size, 600 if weight == SEMIBOLD else 400,
        width, len(lines) * size * LINE,
    )  # fmt: skip


def _caption(label: Label, name: Name, unit: float) -> Caption:
    """The label, placed in points of a slide, on a picture whose letters are larger."""
    size = label.size * unit
    x, middle = label.x + label.dx * unit, label.dy * unit - label.y
    first = middle - (len(label.lines) - 1) / 2 * size * LINE
    width = label.width * unit
    return Caption(name, label.lines, size, weight_of(name), x, first, "middle", width)


def _is_inside(caption: Caption, frame: Frame) -> bool:
    left, top, right, bottom = caption.box
    across = frame.left <= left and right <= frame.right
    return across and frame.top <= top and bottom <= frame.bottom
