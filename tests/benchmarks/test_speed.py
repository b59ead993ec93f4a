"""How quick the map is in a browser: pictures, clicks, bytes and frames, for maps already built."""

import json
import os
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from tests.browser.conftest import CHROMIUM, WINDOW, chromium, served  # noqa: F401
from tests.browser.pages import MAP, PAPER, READY, color_by, idle, place_of, search
from topicmap.bundle import BundleInfo, list_maps

FOLDER = os.environ.get("TOPICMAP_MAPS")
MAPS = [info for info in list_maps(Path(FOLDER)) if not info.problem] if FOLDER else []
LARGE = 5_000  # papers; above that the bounds of large maps hold
CLICKS = 9
MOST = {  # milliseconds and bytes, for small and for large maps
    "click": (300, 500),
    "picture": (1_000, 3_000),
    "bytes": (3_000_000, 3_000_000),
    "search": (20_000, 100_000),
    "pick": (20_000, 100_000),
    "filter": (20_000, 100_000),
    "color": (20_000, 100_000),
    "frame": (100, 250),  # drawn without a graphics processor
}
WATCH = """
window.marks = {};
new MutationObserver(() => {
  const map = document.querySelector('[data-testid="topic-map"]');
  if (!map) return;
  marks.mounted ??= performance.now();
  if (map.dataset.drawn === '1' && !marks.picture) {
    marks.picture = performance.now();
    countBytes().then((bytes) => { marks.bytes = bytes; });
  }
  if (map.dataset.ready === '1') marks.ready ??= performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
addEventListener('pointerup', () => { marks.up = performance.now(); }, true);
"""
CARD = """
(before) => new Promise((resume) => {
  const look = () => {
    const card = document.querySelector('[data-testid="paper-card"]');
    if (!card || card.dataset.paper === before) return requestAnimationFrame(look);
    requestAnimationFrame(() => resume([performance.now() - marks.up, card.dataset.paper]));
  };
  look();
})
"""
FRAMES = """
() => {
  window.frames_ = [];
  window.counting = true;
  let last = performance.now();
  const next = (now) => {
    frames_.push(now - last);
    last = now;
    if (counting) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}
"""

pytestmark = [
    pytest.mark.skipif(not MAPS, reason="TOPICMAP_MAPS names no folder with maps"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


class Wire:
    """A way to the server on this machine that counts the bytes that come back."""

    def __init__(self, server: str):
        self.total = 0
        self._server = ("127.0.0.1", int(server.rsplit(":", 1)[1]))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._let_in, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._door.accept()
                Thread(target=self._join, args=(visitor,), daemon=True).start()

    def _join(self, visitor: socket.socket) -> None:
        with visitor, socket.create_connection(self._server) as server:
            asking = Thread(target=self._carry, args=(visitor, server, False), daemon=True)
            asking.start()
            self._carry(server, visitor, counted=True)
            asking.join()

    def _carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while content := source.recv(65_536):
                self.total += counted * len(content)
                target.sendall(content)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def of(self, act: Callable[[], object]) -> int:
        """The bytes that come because of an act."""
        before = self.total
        act()
        return self.total - before


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    with served(Path(FOLDER).absolute(), tmp_path_factory.mktemp("speed") / "log.txt") as address:
        counting = Wire(address)
        yield counting
        counting.close()


@pytest.mark.parametrize("info", MAPS, ids=lambda info: info.name)
def test_the_map_is_quick(info, wire, chromium, capsys):  # noqa: F811
    """In a browser that has been on the other screen before, so that it has Streamlit's files."""
    with chromium.new_context(viewport=WINDOW) as context:
        page = context.new_page()
        page.set_default_timeout(300_000)  # the server opens the map once
        page.goto(f"{wire.address}/topics?map={info.name}")
        page.wait_for_selector(".tp-all")
        page.close()
        page = context.new_page()
        found = measured(page, wire, info)
    large = int(found["papers"] > LARGE)
    with capsys.disabled():
        print(f"\n{info.name}", json.dumps(found))
    late = {name: found[name] for name, most in MOST.items() if found[name] > most[large]}
    assert not late


def measured(page, wire: Wire, info: BundleInfo) -> dict[str, float]:
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.expose_function("countBytes", lambda: wire.total)
    before = wire.total
    page.goto(f"{wire.address}/?map={info.name}")
    page.wait_for_selector(READY)
    idle(page)
    marks = page.evaluate("() => ({...marks, load: performance.timing.loadEventEnd - "
                          "performance.timing.navigationStart})")  # fmt: skip
    found: dict[str, float] = {
        "papers": info.papers,
        "bytes": marks["bytes"] - before,
        "picture": round(marks["picture"] - marks["mounted"]),
        "picture_after_load": round(marks["picture"] - marks["load"]),
        "ready": round(marks["ready"] - marks["mounted"]),
    }
    found |= frames(page)
    found["click"] = clicks(page, int(found["papers"]))
    return found | acts(page, wire)


def frames(page) -> dict[str, float]:
    """The times between pictures, in milliseconds, while the map is dragged and zoomed."""
    box = page.locator(MAP).bounding_box()
    x, y = box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5
    page.evaluate(FRAMES)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 3 * step, y + step)
    page.mouse.up()
    for _ in range(10):
        page.mouse.wheel(0, -60)
        page.wait_for_timeout(30)
    times = sorted(page.evaluate("() => { counting = false; return frames_; }"))
    page.get_by_role("button", name="Whole map").click()
    idle(page)
    return {
        "frame": round(times[len(times) // 2]),
        "slow_frame": round(times[int(len(times) * 0.95)]),
    }


def clicks(page, papers: int) -> float:
    """From the click on a point to its card, in milliseconds: the middle one of several."""
    times, before = [], ""
    for at in range(CLICKS):
        page.mouse.click(*place_of(page, (2 * at + 1) * papers // (2 * CLICKS + 1)))
        time, before = page.evaluate(CARD, before)
        times.append(time)
        idle(page)
    assert page.locator(PAPER).count() == 1
    page.keyboard.press("Escape")
    idle(page)
    return round(sorted(times)[len(times) // 2])


def acts(page, wire: Wire) -> dict[str, float]:
    """The bytes that come for what a visitor changes: the most of each kind."""
    bytes_: Counter[str] = Counter()
    for words in ("learning", "diffusion models", ""):
        spent = wire.of(lambda words=words: (search(page, words), idle(page)))
        bytes_["search"] = max(bytes_["search"], spent)
    for row in (0, 3):
        spent = wire.of(lambda row=row: (page.locator(".tp-row").nth(row).click(), idle(page)))
        bytes_["pick"] = max(bytes_["pick"], spent)
        page.keyboard.press("Escape")
        idle(page)
    bytes_["color"] = wire.of(lambda: color_by(page, "Strength"))
    bytes_["filter"] = wire.of(lambda: first_topic(page))
    return dict(bytes_)


def first_topic(page) -> None:
    page.get_by_role("combobox", name="Topic").click()
    page.get_by_role("option").first.click()
    idle(page)
