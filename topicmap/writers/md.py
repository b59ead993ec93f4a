"""Markdown, a list of the papers for reading; nothing in a text becomes markup.

::

    - **Title**
      Authors, parted by commas
      *Venue · Year*
      <https://address>

      Abstract.

The first words of an abstract stand in for a title that is unknown, in bold italics. Reading the
file again gives the same title, authors, abstract, date, year and venue. Not held:

- the id, session, comments, keywords, arXiv id, type and further columns, and where a paper was
  read from; the new id is made of the title;
- the DOI of a paper that has a URL, DOIs and URLs that are no web address, and that the address of
  a DOI was a URL, which comes back as the DOI;
- the year of a paper that has a date, where it is another than that of the date, and a date that
  is a year alone, which comes back as the year;
- that a list of authors is cut where no author is known;
- line breaks and runs of white space, which become one space;
- names with a semicolon, which come back as two, and a dot (·) around a venue.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from topicmap.papers import is_missing, shown_title, text_or_none

NAME = "md"
SUFFIXES = (".md",)
SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>|~$^@]"
    r"|&(?=#?\w+;)|:(?=//|[\w+-]+:)|#(?=\w)|\.(?<=\bwww\.)|=(?==)|\+(?=\+)|!(?=\[)"
)
LINE_START = re.compile(r"([#+=:-])|(\d{1,9})([.)])")
WEB = re.compile(r"https?://[^\s<>\\\x00-\x20\x7f]+", re.IGNORECASE)
YEAR = re.compile(r"\d{4}\b")
DOT = " · "


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a Markdown file in UTF-8: one item of a list per paper."""
    items = [_item(row) for row in papers.to_dict("records")]
    heading = f"# {len(items)} paper{'s' * (len(items) != 1)}\n"
    return "\n".join([heading, *items]).encode("utf-8", "replace")


def escaped(text: str) -> str:
    """A text in one line that Markdown shows as it is."""
    line = SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return LINE_START.sub(r"\2\\\1\3", line, count=1) if LINE_START.match(line) else line


def _item(row: Mapping[Any, Any]) -> str:
    title, abstract = (text_or_none(row.get(name)) for name in ("title", "abstract"))
    shown = shown_title(title, abstract)
    stars = "**" if shown.own else "***"
    parts = ["  \n  ".join([f"- {stars}{escaped(shown.text)}{stars}", *_about(row)])]
    if abstract:
        parts.append(f"  {escaped(abstract)}")
    return "\n\n".join(parts) + "\n"


def _about(row: Mapping[Any, Any]) -> Iterator[str]:
    """The lines below a title: authors, venue and year, link."""
    names = [] if is_missing(row.get("authors")) else [str(name) for name in row["authors"]]
    if names:
        listed = [*names, *(["et al."] if row.get("authors_truncated") else [])]
        commas = any("," in name for name in names)
        yield escaped("; ".join([*listed, ""]).strip() if commas else ", ".join(listed))
    venue, year, date = (text_or_none(row.get(name)) for name in ("venue", "year", "date"))
    if found := _when(venue, date or year):
        yield f"*{escaped(found)}*"
    if link := _link(text_or_none(row.get("url")), text_or_none(row.get("doi"))):
        yield link


def _when(venue: str | None, date: str | None) -> str:
    """Venue and date with a dot between them; it stands alone where one would be the other."""
    if venue and (date or DOT in venue or YEAR.match(venue)):
        return f"{venue}{DOT}{date or ''}"
    return venue or (date if not date or YEAR.match(date) else f"{DOT}{date}") or ""


def _link(url: str | None, doi: str | None) -> str | None:
    """A link to the paper, of its URL or else its DOI; None where that is no web address."""
    address = url or (doi and f"https://doi.org/{doi}")
    return f"<{address}>" if address and WEB.fullmatch(address) else None
