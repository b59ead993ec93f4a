"""A picture → SVG: every shape as itself, text as text in a font that the file brings along."""

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from topicmap.contours import Ring
from topicmap.export.font_face import CSS_WEIGHTS, font_face
from topicmap.export.letters import FOLDER, Letters
from topicmap.export.shapes import WEIGHTS, Area, Circle, Dots, Frame, Line, Picture, Text

_HALO = 0.3  # width around letters, in letter sizes
_FAMILY = "Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def svg(picture: Picture, letters: Letters, outlines: bool, dots_image: bytes = b"") -> bytes:
    """The picture as an SVG file.

    Parameters
    ----------
    outlines
        Whether letters are shapes instead of text.
    dots_image
        All dots as a PNG as large as the picture, in place of the dots themselves.
    """
    number = _number
    size = f'width="{number(picture.width)}pt" height="{number(picture.height)}pt"'
    box = f'viewBox="0 0 {number(picture.width)} {number(picture.height)}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img">',
        f"<title>{_plain(picture.title)}</title><desc>{_plain(picture.description)}</desc>",
        _style(picture, letters, outlines),
        f'<defs><clipPath id="map">{_rectangle(picture.clip)}</clipPath></defs>',
        _rectangle(Frame(0, 0, picture.width, picture.height), picture.paper),
        '<g clip-path="url(#map)">',
        *map(_area, picture.areas),
        *([_image(picture, dots_image)] if dots_image else map(_dots, picture.dots)),
        "</g>",
        *(_rectangle(frame, color) for frame, color in picture.swatches),
        *map(_line, picture.lines),
        *map(_circle, picture.circles),
        *(_outlined(text, letters) if outlines else _text(text) for text in picture.texts),
        "</svg>\n",
    ]
    return "\n".join(filter(None, parts)).encode("utf-8")


def _style(picture: Picture, letters: Letters, outlines: bool) -> str:
    if outlines:
        return ""
    faces, others = [], ""
    for weight in WEIGHTS:
        texts = [text.text for text in picture.texts if text.weight == weight]
        own = [text for text in texts if letters.file(text, weight).parent == FOLDER]
        if own:
            faces.append(_face(letters.file(own[0], weight), own, "map", weight))
    other = [text.text for text in picture.texts if letters.other == letters.file(text.text)]
    if letters.other and other:
        faces.append(_face(letters.other, other, "map-other", WEIGHTS[0]))
        others = "'map-other', "
    looks = "white-space:pre;text-rendering:geometricPrecision"
    rule = f"text{{font-family:'map', {others}'{_FAMILY};{looks}}}"
    return f"<style>{''.join(faces)}{rule}</style>"


def _face(file: Path, texts: Iterable[str], family: str, weight: str) -> str:
    """A style rule with those letters of a font that the texts have."""
    options = subset.Options(notdef_outline=True, recalc_timestamp=False, hinting=False)
    options.drop_tables += ["DSIG"]
    font = TTFont(file, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(texts))
    cutter.subset(font)
    return font_face(font, family, weight)


def _area(area: Area) -> str:
    path = "".join(map(_smooth, area.rings))
    return f'<path d="{path}" fill="{area.color}" fill-opacity="{_number(area.opacity, 3)}"/>'


def _smooth(ring: Ring) -> str:
    """From the middle of each side to that of the next, bent towards the corner between them."""
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in _sides(ring)]
    corners = [*ring[1:], ring[0]]
    steps = zip(corners, [*middles[1:], middles[0]], strict=True)
    return f"M{_pair(middles[0])}" + "".join(f"Q{_pair(c)} {_pair(m)}" for c, m in steps) + "Z"


def _sides(ring: Ring) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def _dots(dots: Dots) -> str:
    rows = zip(dots.x, dots.y, dots.size, dots.color, strict=True)
    circles = "".join(
        f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(size / 2)}" fill="{color}"/>'
        for x, y, size, color in rows
    )
    return f'<g fill-opacity="{_number(dots.opacity, 3)}">{circles}</g>'


def _image(picture: Picture, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    size = f'width="{_number(picture.width)}" height="{_number(picture.height)}"'
    return f'<image {size} href="data:image/png;base64,{data}"/>'


def _line(line: Line) -> str:
    points = " ".join(map(_pair, line.points))
    return (
        f'<polyline points="{points}" fill="{line.fill or "none"}" stroke="{line.color}" '
        f'stroke-width="{_number(line.width)}" stroke-opacity="{_number(line.opacity)}"/>'
    )


def _circle(circle: Circle) -> str:
    return (
        f'<circle cx="{_number(circle.x)}" cy="{_number(circle.y)}" r="{_number(circle.radius)}" '
        f'fill="{circle.fill or "none"}" stroke="{circle.color}" '
        f'stroke-width="{_number(circle.width)}" opacity="{_number(circle.opacity)}"/>'
    )


def _text(text: Text) -> str:
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    weight = CSS_WEIGHTS[text.weight]
    return (
        f'<text x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}" '
        f'font-weight="{weight}" fill="{text.color}" textLength="{_number(text.width)}" '
        f'lengthAdjust="spacingAndGlyphs"{anchor}{_halo(text)}>{_plain(text.text)}</text>'
    )


def _outlined(text: Text, letters: Letters) -> str:
    steps = letters.outline(text.text, text.size, text.weight)
    path = "".join(
        letter + " ".join(_pair((text.left + x, text.y - y)) for x, y in points)
        for letter, points in steps
    )
    label = f'aria-label="{_plain(text.text)}"'
    return f'<path {label} d="{path}" fill="{text.color}"{_halo(text)}/>' if path else ""


def _halo(text: Text) -> str:
    if not text.halo:
        return ""
    return (
        f' stroke="{text.halo}" stroke-width="{_number(text.size * _HALO)}" '
        'stroke-linejoin="round" paint-order="stroke"'
    )


def _rectangle(frame: Frame, color: str = "") -> str:
    fill = f' fill="{color}"' if color else ""
    place = f'x="{_number(frame.left)}" y="{_number(frame.top)}"'
    size = f'width="{_number(frame.width)}" height="{_number(frame.height)}"'
    return f"<rect {place} {size}{fill}/>"


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float, digits: int = 2) -> str:
    return f"{float(value):.{digits}f}".rstrip("0").rstrip(".") or "0"


def _plain(text: str) -> str:
    """Text that XML can hold, as text."""
    allowed = (char for char in text if char >= " " and not 0xD800 <= ord(char) <= 0xDFFF
               and char not in "\ufffe\uffff")  # fmt: skip
    return escape("".join(allowed))
