"""Slides with pictures, lines and text boxes, in points, as a PowerPoint file.

Texts are in Arial, which every presentation program has or replaces by one just as wide.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from topicmap.export.shapes import SEMIBOLD, Circle, Frame, Line, Text
from topicmap.lettering import LINE

FONT = "Arial"
STRETCH = 1.2  # its letters to those of the shipped font, at most

_TITLE_ONLY = 5
_TITLE = "Title"
_ALIGNED = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
_OLDEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can tell
_ASCENT = 0.905  # of Arial, from the top of a line of its letters' height to the baseline
_NATURAL = 1.15  # height of a line of Arial, in letter sizes
_VEIL = 72_000  # thousandths of a percent that the paper behind a name covers


@dataclass(frozen=True)
class Run:
    """A piece of text in a paragraph, on a line of its own where it says so."""

    text: str
    size: float
    color: str
    bold: bool = False
    link: str = ""
    below: bool = False


class Deck:
    """Slides of one size, to be filled and saved."""

    def __init__(self, size: tuple[float, float], paper: str) -> None:
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Pt(size[0]), Pt(size[1])
        self._paper = paper
        self._slide: Any = None

    def add_slide(self, notes: str) -> None:
        """Begin a slide with notes for the speaker."""
        self._drop_empty_title()
        self._slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        fill = self._slide.background.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(self._paper)
        self._slide.notes_slide.notes_text_frame.text = _plain(notes)

    def add_picture(self, content: bytes, frame: Frame, words: str) -> None:
        """A picture, and words for those who do not see it."""
        place = (Pt(frame.left), Pt(frame.top), Pt(frame.width), Pt(frame.height))
        picture = self._slide.shapes.add_picture(io.BytesIO(content), *place)
        picture._element.nvPicPr.cNvPr.set("descr", _plain(words))

    def add_line(self, line: Line) -> None:
        """A line through two places."""
        (x0, y0), (x1, y1) = line.points
        shape = self._slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, Pt(x0), Pt(y0), Pt(x1), Pt(y1)
        )
        shape.line.width = Pt(line.width)
        shape.line.color.rgb = _rgb(line.color)

    def add_disc(self, circle: Circle) -> None:
        """A filled disc with a rim."""
        across = 2 * circle.radius
        shape = self._slide.shapes.add_shape(
            MSO_SHAPE.OVAL, Pt(circle.x - circle.radius), Pt(circle.y - circle.radius),
            Pt(across), Pt(across),
        )  # fmt: skip
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(circle.fill or circle.color)
        shape.line.color.rgb = _rgb(circle.color)
        shape.line.width = Pt(circle.width)
        shape.shadow.inherit = False

    def add_lines(self, lines: Sequence[Text], title: bool = False) -> None:
        """Lines of text below each other, which stay as they are broken."""
        first, last = lines[0], lines[-1]
        pitch = first.size * LINE
        wide = max(line.width for line in lines)
        left = first.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[first.anchor]
        top = first.y - first.size * _ASCENT - (pitch - first.size * _NATURAL) / 2
        frame = Frame(left, top, wide, last.y - first.y + pitch)
        runs = [[Run(line.text, line.size, line.color, line.weight == SEMIBOLD)] for line in lines]
        box = self._box(frame, wrap=False, name=_TITLE if title else "Label", paper=first.halo)
        for place, line in enumerate(runs):
            paragraph = _paragraph(box, place)
            paragraph.alignment = _ALIGNED[first.anchor]
            paragraph.line_spacing = Pt(pitch)
            _write(paragraph, line)

    def add_text(self, frame: Frame, paragraphs: Sequence[Sequence[Run]], gap: float) -> None:
        """Paragraphs in a frame, each of pieces, with a gap between them."""
        box = self._box(frame, wrap=True, name="Text")
        for place, runs in enumerate(paragraphs):
            paragraph = _paragraph(box, place)
            paragraph.space_after = Pt(gap)
            _write(paragraph, runs)

    def content(self, title: str, made: datetime | None) -> bytes:
        """The file; the same slides give the same bytes."""
        self._drop_empty_title()
        core = self._deck.core_properties
        moment = (made or datetime(*_OLDEST)).replace(tzinfo=None, microsecond=0)
        core.title, core.author, core.last_modified_by = _plain(title), "", ""
        core.created = core.modified = moment
        stream = io.BytesIO()
        self._deck.save(stream)
        return _dateless(stream.getvalue())

    def _drop_empty_title(self) -> None:
        """Without a title, a slide has no place that asks for one."""
        title = self._slide and self._slide.shapes.title
        if title is not None and not title.text_frame.text:
            title._element.getparent().remove(title._element)

    def _box(self, frame: Frame, wrap: bool, name: str, paper: str = "") -> Any:
        """An empty box for text, on paper that lets a little shine through where there is any."""
        place = (Pt(frame.left), Pt(frame.top), Pt(frame.width), Pt(frame.height))
        if name == _TITLE:
            shape = self._slide.shapes.title
            shape.left, shape.top, shape.width, shape.height = place
        else:
            shape = self._slide.shapes.add_textbox(*place)
            shape.name = name
        if paper:
            shape.fill.solid()
            shape.fill.fore_color.rgb = _rgb(paper)
            solid = shape.fill._xPr.find(qn("a:solidFill"))[0]
            etree.SubElement(solid, qn("a:alpha"), val=str(_VEIL))
        box = shape.text_frame
        box.margin_left = box.margin_right = box.margin_top = box.margin_bottom = 0
        box.word_wrap, box.auto_size = wrap, MSO_AUTO_SIZE.NONE
        box.vertical_anchor = MSO_ANCHOR.TOP
        return box


def _paragraph(box: Any, place: int) -> Any:
    return box.paragraphs[0] if place == 0 else box.add_paragraph()


def _write(paragraph: Any, runs: Sequence[Run]) -> None:
    for piece in runs:
        if piece.below:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = _plain(piece.text)
        font = run.font
        font.name, font.size, font.bold = FONT, Pt(round(piece.size, 1)), piece.bold
        font.color.rgb = _rgb(piece.color)
        if piece.link:
            run.hyperlink.address = piece.link


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.lstrip("#").upper())


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return "".join(
        letter if letter >= " " or letter in "\n\t" else " "
        for letter in text
        if not 0xD800 <= ord(letter) <= 0xDFFF and letter not in "\ufffe\uffff"
    )


def _dateless(content: bytes) -> bytes:
    """The same zip file without the time of its making."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, _OLDEST)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, old.read(entry))
    return stream.getvalue()
