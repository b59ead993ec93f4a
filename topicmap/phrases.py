"""The phrases of a map's papers, kept so that any set of papers can be explained by them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Phrases:
    """Which phrases each paper has; make it with `phrases_of`.

    Parameters
    ----------
    names
        The phrases in normal form (see `topicmap.words`), in order.
    starts
        (n + 1,) int64: where the phrases of each paper begin in ``numbers``.
    numbers
        int32: the numbers of the phrases of one paper after the other, ascending, each once.
    """

    names: tuple[str, ...] = ()
    starts: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    numbers: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def __len__(self) -> int:
        """How many papers there are; 0 also where no phrases were kept."""
        return len(self.starts) - 1

    def counts(self, papers: np.ndarray) -> np.ndarray:
        """(phrases,) int: how many of the papers, (n,) bool, have each phrase."""
        if papers.all():
            return np.bincount(self.numbers, minlength=len(self.names))
        own = np.repeat(papers, np.diff(self.starts))
        return np.bincount(self.numbers[own], minlength=len(self.names))

    def of_paper(self, row: int) -> np.ndarray:
        """The numbers of a paper's phrases, ascending."""
        return self.numbers[self.starts[row] : self.starts[row + 1]]


def phrases_of(found: Sequence[Sequence[str]]) -> Phrases:
    """The phrases of each paper, as from `topicmap.words.corpus_phrases`."""
    own = [sorted(set(phrases)) for phrases in found]
    names = sorted({phrase for phrases in own for phrase in phrases})
    number = {name: at for at, name in enumerate(names)}
    starts = np.zeros(len(own) + 1, dtype=np.int64)
    np.cumsum([len(phrases) for phrases in own], out=starts[1:])
    numbers = np.fromiter(
        (number[phrase] for phrases in own for phrase in phrases), np.int32, int(starts[-1])
    )
    return Phrases(tuple(names), starts, numbers)
