"""Letters of pictures: the font that comes with the package, how wide a text is, what it lacks.

Source Sans 3 by Adobe (SIL Open Font License) has Latin, Greek and Cyrillic letters; another font
can be given for what it lacks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Shape
from matplotlib.textpath import text_to_path

from topicmap.errors import BadSettings
from topicmap.export.shapes import REGULAR, SEMIBOLD

FOLDER = Path(__file__).with_name("fonts")
FILES = {REGULAR: "SourceSans3-Regular.ttf", SEMIBOLD: "SourceSans3-Semibold.ttf"}
ASCENT, DESCENT = 0.75, 0.22  # of letters with accents and with tails, in letter sizes
CAPITAL = 0.66

_MEASURED_AT = 200.0
_MOST_KEPT = 20_000
_STEPS = {  # of matplotlib's paths → of SVG's, and how many points they take
    int(Shape.MOVETO): ("M", 1),
    int(Shape.LINETO): ("L", 1),
    int(Shape.CURVE3): ("Q", 2),
    int(Shape.CURVE4): ("C", 3),
    int(Shape.CLOSEPOLY): ("Z", 0),
}

Points = list[list[float]]


@dataclass(frozen=True)
class Letters:
    """The shipped font, and one more for the letters that it lacks.

    ``stretch`` is how many times wider letters may be, where others draw them in another font.
    """

    other: Path | None = None
    stretch: float = 1.0

    def __post_init__(self) -> None:
        if self.other is None:
            return
        try:
            _font(self.other)
        except (OSError, RuntimeError) as error:
            raise BadSettings(
                f"The font {self.other} cannot be read ({error}); give a file in TTF or OTF."
            ) from error

    def width(self, text: str, size: float, weight: str = REGULAR) -> float:
        """How wide a line is at a size of letters, in the units of the size."""
        return _width(self.file(text, weight), text) * size * self.stretch

    def file(self, text: str, weight: str = REGULAR) -> Path:
        """The font that has most letters of a text; of equals the shipped one."""
        own = FOLDER / FILES[weight]
        if self.other and len(_lacking(self.other, text)) < len(_lacking(own, text)):
            return self.other
        return own

    def outline(self, text: str, size: float, weight: str = REGULAR) -> list[tuple[str, Points]]:
        """The shapes of a line of text: letters of SVG paths and their points, up is positive."""
        font = FontProperties(fname=str(self.file(text, weight)))
        points, codes = text_to_path.get_text_path(font, text, ismath=False)
        points = np.asarray(points) * (size / text_to_path.FONT_SCALE)
        steps: list[tuple[str, Points]] = []
        at = 0
        while at < len(codes):
            letter, many = _STEPS[int(codes[at])]
            steps.append((letter, points[at : at + many].tolist()))
            at += max(many, 1)
        return steps

    def missing(self, texts: Iterable[str]) -> str:
        """The letters that are in neither font, each once, in their order."""
        lacking = (
            letter for text in dict.fromkeys(texts) for letter in _lacking(self.file(text), text)
        )
        return "".join(dict.fromkeys(lacking))

    def shortened(self, text: str, size: float, room: float, weight: str = REGULAR) -> str:
        """The text, cut with "…" where it is wider than the room."""
        if self.width(text, size, weight) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(text[:middle].rstrip() + "…", size, weight) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[:low].rstrip() + "…"

    def wrapped(self, text: str, size: float, room: float, weight: str = REGULAR) -> list[str]:
        """The text in lines no wider than the room; a longer word is cut with "…"."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, weight) <= room:
                lines[-1] = longer
            else:
                lines.append(self.shortened(word, size, room, weight))
        return lines


@lru_cache(maxsize=8)
def _font(file: Path) -> FT2Font:
    font = FT2Font(str(file))
    font.set_size(_MEASURED_AT, 72)
    return font


@lru_cache(maxsize=8)
def _letters_of(file: Path) -> frozenset[int]:
    return frozenset(_font(file).get_charmap())


def _lacking(file: Path, text: str) -> list[str]:
    known = _letters_of(file)
    return [letter for letter in text if ord(letter) not in known and not letter.isspace()]


@lru_cache(maxsize=_MOST_KEPT)
def _width(file: Path, text: str) -> float:
    """How far a text leads at a letter size of 1; a letter that the font lacks is a wide one."""
    known = "".join(letter for letter in text if ord(letter) in _letters_of(file))
    between = _ink(file, f"|{known}|") - _ink(file, "||")
    return between / _MEASURED_AT + 1.05 * len(_lacking(file, text))


def _ink(file: Path, text: str) -> float:
    font = _font(file)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64
