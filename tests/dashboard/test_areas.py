import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.areas import MOST, area_of, corners, papers_in_area, papers_inside
from dashboard.charts.cards import panel_card
from dashboard.view import View, pick_area, pick_nothing, pick_topic
from tests.conftest import make_map
from topicmap.explanation import explain
from topicmap.scene import draw_scene

TOPIC_MAP = make_map()
BOX = "-1,-1,3,-1,3,2,-1,2"
finite = st.floats(-50, 50).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=40), st.floats(1, 50))
def test_the_papers_in_a_box(places, width):
    x, y = np.array(places).T
    x1, y1 = round(width, 3), round(width / 2, 3)
    inside = papers_inside(f"0,0,{x1},0,{x1},{y1},0,{y1}", x, y)
    for at, (left, up) in enumerate(places):
        if 0 < left < x1 and 0 < up < y1:
            assert inside[at]
        if left < 0 or left > x1 or up < 0 or up > y1:
            assert not inside[at]


def test_an_area_with_a_bay():
    bay = "0,0,4,0,4,4,2,1,0,4"
    x, y = np.array([1.0, 2.0, 2.0, 3.5]), np.array([1.0, 3.0, 0.5, 2.0])
    assert papers_inside(bay, x, y).tolist() == [True, False, True, True]


@pytest.mark.parametrize("text", ["", "1,2", "1,2,3,4", "1,2,3,4,5", "a,b,c,d,e,f", "1,2,3,4,nan,6",
                                  "1,2,3,4,5,1e999", "1,2,3,4,5,6,",
                                  ",".join(["1"] * 2 * (MOST + 1)),
                                  "<script>", "1,2,3,4,5,6;drop"])  # fmt: skip
def test_what_is_no_area(text):
    assert corners(text) is None
    view, notes = View.from_params({"area": [text]})
    assert (view.area, len(notes)) == ("", int(bool(text)))


@pytest.mark.parametrize("values", [None, "1,2,3,4,5,6", [], [1, 2], [1, 2, 3, 4, 5, math.nan],
                                    [1, 2, 3, 4, 5, "6"], [1.0] * 1_000, {"x": 1},
                                    [1e300, 2, 3, 4, 5, 6], [10**400, 2, 3, 4, 5, 6]])  # fmt: skip
def test_a_pick_that_is_no_area(values):
    assert area_of(values) == ""


@given(st.lists(finite, min_size=6, max_size=2 * MOST).filter(lambda values: len(values) % 2 == 0))
def test_an_area_comes_back_from_its_address(values):
    view = View(area=area_of(values))
    params = {name: [str(value)] for name, value in view.to_params().items()}
    assert View.from_params(params) == (view, [])
    assert np.allclose(corners(view.area).ravel(), values, atol=1e-5)


def test_picks_of_topic_and_area_end_each_other():
    view = pick_area(View(topic=2, paper="p001"), BOX)
    assert (view.picked, view.topic, view.paper) == ("area", None, "")
    assert pick_topic(view, 1).area == pick_nothing(view).area == ""
    assert View(topic=1, area="-90,-90,90,-90,90,90").fit(TOPIC_MAP)[0] == View(topic=1)


def test_an_area_without_papers_is_told():
    fitted, notes = View(area="900,900,901,900,901,901").fit(TOPIC_MAP)
    assert (fitted, len(notes)) == (View(), 1)


def test_the_card_of_an_area_counts_its_topics():
    view = View(area="-50,-50,3,-50,3,50,-50,50")
    inside = papers_in_area(TOPIC_MAP.papers, view.area)
    assert 0 < inside.sum() < len(TOPIC_MAP)
    everything = np.ones(len(TOPIC_MAP), bool)
    explained = partial(explain, TOPIC_MAP)
    card = panel_card(TOPIC_MAP, draw_scene(TOPIC_MAP), view, everything, inside, explained)
    assert card["title"] == f"{inside.sum()} papers"
    assert card["closable"]
    counts = TOPIC_MAP.papers["topic"][inside].value_counts().to_dict()
    assert {one["topic"]: one["shown"] for one in card["topics"]} == counts


@pytest.mark.parametrize(
    ("inside", "title", "why"),
    [(True, f"{len(TOPIC_MAP)} papers", "all the"), (False, "0", "No paper is left")],
)
def test_the_card_of_an_area_of_all_or_of_none_can_be_closed(inside, title, why):
    view = View(area="-50,-50,3,-50,3,50,-50,50")
    papers, everything = np.full(len(TOPIC_MAP), inside), np.ones(len(TOPIC_MAP), bool)
    explained = partial(explain, TOPIC_MAP)
    card = panel_card(TOPIC_MAP, draw_scene(TOPIC_MAP), view, everything, papers, explained)
    assert card["closable"]
    assert card["title"].startswith(title)
    assert why in card["missing"]
