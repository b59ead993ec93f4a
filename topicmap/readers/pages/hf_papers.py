"""A paper listing: title and abstract, and after them perhaps number of authors, dot and date.

The page's own date and its menus stand above; a paper may lack any of its lines.
"""

import re
from collections import Counter
from typing import Any

from topicmap.readers.lines import Line, year_of
from topicmap.readers.names import comma_cost, dotted_cost
from topicmap.readers.page import Found, Page
from topicmap.readers.pages.kinship import MOST_FOR, Kinship
from topicmap.readers.pages.labelling import (
    ABSTRACT,
    ABSTRACT_MORE,
    FURNITURE,
    META,
    SUREST,
    TITLE,
    Draft,
    Grammar,
    drafts,
    label,
)
from topicmap.readers.pages.shapes import (
    DATE,
    WEB,
    abstract_cost,
    carry_on_cost,
    furniture_cost,
    title_cost,
)

NAME = "hf-papers"
SUFFIXES = (".txt",)
BULLET = r"[•·∙‧⋅*–—|-]"
AUTHORS = re.compile(
    rf"(?:(?P<group>[^•·]{{2,60}}?)\s*[•·]\s*)?(?:{BULLET}\s*)?(?P<number>\d[\d,]*)\s+authors?(?:\s*{BULLET}\s*(?P<rest>.*))?",
    re.IGNORECASE,
)
SMALL = re.compile(rf"{BULLET}|\d[\d,.]*k?|(?:{BULLET}\s*)?\d+ (?:comments?|upvotes?|likes?)", re.I)
PRINTED = re.compile(
    rf"(?:{BULLET}\s*)?(?:(?:published|submitted)(?: on)?:?\s*)?(?P<rest>.+)", re.I
)


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is of this layout: counts of authors, or pairs."""
    lines = page.lines[:600]
    counts = sum(bool(AUTHORS.fullmatch(line.text)) for line in lines)
    long = sum(abstract_cost(line.text) <= 2 for line in lines)
    by_counts = 0.5 + 0.5 * min(1.0, counts / max(1, long)) if counts else 0.0
    titles = [a.text for a, b in zip(lines, lines[1:], strict=False) if _pair(a.text, b.text)]
    named = sum(comma_cost(title) < 2 or dotted_cost(title) < 2 for title in titles)
    pairs = len(titles) - (named if 2 * named >= len(titles) else 0)
    menus = any(WEB.fullmatch(line.text) and len(line.text) > 4 for line in lines[:12])
    by_pairs = 0.85 * pairs / max(1, long) + (0.1 if menus and pairs else 0.0)
    return min(SUREST, max(by_counts, by_pairs))


def _pair(title: str, abstract: str) -> bool:
    fits = title_cost(title) <= 2 and 10 < len(title) < 250 and not WEB.fullmatch(title)
    return fits and abstract_cost(abstract) <= 2 and len(abstract) > len(title)


def read(page: Page) -> Found:
    """The papers of a listing page."""
    labels, _ = label(page.lines, _grammar(page.lines))
    papers, furniture = drafts(page.lines, labels)
    counts = [AUTHORS.fullmatch(line.text) for line in page.lines]
    groups = len(_groups(page.lines)) + sum(bool(found and found["group"]) for found in counts)
    left_out = Counter({"organisation": groups}) if groups else Counter[str]()
    return Found([_record(paper) for paper in papers], furniture, left_out=left_out)


def _record(paper: Draft) -> dict[str, Any]:
    number: int | None = None
    date: str | None = None
    for text in paper.lines.get(META, []):
        if found := AUTHORS.fullmatch(text):
            number = int(found["number"].replace(",", ""))
            text = found["rest"] or ""
        date = date or _date(text)
    return paper.record() | {"n_authors": number, "date": date, "year": year_of(date)}


def _date(text: str) -> str | None:
    """The date that a line prints, without the count that may follow it."""
    printed = PRINTED.fullmatch(text)
    found = DATE.fullmatch(printed["rest"]) if printed else None
    return found["date"] if found else None


def _is_meta(text: str) -> bool:
    return bool(AUTHORS.fullmatch(text) or SMALL.fullmatch(text)) or _date(text) is not None


def _groups(lines: list[Line]) -> set[int]:
    """Numbers of lines that name an organisation: between an abstract and a count of authors."""
    found = set()
    for above, line, *below in zip(lines, lines[1:], lines[2:], lines[3:], strict=False):
        parted = SMALL.fullmatch(below[0].text)
        if AUTHORS.fullmatch(below[bool(parted)].text) and len(line.text) <= 60:
            found |= {line.number} if abstract_cost(above.text) <= 2 else set()
    return found


def _short_titles(lines: list[Line]) -> set[int]:
    """Numbers of the lines of a word that can only be titles: below a paper, above an abstract."""
    return {
        line.number
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
        if len(line.text) < 10 and not _is_meta(line.text)
        if _is_meta(above.text) and abstract_cost(below.text) <= 2
    }


def _grammar(lines: list[Line]) -> Grammar:
    strong = {i for i, line in enumerate(lines) if AUTHORS.fullmatch(line.text)}
    strong |= {i for i, line in enumerate(lines) if re.fullmatch(BULLET, line.text)}
    dates = {i for i, line in enumerate(lines) if _date(line.text) is not None}
    alone = {i for i in dates if not {i - 2, i - 1, i, i + 1, i + 2} & strong}
    long = sum(abstract_cost(line.text) <= 2 for line in lines)
    usual = len(alone) >= max(2, long / 2)
    lonely = {lines[i].number for i in alone}
    kinship = Kinship(lines)
    groups = _groups(lines)
    short = _short_titles(lines)

    def emit(state: str, line: Line) -> float:
        meta = _is_meta(line.text) or line.number in groups
        if state == META:
            return (2.5 if line.number in lonely and not usual else 0.0) if meta else 60.0
        if state == FURNITURE:
            return 5.0 if AUTHORS.fullmatch(line.text) else furniture_cost(line.text)
        if state == TITLE and line.number in short:
            return min(1.0, title_cost(line.text))
        if state == TITLE:
            return title_cost(line.text) + (6.0 if meta or WEB.fullmatch(line.text) else 0.0)
        return (abstract_cost(line.text) if state == ABSTRACT else 0.0) + (8.0 if meta else 0.0)

    def step(pair: str, before: Line, line: Line) -> float:
        if pair[1] == ABSTRACT_MORE:
            titled = max(0.0, 4.0 - 1.5 * title_cost(line.text))
            carried = carry_on_cost(before.text, line.text) + kinship.cost(before, line)
            return carried + titled + (0.5 if line.gap else 0.0)
        if pair[1] == META and line.number in lonely and line.gap and not usual:
            return 1.0
        return 0.0

    moves = {"FF": 0.0, "FT": 0.0, "FB": 3.0, "TB": 0.0, "TM": 3.0, "TT": 5.0, "TF": 6.0}
    moves |= {"BM": 0.0, "BT": 0.3, "BF": 1.0, "BB": 4.0, "Bb": 0.0, "MM": 0.0, "MT": 0.0}
    moves |= {"MB": 3.5, "MF": 0.5, "bM": 0.0, "bT": 0.3, "bF": 1.0, "bB": 4.0, "bb": 0.0}
    return Grammar({"F": 0.0, "T": 0.0, "B": 3.0}, {"T": 6.0}, moves, emit, step, MOST_FOR)
