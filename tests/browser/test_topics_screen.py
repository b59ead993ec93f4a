"""The screen "Topics": the chart of regions and topics, and the way from it to a topic."""

from tests.browser.pages import TOPIC, idle, wait_for
from tests.conftest import layered, make_map

LAYERS = layered(make_map())
BOX = ".tc-chart .slice"
NAMES = """
() => [...document.querySelectorAll('.tc-chart text.slicetext')]
  .filter((text) => text.style.display !== 'none')
  .map((text) => [...text.querySelectorAll('tspan')].map((line) => line.textContent).join(' ')
    || text.textContent)
"""


def test_a_click_in_the_chart_picks_a_topic_that_the_map_then_shows(layers, new_page):
    page = new_page(f"{layers}/topics")
    label = LAYERS.topics["label"][1]
    page.locator(BOX, has_text=label.split()[0]).first.click()
    page.locator(f'{TOPIC}[data-topic="1"]').wait_for()
    page.wait_for_url(lambda url: "topic=1" in url)
    page.get_by_role("button", name=f"Show {label} on the map").click()
    wait_for(page, picked="topic:1")
    page.go_back()
    page.locator(f'{TOPIC}[data-topic="1"]').wait_for()
    page.locator(BOX).first.wait_for()
    assert "/topics" in page.url


def test_the_name_of_a_region_that_is_gone_into_covers_nothing(layers, new_page):
    page = new_page(f"{layers}/topics")
    page.locator(BOX, has_text="Region 0").first.click(position={"x": 20, "y": 12})
    page.locator(".tc-inside").wait_for()
    idle(page)
    page.wait_for_timeout(1000)
    name = page.locator(".tc-chart text.slicetext", has_text="Region 0").bounding_box()
    line = page.locator('[data-testid="stCaptionContainer"]').first.bounding_box()
    assert name["y"] >= line["y"] + line["height"]


def test_the_chart_names_every_region_at_any_width(layers, new_page):
    page = new_page(f"{layers}/topics")
    for width in (1920, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(BOX).first.wait_for()
        idle(page)
        page.wait_for_timeout(600)
        names = page.evaluate(NAMES)
        assert set(LAYERS.regions["label"]) <= set(names), width
