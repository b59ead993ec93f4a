"""The tokenizer for scientific English: words, phrases, abbreviations."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from topicmap.word_lists import FILLER, STOP_WORDS

LINK = "of"
_A_WORD = 1_000_000
_STANDS_FREE = 0.3
_ENGLISH, _ENOUGH_WORDS = 0.2, 20
_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|io|ai|net|edu)/\S*")
_MATH = re.compile(r"\$[^$]{0,400}\$|\\\(.{0,400}?\\\)|\\\[.{0,400}?\\\]")
_TEX_URL = re.compile(
    r"\\(?:url|href|footnote|cite\w*|label|ref)\b(?:\{[^{}]*\})*"
    r"|\b(?:url|href|cite\w*|label|ref)\{[^{}]*\}"
)
_TEX_COMMAND = re.compile(r"\\[A-Za-z]+\*?|\b[A-Za-z]+(?=\{)")  # some have lost their backslash
_TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’]|(?<=\d)\.(?=\d))[^\W_]+)*")
_BREAK = re.compile(r"[^\w\s.'’-]|--|_|(?<!\d)\.|\.(?!\d)")
_DEFINED = re.compile(r"((?:[\w’'-]+ +){1,6})\(([A-Z][\w-]{0,7}[A-Zs])\)")
_IES = re.compile(r"(?<=[a-z]{2})ies$")
_SIBILANT = re.compile(r"(?<=[a-z])(?:xes|ches|shes|sses|(?<=bi|li)ases)$")
_ICES = re.compile(r"(?:(?:mat|cicat)r|append|hel)(ices)$|(?:ind|vert|vort|cort)(ices)$")
_SES = re.compile(r"(?<=(?:naly|othe|nthe|aren))ses$")
KEEPS_S = ("ss", "us", "is", "bias", "alias", "atlas", "canvas", "gas", "pancreas", "ics", "ous",
           "ways", "series", "news", "lens", "species")  # fmt: skip
_HYPHENS = re.compile(r"(?<=[^\W_])[\u2010\u2011\u2013](?=[^\W_])")
_GREEK = re.compile(
    r"\$\\(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi"
    r"|chi|psi|omega)\$(?=[-\u2010\u2011\u2013])"
)
_REMEMBERED = 1 << 16  # words; texts say the same ones over and over
_ENDING = re.compile(r"(?:ness|ing|ion|ive|ers?|or|ar|ed|e|al|ity)$")


def plain(text: str) -> str:
    """The text without addresses, formulas and TeX commands, all hyphens the plain one."""
    text = _HYPHENS.sub("-", _GREEK.sub(_greek_letter, text))
    for pattern in (_URL, _TEX_URL, _MATH, _TEX_COMMAND):
        text = pattern.sub(" ; ", text)
    return text.replace("{", " ").replace("}", " ")


def _greek_letter(found: re.Match[str]) -> str:
    name = "lamda" if found[1] == "lambda" else found[1]
    return unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}")


def is_english(text: str) -> bool:
    """Whether a text may be English: its letters are Latin, and, if long, its small words English.

    A fifth of an English abstract's words, or more, are stop words.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter < "\u0250" for letter in letters) < len(letters) / 2:
        return False
    words = _TOKEN.findall(text.lower())
    known = sum(word in STOP_WORDS for word in words)
    return len(words) < _ENOUGH_WORDS or known >= _ENGLISH * len(words)


def tokens(text: str) -> list[str]:
    """The words of a text in normal form, without stop words and numbers."""
    return [normal(word) for run in runs(text) for word in run if word != LINK]


def phrases(text: str, longest: int = 4) -> list[str]:
    """Every run of one to ``longest`` words in normal form, words joined by a space.

    A phrase begins and ends with a content word; "of" may stand inside ("mixture of experts").
    """
    return [phrase for phrase, _ in _windows(text, longest)]


def _windows(text: str, longest: int = 4) -> Iterator[tuple[str, bool]]:
    """Every phrase of a text, and whether it ends where its run of content words ends."""
    for run in runs(text):
        keys = [normal(word) for word in run]
        for start, length in product(range(len(keys)), range(1, longest + 1)):
            end = start + length
            if end <= len(keys) and LINK not in (keys[start], keys[end - 1]):
                yield " ".join(keys[start:end]), end == len(keys)


