"""JSON as the objects that stand for papers, each with its lines; JSON Lines too.

Programs that hand out papers wrap them: in a list, in an object such as ``{"results": [...]}``, in
one object a line. A file that breaks off gives the objects before the break, and says where.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from topicmap.readers.lines import LINE_END, Line, split_lines

GAP = re.compile(r"[\s,:]*")
FIRST_LIST = re.compile(r"\[\s*\{")
DEPTH = 4  # of the wrapping around a list
TEXTS = frozenset(("title", "display_name", "abstract", "paper_title", "content", "summary"))
TOO_DEEP = "nested too deeply"
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


class Item(NamedTuple):
    """An object with its first and last line."""

    value: dict[str, Any]
    line_start: int
    line_end: int


class Objects(NamedTuple):
    """The objects of a file, and the lines that could not be read, with the reason."""

    items: list[Item]
    unread: list[tuple[Line, str]]
    by_lines: bool = False


def find_objects(text: str) -> Objects:
    """The objects of a JSON or JSON Lines text; nothing at all where it is neither."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] not in ("{", "["):
        return Objects([], [])
    if _is_by_lines(text):
        return _by_lines(text)
    lines = _Lines(text)
    try:
        way = _way_to_list(_DECODER.decode(text))
    except RecursionError:
        return Objects([], [(lines.line(start), TOO_DEEP)])
    except ValueError as error:
        broken = getattr(error, "pos", len(text))
        if text[start] == text[broken : broken + 1] == "{":  # one object behind the other
            return _stream(text, start, lines)
        first = FIRST_LIST.search(text, 0, broken)
        found = _elements(text, first.start(), lines) if first else Objects([], [])
        found.unread.append((lines.line(broken), f"broken JSON: {_reason(error)}"))
        return found
    if way is None:
        value, end = _DECODER.raw_decode(text, start)
        whole = [Item(value, lines.number(start), lines.number(end - 1))]
        if rows := _rows(value):
            last = lines.number(end - 1)
            return Objects([Item(row, lines.number(start), last) for row in rows], [])
        one_line = LINE_END.search(text.strip()) is None
        return Objects(whole if isinstance(value, dict) else [], [], by_lines=one_line)
    for key in way:
        start = _place_of(text, start, key)
    return _elements(text, start, lines)


def _is_by_lines(text: str) -> bool:
    """Whether one of the first two lines with text is a whole object and not the only one."""
    lines = [line for line in LINE_END.split(text[: 1 << 22])[:50] if line.strip()]
    return len(lines) > 1 and any(isinstance(_decoded(line)[0], dict) for line in lines[:2])


def _by_lines(text: str) -> Objects:
    found = Objects([], [], by_lines=True)
    for number, raw in enumerate(split_lines(text), start=1):
        if line := raw.strip():
            value, why = _decoded(line)
            if isinstance(value, dict):
                found.items.extend(Item(entry, number, number) for entry in _unwrapped(value))
            else:
                found.unread.append((Line(number, line, gap=False), why or "no JSON object"))
    return found


def _unwrapped(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The papers of a line that holds a page of results; any other object as it is."""
    way = _way_to_list(value)
    papers = [entry for entry in _at(value, way) if isinstance(entry, dict)] if way else []
    texts = any(TEXTS & {key.casefold() for key in paper} for paper in papers)
    return papers if texts else [value]


def _decoded(line: str) -> tuple[Any, str]:
    """The value of a line of JSON, and why it has none."""
    try:
        return _DECODER.decode(line.strip()), ""
    except RecursionError:
        return None, TOO_DEEP
    except ValueError as error:
        return None, f"broken JSON: {_reason(error)}"


def _reason(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:120]


def _way_to_list(value: Any, depth: int = 0) -> tuple[str, ...] | None:
    """The keys that lead to the longest list of objects; None where there is none."""
    if isinstance(value, list):
        return () if any(isinstance(entry, dict) for entry in value) else None
    if not isinstance(value, dict) or depth == DEPTH or TEXTS & {key.casefold() for key in value}:
        return None
    ways = []
    for key, inner in value.items():
        if (rest := _way_to_list(inner, depth + 1)) is not None:
            ways.append((key, *rest))
    return max(ways, key=lambda way: len(_at(value, way)), default=None)


def _rows(value: Any) -> list[dict[str, Any]]:
    """The objects of a table that is written column by column, as pandas does it."""
    if not isinstance(value, dict) or not all(isinstance(cells, dict) for cells in value.values()):
        return []
    keys = dict.fromkeys(key for cells in value.values() for key in cells)
    if not TEXTS & {name.casefold() for name in value}:
        return []
    return [{name: cells.get(key) for name, cells in value.items()} for key in keys]


def _at(value: Any, way: tuple[str, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


def _place_of(text: str, start: int, key: str) -> int:
    """Where the value of a key begins, in the object that begins at ``start``."""
    at = start + 1
    while True:
        at = GAP.match(text, at).end()  # type: ignore[union-attr]
        name, at = _DECODER.raw_decode(text, at)
        at = GAP.match(text, at).end()  # type: ignore[union-attr]
        if name == key:
            return at
        at = _DECODER.raw_decode(text, at)[1]


def _elements(text: str, start: int, lines: "_Lines") -> Objects:
    """The objects of the list that begins at ``start``, as far as it is whole."""
    found = Objects([], [])
    _collect(text, start, lines, found)
    return found


def _stream(text: str, start: int, lines: "_Lines") -> Objects:
    """Objects that stand one behind the other, as far as they are whole."""
    found = Objects([], [])
    end = _collect(text, start - 1, lines, found)
    if rest := text[end:].strip(" ,\t\r\n"):
        line = lines.line(text.index(rest, end))
        found.unread.append((line, _decoded(rest)[1] or "no JSON object"))
    return found


def _collect(text: str, start: int, lines: "_Lines", found: Objects) -> int:
    """Take up the values behind ``start``; where the last whole one ends."""
    end = start + 1
    for value, first, end in _values(text, start):
        if isinstance(value, dict):
            found.items.append(Item(value, lines.number(first), lines.number(end - 1)))
        else:
            found.unread.append((lines.line(first), "no JSON object"))
    return end


def _values(text: str, start: int) -> Iterator[tuple[Any, int, int]]:
    """The values of a list with their places; ends where the list ends or breaks."""
    at = GAP.match(text, start + 1).end()  # type: ignore[union-attr]
    while at < len(text) and text[at] != "]":
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value, at, end
        at = GAP.match(text, end).end()  # type: ignore[union-attr]


class _Lines:
    """Line numbers of places in a text."""

    def __init__(self, text: str):
        self._text = text
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def number(self, at: int) -> int:
        """The line of a place, from 1."""
        return bisect_right(self._starts, at)

    def line(self, at: int) -> Line:
        """The line of a place, cut to a readable length."""
        number = self.number(min(at, max(len(self._text) - 1, 0)))
        start = self._starts[number - 1]
        text = LINE_END.split(self._text[start : start + 400], maxsplit=1)[0]
        return Line(number, text.strip(), gap=False)
