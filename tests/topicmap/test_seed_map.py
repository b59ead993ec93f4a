"""The map of the five seed documents, built and shown by the wheel in an empty folder."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.topicmap.conftest import ROOT, run_topicmap
from tests.topicmap.export.geometry import faults
from tests.topicmap.test_labels import check_label
from topicmap import load_map
from topicmap.embedders import embedder
from topicmap.explanation import explain
from topicmap.export import export_map
from topicmap.export.choices import LABELS, PRESETS, THEMES, choices
from topicmap.export.composition import compose
from topicmap.export.page import page
from topicmap.papers import text_of
from topicmap.scene import draw_scene
from topicmap.scores import read_areas, scores

SAME = (
    "papers.parquet", "topics.parquet", "regions.parquet", "subtopics.parquet", "vectors.npy",
    "placing.npz", "phrases.parquet", "paper_phrases.npz",
)  # fmt: skip
MAP = Path("data") / "maps" / "seeds"
AREAS = ROOT / "tests" / "samples" / "seeds_areas.csv"


@pytest.fixture(scope="module")
def seed_map(seed_build):
    return load_map(seed_build[0] / MAP)


@pytest.fixture(scope="module")
def seed_scene(seed_map):
    return draw_scene(seed_map)


def test_build_prints_three_lines(seed_build):
    lines = seed_build[1].stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Read 360 papers from 5 files")
    assert str(MAP) in lines[2]
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


def test_topics_are_set_apart_by_words_of_their_keywords(seed_map):
    shared = []
    for topic, keywords in seed_map.topics["keywords"].items():
        told = explain(seed_map, (seed_map.papers["topic"] == topic).to_numpy()).phrases["phrase"]
        words = set(" ".join(keywords).casefold().split())
        shared += [bool(words & set(phrase.casefold().split())) for phrase in told]
    assert len(shared) >= 2 * len(seed_map.topics)
    assert np.mean(shared) > 2 / 3


def test_examples_belong_to_their_topic(seed_map):
    for topic, examples in seed_map.topics["examples"].items():
        assert examples
        assert (seed_map.papers.loc[examples, "topic"] == topic).all()


def test_every_paper_has_a_nearest_topic_and_a_strength(seed_map):
    assert seed_map.papers["nearest_topic"].isin(seed_map.topics.index).all()
    assert seed_map.papers["strength"].between(0, 1).all()


def test_the_manifest_tells_where_it_comes_from(seed_build):
    manifest = json.loads((seed_build[0] / MAP / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["seed"] == 0
    assert sum(manifest["about"]["sources"].values()) == 360
    assert {"bertopic", "umap-learn", "hdbscan"} <= set(manifest["about"]["versions"])


def test_the_checkout_builds_the_same_byte_for_byte(seed_build, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # as on a machine with one processor
    folder, _, environment = seed_build
    other = tmp_path / "other.csv"
    other.write_text("title,abstract\nA,About graphs.\nB,About speech.\n", encoding="utf-8")
    kept = {"cache": environment["TOPICMAP_CACHE"], "folder": tmp_path}
    run_topicmap("build", other, "--to", tmp_path / "other", "--quiet", **kept)
    run_topicmap("build", ROOT / "data" / "seeds", "--to", tmp_path / "map", "--quiet", **kept)
    for name in SAME:
        assert (tmp_path / "map" / name).read_bytes() == (folder / MAP / name).read_bytes(), name


def test_the_wheel_carries_the_app_the_theme_the_encoder_and_the_seeds(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    seeds = [name for name in names if name.startswith("topicmap/seeds/")]
    assert len(seeds) == 5
    assert "dashboard/.streamlit/config.toml" in names
    files = [path for package in ("topicmap", "dashboard") for path in (ROOT / package).rglob("*")]
    kept = [path for path in files if path.is_file() and "__pycache__" not in path.parts]
    assert len(kept) > 80
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "data/"))]


def test_its_app_draws_the_map(installed, seed_build):
    code = (
        "from importlib.util import find_spec; from pathlib import Path\n"
        "from streamlit.testing.v1 import AppTest\n"
        "app = Path(find_spec('dashboard').origin).with_name('app.py')\n"
        "page = AppTest.from_file(app, default_timeout=180).run()\n"
        "sizes = [len(table.value) for table in page.dataframe]\n"
        "print(app, [error.value for error in page.exception], *sizes)"
    )
    folder, _, environment = seed_build
    done = subprocess.run(
        [installed / "python", "-W", "ignore", "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split()[1:] == ["[]", "360"], done.stderr
    assert str(installed.parent) in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_it_serves_the_dashboard(installed, seed_build, tmp_path):
    folder, _, environment = seed_build
    (tmp_path / ".streamlit").mkdir()  # of the working folder, which is not to count
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nsslCertFile = "/none"\n')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [installed / "topicmap", "dashboard", folder / MAP.parent, "--headless",
         "--port", str(port)],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        answer = b""
        for _ in range(300):
            assert process.poll() is None, process.stdout.read().decode()
            with contextlib.suppress(OSError):
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health").read()
                break
            time.sleep(0.2)
        assert answer == b"ok"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("labels", LABELS)
def test_pictures_have_no_fault(seed_map, seed_scene, preset, theme, labels):
    chosen = choices(preset=preset, theme=theme, labels=labels, title="The seeds")
    picture = compose(seed_map, seed_scene, chosen)
    assert faults(picture) == []
    if labels == "auto":
        assert len(picture.labels) == len(seed_map.topics)


def test_the_page_stays_small(seed_map, seed_scene):
    content, notes = page(seed_map, seed_scene, choices())
    assert len(content) < 6_000_000 and notes == ()


def test_bertopic_predicts_the_topics_of_the_papers(seed_map, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
    export_map(seed_map, tmp_path / "model", tool="bertopic")
    model = BERTopic.load(str(tmp_path / "model"))
    predicted, _ = model.transform([""] * 360, embeddings=np.asarray(seed_map.vectors))
    topic = seed_map.papers["topic"].to_numpy()
    assert (np.array(predicted)[topic >= 0] == topic[topic >= 0]).mean() > 0.95
    texts = text_of(seed_map.papers)
    vectors = embedder("hybrid").place(list(texts[:9]), seed_map.placing)
    assert list(model.transform([""] * 9, embeddings=vectors)[0]) == list(predicted[:9])
    shares, _ = model.approximate_distribution(list(texts), min_similarity=0)
    assert (shares.argmax(axis=1)[topic >= 0] == topic[topic >= 0]).mean() > 0.75
