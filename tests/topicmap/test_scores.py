"""The figures of a map mean what they say."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from sklearn import manifold

from tests.conftest import make_map
from topicmap.bundle import save_map
from topicmap.cli import main
from topicmap.embedders import unit_rows
from topicmap.errors import BadPapers
from topicmap.scores import (
    agreement,
    diversity,
    neighbor_accuracy,
    neighbors_kept,
    npmi,
    read_areas,
    scores,
    trustworthiness,
)

MAP = make_map()
FOUND = [["graph", "node"], ["graph", "node"], ["graph", "image"], ["image"]]


def test_npmi_by_hand():
    graph_node, graph_image, node_image = (
        math.log((2 / 4) / (3 / 4 * 2 / 4)) / -math.log(2 / 4),
        math.log((1 / 4) / (3 / 4 * 2 / 4)) / -math.log(1 / 4),
        -1,
    )
    found = npmi([["graph", "node"], ["graph", "node", "image"], ["graph"]], FOUND)
    assert found[0] == pytest.approx(graph_node)
    assert found[1] == pytest.approx((graph_node + graph_image + node_image) / 3)
    assert np.isnan(found[2])


def test_npmi_of_words_that_are_everywhere_or_nowhere():
    assert npmi([["a", "b"]], [["a", "b"]] * 3).tolist() == [1]
    assert npmi([["a", "b"]], [["c"]]).tolist() == [-1]


def test_diversity_is_the_share_of_different_words():
    assert diversity([["a", "b"], ["b", "c"]]) == 0.75
    assert diversity([]) is None


@pytest.mark.parametrize("count", [40, 300])
def test_trustworthiness_is_that_of_scikit_learn(count):
    random = np.random.default_rng(0)
    vectors = unit_rows(random.normal(size=(count, 8)))
    places = vectors[:, :2].astype(float)
    found = trustworthiness(vectors, places, 10)
    assert found.shape == (count,)
    wanted = manifold.trustworthiness(vectors, places, n_neighbors=10)
    assert found.mean() == pytest.approx(wanted, abs=1e-4)


def test_trustworthiness_of_many_is_told_from_some(monkeypatch):
    random = np.random.default_rng(0)
    vectors = unit_rows(random.normal(size=(1_500, 8)))
    places = vectors[:, :2].astype(float)
    exact = trustworthiness(vectors, places)
    monkeypatch.setattr("topicmap.scores.SAMPLE", 300)
    told = trustworthiness(vectors, places)
    assert told.mean() == pytest.approx(exact.mean(), abs=0.005)
    assert np.corrcoef(told, exact)[0, 1] > 0.95


def test_a_perfect_map_is_trusted_and_a_random_one_is_not():
    angles = np.linspace(0, 1, 200)
    vectors = unit_rows(np.column_stack([np.cos(angles), np.sin(angles)]))
    good, bad = vectors.astype(float), np.random.default_rng(0).normal(size=(200, 2))
    assert trustworthiness(vectors, good).mean() > 0.99
    assert neighbors_kept(vectors, good).mean() > 0.95
    assert trustworthiness(vectors, bad).mean() < 0.6
    assert neighbors_kept(vectors, bad).mean() < 0.2


def test_papers_that_coincide_and_small_maps_have_no_fault():
    same = np.ones((30, 2), dtype=np.float32) / np.float32(2**0.5)
    places = np.random.default_rng(0).normal(size=(30, 2))
    assert (trustworthiness(same, places) == 1).all()
    assert np.isfinite(neighbors_kept(same, places)).all()
    assert np.isnan(trustworthiness(same[:2], places[:2])).all()
    assert np.isnan(neighbors_kept(same[:2], places[:2])).all()


def test_agreement_is_blind_to_names_and_zero_by_chance():
    topics = [0, 0, 1, 1, 2, 2] * 20
    assert agreement(topics, ["b", "b", "c", "c", "a", "a"] * 20) == pytest.approx(1)
    assert abs(agreement(topics, np.random.default_rng(0).integers(0, 3, 120).tolist())) < 0.05


def test_neighbor_accuracy_of_groups_apart_and_of_chance():
    areas = ["a"] * 50 + ["b"] * 50
    random = np.random.default_rng(0)
    places = random.normal(size=(100, 2))
    assert neighbor_accuracy(places + np.repeat([[0], [99]], 50, axis=0), areas) == 1
    assert 0.3 < neighbor_accuracy(places, areas) < 0.7
    assert neighbor_accuracy(places[:10], areas[:10]) is None
    assert neighbor_accuracy(places, list(range(100))) is None


def test_all_figures_of_a_map():
    found = scores(MAP, MAP.papers["topic"].astype(str))
    assert found["papers"] == len(MAP) and found["topics"] == len(MAP.topics)
    assert found["unassigned"] == pytest.approx(MAP.unassigned / len(MAP))
    assert found["ami"] > 0.8
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("sizes", [(1, 1, 0), (3, 1, 0), (12, 1, 12)])
def test_figures_of_the_smallest_maps(sizes):
    small = make_map(*sizes)
    found = scores(small, pd.Series("a", index=small.papers.index))
    assert found["filed"] == len(small)
    json.dumps(found, allow_nan=False)


def test_areas_of_other_papers_are_refused():
    with pytest.raises(BadPapers, match="None of the 1 papers with an area, such as q, is in"):
        scores(MAP, pd.Series(["a"], index=["q"]))


def write_areas(folder, suffix):
    table = pd.DataFrame({"id": MAP.papers.index, "area": MAP.papers["topic"].astype(str)})
    path = folder / f"areas{suffix}"
    if suffix == ".parquet":
        table.to_parquet(path)
    elif suffix in (".json", ".jsonl"):
        table.to_json(path, orient="records", lines=suffix == ".jsonl")
    else:
        table.to_csv(path, index=False, sep="\t" if suffix == ".tsv" else ",")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".json", ".jsonl"])
def test_areas_are_read_from_any_table(suffix, tmp_path):
    areas = read_areas(write_areas(tmp_path, suffix))
    assert areas.to_dict() == MAP.papers["topic"].astype(str).to_dict()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id,field\np1,a\n", "needs id and area, and 'area' is missing"),
        ("", "is no table"),
        ("\x00\x00", "needs id and area|is no table"),
    ],
)
def test_areas_that_are_none_are_told(content, told, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(content)
    with pytest.raises(BadPapers, match=told):
        read_areas(path)
    with pytest.raises(BadPapers, match="cannot be read"):
        read_areas(tmp_path / "none.csv")


def test_the_command_prints_a_table_or_json(tmp_path, capsys):
    save_map(MAP, tmp_path / "map")
    areas = str(write_areas(tmp_path, ".csv"))
    with pytest.raises(SystemExit) as leave:
        main(["score", str(tmp_path / "map"), "--areas", areas, "--json"])
    assert leave.value.code == 0
    assert json.loads(capsys.readouterr().out)["topics"] == len(MAP.topics)
    with pytest.raises(SystemExit):
        main(["score", str(tmp_path / "map")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t") == ["figure", "value", "meaning"]
    assert any(line.startswith("trustworthiness\t0.") for line in lines)
