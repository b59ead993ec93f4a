"""JSON as the objects that stand for papers, each with its lines; JSON Lines too.

Programs that hand out papers wrap them: in a list or several in an object, in one object a line,
in pages of results, under their ids, as rows or columns of a table. A file that breaks off gives
the objects before the break, and says where.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from topicmap.readers.lines import LINE_END, Line, split_lines

GAP = re.compile(r"[\s,:]*")
LIST = re.compile(r'(?:"([^"\\]*+)"\s*+:\s*+)?\[(?=\s*+\{)')
DEPTH = 4  # of the wrapping around a list
TEXTS = frozenset(("title", "display_name", "abstract", "paper_title", "content", "summary"))
NO_PAPERS = frozenset(
    "authors reviews comments replies directreplies references citations venues keywords".split()
)
ROW = frozenset(("row_idx", "row", "truncated_cells"))
NO_OBJECT = "no JSON object"
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


class Group(NamedTuple):
    """Objects that lie side by side, with the key and the line of what holds them."""

    key: str
    line: Line
    items: list[Item]
    unread: list[tuple[Line, str]]

    @property
    def has_texts(self) -> bool:
        """Whether one of the objects has a title or abstract, itself or in an object in it."""
        values = (v for item in self.items for v in (item.value, *item.value.values()))
        return any(isinstance(value, dict) and _has_texts(value) for value in values)

    @property
    def may_be_papers(self) -> bool:
        """Whether the objects have texts and are not named as something else."""
        return self.key.casefold() not in NO_PAPERS and self.has_texts


def find_objects(text: str) -> Objects:
    """The objects of a JSON or JSON Lines text; nothing at all where it is neither."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] not in ("{", "["):
        return Objects([], [])
    if _is_by_lines(text):
        return _by_lines(text)
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    walk, end, found = _Walk(text, 1, starts), len(text.rstrip()), Objects([], [])
    try:
        value = _DECODER.decode(text)
        _take_up(found, walk.groups(value, start, end))
    except RecursionError:
        return Objects([], [(walk.line(start), TOO_DEEP)])
    except ValueError as error:
        broken = getattr(error, "pos", len(text))
        if text[start] == text[broken : broken + 1] == "{":  # one object behind the other
            return _stream(walk, start)
        _take_up(found, _before_break(walk, broken))
        found.unread.append((walk.line(broken), f"broken JSON: {_reason(error)}"))
        return found
    if isinstance(value, dict) and not found.items:
        whole = walk.item(value, start, end)
        return Objects([whole], [], by_lines=whole.line_start == whole.line_end)
    return found


def _is_by_lines(text: str) -> bool:
    """Whether one of the first two lines with text is a whole object and not the only one."""
    lines = [line for line in LINE_END.split(text[: 1 << 22])[:50] if line.strip()]
    return len(lines) > 1 and any(isinstance(_decoded(line)[0], dict) for line in lines[:2])


def _by_lines(text: str) -> Objects:
    found = Objects([], [], by_lines=True)
    for number, line in enumerate(map(str.strip, split_lines(text)), start=1):
        value, why = _decoded(line)
        if isinstance(value, dict):
            _take_up(found, _Walk(line, number, [0]).elements(-1)[0])
        elif line:
            found.unread.append((Line(number, line, gap=False), why or NO_OBJECT))
    return found


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


def _take_up(found: Objects, groups: list[Group]) -> None:
    """Take the groups that hold papers, where none has titles the longest; tell the others."""
    filled = [group for group in groups if group.items]
    possible = [group for group in filled if group.has_texts] or filled
    longest = max(possible, key=lambda group: len(group.items), default=None)
    named = any(group.may_be_papers for group in possible)
    for group in possible:
        if group.may_be_papers if named else group is longest:
            found.items.extend(group.items)
            found.unread.extend(group.unread)
        else:
            why = f'the {len(group.items)} objects of "{group.key}" are not taken for papers'
            found.unread.append((group.line, why))


def _stream(walk: "_Walk", start: int) -> Objects:
    """Objects that stand one behind the other, as far as they are whole."""
    found = Objects([], [])
    groups, end = walk.elements(start - 1)
    _take_up(found, groups)
    if rest := walk.text[end:].strip(" ,\t\r\n"):
        line = walk.line(walk.text.index(rest, end))
        found.unread.append((line, _decoded(rest)[1] or NO_OBJECT))
    return found


def _before_break(walk: "_Walk", broken: int) -> list[Group]:
    """The groups of the lists of objects before a break, as far as they are whole."""
    groups: list[Group] = []
    end = failures = 0
    while failures <= DEPTH and (first := LIST.search(walk.text, end, broken)):
        found, end = walk.elements(first.end() - 1, first[1] or "")
        failures += not any(group.items for group in found)
        groups.extend(found)
    return groups


def _has_texts(value: dict[str, Any]) -> bool:
    return not TEXTS.isdisjoint(map(str.casefold, value))


def _rows(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects of a table that is written column by column, as pandas does it."""
    columns = list(value.values()) if _has_texts(value) else []
    if all(isinstance(cells, dict) for cells in columns):
        keys = dict.fromkeys(key for cells in columns for key in cells)
        return [{name: cells.get(key) for name, cells in value.items()} for key in keys]
    lengths = {len(cells) if isinstance(cells, list) else 0 for cells in columns}
    rows = zip(*columns, strict=True) if len(lengths) == 1 and min(lengths) > 1 else ()
    return [dict(zip(value, cells, strict=True)) for cells in rows]


def _is_table(value: dict[str, Any]) -> bool:
    """Whether an object has names of columns and lists of cells."""
    names, rows = value.get("columns"), value.get("data")
    named = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return named and isinstance(rows, list) and any(isinstance(row, list) for row in rows)


def _is_keyed(value: dict[str, Any]) -> bool:
    """Whether an object holds papers under their ids: most of what it holds has texts."""
    entries = list(value.values())
    if not all(isinstance(entry, dict) for entry in entries) or any(map(_rows, entries)):
        return False
    return 2 * sum(map(_has_texts, entries)) > len(entries)


def _holds_objects(value: Any, depth: int) -> bool:
    if isinstance(value, list) and depth < DEPTH:
        return any(isinstance(entry, dict) or _holds_objects(entry, depth + 1) for entry in value)
    return isinstance(value, dict)


class _Walk:
    """The values, with places, of JSON from line ``first`` of a file; ``starts`` of its lines."""

    def __init__(self, text: str, first: int, starts: list[int]):
        self.text, self._first, self._starts = text, first, starts

    def groups(self, value: Any, at: int, end: int, key: str = "", depth: int = 0) -> list[Group]:
        """What a value holds that may be papers; nothing where it is one itself."""
        if not isinstance(value, dict):
            return self.elements(at, key, depth)[0] if _holds_objects(value, depth) else []
        own = Group(key, self.line(at), [], [])
        if _has_texts(value):
            own.items.extend(self.item(row, at, end) for row in _rows(value))
        elif _is_table(value):
            self._table(value["columns"], at, own)
        elif _is_keyed(value):
            numbered = list(value) == [str(number) for number in range(len(value))]
            places = {name: place for name, _, *place in self._members(at)}
            for name, entry in value.items():
                has_id = numbered or "id" in map(str.casefold, entry)
                paper = entry if has_id else {"id": name} | entry
                own.items.append(self.item(paper, *places[name]))
        else:
            return self._inside(at, depth)
        return [own]

    def elements(self, at: int, key: str = "", depth: int = 0) -> tuple[list[Group], int]:
        """The groups of a list as far as it is whole, and where its last whole value ends."""
        own = Group(key, self.line(at), [], [])
        groups, end, others = [own], at + 1, dict[int, list[int]]()
        for value, first, end in self._values(at):
            if isinstance(value, dict):
                groups.extend(self.take(value, first, end, own, depth))
            elif isinstance(value, list) and _holds_objects(value, depth):
                groups.extend(self.elements(first, own.key, depth + 1)[0])
            else:
                others.setdefault(self._number(first), [first, 0])[1] += 1
        for first, count in others.values():
            times = f"{count:,} × " * (count > 1)
            own.unread.append((self.line(first), times + NO_OBJECT))
        return groups, end

    def take(self, value: dict[str, Any], at: int, end: int, own: Group, depth: int) -> list[Group]:
        """The groups in an object of a list; one that holds none goes to the list's own group."""
        if isinstance(value.get("row"), dict) and value.keys() <= ROW:
            value = value["row"]
        elif not _has_texts(value):
            inner = self._inside(at, depth)
            if any(group.may_be_papers for group in inner):
                return inner
        own.items.append(self.item(value, at, end))
        return []

    def _inside(self, at: int, depth: int) -> list[Group]:
        found: list[Group] = []
        for name, value, first, end in self._members(at) if depth < DEPTH else ():
            found.extend(self.groups(value, first, end, name, depth + 1))
        return found

    def _table(self, names: list[str], at: int, own: Group) -> None:
        """Take up the rows of a table with the names of its columns beside them."""
        places = {name: first for name, _, first, _ in self._members(at)}
        for row, first, end in self._values(places["data"]):
            if isinstance(row, list) and len(row) == len(names):
                own.items.append(self.item(dict(zip(names, row, strict=True)), first, end))
            else:
                own.unread.append((self.line(first), f"no row of {len(names)} cells"))

    def _members(self, start: int) -> Iterator[tuple[str, Any, int, int]]:
        """The keys of a whole object, the values behind them and where these begin and end."""
        at = self._gap(start + 1)
        while self.text[at] != "}":
            key, at = _DECODER.raw_decode(self.text, at)
            first = self._gap(at)
            value, end = _DECODER.raw_decode(self.text, first)
            yield key, value, first, end
            at = self._gap(end)

    def _values(self, start: int) -> Iterator[tuple[Any, int, int]]:
        """The values of a list with their places; ends where the list ends or breaks."""
        at = self._gap(start + 1)
        while at < len(self.text) and self.text[at] != "]":
            try:
                value, end = _DECODER.raw_decode(self.text, at)
            except (ValueError, RecursionError):
                return
            yield value, at, end
            at = self._gap(end)

    def _gap(self, at: int) -> int:
        return GAP.match(self.text, at).end()  # type: ignore[union-attr]

    def item(self, value: dict[str, Any], at: int, end: int) -> Item:
        """An object with the lines of its place."""
        return Item(value, self._number(at), self._number(end - 1))

    def line(self, at: int) -> Line:
        """The line of a place, cut to a readable length."""
        number = self._number(max(0, min(at, len(self.text) - 1)))
        start = self._starts[number - self._first]
        text = LINE_END.split(self.text[start : start + 400], maxsplit=1)[0]
        return Line(number, text.strip(), gap=False)

    def _number(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1 + self._first
