import base64
import gzip
import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from dashboard.charts.cards import panel_card
from dashboard.charts.map_data import map_state
from dashboard.filters import Filters, shown_papers
from dashboard.tables import paper_table
from dashboard.view import View
from tests.conftest import MAPS, make_map
from topicmap.cards.paper_card import paper_card
from topicmap.cards.topic_card import topic_card
from topicmap.explanation import explain
from topicmap.export.paper_files import papers_csv
from topicmap.scene import draw_scene
from topicmap.scene_file import scene_file, titles_file


def unzipped(content: bytes):
    return json.loads(gzip.decompress(content))


def unpacked(text: str, dtype: type) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def bits(text: str, count: int) -> np.ndarray:
    return np.unpackbits(unpacked(text, np.uint8), bitorder="little")[:count].astype(bool)


@pytest.mark.parametrize("kind", list(MAPS))
def test_the_scene_has_every_paper_in_order(kind):
    topic_map = MAPS[kind]()
    scene = unzipped(scene_file(topic_map, draw_scene(topic_map)))
    papers = topic_map.papers
    np.testing.assert_allclose(unpacked(scene["x"], np.float32), papers["x"], rtol=1e-6)
    assert unpacked(scene["topic"], np.int16).tolist() == papers["topic"].tolist()
    for column, kinds in scene["kinds"].items():
        codes = unpacked(kinds["codes"], np.int8)
        names = [kinds["names"][code] if code >= 0 else None for code in codes]
        assert names == [None if value != value else value for value in papers[column]]
        assert all(len(colors["kinds"][len(kinds["names"])]) for colors in scene["colors"].values())
    years = unpacked(scene["year"], np.int16)
    assert (years == papers["year"].fillna(0).to_numpy(int)).all()
    assert scene["names"] == topic_map.topics["label"].tolist()
    for colors in scene["colors"].values():
        assert len(colors["topics"]) == len(colors["labels"]) == len(topic_map.topics)


def test_the_scene_is_the_same_twice(topic_map):
    scene = draw_scene(topic_map)
    assert scene_file(topic_map, scene) == scene_file(topic_map, draw_scene(topic_map))


def test_every_paper_has_a_title_to_show(topic_map):
    titles = unzipped(titles_file(topic_map))
    assert len(titles) == len(topic_map)
    assert all(titles)
    assert max(map(len, titles)) <= 240


def test_a_view_becomes_small_data(topic_map):
    view = View(paper="p003", query="a", filters=Filters(sources=("first.txt",)))
    shown = shown_papers(topic_map.papers, view.filters)
    hits = np.zeros(len(topic_map), bool)
    hits[[0, 1, 3]] = True
    state = map_state(topic_map, view, shown, hits)
    assert (state["papers"], state["hits"]) == (30, 2)
    assert (bits(state["shown"], len(shown)) == shown).all()
    assert (bits(state["lit"], len(shown)) == (hits & shown)).all()
    assert state["picked"] == "p003"
    assert state["row"] == 3
    near = topic_map.neighbors("p003").index
    assert [topic_map.papers.index[row] for row in state["neighbors"]] == list(near)


def test_a_search_in_a_large_map_is_a_few_kilobytes():
    topic_map = make_map(20_000, 6, 100)
    everything = np.ones(len(topic_map), bool)
    state = map_state(topic_map, View(query="a"), everything, everything)
    assert len(json.dumps(state)) < 100_000 * len(topic_map) / 77_000


def test_nothing_asked_is_nothing_sent(topic_map):
    state = map_state(topic_map, View(), np.ones(len(topic_map), bool), None)
    assert (state["shown"], state["lit"], state["row"], state["picked"]) == (None, None, None, "")
    assert (state["papers"], state["hits"]) == (len(topic_map), 0)


def test_the_card_of_a_paper(topic_map):
    card = paper_card(topic_map, draw_scene(topic_map), "p000")
    assert card["title"] == topic_map.papers.loc["p000", "title"]
    assert card["authors"] == ["Ada Müller0", "Łukasz Ng"]
    assert card["source"] == "first.txt, lines 1–2"
    assert card["url"] == "https://example.org/0"
    assert card["facts"] == ["Venue 0", "2018"]
    assert len(card["neighbors"]) == 5
    assert card["nearest"] is None
    json.dumps(card)


