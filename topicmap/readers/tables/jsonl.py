"""JSON Lines: one paper a line, an object with the usual names."""

from topicmap.readers.page import Found, Page
from topicmap.readers.tables.json_list import read_table, sureness

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is JSON Lines of papers."""
    if page.objects.by_lines:
        return sureness(page)
    return 0.4 if page.path.suffix.lower() in SUFFIXES else 0.0


def read(page: Page) -> Found:
    """The papers of a JSON Lines file; lines that are no object are reported, not dropped.

    Raises
    ------
    BadPapers
        No line is an object.
    UnknownFormat
        No object has a title or an abstract.
    """
    return read_table(page)
