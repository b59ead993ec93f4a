"""Links, the way back, and the way from screen to screen."""

from tests.browser.pages import (
    MAP,
    PAPER,
    TOPIC,
    choose_source,
    click_paper,
    ready,
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
    for _ in range(4):
        page.go_back()
        page.wait_for_timeout(1500)
        if page.locator(MAP).count():
            break
    wait_for(page, picked="p040")
    page.go_back()
    wait_for(page, picked="")


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
    assert "The filter by source hides this paper" in page.locator(PAPER).inner_text()
