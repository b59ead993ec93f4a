"""An arXiv digest: authors, abstract (wrapped or not), perhaps comments; titles or none.

A hard wrap is told from the end of a paragraph by its cause: a line was wrapped only if the next
line's first word had no room in it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.lines import Line
from topicmap.readers.names import COMMA, comma_cost, split_names
from topicmap.readers.page import Found, Page
from topicmap.readers.pages.labelling import (
    ABSTRACT,
    ABSTRACT_MORE,
    COMMENT,
    COMMENT_MORE,
    FURNITURE,
    NAMES,
    NAMES_MORE,
    SUREST,
    TITLE,
    TITLE_MORE,
    Draft,
    Grammar,
    drafts,
    label,
)
from topicmap.readers.pages.shapes import (
    DATE,
    abstract_cost,
    ends_open,
    ends_sentence,
    furniture_cost,
    starts_lower,
    title_cost,
    verbal_words,
    wrap_width,
    wraps,
)

NAME = "arxiv-digest"
SUFFIXES = (".txt",)
COMMENTS = re.compile(r"(?:author[’']?s?[’']? )?comments?: ?", re.IGNORECASE)
LABELS = {
    TITLE: re.compile(r"title: ?", re.IGNORECASE),
    NAMES: re.compile(r"authors?: ?", re.IGNORECASE),
    ABSTRACT: re.compile(r"abstract: ?", re.IGNORECASE),
    COMMENT: COMMENTS,
}
REMARK = re.compile(
    r".*(?:\b\d+ ?(?:pages?|figures?|figs?|tables?|pp)\b|\b(?:accepted|published|presented"
    r"|appeared?|submitted|appendix|appendices|supplement\w*|proceedings|conference|workshop"
    r"|journal|camera.ready)\b)",
    re.IGNORECASE,
)
PAGES = re.compile(r"\d+ ?(?:pages?|figures?|tables?|pp)\b.{0,60}", re.IGNORECASE)
FIELD = r"(?:cs|stat|math|eess|physics|q-bio|q-fin|econ|astro-ph|hep|cond-mat)[.-][a-z]{2,4}\b"
HEADER = re.compile(
    rf"(?:arxiv\b|new submissions|cross.?lists?\b|replacements?\b|showing \d|total of \d|{FIELD}"
    r"|(?:daily )?digest|computer science >|subjects?:"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? \d).{0,60}",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\(((?:cs|stat|math|eess|physics|q-bio|q-fin|econ|astro-ph|cond-mat|nlin)\.[A-Za-z-]{2,9}"
    r"|quant-ph|gr-qc|math-ph|(?:hep|nucl)-[a-z]{2,4})\)"
)
SUBJECTS = re.compile(rf"subjects?: .*{CODE.pattern}.*", re.IGNORECASE)
MORE = (TITLE_MORE, NAMES_MORE, ABSTRACT_MORE, COMMENT_MORE)
Marks = dict[str, re.Pattern[str]]
RAW_PREFIX = "Comments: "
LONE_NAME = 6.0  # the cost of a line that stands alone as the names of a paper
MOST_OFF = 4.0  # the cost of a half name that the half above it makes whole


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is a digest: lines of names, each before prose."""
    lines = page.lines[:600]
    comments = sum(bool(COMMENTS.match(line.text)) for line in lines)
    above = [""] + [line.text for line in lines]
    names = sum(
        comma_cost(a.text) < 2 and _prose(b.text) and (a.gap or _may_end(before))
        for before, a, b in zip(above, lines, lines[1:], strict=False)
    )
    several = sum("," in line.text and comma_cost(line.text) < 2 for line in lines)
    if not names:
        return 0.0
    text = sum(len(line.text) for line in lines)
    told = 0.2 + 0.3 * bool(comments) + 0.2 * bool(several)
    return min(SUREST, told + min(0.4, 400 * names / text))


def _may_end(text: str) -> bool:
    """Whether a paper may end with this line, or a title stand in it."""
    return not text or ends_sentence(text) or bool(COMMENTS.match(text)) or title_cost(text) < 2.1


def _prose(text: str) -> bool:
    return len(text) > 40 and (verbal_words(text) > 0 or len(text.split()) > 6) and "·" not in text


