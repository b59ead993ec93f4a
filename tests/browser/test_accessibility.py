"""The screens with assistive technology: what axe-core says of them, and the way of the Tab key."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, WINDOW, served
from tests.browser.pages import PAPER, READY, TOPIC, ask_for_picture, idle
from tests.conftest import layered, make_map

LAYERS = layered(make_map())
PHONE = {"width": 390, "height": 844}
TABLE = '[data-testid="stDataFrame"] canvas'
TREE = ".tc-chart .slicetext"
SCREENS = {
    "/": (READY, ".tp-row", TABLE),
    "/?paper=p003&source=first.txt": (READY, PAPER, TABLE),
    "/?topic=1": (READY, TOPIC, TABLE),
    "/?q=paper": (READY, '[data-testid="set-card"]', TABLE),
    "/topics": (TREE, ".tp-row", ".tp-all"),
    "/topics?topic=1": (TREE, TOPIC),
    "/topics?topic=1&compare=2": (TREE, TOPIC, '[data-testid="comparison"]'),
    "/papers": (TABLE,),
    "/papers?paper=p003": (TABLE, PAPER),
    "/trends": (".stPlotlyChart .xtick", TABLE),
    "/quality": ('[data-testid="figures"]', TABLE, ".stExpander"),
}
STOPS = {
    "the search box": ".stTextInput",
    "the map's tools": ".tm-tools",
    "the map's labels": ".tm-labels",
    "the panel": ".tm-panel",
    "the order": ".st-key-listing .stSelectbox",
    "the download": ".st-key-download",
    "the table": '[data-testid="stDataFrame"]',
}
FOCUSED = "(places) => places.findIndex((place) => document.activeElement.closest(place))"


@pytest.fixture(scope="module", params=("light", "dark"))
def page(request, chromium):
    """A page of a visitor who likes it light, then of one who likes it dark."""
    context = chromium.new_context(
        viewport=WINDOW, color_scheme=request.param, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def open_screen(page, address: str, path: str) -> None:
    """Go there and wait until all of it is drawn."""
    page.goto(f"{address}{path}")
    for part in SCREENS[path]:
        page.locator(part).first.wait_for()
    idle(page)


def findings(page) -> list[str]:
    """What axe-core holds against a page, slight or serious, with the first elements it means."""
    return [
        f"{rule['impact']} {rule['id']}: {[node['html'][:300] for node in rule['nodes'][:3]]}"
        for rule in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("path", SCREENS)
def test_nothing_is_found_on_a_screen(layers, page, path):
    page.set_viewport_size(WINDOW)
    open_screen(page, layers, path)
    assert findings(page) == []


def test_nothing_is_found_on_a_phone(layers, page):
    page.set_viewport_size(PHONE)
    open_screen(page, layers, "/")
    assert findings(page) == []


def test_nothing_is_found_in_an_open_menu(layers, page):
    page.set_viewport_size(WINDOW)
    open_screen(page, layers, "/papers")
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name="BibTeX").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("window", [WINDOW, PHONE])
def test_nothing_is_found_where_the_map_is_saved(layers, page, window):
    page.set_viewport_size(window)
    open_screen(page, layers, "/?topic=1")
    ask_for_picture(page)
    assert findings(page) == []


def test_nothing_is_found_without_a_map(tmp_path, page):
    (tmp_path / "maps" / "broken").mkdir(parents=True)
    (tmp_path / "maps" / "broken" / "papers.parquet").write_bytes(b"half a file")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page.goto(address)
        page.get_by_role("button", name="Make the map").wait_for()
        assert findings(page) == []


def test_tab_leads_from_the_search_box_to_every_part_of_the_screen(layers, new_page):
    page = new_page(layers)
    open_screen(page, layers, "/")
    page.get_by_role("textbox", name="Search papers").focus()
    reached = []
    for _ in range(60):
        place = page.evaluate(FOCUSED, list(STOPS.values()))
        if place >= 0 and place not in reached:
            reached.append(place)
        page.keyboard.press("Tab")
    assert [list(STOPS)[place] for place in reached] == list(STOPS)


def test_what_the_chart_of_topics_shows_can_be_reached_in_the_list_beside_it(layers, new_page):
    page = new_page(f"{layers}/topics")
    page.locator(TREE).first.wait_for()
    page.get_by_role("img", name="5 topics in 3 regions, by size").wait_for()
    summary = page.get_by_test_id("summary-card")
    for region in LAYERS.regions["label"]:
        assert summary.get_by_role("heading", name=region).count() == 1, region
    for topic in LAYERS.topics["label"]:
        assert summary.get_by_role("button", name=topic).count() == 1, topic
    summary.get_by_role("button", name=LAYERS.topics["label"][1]).press("Enter")
    page.locator(f'{TOPIC}[data-topic="1"]').wait_for()
    parts = LAYERS.subtopics.query("topic == 1")["label"]
    expect(page.locator(".tp-part > span")).to_have_text(list(parts), timeout=PATIENCE)
