"""The daily e-mail of arXiv: new papers, cross-listings, replacements."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import arxiv_id_in, bare_doi
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.services.arxiv_people import arxiv_authors
from topicmap.readers.services.moments import day_of_moment

NAME = "arxiv-mailing"
SUFFIXES = (".txt", ".eml")
CROSS = r"(?: ?\(\*cross-listing\*\))?"
PAPER = re.compile(rf"(?:arXiv:|Paper{CROSS}:) ?(\S+?){CROSS}")
REPLACED = re.compile(r"(?:replaced with revised version|(?:figures|part) added):?(.*)", re.I)
FIELD = re.compile(
    r"(Date|From|Proxy|Title|Authors?|Categories|Subj-class|Comments|Report-no|Journal-ref|DOI"
    r"|MSC-class|ACM-class|License|Abstract)(?: \((revised )?v\d+\))?:(?:\s+(.*)|$)"
)
BAR = re.compile(r"\\\\(?:\s*\(\s*(https?://[^\s,()]+).*)?")
RULE = re.compile(r"-{10,}|[%-]{10,}")
SIZE = re.compile(r"\s*\(\d+\s*kb\b[^()]*\)\s*$", re.IGNORECASE)
NO_PAPER = "no line such as arXiv:2101.00001 tells which paper this entry is about"


class Entry(NamedTuple):
    """The lines of an entry: those of its fields, those between its last bars, all of them."""

    head: list[Line]
    abstract: list[Line]
    lines: list[Line]


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is such an e-mail: its first entries have titles."""
    heads = [line.text for at in _starts(page.lines)[:20] for line in page.lines[at : at + 8]]
    return 0.97 if any(text.startswith("Title:") for text in heads) else 0.0


def read(page: Page) -> Found:
    """The papers of the e-mail; of one that was replaced only the day when, and no abstract.

    An abstract is what stands between bars of backslashes or behind ``Abstract:``. Affiliations
    and the sizes of files are left out.
    """
    found = Found([_record(entry) for entry in _entries(page.lines)])
    outside = lines_outside(page, found)
    found.unread = [(line, NO_PAPER) for line in outside if BAR.fullmatch(line.text)]
    found.furniture = [line for line in outside if not BAR.fullmatch(line.text)]
    return found


def _starts(lines: list[Line]) -> list[int]:
    """The places of the lines that name the paper of an entry: a field comes below them."""
    named = [at for at, line in enumerate(lines[:-1]) if PAPER.fullmatch(line.text)]
    return [at for at in named if any(p.match(lines[at + 1].text) for p in (FIELD, REPLACED))]


def _entries(lines: list[Line]) -> Iterator[Entry]:
    """The entries, each from the bar of backslashes above its paper to the one that ends it."""
    starts = [at - bool(at and lines[at - 1].text == r"\\") for at in _starts(lines)]
    for start, end in pairwise([*starts, len(lines)]):
        block = list(takewhile(lambda line: not RULE.fullmatch(line.text), lines[start:end]))
        bars = [at for at, line in enumerate(block) if at and BAR.fullmatch(line.text)]
        middle, last = [*bars, len(block), len(block)][:2]
        if bars and block[middle].text != r"\\":  # the address: there is no abstract
            last = middle
        yield Entry(block[:middle], block[middle + 1 : last], block[: last + 1])


def _record(entry: Entry) -> dict[str, Any]:
    fields = _fields(entry.head)
    paper = fields.pop("paper")
    arxiv = arxiv_id_in(paper)
    bar = BAR.fullmatch(entry.lines[-1].text)
    if doi := bare_doi(fields.get("doi")):
        del fields["doi"]
    abstract = [fields.pop("abstract", ""), *(line.text for line in entry.abstract)]
    known = {
        "id": arxiv or paper,
        "title": fields.pop("title", None),
        **arxiv_authors(fields.pop("authors", "")),
        "abstract": " ".join(filter(None, abstract)),
        "date": _day(fields.pop("date", "")),
        "venue": fields.pop("journal-ref", None),
        "comments": fields.pop("comments", None),
        "url": (bar and bar[1]) or (f"https://arxiv.org/abs/{arxiv}" if arxiv else None),
        "doi": doi,
        "keywords": joined(fields.pop("categories", "").split()),
        "arxiv": arxiv,
        "updated": _day(fields.pop("replaced", "")),
    }
    lines = {"line_start": entry.lines[0].number, "line_end": entry.lines[-1].number}
    return record(known, fields) | lines


def _fields(head: list[Line]) -> dict[str, str]:
    """The fields of an entry by lower-case name; a line without one goes on with the last."""
    found: dict[str, list[str]] = {}
    last: list[str] = []
    for line in head:
        name, text = _field(line.text)
        last = found.setdefault(name, []) if name else last
        last.append(text)
    return {name: " ".join(texts).strip() for name, texts in found.items()}


def _field(text: str) -> tuple[str, str]:
    """The name and the value of a field that begins with a line, else no name and the line."""
    if paper := PAPER.fullmatch(text):
        return "paper", paper[1]
    if replaced := REPLACED.match(text):
        return "replaced", replaced[1]
    if found := FIELD.match(text):
        name = "replaced" if found[2] else found[1].lower()
        return "authors" if name == "author" else name, found[3] or ""
    return "", text


def _day(text: str) -> str | None:
    return day_of_moment(SIZE.sub("", text))
