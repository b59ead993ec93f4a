import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal

from topicmap import MapSettings, TopicMap, bundle, load_map, save_map, swap
from topicmap.bundle import check_free, list_maps, map_stamp
from topicmap.errors import BadBundle, BadPapers
from topicmap.map_files import FILES
from topicmap.phrases import Phrases, phrases_of

MARK = "1f2e3d4c5b6a798800112233"  # of what a swap leaves over
TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def make_map(titles, seed=0):
    count = len(titles)
    random = np.random.default_rng(seed)
    topic = np.zeros(count, dtype=int)
    papers = pd.DataFrame(
        {
            "title": pd.Series(titles, dtype=object),
            "authors": pd.Series([["Ann Lee", "Bo"] if row % 2 else None for row in range(count)]),
            "year": pd.array([2000 + row if row % 3 else None for row in range(count)], "Int64"),
            "duplicates": [
                [{"source": "a.txt", "line_start": 1, "line_end": 2}] if row == 1 else []
                for row in range(count)
            ],
            "x": random.normal(size=count),
            "y": random.normal(size=count),
            "topic": topic,
            "nearest_topic": topic,
            "strength": random.uniform(size=count),
        }
    ).set_axis(pd.Index([f"p{row}" for row in range(count)], name="id"))
    topics = pd.DataFrame(
        {
            "label": ["Graph theory"], "keywords": [["graph", "β-VAE"]],
            "keyword_weights": [[1.0, 0.5]], "size": [count], "x": [0.0], "y": [0.0],
            "examples": [["p0"]],
        },
        index=pd.Index([0], name="topic"),
    )  # fmt: skip
    vectors = random.normal(size=(count, 4)).astype(np.float32)
    placing = {"mean": vectors[0], "vocabulary": np.array(["graph", "größe"])}
    phrases = phrases_of([[title, "graph"] if title else [] for title in titles])
    return TopicMap(
        papers, topics, vectors, MapSettings(seed=seed), {"created": "now"}, placing,
        phrases=phrases,
    )  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(TEXT, min_size=1, max_size=8))
def test_what_is_saved_comes_back(tmp_path, titles):
    topic_map = make_map(titles)
    save_map(topic_map, tmp_path / "map")
    back = load_map(tmp_path / "map")
    assert_frame_equal(back.papers, topic_map.papers, check_dtype=False, check_index_type=False)
    assert_frame_equal(back.topics, topic_map.topics, check_dtype=False, check_index_type=False)
    assert np.array_equal(back.vectors, topic_map.vectors)
    assert back.settings == topic_map.settings
    assert back.about == topic_map.about
    assert back.placing.keys() == topic_map.placing.keys()
    assert all(np.array_equal(back.placing[name], topic_map.placing[name]) for name in back.placing)
    assert back.phrases.names == topic_map.phrases.names
    for name in ("starts", "numbers"):
        assert_array_equal(
            getattr(back.phrases, name), getattr(topic_map.phrases, name), strict=True
        )


def test_a_map_without_phrases_comes_back(tmp_path):
    save_map(replace(make_map(["a", "b"]), phrases=Phrases()), tmp_path / "map")
    assert len(load_map(tmp_path / "map").phrases) == 0


def test_phrases_of_other_papers_are_refused():
    with pytest.raises(BadPapers, match="phrases of 3 papers but 2 papers"):
        replace(make_map(["a", "b"]), phrases=phrases_of([[], [], []]))


def test_the_tables_hold_what_the_contract_says(tmp_path):
    save_map(make_map(["a", "b"]), tmp_path / "map")
    papers = pd.read_parquet(tmp_path / "map" / "papers.parquet")
    topics = pd.read_parquet(tmp_path / "map" / "topics.parquet")
    assert papers.index.name == "id"
    assert papers.index.tolist() == ["p0", "p1"]
    assert str(papers["year"].dtype) == "Int64"
    assert {"title", "x", "y", "topic", "nearest_topic", "strength"} <= set(papers)
    assert topics.index.name == "topic"
    assert topics.index.tolist() == [0]
    assert {"label", "keywords", "size", "x", "y"} <= set(topics)
    assert np.load(tmp_path / "map" / "vectors.npy").dtype == np.float32
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == 3
    assert set(manifest["files"]) == set(FILES)


