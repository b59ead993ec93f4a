"""A dashboard served on this machine and a Chromium to look at it; skipped without one."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.pages import dressed
from tests.conftest import layered, make_map
from topicmap.bundle import save_map
from topicmap.hosting import Hosting

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("TOPICMAP_CHROMIUM") or next(
    filter(None, map(shutil.which, BROWSERS)), None
)
# As a browser without a graphics processor draws: all but WebGL by its own means, which is quicker.
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--disable-accelerated-2d-canvas", "--disable-gpu-rasterization",
    "--disable-background-networking", "--disable-component-update", "--no-first-run",
)  # fmt: skip
START = 120  # seconds, on a machine with other work too
PATIENCE = 120_000  # milliseconds
WINDOW = {"width": 1280, "height": 800}

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def pytest_collection_modifyitems(items):
    if CHROMIUM is None and os.environ.get("TOPICMAP_TEST_ALL"):
        raise pytest.UsageError("TOPICMAP_TEST_ALL is set, but there is no Chromium")
    if CHROMIUM is None:
        skip = pytest.mark.skip(
            reason="there is no Chromium; install Debian's or set TOPICMAP_CHROMIUM"
        )
        for item in items:
            if Path(item.fspath).parent == Path(__file__).parent:
                item.add_marker(skip)


@contextmanager
def served(maps: Path, log: Path) -> Iterator[str]:
    """The address of a dashboard of these maps, on this computer, while the block runs."""
    with serving(maps, log) as (address, _):
        yield address


@contextmanager
def serving(
    maps: Path, log: Path, *options: str, path: str = "", port: int = 0, **environment: str
) -> Iterator[tuple[str, subprocess.Popen]]:
    """The address of a dashboard and its process, which is ended after the block."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-m", "streamlit", "run", "dashboard/app.py"]
    where = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    if path:
        where.append(f"--server.baseUrlPath={path}")
    known = {**Hosting().environment(), "TOPICMAP_MAPS": str(maps)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *where, *options],
            cwd=ROOT,
            env={**os.environ, **known, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}{path}"
            wait_for_server(address, process)
            yield address, process
        finally:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_server(address: str, process: subprocess.Popen) -> None:
    end = time.monotonic() + START
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the dashboard did not start")


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with one small map, "normal"."""
    folder = tmp_path_factory.mktemp("dashboard")
    save_map(make_map(), folder / "maps" / "normal")
    with served(folder / "maps", folder / "log.txt") as address:
        yield address
    log = (folder / "log.txt").read_text("utf-8", "replace")
    assert not [own for own in ("dashboard", "topicmap") if f'File "{ROOT / own}' in log], log


@pytest.fixture(scope="session")
def layers(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with one map with regions, "layers"."""
    folder = tmp_path_factory.mktemp("layers")
    save_map(layered(make_map()), folder / "maps" / "layers")
    with served(folder / "maps", folder / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitor(chromium):
    """One visitor's browser, which keeps the scripts that it has loaded.

    It wishes for little motion: every flight costs seconds of a processor that draws by itself.
    Fresh browsers fly.
    """
    context = chromium.new_context(viewport=WINDOW, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def new_page(chromium, visitor) -> Iterator[Callable]:
    """Opens a page, in a fresh browser if asked; at the end nothing may have gone wrong in it."""
    opened, problems = [], []

    def open_page(url: str, fresh: bool = False, **likings):
        context = chromium.new_context(viewport=WINDOW, **likings) if fresh else visitor
        page = context.new_page()
        opened.append(context if fresh else page)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (problems.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda request: _near(request.url, problems))
        page.goto(url)
        if url.startswith("http"):
            dressed(page)
        return page

    yield open_page
    for thing in opened:
        thing.close()
    assert not problems


def _near(url: str, problems: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:", "data:")):
        problems.append(f"a request to {url}")