def read(page: Page) -> Found:
    """The papers of a digest, read with titles or without, whichever explains the page better.

    Keywords of a paper are the codes in the lines of subjects below its first line.
    """
    subjects = {line.number: line for line in page.lines if SUBJECTS.fullmatch(line.text)}
    lines = [line for line in page.lines if line.number not in subjects]
    below = {after.number for line, after in pairwise(page.lines) if line.number in subjects}
    width = wrap_width(lines)
    named = any(LABELS[kind].match(line.text) for line in lines for kind in (NAMES, TITLE))
    marks = LABELS if named else {COMMENT: COMMENTS}
    readings = [label(lines, _grammar(width, titles, marks, below)) for titles in (False, True)]
    labels = min(readings, key=lambda reading: reading[1])[0]
    papers, furniture = drafts(lines, labels)
    records = [_record(paper, marks) for paper in papers]
    return Found(records, sorted(furniture + _add_subjects(records, subjects.values())))


def _add_subjects(records: list[dict[str, Any]], subjects: Iterable[Line]) -> list[Line]:
    """Give each paper the codes of its subjects; the lines that stand above all papers."""
    starts = [record["line_start"] for record in records]
    above = []
    for line in subjects:
        if not (papers := bisect_left(starts, line.number)):
            above.append(line)
            continue
        paper = records[papers - 1]
        paper["keywords"] = joined([paper.get("keywords"), *CODE.findall(line.text)])
        paper["line_end"] = max(paper["line_end"], line.number)
    return above


def _record(paper: Draft, marks: Marks) -> dict[str, Any]:
    for state, pattern in marks.items():
        if texts := paper.lines.get(state):
            texts[0] = pattern.sub("", texts[0], count=1) if pattern.match(texts[0]) else texts[0]
    authors, more = split_names(paper.text(NAMES) or "", COMMA)
    return paper.record() | {
        "authors": authors or None,
        "authors_truncated": more,
        "comments": paper.text(COMMENT) or None,
    }


def _emit(state: str, line: Line, marks: Marks) -> float:
    text = line.text
    for labelled, pattern in marks.items():
        if pattern.match(text):
            return 0.0 if state == labelled else 12.0
    if state in (NAMES, NAMES_MORE):
        return min(LONE_NAME, comma_cost(text)) if _apart(text) else comma_cost(text)
    if state == FURNITURE:
        return 0.5 if HEADER.fullmatch(text) else furniture_cost(text)
    if state == TITLE:
        headed = 4.0 if any(p.fullmatch(text) for p in (HEADER, DATE, PAGES)) else 0.0
        return title_cost(text) + headed + (1.0 if comma_cost(text) < 1 else 0.0)
    if state == COMMENT:
        return 30.0
    if state == ABSTRACT:
        short = abstract_cost(text) if len(text) < 60 else 0.0
        listed = max(0.0, 3.0 - comma_cost(text))
        return min(3.0, short) + listed + (1.5 if starts_lower(text) else 0.0)
    name_like = max(0.0, 5.0 - comma_cost(text)) + (2.0 if _many_names(text) else 0.0)
    return 1.0 + 0.5 * title_cost(text) if state == TITLE_MORE else name_like


def _apart(text: str) -> bool:
    """Whether a line is short and no sentence: it stands alone between paragraphs."""
    return len(text) < 50 and not ends_sentence(text) and not verbal_words(text)


def _many_names(text: str) -> bool:
    return comma_cost(text) < 0.6 and text.count(",") > 1


def _more_abstract(before: Line, line: Line, width: int) -> float:
    """Cost of going on with an abstract after a line: nothing where the page's width broke it."""
    ended, lower = ends_sentence(before.text), starts_lower(line.text)
    gap = 1.5 if line.gap else 0.0
    if _apart(before.text) and not wraps(before.text, line.text, width):
        gap += 2.0
    broken = wraps(before.text, line.text, width)
    if ended and _apart(line.text) and not broken:
        return gap + 6.0
    if len(before.text) > width + 2:
        return gap + (3.5 if ended and not lower else 1.0)
    if broken:
        return gap
    return gap + (3.0 if ended and not lower else 1.0)


