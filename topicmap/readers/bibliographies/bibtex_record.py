"""A BibTeX entry as a record: its fields under the names of the paper table."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from topicmap.bibtex_text import plain, plain_address
from topicmap.readers.bibliographies import bibtex_values as values
from topicmap.readers.dates import iso_date, month_number
from topicmap.readers.entry import record
from topicmap.readers.identifiers import (
    arxiv_id,
    bare_doi,
    named_arxiv_id,
    web_address,
)
from topicmap.readers.lines import year_of

VENUES = ("journaltitle", "journal", "booktitle", "eventtitle", "venue")
INHERITED = ("booktitle", "year", "month", "date", "publisher", "editor", "series", "volume")
WORDS = ("title", "abstract", "session", "comments")


class BibtexEntry(NamedTuple):
    """An entry as it is typed: its key and kind, its fields by lower-case name, its lines."""

    key: str
    kind: str
    fields: dict[str, str]
    line_start: int
    line_end: int


def bibtex_record(entry: BibtexEntry, parents: Mapping[str, BibtexEntry]) -> dict[str, Any]:
    """The record of an entry; what it lacks comes from the entry that its ``crossref`` names."""
    fields = dict(entry.fields)
    if parent := parents.get(fields.pop("crossref", "").strip().casefold()):
        above = {"booktitle": parent.fields.get("title", "")} | parent.fields
        fields = {name: above[name] for name in INHERITED if name in above} | fields
    known: dict[str, Any] = {"id": plain_address(fields.pop("id", "")) or entry.key}
    known |= {name: plain(fields.pop(name, "")) for name in WORDS}
    known["authors"], known["authors_truncated"] = values.author_list(fields.pop("author", ""))
    known["keywords"] = values.keyword_list(fields.pop("keywords", fields.pop("keyword", "")))
    known["url"] = web_address(plain_address(fields.pop("url", "").removeprefix("\\url")))
    known["doi"] = bare_doi(plain_address(fields.pop("doi", "")))
    known |= _dates(fields)
    if venue := next((name for name in VENUES if plain(fields.get(name, ""))), None):
        known["venue"] = plain(fields.pop(venue))
    known["arxiv"] = _arxiv(fields) or named_arxiv_id(
        known.get("venue"), *map(fields.get, ("journal", "note", "howpublished"))
    )
    known["authors_truncated"] = known["authors_truncated"] or None
    further = {name: plain(text) for name, text in fields.items()}
    lines = {"line_start": entry.line_start, "line_end": entry.line_end}
    return record(known | {"type": entry.kind.casefold()}, further) | lines


def _dates(fields: dict[str, str]) -> dict[str, Any]:
    """The date and the year, taken out of the fields; a month that is none stays."""
    year, date = (plain(fields.pop(name, "")) or None for name in ("year", "date"))
    words = re.findall(r"[^\W\d_]+|\d+", fields.get("month", ""))
    month = next(filter(month_number, sorted(words, key=str.isdigit)), None)
    if month:
        del fields["month"]
    day = fields.pop("day", None) if month and not date else None
    return {"date": date or iso_date(year, month, day), "year": year_of(year)}


def _arxiv(fields: dict[str, str]) -> str | None:
    """The arXiv id of an entry, taken out of its fields."""
    kinds = [name for name in ("archiveprefix", "eprinttype") if name in fields]
    text = plain_address(fields.get("eprint", ""))
    named = any(fields[name].strip(" {}").casefold() == "arxiv" for name in kinds)
    if not text or not (named or (arxiv_id(text) and not kinds)):
        return None
    for name in ("eprint", *kinds):
        del fields[name]
    return arxiv_id(text) or text
