"""What can be chosen of a picture."""

import math
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topicmap.errors import BadSettings
from topicmap.kinds import possible_colors
from topicmap.topic_map import TopicMap

if TYPE_CHECKING:
    from topicmap.export.letters import Letters

PRESETS = {  # points, 1/72 inch, and pixels an inch where none are asked for
    "16:9": (960.0, 540.0, 144),
    "4:3": (720.0, 540.0, 144),
    "square": (540.0, 540.0, 144),
    "a4": (841.9, 595.3, 300),
    "a0": (3370.4, 2383.9, 150),
}
THEMES = ("auto", "light", "dark", "print")
LABELS = ("auto", "over", "outside")
LAYERS = ("auto", "regions", "topics", "subtopics")
_UNUSED = {  # what has no effect, by the suffix of a file
    ".png": ("outlines",),
    ".svg": (),
    ".pdf": ("outlines",),
    ".pptx": ("outlines",),
    ".html": ("preset", "labels", "layer", "dpi", "outlines", "font"),
}

_DPI = (36, 1200)
_MOST_PIXELS = 100_000_000
_LONGEST_WORDS = 300


@dataclass(frozen=True)
class Choices:
    """What can be chosen of a picture of a map.

    Parameters
    ----------
    preset
        Its shape and size: ``16:9`` (13.33 × 7.5 inches), ``4:3`` (10 × 7.5), ``square`` (7.5),
        ``a4`` or ``a0`` (landscape).
    theme
        ``light``, ``dark``, ``print`` (light on white), or ``auto``: light, and for a page what
        its reader's system has.
    title, subtitle
        None for one that tells how many papers and topics there are, empty for none.
    labels
        ``over`` the map, ``outside`` at its sides, or ``auto``: the one that names more.
    layer
        What is named: ``regions``, ``topics``, ``subtopics``, or ``auto``: topics, or regions
        where fewer than 60 % of the topics could be named.
    highlight
        ``topic:NUMBER``, ``search:WORDS`` or ``paper:ID``; the rest fades.
    color
        What colours stand for: ``topic``, ``nearest`` (topic, the unassigned too), ``year``,
        ``strength``, ``source``, or another column that sorts the papers into a few kinds.
    view
        The part of the map to show, in map units: left, right, lower and upper edge.
    dpi
        Pixels an inch where there are pixels; None for 144, a4 300, a0 150.
    provenance
        Whether a line at the foot tells what the map was made of, when and how.
    outlines
        Whether an SVG has the shapes of its letters instead of text.
    font
        A font file (TTF or OTF) for letters that Source Sans 3 lacks.

    Raises
    ------
    BadSettings
        A value outside what it may be; the message names the value and what is possible.
    """

    preset: str = "16:9"
    theme: str = "auto"
    title: str | None = None
    subtitle: str | None = None
    labels: str = "auto"
    layer: str = "auto"
    highlight: str = ""
    color: str = "topic"
    view: tuple[float, float, float, float] | None = None
    dpi: int | None = None
    provenance: bool = True
    outlines: bool = False
    font: str | Path | None = None

    def __post_init__(self) -> None:
        for name, possible in (
            ("preset", PRESETS),
            ("theme", THEMES),
            ("labels", LABELS),
            ("layer", LAYERS),
        ):
            if getattr(self, name) not in possible:
                raise BadSettings(
                    f"There is no {name} {getattr(self, name)!r}; choose one of "
                    f"{', '.join(possible)}."
                )
        for name in ("title", "subtitle"):
            if len(getattr(self, name) or "") > _LONGEST_WORDS:
                raise BadSettings(
                    f"The {name} has {len(getattr(self, name))} letters; "
                    f"give one of at most {_LONGEST_WORDS}."
                )
        if self.dpi is not None and not _DPI[0] <= self.dpi <= _DPI[1]:
            raise BadSettings(
                f"dpi is {self.dpi}; it must be a number from {_DPI[0]} to {_DPI[1]}."
            )
        if self.view is not None:
            left, right, lower, upper = self.view
            if not (-math.inf < left < right < math.inf and -math.inf < lower < upper < math.inf):
                raise BadSettings(
                    f"The view is {self.view}; give left, right, lower and upper edge in map "
                    "units, such as (0, 5, -2, 1)."
                )
        width, height = self.pixels
        if width * height > _MOST_PIXELS:
            raise BadSettings(
                f"{self.preset} at {self.dpi} dpi would have {width:,} × {height:,} pixels; choose "
                f"fewer dpi, so that there are at most {_MOST_PIXELS:,}, or an SVG or PDF."
            )

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height, _ = PRESETS[self.preset]
        return width, height

    @property
    def letters(self) -> "Letters":
        """The fonts of its texts."""
        from topicmap.export.letters import Letters

        return Letters(None if self.font is None else Path(self.font))

    @property
    def resolution(self) -> int:
        """Pixels an inch."""
        return self.dpi or PRESETS[self.preset][2]

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = self.size
        return round(width * self.resolution / 72), round(height * self.resolution / 72)

    def unused(self, suffix: str) -> list[str]:
        """What was chosen, other than a title, and has no effect in a file with this suffix."""
        plain = Choices()
        names = _UNUSED.get(suffix, [field.name for field in fields(self) if field.name != "title"])
        return [name for name in names if getattr(self, name) != getattr(plain, name)]

    def check_color(self, topic_map: TopicMap) -> None:
        """Nothing, where the papers of a map can be coloured so.

        Raises
        ------
        BadSettings
            They have no such kinds.
        """
        possible = possible_colors(topic_map.papers)
        if self.color not in possible:
            raise BadSettings(
                f"This map cannot be coloured by {self.color!r}; choose one of "
                f"{', '.join(possible)}."
            )


def choices(**values: Any) -> Choices:
    """Choices from names and values; unknown names raise `BadSettings`."""
    known = [field.name for field in fields(Choices)]
    if unknown := sorted(set(values) - set(known)):
        raise BadSettings(f"There is no choice {unknown[0]!r}; topicmap knows {', '.join(known)}.")
    return Choices(**values)
