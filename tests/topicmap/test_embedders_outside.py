"""Other people's embedders and ready vectors: good ones, bad ones, and what is kept of both."""

import builtins
import threading
import time

import numpy as np
import pandas as pd
import pytest

from tests.topicmap.stand_in import healthy, rows_of, word_vectors
from topicmap import MapSettings, build_map, load_map, save_map
from topicmap.embedders import chosen, embedder, kept, openai
from topicmap.embedders import sentence_transformers as others
from topicmap.embedders.given import read_vectors
from topicmap.embedders.kept import KeptVectors
from topicmap.errors import BadAnswer, BadPapers, BadSettings, MissingExtra

TEXTS = [f"{theme} {number}" for number in range(75) for theme in ("graphs", "speech")]
PAPERS = pd.DataFrame({"title": TEXTS[:30]})
VECTORS = word_vectors(PAPERS["title"])


def with_value(value):
    bad = VECTORS.copy()
    bad[7, 3] = value
    return bad


def with_zeros():
    bad = VECTORS.copy()
    bad[[7, 9]] = 0
    return bad


BAD = {
    "too few": (VECTORS[:-1], r"shape \(29, 64\).*30 texts"),
    "one row": (VECTORS[0], r"shape \(64,\)"),
    "three axes": (VECTORS[None], r"shape \(1, 30, 64\)"),
    "no columns": (VECTORS[:, :0], r"shape \(30, 0\)"),
    "NaN": (with_value(np.nan), "1 of 30 rows, the first is row 7"),
    "infinity": (with_value(np.inf), "no number"),
    "too large": (with_value(1).astype(np.float64) * 1e300, "no number"),
    "zeros": (with_zeros(), "2 of 30 rows, the first is row 7"),
    "objects": (VECTORS.astype(object), "type object"),
    "texts": (VECTORS.astype(str), "type <U"),
    "truths": (VECTORS > 0, "type bool"),
    "uneven": ([[1.0], [1.0, 2.0]], "uneven"),
    "a word": ("vectors", "type <U7"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("ready", [True, False])
def test_vectors_that_do_not_fit_say_why(case, ready):
    vectors, words = BAD[case]
    with pytest.raises(BadPapers, match=words):
        build_map(PAPERS, vectors=vectors if ready else lambda texts: vectors)


@pytest.mark.parametrize("kind", [np.float16, np.float64, np.int16])
def test_any_numbers_will_do(kind):
    embedding = embedder("given", (VECTORS * 100).astype(kind)).embed(TEXTS[:30])
    assert embedding.vectors.dtype == np.float32
    likeness = embedding.vectors @ embedding.vectors.T
    assert likeness[0, 2] > likeness[0, 1]


def test_a_constant_column_changes_nothing():
    column = np.full((30, 1), 1_000.0)
    plain = embedder("given", VECTORS).embed(TEXTS[:30]).vectors
    drowned = embedder("given", np.hstack([column, VECTORS])).embed(TEXTS[:30]).vectors
    assert np.allclose(drowned[:, 1:], plain, atol=1e-6)


def test_vectors_all_alike_make_one_topic():
    assert len(build_map(PAPERS, vectors=np.ones((30, 5))).topics) == 1


@pytest.mark.parametrize("vectors", [VECTORS, word_vectors], ids=["array", "function"])
def test_a_map_of_given_vectors(vectors, tmp_path):
    save_map(build_map(PAPERS, vectors=vectors), tmp_path / "map")
    topic_map = load_map(tmp_path / "map")
    assert topic_map.about["embedder"] == "given"
    assert topic_map.vectors.shape == VECTORS.shape
    with pytest.raises(BadSettings, match="were given ready"):
        embedder(topic_map.about["embedder"]).place(["graphs"], topic_map.placing)


def test_vectors_or_an_embedder_not_both_and_not_neither():
    with pytest.raises(BadSettings, match="only one of the two"):
        build_map(PAPERS, MapSettings(embedder="lsa"), vectors=VECTORS)
    with pytest.raises(BadSettings, match="no vectors are"):
        build_map(PAPERS, MapSettings(embedder="given"))
    assert build_map(PAPERS, MapSettings(embedder="given"), vectors=VECTORS)


def test_auto_is_distilled_for_large_corpora_only():
    assert [chosen("auto", papers) for papers in (1, 5_000, 5_001)] == [
        "hybrid", "hybrid", "distilled",
    ]  # fmt: skip
    assert chosen("auto", 5_001, VECTORS) == "given"
    assert chosen("minilm", 5_001) == "minilm"


@pytest.mark.parametrize(
    "name", ["openai", "openai:", "openai: ", "given:x", "lsa:x", "torch:x", "", 3, None]
)
def test_no_such_embedder(name):
    with pytest.raises(BadSettings, match=r"lsa, given, sentence-transformers:MODEL, openai:MODEL"):
        MapSettings(embedder=name)


def test_names_of_models_are_settings():
    for name in ("openai:nomic-embed-text:latest", "sentence-transformers:/a/folder"):
        assert MapSettings.from_dict(MapSettings(embedder=name).to_dict()).embedder == name


def test_a_npy_file_is_read_without_pickle(tmp_path):
    np.save(tmp_path / "good.npy", VECTORS)
    assert np.array_equal(read_vectors(tmp_path / "good.npy"), VECTORS)
    np.save(tmp_path / "objects.npy", VECTORS.astype(object), allow_pickle=True)
    np.savez(tmp_path / "many.npz", VECTORS)
    (tmp_path / "words.npy").write_text("no vectors")
    (tmp_path / "empty.npy").touch()
    (tmp_path / "cut.npy").write_bytes((tmp_path / "good.npy").read_bytes()[:-5])
    (tmp_path / "head.npy").write_bytes((tmp_path / "good.npy").read_bytes()[:40])
    for name in ("objects.npy", "many.npz", "words.npy", "empty.npy", "cut.npy", "head.npy"):
        with pytest.raises(BadPapers, match=f"{name} is no .npy file of numbers"):
            read_vectors(tmp_path / name)
    for name in ("absent.npy", "."):
        with pytest.raises(BadPapers, match="cannot be read"):
            read_vectors(tmp_path / name)


def test_a_missing_extra_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **named):
        if name == "sentence_transformers":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r'pip install "topicmap\[transformers\]"'):
        embedder("sentence-transformers:absent")


