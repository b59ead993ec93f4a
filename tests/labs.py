"""A lab's dashboard as a process of its own, started by `topicmap dashboard --hosted`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import free_port, wait_for_server
from topicmap.hosting import LOCAL, ROLES


@dataclass(frozen=True)
class Lab:
    """A dashboard under way: its address, its log, and the process of the command."""

    address: str
    log: Path
    command: subprocess.Popen

    @property
    def server(self) -> int:
        """The id of the process that answers, which the command has started."""
        command = self.command.pid
        children = Path(f"/proc/{command}/task/{command}/children").read_text("ascii").split()
        return int(children[0])

    @property
    def told(self) -> str:
        """What is in the log."""
        return self.log.read_text("utf-8", "replace")


@contextmanager
def hosted(
    folder: Path, *options: str, port: int = 0, maps: Path | None = None, **environment: str
) -> Iterator[Lab]:
    """A lab's dashboard that has a folder for its home and its log, while the block runs.

    Its maps are those in ``maps`` in that folder, unless they are elsewhere.
    """
    port, log, maps = port or free_port(), folder / "log.txt", maps or folder / "maps"
    command = [sys.executable, "-m", "topicmap", "dashboard", str(maps), "--hosted"]
    known = {name: value for name, value in os.environ.items() if name not in (LOCAL, ROLES)}
    own = {"HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port), *options],
            cwd=folder,
            env=known | own | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            path = "/maps" if "--base-path" in options else ""
            address = f"http://127.0.0.1:{port}{path}"
            wait_for_server(address, process)
            yield Lab(address, log, process)
        finally:
            process.terminate()
            process.wait(30)
