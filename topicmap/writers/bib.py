"""BibTeX, for LaTeX and reference managers.

Braces are balanced for every program: TeX in a text stays as it is wherever that can be, other
special characters are coded (``{\\%}``, ``{\\textbraceleft}``), see `topicmap.bibtex_text`. Reading
the file again gives the same id, title, authors, abstract, date, year, venue, session, comments,
URL, DOI, keywords, arXiv id and further texts. Not held:

- where a paper was read from;
- line breaks and runs of white space, which become one space;
- that a paper has a year and no date, or a date and no year: the one comes back as the other too;
- that a paper has no type, which becomes article or misc, and types other than BibTeX's own, which
  become the nearest of these;
- numbers and truth values of further columns, which become text;
- DOIs and URLs that are none, which come back as ``doi_`` and ``url_``;
- columns called otherwise than a lower-case word, journaltitle, the eprint of a paper that has an
  arXiv id, and what reference managers note for themselves (file, groups, owner, …);
- further columns that have a meaning in BibTeX or in a map: subtitle comes back in the title,
  keyword in the keywords, month and day in the date, booktitle and eventtitle as the venue of a
  paper without one, crossref as fields of the paper with that id; topic, label, x, … get "_".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from topicmap.bibtex_text import SPACES, SPECIAL, literal, plain, typed, typed_address, typed_title
from topicmap.latex import spelled
from topicmap.papers import COLUMNS, is_missing, text_or_none
from topicmap.writers.reference_types import bibtex_type

NAME = "bib"
SUFFIXES = (".bib",)
IN_BOOKS = ("inproceedings", "conference", "incollection", "inbook")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
NOT_IN_KEY = re.compile(r"[^A-Za-z0-9:./+_-]+")
FIELD = re.compile(r"[a-z][a-z0-9_:+-]*")
IN_BRACES = re.compile(r"[,;=]|\b(?:and|others|et\.? al|\d+ more)\b", re.IGNORECASE)
GROUP = re.compile(r"(?:Collaboration|Consortium|Team|Group|Committee|Initiative)$")
OTHERWISE = frozenset((*COLUMNS, "id", "arxiv", "type", "author", "month", "journaltitle"))
EPRINT = ("eprint", "eprinttype", "archiveprefix")


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a BibTeX file in UTF-8."""
    keys = _keys([str(name) for name in papers.index])
    entries = []
    for name, key, row in zip(papers.index, keys, papers.to_dict("records"), strict=True):
        fields = {field: value for field, value in _fields(row) if value}
        if key != name:
            fields["id"] = literal(str(name))
        lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
        entries.append(f"@{_type(row)}{{{key},\n{lines}}}\n")
    return "\n".join(entries).encode("utf-8", "replace")


def _keys(names: list[str]) -> list[str]:
    """Citation keys of ids: valid for every program, different without regard to case."""
    keys: dict[str, str] = {}
    for name in names:
        base = key = NOT_IN_KEY.sub("-", name).strip("-") or "paper"
        number = 1
        while key.casefold() in keys:
            number += 1
            key = f"{base}-{number}"
        keys[key.casefold()] = key
    return list(keys.values())


def _type(row: Mapping[Any, Any]) -> str:
    return bibtex_type(text_or_none(row.get("type")) or "", bool(text_or_none(row.get("venue"))))


def _fields(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a paper in the usual order, as they are typed."""
    texts = {str(name): text_or_none(value) or "" for name, value in row.items()}
    authors = [] if is_missing(row.get("authors")) else [*map(_author, row["authors"])]
    yield "author", " and ".join([*authors, *["others"] * bool(row.get("authors_truncated"))])
    yield "title", typed_title(texts.get("title", ""))
    yield _venue_field(_type(row), texts), _spelled(texts.get("venue", ""))
    yield from _dates(*(texts.get(name, "") for name in ("date", "year", "month")))
    yield "doi", typed_address(texts.get("doi", ""))
    yield "url", typed_address(texts.get("url", ""))
    yield "keywords", _keywords(texts.get("keywords", ""))
    for name, text in texts.items():
        if FIELD.fullmatch(name) and name not in OTHERWISE:
            yield name, typed(text)
    if arxiv := texts.get("arxiv"):
        yield from zip(EPRINT, (typed_address(arxiv), "", "arXiv"), strict=True)
    for name in ("session", "comments", "abstract"):
        yield name, typed(texts.get(name, ""))


def _venue_field(kind: str, texts: Mapping[str, str]) -> str:
    """The name of the field for the venue, such that no further text takes its place."""
    if texts.get("journal"):
        return "journaltitle"
    return "booktitle" if kind in IN_BOOKS and not texts.get("booktitle") else "journal"


def _spelled(text: str) -> str:
    """A text for a field whose accents are read as letters: one that has such TeX is coded."""
    coded = typed(text)
    return coded if plain(spelled(coded)) == SPACES.sub(" ", text).strip() else literal(text)


def _author(name: Any) -> str:
    """A name; in braces where it would else be taken apart."""
    text = str(name).strip()
    if SPECIAL.search(text) or IN_BRACES.search(text) or GROUP.search(text):
        return f"{{{literal(text)}}}"
    return text


def _dates(date: str, year: str, month: str) -> Iterator[tuple[str, str]]:
    yield "year", year
    found = DATE.fullmatch(date)
    if month or not found or found[1] != (year or found[1]):
        yield "date", typed(date)
        yield "month", typed(month)
        return
    if not year:
        yield "year", found[1]
    if found[2]:
        yield "month", MONTHS[int(found[2]) - 1]
    if found[3]:
        yield "day", found[3]


def _keywords(text: str) -> str:
    """Keywords parted by semicolons; in braces where they would else be taken apart otherwise."""
    parts = text.split("; ")
    plain = len(set(parts)) == len(parts) and all(part.strip() == part != "" for part in parts)
    if not plain:
        return f"{{{literal(text)}}}" if text else ""
    return "; ".join(f"{{{literal(p)}}}" if re.search("[;,]", p) else _spelled(p) for p in parts)
