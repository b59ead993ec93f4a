"""Maps of many papers: an answer's words come before the points, and the view jumps."""

import pytest

from tests.browser.conftest import served
from tests.browser.pages import MAP, STAGE, TOPIC, box_of, ready, state_of
from tests.conftest import make_map
from topicmap.bundle import save_map

PAPERS = 20_500
# A page that never has nothing else to do, until a test says so.
BUSY = "() => { window.requestIdleCallback = (resume) => { window.nothingElse = resume; }; }"
SOFT = """
() => [...document.querySelectorAll('.gl-canvas-context, .gl-canvas-focus')].map(
  (canvas) => canvas.getContext('webgl').getContextAttributes().antialias)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The address of a dashboard with a map of many papers."""
    folder = tmp_path_factory.mktemp("large")
    save_map(make_map(PAPERS, 4, 100), folder / "maps" / "large")
    with served(folder / "maps", folder / "log.txt") as address:
        yield address


def test_words_come_first_and_the_journey_is_made_with_the_points(large, new_page):
    page = new_page(large)
    ready(page)
    page.evaluate(BUSY)
    home = box_of(page)
    page.locator(".tp-row").first.click()
    page.locator(TOPIC).wait_for()
    assert state_of(page)["ready"] == "0" and box_of(page) == home
    page.evaluate(f"document.querySelector('{STAGE}').style.width = '90%'")
    page.wait_for_timeout(500)  # Plotly takes the new size up, and tells its old place
    page.evaluate("window.nothingElse()")
    ready(page)
    there = box_of(page)
    assert there[1] - there[0] < 0.8 * (home[1] - home[0])
    drawn = page.evaluate(f"document.querySelector('{MAP}')._fullLayout.xaxis.range")
    assert drawn == pytest.approx(there[:2])


def test_points_are_not_smoothed_twice(large, new_page):
    page = new_page(large)
    ready(page)
    assert page.evaluate(SOFT) == [False, False]
    assert "native code" in page.evaluate("HTMLCanvasElement.prototype.getContext.toString()")
