"""A picture → PNG, PDF, or the caller's own axes, drawn by matplotlib."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.collections import EllipseCollection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle as CirclePatch
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Affine2D, Transform

from topicmap.contours import Ring
from topicmap.export.letters import Letters
from topicmap.export.shapes import Circle, Dots, Frame, Line, Picture, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HALO = 0.3  # width around letters, in letter sizes
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_SETTINGS = {
    name: value
    for name, value in matplotlib.rcParamsDefault.items()
    if not name.startswith("backend")
} | {"path.simplify": False, "pdf.fonttype": 42, "pdf.compression": 6}
_drawing = Lock()


@contextmanager
def _alone() -> Iterator[None]:
    """One picture at a time, with settings of its own, as those of matplotlib are common to all.

    Letters that no font has are told in the notes.
    """
    with _drawing, matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


@_alone()
def png(picture: Picture, letters: Letters, dpi: int) -> bytes:
    """The picture as a PNG with so many pixels an inch."""
    figure = _figure(picture, letters)
    words = {"Title": picture.title, "Description": picture.description, "Software": None}
    return _saved(figure, format="png", dpi=dpi, metadata=words)


@_alone()
def pdf(picture: Picture, letters: Letters, dpi: int, made: Any = None) -> bytes:
    """The picture as a PDF: text as text in embedded fonts; very many dots are pixels.

    Parameters
    ----------
    dpi
        Pixels an inch of very many dots.
    made
        The time that the file says it was made at, a datetime; None for none.
    """
    figure = _figure(picture, letters)
    words = {"Title": picture.title, "Subject": picture.description, "CreationDate": made}
    words |= {"Creator": "topicmap", "Producer": None}
    return _saved(figure, format="pdf", dpi=dpi, metadata=words)


@_alone()
def papers_png(picture: Picture, dpi: int, over_nothing: bool = False) -> bytes:
    """A picture without names, words and the lines to them, as a PNG as large as it is."""
    figure, axes = _sheet(picture)
    figure.set_facecolor(picture.paper)
    _draw_papers(axes, picture, axes.transData)
    for line in picture.lines:
        if len(line.points) > 2:
            axes.add_artist(_line(line, axes.transData))
    for circle in picture.circles:
        if not circle.fill:
            axes.add_artist(_circle(circle, axes.transData))
    return _saved(
        figure, format="png", dpi=dpi, metadata={"Software": None}, transparent=over_nothing
    )


def draw_on(axes: "Axes", picture: Picture, letters: Letters) -> None:
    """Draw a picture that is as large as the axes, so that their data are the map's own units."""
    frame, (x0, x1, y0, y1) = picture.map, picture.box
    across, up = (x1 - x0) / frame.width, (y1 - y0) / frame.height
    to_map = Affine2D().translate(-frame.left, -frame.bottom).scale(across, -up).translate(x0, y0)
    left, top = to_map.transform((0.0, 0.0))
    right, bottom = to_map.transform((picture.width, picture.height))
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.add_artist(
        Rectangle((0, 0), 1, 1, transform=axes.transAxes, color=picture.paper, zorder=-1, lw=0)
    )
    _draw(axes, picture, letters, to_map + axes.transData)


def _figure(picture: Picture, letters: Letters) -> Figure:
    figure, axes = _sheet(picture)
    figure.set_facecolor(picture.paper)
    _draw(axes, picture, letters, axes.transData)
    return figure


def _sheet(picture: Picture) -> tuple[Figure, "Axes"]:
    """A figure of the picture's size whose data are points from the upper left corner."""
    figure = Figure(figsize=(picture.width / 72, picture.height / 72), dpi=72)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, picture.width)
    axes.set_ylim(picture.height, 0)
    axes.set_axis_off()
    return figure, axes


