"""RIS, the tagged format of reference managers and publishers."""

import re
from typing import Any

import rispy

from topicmap.readers.bibliographies.tagged import Entry, begins_entry, split_entries
from topicmap.readers.dates import iso_date
from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import bare_doi, named_arxiv_id, web_address
from topicmap.readers.lines import Line, year_of
from topicmap.readers.page import Found, Page
from topicmap.readers.people import cut_list, turned_name

NAME = "ris"
SUFFIXES = (".ris",)
TAGGED = re.compile(r"\s*([A-Z][A-Z0-9]) {1,2}-(?:\s+|$)(.*)", re.DOTALL)
MARKS = frozenset("TI T1 AU A1 PY Y1 ER".split())
NAMES = {**rispy.config.TAG_KEY_MAPPING, "BT": "book_title", "ED": "editors", "CT": "own_title"}
DATE = re.compile(r"(\d{4})(?:/(\d{0,2})(?:/(\d{0,2})/?)?)?/?")
VENUES = ("alternate_title3", "journal_name", "secondary_title", "alternate_title2",
          "alternate_title1", "book_title", "tertiary_title")  # fmt: skip
FURTHER = {
    "volume": "volume",
    "number": "number",
    "publisher": "publisher",
    "issn": "issn",
    "place_published": "address",
    "edition": "edition",
    "language": "language",
}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is RIS: a line "TY  - " begins an entry."""
    return 0.97 if begins_entry(page, TAGGED, "TY", MARKS) else 0.0


def read(page: Page) -> Found:
    """The papers of a RIS file; an entry without its last line is read as far as it goes."""
    found = Found([])
    for entry in split_entries(page, found, TAGGED, "TY", "ER", lists="KW AU A1"):
        try:
            found.records.append(_record(_values(entry)) | entry.lines)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            line = Line(entry.line_start, f"TY  - {entry.values[0][1]}", gap=False)
            found.unread.append((line, f"not understood ({type(error).__name__})"))
    found.furniture = lines_outside(page, found)
    return found


def _values(entry: Entry) -> dict[str, Any]:
    """The values of an entry as lists by their names in rispy."""
    text = "".join(f"{tag}  - {value}\n" for tag, value in entry.values if value)
    parsed = rispy.loads(
        f"{text}ER  - \n", mapping=NAMES, list_tags=list(NAMES), delimiter_tags_mapping={}
    )
    return parsed[0] if parsed else {}


def _record(values: dict[str, Any]) -> dict[str, Any]:
    def first(*names: str) -> str | None:
        return next((text for name in names for text in values.get(name, []) if text), None)

    authors, cut = cut_list(values.get("authors", []) or values.get("first_authors", []))
    notes = values.get("notes", [])
    known: dict[str, Any] = {
        "id": first("id", "accession_number"),
        "title": first("title", "primary_title", "own_title", "book_title"),
        "authors": [turned_name(name) for name in authors],
        "authors_truncated": cut or None,
        "abstract": first("abstract", "notes_abstract"),
        "date": _date(first("date")) or _date(first("publication_year", "year")),
        "year": year_of(first("year", "publication_year", "date")),
        "venue": first(*VENUES),
        "url": web_address(*values.get("urls", [])),
        "doi": bare_doi(first("doi")),
        "keywords": joined(values.get("keywords", [])),
        "arxiv": named_arxiv_id(
            *(first(name) for name in ("accession_number", "type_of_work", "journal_name")), *notes
        ),
        "type": values.get("type_of_reference"),
    }
    further = {ours: first(theirs) for theirs, ours in FURTHER.items()}
    editors = values.get("editors", []) or values.get("secondary_authors", [])
    further["editor"] = joined(map(turned_name, editors))
    further["pages"] = "-".join(filter(None, map(first, ("start_page", "end_page")))) or None
    return record(known, further | {"note": joined(notes)})


def _date(text: str | None) -> str | None:
    """A date written as 2020/03/05/ as ISO; one of another kind as it is."""
    found = DATE.fullmatch((text or "").strip())
    return iso_date(*found.groups()) if found else text
