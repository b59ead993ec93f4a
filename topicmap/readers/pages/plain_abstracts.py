"""Bare abstracts, one paragraph each: no titles, no authors."""

from itertools import pairwise

from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.pages.kinship import MOST_FOR, Kinship
from topicmap.readers.pages.labelling import (
    ABSTRACT,
    ABSTRACT_MORE,
    FURNITURE,
    Grammar,
    drafts,
    label,
)
from topicmap.readers.pages.shapes import (
    abstract_cost,
    carry_on_cost,
    ends_sentence,
    furniture_cost,
    starts_lower,
    title_cost,
    wrap_width,
    wraps,
)

NAME = "plain-abstracts"
SUFFIXES = (".txt", ".text", ".md", ".lst", ".dat", "")
ENDED = "."
KIN = 0.8  # without titles between them, kindred abstracts often stand together


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is bare abstracts: the share of text in prose."""
    lines = page.lines[:400]
    text = sum(len(line.text) for line in lines)
    prose = sum(len(line.text) for line in lines if abstract_cost(line.text) <= 1.5)
    if prose > 0.5 * text:
        return 0.6 * prose / text
    wrapped = sum(len(line.text) for line in lines if 50 <= len(line.text) <= 130)
    if text > 150 and wrapped > 0.7 * text:
        return 0.3
    sentences = sum(abstract_cost(line.text) <= 5 for line in lines)
    return 0.25 if lines and sentences >= 0.5 * len(lines) else 0.0


def read(page: Page) -> Found:
    """The papers of a page of bare abstracts."""
    labels, _ = label(page.lines, _grammar(page.lines))
    papers, furniture = drafts(page.lines, labels)
    return Found([paper.record() for paper in papers], furniture)


def _grammar(lines: list[Line]) -> Grammar:
    kinship = Kinship(lines)
    width = wrap_width(lines)
    wrapped = sum(len(line.text) <= width + 2 for line in lines) > 0.8 * len(lines) > 2
    last = _last_lines(lines, width)

    def emit(state: str, line: Line) -> float:
        if state == FURNITURE:
            return furniture_cost(line.text)
        if state == ABSTRACT:
            return min(1.0, abstract_cost(line.text)) if wrapped else 0.7 * abstract_cost(line.text)
        return 0.0

    def step(pair: str, before: Line, line: Line) -> float:
        if pair[1] == ABSTRACT_MORE:
            if wrapped and before.number in last:
                return 0.6 * carry_on_cost(ENDED, line.text)
            if wrapped and not line.gap:
                return 0.0 if wraps(before.text, line.text, width) else 1.5
            heading = title_cost(line.text) < 1 and len(line.text) < 60
            carried = carry_on_cost(before.text, line.text) + KIN * kinship.cost(before, line)
            return carried + (2.0 if line.gap else 0.0) + 3 * heading
        if line.gap or not wrapped or pair[0] == FURNITURE:
            return 0.0
        return 0.5 if before.number in last else 4.0

    moves = {"FF": 0.0, "FB": 0.0, "BF": 1.0, "bF": 1.0, "BB": 0.0, "bB": 0.0, "Bb": 0.0, "bb": 0.0}
    return Grammar({"F": 0.0, "B": 0.0}, {}, moves, emit, step, MOST_FOR)


def _last_lines(lines: list[Line], width: int) -> set[int]:
    """Numbers of the lines that end a paragraph, where blank lines do not part paragraphs.

    Such a line had room for the next word, by the lines that go on in lower case, and ends a
    sentence unless all of these lines were full; with few of these lines nothing is told.
    """
    reach = {a.number: len(a.text) + 1 + len(b.text.split()[0]) for a, b in pairwise(lines)}
    going_on = sorted(
        reach[a.number] for a, b in pairwise(lines) if not b.gap and starts_lower(b.text)
    )
    if len(going_on) < 3:
        return set()
    strict = len(going_on) >= 8 and going_on[0] > width
    full = min(width + 1, going_on[len(going_on) // 20])
    ends = [
        (a.number, b.gap)
        for a, b in pairwise(lines)
        if reach[a.number] < full
        and (ends_sentence(a.text) or (strict and not starts_lower(b.text)))
    ]
    found = {number for number, gap in ends if not gap}
    return found if len(found) > len(ends) / 2 else set()
