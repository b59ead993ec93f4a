"""Whole cards of topics, the chart of layers, and two topics compared."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from dashboard.charts.cards import panel_card
from dashboard.charts.comparison import comparison_card
from dashboard.charts.tree import topic_tree
from dashboard.view import View
from tests.conftest import MAPS, layered, make_map
from topicmap import explain
from topicmap.cards.spreads import spreads
from topicmap.cards.summary import topic_groups, tree_card
from topicmap.cards.topic_card import whole_topic_card
from topicmap.explanation import spread
from topicmap.placing import Placed
from topicmap.relations import nearest_heart, nearest_topics, topic_centres
from topicmap.scene import draw_scene

MAP = layered(make_map())
SCENE = draw_scene(MAP)
CENTRES = topic_centres(MAP)
EVERYTHING = np.ones(len(MAP), bool)


def test_the_chart_has_every_layer_in_the_colours_of_the_map():
    tree = topic_tree(MAP, SCENE)
    boxes = list(zip(tree["ids"], tree["parents"], tree["sizes"], tree["topics"], strict=True))
    sizes = {name: size for name, _, size, _ in boxes}
    for name in sizes:
        parts = [size for _, parent, size, _ in boxes if parent == name]
        assert not parts or sum(parts) == sizes[name]
    for theme, colors in tree["colors"].items():
        for (_, _, _, topic), color in zip(boxes, colors, strict=True):
            assert topic < 0 or color == SCENE.palette.points[theme][topic]
    assert {parent for _, parent, _, _ in boxes} - {""} <= set(sizes)


@pytest.mark.parametrize("kind", ["one_topic", "all_unassigned", "one_paper"])
def test_maps_without_layers_have_no_chart(kind):
    topic_map = MAPS[kind]()
    assert topic_tree(topic_map, draw_scene(topic_map)) is None


def test_the_whole_card_of_a_topic():
    card = whole_topic_card(MAP, SCENE, 1, EVERYTHING, CENTRES)
    assert card["region"] == "Region 0"
    assert [part["label"] for part in card["parts"]] == ["Part 2", "Part 3"]
    assert 1 not in [near["topic"] for near in card["near"]]
    assert np.all(np.diff([near["likeness"] for near in card["near"]]) <= 0)
    weakest = MAP.of_topic(1).index[::-1][: len(card["borderline"])]
    assert [MAP.row(paper) for paper in weakest] == [one["row"] for one in card["borderline"]]
    assert all(one["note"].startswith("strength 0.") for one in card["borderline"])
    assert all("near " in one["note"] for one in card["borderline"])


@pytest.mark.parametrize("kind", list(MAPS))
def test_cards_of_every_kind_of_map(kind):
    topic_map = MAPS[kind]()
    scene, shown = draw_scene(topic_map), np.ones(len(topic_map), bool)
    centres = topic_centres(topic_map)
    assert centres.shape == (len(topic_map.topics), 8)
    for topic in [*topic_map.topics.index, -1]:
        card = whole_topic_card(topic_map, scene, topic, shown, centres)
        assert card["kind"] == "topic"


def test_topics_are_grouped_by_region():
    groups = topic_groups(MAP, SCENE, EVERYTHING)
    assert [group["label"] for group in groups] == ["Region 0", "Region 1", "Region 2", ""]
    assert [one["topic"] for group in groups for one in group["topics"]] == [0, 1, 2, 3, 4, -1]
    assert [len(group["topics"]) for group in topic_groups(make_map(), SCENE, EVERYTHING)] == [5, 1]


def test_regions_of_one_topic_each_are_no_headings():
    alone = replace(
        MAP,
        papers=MAP.papers.assign(region=MAP.papers["topic"]),
        topics=MAP.topics.assign(region=range(5)),
        regions=MAP.topics.drop(columns="region").rename_axis("region"),
    )
    groups = topic_groups(alone, draw_scene(alone), EVERYTHING)
    assert [group["label"] for group in groups] == ["", ""]
    assert [len(group["topics"]) for group in groups] == [5, 1]
    assert whole_topic_card(alone, SCENE, 1, EVERYTHING, CENTRES)["region"] == ""
    tree = topic_tree(alone, draw_scene(alone))
    assert tree["words"] == "5 topics, by size"
    assert tree["parents"][:5] == ("",) * 5 and "" not in tree["parents"][5:]


def test_two_topics_are_told_apart():
    one, two = ((MAP.papers["topic"] == topic).to_numpy() for topic in (0, 1))
    explained = explain(MAP, one, two), explain(MAP, two, one)
    card = comparison_card(MAP, SCENE, (0, 1), explained, CENTRES)
    assert [side["topic"] for side in card["sides"]] == [0, 1]
    assert card["shared"] == ["<i>learning</i>", "case"]
    words = [[phrase["word"] for phrase in side["phrases"]] for side in card["sides"]]
    assert "federated learning" in words[0]
    assert "graph neural networks" in words[1]
    assert not set(words[0]) & set(words[1])


def test_the_nearest_topics_are_those_of_like_papers():
    near = nearest_topics(CENTRES, 2)
    assert list(near.index) == sorted(near.index, key=lambda other: -near[other])
    assert near.iloc[0] == pytest.approx(float(CENTRES[near.index[0]] @ CENTRES[2]), abs=1e-6)
    assert len(nearest_topics(CENTRES[:1], 0)) == 0


def test_the_heart_of_many_papers():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(6_000, 8)).astype(np.float32)
    rows = nearest_heart(vectors, np.arange(6_000), 5)
    assert len(set(rows.tolist())) == 5
    assert len(nearest_heart(vectors, np.arange(0), 5)) == 0


def test_years_are_shown_without_gaps():
    shown = spreads(spread(MAP, (MAP.papers["topic"] == 0).to_numpy()))
    years = [int(year["value"]) for year in shown["years"]]
    assert years == list(range(years[0], years[-1] + 1))
    told = {int(year["value"]): year for year in shown["years"]}
    for year, count in MAP.papers["year"].value_counts().items():
        if year in told:
            share = count / MAP.papers["year"].notna().sum()
            assert told[year]["corpus"] == pytest.approx(share, abs=1e-4)
    far = replace(MAP, papers=MAP.papers.assign(year=[1700, 2020] * 45))
    assert len(spreads(spread(far, EVERYTHING))["years"]) == 2
    same = replace(MAP, papers=MAP.papers.assign(venue="One", source="a.txt"))
    assert spreads(spread(same, MAP.papers["topic"].to_numpy() == 0))["venues"] == []


def test_a_search_by_meaning_has_a_card_of_its_own():
    rows = np.array([7, 3, 9])
    lit = np.isin(np.arange(len(MAP)), rows)
    view = View(query="words", by_meaning=True)
    for usual, topic in ((0.5, 2), (0.01, None)):
        placed = Placed(rows, np.array([0.9, 0.8, 0.7]), 0.0, 0.0, 2, usual)
        card = panel_card(MAP, SCENE, view, EVERYTHING, lit, partial(explain, MAP), placed)
        assert [one["row"] for one in card["examples"]] == [7, 3, 9]
        assert (card["place"] or {}).get("topic") == topic
        assert card["far"] == (topic is None)
    for hits in (~EVERYTHING, EVERYTHING):  # no filter and no small map takes the card away
        card = panel_card(MAP, SCENE, view, EVERYTHING, hits, partial(explain, MAP), placed)
        assert (card["kind"], card["title"]) == ("set", "Most like the text")
    shown = np.arange(len(MAP)) != 3
    card = panel_card(MAP, SCENE, view, shown, lit & shown, partial(explain, MAP), placed)
    assert [one["row"] for one in card["examples"]] == [7, 9]


def test_where_no_paper_is_left_the_panel_says_what_to_do():
    hits = [(~EVERYTHING, None), (EVERYTHING, ~EVERYTHING)]
    for shown, lit in hits:
        card = panel_card(MAP, SCENE, View(), shown, lit, partial(explain, MAP))
        assert "take back a filter" in card["note"]
    assert panel_card(MAP, SCENE, View(), EVERYTHING, None, partial(explain, MAP))["note"] == ""


def test_few_papers_say_that_they_are_few():
    few = np.arange(len(MAP)) < 2
    card = panel_card(MAP, SCENE, View(query="x"), EVERYTHING, few, partial(explain, MAP))
    assert card["phrases"] == []
    assert "fewer than 4" in card["missing"]
    assert len(card["examples"]) == 2


def test_the_tree_of_topics_names_the_parts_of_each():
    groups = tree_card(MAP, SCENE, EVERYTHING)["groups"]
    found = {topic["topic"]: topic["parts"] for group in groups for topic in group["topics"]}
    parts = MAP.subtopics.query("topic == 1")
    assert [part["label"] for part in found[1]] == parts["label"].tolist()
    assert [part["size"] for part in found[1]] == parts["size"].tolist()
    assert found[-1] == []