def _draw(axes: "Axes", picture: Picture, letters: Letters, place: Transform) -> None:
    _draw_papers(axes, picture, place)
    for line in picture.lines:
        axes.add_artist(_line(line, place))
    for circle in picture.circles:
        axes.add_artist(_circle(circle, place))
    for text in picture.texts:
        _write(axes, text, letters, place)


def _draw_papers(axes: "Axes", picture: Picture, place: Transform) -> None:
    clip = _clip(axes, picture.clip, place)
    for area in picture.areas:
        patch = PathPatch(
            _smooth(area.rings), facecolor=area.color, alpha=area.opacity, lw=0, transform=place
        )
        patch.set_clip_path(clip)
        axes.add_artist(patch)
    for dots in picture.dots:
        collection = _dots(dots, place, clip)
        collection.set_rasterized(picture.many_dots)
        axes.add_collection(collection, autolim=False)
    for frame, color in picture.swatches:
        axes.add_artist(_rectangle(frame, place, facecolor=color, lw=0))


def _clip(axes: "Axes", frame: Frame, place: Transform | None = None) -> Rectangle:
    return _rectangle(frame, place or axes.transData)


def _rectangle(frame: Frame, place: Transform, **looks: Any) -> Rectangle:
    return Rectangle((frame.left, frame.top), frame.width, frame.height, transform=place, **looks)


def _dots(dots: Dots, place: Transform, clip: Rectangle) -> EllipseCollection:
    """Discs of their size in points wherever they are."""
    names, which = np.unique(dots.color, return_inverse=True)
    collection = EllipseCollection(
        dots.size, dots.size, np.zeros(len(dots.x)), units="points",
        offsets=np.column_stack([dots.x, dots.y]), offset_transform=place,
        facecolors=to_rgba_array(names)[which], edgecolors="none", alpha=dots.opacity, linewidths=0,
    )  # fmt: skip
    collection.set_clip_path(clip)
    return collection


def _smooth(rings: list[Ring]) -> Path:
    """From the middle of each side to that of the next, bent towards the corner between them."""
    points: list[np.ndarray] = []
    codes: list[Any] = []
    for ring in rings:
        corners = np.array(ring)
        after = np.roll(corners, -1, axis=0)
        middles = (corners + after) / 2
        curve = np.empty((2 * len(ring), 2))
        curve[0::2], curve[1::2] = after, np.roll(middles, -1, axis=0)
        points += [middles[:1], curve, middles[:1]]
        codes += [Path.MOVETO, *[Path.CURVE3] * len(curve), Path.CLOSEPOLY]
    return Path(np.concatenate(points), codes)


def _line(line: Line, place: Transform) -> PathPatch:
    return PathPatch(
        Path(line.points), transform=place, lw=line.width, edgecolor=line.color,
        facecolor=line.fill or "none", alpha=None if line.fill else line.opacity,
    )  # fmt: skip


def _circle(circle: Circle, place: Transform) -> CirclePatch:
    return CirclePatch(
        (circle.x, circle.y), circle.radius, transform=place, lw=circle.width,
        edgecolor=circle.color, facecolor=circle.fill or "none", alpha=circle.opacity,
    )  # fmt: skip


def _write(axes: "Axes", text: Text, letters: Letters, place: Transform) -> None:
    """The text over its halo; were they one, it would be no text in a PDF."""
    font = FontProperties(fname=str(letters.file(text.text, text.weight)), size=text.size)
    looks: dict[str, Any] = {
        "transform": place, "fontproperties": font, "ha": _ANCHORS[text.anchor], "va": "baseline",
        "parse_math": False,
    }  # fmt: skip
    if text.halo:
        halo = Stroke(linewidth=text.size * _HALO, foreground=text.halo, joinstyle="round")
        axes.text(text.x, text.y, text.text, color=text.halo, path_effects=[halo], **looks)
    axes.text(text.x, text.y, text.text, color=text.color, **looks)


def _saved(figure: Figure, **choices: Any) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, **choices)
    return stream.getvalue()
