from dataclasses import replace

import bibtexparser
import numpy as np
import pytest

from tests.conftest import MAPS, make_map
from topicmap.quality_words import (
    citation,
    citation_bibtex,
    figure_groups,
    making,
    nearest_of_unassigned,
    trust_table,
)
from topicmap.settings import MapSettings

SCORES = {
    "papers": 90, "topics": 5, "unassigned": 0.1, "npmi": 0.12, "diversity": 0.8,
    "trustworthiness": 0.91, "neighbors_kept": 0.47, "strength": 0.84,
}  # fmt: skip


def scored(**scores):
    plain = make_map()
    return replace(plain, about=plain.about | {"scores": SCORES | scores})


def figures(topic_map):
    return {one["name"]: one for group in figure_groups(topic_map) for one in group["figures"]}


def test_figures_are_told_with_their_values():
    found = figures(scored())
    assert found["In no topic"]["value"] == "10.0%"
    assert found["Mean strength"]["value"] == "0.84"
    assert "84%" in found["Mean strength"]["words"]
    assert "about 7.0 are among the 15" in found["Neighbors kept"]["words"]
    assert found["Stability"]["value"] == "–"
    assert "--stability" in found["Stability"]["words"]


@pytest.mark.parametrize(
    ("name", "figure", "low", "high"),
    [
        ("npmi", "Keywords together (NPMI)", "hardly do", "clearly do"),
        ("trustworthiness", "Trustworthiness", "take single places with care", "mostly are"),
        ("stability", "Stability", "rather different", "much the same"),
    ],
)
def test_words_follow_the_value(name, figure, low, high):
    assert low in figures(scored(**{name: 0.01}))[figure]["words"]
    assert high in figures(scored(**{name: 0.95}))[figure]["words"]


@pytest.mark.parametrize("value", [None, float("nan"), "x", -0.2])
def test_a_figure_that_is_unknown_is_left_out_and_none_leaves_its_bar(value):
    found = figures(scored(npmi=value))
    if value == -0.2:
        assert found["Keywords together (NPMI)"]["share"] == 0
    else:
        assert "Keywords together (NPMI)" not in found


@pytest.mark.parametrize("kind", list(MAPS))
def test_maps_without_figures(kind):
    topic_map = MAPS[kind]()
    assert list(figures(topic_map)) == ["In no topic"]
    assert len(trust_table(topic_map)) == len(topic_map.topics)
    assert nearest_of_unassigned(topic_map)["Papers"].sum() == (
        topic_map.unassigned if len(topic_map.topics) else 0
    )
    assert len(making(topic_map, "abc"))


def test_the_topics_that_are_least_sure_come_first(topic_map):
    table = trust_table(topic_map)
    assert (np.diff(table["Strength"]) >= 0).all()
    first = table.iloc[0]
    topic = topic_map.topics.index[topic_map.topics["label"] == first["Topic"]][0]
    own = topic_map.papers[topic_map.papers["topic"] == topic]["strength"]
    assert first["Strength"] == pytest.approx(own.mean())
    assert first["Remark"] == f"{(own < 0.6).sum()} between topics"


def test_grab_bags_and_figures_of_topics_are_in_the_table(topic_map):
    loose = np.arange(5) == 2
    topics = topic_map.topics.assign(grab_bag=loose, cohesion=0.5, stability=np.nan)
    table = trust_table(replace(topic_map, topics=topics))
    assert (table["Remark"] == "a grab bag").sum() == 1
    assert "Cohesion" in table
    assert "Found again" not in table


def test_how_a_map_was_made_is_told(topic_map):
    settings = MapSettings(seed=7, stop_words=("learning",))
    about = topic_map.about | {"versions": {"topicmap": "0.1.0"}, "sources": {"a.bib": 90}}
    table = making(replace(topic_map, settings=settings, about=about), "abcd1234")
    told = dict(zip(table["What"], table["Value"], strict=True))
    assert told["setting: seed"] == "7"
    assert told["setting: stop_words"] == "learning"
    assert told["map fingerprint"] == "abcd1234"
    assert told["version: topicmap"] == "0.1.0"
    assert told["source: a.bib"] == "90 papers"
    assert "embedder used" not in told


def test_the_citation_says_what_was_made_when_and_how():
    topic_map = replace(make_map(), settings=MapSettings(seed=3))
    words = citation(topic_map, "my_map", "abcd1234")
    for part in ("My map", "90 papers", "5 topics", "2025-01-02", "seed 3", "abcd1234"):
        assert part in words


@pytest.mark.parametrize("name", ["my_map", "50% & {more} \\ #1", "ünï"])
def test_the_citation_is_bibtex(topic_map, name):
    library = bibtexparser.parse_string(citation_bibtex(topic_map, name, "abcd1234"))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("misc", "topicmap-abcd1234")
    assert entry.fields_dict["year"].value == "2025"
