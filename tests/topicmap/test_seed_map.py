"""The map of the five seed documents, built as a user builds it."""

import json

import numpy as np
import pytest

from tests.topicmap.conftest import ROOT, run_topicmap
from tests.topicmap.test_labels import check_label
from topicmap import load_map
from topicmap.scores import read_areas, scores

SAME = (
    "papers.parquet", "topics.parquet", "regions.parquet", "subtopics.parquet", "vectors.npy",
    "placing.npz",
)  # fmt: skip
AREAS = ROOT / "tests" / "samples" / "seeds_areas.csv"


@pytest.fixture(scope="module")
def seed_map(seed_build):
    return load_map(seed_build[0] / "map")


def test_build_prints_three_lines(seed_build):
    lines = seed_build[1].stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Read 360 papers from 5 files")
    assert str(seed_build[0] / "map") in lines[2]
    assert "Reading the abstracts" in seed_build[1].stderr


def test_about_twenty_topics_hold_nearly_every_paper(seed_map):
    assert len(seed_map) == 360
    assert 15 <= len(seed_map.topics) <= 26
    assert seed_map.unassigned <= len(seed_map) / 7


def test_every_label_is_a_distinct_phrase_of_content_words(seed_map):
    labels = seed_map.topics["label"].str.casefold()
    assert labels.is_unique
    for label in seed_map.topics["label"]:
        check_label(label)


def test_the_seeds_best_known_themes_are_found(seed_map):
    words = " ".join(seed_map.topics["label"]).casefold()
    for theme in ("reinforcement learning", "diffusion", "graph", "federated", "language model"):
        assert theme in words


def test_papers_of_one_theme_lie_together(seed_map):
    titles = seed_map.papers["title"].fillna("").str.casefold()
    places = seed_map.papers[["x", "y"]].to_numpy()
    width = np.ptp(places, axis=0).max()
    for theme in ("federated", "time series", "spiking neural"):
        own = places[titles.str.contains(theme).to_numpy()]
        assert len(own) >= 3
        middle = np.median(own, axis=0)
        assert np.median(np.linalg.norm(own - middle, axis=1)) < width / 6, theme


def test_neighbours_share_a_topic_far_more_often_than_chance(seed_map):
    papers = seed_map.papers[seed_map.papers["topic"] >= 0]
    hits = [
        papers["topic"].get(seed_map.neighbors(paper, 1).index[0]) == topic
        for paper, topic in papers["topic"].items()
    ]
    chance = (papers["topic"].value_counts(normalize=True) ** 2).sum()
    assert np.mean(hits) > 5 * chance


def test_topics_agree_with_areas_that_a_reader_filed_the_papers_under(seed_map):
    found = scores(seed_map, read_areas(AREAS))
    assert found["filed"] == 360
    assert found["ami"] > 0.42
    assert found["neighbor_accuracy"] > 0.52


def test_every_region_topic_and_subtopic_has_papers_and_a_name(seed_map):
    assert 4 <= len(seed_map.regions) <= 9
    for layer in (seed_map.regions, seed_map.topics, seed_map.subtopics):
        assert (layer["size"] > 0).all()
        assert layer["label"].str.len().gt(0).all()
    assert seed_map.regions["label"].is_unique


def test_examples_belong_to_their_topic(seed_map):
    for topic, examples in seed_map.topics["examples"].items():
        assert examples
        assert (seed_map.papers.loc[examples, "topic"] == topic).all()


def test_every_paper_has_a_nearest_topic_and_a_strength(seed_map):
    assert seed_map.papers["nearest_topic"].isin(seed_map.topics.index).all()
    assert seed_map.papers["strength"].between(0, 1).all()


def test_the_manifest_tells_where_it_comes_from(seed_build):
    manifest = json.loads((seed_build[0] / "map" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["seed"] == 0
    assert sum(manifest["about"]["sources"].values()) == 360
    assert {"bertopic", "umap-learn", "hdbscan"} <= set(manifest["about"]["versions"])


@pytest.mark.parametrize("cache", ["full", "filled by another corpus"])
def test_the_same_map_again_byte_for_byte(seed_build, tmp_path, cache, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # as on a machine with one processor
    folder = seed_build[0]
    own_cache = folder / "cache"
    if cache != "full":
        own_cache = tmp_path / "cache"
        other = tmp_path / "other.csv"
        other.write_text("title,abstract\nA,About graphs.\nB,About speech.\n", encoding="utf-8")
        run_topicmap("build", other, "--to", tmp_path / "o", cache=own_cache, folder=tmp_path)
    run_topicmap(
        "build", ROOT / "data" / "seeds", "--to", tmp_path / "map", "--quiet",
        cache=own_cache, folder=tmp_path,
    )  # fmt: skip
    for name in SAME:
        assert (tmp_path / "map" / name).read_bytes() == (folder / "map" / name).read_bytes(), name
