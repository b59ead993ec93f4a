"""A conference site's list of a session: title, authors set apart by dots, abstract.

A paper may lack its abstract, or its title and authors; headers of sessions, halls and times
stand between the papers, and sometimes within one.
"""

import re
from itertools import pairwise
from typing import Any

from topicmap.readers.lines import Line
from topicmap.readers.names import DOT, dotted_cost, split_names
from topicmap.readers.page import Found, Page
from topicmap.readers.pages.headers import (
    BARE_KIND,
    KIND_WORD,
    NO_TITLE,
    PLACE_LIKE,
    is_header,
    names_session,
    opens_session,
)
from topicmap.readers.pages.kinship import MOST_FOR, Kinship
from topicmap.readers.pages.labelling import (
    ABSTRACT,
    ABSTRACT_MORE,
    FURNITURE,
    NAMES,
    SUREST,
    TITLE,
    Draft,
    Grammar,
    drafts,
    label,
)
from topicmap.readers.pages.shapes import (
    abstract_cost,
    carry_on_cost,
    ends_open,
    ends_sentence,
    furniture_cost,
    starts_lower,
    title_cost,
    wrap_width,
    wraps,
)

NAME = "iclr-virtual"
SUFFIXES = (".txt",)

SHORT = 45
VENUE = re.compile(r"([A-Z][A-Za-z]*[A-Z][A-Za-z&-]*)[ -]((?:19|20)\d\d)\b.{0,60}")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is of this layout: by lines of dotted names."""
    lines = [line for line in page.lines[:600] if not is_header(line.text)]
    dotted = sum(_dotted(line.text) for line in lines)
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    single = sum(_triple(title.text, name.text, text.text) for title, name, text in triples)
    if not dotted + single:
        return 0.0
    return min(SUREST if dotted else 0.62, 0.3 + 2.5 * (dotted + single) / len(lines))


def read(page: Page) -> Found:
    """The papers of a session page, each with the last session header above it."""
    lines, headers, parted, apart = _without_headers(page.lines)
    inside = _paragraphs(page.lines)
    width = _wrap_width(lines)
    labels, _ = label(lines, _grammar(Kinship(lines), parted, apart, inside, width))
    papers, others = drafts(lines, labels)
    furniture = sorted(headers + others)
    sessions = _sessions(papers, furniture)
    venue, year = _venue(furniture)
    records = [
        _record(paper) | {"session": session, "venue": venue, "year": year}
        for paper, session in zip(papers, sessions, strict=True)
    ]
    return Found(records, furniture)


def _without_headers(page: list[Line]) -> tuple[list[Line], list[Line], set[int], set[int]]:
    """The lines that are no headers, the headers, and numbers of lines set apart from those above.

    The third value has the lines that a session's header or time stands before, or a blank line
    where only some lines have one; the fourth those and the lines after any other header.
    """
    lines: list[Line] = []
    headers: list[Line] = []
    parted: set[int] = set()
    apart: set[int] = set()
    blank = _blank_lines_part(page)
    known = _header_lines(page)
    after = opens = False
    for line in page:
        if line.number in known:
            headers.append(line)
            after, opens = True, opens or opens_session(line.text)
            continue
        lines.append(line)
        if opens or (blank and line.gap):
            parted.add(line.number)
        if after or line.number in parted:
            apart.add(line.number)
        after = opens = False
    return lines, headers, parted, apart


def _header_lines(page: list[Line]) -> set[int]:
    """Numbers of the headers, told by their words or by their place between one and a title."""
    below = [line.text for line in page[1:]] + [""]
    known = {
        line.number
        for line, following in zip(page, below, strict=True)
        if is_header(line.text) and (NO_TITLE.fullmatch(line.text) or not _dotted(following))
    }
    short: list[Line] = []
    headed, found = True, set(known)
    for line in page:
        if line.number in known:
            short, headed = (short if headed else []), True
        elif _dotted(line.text) or title_cost(line.text) > 2:
            found |= _above_title(short, _dotted(line.text)) if headed else set()
            short, headed = [], False
        else:
            short.append(line)
    return found


def _above_title(short: list[Line], names: bool) -> set[int]:
    """Numbers of the headers among short lines below one, that names or an abstract follow."""
    single = bool(short) and _one_name(short[-1].text)
    above = short[: -1 if names else -2] if names or single else []
    paper = any(_one_name(line.text) for line in above[1:])
    fits = all(len(line.text) <= 80 and not starts_lower(line.text) for line in above)
    return {line.number for line in above} if fits and not paper else set()


def _blank_lines_part(page: list[Line]) -> bool:
    """Whether blank lines stand between papers: only some lines have one, mostly titles."""
    below = [line.text for line in page[1:]] + [""]
    gaps = [following for line, following in zip(page, below, strict=True) if line.gap]
    titled = sum(map(_dotted, gaps)) >= 0.3 * len(gaps)
    return titled and 0.1 < len(gaps) / max(1, len(page)) < 0.6


def _paragraphs(page: list[Line]) -> set[int]:
    """Numbers of the lines below blank ones, where these stand only inside abstracts."""
    below = [line.text for line in page[1:]] + [""]
    gaps = [(line, after) for line, after in zip(page[1:], below[1:], strict=True) if line.gap]
    if any(_dotted(after) or _dotted(line.text) for line, after in gaps):
        return set()
    return {line.number for line, _ in gaps}


def _wrap_width(lines: list[Line]) -> int | None:
    """The width in characters that abstracts were wrapped at; None where they stand in one line."""
    text = [line for line in lines if len(line.text) >= SHORT and not _dotted(line.text)]
    width = wrap_width(text)
    going_on = sum(starts_lower(line.text) for line in text)
    short = sum(len(line.text) <= width + 2 for line in text)
    return width if short > 0.9 * len(text) and going_on >= 0.25 * len(text) > 1 else None


def _dotted(text: str) -> bool:
    """Whether a line is two or more names set apart by dots."""
    names = split_names(text, DOT)[0]
    return len(names) > 1 and dotted_cost(text) < 3


def _one_name(text: str) -> bool:
    """Whether a line is the name of one author, not of a place or a session."""
    return dotted_cost(text) < 2 and not (PLACE_LIKE.search(text) or KIND_WORD.search(text))


def _triple(title: str, name: str, text: str) -> bool:
    """Whether three lines are a title, one author's name, and an abstract."""
    fits = title_cost(title) <= 2 and dotted_cost(title) > 2 and abstract_cost(text) <= 2
    return fits and "," not in name and not _dotted(name) and dotted_cost(name) < 2


