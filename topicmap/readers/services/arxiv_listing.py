"""Pages of arXiv copied as text: listings of new papers, and what its search found."""

import re
from itertools import pairwise
from typing import Any

from topicmap.readers.dates import iso_date
from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import ARXIV, bare_doi
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.services.arxiv_people import arxiv_authors

NAME = "arxiv-listing"
SUFFIXES = (".txt",)
HEAD = re.compile(
    rf"(?:\[\d+\]|\d+\.)\s*arXiv:({ARXIV})\b(?:\s*\((cross-list|replaced)\b[^()]*\))?"
    r"(?:\s*\[.*\])?(.*)"
)
LABEL = re.compile(
    r"(Title|Authors?|Abstract|Comments|Subjects|Journal[- ]ref(?:erence)?|DOI"
    r"|Report(?: number|-no)|(?:MSC|ACM)[- ]class(?:es)?|Submitted)"
    r"(?::\s*|(?<=Submitted)\s+(?=v?\d))(.*)"
)
NAMES = {
    "author": "authors",
    "journal reference": "journal-ref",
    "journal ref": "journal-ref",
    "report number": "report-no",
    "msc classes": "msc-class",
    "acm classes": "acm-class",
}
TAG = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?"
TAGS = re.compile(rf"{TAG}(?:\s+{TAG})*(?:\s+doi\s+(10\.\S+))?|doi\s+(10\.\S+)")
CODE = re.compile(r"\(([a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?)\)")
DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+),? (\d{4})")
SECTION = re.compile(
    r"(?:new|cross|replacement) (?:submissions?|lists?)\b.{0,60}|showing .{0,60}|total of \d.{0,60}"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, \d{1,2} [a-z]+ \d{4}.{0,60}|[<>«»].{0,80}",
    re.IGNORECASE,
)
MORE = re.compile(r"\s*(?:△ Less|▽ More)\s*$|^…\s*")
LOOK = 4  # lines below an entry's first within which its title or authors are named


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is such a copy: numbered ids above labels."""
    heads = [at for at, line in enumerate(page.lines[:2_000]) if HEAD.fullmatch(line.text)]
    below = [line.text for at in heads for line in page.lines[at + 1 : at + 1 + LOOK]]
    return 0.99 if any(text.startswith(("Title:", "Authors:")) for text in below) else 0.0


def read(page: Page) -> Found:
    """The papers of the pages; those that were only replaced have no abstract there.

    The date is that of the first version. Affiliations are left out.
    """
    lines = page.lines
    heads = [at for at, line in enumerate(lines) if HEAD.fullmatch(line.text)]
    found = Found([])
    for start, end in pairwise([*heads, len(lines)]):
        block = lines[start:end]
        stop = next((at for at, line in enumerate(block) if SECTION.fullmatch(line.text)), end)
        found.records.append(_record(block[:stop]))
    found.furniture = lines_outside(page, found)
    return found


def _record(block: list[Line]) -> dict[str, Any]:
    head = HEAD.fullmatch(block[0].text)
    arxiv, rest = (head[1], head[3]) if head else ("", "")
    fields = _fields([rest, *(line.text for line in block[1:])])
    tags = TAGS.fullmatch(fields.pop("tags", ""))
    doi = bare_doi(fields.get("doi")) or (tags and (tags[1] or tags[2]))
    if bare_doi(fields.get("doi")):
        del fields["doi"]
    days = [iso_date(*day[::-1]) for day in DAY.findall(fields.pop("submitted", ""))]
    subjects = CODE.findall(fields.pop("subjects", ""))
    codes = tags[0].partition("doi")[0].split() if tags else []
    known = {
        "id": arxiv,
        "title": fields.pop("title", None),
        **arxiv_authors(fields.pop("authors", "")),
        "abstract": MORE.sub("", fields.pop("abstract", "")),
        "date": days[-1] if days else None,
        "venue": fields.pop("journal-ref", None),
        "comments": fields.pop("comments", None),
        "url": f"https://arxiv.org/abs/{arxiv}",
        "doi": doi,
        "keywords": joined([*subjects, *codes]),
        "arxiv": arxiv,
        "updated": days[0] if len(days) > 1 else None,
    }
    lines = {"line_start": block[0].number, "line_end": block[-1].number}
    return record(known, fields) | lines


def _fields(texts: list[str]) -> dict[str, str]:
    """The fields of an entry: labelled, or by their place (title, authors, then the abstract)."""
    found: dict[str, list[str]] = {}
    last = ""
    for text in filter(None, map(str.strip, texts)):
        if label := LABEL.fullmatch(text):
            last = label[1].lower()
            last = NAMES.get(last, last)
            found.setdefault(last, []).append(label[2])
            continue
        if not last or not any(found[last]) or _goes_on(last, found[last][-1]):
            last = last or ("tags" if TAGS.fullmatch(text) else "title")
        else:
            last = _next(found)
        found.setdefault(last, []).append(text)
        last = "" if last == "tags" else last
    return {name: " ".join(filter(None, parts)) for name, parts in found.items()}


def _goes_on(name: str, text: str) -> bool:
    """Whether the next line without a label belongs to this field."""
    return name == "abstract" or (name == "authors" and text.endswith((",", " and")))


def _next(found: dict[str, list[str]]) -> str:
    """The field that stands next where nothing labels it."""
    return next((name for name in ("title", "authors") if name not in found), "abstract")
