"""Progress of long work: a callable that the builder tells what it does."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Where a build stands.

    Parameters
    ----------
    stage
        Short name of the stage, one word.
    label
        What is being done, for people.
    step, steps
        The stage's number from 1, and how many there are.
    done, total
        Counted items of this stage; None where nothing is counted.
    left
        Seconds to the end of the stage, where it can be known.
    """

    stage: str
    label: str
    step: int
    steps: int
    done: int | None = None
    total: int | None = None
    left: float | None = None


Report = Callable[[Progress], None]
Count = Callable[[int, int], None]


def silent(progress: Progress) -> None:
    """Tell nobody."""


class Stages:
    """Numbers the stages of a build and reports each, with the time left where it is counted."""

    def __init__(self, names: dict[str, str], report: Report = silent):
        self._names = names
        self._report = report

    def begin(self, stage: str) -> Count:
        """Report that a stage begins; the result takes (done, total) as it goes on."""
        step = list(self._names).index(stage) + 1
        began = time.monotonic()
        label, steps = self._names[stage], len(self._names)
        self._report(Progress(stage, label, step, steps))

        def count(done: int, total: int) -> None:
            spent = time.monotonic() - began
            left = spent / done * (total - done) if done and spent > 1 else None
            self._report(Progress(stage, label, step, steps, done, total, left))

        return count


def counted(total: int, count: Count | None) -> Iterator[int]:
    """The numbers from 0 to ``total`` − 1, each counted when the next is asked for."""
    for number in range(total):
        yield number
        if count:
            count(number + 1, total)
