"""Names to be put on a picture, and names in their places."""

from dataclasses import dataclass

from topicmap.export.letters import Letters
from topicmap.export.shapes import REGULAR, SEMIBOLD
from topicmap.lettering import LINE

LEAST = 9.5  # points, the smallest letters of a name on a slide
Place = tuple[float, float]

_MOST_LINES = 3


@dataclass(frozen=True)
class Name:
    """A name to be put on a picture: ``x``, ``y`` is the place that it belongs to.

    ``share`` (0 to 1) is its importance, by which its letters grow.
    """

    number: int
    text: str
    share: float
    x: float
    y: float
    color: str


@dataclass(frozen=True)
class Caption:
    """A name in its place: lines from the middle ``y`` of the first one, and their letters.

    ``x`` is the start, middle or end of its lines by ``anchor``; ``port`` is where its line
    begins, None where it stands over the map.
    """

    name: Name
    lines: tuple[str, ...]
    size: float
    weight: str
    x: float
    y: float
    anchor: str
    width: float
    port: Place | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, top, right and lower edge."""
        left = self.x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        top = self.y - self.size * LINE / 2
        return left, top, left + self.width, top + len(self.lines) * self.size * LINE


def weight_of(name: Name) -> str:
    """The weight of its letters: larger topics have bolder ones."""
    return SEMIBOLD if name.share > 0.5 else REGULAR


def lines_of(text: str, size: float, room: float, letters: Letters, weight: str) -> tuple[str, ...]:
    """The name in at most three lines of even length, no wider than the room."""
    lines = letters.wrapped(text, size, room, weight)
    if len(lines) > _MOST_LINES:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        cut = letters.shortened(rest, size, room, weight)
        return (*lines[: _MOST_LINES - 1], cut)
    narrower = room
    while narrower > room / 3 and len(lines) > 1:
        narrower *= 0.94
        tighter = letters.wrapped(text, size, narrower, weight)
        if len(tighter) > len(lines) or any(line.endswith("…") for line in tighter):
            break
        lines = tighter
    return tuple(lines) or ("",)
