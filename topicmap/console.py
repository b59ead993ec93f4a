"""What the command line shows while it works: a bar, a line a stage, or JSON."""

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from topicmap.progress import Progress, Report, silent


@contextlib.contextmanager
def shown(style: str) -> Iterator[Report]:
    """A report that shows progress on stderr.

    Parameters
    ----------
    style
        ``auto`` (a bar in a terminal, else a line a stage), ``json`` (a line of JSON a report),
        or ``none``.
    """
    if style == "none":
        yield silent
    elif style == "json":
        yield _print_json
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _Bar(bars)
    else:
        yield _Lines()


def _print_json(progress: Progress) -> None:
    print(json.dumps(asdict(progress)), file=sys.stderr, flush=True)


class _Lines:
    """One line a stage, and for a long one a line every tenth."""

    def __init__(self) -> None:
        self._told = -1

    def __call__(self, progress: Progress) -> None:
        if progress.total is None or progress.done is None:
            self._told = 0
            print(f"[{progress.step}/{progress.steps}] {progress.label}", file=sys.stderr)
        elif (tenth := 10 * progress.done // max(progress.total, 1)) > self._told:
            self._told = tenth
            print(f"      {progress.done} of {progress.total}{_left(progress)}", file=sys.stderr)


class _Bar:
    """A bar for the stage at hand, and ticked lines above it for those done."""

    def __init__(self, bars: Bars):
        self._bars = bars
        self._stage = ""
        self._task = bars.add_task("Getting ready", total=None, left="")

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self._stage = progress.stage
            self._bars.reset(self._task)
        self._bars.update(
            self._task,
            description=f"{progress.step}/{progress.steps} {progress.label}",
            total=progress.total,
            completed=progress.done or 0,
            left=_left(progress),
        )


def _bars() -> Bars:
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
    )


def _left(progress: Progress) -> str:
    if progress.left is None or not progress.total or progress.done == progress.total:
        return ""
    seconds = round(progress.left)
    words = f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"
    return f", {words} left"
