"""Indexes of proceedings as sites with lists of papers keep them: `author` parted by semicolons."""

from typing import Any

from topicmap.errors import UnknownFormat
from topicmap.papers import COLUMNS, TAKEN
from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi, web_address
from topicmap.readers.page import Fields, Found, Page, read_objects
from topicmap.readers.people import turned_name
from topicmap.readers.services.fields import (
    first_text,
    known,
    people,
    text,
    texts,
    year,
)
from topicmap.readers.services.signature import SURE, sureness
from topicmap.readers.tables.authors import split_authors
from topicmap.readers.tables.columns import MOST_COLUMNS

NAME = "proceedings-index"
SUFFIXES = (".json", ".jsonl", ".ndjson")
TYPICAL = {
    "track", "status", "aff", "aff_domain", "site", "tldr", "pdf", "author_site", "authorids",
    "primary_area", "openreview", "gs_citation", "conf",
}  # fmt: skip
OTHERS = {
    "authors", "authorships", "authors_parsed", "paperId", "externalIds", "content", "DOI",
    "container-title", "ENTRYTYPE",
}  # fmt: skip
VENUES = ("venue", "conf", "conference", "booktitle")
ADDRESSES = ("url", "site", "openreview", "oa", "pdf")
FIELDS = ("title", "author", "abstract", "keywords", "doi", "date", "session", "comments", "id")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is an index of proceedings, by its authors."""
    if page.columns:
        return 0.0
    share = sureness(page, _is_one)
    return share if share < SURE or sureness(page, _is_typical) else 0.5


def read(page: Page) -> Found:
    """The papers of the index; its further columns with texts and numbers keep their names.

    Raises
    ------
    UnknownFormat
        There are too many columns.
    """
    found = read_objects(page, _record)
    names = {name for record in found.records for name in record}
    if len(names) > MOST_COLUMNS:
        raise UnknownFormat(
            f"{page.path.name} has {len(names):,} columns; an index of papers has at most "
            f"{MOST_COLUMNS:,}: leave out those that are not needed."
        )
    return found


def _is_one(value: dict[str, Any]) -> bool:
    texts_only = isinstance(value.get("title"), str) and isinstance(value.get("author"), str)
    return texts_only and not OTHERS & value.keys()


def _is_typical(value: dict[str, Any]) -> bool:
    return ";" in (text(value.get("author")) or "") or len(TYPICAL & value.keys()) > 1


def _record(value: Fields) -> dict[str, Any]:
    venue = next((key for key in VENUES if text(value.get(key))), "venue")
    address = next((key for key in ADDRESSES if web_address(text(value.get(key)))), "url")
    date = text(value.get("date"))
    doi = bare_doi(text(value.get("doi")))
    used = {*FIELDS, venue, address, "year", "arxiv"}
    record = {
        "id": text(value.get("id")),
        "title": text(value.get("title")),
        **people(_authors(value.get("author"))),
        "abstract": text(value.get("abstract")),
        "date": date,
        "year": year(value.get("year"), date, value.get(venue)),
        "venue": text(value.get(venue)),
        "session": text(value.get("session")),
        "comments": text(value.get("comments")),
        "url": web_address(text(value.get(address))),
        "doi": doi,
        "keywords": _parted(value.get("keywords")),
        "arxiv": arxiv_id_in(value.get("arxiv"), doi),
    }
    return known(_further(value, used) | record)


def _authors(value: Any) -> list[str]:
    return [turned_name(name) for entry in texts(value) for name in split_authors(entry)]


def _parted(value: Any) -> str | None:
    return joined(word.strip() for entry in texts(value) for word in entry.split(";"))


def _further(value: Fields, used: set[str]) -> dict[str, Any]:
    """The simple values of other columns; a name that the map uses itself gets "_" behind it."""
    found: dict[str, Any] = {}
    for key, entry in value.items():
        simple = " ".join(entry.split()) if isinstance(entry, str) else entry
        if key in used or not isinstance(simple, (str, bool, int, float)):
            continue
        if not str(simple).strip("; "):
            continue
        name = first_text(key)
        while name and (name in found or name.casefold() in (*TAKEN, *COLUMNS, "id", "arxiv")):
            name += "_"
        if name:
            found[name] = simple
            value.asked.add(key)
    return found
