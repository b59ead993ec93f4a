"""Weighted phrases → keywords and short, distinct, human names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from topicmap.words import GENERIC, LINK, normal, runs

KEYWORDS = 10
_CANDIDATES = 300
_BY_LENGTH = {1: 0.7, 2: 1.3, 3: 1.5, 4: 1.4}
_GENERIC_ALONE = 0.25
_PART_OF_LONGER = 0.6
_LOWER_ENOUGH = 0.15
_FULLER_ADJECTIVE, _FULLER_NOUN = 0.15, 0.4
_ADJECTIVE = re.compile(
    r"(ed|ive|ous|able|ible|i?an|iant|free|shot|wise|aware|(?<!us)ic|\dd|(?<!retriev)(?<!sign)al)$"
)


@dataclass(frozen=True)
class Naming:
    """The name and the keywords of a topic.

    Parameters
    ----------
    label
        A noun phrase as written in the papers, distinct from every other topic's.
    keywords
        Up to ten phrases as written in the papers, the heaviest first.
    weights
        Their weights in (0, 1], the heaviest = 1: c-TF-IDF times the square root of the share
        of the topic's papers that have the phrase, longer phrases preferred.
    """

    label: str
    keywords: list[str]
    weights: list[float]


def name_topics(
    weights: csr_matrix,
    phrases: Sequence[str],
    topic: np.ndarray,
    found: Sequence[Sequence[str]],
    texts: Sequence[str],
) -> list[Naming]:
    """A label and keywords for every topic.

    Parameters
    ----------
    weights
        (topics, phrases) c-TF-IDF.
    phrases
        The phrases in normal form, one a column.
    topic
        (n,) int: the topic of each paper, −1 = unassigned.
    found
        The phrases of each paper, in normal form.
    texts
        The text of each paper, from which the spelling is taken.
    """
    ranked = []
    for number in range(weights.shape[0]):
        own = [found[row] for row in np.flatnonzero(topic == number).tolist()]
        ranked.append(_whole(_ranked(weights[number], phrases, own)))
    keywords = [_thinned(candidates)[:KEYWORDS] for candidates in ranked]
    names = [_names(top, all_) for top, all_ in zip(keywords, ranked, strict=True)]
    wanted = {entry.phrase for top in keywords for entry in top} | {n for own in names for n in own}
    spelling = _Spelling(texts, wanted)
    return [
        Naming(label, [spelling.of(entry.phrase) for entry in top], _relative(top))
        for label, top in zip(_labels(names, spelling), keywords, strict=True)
    ]


@dataclass(frozen=True)
class _Candidate:
    """A phrase of a topic: how much it says of it, and in how many of its papers it is."""

    phrase: str
    score: float
    papers: int


def _ranked(
    weights: csr_matrix, phrases: Sequence[str], papers: list[Sequence[str]]
) -> list[_Candidate]:
    """The leading phrases of a topic, best first."""
    papers_with = Counter(phrase for own in papers for phrase in set(own))
    fewest = 2 if len(papers) >= 4 else 1
    found = []
    for column, weight in zip(weights.indices, weights.data, strict=True):
        phrase = phrases[column]
        count = papers_with[phrase]
        if count >= fewest:
            score = float(weight * (count / len(papers)) ** 0.5 * _worth(phrase))
            found.append(_Candidate(phrase, score, count))
    return sorted(found, key=lambda entry: (-entry.score, entry.phrase))[:_CANDIDATES]


def _worth(phrase: str) -> float:
    """How much a phrase says by its form: longer says more, a generic word alone little."""
    words = [word for word in phrase.split() if word != LINK]
    if len(words) == 1 and words[0] in GENERIC:
        return _GENERIC_ALONE
    return _BY_LENGTH[min(len(words), max(_BY_LENGTH))]


def _thinned(ranked: list[_Candidate]) -> list[_Candidate]:
    """The phrases without extensions and abbreviations of those already there."""
    kept: list[_Candidate] = []
    for entry in ranked:
        if not any(_same(entry.phrase, other.phrase) for other in kept):
            kept.append(entry)
    return kept


def _whole(ranked: list[_Candidate]) -> list[_Candidate]:
    """The phrases that do not mostly stand inside a longer one."""
    papers_of = {entry.phrase: entry.papers for entry in ranked}
    parts = {
        part
        for phrase, papers in papers_of.items()
        for part in _parts(phrase)
        if papers >= _PART_OF_LONGER * papers_of.get(part, np.inf)
    }
    return [entry for entry in ranked if entry.phrase not in parts]


def _parts(phrase: str) -> Iterable[str]:
    words = phrase.split()
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _same(one: str, other: str) -> bool:
    """Whether two phrases say the same: shared words, or one abbreviates the other."""
    ours, theirs = set(_pieces(one)), set(_pieces(other))
    if ours <= theirs or theirs <= ours:
        return True
    return _initials(one) == other or _initials(other) == one


def _pieces(phrase: str) -> list[str]:
    return [piece for word in phrase.split() for piece in word.split("-")]


def _initials(phrase: str) -> str:
    pieces = _pieces(phrase)
    return "".join(piece[:1] for piece in pieces) if len(pieces) > 1 else ""


def _names(keywords: list[_Candidate], ranked: list[_Candidate]) -> list[str]:
    """Phrases in the order in which they make good names for the topic."""
    phrases = [entry.phrase for entry in keywords]
    own = [phrase for phrase in phrases if phrase not in GENERIC]
    nouns = [phrase for phrase in own if _is_term(phrase) or not _ADJECTIVE.search(phrase)]
    names = list(dict.fromkeys([*nouns, *own, *phrases]))
    return [full for phrase in own[:1] for full in _fuller(phrase, ranked)] + names


def _fuller(word: str, ranked: list[_Candidate]) -> list[str]:
    """The phrase in which a lone word mostly stands; needed where it is an adjective."""
    papers = {entry.phrase: entry.papers for entry in ranked}
    needed = _FULLER_ADJECTIVE if _ADJECTIVE.search(word) else _FULLER_NOUN
    around = [
        entry
        for entry in ranked
        if word in entry.phrase.split() and _is_term(entry.phrase) and entry.papers > 1
    ]
    best = max(around, key=lambda entry: (entry.papers, entry.score), default=None)
    if _is_term(word) or best is None or best.papers < needed * papers[word]:
        return []
    return [best.phrase]


def _is_term(phrase: str) -> bool:
    return " " in phrase


def _labels(names: list[list[str]], spelling: "_Spelling") -> list[str]:
    """One name a topic: its best that no larger topic took, or two of them joined."""
    taken: set[str] = set()
    labels = []
    for number, own in enumerate(names):
        choices = [spelling.label(phrase) for phrase in own]
        choices += [f"{choices[0]} with {spelling.of(phrase)}" for phrase in own[1:]]
        choices += [f"Unnamed-{number + 1}"]
        label = next(name for name in choices if name.casefold() not in taken)
        taken.add(label.casefold())
        labels.append(label)
    return labels


def _relative(keywords: list[_Candidate]) -> list[float]:
    heaviest = max((entry.score for entry in keywords), default=1.0)
    return [round(entry.score / heaviest, 4) for entry in keywords]


class _Spelling:
    """How the papers write a phrase: number and hyphens by phrase, capitals by word."""

    def __init__(self, texts: Sequence[str], wanted: set[str]):
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._capitals: dict[str, Counter[str]] = defaultdict(Counter)
        lengths = sorted({phrase.count(" ") + 1 for phrase in wanted})
        words = {word for phrase in wanted for word in phrase.split()}
        for text in texts:
            for run in runs(text):
                keys = [normal(word) for word in run]
                for key, word in zip(keys, run, strict=True):
                    if key in words:
                        self._capitals[word.lower()][word] += 1
                for length in lengths:
                    for start in range(len(run) - length + 1):
                        phrase = " ".join(keys[start : start + length])
                        if phrase in wanted:
                            form = " ".join(run[start : start + length]).lower()
                            self._forms[phrase][form] += 1

    def of(self, phrase: str) -> str:
        """The phrase as the papers mostly write it."""
        forms = self._forms.get(phrase)
        form = min(forms, key=lambda form: (-forms[form], form)) if forms else phrase
        return " ".join(self._capitalised(word) for word in form.split())

    def label(self, phrase: str) -> str:
        """The phrase with a capital in front, except where the word has capitals of its own."""
        written = self.of(phrase)
        first = written.split()[0] if written else ""
        return written[:1].upper() + written[1:] if first.islower() else written

    def _capitalised(self, word: str) -> str:
        seen = self._capitals.get(word)
        if not seen or seen[word] >= _LOWER_ENOUGH * seen.total():
            return word
        return min(seen, key=lambda form: (-seen[form], form))
