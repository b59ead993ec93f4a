"""Lists of papers in Markdown, as topicmap writes them."""

import re
from collections.abc import Iterator
from typing import Any

from topicmap.readers.entry import lines_outside, record
from topicmap.readers.lines import Line, verbatim_lines, year_of
from topicmap.readers.page import Found, Page
from topicmap.readers.people import cut_list

NAME = "markdown"
SUFFIXES = (".md",)
TITLE = re.compile(r"- (\*{2,3})(.+)\1$")
META = re.compile(r"\*(.+)\*$")
LINK = re.compile(r"<(https?://[^\s<>]+)>$", re.IGNORECASE)
YEAR = re.compile(r"\d{4}\b")
DOI = "https://doi.org/"
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
DOT = " · "
SAMPLE = 60


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is such a list, by its first lines."""
    if not page.lines or not re.fullmatch(r"# \d+ papers?", page.lines[0].text):
        return 0.0
    titles = sum(TITLE.fullmatch(line.text) is not None for line in _lines(page)[:SAMPLE])
    return 0.95 if titles else 0.0


def read(page: Page) -> Found:
    """The papers of the list, with the lines that each stands on."""
    found = Found([])
    for lines in _items(_lines(page)):
        found.records.append(_record(lines))
    found.furniture = lines_outside(page, found)
    return found


def _lines(page: Page) -> list[Line]:
    """Its lines with what cannot be seen, which may be all that a title has."""
    return verbatim_lines(page.text or "")


def _items(lines: list[Line]) -> Iterator[list[Line]]:
    item: list[Line] = []
    for line in lines:
        if TITLE.fullmatch(line.text):
            if item:
                yield item
            item = [line]
        elif item:
            item.append(line)
    if item:
        yield item


def _record(lines: list[Line]) -> dict[str, Any]:
    stars, title = TITLE.fullmatch(lines[0].text).groups()  # type: ignore[union-attr]
    known: dict[str, Any] = {"title": _plain(title) if stars == "**" else None}
    for line in lines[1:]:
        if line.gap:
            known["abstract"] = f"{known.get('abstract', '')} {_plain(line.text)}".strip()
        elif meta := META.fullmatch(line.text):
            known |= _meta(_plain(meta[1]))
        elif link := LINK.fullmatch(line.text):
            known |= _address(link[1])
        else:
            known |= _authors(_plain(line.text))
    return record(known | {"line_start": lines[0].number, "line_end": lines[-1].number}, {})


def _meta(text: str) -> dict[str, Any]:
    venue, dot, date = f" {text} ".rpartition(DOT)
    if not dot:
        venue, date = ("", text) if YEAR.match(text) else (text, "")
    venue, date = venue.strip(), date.strip()
    only_year = re.fullmatch(r"\d{4}", date) is not None
    return {"venue": venue, "date": None if only_year else date, "year": year_of(date)}


def _address(address: str) -> dict[str, str]:
    if address.startswith(DOI):
        return {"doi": address.removeprefix(DOI)}
    return {"url": address}


def _authors(text: str) -> dict[str, Any]:
    names, cut = cut_list(f"{text} ".split("; ") if ";" in text else text.split(", "))
    return {"authors": names, "authors_truncated": cut}


def _plain(text: str) -> str:
    return ESCAPE.sub(r"\1", text)