def corpus_phrases(texts: Sequence[str], stop: frozenset[str] = frozenset()) -> list[list[str]]:
    """The phrases of each text, abbreviations spelt out, without what is no term of the corpus.

    Phrases with a word of ``stop`` are left out.

    No term is what too few texts have, and what hardly ever ends where its run of content words
    ends: "graph neural" is only the beginning of "graph neural network".
    """
    meant = abbreviations(texts)
    stopped = {normal(word) for word in stop}
    found: list[list[str]] = []
    texts_with: Counter[str] = Counter()
    texts_ending: Counter[str] = Counter()
    for text in texts:
        windows = [(meant.get(phrase, phrase), ends) for phrase, ends in _windows(text)]
        if stopped:
            windows = [window for window in windows if stopped.isdisjoint(window[0].split())]
        found.append([phrase for phrase, _ in windows])
        texts_with.update({phrase for phrase, _ in windows})
        texts_ending.update({phrase for phrase, ends in windows if ends})
    rarest = 1 if len(texts) < 50 else 2 if len(texts) < 5_000 else 4
    terms = {
        phrase
        for phrase, count in texts_with.items()
        if count >= rarest and (" " not in phrase or texts_ending[phrase] >= _STANDS_FREE * count)
    }
    return [[phrase for phrase in own if phrase in terms] for own in found]


def runs(text: str) -> Iterator[list[str]]:
    """Runs of content words as written, with "of" inside.

    Other stop words, filler, numbers and punctuation end a run.
    """
    for piece in _BREAK.split(plain(text)):
        run: list[str] = []
        for token in _TOKEN.findall(piece):
            if is_content(token) or (run and token == LINK and run[-1] != LINK):
                run.append(token)
            elif run:
                yield run if run[-1] != LINK else run[:-1]
                run = []
        if run:
            yield run if run[-1] != LINK else run[:-1]


def abbreviations(texts: Sequence[str]) -> dict[str, str]:
    """What abbreviations stand for, both in normal form, where the texts agree on it.

    "graph neural networks (GNNs)" gives ``{"gnn": "graph neural network"}``. Left out is one
    that stands for several things, that most who use it do not explain, or that is a word too.
    """
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for before, short in _DEFINED.findall(text):
            if long := _spelt_out(before, normal(short)):
                meant[normal(short)][long] += 1
    used: Counter[str] = Counter()
    for text in texts:
        words = {word for run in runs(text) for word in run}
        used.update({key for word in words if (key := normal(word)) in meant})
        used.update(Counter({word: _A_WORD for word in words if word in meant and word.islower()}))
    return {
        short: long
        for short, longs in meant.items()
        for long, count in longs.most_common(1)
        if count >= 0.6 * longs.total() and longs.total() >= 0.25 * used[short]
    }


def _spelt_out(before: str, short: str) -> str:
    """The end of ``before`` whose initials are ``short``, in normal form; empty if none."""
    pieces = [piece for piece in re.split(r"[\s-]+", before) if piece][-len(short) :]
    if len(short) < 2 or "".join(piece[0] for piece in pieces).lower() != short:
        return ""
    start = before.rfind(pieces[0], 0, len(before) - sum(map(len, pieces[1:])))
    run = next(runs(before[start:]), [])
    whole = [piece for word in run for piece in word.split("-")] == pieces
    return " ".join(map(normal, run)) if whole else ""


@lru_cache(_REMEMBERED)
def is_content(word: str) -> bool:
    """Whether a word says something of its own: no stop word, filler, number or letter."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in STOP_WORDS or lower in FILLER or not any(char.isalpha() for char in word):
        return False
    return len(lower) > 1 or ord(lower) > 127


@lru_cache(_REMEMBERED)
def normal(word: str) -> str:
    """The word in lower case and singular, which is how spellings of it are counted as one."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if len(lower) < 4 and not word[:-1].isupper():
        return lower
    if lower.endswith(KEEPS_S):
        return lower
    if found := _ICES.search(lower):
        return lower[:-4] + ("ix" if found[1] else "ex")
    if _SES.search(lower):
        return lower[:-2] + "is"
    if _IES.search(lower):
        return _IES.sub("y", lower)
    if _SIBILANT.search(lower):
        return lower[:-2]
    return lower.removesuffix("s")


def family(word: str) -> str:
    """What a word has in common with those made of the same: "fair" for "fairness"."""
    stem = _ENDING.sub("", word)
    doubled = stem[-2:-1] == stem[-1:] and not stem.endswith("s")
    stem = stem[:-1] if doubled else stem
    return stem if len(stem) >= 4 else word
