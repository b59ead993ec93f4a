"""RIS, for reference managers.

Reading the file again gives the same id, title, authors, abstract, date, year, venue, URL, DOI,
keywords, arXiv id, and volume, number, article number, pages, publisher, address, edition,
language, ISSN, editor and note. Not held:

- where a paper was read from, its session, and further columns;
- comments, which come back as note;
- line breaks and runs of white space, which become one space;
- that a paper has a year and no date, or a date and no year: the one comes back as the other too;
- a date that is a month, perhaps with a day, beside a year, which becomes YYYY-MM or YYYY-MM-DD;
- that a paper has no type, which becomes JOUR or GEN, and types other than those of RIS, which
  become the nearest of these;
- names that end in "et al.", which come back as a list that is cut;
- DOIs and URLs that are none, which come back as ``doi_`` and ``url_``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from topicmap.bibtex_text import SPACES
from topicmap.papers import is_missing, text_or_none
from topicmap.writers.reference_types import ris_type

NAME = "ris"
SUFFIXES = (".ris",)
TAGS = {
    "volume": "VL",
    "article-number": "C7",
    "number": "IS",
    "publisher": "PB",
    "address": "CY",
    "edition": "ET",
    "language": "LA",
    "issn": "SN",
    "note": "N1",
    "comments": "N1",
}
DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
PAGES = re.compile(r"([^-]+)-([^-]+)")


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a RIS file in UTF-8."""
    entries = []
    for name, row in zip(papers.index, papers.to_dict("records"), strict=True):
        values = [("ID", str(name)), *_values(row)]
        lines = [f"{tag}  - {SPACES.sub(' ', text).strip()}" for tag, text in values if text]
        entries.append("\r\n".join([f"TY  - {_type(row)}", *lines, "ER  - ", "\r\n"]))
    return "".join(entries).encode("utf-8", "replace")


def _type(row: Mapping[Any, Any]) -> str:
    return ris_type(text_or_none(row.get("type")) or "", bool(text_or_none(row.get("venue"))))


def _values(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    texts = {str(name): text_or_none(value) or "" for name, value in row.items()}
    for name in [] if is_missing(row.get("authors")) else row["authors"]:
        yield "AU", str(name).replace(",", ",,", 1)
    yield "AU", "et al." if row.get("authors_truncated") else ""
    for name in texts.get("editor", "").split("; "):
        yield "A2", name.replace(",", ",,", 1)
    yield "TI", texts.get("title", "")
    yield "T2" if _type(row) in ("CPAPER", "CONF", "CHAP") else "JO", texts.get("venue", "")
    yield "PY", texts.get("year", "")
    yield "DA", _date(texts.get("date", ""), texts.get("year", ""))
    yield "DO", texts.get("doi") or texts.get("doi_", "")
    yield "UR", texts.get("url") or texts.get("url_", "")
    yield "AN", f"arXiv:{texts['arxiv']}" if texts.get("arxiv") else ""
    yield from (("KW", keyword) for keyword in _keywords(texts.get("keywords", "")))
    pages = PAGES.fullmatch(texts.get("pages", ""))
    yield from zip(
        ("SP", "EP"), pages.groups() if pages else [texts.get("pages", "")], strict=False
    )
    yield from ((tag, texts.get(name, "")) for name, tag in TAGS.items())
    yield "AB", texts.get("abstract", "")


def _date(date: str, year: str) -> str:
    """A date as RIS wants it, 2020/03/05/; nothing where the year says it all."""
    found = DATE.fullmatch(date)
    if found:
        return f"{found[1]}/{found[2]}/{found[3] or ''}/"
    return "" if date == year else date


def _keywords(text: str) -> list[str]:
    parts = text.split("; ")
    whole = len(set(parts)) == len(parts) and all(part.strip() == part != "" for part in parts)
    return parts if whole else [text]
