"""Run the dashboard as a process of its own, and end it with this one."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from topicmap.bundle import check_free, list_maps
from topicmap.errors import BadBundle, BadSettings, TopicMapError
from topicmap.hosting import Hosting
from topicmap.places import cache_folder

PORTS = range(8501, 8600)
SEEDS = "seeds"
STOPPED = 130
PATIENCE = 10.0
PR_SET_PDEATHSIG = 1


def serve(
    maps: Path, port: int | None, headless: bool = False, hosting: Hosting | None = None
) -> int:
    """Serve the maps until SIGINT or SIGTERM; the server's exit status, 0 when it was ended.

    Where there is no map yet, that of the five seed documents is built first.

    Raises
    ------
    BadSettings
        The port is taken, or no port, or the maps lie in no folder.
    """
    hosting = hosting or Hosting()
    port = _port(port, hosting)
    maps = maps.resolve()
    if maps.exists() and not maps.is_dir():
        raise BadSettings(f"{maps} is no folder; name one that holds maps, or is to hold them.")
    status = _make_first_map(maps, hosting)
    if status:
        return status
    print(_welcome(port, hosting), flush=True)
    app = _app()
    options = hosting.options(port, headless)
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    places = {"TOPICMAP_MAPS": str(maps), "TOPICMAP_CACHE": str(cache_folder().resolve())}
    environment = {**hosting.environment(), **places}
    status, ended = _run(command, folder=_config_folder(app), **environment)
    return 0 if ended else status


def _make_first_map(maps: Path, hosting: Hosting) -> int:
    """Build the map of the seeds where there is none; the exit status if that went wrong.

    A lab's dashboard waits for its maps also where it cannot build one itself.
    """
    good = any(not info.problem for info in list_maps(maps))
    if good or (maps / SEEDS).exists():
        return 0
    try:
        check_free(maps / SEEDS, cure="Name another folder, or put a map into this one.")
    except BadBundle as error:
        if not hosting.hosted:
            raise
        print(f"There is no map in {maps} yet. {error}", file=sys.stderr)
        return 0
    print(f"There is no map in {maps} yet: building one of the five seed documents.", flush=True)
    build = [sys.executable, "-m", "topicmap", "build", "--to", str(maps / SEEDS)]
    status, ended = _run(build)
    if ended:
        return STOPPED
    return 0 if hosting.hosted else status


def _welcome(port: int, hosting: Hosting) -> str:
    host = f"[{hosting.address}]" if ":" in hosting.address else hosting.address
    ends = "" if hosting.hosted else " until you press Ctrl+C"
    line = f"The dashboard is at http://{host}:{port}{hosting.path}{ends}."
    if hosting.hosted:
        line += (
            f"\nVisitors may reach it as {', '.join(hosting.names)}; more names with --host. "
            f"They {'sign in' if hosting.roles else 'cannot sign in: all of them are viewers'}."
        )
    return line


def _app() -> Path:
    spec = find_spec("dashboard")
    if spec is None or not spec.origin:
        raise TopicMapError("The package dashboard is not installed; install topicmap again.")
    return Path(spec.origin).with_name("app.py")


def _config_folder(app: Path) -> Path:
    """The folder with the dashboard's own configuration, so that no other folder's counts."""
    checkout = app.parent.parent
    return checkout if (checkout / ".streamlit" / "config.toml").is_file() else app.parent


def _port(port: int | None, hosting: Hosting) -> int:
    """The port that was asked for; else a free one, or for a lab the one that recipes name."""
    if port is not None or hosting.hosted:
        return _checked(PORTS[0] if port is None else port, hosting.address)
    for one in PORTS:
        with contextlib.suppress(BadSettings):
            return _checked(one, hosting.address)
    raise BadSettings(f"The ports {PORTS[0]} to {PORTS[-1]} are all taken; choose one with --port.")


def _checked(port: int, address: str) -> int:
    """The port, which is free; `BadSettings` where it is not."""
    if not 1 <= port <= 65535:
        raise BadSettings(f"The port is {port}; it must be a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except socket.gaierror as error:
            raise BadSettings(
                f"The address {address} is not known here ({error.strerror}); give one of this "
                "machine, or 0.0.0.0 for all."
            ) from error
        except OSError as error:
            raise BadSettings(
                f"Port {port} of {address} cannot be used ({error.strerror}); choose another with "
                "--port."
            ) from error
    return port


def _run(command: list[str], folder: Path | None = None, **environment: str) -> tuple[int, bool]:
    """The exit status of a command, and whether this process was told to end it."""
    child = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **environment}, preexec_fn=_bound_to_this()
    )
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
        child.kill()  # nothing, where it has ended
        for number, handler in before.items():
            signal.signal(number, handler)


def _bound_to_this() -> Callable[[], object] | None:
    """What a child does first, so that it ends even when this process is killed (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
