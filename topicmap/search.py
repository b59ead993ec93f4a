"""Words → the papers that contain them."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd

from topicmap.papers import cleaned
from topicmap.word_lists import STOP_WORDS

SEARCHED = ("title", "authors", "abstract")
CLEANED = ("title", "abstract")
LONGEST = 200

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]")
_GAPS = re.compile(r"[\W_]+")
_PARTS = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True)
class SearchIndex:
    """The texts of a map, ready to be searched; make it with `index_papers`.

    ``text`` holds one line a paper, in the papers' order, in UTF-8: its words in plain small
    letters, with a space before and after each. ``starts`` is where each line begins.
    """

    text: bytes
    starts: tuple[int, ...]

    def find(self, query: str) -> np.ndarray | None:
        """Rows of the papers with every word and phrase of the query, ascending; None for no query.

        Case, accents and punctuation do not matter. A word finds the words that begin with it,
        ``"a phrase in quotes"`` only itself. A query without a letter or digit is no query.
        """
        needles = _needles(query)
        if not needles:
            return None
        first, *others = sorted(needles, key=len, reverse=True)
        rows = self._lines(first)
        for needle in others:
            rows = [row for row in rows if self.text.find(needle, *self._ends(row)) >= 0]
        return np.array(rows, dtype=np.int64)

    def _ends(self, row: int) -> tuple[int, int]:
        """Where a line begins and ends."""
        last = row + 1 == len(self.starts)
        return self.starts[row], len(self.text) if last else self.starts[row + 1]

    def _lines(self, needle: bytes) -> list[int]:
        """The lines that contain the needle."""
        rows: list[int] = []
        place = self.text.find(needle)
        while place >= 0:
            row = bisect_right(self.starts, place) - 1
            rows.append(row)
            place = self.text.find(needle, self._ends(row)[1])
        return rows


def index_papers(papers: pd.DataFrame) -> SearchIndex:
    """An index of the papers' titles, authors and abstracts."""
    columns = [
        cleaned(papers, name) if name in CLEANED else papers[name]
        for name in SEARCHED
        if name in papers
    ]
    lines = [" ".join(map(_text, fields)) for fields in zip(*columns, strict=True)]
    plain = [f" {plain_words(line)} \n".encode("utf-8", "replace") for line in lines]
    plain = plain or [b" \n"] * len(papers)
    starts = accumulate(map(len, plain[:-1]), initial=0)
    return SearchIndex(b"".join(plain), tuple(starts))


def plain_words(text: str) -> str:
    """The words of a text in small letters without accents, one space between them."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return _GAPS.sub(" ", text.casefold().translate(_LETTERS)).strip()


def says_little(query: str) -> bool:
    """Whether a query is nothing but small words and single letters, none of them in quotes.

    A letter of a script that writes words with one, such as Chinese, is a word.
    """
    parts = _PARTS.findall(query[:LONGEST])
    words = [one for _, word in parts for one in plain_words(word).split()]
    little = all(one in STOP_WORDS or (len(one) < 2 and one.isascii()) for one in words)
    return bool(words) and little and not any(plain_words(phrase) for phrase, _ in parts)


def _needles(query: str) -> list[bytes]:
    """What each part of the query looks like in the index."""
    needles = []
    for phrase, word in _PARTS.findall(query[:LONGEST]):
        if phrase and (words := plain_words(phrase)):
            needles.append(f" {words} ")
        elif word and (words := plain_words(word)):
            needles.append(f" {words}")
    return [needle.encode("utf-8", "replace") for needle in needles]


def _text(value: object) -> str:
    """A cell as text: the names of a list, nothing for a missing value."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return " ".join(str(part) for part in value)
    return ""
