"""Text of tagged lines ("AU  - Byron, Ada") as entries, each with its lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from topicmap.bibtex_text import SPACES
from topicmap.readers.lines import Line, split_lines
from topicmap.readers.page import Found, Page

END_OF_FILE = "EF"


@dataclass
class Entry:
    """The tagged values of an entry in order, and its first and last line."""

    line_start: int
    line_end: int
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @cached_property
    def values(self) -> list[tuple[str, str]]:
        """The tags and their values in the order of the file."""
        return [(tag, " ".join(filter(None, parts))) for tag, parts in self.parts]

    def all(self, *tags: str) -> list[str]:
        """The values of some tags that are not empty, in the order of the file."""
        return [value for _, value in self.tagged(*tags)]

    def tagged(self, *tags: str) -> list[tuple[str, str]]:
        """Some tags with the values that are not empty, in the order of the file."""
        self.asked.update(tags)
        return [(tag, value) for tag, value in self.values if tag in tags and value]

    def first(self, *tags: str) -> str | None:
        """The first value of the first of the tags that has one."""
        return next((value for tag in tags for value in self.all(tag)), None)

    def repeated(self, *tags: str) -> list[str]:
        """A warning for each different value of tags that should have one value together.

        The first value of the first tag that has one is the one that counts.
        """
        tag_of: dict[str, str] = {}
        for tag in tags:
            for text in self.all(tag):
                tag_of.setdefault(text, tag)
        return [
            f"line {self.line_start}: {tag} repeated in the entry is left out: {text[:80]}"
            for text, tag in list(tag_of.items())[1:]
        ]

    def left_out(self) -> set[str]:
        """The tags that were not asked for and have a value that none of the others has."""
        asked = {value for tag, value in self.values if tag in self.asked}
        return {tag for tag, value in self.values if value and value not in asked} - self.asked

    @property
    def lines(self) -> dict[str, int]:
        """The first and last line, as a record has them."""
        return {"line_start": self.line_start, "line_end": self.line_end}


def begins_entry(page: Page, tagged: re.Pattern[str], start: str, marks: frozenset[str]) -> bool:
    """Whether an entry begins near the top of a page, with one of the tags ``marks`` in it."""
    found = [tagged.match(line.text[:200]) for line in page.lines[:400]]
    tags = [match[1] if match else "" for match in found]
    return start in tags and bool(marks & set(tags[tags.index(start) :][:40]))


def split_entries(
    page: Page, found: Found, tagged: re.Pattern[str], start: str, end: str = "", lists: str = ""
) -> Iterator[Entry]:
    """The entries of a page, from a line with the tag ``start`` to one with the tag ``end``.

    What the reader did not ask an entry for before it takes the next is noted as left out.

    A line without tag goes on with the value before it; behind one of the tags ``lists`` it is a
    value of its own. Tagged lines outside entries are told as unread, once for each place.
    """
    entry: Entry | None = None
    outside = False
    for number, raw in enumerate(split_lines(page.text or ""), start=1):
        match = tagged.match(raw)
        tag, text = (match[1], match[2]) if match else ("", raw)
        text = SPACES.sub(" ", text).strip()
        if not tag and not text:
            continue
        if tag == start:
            if entry:
                yield entry
                found.left_out.update(entry.left_out())
            entry, outside = Entry(number, number, [(tag, [text])]), False
            entry.asked.add(start)
        elif entry is None:
            if tag and tag != END_OF_FILE and not outside:
                why = f"fields outside an entry, which begins with {start}"
                found.unread.append((Line(number, raw.strip()[:400], gap=False), why))
            outside = outside or bool(tag)
        else:
            entry.line_end = number
            if tag and tag == end:
                yield entry
                found.left_out.update(entry.left_out())
                entry = None
            else:
                _add(entry, tag, text, lists)
    if entry:
        yield entry
        found.left_out.update(entry.left_out())


def _add(entry: Entry, tag: str, text: str, lists: str) -> None:
    last, parts = entry.parts[-1]
    if tag or last in lists.split():
        entry.parts.append((tag or last, [text]))
    else:
        parts.append(text)
