"""Weighted phrases → keywords and short, distinct, human names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING

import numpy as np

from topicmap.keywords import Candidate, Embed, Keywords, find_keywords, pieces, same, worth
from topicmap.spelling import Spelling
from topicmap.word_lists import BROAD, GENERIC
from topicmap.words import family, normal

if TYPE_CHECKING:
    from topicmap.topics import Topics

_FIT_ENOUGH = 0.3  # for a generic word to stand for a topic
_FULLER = 0.15
_NO_NAMES = ("dataset", "benchmark", "task", "problem")
_FEW, _ENOUGH = 1 / 3, 0.4
_LONGEST, _JOINABLE = 5, 8
_PAPERS_OF_SECOND = 3
_FIRST = 12  # phrases that can be names besides the keywords
_IN_EACH = 0.5


@dataclass(frozen=True)
class Naming:
    """The name and the keywords of a topic.

    Parameters
    ----------
    label
        A noun phrase as written in the papers, or two joined by "&"; distinct from every other
        topic's.
    keywords
        Up to ten phrases as written in the papers, the heaviest first.
    weights
        Their weights in (0, 1], the heaviest = 1: c-TF-IDF times the square root of the share
        of the topic's papers that have the phrase, longer phrases preferred.
    """

    label: str
    keywords: list[str]
    weights: list[float]


@dataclass(frozen=True)
class LayerNames:
    """The names of the three layers, in the order of their groups."""

    regions: list[Naming]
    topics: list[Naming]
    subtopics: list[Naming]


def name_layers(
    topics: "Topics",
    found: Sequence[Sequence[str]],
    texts: Sequence[str],
    vectors: np.ndarray,
    embed: Embed | None = None,
) -> LayerNames:
    """A label and keywords for every region, topic and subtopic.

    A region that holds one topic, and a subtopic that is a whole topic, have the topic's names.

    Parameters
    ----------
    topics
        The layers with the weights of their phrases.
    found
        The phrases of each paper, in normal form.
    texts
        The text of each paper, from which the spelling is taken.
    vectors, embed
        See `find_keywords`.
    """
    layers = (topics.regions, topics.topics, topics.subtopics)
    keywords = [find_keywords(layer, topics.phrases, found, vectors, embed) for layer in layers]
    wanted = [entry.phrase for own in keywords for one in own for entry in _considered(one)]
    spelling = Spelling(texts, set(wanted))
    above, middle, below = ([_Terms(one, spelling) for one in own] for own in keywords)
    heads = _heads(middle)
    named = _named(middle, _completed(heads, middle), spelling)
    regions = _named(above, _region_labels(topics, above, middle, heads, named), spelling)

    parents = topics.subtopics.parent.tolist()
    children = Counter(parents)
    parted = [number for number, parent in enumerate(parents) if children[parent] > 1]
    terms = [below[number] for number in parted]
    labels = _heads(terms, above={naming.label.casefold() for naming in named})
    fresh = dict(zip(parted, _named(terms, labels, spelling), strict=True))
    subtopics = [fresh.get(number, named[parent]) for number, parent in enumerate(parents)]
    return LayerNames(regions, named, subtopics)


def _considered(keywords: Keywords) -> list[Candidate]:
    return list(dict.fromkeys([*keywords.best, *keywords.leading]))


class _Terms:
    """The phrases of a group, and those among them that make good names, best first."""

    def __init__(self, keywords: Keywords, spelling: Spelling):
        self.best = keywords.best
        self.leading = _considered(keywords)
        self.size = keywords.size
        self.papers = keywords.papers
        self.spelling = spelling
        first = dict.fromkeys([*self.best, *keywords.leading[:_FIRST]])
        pairs = [(entry.score, whole) for entry in first if (whole := self._whole(entry))]
        pairs.sort(key=lambda pair: (-pair[0] * pair[1].fit ** 0.5, pair[1].phrase))
        self.names = list(dict.fromkeys(entry for _, entry in pairs))

    def _whole(self, entry: Candidate) -> Candidate | None:
        """A phrase that can stand for the group; for a modifier the one in which it mostly is."""
        if self._is_name(entry):
            return entry
        around = [
            other
            for other in self.leading
            if entry.phrase in other.phrase.split() and self._is_name(other) and other.papers > 1
        ]
        fuller = max(around, key=lambda other: (other.papers, other.score), default=None)
        return fuller if fuller and fuller.papers >= _FULLER * entry.papers else None

    def _is_name(self, entry: Candidate) -> bool:
        says_enough = entry.phrase not in GENERIC or entry.fit >= _FIT_ENOUGH
        says_enough &= entry.phrase not in BROAD and not entry.phrase.endswith(_NO_NAMES)
        return says_enough and self.spelling.is_noun(entry.phrase)

    def labels(self, number: int) -> Iterator[tuple[str, float]]:
        """The labels that the group would have, best first, and how well each fits it."""
        entries = list(dict.fromkeys([*self.names, *self.best]))
        labels = [self.spelling.label(entry.phrase) for entry in entries]
        yield from zip(labels, [entry.fit for entry in entries], strict=True)
        for entry in entries[1:]:
            yield f"{labels[0]} & {self.spelling.of(entry.phrase)}", entry.fit
        yield from ((f"{label} ({number + 1})", 1.0) for label in labels[:1])
        yield f"Unnamed-{number + 1}", 2.0
        yield from ((f"Unnamed-{number + 1}.{more}", 2.0) for more in count(1))

    def seconds(self, head: str) -> list[str]:
        """Labels that may stand beside the first, best first: of other words, and short enough."""
        first = _normal(head)
        longest = _LONGEST - len(head.split())
        fewest = _ENOUGH * self.papers[first]
        others = [
            entry
            for entry in self.leading
            if entry.papers >= max(fewest, min(_PAPERS_OF_SECOND, self.size / 2))
            and len(entry.phrase.split()) <= longest
            and not _kin(entry.phrase, first)
            and self._is_name(entry)
        ]
        others.sort(key=lambda entry: (-entry.fit * worth(entry.phrase), entry.phrase))
        return [self.spelling.label(entry.phrase) for entry in others]


def _named(terms: list[_Terms], labels: list[str], spelling: Spelling) -> list[Naming]:
    return [
        Naming(label, [spelling.of(entry.phrase) for entry in own.best], _relative(own.best))
        for label, own in zip(labels, terms, strict=True)
    ]


def _relative(keywords: list[Candidate]) -> list[float]:
    heaviest = max((entry.score for entry in keywords), default=1.0)
    return [round(entry.score / heaviest, 4) for entry in keywords]


def _heads(terms: list[_Terms], above: Iterable[str] = ()) -> list[str]:
    """One name for each group: the best that no group wants which it fits better.

    Deferred acceptance: Gale and Shapley (American Mathematical Monthly 69, 1962).
    """
    choices = [own.labels(number) for number, own in enumerate(terms)]
    given: dict[str, tuple[float, str, int]] = {}
    waiting = list(range(len(terms)))[::-1]
    while waiting:
        number = waiting.pop()
        label, fit = next(choices[number])
        key = label.casefold()
        if key in above or (key in given and fit <= given[key][0]):
            waiting.append(number)
            continue
        if key in given:
            waiting.append(given[key][2])
        given[key] = (fit, label, number)
    return [label for _, label, _ in sorted(given.values(), key=lambda one: one[2])]


def _completed(heads: list[str], terms: list[_Terms]) -> list[str]:
    """The labels: to those that hold for few of their papers a second is joined."""
    taken = {head.casefold() for head in heads}
    labels = []
    for head, own in zip(heads, terms, strict=True):
        labels.append(head)
        if own.papers[_normal(head)] > _FEW * own.size:
            continue
        free = (label for label in own.seconds(head) if label.casefold() not in taken)
        if second := next(free, None):
            taken.add(second.casefold())
            labels[-1] = f"{head} & {_lowered(second)}"
    return labels


def _region_labels(
    topics: "Topics",
    regions: list[_Terms],
    terms: list[_Terms],
    heads: list[str],
    named: list[Naming],
) -> list[str]:
    """A label for each region: broader than its topics', or those of two large ones joined."""
    labels: list[str] = []
    taken = {head.casefold() for head in heads}
    for number, region in enumerate(regions):
        inside = np.flatnonzero(topics.topics.parent == number).tolist()
        if len(inside) == 1:
            labels.append(named[inside[0]].label)
            continue
        most = max(region.papers[_normal(heads[topic])] for topic in inside)
        broad = [
            region.spelling.label(entry.phrase)
            for entry in region.names
            if " " in entry.phrase
            and entry.papers > most
            and _in_each(entry, [terms[topic] for topic in inside])
        ]
        joined = _all_joined([heads[topic] for topic in inside])
        free = (label for label in [*broad, *joined] if label.casefold() not in taken)
        label = next(free, f"{joined[-1]} ({number + 1})")
        taken.add(label.casefold())
        labels.append(label)
    return labels