def test_the_same_map_is_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        save_map(make_map(["a", "b"]), tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_map_is_replaced_as_a_whole_and_an_open_one_goes_on(tmp_path):
    save_map(make_map(["a", "b"], seed=1), tmp_path / "map")
    stamp, first = map_stamp(tmp_path / "map"), load_map(tmp_path / "map")
    expected = make_map(["a", "b"], seed=1).vectors
    save_map(make_map(["a", "b", "c"], seed=2), tmp_path / "map")
    assert len(load_map(tmp_path / "map")) == 3
    assert map_stamp(tmp_path / "map") != stamp
    assert np.array_equal(first.vectors, expected)
    assert [entry.name for entry in tmp_path.iterdir()] == ["map"]


def test_where_two_folders_cannot_be_swapped_in_one_step(tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    save_map(make_map(["a"]), tmp_path / "map")
    save_map(make_map(["a", "b"]), tmp_path / "map")
    assert len(load_map(tmp_path / "map")) == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["map"]


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_named(tmp_path, name):
    save_map(make_map(["a"]), tmp_path / "map")
    (tmp_path / "map" / name).unlink()
    with pytest.raises(BadBundle, match=name):
        load_map(tmp_path / "map")
    assert name in list_maps(tmp_path)[0].problem


@pytest.mark.parametrize("name", FILES)
def test_an_altered_file_is_named(tmp_path, name):
    save_map(make_map(["a"]), tmp_path / "map")
    with (tmp_path / "map" / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(BadBundle, match=f"{name} was altered"):
        load_map(tmp_path / "map")


@pytest.mark.parametrize("name", FILES)
def test_the_list_sees_what_was_cut_short(tmp_path, name):
    save_map(make_map(["a"]), tmp_path / "map")
    path = tmp_path / "map" / name
    path.write_bytes(path.read_bytes()[:-1])
    assert f"{name} was altered" in list_maps(tmp_path)[0].problem


def test_a_place_where_no_map_can_be_made_is_known_before(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadBundle, match=r"file is no folder.*--to"):
        check_free(tmp_path / "file" / "deep" / "map")
    save_map(make_map(["a"]), tmp_path / "map")
    check_free(tmp_path / "map")
    with pytest.raises(BadBundle, match=r"holds .*papers\.parquet, which the new map would"):
        check_free(tmp_path / "map", [tmp_path / "map" / "papers.parquet"])
    check_free(tmp_path / "new" / "map", [tmp_path / "map"])


def test_a_swap_that_fails_halfway_is_undone(tmp_path, monkeypatch):
    save_map(make_map(["a"]), tmp_path / "map")
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    rename = Path.rename

    def fail(path, target):
        if swap.NEW in path.name and target.name == "map":
            raise OSError("the disk is gone")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(BadBundle, match="the disk is gone"):
        save_map(make_map(["a", "b"]), tmp_path / "map")
    assert [entry.name for entry in tmp_path.iterdir()] == ["map"]
    assert len(load_map(tmp_path / "map")) == 1


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "settings": [], "about": 3}'],
)
def test_a_damaged_manifest(tmp_path, manifest):
    save_map(make_map(["a"]), tmp_path / "map")
    (tmp_path / "map" / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(BadBundle, match="damaged"):
        load_map(tmp_path / "map")


def test_another_format(tmp_path):
    save_map(make_map(["a"]), tmp_path / "map")
    path = tmp_path / "map" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"format": 99}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BadBundle, match=r"format 99.*reads 3"):
        load_map(tmp_path / "map")
    assert "99" in list_maps(tmp_path)[0].problem


def test_what_is_no_map_is_never_replaced(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "manifest.json").write_text("{}")
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    (tmp_path / "file").write_text("text")
    for name in ("mine", "file"):
        with pytest.raises(BadBundle, match="no topic map"):
            save_map(make_map(["a"]), tmp_path / name)
    assert (tmp_path / "mine" / "thesis.docx").read_text() == "years of work"


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_vectors_must_be_numbers(value):
    topic_map = make_map(["a", "b"])
    topic_map.vectors[1, 2] = value
    with pytest.raises(BadPapers, match="no finite number"):
        TopicMap(topic_map.papers, topic_map.topics, topic_map.vectors)


