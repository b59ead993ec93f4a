import json

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from topicmap import MapSettings, build_map, load_map, read_papers, save_map
from topicmap.embedders import embedder
from topicmap.errors import BadPapers, BadSettings
from topicmap.progress import Progress, Stages

THEMES = [
    "Graph neural networks pass messages between the nodes of molecules",
    "Speech recognition of spoken words in noisy rooms",
    "Fair division of goods among agents with valuations",
]


def write_papers_file(path, count, alike=False):
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = THEMES[0 if alike else number % 3]
            title = f"Paper {'' if alike else number}"
            row = {
                "id": str(number),
                "title": title,
                "abstract": f"{text} {'' if alike else number}.",
            }
            file.write(json.dumps(row) + "\n")
    return path


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "cache"))


def frame(count, alike=False, tmp_path=None):
    papers = read_papers(write_papers_file(tmp_path / "papers.jsonl", count))
    if alike:
        papers = papers.assign(title="Same", abstract=THEMES[0])
    return papers


def test_any_table_of_titles_will_do():
    table = pd.DataFrame({"title": [f"{theme} {n}" for n in range(4) for theme in THEMES]})
    topic_map = build_map(table, MapSettings(embedder="lsa"))
    assert topic_map.papers["title"].tolist() == table["title"].tolist()
    again = build_map(topic_map.papers, MapSettings(embedder="lsa"))
    assert_frame_equal(again.papers, topic_map.papers)
    with pytest.raises(BadPapers, match="'title' or 'abstract'"):
        build_map(pd.DataFrame({"name": ["a"]}))


@pytest.mark.parametrize("name", ["hybrid", "distilled", "minilm", "lsa"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 10, 15])
def test_small_corpora_become_maps_that_open(tmp_path, count, name):
    papers = frame(count, tmp_path=tmp_path)
    save_map(build_map(papers, MapSettings(embedder=name)), tmp_path / "map")
    topic_map = load_map(tmp_path / "map")
    assert len(topic_map) == count
    assert len(topic_map.topics) >= 1
    assert len(topic_map.papers[["x", "y"]].drop_duplicates()) == count


@pytest.mark.parametrize("count", [2, 10, 40])
def test_papers_all_alike_become_one_topic(tmp_path, count):
    topic_map = build_map(frame(count, alike=True, tmp_path=tmp_path))
    assert len(topic_map.topics) == 1
    assert topic_map.unassigned == 0


@pytest.mark.parametrize(("count", "used"), [(15, "hybrid"), (16, "distilled")])
def test_a_map_tells_which_embedder_auto_was(tmp_path, monkeypatch, count, used):
    monkeypatch.setattr("topicmap.embedders.HYBRID_UP_TO", 15)
    save_map(build_map(frame(count, tmp_path=tmp_path)), tmp_path / "map")
    topic_map = load_map(tmp_path / "map")
    assert (topic_map.settings.embedder, topic_map.about["embedder"]) == ("auto", used)
    placed = embedder(used).place(["graph neural networks"], topic_map.placing)
    assert placed.shape[1] == topic_map.vectors.shape[1]


def test_known_themes_are_found_again(tmp_path):
    topic_map = build_map(frame(90, tmp_path=tmp_path), MapSettings(embedder="lsa"))
    themes = np.arange(90) % 3
    assert len(topic_map.topics) == 3
    for topic in range(3):
        assert len(set(themes[topic_map.papers["topic"] == topic])) == 1
    words = " ".join(topic_map.topics["label"]).casefold()
    assert "speech" in words or "spoken" in words


def test_papers_in_come_out_in_order_with_their_columns(tmp_path):
    papers = frame(15, tmp_path=tmp_path).assign(mine=range(15))
    topic_map = build_map(papers, MapSettings(embedder="lsa"))
    assert topic_map.papers.index.equals(papers.index)
    assert topic_map.papers["mine"].tolist() == list(range(15))


def test_papers_with_a_title_or_an_abstract_only(tmp_path):
    papers = frame(15, tmp_path=tmp_path)
    papers.loc[papers.index[0], "abstract"] = None
    papers.loc[papers.index[1], "title"] = None
    assert len(build_map(papers, MapSettings(embedder="lsa"))) == 15


def test_another_seed_is_another_map(tmp_path):
    random = np.random.default_rng(0)
    abstracts = [" ".join(f"word{n}" for n in random.integers(0, 60, 12)) for _ in range(30)]
    papers = frame(30, tmp_path=tmp_path).assign(abstract=abstracts)
    one, two, again = (
        build_map(papers, MapSettings(embedder="lsa", seed=seed)).papers["x"] for seed in (0, 1, 0)
    )
    assert one.equals(again)
    assert not np.allclose(one, two)


def test_no_papers_is_an_error(tmp_path):
    with pytest.raises(BadPapers, match="no papers"):
        build_map(frame(1, tmp_path=tmp_path).iloc[:0])


def test_every_stage_is_told_in_order(tmp_path):
    told: list[Progress] = []
    build_map(frame(5, tmp_path=tmp_path), report=told.append)
    assert [p.step for p in told] == sorted(p.step for p in told)
    assert {p.step for p in told} == set(range(1, told[0].steps + 1))
    counted = [p for p in told if p.total]
    assert counted[-1].done == counted[-1].total == 5


def test_time_left_is_told_once_it_can_be_known(monkeypatch):
    clock = iter([0.0, 0.5, 2.0])
    monkeypatch.setattr("topicmap.progress.time.monotonic", lambda: next(clock))
    told: list[Progress] = []
    count = Stages({"a": "A"}, told.append).begin("a")
    count(1, 4)
    count(2, 4)
    assert [p.left for p in told] == [None, None, 2.0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"embedder": "w2v"}, "choose one of auto, hybrid"),
        ({"seed": -1}, "from 0 to"),
        ({"seed": 1.5}, "whole number"),
        ({"seed": True}, "whole number"),
        ({"neighbors": 1}, "from 2"),
    ],
)
def test_bad_settings_say_what_is_possible(values, words):
    with pytest.raises(BadSettings, match=words):
        MapSettings(**values)


def test_settings_to_json_and_back():
    settings = MapSettings(seed=3, neighbors=5)
    assert MapSettings.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings
    assert settings.fingerprint != MapSettings().fingerprint
    with pytest.raises(BadSettings, match="Unknown setting 'colour'"):
        MapSettings.from_dict({"colour": "red"})
