"""Run the dashboard as a process of its own, and end it with this one."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from topicmap.bundle import check_free, list_maps
from topicmap.errors import BadSettings, TopicMapError

ADDRESS = "127.0.0.1"
PORTS = range(8501, 8600)
SEEDS = "seeds"
STOPPED = 130
PATIENCE = 10.0


def serve(maps: Path, port: int | None, headless: bool) -> int:
    """Serve the maps until SIGINT or SIGTERM; the server's exit status, 0 when it was ended.

    Where there is no map yet, that of the five seed documents is built first.

    Raises
    ------
    BadSettings
        The port is taken, or no port, or the maps lie in no folder.
    """
    port = _free_port() if port is None else _checked(port)
    maps = maps.resolve()
    if maps.exists() and not maps.is_dir():
        raise BadSettings(f"{maps} is no folder; name one that holds maps, or is to hold them.")
    good = any(not info.problem for info in list_maps(maps))
    if not good and not (maps / SEEDS).exists():
        check_free(maps / SEEDS)
        print(f"There is no map in {maps} yet: building one of the five seed documents.")
        seeds = str(maps / SEEDS)
        status, ended = _run([sys.executable, "-m", "topicmap", "build", "--to", seeds])
        if status or ended:
            return status or STOPPED
    print(f"The dashboard is at http://{ADDRESS}:{port} until you press Ctrl+C.", flush=True)
    app = _app()
    command = [sys.executable, "-m", "streamlit", "run", str(app), *_options(port, headless)]
    status, ended = _run(command, folder=_config_folder(app), TOPICMAP_MAPS=str(maps))
    return 0 if ended else status


def _options(port: int, headless: bool) -> list[str]:
    options = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(headless).lower(),
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def _app() -> Path:
    spec = find_spec("dashboard")
    if spec is None or not spec.origin:
        raise TopicMapError("The package dashboard is not installed; install topicmap again.")
    return Path(spec.origin).with_name("app.py")


def _config_folder(app: Path) -> Path:
    """The folder from which Streamlit finds the theme: the checkout's, where this is one."""
    checkout = app.parent.parent
    return checkout if (checkout / ".streamlit" / "config.toml").is_file() else Path.cwd()


def _free_port() -> int:
    for port in PORTS:
        with contextlib.suppress(BadSettings):
            return _checked(port)
    raise BadSettings(f"The ports {PORTS[0]} to {PORTS[-1]} are all taken; choose one with --port.")


def _checked(port: int) -> int:
    """The port, which is free; `BadSettings` where it is not."""
    if not 1 <= port <= 65535:
        raise BadSettings(f"The port is {port}; it must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise BadSettings(
                f"Port {port} cannot be used ({error.strerror}); choose another with --port."
            ) from error
    return port


def _run(command: list[str], folder: Path | None = None, **environment: str) -> tuple[int, bool]:
    """The exit status of a command, and whether this process was told to end it."""
    child = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})
    ended: list[float] = []

    def end(number: int, frame: FrameType | None) -> None:
        ended.append(time.monotonic())
        child.terminate()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while True:
            try:
                return child.wait(timeout=1), bool(ended)
            except subprocess.TimeoutExpired:
                if ended and time.monotonic() - ended[0] > PATIENCE:
                    child.kill()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
