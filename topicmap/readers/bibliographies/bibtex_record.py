"""A BibTeX entry as a record: its fields under the names of the paper table."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from topicmap.bibtex_text import plain, plain_address
from topicmap.readers.bibliographies import bibtex_values as values
from topicmap.readers.dates import iso_date, month_number
from topicmap.readers.entry import joined, record
from topicmap.readers.identifiers import (
    arxiv_id,
    bare_doi,
    named_arxiv_id,
    web_address,
)
from topicmap.readers.lines import year_of

VENUES = ("journaltitle", "journal", "booktitle", "eventtitle", "venue")
INHERITED = ("booktitle", "year", "month", "date", "publisher", "editor", "series", "volume")
WORDS = ("abstract", "session", "comments")


class BibtexEntry(NamedTuple):
    """An entry as it is typed: its key and kind, its fields by lower-case name, its lines."""

    key: str
    kind: str
    fields: dict[str, str]
    line_start: int
    line_end: int


def bibtex_record(entry: BibtexEntry, parents: Mapping[str, BibtexEntry]) -> dict[str, Any]:
    """The record of an entry; what it lacks comes from the entry that its ``crossref`` names.

    A subtitle goes to the title; an entry without title gets the main title. The venue and the
    keywords have letters for the accents of TeX; title and abstract keep theirs.
    """
    fields = dict(entry.fields)
    named = fields.get("crossref", "").strip().casefold()
    if named and (parent := parents.get(named)):
        del fields["crossref"]
        above = {"booktitle": parent.fields.get("title", "")} | parent.fields
        fields = {name: above[name] for name in INHERITED if name in above} | fields
    known: dict[str, Any] = {"id": plain_address(fields.pop("id", "")) or entry.key}
    known["title"] = _title(fields, "") or _title(fields, "main")
    known |= {name: plain(fields.pop(name, "")) for name in WORDS}
    known["authors"], known["authors_truncated"] = values.author_list(fields.pop("author", ""))
    keywords = (values.keyword_list(fields.pop(name, "")) for name in ("keywords", "keyword"))
    known["keywords"] = joined(keywords)
    known["url"] = web_address(plain_address(fields.get("url", "").removeprefix("\\url")))
    known["doi"] = bare_doi(plain_address(fields.get("doi", "")))
    for name in ("url", "doi"):
        if known[name]:
            del fields[name]
    known |= _dates(fields)
    if venue := next((name for name in VENUES if plain(fields.get(name, ""))), None):
        known["venue"] = values.spelled_plain(fields.pop(venue))
    known["arxiv"] = _arxiv(fields) or named_arxiv_id(
        known.get("venue"), *map(fields.get, ("journal", "note", "howpublished"))
    )
    known["authors_truncated"] = known["authors_truncated"] or None
    further = {name: plain(text) for name, text in fields.items()}
    lines = {"line_start": entry.line_start, "line_end": entry.line_end}
    return record(known | {"type": entry.kind.casefold()}, further) | lines


def _title(fields: dict[str, str], kind: str) -> str:
    """A title with its subtitle, taken out of the fields."""
    title, subtitle = (plain(fields.pop(kind + name, "")) for name in ("title", "subtitle"))
    if not (title and subtitle) or title.casefold().endswith(subtitle.casefold()):
        return title or subtitle
    return f"{title}{' ' if title[-1] in '.:?!' else ': '}{subtitle}"


def _dates(fields: dict[str, str]) -> dict[str, Any]:
    """The date and the year, taken out of the fields; a month that is no part of them stays."""
    year, date = (plain(fields.pop(name, "")) or None for name in ("year", "date"))
    words = sorted(re.findall(r"[^\W\d_]+|\d+", fields.get("month", "")), key=str.isdigit)
    month = next(filter(month_number, words), None)
    rest = [word for word in words if word != month]
    day = fields.get("day") or next(filter(str.isdigit, rest), None)
    dated = date or iso_date(year, month, day)
    if month and re.match(r"\d{4}-\d", dated or "") and rest in ([], [day]):
        del fields["month"]
    if dated != date and dated != iso_date(year, month):
        fields.pop("day", None)
    return {"date": dated, "year": year_of(year)}


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