def _record(paper: Draft) -> dict[str, Any]:
    authors, more = split_names(paper.text(NAMES) or "", DOT)
    return paper.record() | {"authors": authors or None, "authors_truncated": more}


def _sessions(papers: list[Draft], furniture: list[Line]) -> list[str | None]:
    """The session of each paper: the fullest header of the last block of furniture above it."""
    starts = [paper.numbers[0] for paper in papers]
    blocks: dict[int, list[str]] = {}
    for line in furniture:
        position = sum(start < line.number for start in starts)
        blocks.setdefault(position, []).append(line.text)
    named = {at: _named(texts) for at, texts in blocks.items()}
    bare = {at: [t for t in texts if BARE_KIND.fullmatch(t)] for at, texts in blocks.items()}
    badges = sum(bool(bare[at]) and not named[at] for at in blocks) >= max(2, len(papers) / 2)
    session: str | None = None
    numbered = False
    found: list[str | None] = []
    for position in range(len(papers)):
        if named.get(position):
            session, numbered = named[position][-1], True
        elif bare.get(position) and not (numbered and badges):
            session, numbered = bare[position][-1], False
        found.append(session)
    return found


def _named(block: list[str]) -> list[str]:
    """The headers in a block that name a session: by their form, else by a word and their place."""
    if formal := [text for text in block if names_session(text)]:
        return formal
    free = [text for text in block if not BARE_KIND.fullmatch(text)]
    alone = len(free) == len(block)
    return [
        text
        for above, text in pairwise(["", *block])
        if text in free and not is_header(text)
        if BARE_KIND.fullmatch(above) or (alone and KIND_WORD.search(text))
    ]


def _venue(furniture: list[Line]) -> tuple[str | None, int | None]:
    for line in furniture:
        if found := VENUE.fullmatch(line.text):
            return found[1], int(found[2])
    return None, None


def _grammar(
    kinship: Kinship, parted: set[int], apart: set[int], inside: set[int], width: int | None
) -> Grammar:
    def emit(state: str, line: Line) -> float:
        dotted = _dotted(line.text)
        if state == FURNITURE:
            return furniture_cost(line.text) * (0.4 if VENUE.fullmatch(line.text) else 1.0)
        if state == NAMES:
            return dotted_cost(line.text)
        if state == TITLE:
            named = 1.5 if dotted_cost(line.text) < 2 else 0.0
            return title_cost(line.text) + named + (6.0 if dotted else 0.0)
        cost = abstract_cost(line.text) if state == ABSTRACT else 0.0
        return (min(1.0, cost) if width else cost) + (8.0 if dotted else 0.0)

    def step(pair: str, before: Line, line: Line) -> float:
        if pair[1] != ABSTRACT_MORE:
            open_title = 3.0 if pair[0] == TITLE and ends_open(before.text) else 0.0
            torn = pair in ("TN", "TB", "NB") and line.number in parted
            late = 4.0 if pair == "TB" and starts_lower(line.text) else 0.0
            cut = width and pair[0] in "Bb" and wraps(before.text, line.text, width)
            broken = (1.0 if ends_sentence(before.text) else 4.0) if cut else 0.0
            return open_title + late + (4.0 if torn else 0.0) + broken
        if width and line.number not in apart and wraps(before.text, line.text, width):
            return 0.0
        titled = max(0.0, 4.0 - 1.5 * title_cost(line.text)) if not starts_lower(line.text) else 0.0
        gap = 3.0 if line.number in apart else -4.0 if line.number in inside else 0.0
        carried = carry_on_cost(before.text, line.text) + kinship.cost(before, line)
        return max(-MOST_FOR, carried + gap + titled)

    moves = {"FF": 0.0, "FT": 0.0, "FB": 3.0, "TN": 0.0, "TB": 4.0, "TF": 6.0, "TT": 8.0}
    moves |= {"NB": 0.0, "NT": 2.5, "NF": 3.0, "NN": 6.0}
    moves |= {"BT": 0.0, "BF": 1.0, "BB": 3.5, "Bb": 0.0}
    moves |= {"bT": 0.0, "bF": 1.0, "bB": 3.5, "bb": 0.0}
    begin, end = {"F": 0.0, "T": 0.0, "B": 3.0}, {"T": 6.0, "N": 2.0}
    return Grammar(begin, end, moves, emit, step, MOST_FOR)