def test_a_link_is_http_or_none(topic_map):
    assert paper_card(topic_map, draw_scene(topic_map), "p001")["url"] == ""


def test_a_paper_without_title_or_topic(topic_map):
    scene = draw_scene(topic_map)
    assert not paper_card(topic_map, scene, "p006")["ownTitle"]
    card = paper_card(topic_map, scene, "p089")
    assert card["topic"]["topic"] == -1
    assert card["nearest"]["topic"] == 0


def test_the_card_of_a_topic(topic_map):
    scene = draw_scene(topic_map)
    everything = np.ones(len(topic_map), bool)
    card = topic_card(topic_map, scene, 0, everything)
    assert card["label"] == "Federated learning"
    assert [keyword["weight"] for keyword in card["keywords"]] == [1, 0.5, 0.25]
    assert len(card["examples"]) == 3
    assert topic_card(topic_map, scene, -1, everything)["count"] == "9 papers"
    first = np.arange(len(topic_map)) == topic_map.row(str(topic_map.of_topic(0).index[0]))
    assert topic_card(topic_map, scene, 0, first)["count"] == f"1 of {card['count']}"


@pytest.mark.parametrize("kind", list(MAPS))
def test_the_panel_of_every_kind_of_map(kind):
    topic_map = MAPS[kind]()
    scene = draw_scene(topic_map)
    paper = str(topic_map.papers.index[0])
    everything = np.ones(len(topic_map), bool)
    explained = partial(explain, topic_map)
    kinds = [panel_card(topic_map, scene, view, everything, None, explained)["kind"]
             for view in (View(), View(topic=-1), View(paper=paper))]  # fmt: skip
    assert kinds == ["summary", "topic", "paper"]
    groups = panel_card(topic_map, scene, View(), everything, None, explained)["groups"]
    rows = [row for group in groups for row in group["topics"]]
    assert sum(row["shown"] for row in rows) == sum(row["size"] for row in rows) == len(topic_map)
    assert (rows[-1]["topic"] == -1) == bool(topic_map.unassigned)


def test_the_cards_count_what_the_filter_shows(topic_map):
    scene, view = draw_scene(topic_map), View(filters=Filters(sources=("second.txt",)))
    shown = shown_papers(topic_map.papers, view.filters)
    explained = partial(explain, topic_map)
    card = panel_card(topic_map, scene, view, shown, None, explained)
    assert (card["kind"], card["title"], card["closable"]) == ("set", "30 papers", False)
    assert sum(row["shown"] for row in card["topics"]) == 30
    assert sum(row["size"] for row in card["topics"]) == 90
    picked = replace(view, topic=1)
    members = topic_map.of_topic(1)
    left = int((members["source"] == "second.txt").sum())
    card = panel_card(topic_map, scene, picked, shown, None, explained)
    assert card["count"] == f"{left} of {len(members)} papers"
    views = [replace(view, paper=paper) for paper in ("p000", "p001")]
    hidden = [panel_card(topic_map, scene, one, shown, None, explained)["hidden"] for one in views]
    assert hidden == [True, False]


def test_cleaned_texts_are_shown_where_there_are_any():
    topic_map = make_map(papers=20, topics=2, unassigned=0)
    papers = topic_map.papers.assign(clean_title=None, clean_abstract=None)
    papers["clean_title"] = papers["clean_title"].astype(object)
    papers.iloc[3, papers.columns.get_loc("clean_title")] = "Schrödinger & cats"
    topic_map = replace(topic_map, papers=papers)
    card = paper_card(topic_map, draw_scene(topic_map), papers.index[3])
    assert card["title"] == "Schrödinger & cats"
    assert card["abstract"] == papers["abstract"].iloc[3]
    assert unzipped(titles_file(topic_map))[3] == "Schrödinger & cats"
    assert paper_table(topic_map, np.array([3]))["Title"].tolist() == ["Schrödinger & cats"]
    assert b"clean_" not in papers_csv(topic_map, np.array([3]))


def test_a_grab_bag_is_told_on_its_card(topic_map):
    scene, everything = draw_scene(topic_map), np.ones(len(topic_map), bool)
    loose = np.arange(len(topic_map.topics)) == 1
    judged = replace(topic_map, topics=topic_map.topics.assign(grab_bag=loose))
    lines = [topic_card(judged, scene, topic, everything)["naming"] for topic in (0, 1)]
    assert lines[0] == ""
    assert "grab bag" in lines[1]
