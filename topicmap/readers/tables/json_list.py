"""JSON: a list of objects with the usual names, alone or inside another object."""

from topicmap.errors import BadPapers
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.cells import table_record
from topicmap.readers.tables.columns import column_names, has_text

NAME = "json"
SUFFIXES = (".json",)


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is a JSON list of papers."""
    if page.objects.items and not page.objects.by_lines:
        return sureness(page)
    return 0.4 if page.path.suffix.lower() in SUFFIXES else 0.0


def sureness(page: Page) -> float:
    """0.7 where the first objects have titles or abstracts, else 0.4."""
    names = {key for item in page.objects.items[:20] for key in item.value}
    return 0.7 if has_text(names, page.columns) else 0.4


def read(page: Page) -> Found:
    """The papers of a JSON file; see `read_table`."""
    return read_table(page)


def read_table(page: Page) -> Found:
    """The papers of the objects of a page, by the names of their columns.

    Raises
    ------
    BadPapers
        There is no object.
    UnknownFormat
        No object has a title or an abstract.
    """
    items, unread = page.objects.items, page.objects.unread
    if not items:
        start = page.lines[0].text[:60] if page.lines else ""
        why = f"; {unread[0][1]} in line {unread[0][0].number}" if unread else ""
        raise BadPapers(
            f"{page.path.name} has no JSON object that stands for a paper, it begins {start!r}"
            f"{why}; write a list of objects, or one object a line."
        )
    keys = list(dict.fromkeys(key for item in items for key in item.value))
    names, warnings = column_names(keys, page.path.name, page.columns)
    found = Found([], warnings=warnings, unread=list(unread), columns=keys)
    for item in items:
        record = table_record(names, (item.value.get(key) for key in keys))
        record.setdefault("line_start", item.line_start)
        record.setdefault("line_end", item.line_end)
        found.records.append(record)
    return found
