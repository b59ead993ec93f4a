"""Maps of other kinds."""

from dataclasses import replace

import pytest

from tests.browser.conftest import served
from tests.browser.pages import (
    FAINT,
    SHOWN_LABELS,
    box_of,
    click_paper,
    idle,
    ready,
    wait_for,
)
from tests.conftest import layered, make_map
from topicmap.bundle import save_map


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """The address of a dashboard with maps of one paper, with names by a model, and with layers."""
    folder = tmp_path_factory.mktemp("others")
    save_map(make_map(1, 1, 0), folder / "maps" / "one")
    made = make_map()
    topics = made.topics.assign(own_label=made.topics["label"], named_by="<b>model</b>-4")
    save_map(replace(made, topics=topics), folder / "maps" / "named")
    save_map(layered(make_map(60, 6, 4)), folder / "maps" / "layered")
    with served(folder / "maps", folder / "log.txt") as address:
        yield address


def test_a_map_of_one_paper_can_be_clicked(others, new_page):
    page = new_page(f"{others}/?map=one")
    ready(page)
    page.locator(SHOWN_LABELS).wait_for()
    click_paper(page, 0)
    wait_for(page, map="one", picked="p000")


def test_a_name_by_a_model_is_shown_as_such_and_as_text(others, new_page):
    page = new_page(f"{others}/?map=named&topic=1")
    line = page.locator(".tp-naming")
    line.wait_for()
    assert line.inner_text() == (
        "Named by <b>model</b>-4; in the papers’ words: Graph neural networks"
    )
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        idle(page)
        page.wait_for_timeout(600)
        assert page.evaluate(FAINT) == [], theme


def test_regions_from_afar_topics_nearer_and_subtopics_nearer_still(others, new_page):
    page = new_page(f"{others}/?map=layered")
    ready(page)
    page.locator(".tm-topic.tm-shown").first.wait_for()
    assert page.locator(".tm-region.tm-shown").count() == 0
    assert page.locator(".tm-subtopic.tm-shown").count() == 0
    page.get_by_role("button", name="Zoom out").click()
    region = page.locator(".tm-region.tm-shown").first
    region.wait_for()
    assert page.locator(".tm-topic.tm-shown").count() == 0
    region.focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_function("() => document.querySelector('.tm-live').textContent")
        assert page.evaluate("() => document.activeElement.matches('.tm-region')")
    assert region.get_attribute("aria-label").startswith("Region Region ")
    far = box_of(page)
    region.click()
    page.wait_for_function(
        f"() => document.querySelector('.tm-plot').dataset.view.split(',')[0] > {far[0]} + 1"
    )
    page.locator(".tm-topic.tm-shown").first.wait_for()
    page.locator(".tp-row", has_text="Federated learning").click()
    part = page.locator(".tm-subtopic.tm-shown").first
    part.wait_for()
    topic = int(part.get_attribute("data-subtopic")) // 2
    assert " of " in part.get_attribute("aria-label")
    part.focus()
    part.press("Enter")
    wait_for(page, map="layered", picked=f"topic:{topic}")