def test_a_folder_that_holds_no_model(transformers, tmp_path):
    with pytest.raises(BadSettings, match="cannot be loaded"):
        embedder(f"sentence-transformers:{tmp_path}")


def test_another_model_has_other_vectors(tiny_model):
    first = embedder(f"sentence-transformers:{tiny_model}")
    first.embed(TEXTS[:4])
    identity = others._loaded(str(tiny_model))[1]
    assert len(KeptVectors(identity).get(TEXTS)) == 4
    model, _ = others._loaded(str(tiny_model))
    model[0].embedding.weight.data[0, 0] += 1
    assert others._digest(model) != identity.partition("-")[0]


@pytest.fixture
def ask(endpoint):
    """The vectors of texts by the stand-in."""
    return lambda texts=TEXTS: embedder("openai:tiny").embed(texts).vectors


def test_the_question_and_the_key(ask, endpoint):
    ask(TEXTS[:2])
    assert endpoint.questions == [{"model": "tiny", "input": TEXTS[:2], "path": "/v1/embeddings"}]
    assert endpoint.headers[0]["Authorization"] == "Bearer secret"


def test_what_is_kept_is_not_asked_again(ask, endpoint):
    first = ask()
    asked = [text for question in endpoint.questions for text in question["input"]]
    assert asked == TEXTS
    assert all(len(question["input"]) <= kept.BATCH for question in endpoint.questions)
    assert ask().tobytes() == first.tobytes()
    assert sum(len(question["input"]) for question in endpoint.questions) == len(TEXTS)


def test_an_endpoint_that_is_busy_at_first_is_asked_again(ask, endpoint):
    busy = iter([429, 500, 503])

    def answer(texts):
        status = next(busy, None)
        return (status, b"wait") if status else healthy(texts)

    endpoint.answer = answer
    assert len(ask(TEXTS[:3])) == 3
    assert len(endpoint.questions) == 4