def test_no_map_there(tmp_path):
    with pytest.raises(BadBundle, match="topicmap build"):
        load_map(tmp_path / "nowhere")
    assert list_maps(tmp_path / "nowhere") == []


def test_a_failed_write_leaves_the_old_map(tmp_path, monkeypatch):
    save_map(make_map(["a"]), tmp_path / "map")

    def full_disk(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full_disk)
    with pytest.raises(BadBundle, match="No space left"):
        save_map(make_map(["a", "b"]), tmp_path / "map")
    assert len(load_map(tmp_path / "map")) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["map"]


def test_interrupted_swaps_are_finished_or_undone(tmp_path):
    save_map(make_map(["a"]), tmp_path / "map")
    shutil.copytree(tmp_path / "map", tmp_path / f"map.new-{MARK}")
    (tmp_path / f"map.new-{MARK}" / "papers.parquet").unlink()
    (tmp_path / "map").rename(tmp_path / f"map.old-{MARK}")
    assert [info.name for info in list_maps(tmp_path)] == ["map"]
    assert len(load_map(tmp_path / "map")) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["map"]


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked on Windows")
def test_a_map_being_written_is_left_alone(tmp_path):
    with swap.new_folder(tmp_path / "map") as new:
        code = textwrap.dedent(f"""
            from topicmap.bundle import list_maps
            list_maps({str(tmp_path)!r})
        """)
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
        assert new.is_dir()
    assert not new.exists()


def test_folders_of_other_people_are_never_touched(tmp_path):
    for name in (
        "thesis",
        "thesis.old-2023",
        "site.new-design",
        "gone.old-backup",
        f"x.new-{MARK}",
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chapter.tex").write_text("years of work")
    (tmp_path / "notes.old-1234").write_text("a file")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    assert list_maps(tmp_path) == []
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_maps_whose_names_end_in_a_day_are_nobodys_leftovers(tmp_path):
    save_map(make_map(["a"]), tmp_path / "thesis")
    kept = ["corpus.new-2025", "thesis.old-20240131", "thesis.old-20240131120000", "x.new-deadbeef"]
    for name in kept:
        shutil.copytree(tmp_path / "thesis", tmp_path / name)
    assert [info.name for info in list_maps(tmp_path)] == sorted([*kept, "thesis"])
    assert len(load_map(tmp_path / "thesis")) == 1
    assert all((tmp_path / name).is_dir() for name in kept)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("placing.npz", b"PK\x03\x04" + b"x" * 50),
        ("paper_phrases.npz", b"PK\x03\x04" + b"x" * 50),
        ("vectors.npy", b""),
        ("vectors.npy", b"\x93NUMPY\x01\x00"),
        ("papers.parquet", b"PAR1"),
    ],
)
def test_a_file_that_is_none_is_told_though_its_checksum_is_right(tmp_path, name, content):
    save_map(make_map(["a"]), tmp_path / "map")
    assert (tmp_path / "map" / name).is_file()
    (tmp_path / "map" / name).write_bytes(content)
    change_manifest(
        tmp_path / "map",
        lambda told: (
            told["files"].update({name: hashlib.sha256(content).hexdigest()}),
            told["sizes"].update({name: len(content)}),
        ),
    )
    assert [info.problem for info in list_maps(tmp_path, thorough=True)] == [""]
    with pytest.raises(BadBundle, match="cannot be read"):
        load_map(tmp_path / "map")


@pytest.mark.parametrize("about", [{"created": "\ud800"}, {"notes": 3}, {"notes": [3]}])
def test_what_a_map_says_of_itself_can_be_shown(tmp_path, about):
    save_map(make_map(["a"]), tmp_path / "map")
    change_manifest(tmp_path / "map", lambda told: told["about"].update(about))
    (info,) = list_maps(tmp_path)
    assert "damaged" in info.problem


def change_manifest(folder, change):
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(told)
    (folder / "manifest.json").write_text(json.dumps(told), "utf-8")


def test_a_folder_with_only_a_papers_file_is_no_map_to_replace(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "papers.parquet").write_bytes(b"the only copy")
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "manifest.json").write_text('{"name": "a web app"}')
    for name in ("mine", "web"):
        with pytest.raises(BadBundle, match="no topic map"):
            save_map(make_map(["a"]), tmp_path / name)
    assert (tmp_path / "mine" / "papers.parquet").read_bytes() == b"the only copy"


