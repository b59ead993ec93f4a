"""Whether two lines of a page speak of the same thing, by the words that they share.

The likeness is the cosine of the two lines' words, each weighted by how few lines of the page have
it (inverse document frequency; Spärck Jones, J. Documentation 28, 1972). On pages of 40 papers two
halves of an abstract have 0.06 to 0.26 (5 and 95 %), neighbouring abstracts 0.00 to 0.06.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable

from topicmap.readers.lines import Line

WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?")
LONG = 60
EVEN, SAME, REPEATED = 0.065, 0.10, 0.6
MOST_FOR, MOST_AGAINST = 7.0, 2.0
TELLING = 250  # letters that the shorter line needs for its words to tell all that they can


class Kinship:
    """The likeness of the lines of a page."""

    def __init__(self, lines: Iterable[Line]):
        self._words = {line.number: _words(line.text) for line in lines if len(line.text) >= LONG}
        counts = Counter(word for words in self._words.values() for word in words)
        total = len(self._words) + 10
        self._weight = {word: math.log(total / count) for word, count in counts.items()}

    def of(self, one: Line, other: Line) -> float:
        """The cosine of the words of two lines, in [0, 1]; 0 where one of them is short."""
        ours, theirs = (self._words.get(line.number, frozenset()) for line in (one, other))
        shared = self._size(ours & theirs)
        return shared / math.sqrt(self._size(ours) * self._size(theirs)) if shared else 0.0

    def cost(self, one: Line, other: Line) -> float:
        """What their words add to the cost of taking the second line as the first carried on."""
        if one.number not in self._words or other.number not in self._words:
            return 0.0
        likeness = self.of(one, other)
        if likeness > REPEATED:
            return 0.0
        telling = min(1.0, min(len(one.text), len(other.text)) / TELLING)
        evidence = MOST_FOR * (likeness - EVEN) / (SAME - EVEN)
        return -telling * max(-MOST_AGAINST, min(MOST_FOR, evidence))

    def _size(self, words: Iterable[str]) -> float:
        return sum(self._weight[word] ** 2 for word in words)


def _words(text: str) -> frozenset[str]:
    found = (word.casefold() for word in WORD.findall(text[:4000]))
    return frozenset(word.removesuffix("s") for word in found if len(word) > 3)
