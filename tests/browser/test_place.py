"""Nothing but the visitor moves the map."""

import pytest

from tests.browser.pages import (
    MAP,
    PAPER,
    SHOWN_LABELS,
    box_of,
    choose_source,
    click_paper,
    color_by,
    filter_strength,
    hide_unassigned,
    moved,
    ready,
    rest,
    search,
    state_of,
    wait_for,
    zoom_in,
)
from tests.conftest import make_map

HITS = f"{MAP}:not([data-hits='0'])"


def other_theme(page) -> None:
    before = page.evaluate("() => getComputedStyle(document.querySelector('.tm-stage')).color")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.tm-stage')).color !== before",
        arg=before,
    )


def leave_and_return(page) -> None:
    page.get_by_role("link", name="Topics").click()
    page.wait_for_selector(".tp-all")
    page.get_by_role("link", name="Explore").click()
    ready(page)


def resize(page) -> None:
    page.set_viewport_size({"width": 1500, "height": 900})
    page.wait_for_timeout(600)
    page.set_viewport_size({"width": 1100, "height": 700})
    page.wait_for_timeout(600)


CHANGES = {
    "search": lambda page: (search(page, "paper"), page.wait_for_selector(HITS)),
    "filter": choose_source,
    "strength": filter_strength,
    "unassigned": hide_unassigned,
    "color": lambda page: color_by(page, "Strength"),
    "theme": other_theme,
    "screen": leave_and_return,
    "resize": resize,
}  # fmt: skip


def test_nothing_loses_the_place(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    view = zoom_in(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    for name, change in CHANGES.items():
        change(page)
        page.wait_for_timeout(800)
        ready(page)
        assert box_of(page) == pytest.approx(view, abs=1e-6), name
        assert state_of(page)["picked"] == "p040", name
        assert page.locator(f'{PAPER}[data-paper="p040"]').count() == 1, name
    assert int(state_of(page)["hits"]) > 0
    assert page.get_by_role("textbox", name="Search papers").input_value() == "paper"
    page.locator(".tp-line").first.click()
    page.wait_for_selector(f'{PAPER}:not([data-paper="p040"])')
    assert rest(page) == pytest.approx(view, abs=1e-6)


def test_a_paper_is_gone_to_only_when_asked_for(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    assert rest(page) == pytest.approx(home, abs=1e-6)
    before = state_of(page)["view"]
    page.locator(PAPER).get_by_role("button", name="on the map").click()
    moved(page, before)
    x0, x1, y0, y1 = rest(page)
    assert x1 - x0 < (home[1] - home[0]) / 3
    place = make_map().papers.loc["p040"]
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((place["x"], place["y"]), abs=1e-3)
    assert state_of(page)["picked"] == "p040"


def test_a_few_turns_of_the_wheel_lead_near(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    for _ in range(5):
        before = state_of(page)["view"]
        page.mouse.wheel(0, -100)
        moved(page, before)
        x0, x1, _, _ = rest(page)
    assert 3 < (home[1] - home[0]) / (x1 - x0) < 6


def test_pan_and_double_click(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    x, y = frame["x"] + 12, frame["y"] + frame["height"] - 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=6)
    page.mouse.up()
    after = rest(page)
    assert after[0] < home[0]
    assert after[1] - after[0] == pytest.approx(home[1] - home[0])
    page.mouse.dblclick(x, y)
    assert rest(page) == pytest.approx(home, abs=1e-6)


def test_nearer_never_leads_to_where_there_are_no_papers(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    x, y = make_map().papers["x"], make_map().papers["y"]
    for _ in range(7):
        before = state_of(page)["view"]
        page.get_by_role("button", name="Zoom in").click()
        moved(page, before)
        x0, x1, y0, y1 = rest(page)
        seen = x.between(x0, x1) & y.between(y0, y1)
        assert seen.any()
        named = page.locator(SHOWN_LABELS).count()
        assert page.locator(".tm-here").is_visible() == (named == 0)
    assert not named
    most = int(make_map().papers["topic"][seen].mode().iloc[0])
    name = make_map().topics["label"].get(most, "papers in no topic")
    assert page.locator(".tm-here").inner_text() == f"Here: {name}"
