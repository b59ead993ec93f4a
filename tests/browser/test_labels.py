"""Labels on the map: where they are, what a click and a drag on them do."""

import numpy as np
import pytest

from tests.browser.conftest import served
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
from topicmap.bundle import save_map

PAPERS = make_map()
EDGES = """
async (views) => {
  const map = document.querySelector('[data-testid="topic-map"]');
  const { scene, labels } = document.querySelector('.tm-stage').topicmapPanel;
  const [left, right, low, high] = scene.home;
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const shownBoxes = () => labels.filter(({ button }) => button.classList.contains('tm-shown'))
    .map(({ button }) => button.getBoundingClientRect())
    .map((box) => [box.left, box.right, box.top, box.bottom]);
  const seen = [];
  for (let view = 0; view < views; view += 1) {
    const share = 0.15 + 0.6 * random();
    const [x, y] = [left + (right - left) * random(), low + (high - low) * random()];
    const [across, down] = [(right - left) * share / 2, (high - low) * share / 2];
    await Plotly.relayout(map, {
      'xaxis.range': [x - across, x + across], 'yaxis.range': [y - down, y + down],
    });
    const scale = map.clientWidth / (2 * across);
    const wanted = labels.filter(({ label }) => Math.abs(label.x - x) < across
      && Math.abs(label.y - y) < down && scale > label.scale * 1.3
      && (label.until === null || scale < label.until * 0.9));
    const missing = wanted.filter(({ button }) => !button.classList.contains('tm-shown'));
    seen.push([shownBoxes(), missing.length]);
  }
  return seen;
}
"""


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


def test_labels_at_the_edges_are_shown_only_where_there_is_room(tmp_path, new_page):
    """300 views with labels across each edge: some pushed in, some left out, none over another."""
    save_map(make_map(500, 40, 9), tmp_path / "maps" / "many")
    with served(tmp_path / "maps", tmp_path / "log.txt") as address:
        page = new_page(address)
        ready(page)
        stage = page.locator(STAGE).bounding_box()
        edges = [stage["x"], stage["x"] + stage["width"], stage["y"], stage["y"] + stage["height"]]
        at_edge, left_out = np.zeros(4, int), 0
        for boxes, missing in page.evaluate(EDGES, 300):
            assert not overlapping(boxes)
            for x0, x1, y0, y1 in boxes:
                outside = [edges[0] - x0, x1 - edges[1], edges[2] - y0, y1 - edges[3]]
                assert max(outside) < 1
                at_edge += np.abs(outside) < 1
            left_out += missing
    assert at_edge.min() > 20
    assert left_out > 20


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
