"""BibTeX and BibLaTeX."""

import logging
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import Block, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from topicmap.bibtex_text import plain, plain_address
from topicmap.readers.bibliographies import bibtex_values as values
from topicmap.readers.bibliographies.dates import iso_date, month_number
from topicmap.readers.bibliographies.entry import lines_outside, record
from topicmap.readers.bibliographies.identifiers import (
    arxiv_id,
    bare_doi,
    named_arxiv_id,
    web_address,
)
from topicmap.readers.lines import LINE_END, Line, year_of
from topicmap.readers.page import Found, Page

NAME = "bibtex"
SUFFIXES = (".bib", ".bibtex")
START = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()=]*\s*,\s*[\w:+-]+\s*=", re.MULTILINE)
BIB_LINE = re.compile(r'@\w+\s*[{(].*|[\w:+-]+\s*=\s*["{\w].*|[)}],?')
VENUES = ("journaltitle", "journal", "booktitle", "eventtitle", "venue")
INHERITED = ("booktitle", "year", "month", "date", "publisher", "editor", "series", "volume")
WORDS = ("title", "abstract", "session", "comments")
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is BibTeX: entries with fields fill it."""
    text = LINE_END.sub("\n", (page.text or "")[: 1 << 20])
    if not ENTRY.search(text):
        return 0.0
    first = page.lines[:400]
    share = sum(BIB_LINE.fullmatch(line.text) is not None for line in first) / max(len(first), 1)
    return 0.97 if text.lstrip()[:1] in ("@", "%") or share > 0.3 else 0.15


def read(page: Page) -> Found:
    """The papers of a BibTeX file; entries that are not whole are told as unread."""
    found = Found([])
    macros: dict[str, str] = {}
    entries: dict[str, dict[str, str]] = {}
    for line, block in _blocks(LINE_END.sub("\n", page.text or "")):
        entry = getattr(block, "ignore_error_block", None) or block
        if isinstance(entry, String):
            macros[entry.key.casefold()] = values.value(entry.value, macros)
        elif isinstance(entry, Entry):
            fields = _fields(entry, macros)
            entries.setdefault(entry.key.casefold(), fields)
            last = line + entry.raw.rstrip().count("\n")
            lines = {"line_start": line, "line_end": last}
            found.records.append(lines | {"": fields, "key": entry.key, "kind": entry.entry_type})
        elif isinstance(entry, ParsingFailedBlock):
            first = entry.raw.strip().partition("\n")[0][:400]
            reason = getattr(entry.error, "abort_reason", None) or str(entry.error)
            found.unread.append((Line(line, first, gap=False), f"broken entry: {reason[:120]}"))
    found.records[:] = [_record(entry, entries) for entry in found.records]
    found.furniture = lines_outside(page, found)
    return found


def _blocks(text: str) -> Iterator[tuple[int, Block]]:
    """The blocks of a text with their first lines, each taken apart alone."""
    starts = [found.start() for found in START.finditer(text)]
    line = 1 + text.count("\n", 0, starts[0] if starts else 0)
    for start, end in pairwise([*starts, len(text)]):
        chunk = text[start:end]
        try:
            for block in Splitter(chunk).split().blocks:
                yield line + (block.start_line or 0), block
        except ParserStateException as error:
            yield line, ParsingFailedBlock(error=error, start_line=0, raw=chunk)
        line += chunk.count("\n")


def _fields(entry: Entry, macros: dict[str, str]) -> dict[str, str]:
    """The values of an entry by the lower-case names of its fields; the first of a name counts."""
    found: dict[str, str] = {}
    for field in entry.fields:
        found.setdefault(field.key.casefold(), values.value(str(field.value), macros))
    return found


def _record(found: dict[str, Any], entries: dict[str, dict[str, str]]) -> dict[str, Any]:
    fields = dict(found[""])
    if parent := entries.get(fields.pop("crossref", "").strip().casefold()):
        parent = {"booktitle": parent.get("title", "")} | parent
        fields = {name: parent[name] for name in INHERITED if name in parent} | fields
    known: dict[str, Any] = {"id": plain_address(fields.pop("id", "")) or found["key"]}
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
    lines = {name: found[name] for name in ("line_start", "line_end")}
    return record(known | {"type": found["kind"].casefold()}, further) | lines


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