def _in_each(entry: Candidate, terms: list[_Terms]) -> bool:
    """Whether a phrase of a region is one of all its topics."""
    return all(own.papers[entry.phrase] >= _IN_EACH * entry.share * own.size for own in terms)


def _all_joined(heads: list[str]) -> list[str]:
    """The names of a region's topics as one label: as many as are short enough, largest first."""
    ways = [
        chosen
        for size in range(min(len(heads), 4), 1, -1)
        for chosen in combinations(heads[:_JOINABLE], size)
        if sum(len(head.split()) for head in chosen) <= _LONGEST
    ]
    labels = []
    for first, *others in [*ways, tuple(heads[:2])]:
        *middle, last = [_lowered(other) for other in others]
        labels.append(f"{', '.join([first, *middle])} & {last}")
    return labels


def _lowered(label: str) -> str:
    """A label as it stands after another: without a capital in front of a plain word."""
    first = label.split()[0]
    return label[:1].lower() + label[1:] if first[1:].islower() else label


def _normal(label: str) -> str:
    return " ".join(map(normal, label.split()))


def _kin(one: str, other: str) -> bool:
    """Whether two phrases share a word or its family, or one abbreviates the other."""
    apart = set(map(family, pieces(one))).isdisjoint(map(family, pieces(other)))
    return not apart or same(one, other)