def _more_names(before: Line, line: Line, width: int) -> float:
    """Cost of going on with names: little after a comma, or where the page's width tore a name."""
    if before.text.endswith((",", " and")):
        return 0.0
    if not wraps(before.text, line.text, width):
        return 4.0
    whole = before.text.rpartition(",")[2] + " " + line.text
    return 0.3 + max(-MOST_OFF, min(0.0, comma_cost(whole) - comma_cost(line.text)))


def _raw_comment(text: str) -> str:
    """A line of comments as it was wrapped: before its label was changed."""
    return RAW_PREFIX + COMMENTS.sub("", text) if COMMENTS.match(text) else text


def _more_comment(before: Line, line: Line, width: int) -> float:
    text = _raw_comment(before.text)
    lower = starts_lower(line.text)
    if ends_open(before.text):
        return 0.1
    if wraps(text, line.text, width) or (len(text) > width and lower):
        return 0.3
    if lower or REMARK.match(line.text):
        return 2.0
    return 1.5 if len(text) >= 60 and not ends_sentence(before.text) else 5.0


def _ending(before: Line, line: Line, width: int) -> float:
    """Cost of beginning another paper after this line of an abstract."""
    if ends_sentence(before.text):
        return 0.1 if line.gap else 0.5
    if before.text.endswith(":"):
        return 6.0
    broken, open_end = wraps(before.text, line.text, width), ends_open(before.text)
    return 2.5 + (2.5 if broken else 0.0) + (4.0 if broken and open_end else 0.0)


def _grammar(width: int, titles: bool, marks: Marks, below: set[int]) -> Grammar:
    """The layout of a page; the lines ``below`` subjects go on with nothing."""

    def step(pair: str, before: Line, line: Line) -> float:
        if pair[1] in MORE and line.number in below:
            return 20.0
        if pair[1] == ABSTRACT_MORE:
            return _more_abstract(before, line, width)
        if pair[1] == COMMENT_MORE:
            return _more_comment(before, line, width)
        if pair[0] in "Bb" and pair[1] in "NTF":
            return _ending(before, line, width) + (2.0 if pair[1] == FURNITURE else 0.0)
        if pair[1] == NAMES_MORE:
            return _more_names(before, line, width)
        if pair[1] == TITLE_MORE:
            return 0.0 if ends_open(before.text) else 1.0 if len(before.text) > 55 else 3.0
        if pair[0] in "Kk":
            open_end = 5.0 if ends_open(before.text) else 0.0
            return open_end + (2.0 if wraps(_raw_comment(before.text), line.text, width) else 0.0)
        if pair[0] in "Tt" and ends_open(before.text):
            return 3.0
        if pair in ("NB", "nB") and before.text.endswith(","):
            return 3.0
        return 0.0

    moves = {"FF": 0.0, "FN": 0.0, "FB": 5.0, "NB": 0.0, "Nn": 0.5, "nn": 0.5, "nB": 0.0}
    moves |= {"NN": 8.0, "NF": 6.0, "NK": 4.0, "nK": 4.0, "Bb": 0.0, "bb": 0.0}
    moves |= {"BN": 0.0, "bN": 0.0, "BK": 0.0, "bK": 0.0, "BF": 1.5, "bF": 1.5}
    moves |= {"KN": 0.0, "Kk": 0.2, "kk": 0.4, "kN": 0.0}
    moves |= {"KF": 2.5, "kF": 2.5, "KB": 8.0, "kB": 8.0}
    if TITLE in marks or below:  # labels stand in any order
        moves |= {"KB": 0.3, "kB": 0.3}
    begin = {"F": 0.0, "N": 0.0, "B": 5.0}
    if titles:
        for pair in ("FN", "BN", "bN", "KN", "kN"):
            moves[pair] += 4.0
        moves |= {"FT": 0.0, "TN": 0.0, "Tt": 0.0, "tt": 1.0, "tN": 0.0, "TB": 5.0, "tB": 6.0}
        moves |= {"TF": 6.0, "BT": 0.3, "bT": 0.3, "KT": 0.0, "kT": 0.0, "NT": 8.0}
        begin["T"] = 0.0
        begin["N"] += 3.0
    emit = partial(_emit, marks=marks)
    return Grammar(begin, {"N": 6.0, "T": 8.0}, moves, emit, step, MOST_OFF)
