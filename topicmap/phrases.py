"""The phrases of a map's papers, kept so that any set of papers can be explained by them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from topicmap.errors import BadPapers


@dataclass(frozen=True, eq=False)
class Phrases:
    """Which phrases each paper has; make it with `phrases_of`.

    Whether a paper has a phrase is kept, not how often: a phrase tells of a set of papers by how
    many of them have it, however often one of them repeats it.

    Parameters
    ----------
    names
        The phrases in normal form (see `topicmap.words`), in order.
    starts
        (n + 1,) int64: where the phrases of each paper begin in ``numbers``.
    numbers
        int32: the numbers of the phrases of one paper after the other, ascending, each once.

    Raises
    ------
    BadPapers
        When the parts do not fit together.
    """

    names: tuple[str, ...] = ()
    starts: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    numbers: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def __post_init__(self) -> None:
        _check_names(self.names)
        _check_starts(self.starts, len(self.numbers))
        _check_numbers(self.numbers, self.starts, len(self.names))

    def __len__(self) -> int:
        """How many papers there are; 0 also where no phrases were kept."""
        return len(self.starts) - 1

    def counts(self, papers: np.ndarray) -> np.ndarray:
        """(phrases,) int: how many of the papers, (n,) bool, have each phrase."""
        if papers.all():
            return np.bincount(self.numbers, minlength=len(self.names))
        own = np.repeat(papers, np.diff(self.starts))
        return np.bincount(self.numbers[own], minlength=len(self.names))

    def papers_with(self, phrase: str) -> np.ndarray:
        """The rows of the papers that have a phrase, ascending."""
        number = bisect_left(self.names, phrase)
        if self.names[number : number + 1] != (phrase,):
            return np.zeros(0, dtype=np.int64)
        return np.searchsorted(self.starts, np.flatnonzero(self.numbers == number), "right") - 1


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


def _check_names(names: tuple[str, ...]) -> None:
    if any(one >= other for one, other in pairwise(names)):
        raise BadPapers("The phrases of a map are not in order, or one is there twice.")


def _check_starts(starts: np.ndarray, count: int) -> None:
    if starts.dtype != np.int64 or starts.ndim != 1 or not len(starts):
        raise BadPapers(
            f"The starts of a map's phrases are {starts.dtype} of shape {starts.shape}; "
            "int64 of shape (papers + 1,) is needed."
        )
    if starts[0] != 0 or starts[-1] != count or (np.diff(starts) < 0).any():
        raise BadPapers("The phrases of a map's papers do not follow one another.")


def _check_numbers(numbers: np.ndarray, starts: np.ndarray, names: int) -> None:
    if numbers.dtype != np.int32 or numbers.ndim != 1:
        raise BadPapers(
            f"The numbers of a map's phrases are {numbers.dtype} of shape {numbers.shape}; "
            "int32 of one dimension is needed."
        )
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < names):
        raise BadPapers("A paper has a phrase that the map does not have.")
    first = np.zeros(len(numbers) + 1, dtype=bool)
    first[starts] = True
    if (~first[1:-1] & (numbers[1:] <= numbers[:-1])).any():
        raise BadPapers("The phrases of a paper are not in order, or one is there twice.")