def test_a_file_of_the_system_is_in_nobodys_way(tmp_path):
    save_map(make_map(["a"]), tmp_path / "map")
    (tmp_path / "map" / ".DS_Store").write_bytes(b"x")
    save_map(make_map(["a", "b"]), tmp_path / "map")
    assert len(load_map(tmp_path / "map")) == 2


def test_a_map_replaced_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    save_map(make_map(["a"], seed=1), tmp_path / "map")
    read, done = bundle._read, []

    def read_and_replace(path, manifest, in_memory):
        found = read(path, manifest, in_memory)
        if not done:
            done.append(True)
            save_map(make_map(["a"], seed=2), path)
        return found

    monkeypatch.setattr(bundle, "_read", read_and_replace)
    assert load_map(tmp_path / "map").settings.seed == 2


def test_a_map_in_memory_outlives_its_files(tmp_path):
    """A memory-mapped file that is cut short ends the process that reads it."""
    save_map(make_map(["a", "b"]), tmp_path / "map")
    code = (
        "import sys; from topicmap import load_map;"
        f"topic_map = load_map({str(tmp_path / 'map')!r}, in_memory=True);"
        f"open({str(tmp_path / 'map' / 'vectors.npy')!r}, 'wb').close();"
        "print(float(topic_map.vectors.sum()), topic_map.vectors.flags.writeable)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split()[1] == "False"


def test_a_map_replaced_while_it_is_listed_is_not_damaged(tmp_path, monkeypatch):
    save_map(make_map(["a", "b"], seed=1), tmp_path / "map")
    read, done = bundle._read_manifest, []

    def read_and_replace(path):
        found = read(path)
        if not done:
            done.append(True)
            save_map(make_map(["a"], seed=2), path)
        return found

    monkeypatch.setattr(bundle, "_read_manifest", read_and_replace)
    (info,) = list_maps(tmp_path)
    assert (info.problem, info.papers) == ("", 1)


def test_a_leftover_that_vanishes_while_it_is_looked_at(tmp_path, monkeypatch):
    save_map(make_map(["a"]), tmp_path / "map")
    leftover = tmp_path / f"map.new-{MARK}"
    leftover.mkdir()
    is_dir = Path.is_dir

    def look_and_clear(path, *more):
        found = is_dir(path, *more)
        if path == leftover and found:
            leftover.rmdir()
        return found

    monkeypatch.setattr(Path, "is_dir", look_and_clear)
    assert [info.problem for info in list_maps(tmp_path)] == [""]


def test_odd_entries_beside_the_maps_hide_none_of_them(tmp_path):
    save_map(make_map(["a", "b"]), tmp_path / "good")
    for name in (".hidden", f"x.new-{MARK}"):
        shutil.copytree(tmp_path / "good", tmp_path / name)
    with contextlib.suppress(OSError):  # not on every file system
        shutil.copytree(tmp_path / "good", tmp_path / os.fsdecode(b"bad-\xff"))
    assert [info.name for info in list_maps(tmp_path)] == ["good"]


@pytest.mark.parametrize("name", ["lost+found", f"x.new-{MARK}"])
def test_folders_that_nobody_may_look_into_hide_no_map(tmp_path, monkeypatch, name):
    save_map(make_map(["a", "b"]), tmp_path / "good")
    (tmp_path / name).mkdir()
    known = (Path.is_file, Path.iterdir)

    def refuse(path, number):
        if name in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return known[number](path)

    monkeypatch.setattr(Path, "is_file", lambda path: refuse(path, 0))
    monkeypatch.setattr(Path, "iterdir", lambda path: refuse(path, 1))
    assert [(info.name, info.problem) for info in list_maps(tmp_path)] == [("good", "")]


@pytest.mark.parametrize("papers", ["360", float("inf"), -1, True, None])
def test_a_map_of_no_number_of_papers_is_damaged(tmp_path, papers):
    save_map(make_map(["a", "b"]), tmp_path / "one")
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text())
    manifest["counts"]["papers"] = papers
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(manifest))
    assert "damaged" in list_maps(tmp_path)[0].problem