@pytest.mark.parametrize("failure", [(500, b"broken"), (401, b"no such key"), (200, b"?")])
def test_an_endpoint_that_is_down_halfway_loses_nothing(ask, endpoint, failure):
    endpoint.answer = lambda texts: healthy(texts) if TEXTS[0] in texts else failure
    with pytest.raises(BadAnswer, match="goes on from there"):
        ask()
    endpoint.questions.clear()
    endpoint.answer = healthy
    vectors = ask()
    assert [text for question in endpoint.questions for text in question["input"]] == TEXTS[64:]
    assert np.allclose(vectors, embedder("given", word_vectors).embed(TEXTS).vectors, atol=1e-6)


def changed(texts, **values):
    status, body = healthy(texts)
    body["data"][0] |= values
    return status, body


NONSENSE = {
    "no JSON": (lambda texts: (200, b"<html>Welcome</html>"), "answered '<html>Welcome"),
    "nothing": (lambda texts: (200, b""), "answered nothing"),
    "a list": (lambda texts: (200, []), "wanted"),
    "no data": (lambda texts: (200, {"error": "x"}), "wanted"),
    "data of words": (lambda texts: (200, {"data": ["a"]}), "wanted"),
    "deep": (lambda texts: (200, b"[" * 100_000), "wanted"),
    "too few": (lambda texts: (200, {"data": rows_of(word_vectors(texts[1:]))}), "2 .* 3 texts"),
    "one twice": (lambda texts: changed(texts, index=0), "numbered"),
    "index of words": (lambda texts: changed(texts, index="first"), "wanted"),
    "other length": (lambda texts: changed(texts, embedding=[1.0]), "uneven"),
    "no numbers": (lambda texts: changed(texts, embedding=["a"] * 64), "type <U"),
    "null": (lambda texts: changed(texts, embedding=[None] * 64), "type object"),
    "NaN": (lambda texts: changed(texts, embedding=[float("nan")] * 64), "1 of 3 rows"),
    "zeros": (lambda texts: changed(texts, embedding=[0.0] * 64), "zeros"),
    "base64": (lambda texts: changed(texts, embedding="AAAA"), "uneven"),
    "refusal": (lambda texts: (404, b"no model tiny"), "HTTP status 404, 'no model tiny'"),
    "elsewhere": (lambda texts: (307, b""), "HTTP status 307"),
    "down": (lambda texts: (502, b""), "in 4 tries, at last: HTTP status 502, nothing"),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_told_and_not_kept(ask, endpoint, case):
    ask(TEXTS[3:5])
    endpoint.answer, words = NONSENSE[case]
    with pytest.raises(BadAnswer, match=words) as told:
        ask(TEXTS[:3])
    assert "secret" not in str(told.value)
    assert "/elsewhere" not in [question["path"] for question in endpoint.questions]
    endpoint.answer = healthy
    assert len(ask(TEXTS[:5])) == 5


def test_another_model_under_the_same_name(ask, endpoint):
    ask(TEXTS[:3])
    endpoint.answer = lambda texts: (200, {"data": rows_of(word_vectors(texts, 32))})
    with pytest.raises(BadAnswer, match="32 and 64 numbers"):
        ask(TEXTS[:5])
    ask(TEXTS[5:8])
    with pytest.raises(BadAnswer, match="32 and 64 numbers"):
        ask(TEXTS[:8])


def test_an_endpoint_that_hangs(ask, endpoint, monkeypatch):
    monkeypatch.setattr(openai, "TIMEOUT", 0.1)
    over = threading.Event()

    def hang(texts):
        over.wait(10)
        return 200, b""

    endpoint.answer = hang
    with pytest.raises(BadAnswer, match="no answer in time"):
        ask(TEXTS[:2])
    over.set()
    assert len(endpoint.questions) == 4


def test_an_endpoint_that_drips(ask, endpoint, monkeypatch):
    monkeypatch.setattr(openai, "TIMEOUT", 0.2)
    endpoint.drip = 0.02
    began = time.monotonic()
    with pytest.raises(BadAnswer, match="in 4 tries, at last: no answer in time"):
        ask(TEXTS[:2])
    assert time.monotonic() - began < 5


def test_an_answer_that_is_too_large(ask, endpoint, monkeypatch):
    monkeypatch.setattr(openai, "MOST_BYTES", 1_000)
    with pytest.raises(BadAnswer, match=r"an answer of more than 1,000 bytes.*OPENAI_BASE_URL"):
        ask(TEXTS[:2])
    assert len(endpoint.questions) == 1


@pytest.mark.parametrize("value", [float("nan"), 0.0])
def test_what_an_endpoint_does_wrong_is_mended_there(ask, endpoint, value):
    endpoint.answer = lambda texts: changed(texts, embedding=[value] * 64)
    with pytest.raises(BadAnswer, match="restart or update that endpoint") as told:
        ask(TEXTS[:3])
    assert "leave these papers out" not in str(told.value)


@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_key_that_is_repeated_is_not_shown(ask, endpoint, monkeypatch, status):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-0123456789abcdef")
    endpoint.answer = lambda texts: (status, b"bad key sk-proj-0123456789abcdef for you")
    with pytest.raises(BadAnswer, match=r"'bad key \[key\] for you'"):
        ask(TEXTS[:2])


def test_an_answer_that_is_cut_short(ask, endpoint):
    endpoint.swallowed = 5
    with pytest.raises(BadAnswer, match="4 tries, at last: an answer that was cut short"):
        ask(TEXTS[:2])
    endpoint.swallowed = 0
    assert len(ask(TEXTS[:2])) == 2


def test_a_model_that_was_exchanged_places_nothing(ask, endpoint):
    model = embedder("openai:tiny")
    placing = model.embed(TEXTS[:3]).placing
    endpoint.answer = lambda texts: (200, {"data": rows_of(word_vectors(texts, 32))})
    with pytest.raises(BadAnswer, match="32 numbers, those of the map have 64"):
        model.place(["something new"], placing)


def test_nobody_there(ask, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(BadAnswer, match="refused"):
        ask(TEXTS[:2])


@pytest.mark.parametrize(
    "address",
    ["localhost:80", "file:///etc", "http://", "http://[::1", "http://a:port", "http://ü/v1",
     "http://user:password@localhost/v1"],
)  # fmt: skip
def test_an_address_that_is_none(endpoint, monkeypatch, address):
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    with pytest.raises(BadSettings, match="must be an address") as told:
        embedder("openai:tiny")
    assert "user:" not in str(told.value)


def test_openai_itself_wants_a_key(monkeypatch):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(BadSettings, match="OPENAI_API_KEY is not set"):
        embedder("openai:text-embedding-3-small")
    monkeypatch.setenv("OPENAI_API_KEY", "“quoted”")
    with pytest.raises(BadSettings, match="copy it anew"):
        embedder("openai:text-embedding-3-small")


def test_an_address_with_a_query_keeps_it_to_itself(endpoint, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_BASE_URL", f"{endpoint.address}/?token=hidden")
    embedder("openai:tiny").embed(TEXTS[:2])
    assert endpoint.questions[0]["path"] == "/v1/embeddings?token=hidden"
    assert b"hidden" not in (tmp_path / "cache" / "vectors.sqlite").read_bytes()
    endpoint.answer = lambda texts: (404, b"")
    with pytest.raises(BadAnswer) as told:
        embedder("openai:tiny").embed(TEXTS[:4])
    assert "hidden" not in str(told.value)


def test_two_endpoints_keep_their_vectors_apart(ask, endpoint, monkeypatch):
    ask(TEXTS[:2])
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.address + "/other")
    ask(TEXTS[:2])
    assert len(endpoint.questions) == 2


PLAINLY_FOREIGN = [
    "今日は世界。",
    "グラフの学習。",
    "Ṣé o ti jẹun?",
    "मौसम अच्छा है",
    "שלום עולם",
    "٣٤٥",
] * 5


@pytest.mark.parametrize("name", ["hybrid", "distilled", "lsa", "openai:tiny"])
def test_papers_in_no_language_we_know(name, endpoint):
    papers = pd.DataFrame({"title": [f"{t} {n}" for n, t in enumerate(PLAINLY_FOREIGN)]})
    topic_map = build_map(papers, MapSettings(embedder=name))
    assert len(topic_map) == 30
    assert topic_map.about["embedder"] == name
