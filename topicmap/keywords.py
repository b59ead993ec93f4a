"""Weighted phrases of groups of papers → keywords.

Phrases come by c-TF-IDF (Grootendorst 2022); those whose vectors lie nearer to the group's centre
than to the others' go before, and those that say nearly the same as one before are passed over
(maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from topicmap.word_lists import BROAD, GENERIC
from topicmap.words import LINK, family

if TYPE_CHECKING:
    from topicmap.topics import Layer

KEYWORDS = 10
_EMBEDDED = 50
_LEAST, _RELEVANCE = 0.7, 0.9
CANDIDATES = 300
_BY_LENGTH = {1: 0.7, 2: 1.3, 3: 1.5, 4: 1.4}
_GENERIC_ALONE, _GENERIC_OWN = 0.25, 0.5
_PART_OF_LONGER = 0.6
_FEWEST = 0.75
Embed = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True)
class Candidate:
    """A phrase of a group.

    Parameters
    ----------
    phrase
        In normal form.
    score
        How much it says of the group.
    papers
        How many of the group's papers have it.
    share
        The share of the group's papers that have it.
    own
        The share of the papers with the phrase that are in the group.
    """

    phrase: str
    score: float
    papers: int
    share: float
    own: float

    @property
    def size(self) -> float:
        """How many papers the group has."""
        return self.papers / self.share

    @property
    def elsewhere(self) -> int:
        """How many papers outside the group have it."""
        return round(self.papers / self.own) - self.papers

    @property
    def fit(self) -> float:
        """How well phrase and group stand for each other, in [0, 1]."""
        return self.share * self.own


@dataclass(frozen=True)
class Keywords:
    """The phrases of a group: its keywords, all that lead, its size, how many papers have each."""

    best: list[Candidate]
    leading: list[Candidate]
    papers: Counter[str]
    size: int


def find_keywords(
    layer: "Layer",
    phrases: Sequence[str],
    found: Sequence[Sequence[str]],
    vectors: np.ndarray,
    embed: Embed | None = None,
) -> list[Keywords]:
    """Up to ten keywords for each group of a layer.

    Parameters
    ----------
    layer
        The group of each paper, and the weights of its phrases.
    phrases
        The phrases in normal form, one a column of the weights.
    found
        The phrases of each paper.
    vectors
        (n, d) float32: of the papers.
    embed
        Phrases → (p, d) float32 vectors among those of the papers; None ranks by weight alone.
    """
    leading, papers_with, sizes = [], [], []
    everywhere = Counter(phrase for one in found for phrase in set(one))
    for number in range(layer.weights.shape[0]):
        own = [found[row] for row in np.flatnonzero(layer.group == number).tolist()]
        sizes.append(len(own))
        papers_with.append(Counter(phrase for one in own for phrase in set(one)))
        ranked = _ranked(layer.weights[number], phrases, papers_with[-1], len(own), everywhere)
        leading.append(whole(ranked))
    if embed is None:
        best = [thinned(frequent(own), KEYWORDS) for own in leading]
    else:
        leading, best = _by_meaning(leading, layer.group, vectors, embed)
    return [Keywords(*parts) for parts in zip(best, leading, papers_with, sizes, strict=True)]


def _by_meaning(
    leading: list[list[Candidate]], group: np.ndarray, vectors: np.ndarray, embed: Embed
) -> tuple[list[list[Candidate]], list[list[Candidate]]]:
    """The leading phrases of each group ranked anew by meaning, and the keywords among them."""
    names = sorted({entry.phrase for own in leading for entry in own[:_EMBEDDED]})
    if not names:
        return leading, leading
    places = dict(zip(names, embed(names), strict=True))
    centres = np.stack(
        [_unit(vectors[group == number].mean(axis=0)) for number in range(len(leading))]
    )
    ranked, best = [], []
    for number, own in enumerate(leading):
        first, rest = own[:_EMBEDDED], own[_EMBEDDED:]
        likeness = (
            np.stack([places[entry.phrase] for entry in first]) @ centres.T if first else None
        )
        if likeness is not None:
            first = _nearer(first, likeness, number)
        ranked.append(first + rest)
        best.append(_varied(thinned(frequent(first)), places))
    return ranked, best


def _nearer(own: list[Candidate], likeness: np.ndarray, number: int) -> list[Candidate]:
    """Candidates whose meaning is nearer to their group than to the others' before the rest."""
    others = np.delete(likeness, number, axis=1)
    contrast = likeness[:, number] - (others.mean(axis=1) if others.size else 0.0)
    span = max(float(np.ptp(contrast)), 1e-9)
    shares = (contrast - contrast.min()) / span
    scored = [
        replace(entry, score=entry.score * (_LEAST + float(share)))
        for entry, share in zip(own, shares, strict=True)
    ]
    return sorted(scored, key=lambda entry: (-entry.score, entry.phrase))


