"""Labels on the map: where they are, what a click and a drag on them do."""

import pytest

from tests.browser.pages import (
    BOXES,
    PAPER,
    SHOWN_LABELS,
    STAGE,
    TOPIC,
    box_of,
    color_by,
    moved,
    overlapping,
    place_of,
    ready,
    rest,
    state_of,
    wait_for,
)
from tests.conftest import make_map

PAPERS = make_map()


def test_labels_never_overlap(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    counts = []
    for _ in range(4):
        page.wait_for_timeout(500)
        boxes = page.evaluate(BOXES)
        assert not overlapping(boxes)
        counts.append(len(boxes))
        page.get_by_role("button", name="Zoom in").click()
        rest(page)
    assert counts[0] >= 3


def test_a_label_stays_in_view_as_long_as_its_place_does(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    for _ in range(2):
        before = state_of(page)["view"]
        page.get_by_role("button", name="Zoom out").click()
        moved(page, before)
        rest(page)
    stage = page.locator(STAGE).bounding_box()
    topic, place, box = next(labels_over_their_places(page, stage))
    x, y = stage["x"] + stage["width"] - 8, stage["y"] + stage["height"] - 8
    before = state_of(page)["view"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - (place - stage["x"] - 10), y, steps=8)
    page.mouse.up()
    moved(page, before)
    rest(page)
    pushed = page.locator(f'{SHOWN_LABELS}[data-topic="{topic}"]').bounding_box()
    assert pushed["x"] == pytest.approx(stage["x"], abs=1)
    assert pushed["width"] == pytest.approx(box["width"], abs=1)
    assert not overlapping(page.evaluate(BOXES))


def test_labels_have_the_hues_of_topics_only_with_the_points(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    inks = {}
    for color in ("Topic", "Strength"):
        color_by(page, color)
        inks[color] = page.evaluate(
            "() => [...document.querySelectorAll('.tm-label')]"
            ".map((label) => getComputedStyle(label).color)"
        )
    assert len(set(inks["Topic"])) == len(PAPERS.topics)
    assert len(set(inks["Strength"])) == 1


def test_a_click_on_a_label_goes_to_its_topic(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    first, home = state_of(page)["view"], box_of(page)
    page.get_by_role("button", name="Topic Graph neural networks").click()
    page.wait_for_selector(f'{TOPIC}[data-topic="1"]')
    wait_for(page, picked="topic:1")
    moved(page, first)
    near = rest(page)
    assert near[1] - near[0] < home[1] - home[0]
    members = PAPERS.of_topic(1)
    inside = members["x"].between(*near[:2]) & members["y"].between(*near[2:])
    assert inside.mean() > 0.8
    assert f"{len(members)} papers listed" in page.locator(".stMain").inner_text()


def test_a_label_can_be_dragged_over_and_still_be_clicked(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    label = page.locator(SHOWN_LABELS).first
    box = label.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = box_of(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 10, steps=3)
    page.mouse.move(x + 90, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_function("(old) => document.querySelector('[data-testid=\"topic-map\"]')"
                           ".dataset.view !== old", arg=",".join(map(str, before)))  # fmt: skip
    moved = box_of(page)
    assert moved[0] < before[0] - 0.02 * (before[1] - before[0])
    assert abs((moved[1] - moved[0]) - (before[1] - before[0])) < 1e-6
    assert state_of(page)["picked"] == ""
    label.click()
    page.wait_for_selector(TOPIC)


def test_a_point_under_a_label_is_still_a_point(dashboard, new_page):
    page = new_page(dashboard)
    ready(page)
    for _ in range(2):
        page.get_by_role("button", name="Zoom out").click()
        rest(page)
    view = box_of(page)
    labels = [label.bounding_box() for label in page.locator(SHOWN_LABELS).all()]
    row = next(row for row in range(90) if covered(place_of(page, row), labels))
    x, y = place_of(page, row)
    page.mouse.click(x + 4, y)
    page.wait_for_selector(PAPER)
    assert state_of(page)["picked"].startswith("p0")
    assert box_of(page) == view


def labels_over_their_places(page, stage: dict):
    """Topics whose label reaches well to the left of their place: number, place in pixels, box."""
    x0, x1, _, _ = box_of(page)
    for label in page.locator(SHOWN_LABELS).all():
        topic, box = int(label.get_attribute("data-topic")), label.bounding_box()
        share = (PAPERS.topics["x"].loc[topic] - x0) / (x1 - x0)
        place = stage["x"] + stage["width"] * share
        if box["x"] + 20 < place < box["x"] + box["width"]:
            yield topic, place, box


def covered(place: tuple[float, float], labels: list[dict]) -> bool:
    """Whether a place lies under a label, but not in its middle."""
    for box in labels:
        across = abs(place[0] - box["x"] - box["width"] / 2)
        down = abs(place[1] - box["y"] - box["height"] / 2)
        if 12 < across < box["width"] / 2 - 6 and down < box["height"] / 2 - 2:
            return True
    return False
