"""Every embedder through the same tests, and what each promises of its own."""

import os
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from tests.topicmap.stand_in import word_vectors
from topicmap.embedders import distilled, embedder, kept, lsa, minilm, unit_rows
from topicmap.embedders.kept import KeptVectors
from topicmap.errors import BadSettings

OWN = ["hybrid", "distilled", "minilm", "lsa"]
PLACING = [*OWN, "sentence-transformers", "openai"]
ALL = [*PLACING, "given"]
TEXTS = [
    "Graph neural networks pass messages between the nodes of a graph.",
    "Message passing on graphs with neural networks for molecules.",
    "Speech recognition of spoken words with recurrent networks.",
    "Recognising speech in noisy rooms from spoken audio.",
    "Fair division of goods among agents with additive valuations.",
]
AWKWARD = ["", " ", "$\\mathcal{O}(n)$", "今日は世界", "🤖", "a" * 5_000, "naïve café", "\x00"]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_encoder_leaves_nothing_in_the_users_home_and_tells_nobody_of_its_use(tmp_path):
    """ONNX Runtime keeps the number of a device and tells its maker of every use, if it may."""
    code = "from topicmap.embedders import minilm; print(minilm.encode(['A text.']).shape)"
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    places = {"HOME": str(tmp_path / "home"), "TOPICMAP_CACHE": str(tmp_path / "cache")}
    (tmp_path / "home").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | places, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "(1, 384)\n", done.stderr
    assert list((tmp_path / "home").rglob("*")) == []


@pytest.fixture
def get(request):
    """An embedder by name; other people's are a tiny model and a stand-in for an endpoint."""

    def call(name):
        if name == "given":
            return embedder(name, word_vectors)
        if name == "sentence-transformers":
            return embedder(f"{name}:{request.getfixturevalue('tiny_model')}")
        if name == "openai":
            request.getfixturevalue("endpoint")
            return embedder(f"{name}:tiny")
        return embedder(name)

    return call


@pytest.mark.parametrize("name", ALL)
def test_vectors_are_unit_rows_that_know_what_is_alike(get, name):
    vectors = get(name).embed(TEXTS).vectors
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > likeness[0, 4]
    assert likeness[2, 3] > likeness[2, 4]


@pytest.mark.parametrize("name", ALL)
def test_the_same_texts_give_the_same_vectors(get, name):
    first, second = (get(name).embed(TEXTS, seed=5).vectors for _ in range(2))
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("name", PLACING)
def test_a_paper_is_placed_where_it_was(get, name):
    embedding = get(name).embed(TEXTS)
    placed = get(name).place(TEXTS[1:3], embedding.placing)
    assert np.allclose(placed, embedding.vectors[1:3], atol=1e-4)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("texts", [AWKWARD, [""], ["one word"], ["same"] * 4, ["  ", ""]])
def test_any_text_gets_a_finite_vector(get, name, texts):
    vectors = get(name).embed(texts).vectors
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_an_unknown_embedder_names_those_there_are():
    with pytest.raises(
        BadSettings,
        match="hybrid, distilled, minilm, lsa, given, sentence",
    ):
        embedder("word2vec")


def test_a_text_is_encoded_alone_and_only_once(monkeypatch):
    calls = []
    encode_one = minilm._encode_one
    monkeypatch.setattr(minilm, "_encode_one", lambda text: calls.append(text) or encode_one(text))
    alone = minilm.encode(TEXTS[:1])
    among = minilm.encode([*TEXTS, TEXTS[0]])
    assert alone[0].tobytes() == among[0].tobytes() == among[-1].tobytes()
    assert sorted(calls) == sorted(TEXTS)


def test_kept_vectors_are_the_same_bits_as_fresh_ones(monkeypatch, tmp_path):
    fresh = minilm.encode(TEXTS)
    kept_ones = minilm.encode(TEXTS)
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "other"))
    minilm.encode([*reversed(TEXTS), "another corpus"])
    filled_by_another = minilm.encode(TEXTS)
    assert fresh.tobytes() == kept_ones.tobytes() == filled_by_another.tobytes()


def test_a_damaged_cache_is_begun_anew(own_cache):
    own_cache.mkdir()
    (own_cache / "vectors.sqlite").write_bytes(b"not a database" * 100)
    assert minilm.encode(TEXTS[:1]).shape == (1, 384)
    minilm.encode(TEXTS[:1])
    assert len(KeptVectors(minilm._model_id(), 384).get(TEXTS[:1])) == 1


def test_a_damaged_vector_counts_as_missing(own_cache):
    store = KeptVectors("model", 2)
    store.put({"a": np.array([1, 2], np.float32), "b": np.array([3, 4], np.float32)})
    with sqlite3.connect(own_cache / "vectors.sqlite") as connection:
        connection.execute(
            "UPDATE vectors SET vector = zeroblob(8) WHERE text = ?", [kept._key("a")]
        )
    connection.close()
    assert list(store.get(["a", "b"])) == ["b"]
    assert KeptVectors("other model", 2).get(["b"]) == {}


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "file" / "cache"))
    assert minilm.encode(TEXTS[:1]).shape == (1, 384)


def test_progress_counts_every_text():
    told = []
    minilm.encode([*TEXTS, TEXTS[0]], lambda done, total: told.append((done, total)))
    assert told == [(done, 5) for done in range(1, 6)]


def test_large_vocabularies_take_the_randomised_way_and_agree_with_the_exact_one(monkeypatch):
    random = np.random.default_rng(0)
    themes = [[f"w{theme}x{word}" for word in range(40)] for theme in range(6)]
    texts = [" ".join(random.choice(themes[row % 6], 12)) for row in range(300)]
    exact = lsa.embed(texts).vectors
    monkeypatch.setattr(lsa, "SMALL", 10)
    monkeypatch.setattr(lsa, "DIMENSIONS", 100)
    swift = lsa.embed(texts).vectors
    same = np.arange(300)[:, None] % 6 == np.arange(300)[None] % 6
    for vectors in (exact, swift):
        likeness = vectors @ vectors.T
        assert likeness[same].mean() > likeness[~same].mean() + 0.2


def test_distilled_reads_a_sample_and_knows_the_rest(monkeypatch):
    monkeypatch.setattr(distilled, "SAMPLE", 20)
    texts = [f"{TEXTS[row % 5]} Number {row}." for row in range(100)]
    counted = []
    embedding = distilled.embed(texts, 3, lambda done, total: counted.append(total))
    assert counted == [20] * 20
    kinds = np.array([0, 0, 1, 1, 2] * 20)
    meanings = embedding.vectors[:, :384]
    likeness = meanings @ meanings.T
    same = kinds[:, None] == kinds
    assert likeness[same].min() > likeness[~same].max()
    placed = distilled.place(
        ["Messages between nodes of graphs.", "Speech in rooms."], embedding.placing
    )
    assert kinds[(placed @ embedding.vectors.T).argmax(axis=1)].tolist() == [0, 1]


def test_zeros_become_the_first_axis():
    assert unit_rows(np.zeros((2, 3))).tolist() == [[1, 0, 0], [1, 0, 0]]
