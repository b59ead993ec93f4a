"""What a reader is given (a file, decoded once) and what it gives back."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from topicmap.errors import BadPapers
from topicmap.readers.elements import Element, Tree, find_elements
from topicmap.readers.lines import Line, page_lines, split_lines
from topicmap.readers.objects import Objects, find_objects

SAMPLE = 20
MOST_OBJECTS = 2_000_000


@dataclass(frozen=True)
class Page:
    """A file as a reader sees it.

    Parameters
    ----------
    path
        Where the file is.
    data
        Its bytes.
    text
        Its text without a byte-order mark, None for a binary table.
    columns
        Field → the name of the column that holds it, as the user said.
    """

    path: Path
    data: bytes
    text: str | None
    columns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[Line]:
        """The non-blank lines."""
        return page_lines(self.text or "")

    @cached_property
    def line_count(self) -> int | None:
        """The number of lines, blank ones too; None for a binary table."""
        return None if self.text is None else len(split_lines(self.text))

    @cached_property
    def objects(self) -> Objects:
        """The objects of JSON or JSON Lines; none where the file is neither."""
        return find_objects(self.text or "")

    @cached_property
    def tree(self) -> Tree:
        """The elements of XML; none where the file is no XML."""
        begins = (self.text or "")[:1000].lstrip().startswith("<")
        return find_elements(self.text or "") if begins else Tree(None, [])

    def share_with(self, *keys: str) -> float:
        """The share of the first objects that have all of the keys, from 0 to 1."""
        first = [item.value for item in self.objects.items[:SAMPLE]]
        return sum(set(keys) <= set(value) for value in first) / max(len(first), 1)


class NoPaper(ValueError):
    """An object or element of a file that by its nature is no paper: a review, a journal."""


@dataclass
class Found:
    """What a reader found in a file.

    Parameters
    ----------
    records
        One mapping per paper, column → value.
    furniture
        The lines of a page that belong to no paper.
    warnings
        What was changed on the way, as sentences.
    unread
        Lines that should hold a paper and could not be understood, with the reason.
    columns
        The columns of a table, under the names that they have there.
    left_out
        The fields of records that are not kept, and in how many records each has a value.
    """

    records: list[dict[str, Any]]
    furniture: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unread: list[tuple[Line, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


class Fields(dict[str, Any]):
    """An object that knows which of its fields were asked for."""

    def __init__(self, value: Mapping[str, Any]):
        super().__init__(value)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a field, which counts as asked for."""
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def left_out(self) -> set[str]:
        """The fields with a value that were not asked for; inner ones behind a point."""
        found = set()
        for key, value in self.items():
            if key not in self.asked and value not in (None, "", [], {}):
                found.add(key)
            elif isinstance(value, Fields):
                found |= {f"{key}.{inner}" for inner in value.left_out()}
        return found


def read_objects(
    page: Page,
    record: Callable[[Fields], dict[str, Any]],
    inside: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> Found:
    """The papers of JSON, each made by ``record`` from its object or from what is ``inside`` it.

    An object that ``record`` stumbles over (it raises KeyError, TypeError, ValueError or
    AttributeError), or that is no paper (`NoPaper`), becomes a line that was not understood.
    """
    found = Found([], unread=list(page.objects.unread))
    if len(page.objects.items) > MOST_OBJECTS:
        raise BadPapers(
            f"{page.path.name} has {len(page.objects.items):,} objects; at most {MOST_OBJECTS:,} "
            "are read: give the part that you need."
        )
    for number, item in enumerate(page.objects.items, start=1):
        lines = {"line_start": item.line_start, "line_end": item.line_end}
        name = f"object {number} {str(item.value.get('id') or '')[:80]}".strip()
        source = Fields(inside(item.value) if inside else item.value)
        _read_one(found, source, record, lines, name)
    return found


def read_elements(page: Page, path: str, record: Callable[[Element], dict[str, Any]]) -> Found:
    """The papers of XML, each made by ``record`` from an element at a path below the outermost.

    See `read_objects` for elements that ``record`` stumbles over.
    """
    found = Found([], unread=list(page.tree.unread))
    for element in page.tree.root.all(path) if page.tree.root else []:
        lines = {"line_start": element.line_start, "line_end": element.line_end}
        if element.whole:
            _read_one(found, element, record, lines, f"element {element.name}")
    return found


def _read_one(
    found: Found,
    source: Fields | Element,
    record: Callable[..., Any],
    lines: dict[str, int],
    name: str,
) -> None:
    why = ""
    try:
        found.records.append(record(source) | lines)
        found.left_out.update(source.left_out())
    except ValueError as error:  # a `NoPaper` too
        why = str(error)[:120] or type(error).__name__
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        why = f"{type(error).__name__}: {str(error)[:80]}"
    if why:
        found.unread.append((Line(lines["line_start"], name, gap=False), why))
