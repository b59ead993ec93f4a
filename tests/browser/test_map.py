"""The map in a real browser: its contract, search, and titles that mean harm."""

import pytest

from tests.browser.pages import (
    MAP,
    PAPER,
    STAGE,
    box_of,
    place_of,
    ready,
    search,
    state_of,
    wait_for,
    zoom_in,
)
from tests.conftest import AWKWARD, IMAGE, RIGHT_TO_LEFT, SCRIPT, TEX, make_map

PAPERS = make_map()


def test_the_attributes_are_a_contract(dashboard, new_page):
    page = new_page(dashboard)
    page.wait_for_selector(MAP)
    assert {"map", "papers", "hits", "picked", "view", "ready"} <= set(state_of(page))
    ready(page)
    state = state_of(page)
    assert (state["map"], state["papers"], state["hits"], state["picked"]) == (
        "normal",
        "90",
        "0",
        "",
    )
    x0, x1, y0, y1 = box_of(page)
    assert PAPERS.papers["x"].between(x0, x1).all()
    assert PAPERS.papers["y"].between(y0, y1).all()
    trace = page.evaluate(f"() => [...document.querySelector('{MAP}').data[0].x]")
    assert trace == pytest.approx(PAPERS.papers["x"].tolist(), rel=1e-6)
    assert page.evaluate(f"() => document.querySelector('{MAP}').data[0].type") == "scattergl"


def test_search_lights_up_hits_and_keeps_the_view(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = zoom_in(page)
    search(page, "federated")
    wait_for(page, hits=int(PAPERS.papers["title"].fillna("").str.contains("federated").sum()))
    assert box_of(page) == view
    page.wait_for_url(lambda url: "q=federated" in url)
    search(page, "nowhere at all")
    wait_for(page, hits=0)
    search(page, "")
    wait_for(page, hits=0, papers=90)
    assert box_of(page) == view


def test_hostile_titles_do_no_harm(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.wait_for_timeout(500)
    for row, title in enumerate((SCRIPT, IMAGE, TEX, RIGHT_TO_LEFT)):
        page.goto(f"{dashboard}/?paper=p{row:03}")
        page.wait_for_selector(f'{PAPER}[data-paper="p{row:03}"]')
        assert page.locator(f"{PAPER} h2").text_content() == title
        assert page.locator(f"{PAPER} img, {PAPER} script, {PAPER} b").count() == 0
        ready(page)
        page.mouse.move(*place_of(page, row))
        page.wait_for_timeout(400)
        assert page.locator(".tm-tip img, .tm-tip script").count() == 0
    page.goto(f"{dashboard}/topics")
    page.wait_for_selector(".tp-all")
    assert page.locator(".tp-all img, .tp-all script, .tp-all i:not(.tp-dot)").count() == 0
    assert page.evaluate("() => window.harmed") is None
    page.goto(f"{dashboard}/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&source=%3Cscript%3E")
    page.wait_for_selector('[data-testid="stAlert"]')


def test_the_tip_shows_the_title_as_text(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.wait_for_timeout(800)
    page.mouse.move(*place_of(page, 40))
    page.wait_for_selector(".tm-tip:not([hidden])")
    assert PAPERS.papers["title"].iloc[40] in page.locator(".tm-tip").inner_text()


def test_the_tip_of_any_title_lies_on_the_map(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.wait_for_function(f"() => document.querySelector('{STAGE}').topicmapPanel.titles")
    stage = page.locator(STAGE).bounding_box()
    for row, title in enumerate(AWKWARD):
        page.mouse.move(*place_of(page, row))
        tip = page.locator(".tm-tip:not([hidden]) strong")
        tip.wait_for()
        told = tip.text_content()
        known = title or "“We study case 6 with a naïve method. It works…”"
        assert told and known.startswith(told.removesuffix("…")), row
        assert told == known or told.endswith("…"), row
        box = page.locator(".tm-tip").bounding_box()
        assert box["x"] >= stage["x"] and box["y"] >= stage["y"], row
        assert box["x"] + box["width"] <= stage["x"] + stage["width"], row
        assert box["height"] < stage["height"] / 2, row
        assert (tip.evaluate("(one) => one.matches(':dir(rtl)')")) == (title == RIGHT_TO_LEFT), row


def test_colour_by_year_counts_papers_without_one(dashboard, new_page):
    page = new_page(f"{dashboard}/?color=year")
    ready(page)
    missing = int(PAPERS.papers["year"].isna().sum())
    assert f"{missing} papers without a year" in page.locator(".tm-legend").inner_text()
