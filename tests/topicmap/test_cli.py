"""The command line as a user meets it: real processes, their output and exit status."""

import json
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.topicmap.conftest import ROOT, run_topicmap
from tests.topicmap.stand_in import healthy
from tests.topicmap.test_bundle import make_map
from topicmap import load_map, save_map
from topicmap.cli import main
from topicmap.places import map_name

PAPERS = "title,abstract\nGraphs,About graphs and nodes.\nSpeech,About spoken words.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """``topicmap`` in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("TOPICMAP_MAPS", raising=False)

    def call(*arguments, check=True):
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capfd.readouterr()
        assert not check or left.value.code == 0, told.err
        assert "Traceback" not in told.err
        return SimpleNamespace(returncode=left.value.code, stdout=told.out, stderr=told.err)

    yield call
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def test_it_runs_as_a_process(tmp_path, papers):
    done = run_topicmap("read", papers, cache=tmp_path / "cache", folder=tmp_path)
    assert done.stdout.splitlines()[1].split("\t")[1] == "Graphs"
    done = run_topicmap("bild", cache=tmp_path / "cache", folder=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(PAPERS, encoding="utf-8")
    return path


def test_read_prints_its_table(run, papers):
    done = run("read", papers)
    lines = done.stdout.splitlines()
    assert lines[0].split("\t")[:2] == ["id", "title"]
    assert [line.split("\t")[1] for line in lines[1:]] == ["Graphs", "Speech"]
    files = [line.split("\t") for line in done.stderr.splitlines()]
    assert files == [
        ["file", "format", "papers", "no abstract", "duplicates", "not understood", "furniture"],
        [str(papers), "csv", "2", "0", "0", "0", "0"],
    ]


@pytest.mark.parametrize("suffix", ["jsonl", "parquet", "csv"])
def test_read_writes_and_reports(run, papers, tmp_path, suffix):
    run("read", papers, "--to", tmp_path / f"out.{suffix}", "--report", tmp_path / "r.json")
    again = run("read", tmp_path / f"out.{suffix}").stdout.splitlines()
    assert [line.split("\t")[1] for line in again[1:]] == ["Graphs", "Speech"]
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["files"][0]["format"] == "csv"
    assert report["files"][0]["records"] == 2


def test_what_was_not_understood_is_told(run, papers, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "Third"}\n{broken\n{"title": ""}\n')
    done = run("read", tmp_path, "--to", "out.csv", "--report", "report.json")
    assert "a.jsonl: line 2 not understood, broken JSON" in done.stdout
    assert "a.jsonl: line 3 not understood, neither title nor abstract" in done.stdout
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [entry["line"] for entry in report["files"][0]["unread"]] == [2, 3]


def test_options_of_reading(run, tmp_path):
    (tmp_path / "a.csv").write_text("Titel;Kurz, knapp\nEins;x\nEins;x\n")
    (tmp_path / "b.csv").write_text("x,y\n1,2\n")
    columns = "title=Titel,abstract=Kurz, knapp"
    assert "--columns" in run("read", "a.csv", check=False).stderr
    done = run("read", "a.csv", "--columns", columns, "--keep-duplicates")
    assert len(done.stdout.splitlines()) == 3
    assert "b.csv" in run("read", ".", "--columns", columns, check=False).stderr
    done = run("build", ".", "--columns", columns, "--skip-bad", "--embedder", "lsa", "--to", "map")
    assert "b.csv: passed over" in done.stderr
    assert len(load_map(tmp_path / "map")) == 1
    for wrong in ("Titel", "title=", "titel=Titel", "title=Titel,"):
        done = run("read", "a.csv", "--columns", wrong, check=False)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("source", "name"),
    [("a.csv", "a"), ("b.c.csv.gz", "b.c"), ("x.zip", "x"), (".hid.csv", "hid"), ("-", "papers"),
     ("deep/*.bib", "deep"), ("deep", "deep"), ("plain", "plain")],
)  # fmt: skip
def test_maps_are_named_after_their_source(tmp_path, monkeypatch, source, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    if "*" not in source and source not in ("-", "deep"):
        (tmp_path / source).write_text("x")
    assert map_name(source) == name


def test_build_names_the_map_after_its_first_source(run, papers, tmp_path):
    done = run("build", papers, "--embedder", "lsa")
    assert len(done.stdout.splitlines()) == 3
    assert len(load_map(tmp_path / "data" / "maps" / "mine")) == 2


def test_quiet_says_nothing(run, papers):
    done = run("build", papers, "--embedder", "lsa", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


def test_progress_as_json(run, papers):
    done = run("build", papers, "--embedder", "lsa", "--progress", "json")
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert told[0].keys() == {"stage", "label", "step", "steps", "done", "total", "left"}
    assert told[-1]["step"] == told[-1]["steps"]


def test_list(run, tmp_path):
    assert "no map" in run("list").stdout
    save_map(make_map(["a", "b"]), tmp_path / "maps" / "good")
    save_map(make_map(["a"]), tmp_path / "maps" / "bad")
    (tmp_path / "maps" / "bad" / "vectors.npy").unlink()
    done = run("list", tmp_path / "maps")
    assert done.stdout.splitlines()[1].split("\t")[:3] == ["good", "2", "1"]
    assert "vectors.npy" in done.stderr


def test_list_tells_of_folders_and_altered_maps(run, tmp_path):
    assert run("list").stdout.startswith("There is no map")
    assert run("list", "nowhere", check=False).returncode == 1
    (tmp_path / "file").write_text("x")
    assert "no folder" in run("list", "file", check=False).stderr
    save_map(make_map(["a", "b"]), tmp_path / "maps" / "flip")
    path = tmp_path / "maps" / "flip" / "vectors.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    done = run("list", "maps")
    assert done.stdout == ""
    assert "vectors.npy was altered" in done.stderr


def test_no_file_is_written_over_by_its_own_papers(run, papers):
    before = papers.read_bytes()
    assert "another name" in run("read", papers, "--to", papers, check=False).stderr
    done = run("read", papers, "--to", "x.csv", "--report", "x.csv", check=False)
    assert (done.returncode, papers.read_bytes()) == (1, before)


BAD = {
    "no such file": (["build", "nowhere.csv"], "nowhere.csv"),
    "no such command": (["bild"], "bild"),
    "no such option": (["build", "--sead", "3"], "--sead"),
    "seed is no number": (["build", "--seed", "x"], "--seed"),
    "seed out of range": (["build", "--seed", "-1"], "seed is -1"),
    "unknown embedder": (["build", "--embedder", "w2v"], "hybrid"),
    "embedder without its model": (["build", "--embedder", "openai:"], "openai:MODEL"),
    "given without vectors": (["build", "--embedder", "given"], "--vectors FILE.npy"),
    "no vectors file": (["build", "--vectors", "nowhere.npy"], "nowhere.npy cannot be read"),
    "vectors in no npy": (["build", "--vectors", __file__], "no .npy file"),
    "no source": (["read"], "sources"),
    "maps in a file": (["dashboard", __file__, "--port", "8999"], "no folder"),
    "port out of range": (["dashboard", "--port", "99999"], "65535"),
}


@pytest.mark.parametrize("case", BAD)
def test_an_error_is_a_sentence_or_two(run, case):
    arguments, words = BAD[case]
    done = run(*arguments, check=False)
    assert done.returncode != 0
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert done.stdout == ""


FILES = {
    "empty.txt": b"",
    "blank.txt": b"\n\n  \n",
    "binary.bin": bytes(range(256)) * 40,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "half.parquet": b"PAR1 half a file",
    "no_columns.csv": b"a,b\n1,2\n",
    "bad.jsonl": b'{"title": "x"\n',
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_no_papers(run, tmp_path, name):
    save_map(make_map(["a"]), tmp_path / "map")
    (tmp_path / name).write_bytes(FILES[name])
    done = run("build", name, "--to", "map", check=False)
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert len(load_map(tmp_path / "map")) == 1


def test_a_folder_without_papers(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("build", "empty", check=False)
    assert done.returncode == 1
    assert "empty" in done.stderr


def test_a_target_that_is_no_map_is_refused_before_any_work(run, papers, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("text")
    done = run("build", papers, "--to", "thesis", check=False)
    assert done.returncode == 1
    assert "no topic map" in done.stderr
    assert (tmp_path / "thesis" / "chapter.tex").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_the_old_map(tmp_path, number):
    save_map(make_map(["a"]), tmp_path / "map")
    process = subprocess.Popen(
        [sys.executable, "-m", "topicmap", "build", str(ROOT / "data" / "seeds"), "--to", "map"],
        cwd=tmp_path, env=os.environ | {"TOPICMAP_CACHE": str(tmp_path / "cache")},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert "Reading the abstracts" in process.stderr.readline()
    time.sleep(1)
    process.send_signal(number)
    _, error = process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert "Traceback" not in error
    assert ("Stopped. Nothing is half written." in error) == (number != signal.SIGKILL)
    assert len(load_map(tmp_path / "map")) == 1
    run_topicmap("list", ".", cache=tmp_path / "cache", folder=tmp_path)
    assert {entry.name for entry in tmp_path.iterdir()} <= {"map", "cache"}


def test_a_name_that_no_disk_takes(run, papers):
    for arguments in (["read", "x" * 300], ["read", papers, "--report", "x" * 300 + ".json"],
                      ["build", papers, "--to", "x" * 300], ["list", "x" * 300]):  # fmt: skip
        done = run(*arguments, check=False)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "unforeseen" not in done.stderr


def test_a_wrong_suffix_is_told_before_the_papers_are_read(run):
    assert "no writer for .xyz" in run("read", "nowhere.csv", "--to", "a.xyz", check=False).stderr


def test_the_report_goes_into_a_new_folder(run, papers, tmp_path):
    run("read", papers, "--report", "new/deep/report.json")
    report = json.loads((tmp_path / "new" / "deep" / "report.json").read_text(encoding="utf-8"))
    assert report["papers"] == 2


def test_any_letter_can_be_printed_anywhere(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title\nGödel’s 定理\n", encoding="utf-8")
    code = [sys.executable, "-m", "topicmap", "read", str(path)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "TOPICMAP_CACHE": str(tmp_path)}
    done = subprocess.run(code, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert "G?del?s ??" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="such file names are possible on Linux only")
def test_a_file_name_that_is_not_unicode(run, tmp_path):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / os.fsdecode(b"caf\xe9.csv")).write_text(PAPERS)
    run("read", "odd", "--to", "out.parquet", "--report", "report.json")
    assert pd.read_parquet(tmp_path / "out.parquet")["source"].tolist() == ["caf?.csv"] * 2


def test_build_tells_what_it_passed_over(run, papers, tmp_path):
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "a.csv").write_text(PAPERS + "Third,x,surplus\n")
    (tmp_path / "all" / "b.pdf").write_bytes(b"%PDF-1.7")
    done = run("build", "all", "--embedder", "lsa", "--to", "map")
    assert "b.pdf: passed over" in done.stderr
    assert "surplus" in done.stderr
    assert len(done.stdout.splitlines()) == 3
    done = run("build", "all", "--embedder", "lsa", "--to", "map", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    assert (
        "in place of the earlier" in run("build", "all", "--embedder", "lsa", "--to", "map").stdout
    )


def test_a_hidden_file_does_not_give_a_hidden_map(run, tmp_path):
    (tmp_path / ".hid.csv").write_text(PAPERS)
    run("build", ".hid.csv", "--embedder", "lsa")
    assert (tmp_path / "data" / "maps" / "hid").is_dir()


def test_a_source_is_never_replaced_by_its_map(run, papers, tmp_path):
    run("build", papers, "--embedder", "lsa", "--to", "map")
    done = run("build", "map/papers.parquet", "--to", "map", check=False)
    assert (done.returncode, len(load_map(tmp_path / "map"))) == (1, 2)
    assert "would replace" in done.stderr
    done = run("build", "map/papers.parquet", "--embedder", "lsa", "--to", "again")
    assert len(load_map(tmp_path / "again")) == 2


def test_a_closed_pipe_is_no_fault(run, papers, tmp_path):
    code = f"{sys.executable} -m topicmap read {papers} | true"
    done = subprocess.run(["sh", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert "Traceback" not in done.stderr


def test_the_parquet_of_read_is_one_row_a_paper(run, papers, tmp_path):
    run("read", papers, "--to", tmp_path / "out.parquet")
    table = pd.read_parquet(tmp_path / "out.parquet")
    assert table["title"].tolist() == ["Graphs", "Speech"]


def test_ready_vectors_in_the_order_of_the_papers(run, papers, tmp_path):
    np.save(tmp_path / "vectors.npy", np.eye(2))
    assert (
        "lsa" in run("build", "--embedder", "lsa", "--vectors", "vectors.npy", check=False).stderr
    )
    run("build", papers, "--vectors", "vectors.npy", "--to", "map")
    topic_map = load_map("map")
    assert topic_map.about["embedder"] == "given"
    assert topic_map.vectors.shape == (2, 2)
    np.save(tmp_path / "vectors.npy", np.eye(3))
    done = run("build", papers, "--vectors", "vectors.npy", "--to", "other", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "shape (3, 3); a row of numbers is needed for each of 2 texts" in done.stderr
    assert not (tmp_path / "other").exists()


def test_an_endpoint_that_dies_loses_nothing(run, papers, endpoint, tmp_path):
    endpoint.answer = lambda texts: (500, b"down")
    done = run("build", papers, "--embedder", "openai:tiny", "--to", "map", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "in 4 tries, at last: HTTP status 500, 'down'" in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "map").exists()
    endpoint.answer = healthy
    run("build", papers, "--embedder", "openai:tiny", "--to", "map")
    assert load_map("map").about["embedder"] == "openai:tiny"
