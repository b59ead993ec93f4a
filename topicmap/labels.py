"""Weighted phrases → keywords and short, distinct, human names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from topicmap.keywords import Candidate, Embed, Keywords, find_keywords
from topicmap.words import GENERIC, normal, runs

if TYPE_CHECKING:
    from topicmap.topics import Topics

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
    layers = (topics.topics, topics.regions, topics.subtopics)
    terms = [
        [_Terms(own) for own in find_keywords(layer, topics.phrases, found, vectors, embed)]
        for layer in layers
    ]
    spelling = _Spelling(texts, {phrase for own in terms for term in own for phrase in term.all})
    middle, above, below = terms
    named = _named(middle, _labels([term.names for term in middle], spelling), spelling)
    regions = _region_labels(topics, above, named, spelling)
    children = Counter(topics.subtopics.parent.tolist())
    parents = topics.subtopics.parent.tolist()
    parted = [number for number, parent in enumerate(parents) if children[parent] > 1]
    taken = {naming.label.casefold() for naming in named}
    labels = _labels([below[number].names for number in parted], spelling, taken)
    fresh = dict(zip(parted, _named([below[n] for n in parted], labels, spelling), strict=True))
    subtopics = [fresh.get(number, named[parent]) for number, parent in enumerate(parents)]
    return LayerNames(_named(above, regions, spelling), named, subtopics)


class _Terms:
    """The phrases of a group: its keywords, its possible names, and how many papers have each."""

    def __init__(self, keywords: Keywords):
        self.best = keywords.best
        self.names = _names(keywords.best, keywords.leading)
        self.papers = keywords.papers
        self.all = {entry.phrase for entry in self.best} | set(self.names)


def _named(terms: list[_Terms], labels: list[str], spelling: "_Spelling") -> list[Naming]:
    return [
        Naming(label, [spelling.of(entry.phrase) for entry in own.best], _relative(own.best))
        for label, own in zip(labels, terms, strict=True)
    ]


def _region_labels(
    topics: "Topics", terms: list[_Terms], named: list[Naming], spelling: "_Spelling"
) -> list[str]:
    """A label for each region: broader than its topics', or those of its two largest joined."""
    labels: list[str] = []
    taken = {naming.label.casefold() for naming in named}
    for number, own in enumerate(terms):
        inside = [named[topic].label for topic in np.flatnonzero(topics.topics.parent == number)]
        if len(inside) == 1:
            labels.append(inside[0])
            continue
        most = max(own.papers[_normal(label)] for label in inside)
        broad = (name for name in own.names if own.papers[name] > most and _is_term(name))
        free = (spelling.label(name) for name in broad)
        joined = f"{inside[0]} and {_lowered(inside[1])}"
        labels.append(next((name for name in free if name.casefold() not in taken), joined))
        taken.add(labels[-1].casefold())
    return labels


def _normal(label: str) -> str:
    return " ".join(map(normal, label.split()))


def _lowered(label: str) -> str:
    """A label as it stands within a sentence: no capital in front of a plain word."""
    first = label.split()[0] if label else ""
    return label[:1].lower() + label[1:] if first[1:].islower() else label


def _names(keywords: list[Candidate], ranked: list[Candidate]) -> list[str]:
    """Phrases in the order in which they make good names for the topic."""
    phrases = [entry.phrase for entry in keywords]
    own = [phrase for phrase in phrases if phrase not in GENERIC]
    nouns = [phrase for phrase in own if _is_term(phrase) or not _ADJECTIVE.search(phrase)]
    names = list(dict.fromkeys([*nouns, *own, *phrases]))
    return [full for phrase in own[:1] for full in _fuller(phrase, ranked)] + names


def _fuller(word: str, ranked: list[Candidate]) -> list[str]:
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


def _labels(names: list[list[str]], spelling: "_Spelling", above: Iterable[str] = ()) -> list[str]:
    """One name a group: its best that no larger group or one above took, or two of them joined."""
    taken = set(above)
    labels = []
    for number, own in enumerate(names):
        choices = [spelling.label(phrase) for phrase in own]
        choices += [f"{choices[0]} with {spelling.of(phrase)}" for phrase in own[1:]]
        choices += [f"{name} ({number + 1})" for name in choices[:1]] + [f"Unnamed-{number + 1}"]
        label = next(name for name in choices if name.casefold() not in taken)
        taken.add(label.casefold())
        labels.append(label)
    return labels


def _relative(keywords: list[Candidate]) -> list[float]:
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
