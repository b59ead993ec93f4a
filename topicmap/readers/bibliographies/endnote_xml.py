"""EndNote's XML, which Zotero, Mendeley and others export too."""

import re
from typing import Any

from topicmap.readers.dates import iso_date, worded_date
from topicmap.readers.elements import Element
from topicmap.readers.entry import joined, record
from topicmap.readers.identifiers import bare_doi, named_arxiv_id, web_address
from topicmap.readers.lines import year_of
from topicmap.readers.page import Found, Page, read_elements
from topicmap.readers.people import cut_list, turned_name

NAME = "endnote-xml"
SUFFIXES = (".xml",)
MARK = re.compile(r"<xml>\s*<records\b[^>]*>\s*(?:<record>|</records>)")
VENUES = (
    "periodical/full-title",
    "titles/secondary-title",
    "alt-periodical/full-title",
    "periodical/abbr-1",
)
FURTHER = {
    "volume": "volume",
    "number": "number",
    "pages": "pages",
    "publisher": "publisher",
    "address": "pub-location",
    "edition": "edition",
    "isbn": "isbn",
    "language": "language",
    "note": "notes",
}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is EndNote's XML, by its first elements."""
    return 0.97 if MARK.search((page.text or "")[:4000]) else 0.0


def read(page: Page) -> Found:
    """The papers of an EndNote file."""
    return read_elements(page, "records/record", _record)


def _record(element: Element) -> dict[str, Any]:
    people = element.all("contributors/authors/author")
    authors, cut = cut_list(person.text for person in people)
    year = element.words("dates/year")
    kind = element.first("ref-type")
    known: dict[str, Any] = {
        "id": element.words("rec-number"),
        "title": element.words("titles/title"),
        "authors": [turned_name(name) for name in authors],
        "authors_truncated": cut or None,
        "abstract": element.words("abstract"),
        "date": _date(year, element.words("dates/pub-dates/date")),
        "year": year_of(year),
        "venue": next(filter(None, map(element.words, VENUES)), None),
        "url": web_address(*(url.text for url in _urls(element))),
        "doi": bare_doi(element.words("electronic-resource-num")),
        "keywords": joined(keyword.text for keyword in element.all("keywords/keyword")),
        "arxiv": named_arxiv_id(
            *map(element.words, ("accession-num", "notes", "electronic-resource-num"))
        ),
        "type": kind.attributes.get("name") if kind else None,
    }
    further = {name: element.words(path) for name, path in FURTHER.items()}
    editors = element.all("contributors/secondary-authors/author")
    return record(known, further | {"editor": joined(turned_name(e.text) for e in editors)})


def _urls(element: Element) -> list[Element]:
    return element.all("urls/related-urls/url") + element.all("urls/web-urls/url")


def _date(year: str | None, day: str | None) -> str | None:
    """The year with the month and day that stand apart, as ISO; else the date as it is."""
    if day and year_of(day):
        return worded_date(day)
    parts = (day or "").replace(",", " ").split()
    month = next((part for part in parts if part.isalpha()), None)
    number = next((part for part in parts if part.isdigit()), None)
    return iso_date(year, month, number)