def _varied(own: list[Candidate], places: dict[str, np.ndarray]) -> list[Candidate]:
    """Ten candidates that matter and differ, by maximal marginal relevance."""
    chosen: list[Candidate] = []
    left = list(own)
    while left and len(chosen) < KEYWORDS:
        heaviest = max(own[0].score, 1e-9)
        alike = [
            max((float(places[entry.phrase] @ places[one.phrase]) for one in chosen), default=0.0)
            for entry in left
        ]
        worth = [
            _RELEVANCE * entry.score / heaviest - (1 - _RELEVANCE) * likeness
            for entry, likeness in zip(left, alike, strict=True)
        ]
        chosen.append(left.pop(int(np.argmax(worth))))
    return sorted(chosen, key=lambda entry: (-entry.score, entry.phrase))


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _ranked(
    weights: csr_matrix,
    phrases: Sequence[str],
    papers_with: Counter[str],
    papers: int,
    everywhere: Counter[str],
) -> list[Candidate]:
    """The leading phrases of a group of so many papers, best first."""
    fewest = 2 if papers >= 4 else 1
    found = []
    for column, weight in zip(weights.indices, weights.data, strict=True):
        phrase = phrases[column]
        count = papers_with[phrase]
        if count >= fewest:
            found.append(weighed(phrase, weight, (count, papers), everywhere[phrase]))
    return sorted(found, key=lambda entry: (-entry.score, entry.phrase))[:CANDIDATES]


def weighed(phrase: str, weight: float, has: tuple[int, int], everywhere: int) -> Candidate:
    """A phrase of a group by its c-TF-IDF: ``has`` says how many of how many papers have it."""
    papers, size = has
    share, own = papers / size, papers / everywhere
    score = float(weight * share**0.5 * worth(phrase, own))
    return Candidate(phrase, score, papers, share, own)


def worth(phrase: str, own: float = 0.0) -> float:
    """How much a phrase says by its form.

    Longer says more; a generic word alone little, the less the smaller the share of the papers
    with it that are the group's ``own``.
    """
    words = [word for word in phrase.split() if word != LINK]
    if phrase in BROAD:
        return _GENERIC_ALONE
    if phrase in GENERIC:
        return max(_GENERIC_ALONE, _GENERIC_OWN * own)
    return _BY_LENGTH[min(len(words), max(_BY_LENGTH))]


def frequent(ranked: list[Candidate]) -> list[Candidate]:
    """The phrases that rest on enough papers, where there are some.

    Three quarters of the square root of the group's size are enough: 2 of 4, 3 of 16, 8 of 100.
    """
    return [entry for entry in ranked if entry.papers >= _FEWEST * entry.size**0.5] or ranked


def thinned(ranked: list[Candidate], most: int = CANDIDATES) -> list[Candidate]:
    """The first phrases, at most so many, without extensions and abbreviations of those before."""
    kept: list[Candidate] = []
    for entry in ranked:
        if len(kept) == most:
            break
        if not any(same(entry.phrase, other.phrase) for other in kept):
            kept.append(entry)
    return kept


def whole(ranked: list[Candidate]) -> list[Candidate]:
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


def same(one: str, other: str) -> bool:
    """Whether two phrases say the same: shared words, or one abbreviates the other."""
    ours, theirs = set(map(family, pieces(one))), set(map(family, pieces(other)))
    if ours <= theirs or theirs <= ours:
        return True
    return _initials(one) == other or _initials(other) == one


def pieces(phrase: str) -> list[str]:
    """The words of a phrase, taken apart at hyphens."""
    return [piece for word in phrase.split() for piece in word.split("-")]


def _initials(phrase: str) -> str:
    parts = pieces(phrase)
    return "".join(part[:1] for part in parts) if len(parts) > 1 else ""
