"""XML as elements that know their lines, without entities, and broken off where the file is."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from topicmap.readers.lines import Line, split_lines

DEPTH = 100
DECLARED = re.compile(r"(?<=<\?xml)\s[^>]*?(?=\?>)")


@dataclass(slots=True)
class Element:
    """An element without its namespace: name, attributes, lines, and what it holds in order.

    It is not ``whole`` where the file breaks off before its end.
    """

    name: str
    attributes: dict[str, str]
    line_start: int
    line_end: int = 0
    content: list["Element | str"] = field(default_factory=list)
    whole: bool = True
    asked: bool = False

    @property
    def parts(self) -> list["Element | str"]:
        """What it holds, texts and elements; they count as asked for."""
        self.asked = True
        return self.content

    @property
    def children(self) -> list["Element"]:
        """The elements directly inside."""
        return [part for part in self.content if isinstance(part, Element)]

    def all(self, path: str) -> list["Element"]:
        """The elements at a path of names such as ``"author/name"``, in order."""
        found = [self]
        for name in path.split("/"):
            found = [child for parent in found for child in parent.children if child.name == name]
        return found

    def first(self, path: str) -> "Element | None":
        """The first element at a path."""
        return next(iter(self.all(path)), None)

    @property
    def text(self) -> str:
        """All text inside, white space made single spaces."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        return "".join(p if isinstance(p, str) else p._text() for p in self.parts)

    def words(self, path: str) -> str | None:
        """The text of the first element at a path, None where there is none or it is empty."""
        found = self.first(path)
        return (found.text or None) if found else None

    def left_out(self) -> set[str]:
        """The names of the innermost elements with text that were not asked for."""
        if self.asked:
            return set()
        inner = self.children
        if not inner and any(isinstance(p, str) and p.strip() for p in self.content):
            return {self.name}
        return set().union(*(child.left_out() for child in inner))


class Tree(NamedTuple):
    """The outermost element, or None, and where and why the XML could not be read further."""

    root: Element | None
    unread: list[tuple[Line, str]]


def find_elements(text: str) -> Tree:
    """The elements of an XML text, as far as it is well formed; nothing where it is no XML.

    Entities that a file declares itself, and files that it points to, are refused.
    """
    handler = _Builder()
    parser = make_parser()
    parser.forbid_external = False  # a DTD may be named; it is never fetched
    parser.setFeature(feature_namespaces, False)
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(handler)
    unread: list[tuple[Line, str]] = []
    try:
        parser.parse(
            BytesIO(DECLARED.sub(' version="1.0"', text, count=1).encode("utf-8", "replace"))
        )
    except SAXParseException as error:
        unread.append(
            (_line(text, error.getLineNumber() or 1), f"broken XML: {error.getMessage()}")
        )
    except (DefusedXmlException, _TooDeep, LookupError, ValueError) as error:
        reason = str(error) or type(error).__name__
        unread.append((_line(text, handler.line), f"refused XML: {reason[:120]}"))
    handler.close_all()
    return Tree(handler.root, unread)


def _line(text: str, number: int) -> Line:
    lines = split_lines(text)
    shown = lines[number - 1][:400] if 0 < number <= len(lines) else ""
    return Line(max(number, 1), shown.strip(), gap=False)


class _TooDeep(Exception):
    """Elements inside elements beyond all measure."""


class _Builder(ContentHandler):
    """Builds the elements as the parser reports them."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:
        """Keep what tells the line."""
        self._locator = locator

    @property
    def line(self) -> int:
        """The line that the parser has reached."""
        return self._locator.getLineNumber() if self._locator else 1

    def startElement(self, name: str, attrs: Any) -> None:
        """Open an element."""
        if len(self._open) == DEPTH:
            raise _TooDeep(f"more than {DEPTH} elements inside one another")
        element = Element(_bare(name), {_bare(k): v for k, v in attrs.items()}, self.line)
        if self._open:
            self._open[-1].content.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:
        """Close the innermost element."""
        self._open.pop().line_end = self.line

    def characters(self, content: str) -> None:
        """Text inside the innermost element."""
        if self._open:
            self._open[-1].content.append(content)

    def close_all(self) -> None:
        """Mark the elements that a break left open as not whole."""
        for element in self._open:
            element.whole = False
            element.line_end = self.line


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
