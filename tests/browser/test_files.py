"""Files that a visitor takes along: the picture of the map, the table of papers."""

import csv
import io
import struct

from pptx import Presentation

from tests.browser.pages import (
    DIALOG,
    ask_for_picture,
    choose_source,
    color_by,
    idle,
    ready,
    rest,
    save_map_as,
    search,
    wait_for,
)
from tests.conftest import make_map
from topicmap.colors import PAPER

PAPERS = make_map()


def test_what_is_on_the_screen_is_saved(dashboard, new_page):
    page = new_page(f"{dashboard}/?q=paper&paper=p040&color=year")
    ready(page)
    ask_for_picture(page)
    content = save_map_as(page, "png", "PNG")
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)
    drawn = save_map_as(page, "svg", "SVG").decode()
    assert "with “paper” · 83 papers found" in drawn and ">Year<" in drawn
    assert PAPER["light"] in drawn and drawn.count("<circle") >= 90
    assert save_map_as(page, "pdf", "PDF").startswith(b"%PDF")
    page_of_map = save_map_as(page, "html", "Page").decode()
    assert page_of_map.startswith("<!DOCTYPE html>")
    slides = Presentation(io.BytesIO(save_map_as(page, "pptx", "PowerPoint")))
    assert len(slides.slides) == 1 + len(PAPERS.topics)


def test_the_part_on_the_screen_is_saved(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=1")
    ready(page)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    rest(page)
    ask_for_picture(page)
    part = save_map_as(page, "svg", "SVG").decode()
    page.get_by_text("The whole map", exact=True).click()
    idle(page)
    whole = save_map_as(page, "svg", "SVG").decode()
    assert 10 < part.count("<circle") < whole.count("<circle")


def test_the_dialog_leaves_the_map_as_it_was(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=1", fresh=True, color_scheme="dark")
    ready(page)
    before = rest(page)
    ask_for_picture(page)
    page.keyboard.press("Escape")
    page.locator(DIALOG).wait_for(state="detached")
    wait_for(page, picked="topic:1")
    assert rest(page) == before


def test_the_menu_leads_to_the_picture_too(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=1", fresh=True, color_scheme="dark")
    ready(page)
    page.get_by_role("button", name="Zoom in").click()
    rest(page)
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name="The map").click()
    page.locator(f"{DIALOG} img").wait_for()
    page.get_by_text("What is on the screen", exact=True).wait_for()
    assert PAPER["dark"] in save_map_as(page, "svg", "SVG").decode()


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
