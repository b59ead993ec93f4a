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
