"""Files that a visitor takes along: the picture of the map, the table of papers."""

import csv
import io
import struct

from tests.browser.pages import choose_source, color_by, idle, ready, search, strips_of
from tests.conftest import make_map

PAPERS = make_map()
COLORS = ("Topic", "File", "Venue", "Year", "Strength")


def test_save_picture(dashboard, new_page, tmp_path):
    page = new_page(f"{dashboard}/?q=paper&paper=p040")
    ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save picture").click()
    picture = tmp_path / "map.png"
    waiting.value.save_as(picture)
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)
    assert len(content) > 50_000
    assert waiting.value.suggested_filename == "normal-map.png"


def test_the_picture_has_a_legend_and_says_what_is_picked(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=1&q=paper")
    ready(page)
    for color in COLORS:
        color_by(page, color)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save picture").click()
        picture = waiting.value.path().read_bytes()
        title, line, words, legend = strips_of(page, picture)
        assert min(title, line, words, legend) > 100, color


def test_download_csv(dashboard, new_page, tmp_path):
    page = new_page(f"{dashboard}/?topic=1")
    ready(page)
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    waiting.value.save_as(tmp_path / "papers.csv")
    text = (tmp_path / "papers.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == PAPERS.of_topic(1).index.tolist()


def test_what_a_visitor_changes_sends_little(dashboard, new_page):
    page, sizes = new_page("about:blank"), []
    page.on("websocket", lambda one: one.on("framereceived", lambda got: sizes.append(len(got))))
    page.goto(dashboard)
    ready(page)
    idle(page)
    for act in (
        lambda: page.locator(".tp-row").first.click(),
        lambda: page.keyboard.press("Escape"),
        lambda: search(page, "paper"),
        lambda: color_by(page, "Strength"),
        lambda: choose_source(page),
    ):
        sizes.clear()
        act()
        idle(page)
        assert 0 < sum(sizes) < 40_000  # before compression
