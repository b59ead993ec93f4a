"""What may not be in a picture, found by its shapes alone and by widths measured otherwise.

Widths are sums of the advances in the font files, without kerning, which only draws letters
together: where these boxes are apart, those that are drawn are.
"""

import itertools
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

import topicmap.export
from topicmap.colors import PAPER, contrast
from topicmap.export.shapes import Picture, Text

FONTS = Path(topicmap.export.__file__).with_name("fonts")
FILES = {"regular": "SourceSans3-Regular.ttf", "semibold": "SourceSans3-Semibold.ttf"}
LEAST = 9.0  # points on a slide of 13.33 × 7.5 inches
CONTRAST = 4.5
UP, DOWN = 0.66, 0.0  # of letters, over their baseline


@cache
def advances(weight: str) -> tuple[dict, dict, int]:
    font = TTFont(FONTS / FILES[weight])
    return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


def width(text: Text) -> float:
    names, metrics, unit = advances(text.weight)
    letters = [metrics[names[ord(letter)]][0] for letter in text.text if ord(letter) in names]
    return sum(letters) / unit * text.size


def box(label: tuple[Text, ...]) -> tuple[float, float, float, float]:
    """Left, top, right and lower edge of the letters of a name, from capitals to the baseline."""
    sides = {"start": 0.0, "middle": 0.5, "end": 1.0}
    lefts = [line.x - width(line) * sides[line.anchor] for line in label]
    rights = [left + width(line) for left, line in zip(lefts, label, strict=True)]
    tops = [line.y - UP * line.size for line in label]
    return min(lefts), min(tops), max(rights), max(line.y for line in label)


def overlap(a: tuple, b: tuple) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def crossing(one: tuple, other: tuple) -> bool:
    """Whether two lines have a place in common other than an end of both."""
    (a, b), (c, d) = one, other

    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    if {a, b} & {c, d}:
        return False
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def meets(line: tuple, edges: tuple) -> bool:
    """Whether a line goes through a box."""
    left, top, right, bottom = edges
    if any(left < x < right and top < y < bottom for x, y in line):
        return True
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return any(crossing(line, side) for side in itertools.pairwise(corners))


def leaders(picture: Picture) -> list[tuple]:
    return [line.points for line in picture.lines if len(line.points) == 2 and not line.fill]


def faults(picture: Picture) -> list[str]:
    """What is wrong with the names and words of a picture, in words; nothing is as it should be."""
    found = []
    names = [(" ".join(line.text for line in label), box(label)) for label in picture.labels]
    words = [(word.text, box((word,))) for word in picture.words]
    for (one, a), (other, b) in itertools.combinations(names + words, 2):
        if overlap(a, b):
            found.append(f"{one!r} overlaps {other!r}")
    for text, (left, top, right, bottom) in names + words:
        if left < 0 or top < 0 or right > picture.width or bottom > picture.height:
            found.append(f"{text!r} leaves the picture")
    lines = leaders(picture)
    found += [f"{a} crosses {b}" for a, b in itertools.combinations(lines, 2) if crossing(a, b)]
    found += [f"{a} meets {n!r}" for a in lines for n, b in names if meets(a, b)]
    slide = min(picture.width / 960, picture.height / 540, 1.0)
    found += [
        f"{text.text!r} has letters of {text.size:.1f} points"
        for text in picture.texts
        if text.size < LEAST * slide
    ]
    for text in picture.texts:
        if contrast(text.color, picture.paper) < CONTRAST:
            found.append(f"{text.text!r} has a contrast of {contrast(text.color, picture.paper)}")
        if text.halo and text.halo != picture.paper:
            found.append(f"{text.text!r} has a halo of another colour than the paper")
    assert picture.paper in (*PAPER.values(), "#ffffff")
    return found
