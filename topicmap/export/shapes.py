"""A picture as plain shapes, in points (1/72 inch) from its upper left corner, down is positive."""

from dataclasses import dataclass, field

import numpy as np

from topicmap.contours import Ring

REGULAR, SEMIBOLD = "regular", "semibold"
WEIGHTS = (REGULAR, SEMIBOLD)
MOST_DOTS = 20_000


@dataclass(frozen=True)
class Frame:
    """A rectangle of a picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Area:
    """Rings filled together, each smoothed at its corners; an inner one is a hole."""

    rings: list[Ring]
    color: str
    opacity: float


@dataclass(frozen=True)
class Dots:
    """Discs: ``x``, ``y``, ``size`` (their diameters) (n,) float, ``color`` (n,) of ``#rrggbb``."""

    x: np.ndarray
    y: np.ndarray
    size: np.ndarray
    color: np.ndarray
    opacity: float


@dataclass(frozen=True)
class Line:
    """A line through points; a closed one is filled where it has a fill."""

    points: tuple[tuple[float, float], ...]
    color: str
    width: float
    opacity: float = 1.0
    fill: str = ""


@dataclass(frozen=True)
class Circle:
    """A ring around a place, or a disc where it has a fill."""

    x: float
    y: float
    radius: float
    color: str
    width: float
    opacity: float = 1.0
    fill: str = ""


@dataclass(frozen=True)
class Text:
    """A line of text: ``x``, ``y`` is its start, middle or end on its baseline.

    ``width`` is how wide it is in the shipped font; ``halo`` a colour around its letters, so that
    it reads over anything.
    """

    text: str
    x: float
    y: float
    size: float
    color: str
    width: float
    weight: str = REGULAR
    anchor: str = "start"
    halo: str = ""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]


@dataclass(frozen=True)
class Picture:
    """All that is drawn, in the order in which it is: areas, dots, lines, circles, texts.

    ``box`` (left, right, lower, upper edge, in map units) is the part of the map that fills the
    frame ``map``; papers are drawn as far as the frame ``clip``. ``labels`` are the lines of each
    name on the map, ``words`` all other texts.
    """

    width: float
    height: float
    paper: str
    title: str
    description: str
    map: Frame
    box: tuple[float, float, float, float]
    clip: Frame
    areas: tuple[Area, ...] = ()
    dots: tuple[Dots, ...] = ()
    lines: tuple[Line, ...] = ()
    circles: tuple[Circle, ...] = ()
    labels: tuple[tuple[Text, ...], ...] = ()
    words: tuple[Text, ...] = ()
    notes: tuple[str, ...] = ()
    swatches: tuple[tuple[Frame, str], ...] = field(default=())

    @property
    def many_dots(self) -> bool:
        """Whether there are so many dots that a vector file has them as pixels."""
        return sum(len(dots.x) for dots in self.dots) > MOST_DOTS

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every line of text."""
        return (*(line for label in self.labels for line in label), *self.words)
