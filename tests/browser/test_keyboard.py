"""The map without a pointer: arrow keys, Enter, Escape, and what a screen reader is told."""

import pytest

from tests.browser.pages import box_of, ready, wait_for
from tests.conftest import make_map

STOP = '.tm-label[tabindex="0"]'
FOCUSED = "() => document.activeElement?.dataset?.topic ?? null"
TOPICS = make_map().topics


def focused(page) -> int | None:
    topic = page.evaluate(FOCUSED)
    return None if topic is None else int(topic)


def press(page, key: str) -> str:
    """What is said after a key."""
    page.evaluate("() => (document.querySelector('.tm-live').textContent = '')")
    page.keyboard.press(key)
    page.wait_for_function("() => document.querySelector('.tm-live').textContent")
    return page.locator(".tm-live").inner_text()


def test_one_label_is_a_stop_of_the_tab_key(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(STOP).wait_for()
    assert page.locator(STOP).count() == 1
    page.get_by_role("button", name="Save picture").focus()
    page.keyboard.press("Tab")
    page.wait_for_function(FOCUSED)
    assert page.evaluate("() => document.activeElement.matches(':focus-visible')")


WAYS = {
    "ArrowRight": ("right", "Right of", "x", 1),
    "ArrowLeft": ("left", "Left of", "x", -1),
    "ArrowUp": ("up", "Above", "y", 1),
    "ArrowDown": ("down", "Below", "y", -1),
}


def test_an_arrow_key_leads_to_a_topic_that_way_until_there_is_none(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(STOP).focus()
    for key, (word, place, axis, sign) in WAYS.items():
        for _ in range(len(TOPICS) + 1):
            before = focused(page)
            said = press(page, key)
            if said == f"No topic further {word}":
                assert focused(page) == before
                break
            assert said == f"{place} {TOPICS['label'].loc[before]}"
            after = focused(page)
            assert (TOPICS[axis].loc[after] - TOPICS[axis].loc[before]) * sign > 0
        else:
            pytest.fail(f"the way {word} has no end")


def test_enter_opens_a_topic_and_escape_leaves_it(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(STOP).focus()
    topic = focused(page)
    page.keyboard.press("Enter")
    wait_for(page, picked=f"topic:{topic}")
    page.keyboard.press("Escape")
    wait_for(page, picked="")


def test_a_topic_out_of_sight_comes_into_view(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    page.locator(".tp-row", has_text="Diffusion models").click()
    wait_for(page, picked="topic:2")
    label = page.locator('.tm-label.tm-shown[data-topic="2"]')
    label.wait_for()
    page.wait_for_timeout(1000)
    label.focus()
    view = box_of(page)
    ways = ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown")
    next(key for key in ways if not press(page, key).startswith("No topic"))
    assert focused(page) != 2
    assert box_of(page) != view
    assert "tm-shown" in page.locator(".tm-label:focus").get_attribute("class")
