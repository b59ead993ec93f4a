"""Folders for other tools, read back as those tools read them."""

import csv
import json
import warnings
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics.pairwise import cosine_similarity

from tests.conftest import MAPS, layered, make_map
from tests.topicmap.conftest import run_topicmap
from topicmap.bundle import save_map
from topicmap.errors import BadSettings
from topicmap.export import export_map
from topicmap.phrases import Phrases, phrases_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer

TOOLS = ("bertopic", "embedding-atlas", "vosviewer")
HOSTILE = '<img src=x onerror=alert(1)>\t"quoted"; and,\nmore'


def with_phrases(topic_map):
    texts = [str(text).lower().split() for text in topic_map.papers["title"].fillna("")]
    return replace(topic_map, phrases=phrases_of(texts))


def folder_of(topic_map, tmp_path, tool):
    exported = export_map(topic_map, tmp_path / tool, tool=tool)
    assert exported.notes
    return exported.path


def table(path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("kind", MAPS)
def test_every_kind_of_map_goes_to_every_tool(tmp_path, kind, tool):
    if (kind, tool) == ("one_paper", "vosviewer"):
        with pytest.raises(BadSettings, match="has 0 topics and 1 paper; choose another format"):
            folder_of(MAPS[kind](), tmp_path, tool)
        assert not any(tmp_path.iterdir())
    else:
        folder = folder_of(MAPS[kind](), tmp_path, tool)
        assert all(path.stat().st_size for path in folder.iterdir())


@pytest.mark.parametrize("tool", TOOLS)
def test_the_same_map_gives_the_same_bytes(tmp_path, tool):
    topic_map = layered(make_map())
    one = folder_of(topic_map, tmp_path / "one", tool)
    other = folder_of(topic_map, tmp_path / "other", tool)
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_folder_is_replaced_only_where_nothing_else_is_in_it(tmp_path, tool):
    folder = folder_of(make_map(), tmp_path, tool)
    folder_of(make_map(), tmp_path, tool)
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(
        BadSettings, match=r"holds 'thesis.txt', which is no part of such an export"
    ):
        export_map(make_map(), folder, tool=tool)
    assert (folder / "thesis.txt").read_text() == "years of work"


def test_a_tool_that_there_is_not(tmp_path):
    with pytest.raises(BadSettings, match="no export for 'excel'; choose one of bertopic, emb"):
        export_map(make_map(), tmp_path / "out", tool="excel")
    assert not (tmp_path / "out").exists()


def test_the_command_line_says_how_to_open_each(tmp_path):
    run = partial(run_topicmap, cache=tmp_path, folder=tmp_path)
    save_map(make_map(), tmp_path / "field")
    for tool, told in (
        ("bertopic", "model = BERTopic.load(FOLDER)"),
        ("embedding-atlas", "embedding-atlas papers.parquet --text text --x x --y y"),
        ("vosviewer", "Use Open, not Create"),
    ):
        done = run("export", "field", "--to", tool, "--for", tool)
        assert done.stdout == f"{tool}\n" and told in " ".join(done.stderr.split())
        assert {path.name for path in (tmp_path / tool).iterdir()}
    save_map(MAPS["one_paper"](), tmp_path / "one")
    done = run("export", "one", "--to", "none", "--for", "vosviewer", check=False)
    assert done.returncode == 1 and "0 topics and 1 paper" in " ".join(done.stderr.split())
    assert not (tmp_path / "none").exists()


def test_bertopic_opens_our_topics(tmp_path):
    topic_map = with_phrases(make_map())
    model = BERTopic.load(str(folder_of(topic_map, tmp_path, "bertopic")))
    info = model.get_topic_info().set_index("Topic")
    assert info["Count"].loc[-1] == topic_map.unassigned
    for number, row in topic_map.topics.iterrows():
        assert info["CustomName"].loc[number] == row["label"]
        assert info["Count"].loc[number] == row["size"]
        words = [word for word, _ in model.get_topic(number)]
        assert words == list(row["keywords"])
    assert model.topics_ == topic_map.papers["topic"].tolist()


def test_bertopic_predicts_the_nearest_topic(tmp_path):
    topic_map = make_map()
    model = BERTopic.load(str(folder_of(topic_map, tmp_path, "bertopic")))
    predicted, likeness = model.transform(
        [""] * len(topic_map), embeddings=np.asarray(topic_map.vectors)
    )
    centres = np.array([
        topic_map.vectors[(topic_map.papers["topic"] == number).to_numpy()].mean(axis=0)
        for number in topic_map.topics.index
    ])  # fmt: skip
    alike = cosine_similarity(topic_map.vectors, centres)
    assert list(predicted) == alike.argmax(axis=1).tolist()
    assert likeness == pytest.approx(alike.max(axis=1), abs=1e-5)


def test_ctfidf_is_that_of_bertopic(tmp_path):
    topic_map = with_phrases(make_map())
    model = BERTopic.load(str(folder_of(topic_map, tmp_path, "bertopic")))
    topic, phrases = topic_map.papers["topic"].to_numpy(), topic_map.phrases
    numbers = sorted(set(topic.tolist()))
    counts = np.array([phrases.counts(topic == number) for number in numbers])
    expected = ClassTfidfTransformer().fit_transform(csr_matrix(counts))
    assert np.allclose(model.c_tf_idf_.toarray(), expected.toarray())
    assert model.vectorizer_model.vocabulary_ == {name: at for at, name in enumerate(phrases.names)}


def test_bertopic_counts_words_in_the_form_that_its_phrases_have(tmp_path):
    model = BERTopic.load(str(folder_of(make_map(), tmp_path, "bertopic")))
    words = model.vectorizer_model.build_tokenizer()
    assert words("llms, models, analysis, bias, genus; the model's self-supervised goals") == (
        "llm model analysis bias genus the model self-supervised goal".split()
    )


def test_a_map_without_phrases_opens_in_bertopic_too(tmp_path):
    topic_map = replace(make_map(), phrases=Phrases())
    model = BERTopic.load(str(folder_of(topic_map, tmp_path, "bertopic")))
    assert model.c_tf_idf_.shape == (6, 0)


@pytest.mark.parametrize("kind", MAPS)
def test_bertopic_opens_every_kind_of_map_without_pickle(tmp_path, kind):
    topic_map = MAPS[kind]()
    folder = folder_of(topic_map, tmp_path, "bertopic")
    assert {path.suffix for path in folder.iterdir()} == {".json", ".safetensors"}
    model = BERTopic.load(str(folder))
    predicted, _ = model.transform([""] * len(topic_map), embeddings=topic_map.vectors)
    assert set(predicted) <= set(range(len(topic_map.topics))) or not len(topic_map.topics)
    assert model.get_topic_info()["Count"].sum() == len(topic_map)
    assert model.get_document_info(topic_map.papers["title"].fillna("").tolist())[
        "Topic"
    ].tolist() == (topic_map.papers["topic"].tolist())


def test_bertopic_saves_again_what_it_opened(tmp_path):
    topic_map = make_map()
    model = BERTopic.load(str(folder_of(topic_map, tmp_path, "bertopic")))
    model.save(tmp_path / "again", serialization="safetensors", save_ctfidf=True)
    again = BERTopic.load(str(tmp_path / "again"))
    pd.testing.assert_frame_equal(again.get_topic_info(), model.get_topic_info())
    assert np.array_equal(again.topic_embeddings_, model.topic_embeddings_)
    assert (again.c_tf_idf_ != model.c_tf_idf_).nnz == 0


def test_whose_vectors_bertopic_needs_is_told(tmp_path):
    topic_map = make_map()
    notes = export_map(topic_map, tmp_path / "model", tool="bertopic").notes
    assert notes[0].startswith("Open it in Python: model = BERTopic.load(FOLDER).")
    assert "were made elsewhere" in notes[1]
    known = replace(topic_map, about={**topic_map.about, "embedder": "minilm"})
    notes = export_map(known, tmp_path / "model", tool="bertopic").notes
    assert 'encoder, minilm: topicmap.embedders.embedder("minilm").place(' in notes[1]


def test_embedding_atlas_has_what_its_command_names(tmp_path):
    topic_map = layered(make_map())
    folder = folder_of(topic_map, tmp_path, "embedding-atlas")
    command = (folder / "command.txt").read_text("utf-8")
    assert command == (
        "embedding-atlas papers.parquet --text text --x x --y y --neighbors neighbors "
        "--labels labels.parquet\n"
    )
    papers, labels = (pd.read_parquet(folder / f"{name}.parquet") for name in ("papers", "labels"))
    for name in ("x", "y", "strength"):
        assert papers[name].tolist() == topic_map.papers[name].tolist()
    assert papers["id"].tolist() == topic_map.papers.index.tolist()
    assert papers["topic_number"].tolist() == topic_map.papers["topic"].tolist()
    assert papers["topic"].iloc[-1] == "Unassigned"
    assert papers["topic"].iloc[0] == topic_map.topics["label"][0]
    assert papers["region"].iloc[0] == "Region 0" and papers["region"].iloc[-1] == ""
    assert list(labels) == ["x", "y", "text", "level", "priority"]
    layers = (topic_map.regions, topic_map.topics, topic_map.subtopics)
    names = [(str(label), level) for level, own in enumerate(layers) for label in own["label"]]
    assert list(zip(labels["text"], labels["level"], strict=True)) == names


def test_embedding_atlas_is_told_the_rows_of_the_nearest_papers(tmp_path):
    topic_map = make_map()
    folder = folder_of(topic_map, tmp_path, "embedding-atlas")
    near = topic_map.neighbors("p007", 10)
    found = pd.read_parquet(folder / "papers.parquet")["neighbors"].iloc[7]
    assert [topic_map.papers.index[row] for row in found["ids"]] == list(near.index)
    assert 1 - np.array(found["distances"]) == pytest.approx(near.to_numpy(), abs=1e-5)


def test_columns_of_embedding_atlas_have_types(tmp_path):
    folder = folder_of(layered(make_map()), tmp_path, "embedding-atlas")
    types = {field.name: str(field.type) for field in pq.read_schema(folder / "papers.parquet")}
    texts = ("id", "title", "text", "authors", "venue", "url", "topic", "region")
    assert types == {
        **dict.fromkeys(texts, "large_string"),
        **dict.fromkeys(("year", "topic_number"), "int64"),
        **dict.fromkeys(("strength", "x", "y"), "double"),
        "neighbors": "struct<ids: list<element: int64>, distances: list<element: double>>",
    }


def test_embedding_atlas_is_given_texts_as_they_are(tmp_path):
    topic_map = make_map()
    shown = topic_map.papers.assign(title=HOSTILE, url="javascript:alert(1)")
    shown.loc["p003", "title"] = None
    folder = folder_of(replace(topic_map, papers=shown), tmp_path, "embedding-atlas")
    papers = pd.read_parquet(folder / "papers.parquet").set_index("id")
    assert papers.loc["p002", "title"] == HOSTILE and "url" not in papers
    assert papers.loc["p002", "text"] == f"{HOSTILE}\n\n{shown.loc['p002', 'abstract']}"
    assert papers.loc["p003", "text"] == shown.loc["p003", "abstract"]


def test_embedding_atlas_is_given_no_empty_tables_and_columns(tmp_path):
    topic_map = MAPS["all_unassigned"]()
    bare = topic_map.papers.drop(columns=["authors", "year", "venue", "url"])
    folder = folder_of(replace(topic_map, papers=bare), tmp_path, "embedding-atlas")
    assert {path.name for path in folder.iterdir()} == {"papers.parquet", "command.txt"}
    assert "--labels" not in (folder / "command.txt").read_text("utf-8")
    assert list(pd.read_parquet(folder / "papers.parquet")) == [
        "id", "title", "text", "topic", "topic_number", "strength", "x", "y", "neighbors",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "topic_map",
    [layered(make_map()), make_map(12, 1, 2), make_map(8, 0, 8)],
    ids=["layered", "one_topic", "all_unassigned"],
)
def test_vosviewer_finds_what_its_manual_asks_for(tmp_path, topic_map):
    folder = folder_of(topic_map, tmp_path, "vosviewer")
    for path in folder.glob("*_map.txt"):
        rows = table(path)
        ids = [row["id"] for row in rows]
        assert len(rows) >= 3 and len(set(ids)) == len(ids) and all(row["label"] for row in rows)
        for row in rows:
            assert row["cluster"] == "" or 1 <= int(row["cluster"]) <= 1000
            numbers = [key for key in row if key in "xy" or key.startswith(("weight<", "score<"))]
            assert len(numbers) >= 3 and np.isfinite([float(row[key]) for key in numbers]).all()
            assert all(float(row[key]) >= 0 for key in numbers if key.startswith("weight<"))
        network = path.with_name(path.name.replace("map", "network"))
        for line in network.read_text("utf-8").splitlines():
            one, other, strength = line.split("\t")
            assert one in ids and other in ids and one != other and float(strength) > 0


def test_vosviewer_has_maps_and_networks(tmp_path):
    topic_map = layered(make_map())
    folder = folder_of(topic_map, tmp_path, "vosviewer")
    papers, topics = table(folder / "papers_map.txt"), table(folder / "topics_map.txt")
    assert [int(row["id"]) for row in papers] == list(range(1, 91))
    clusters = [row["cluster"] for row in papers]
    expected = ["" if topic < 0 else str(topic + 1) for topic in topic_map.papers["topic"]]
    assert clusters == expected
    assert [float(row["x"]) for row in papers] == pytest.approx(
        topic_map.papers["x"].tolist(), abs=1e-5
    )
    assert [row["label"] for row in topics] == topic_map.topics["label"].tolist()
    assert [int(row["weight<Papers>"]) for row in topics] == topic_map.topics["size"].tolist()
    for name, count in (("papers", 90), ("topics", 5)):
        lines = (folder / f"{name}_network.txt").read_text("utf-8").splitlines()
        links = [tuple(map(float, line.split("\t"))) for line in lines]
        assert links and all(0 < one < other <= count and like > 0 for one, other, like in links)
        assert len({link[:2] for link in links}) == len(links)


def test_vosviewer_is_given_no_fewer_than_three_items(tmp_path):
    exported = export_map(make_map(12, 2, 2), tmp_path / "out", tool="vosviewer")
    assert exported.notes[1] == "It is given 3 to 10,000 items, and the map has 2 topics."
    assert {path.name for path in exported.path.iterdir()} == {
        "papers_map.txt", "papers_network.txt",
    }  # fmt: skip


def test_what_is_too_large_for_vosviewer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("topicmap.export.vosviewer.MOST", 50)
    exported = export_map(make_map(), tmp_path / "out", tool="vosviewer")
    assert exported.notes[1] == "It is given 3 to 50 items, and the map has 90 papers."
    assert {path.name for path in exported.path.iterdir()} == {
        "topics_map.txt", "topics_network.txt",
    }  # fmt: skip


def test_a_network_without_links_is_no_file(tmp_path):
    topic_map = make_map(9, 3, 0)
    apart = np.eye(9, dtype=np.float32)
    folder = folder_of(replace(topic_map, vectors=apart), tmp_path, "vosviewer")
    assert {path.name for path in folder.iterdir()} == {"topics_map.txt", "papers_map.txt"}


def test_items_of_vosviewer_are_told_in_words(tmp_path):
    topic_map = layered(make_map())
    folder = folder_of(topic_map, tmp_path, "vosviewer")
    paper = table(folder / "papers_map.txt")[7]["description"].split("<br>")
    row = topic_map.papers.iloc[7]
    assert paper == [
        row["title"],
        ", ".join(row["authors"]),
        topic_map.topics["label"][row["topic"]],
    ]
    topic = table(folder / "topics_map.txt")[2]["description"].split("<br>")
    assert topic[1] == "Region 1" and "&lt;i&gt;learning&lt;/i&gt;" in topic[0]


def test_years_are_scores_where_all_are_known(tmp_path):
    topic_map = make_map()
    assert (
        "score<Year>"
        not in table(folder_of(topic_map, tmp_path, "vosviewer") / "papers_map.txt")[0]
    )
    dated = replace(topic_map, papers=topic_map.papers.assign(year=2024))
    rows = table(folder_of(dated, tmp_path, "vosviewer") / "papers_map.txt")
    assert {row["score<Year>"] for row in rows} == {"2024"}


def test_hostile_words_stay_in_their_cells(tmp_path):
    topic_map = make_map()
    url = 'https://example.org/a b;c,d\te\nf"g?h=%20#i'
    papers = topic_map.papers.assign(title=HOSTILE, abstract=HOSTILE, url=url)
    hostile = replace(topic_map, papers=papers, topics=topic_map.topics.assign(label=HOSTILE))
    folder = folder_of(hostile, tmp_path, "vosviewer")
    for name, count in (("papers", 90), ("topics", 5)):
        text = (folder / f"{name}_map.txt").read_text("utf-8")
        lines = [line.split("\t") for line in text.splitlines()]
        assert len(lines) == count + 1 and {len(line) for line in lines} == {len(lines[0])}
    rows = table(folder / "papers_map.txt")
    assert "<img" not in rows[0]["description"] and "&lt;img" in rows[0]["description"]
    assert rows[0]["label"].startswith("< img") and '"' not in rows[0]["label"]
    assert {row["url"] for row in rows} == {"https://example.org/a%20b;c,d%09e%0Af%22g?h=%20#i"}
    topics = json.loads((folder_of(hostile, tmp_path, "bertopic") / "topics.json").read_text())
    assert topics["custom_labels"][1] == HOSTILE


def test_vosviewer_is_given_only_addresses_of_the_web(tmp_path):
    topic_map = make_map()
    papers = topic_map.papers.assign(url="javascript:alert(1)")
    rows = table(
        folder_of(replace(topic_map, papers=papers), tmp_path, "vosviewer") / "papers_map.txt"
    )
    assert {row["url"] for row in rows} == {""}


def test_braces_are_no_placeholders_of_vosviewer(tmp_path):
    topic_map = make_map()
    rows = table(folder_of(topic_map, tmp_path, "vosviewer") / "papers_map.txt")
    assert "{O}" in rows[2]["label"]
    assert "{O}" not in rows[2]["description"] and "{<span></span>O}" in rows[2]["description"]
