"""The lines of a text, numbered."""

import re
from typing import NamedTuple

SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\ufeff": "", "\u200b": ""})
LINE_END = re.compile(r"\r\n|\n|\r")


class Line(NamedTuple):
    """One non-blank line of a page: its number from 1, its text trimmed, a blank line above?"""

    number: int
    text: str
    gap: bool


def split_lines(text: str) -> list[str]:
    """All lines of a text, blank ones too; LF, CR LF and CR end a line, nothing else does."""
    lines = LINE_END.split(text)
    return lines[:-1] if lines and not lines[-1] else lines


def page_lines(text: str) -> list[Line]:
    """The non-blank lines of a page, trimmed, with no-break spaces made plain spaces."""
    return verbatim_lines(text if text.isascii() else text.translate(SPACES))


def verbatim_lines(text: str) -> list[Line]:
    """The non-blank lines of a text, trimmed and else as they are."""
    found: list[Line] = []
    last = 0
    for number, raw in enumerate(split_lines(text), start=1):
        if line := raw.strip():
            found.append(Line(number, line, gap=number != last + 1))
            last = number
    return found


def year_of(date: str | None) -> int | None:
    """The year printed in a date, or None where it has none."""
    found = re.search(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)", date or "")
    return int(found.group()) if found else None
