"""What is on the screen, as a picture sees it."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.snapshot import light_of_view, snapshot
from dashboard.view import View
from tests.conftest import make_map
from tests.dashboard.test_screens import opened, pick, view
from topicmap.bundle import save_map
from topicmap.export.light import Light
from topicmap.placing import Placed
from topicmap.scene import draw_scene

MAP = make_map()
ALL = np.ones(len(MAP), dtype=bool)
HOME = draw_scene(MAP).home
EDGES = [HOME.x0, HOME.x1, HOME.y0, HOME.y1]


def asked(edges, theme="light"):
    return snapshot(View(), Light(), HOME, "Normal", {"picture": edges, "theme": theme})


def dialog(app: AppTest) -> str:
    return " ".join(button.label for button in app.get("download_button"))


def test_what_stands_out_is_that_of_the_view():
    lit = np.arange(len(MAP)) < 7
    seen = View(paper="p003", topic=1, area="0,0,4,0,4,4")
    placed = Placed(np.arange(3), np.ones(3), 1.5, -2.0, topic=0, usual=0.5)
    light = light_of_view(MAP, seen, ~lit, lit, placed, " · Graphs")
    assert (light.row, light.topic, light.star) == (MAP.row("p003"), 1, (1.5, -2.0))
    assert light.area == ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0))
    assert light.words == "Graphs · 7 papers found"
    assert [MAP.papers.index[row] for row in light.neighbors] == list(MAP.neighbors("p003").index)
    assert light.shown.sum() == len(MAP) - 7 and light.lit.sum() == 7


def test_a_view_at_first_sight_lights_all_alike():
    light = light_of_view(MAP, View(), ALL, None, None, "")
    assert (light.lit, light.shown, light.row, light.topic) == (None, None, None, None)
    assert light.words == "" and light.area == () and light.star is None
    assert light_of_view(MAP, View(topic=-1), ALL, None, None, "").topic is None


def test_the_part_of_the_map():
    x0, x1, y0, y1 = EDGES
    assert asked(EDGES).box is None
    assert asked([x0 - 1, x1 + 1, y0, y1]).box is None
    part = [x0 + 1, x1 - 1, y0 + 1, y1 - 1]
    assert asked(part).box == tuple(part)
    assert asked(part, "dark").theme == "dark"
    assert asked(part, "<b>").theme == "light"


@pytest.mark.parametrize(
    "edges",
    [
        None,
        [],
        [1, 2, 3],
        "abcd",
        [1, 0, 0, 1],
        [0, 1, 2, float("inf")],
        [0, "1", 0, 1],
        [0, 1e-300, 0, 1e-300],  # nothing that a page shows; to draw it takes for ever
        [0, 1e-4, 0, 1],
    ],
)
def test_edges_that_are_no_box_mean_the_whole_map(edges):
    assert asked(edges).box is None


def test_the_dialog_shows_a_picture_and_goes_with_the_next_step(normal_map):
    app = opened(topic="1")
    assert "Download PNG" not in dialog(app)
    app = pick(app, 1, picture=[-1.0, 1.0, -1.0, 1.0], theme="dark")
    assert "Download PNG" in dialog(app)
    assert app.get("imgs") or app.get("image")
    assert app.selectbox(key="picture-look").value == "dark"
    assert app.text_input(key="picture-title").value == "Normal"
    assert view(app).topic == 1
    app.text_input(key="search").set_value("paper").run()
    assert "Download PNG" not in dialog(app)


def test_the_dialog_says_what_cannot_be_drawn(tmp_path, monkeypatch):
    labels = ["联邦学习", *MAP.topics["label"][1:]]
    save_map(replace(MAP, topics=MAP.topics.assign(label=labels)), tmp_path / "chinese")
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    app = pick(opened(), 1, picture=EDGES, theme="light")
    assert any("no letter for 联邦学习" in caption.value for caption in app.caption)


@pytest.mark.usefixtures("any_map")
def test_every_kind_of_map_can_be_taken_along():
    app = pick(opened(), 1, picture=EDGES, theme="light")
    assert "Download PNG" in dialog(app)
