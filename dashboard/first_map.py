"""The first map: a build of the seeds in a process of its own, watched while it runs."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

_KEPT_LINES = 20
_FAILED = "The map could not be built, and the builder did not say why. Try topicmap build."


@dataclass
class MapBuild:
    """A build of the seed documents into ``folder``, under way since it was made.

    ``share`` is how much is done, from 0 to 1; ``words`` what is being done; ``problem`` is empty
    until it failed, then a sentence.
    """

    folder: Path
    command: list[str] = field(default_factory=list)
    share: float = 0.02
    words: str = "Loading the tools"
    problem: str = ""
    done: bool = False

    def __post_init__(self) -> None:
        self._said: list[str] = []
        command = self.command or build_command(self.folder)
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            self.problem, self.done = f"The builder could not be started: {error.strerror}.", True
            return
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def wait(self, seconds: float) -> None:
        """Come back when the build has ended, or after so many seconds."""
        if not self.done:
            self._watcher.join(seconds)

    def _watch(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                self._hear(line.strip())
        if self._process.wait():
            self.problem = " ".join(self._said[-3:]) or _FAILED
        self.done = True

    def _hear(self, line: str) -> None:
        """Take a line of the builder: progress as JSON, or something it has to say."""
        try:
            told = json.loads(line)
            step, steps = int(told["step"]), int(told["steps"])
            done, total = told.get("done") or 0, told.get("total") or 0
            part = done / total if total else 0.0
            words = _words(told["label"], done, total, told.get("left"))
        except (ValueError, KeyError, TypeError):
            if line:
                self._said = [*self._said, line][-_KEPT_LINES:]
            return
        self.share = min(max((step - 1 + part) / max(steps, 1), self.share), 1.0)
        self.words = words


def build_command(folder: Path) -> list[str]:
    """The command that builds the map of the seeds into a folder."""
    build = [sys.executable, "-m", "topicmap", "build"]
    return [*build, "--to", str(folder), "--progress", "json"]


def _words(label: str, done: int, total: int, left: float | None) -> str:
    """A stage in words: what, how many, how long still."""
    words = str(label)
    if total:
        words += f" · {done:,} of {total:,}"
    if left is not None:
        words += f" · about {_duration(float(left))} left"
    return words


def _duration(seconds: float) -> str:
    return f"{max(round(seconds), 1)} s" if seconds < 90 else f"{round(seconds / 60)} min"
