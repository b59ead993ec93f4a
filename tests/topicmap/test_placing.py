"""A text is put among the papers that are like it, and one that is like none is told."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MAPS, make_map
from tests.topicmap.conftest import ROOT
from topicmap import read_papers
from topicmap.embedders import hybrid
from topicmap.errors import BadPapers, BadSettings
from topicmap.papers import text_of
from topicmap.placing import FAR, LEAST_FOUND, MOST_FOUND, Placer, why_not

MAP = make_map()
FAR_AWAY = (
    "Preheat the oven to 180 degrees. Mix flour, sugar, butter and two eggs until smooth, pour "
    "into a tin and bake for forty minutes until golden brown.",
    "Zircon uranium lead dating of granite intrusions constrains the timing of subduction.",
    "Gardening tips for tomatoes",
    "深度学习在图像识别中的应用",
)


def vector_of(row: int, topic_map=MAP):
    return lambda texts: np.repeat(topic_map.vectors[[row]], len(texts), axis=0)


@pytest.fixture(scope="module")
def seeds():
    """The seeds with real vectors and places made of these."""
    papers = read_papers(ROOT / "data" / "seeds")
    texts = text_of(papers)
    embedding = hybrid.embed(texts)
    plain = make_map(len(papers), 1, 0)
    _, _, axes = np.linalg.svd(embedding.vectors, full_matrices=False)
    flat = embedding.vectors @ axes[:2].T
    table = plain.papers.set_axis(papers.index).assign(
        x=flat[:, 0].astype(float), y=flat[:, 1].astype(float), abstract=texts
    )
    topics = plain.topics.assign(examples=[[]])
    about = {"embedder": "hybrid"}
    return replace(
        plain, papers=table, topics=topics, vectors=embedding.vectors, about=about,
        placing=embedding.placing,
    )  # fmt: skip


def test_the_text_of_a_paper_finds_it_and_its_place(seeds):
    placer = Placer(seeds)
    width = np.ptp(seeds.papers[["x", "y"]].to_numpy(), axis=0).max()
    away = []
    for row in range(0, len(seeds), 30):
        placed = placer.place(seeds.papers["abstract"].iloc[row])
        assert placed.rows[0] == row
        assert placed.likeness[0] > 0.99
        assert not placed.is_far
        place = seeds.papers[["x", "y"]].iloc[row]
        away.append(np.hypot(placed.x - place["x"], placed.y - place["y"]) / width)
    assert np.median(away) < 0.08


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("How can several hospitals train a federated model without sharing data?", "federated"),
        ("spiking neurons for low energy inference", "spik"),
        ("Making images from words with diffusion models", "diffusion"),
        ("graphs", "graph"),
    ],
)
def test_the_nearest_papers_are_about_it(seeds, text, word):
    placed = Placer(seeds).place(text)
    near = seeds.papers["abstract"].iloc[placed.rows[:5]].str.casefold()
    assert near.str.contains(word).sum() >= 4
    assert not placed.is_far


@pytest.mark.parametrize("text", FAR_AWAY)
def test_a_text_of_another_world_is_far(seeds, text):
    assert Placer(seeds).place(text).is_far


def test_few_papers_of_the_map_itself_would_be_far(seeds):
    placer = Placer(seeds)
    likeness = seeds.vectors @ seeds.vectors.T
    np.fill_diagonal(likeness, -1)
    own = np.sort(likeness, axis=1)[:, -5:].mean(axis=1)
    usual = [(placer._usual < value).mean() for value in own]
    assert (np.array(usual) < FAR).mean() < 2 * FAR


@given(st.integers(0, len(MAP) - 1))
def test_a_place_lies_among_the_nearest_papers(row):
    placed = Placer(MAP, vector_of(row)).place("some words")
    assert LEAST_FOUND <= len(placed.rows) <= MOST_FOUND
    assert (np.diff(placed.likeness) <= 1e-6).all()
    assert (np.abs(placed.likeness) <= 1).all()
    near = MAP.papers[["x", "y"]].iloc[placed.rows].to_numpy()
    assert (near.min(axis=0) - 1e-9 <= (placed.x, placed.y)).all()
    assert (near.max(axis=0) + 1e-9 >= (placed.x, placed.y)).all()
    assert placed.topic in MAP.topics.index
    assert 0 <= placed.usual <= 1


def test_a_text_between_two_groups_is_put_into_one_of_them():
    papers = MAP.papers.assign(x=np.arange(90) % 2 * 100.0, y=0.0)
    halves = replace(MAP, papers=papers)
    placed = Placer(halves, lambda texts: np.full((1, 8), 8**-0.5, np.float32)).place("words")
    assert min(placed.x, 100 - placed.x) < 1


@pytest.mark.parametrize("kind", list(MAPS))
def test_every_kind_of_map(kind):
    topic_map = MAPS[kind]()
    placed = Placer(topic_map, vector_of(0, topic_map)).place("some words")
    assert placed.rows[0] == 0
    assert len(placed.rows) <= len(topic_map)
    assert np.isfinite([placed.x, placed.y]).all()
    assert placed.topic == -1 or placed.topic in topic_map.topics.index


@pytest.mark.parametrize("text", ["", " ", "x", "the of and", "12 345", "?!…", "\x00\x07"])
def test_a_text_that_says_nothing(text):
    with pytest.raises(BadPapers, match="no word"):
        Placer(MAP, vector_of(0)).place(text)


def test_a_very_long_text(seeds):
    placed = Placer(seeds).place("federated learning among clients " * 3_000)
    assert not placed.is_far


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"embedder": "given"}, "made elsewhere"),
        ({}, "made elsewhere"),
        ({"embedder": "hybrid"}, "made elsewhere"),  # without what it needs for new texts
        ({"embedder": "openai:text-embedding-3-small"}, "service"),
        ({"embedder": "sentence-transformers:BAAI/bge-small-en-v1.5"}, "folder"),
    ],
)
def test_maps_among_whose_vectors_no_text_can_be_placed(about, words):
    topic_map = replace(MAP, about=about)
    assert words in why_not(topic_map)
    with pytest.raises(BadSettings, match=words):
        Placer(topic_map)


def test_the_encoder_is_loaded_for_the_first_text_only():
    code = (
        "import sys, numpy as np; from tests.conftest import make_map; from dataclasses import "
        "replace; from topicmap.placing import Placer; "
        "m = replace(make_map(), about={'embedder': 'minilm'}); p = Placer(m); "
        "assert 'onnxruntime' not in sys.modules; "
        "p._map = replace(m, vectors=np.ones((90, 384), np.float32)); p.place('a graph'); "
        "assert 'onnxruntime' in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
