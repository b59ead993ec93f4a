"""The map under fingers: one picks and drags, two bring it nearer."""

import pytest

from tests.browser.conftest import WINDOW
from tests.browser.pages import (
    MAP,
    PLACE,
    TOPIC,
    box_of,
    moved,
    place_of,
    ready,
    rest,
    state_of,
    wait_for,
)

COUNT_RESTYLES = """
() => {
  const restyle = Plotly.restyle;
  window.restyles = 0;
  Plotly.restyle = (...values) => {
    window.restyles += 1;
    return restyle(...values);
  };
}
"""
KEEP_PICKS = """
() => {
  const panel = document.querySelector('.tm-stage').topicmapPanel;
  const { send } = panel;
  window.picks = [];
  panel.send = (pick) => {
    window.picks.push(pick);
    send(pick);
  };
}
"""
WRITTEN = """
() => {
  const box = new URLSearchParams(location.search).get('view')?.split(',').map(Number);
  const { view } = document.querySelector('[data-testid="topic-map"]').dataset;
  return box && view.split(',').every((edge, at) => Math.abs(edge - box[at]) < 1e-4);
}
"""
PINCH_AND_DRAG = """
() => {
  const stage = document.querySelector('.tm-stage');
  const frame = stage.getBoundingClientRect();
  const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
  const touch = (kind, ...places) => {
    const touches = places.map((place, identifier) =>
      new Touch({ identifier, target: stage, clientX: x + place, clientY: y }));
    const event = { touches, changedTouches: touches, bubbles: true, cancelable: true };
    stage.dispatchEvent(new TouchEvent(kind, event));
  };
  touch('touchstart', -50, 50);
  touch('touchmove', -100, 100);
  touch('touchend', 100);
  touch('touchmove', 20);
  touch('touchend');
}
"""


@pytest.fixture(scope="module")
def touched(chromium):
    with chromium.new_context(viewport=WINDOW, has_touch=True, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def page(dashboard, touched):
    with touched.new_page() as page:
        page.goto(dashboard)
        ready(page)
        yield page


def slide(page, *fingers: tuple) -> list[float]:
    """Put fingers down at their first places, move them to their last, lift them; the new view."""
    driver = page.context.new_cdp_session(page)
    before = state_of(page)["view"]

    def touch(kind: str, share: float) -> None:
        points = [
            {"x": x0 + (x1 - x0) * share, "y": y0 + (y1 - y0) * share, "id": number}
            for number, ((x0, y0), (x1, y1)) in enumerate(fingers)
        ]
        told = points if kind != "touchEnd" else []
        driver.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    touch("touchStart", 0)
    for step in range(1, 6):
        touch("touchMove", step / 5)
    moved(page, before)
    rest(page)
    touch("touchEnd", 1)
    return rest(page)


def width(box: list[float]) -> float:
    return box[1] - box[0]


def test_a_finger_picks_points_and_names(page):
    page.touchscreen.tap(*place_of(page, 40))
    wait_for(page, picked="p040")
    page.locator(".tm-topic.tm-shown").first.tap()
    page.wait_for_selector(TOPIC)


def test_a_finger_drags_and_two_bring_nearer_and_back(page):
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    dragged = slide(page, ((x, y), (x + 80, y - 40)))
    assert width(dragged) == pytest.approx(width(home))
    unit = width(home) / frame["width"]
    there = (home[0] - 80 * unit, home[2] - 40 * unit)
    assert (dragged[0], dragged[2]) == pytest.approx(there, abs=unit)

    place = place_of(page, 40)
    left, right = (place[0] - 30, place[1]), (place[0] + 30, place[1])
    far_left, far_right = (place[0] - 90, place[1]), (place[0] + 90, place[1])
    near = slide(page, (left, far_left), (right, far_right))
    assert width(near) == pytest.approx(width(home) / 3, rel=0.02)
    assert page.evaluate(PLACE, [40]) == pytest.approx(place, abs=2)
    back = slide(page, (far_left, left), (far_right, right))
    assert back == pytest.approx(dragged, abs=3 * unit)
    assert state_of(page)["picked"] == ""


def test_two_fingers_come_no_nearer_or_farther_than_a_wheel(page):
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    apart, together = ((x - 200, y), (x + 200, y)), ((x - 2, y), (x + 2, y))
    pinch = tuple(zip(apart, together, strict=True))
    assert width(slide(page, *pinch)) == pytest.approx(3 * width(home))


def test_two_fingers_come_as_near_as_a_wheel_and_points_stop_growing(page):
    home = box_of(page)
    frame = page.locator(MAP).bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.evaluate(COUNT_RESTYLES)
    counts = []
    for _ in range(2):
        slide(page, ((x - 8, y), (x - 240, y)), ((x + 8, y), (x + 240, y)))
        page.wait_for_function(WRITTEN)
        counts.append(page.evaluate("() => window.restyles"))
    assert width(box_of(page)) == pytest.approx(width(home) / 400)
    assert counts[0] >= 1
    assert counts[1] == counts[0]  # from 19 times on points are as large as they get


def test_a_drag_that_comes_back_to_its_beginning_picks_nothing(page):
    x, y = place_of(page, 40)
    page.evaluate(KEEP_PICKS)
    driver = page.context.new_cdp_session(page)
    for kind, places in (
        ("touchStart", [0]), ("touchMove", [20, 60, 90, 60, 20, 1]), ("touchEnd", [None]),
    ):  # fmt: skip
        for place in places:
            points = [] if place is None else [{"x": x + place, "y": y, "id": 0}]
            driver.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.touchscreen.tap(*place_of(page, 20))
    wait_for(page, picked="p020")
    assert page.evaluate("() => window.picks") == [{"paper": 20}]


def test_a_finger_lifted_before_the_map_has_followed_loses_nothing(page):
    """The map follows a frame later; the finger that stays begins where the two have brought it."""
    home = box_of(page)
    page.evaluate(PINCH_AND_DRAG)
    near = rest(page)
    unit = width(home) / page.locator(MAP).bounding_box()["width"]
    assert width(near) == pytest.approx(width(home) / 2, rel=0.01)
    middle = (home[0] + home[1]) / 2
    assert (near[0] + near[1]) / 2 == pytest.approx(middle - (20 - 100) * unit / 2, abs=unit)
