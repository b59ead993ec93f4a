"""Links, the way back, and the way from screen to screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import (
    MAP,
    PAPER,
    TOPIC,
    box_of,
    choose_source,
    click_paper,
    filter_strength,
    hide_unassigned,
    idle,
    moved,
    ready,
    rest,
    search,
    state_of,
    wait_for,
)
from tests.conftest import make_map

PAPERS = make_map()
HITS = f"{MAP}:not([data-hits='0'])"


def test_a_link_shows_the_same_in_a_fresh_browser(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    choose_source(page)
    filter_strength(page)
    hide_unassigned(page)
    search(page, "paper")
    page.wait_for_selector(HITS)
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    page.wait_for_function("() => location.search.includes('topic=2')")
    first = state_of(page)
    again = new_page(page.url, fresh=True)
    wait_for(again, picked="topic:2")
    second = state_of(again)
    assert {**second, "view": ""} == {**first, "view": ""}
    assert again.get_by_role("textbox", name="Search papers").input_value() == "paper"
    again.wait_for_selector(f'{TOPIC}[data-topic="2"]')
    assert again.get_by_role("checkbox", name="Hide the 9 unassigned").is_checked()
    slider = again.get_by_role("slider", name="Strength at least")
    assert float(slider.input_value()) == 0.4


def test_back_undoes_a_pick_and_leads_through_the_screens(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    click_paper(page, 40)
    wait_for(page, picked="p040")
    page.wait_for_function("() => location.search.includes('p040')")
    page.locator(".tp-line").first.click()
    page.wait_for_function("() => !location.search.includes('p040')")
    page.go_back()
    wait_for(page, picked="p040")
    page.get_by_role("link", name="Topics").click()
    page.wait_for_selector(".tp-all")
    page.wait_for_function("() => location.search.includes('p040')")
    page.go_back()
    wait_for(page, picked="p040")
    page.go_back()
    wait_for(page, picked="")


def test_what_is_in_force_is_said_on_every_screen(dashboard, new_page):
    page = new_page(f"{dashboard}/papers?q=paper&sort=strength")
    box = page.get_by_role("textbox", name="Search papers")
    order = page.get_by_role("combobox", name="Order")
    for words in ("paper", "model"):
        for name in ("Papers", "Explore", "Papers", "Topics", "Explore"):
            page.get_by_role("link", name=name).click()
            page.wait_for_function("(words) => location.search.includes(words)", arg=words)
            if name != "Topics":
                expect(box).to_have_value(words)
            if name == "Papers":
                expect(order).to_have_value("Strongest first")
        search(page, "model")
        page.wait_for_function("() => location.search.includes('q=model')")
    box.fill("")
    box.press("Enter")
    page.wait_for_function("() => !location.search.includes('q=')")


def test_the_box_holds_a_sentence_that_a_link_searches_by_meaning(dashboard, new_page):
    for _ in range(4):
        page = new_page(f"{dashboard}/?q=about+a+paper&by=meaning")
        ready(page)
        idle(page)
        expect(page.get_by_role("textbox", name="Search papers")).to_have_value("about a paper")


@pytest.mark.parametrize("first", ["papers", "trends", "quality"])
def test_back_from_any_screen_is_one_step(dashboard, new_page, first):
    page = new_page(f"{dashboard}/{first}?map=normal&q=paper")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_function("() => window.topicmapSteps")  # the script is there
    idle(page)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Topics").click()
    page.wait_for_url(lambda url: "/topics?" in url and "q=paper" in url)
    page.wait_for_selector(".tp-all")
    idle(page)
    page.go_back()
    page.get_by_role("heading", name=title, level=1).wait_for()
    idle(page)
    assert page.url.split("?")[0].endswith(f"/{first}")
    assert "map=normal" in page.url and "q=paper" in page.url


def test_topics_lead_to_the_map(dashboard, new_page):
    page = new_page(f"{dashboard}/topics")
    page.wait_for_selector(".tp-all")
    assert page.locator(".tp-all [data-testid='topic-card']").count() == len(PAPERS.topics) + 1
    page.get_by_role("button", name="Show Diffusion models on the map").click()
    wait_for(page, picked="topic:2")
    page.wait_for_selector(f'{TOPIC}[data-topic="2"]')


def test_a_picked_paper_that_the_filter_hides_says_so(dashboard, new_page):
    page = new_page(f"{dashboard}/?paper=p000&source=second.txt")
    wait_for(page, picked="p000")
    assert "A filter hides this paper" in page.locator(PAPER).inner_text()


def test_a_link_shows_the_same_part_of_the_map(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    page.wait_for_function("() => location.search.includes('view=')")
    page.wait_for_timeout(1500)
    seen = box_of(page)
    again = new_page(page.url, fresh=True)
    wait_for(again, picked="topic:2")
    assert box_of(again) == pytest.approx(seen, abs=1e-3)
    search(again, "paper")
    again.wait_for_selector(HITS)
    again.wait_for_function("() => location.search.includes('q=paper')")
    again.wait_for_timeout(1000)
    assert "view=" in again.url
    assert box_of(again) == pytest.approx(seen, abs=1e-3)


def test_back_leads_to_the_part_of_the_map_that_was_seen(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    before = state_of(page)["view"]
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
        moved(page, before)
        rest(page)
        before = state_of(page)["view"]
    page.wait_for_function("() => location.search.includes('view=')")
    page.wait_for_timeout(1000)
    seen = box_of(page)
    view = state_of(page)["view"]
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    page.wait_for_function("() => location.search.includes('topic=2')")
    moved(page, view)
    there = rest(page)
    assert there != pytest.approx(seen, abs=1e-3)
    there = state_of(page)["view"]
    page.go_back()
    wait_for(page, picked="")
    moved(page, there)
    assert rest(page) == pytest.approx(seen, abs=1e-3)


def test_back_leads_to_the_whole_map_and_forth_again(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    home = box_of(page)
    page.wait_for_timeout(1000)
    view = state_of(page)["view"]
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    page.wait_for_function("() => /topic=2/.test(location.search) && /view=/.test(location.search)")
    moved(page, view)
    there = rest(page)
    page.wait_for_timeout(1000)
    near = state_of(page)["view"]
    page.go_back()
    wait_for(page, picked="")
    moved(page, near)
    assert rest(page) == pytest.approx(home, abs=1e-3)
    page.go_forward()
    wait_for(page, picked="topic:2")
    page.wait_for_function(
        "([map, home]) => document.querySelector(map).dataset.view !== home", arg=[MAP, view]
    )
    assert rest(page) == pytest.approx(there, abs=1e-3)


def test_a_link_to_far_beside_the_map_leads_to_the_map(dashboard, new_page):
    page = new_page(f"{dashboard}/?view=-100000000,5,-100000000,5")
    ready(page)
    x0, x1, y0, y1 = box_of(page)
    x, y = PAPERS.papers["x"], PAPERS.papers["y"]
    assert ((x > x0) & (x < x1) & (y > y0) & (y < y1)).any()


def test_a_part_of_the_map_that_there_is_not_is_told(dashboard, new_page):
    for text in ("900,901,900,901", "x"):
        page = new_page(f"{dashboard}/?view={text}")
        ready(page)
        page.get_by_text("left out").wait_for()
        page.wait_for_function("() => !location.search.includes('view=')")


def test_reset_begins_anew(dashboard, new_page):
    page = new_page(f"{dashboard}/?topic=2&q=paper&color=year&source=first.txt", fresh=True)
    wait_for(page, picked="topic:2")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Reset").click()
    wait_for(page, picked="", hits="0", papers=str(len(PAPERS)))
    page.wait_for_function("() => !/view|topic|q=|color|source/.test(location.search)")
    assert page.get_by_role("textbox", name="Search papers").input_value() == ""


def test_a_link_is_copied(dashboard, chromium):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{dashboard}/?topic=2")
    wait_for(page, picked="topic:2")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link is copied").wait_for(state="attached")
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url
    context.close()
