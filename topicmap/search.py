"""Words → the papers that contain them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from topicmap.papers import cleaned
from topicmap.postings import Postings, postings_of
from topicmap.word_lists import STOP_WORDS

SEARCHED = ("title", "authors", "abstract")
CLEANED = ("title", "abstract")
LONGEST = 200

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]")
_GAPS = re.compile(r"[\W_]+")
_ASCII = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_PARTS = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """The texts of a map, ready to be searched; make it with `index_papers`.

    ``lines`` are the papers in their order, each its words in plain small letters, in UTF-8, one
    space between, before and after them; ``postings`` tells which of them have which word.
    """

    lines: list[bytes]
    postings: Postings

    def find(self, query: str) -> np.ndarray | None:
        """Rows of the papers with every word and phrase of the query, ascending; None for no query.

        Case, accents and punctuation do not matter. A word finds the words that begin with it,
        ``"a phrase in quotes"`` only itself. A query without a letter or digit is no query.
        """
        needles = dict.fromkeys(_needles(query))
        if not needles:
            return None
        found = np.ones(len(self.lines), dtype=bool)
        for needle in needles:
            found &= self._with_words(needle)
        rows = np.flatnonzero(found)
        for phrase in [needle.text for needle in needles if len(needle.words) > 1]:
            rows = rows[[phrase in self.lines[row] for row in rows.tolist()]]
        return rows

    def _with_words(self, needle: "_Needle") -> np.ndarray:
        """(n,) bool: which lines have all words of the needle, wherever they stand."""
        *others, last = needle.words
        kept = self.postings
        ending = kept.having(last) if needle.whole else kept.having_start(last)
        found = np.ones(len(self.lines), dtype=bool)
        for rows in (ending, *map(kept.having, set(others))):
            has = np.zeros(len(self.lines), dtype=bool)
            has[rows] = True
            found &= has
        return found


@dataclass(frozen=True)
class _Needle:
    """A part of a query: words that follow one another, the last one whole or a beginning."""

    words: tuple[bytes, ...]
    whole: bool

    @property
    def text(self) -> bytes:
        """As it stands in a line with a space before and after."""
        return b" " + b" ".join(self.words) + (b" " if self.whole else b"")


def index_papers(papers: pd.DataFrame) -> SearchIndex:
    """An index of the papers' titles, authors and abstracts."""
    columns = [
        cleaned(papers, name) if name in CLEANED else papers[name]
        for name in SEARCHED
        if name in papers
    ]
    lines = [_line(fields) for fields in zip(*columns, strict=True)] or [b"  "] * len(papers)
    return SearchIndex(lines, postings_of(lines))


def plain_words(text: str) -> str:
    """The words of a text in small letters without accents, one space between them."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
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


def _needles(query: str) -> list[_Needle]:
    """What each part of the query looks like in the index."""
    needles = []
    for phrase, word in _PARTS.findall(query[:LONGEST]):
        if words := plain_words(phrase or word):
            needles.append(_Needle(tuple(_encoded(words).split(b" ")), whole=bool(phrase)))
    return needles


def _line(fields: Iterable[object]) -> bytes:
    words = " ".join(filter(None, (plain_words(_text(field)) for field in fields)))
    return _encoded(f" {words} ")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _text(value: object) -> str:
    """A cell as text: the names of a list, nothing for a missing value."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return " ".join(str(part) for part in value)
    return ""
