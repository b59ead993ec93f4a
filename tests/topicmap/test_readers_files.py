"""Files and folders: what is found, decoded, recognised, refused, and accounted for."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.topicmap.test_bundle import make_map
from topicmap import save_map
from topicmap.errors import BadPapers, TopicMapError, UnknownFormat
from topicmap.papers import COLUMNS, check
from topicmap.readers import read_papers, read_sources

SEEDS = Path(__file__).parents[2] / "data" / "seeds"
PROSE = (
    "We prove one theorem on small numbers, and we hope that it will be of use to those who have "
    "to count their children, their cattle, or their days."
)


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_table_is_what_was_promised():
    papers = read_papers(SEEDS)
    check(papers)
    assert tuple(papers.columns) == COLUMNS
    assert papers.index.name == "id"
    for name in ("n_authors", "year", "line_start", "line_end"):
        assert str(papers[name].dtype) == "Int64"
    assert papers["authors_truncated"].dtype == bool
    for name in ("title", "abstract", "comments", "venue", "doi"):
        assert papers[name].dtype == object
        assert {type(value) for value in papers[name]} <= {str, type(None)}
    assert {type(value) for value in papers["authors"]} == {list, type(None)}
    assert {type(value) for value in papers["duplicates"]} == {list}


def test_folders_are_read_to_their_depth_in_order(tmp_path):
    write(tmp_path, "b/second.txt", PROSE.replace("small", "large"))
    write(tmp_path, "a/first.txt", PROSE.replace("one theorem", "two or three long lemmas today"))
    write(tmp_path, "README.md", "Read me, please, for I am the one that you should have read.")
    write(tmp_path, "manifest.json", "{}")
    write(tmp_path, ".hidden.txt", PROSE)
    write(tmp_path, "picture.png", b"\x89PNG")
    write(tmp_path, "numbers.csv", "a,b\n1,2\n")
    write(tmp_path, "empty.txt", "")
    with pytest.raises(UnknownFormat, match=r"numbers\.csv has the columns a, b"):
        read_sources([tmp_path])
    reading = read_sources([tmp_path], skip_bad=True)
    assert reading.papers["source"].tolist() == ["first.txt", "second.txt"]
    assert sorted(path.name for path, _ in reading.skipped) == [
        ".hidden.txt", "README.md", "empty.txt", "manifest.json", "numbers.csv", "picture.png",
    ]  # fmt: skip
    assert all(reason for _, reason in reading.skipped)


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write(tmp_path, "a.txt", PROSE)
    reading = read_sources([tmp_path, path, tmp_path / "." / "a.txt"])
    assert len(reading.files) == 1
    assert reading.papers["duplicates"].tolist() == [[]]


def test_files_of_the_same_name_are_told_apart(tmp_path):
    write(tmp_path, "x/a.txt", PROSE)
    write(tmp_path, "y/a.txt", PROSE.replace("children", "books"))
    papers = read_papers(tmp_path)
    assert papers["source"].tolist() == ["x/a.txt"]
    assert papers["duplicates"].tolist() == [
        [{"source": "y/a.txt", "line_start": 1, "line_end": 1}]
    ]


REFUSED = {
    "empty": ("a.txt", b"", BadPapers, "empty"),
    "blank": ("a.txt", b" \n\t\n\n", BadPapers, "empty"),
    "mark only": ("a.txt", b"\xef\xbb\xbf", BadPapers, "empty"),
    "pdf": ("a.txt", b"%PDF-1.7 \x00\x01", UnknownFormat, "PDF"),
    "zip": ("a.csv", b"PK\x03\x04abc", BadPapers, "damaged archive"),
    "binary": ("a.txt", bytes(range(256)) * 9, UnknownFormat, "binary"),
    "control characters": ("a.txt", b"\x01\x02\x03ab" * 99, UnknownFormat, "binary"),
    "not parquet": ("a.parquet", b"PAR1 and then nothing", BadPapers, "Parquet"),
    "parquet in name": ("a.parquet", b"title,abstract\na,b\n", BadPapers, "Parquet"),
    "numbers": ("a.txt", b"1 2 3\n4 5 6\n7 8 9\n", UnknownFormat, "no reader knows"),
    "no title": ("a.csv", b"name,age\nAda,36\n", UnknownFormat, "'title' or 'abstract'"),
    "no title in objects": ("a.jsonl", b'{"name": 1}\n{"name": 2}\n', UnknownFormat, "name"),
    "no objects": ("a.jsonl", b"[1]\n[2]\n", BadPapers, "JSON object"),
    "open quotes": ("a.csv", b"title,abstract\n" + b'A,"B\nC,D\n' * 60, BadPapers, "quotes"),
    "header only": ("a.csv", b"title,abstract\n", BadPapers, "no papers"),
    "a JSON array": ("a.txt", b'[{"name": "A"}, {"name": "B"}]', UnknownFormat, "columns name"),
    "a web page": ("a.md", b"<!DOCTYPE html>\n<p>" + PROSE.encode(), UnknownFormat, "no reader"),
    "a program": ("a.txt", Path(__file__).read_bytes(), UnknownFormat, "no reader"),
    "empty rows": ("a.csv", b"title,abstract,year\n,,2020\n", BadPapers, "no papers"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason(case, tmp_path):
    name, content, error, words = REFUSED[case]
    path = write(tmp_path, name, content)
    with pytest.raises(error, match=words) as caught:
        read_papers(path)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadPapers, match="neither a file nor a folder"):
        read_papers(tmp_path / "pipe")


def test_a_finished_map_in_a_folder_is_not_read_as_papers(tmp_path):
    write(tmp_path, "a.txt", PROSE)
    save_map(make_map(["x", "y"]), tmp_path / "maps" / "mine")
    reading = read_sources([tmp_path])
    assert len(reading.papers) == 1
    assert [(path.name, why) for path, why in reading.skipped] == [("mine", "a finished map")]
    with pytest.raises(BadPapers, match="a finished map"):
        read_papers(tmp_path / "maps")


def test_only_whole_names_are_passed_over(tmp_path):
    for name in ("Citation networks.csv", "authors list.csv", "license.txt", "CITATION.cff"):
        write(tmp_path, name, f"title,abstract\n{name},\n")
    reading = read_sources(tmp_path)
    assert sorted(reading.papers["title"]) == ["Citation networks.csv", "authors list.csv"]
    assert {why for _, why in reading.skipped} == {"by its name not papers"}


def test_lists_of_sources_are_taken_too(tmp_path):
    one = write(tmp_path, "a.csv", "title\nFirst\n")
    two = write(tmp_path, "b.csv", "title\nSecond\n")
    assert read_papers([one, str(two)]).equals(read_papers(one, two))


def test_missing_and_empty_sources(tmp_path):
    with pytest.raises(BadPapers, match="no file or folder"):
        read_papers(tmp_path / "nowhere.txt")
    with pytest.raises(BadPapers, match="No file or folder of papers"):
        read_papers()
    with pytest.raises(BadPapers, match="no papers there: the folder is empty"):
        read_papers(tmp_path)
    write(tmp_path, "notes.docx", "x")
    with pytest.raises(BadPapers, match=r"notes\.docx"):
        read_papers(tmp_path)


def test_bytes_that_are_not_utf8_are_mended_and_reported(tmp_path):
    old = write(tmp_path, "old.txt", (PROSE + " Gödel’s naïve café.").encode("cp1252"))
    reading = read_sources([old])
    assert reading.papers["abstract"].iloc[0].endswith("Gödel’s naïve café.")
    assert "read as cp1252" in reading.files[0].warnings[0]
    torn = write(tmp_path, "torn.txt", (PROSE + " Gödel’s naïve café").encode() + b"\xff.")
    reading = read_sources([torn])
    assert reading.papers["abstract"].iloc[0].endswith("Gödel’s naïve café\ufffd.")
    assert "not UTF-8" in reading.files[0].warnings[0]
    few = write(tmp_path, "few.txt", (PROSE + " Gödel’s ").encode() + b"\xff\xfe.")
    assert "Gödel’s" in read_papers(few)["abstract"].iloc[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_byte_order_marks_decide(encoding, tmp_path):
    mark = "\ufeff" if encoding.endswith("e") else ""
    path = write(tmp_path, "a.txt", (mark + PROSE).encode(encoding))
    assert read_papers(path)["abstract"].tolist() == [PROSE]


def test_the_report_is_plain_and_complete():
    report = json.loads(json.dumps(read_sources([SEEDS]).report()))
    assert report["papers"] == 360
    assert report["records"] == 363
    assert report["duplicates"] == 3
    wanted = {"source", "format", "lines", "records", "furniture", "duplicates", "without_abstract",
              "warnings", "unread", "left_out"}  # fmt: skip
    assert [set(file) for file in report["files"]] == [wanted] * 5
    assert report["files"][1]["lines"] == 849
    assert report["files"][1]["furniture"][1] == {"line": 2, "text": "Poster Session 6"}


def test_importing_the_readers_is_light():
    code = "import topicmap.readers, topicmap.writers, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) & {
        "numba",
        "sklearn",
        "scipy",
        "umap",
        "bertopic",
        "streamlit",
    }


LINES = st.sampled_from(
    [
        "", " ", "Ada Byron · Grace Hopper", "Ada Byron, Grace Hopper", "  • 2 authors", "·",
        "May 1",
        "Poster Session 6", "A Title of a Paper", PROSE, "Authors' comments: 3 pages", "appendix)",
        '{"title": "x"}', "title,abstract", '"a', "=1+1", "\u2028", "\x0c", ", ,",
    ]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(LINES, max_size=25).map("\n".join), st.text(max_size=300)))
def test_any_text_is_read_or_refused_and_no_line_is_lost(tmp_path, text):
    path = write(tmp_path, "any.txt", text.encode("utf-8", "replace"))
    try:
        reading = read_sources([path])
    except TopicMapError:
        return
    check(reading.papers)
    account = reading.files[0]
    assert account.records >= len(reading.papers) >= 1


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([".txt", ".csv", ".jsonl", ".parquet"]))
def test_any_bytes_are_read_or_refused(tmp_path, data, suffix):
    path = write(tmp_path, f"any{suffix}", data)
    try:
        check(read_papers(path))
    except TopicMapError:
        return


@pytest.mark.parametrize("name", ["citation.bib", "authors.ris", "CITATION.csv"])
def test_papers_with_the_name_of_a_note_are_read(name, tmp_path):
    content = {
        ".bib": "@article{a, title = {One Title}, abstract = {Words.}}",
        ".ris": "TY  - JOUR\nTI  - One Title\nAB  - Words.\nER  - ",
        ".csv": "title,abstract\nOne Title,Words.\n",
    }[Path(name).suffix]
    write(tmp_path, name, content.encode())
    write(tmp_path, "CITATION.cff", b"title: not read")
    reading = read_sources([tmp_path])
    assert reading.papers["title"].tolist() == ["One Title"]


def test_long_rows_of_signs_and_many_empty_records_take_no_time(tmp_path):
    start = time.process_time()
    signs = "-" * 90_000 + " x"
    rows = "".join(f"A title,{signs}\n" for _ in range(3)) + ",\n" * 30_000 + "x,\n"
    reading = read_sources([write(tmp_path, "a.csv", ("title,abstract\n" + rows).encode())])
    assert len(reading.papers) >= 2
    assert time.process_time() - start < 10


def test_a_record_of_a_long_line_is_told_by_its_place_and_id(tmp_path):
    papers = [{"id": f"p{at}", "title": "A title " * 20 if at else ""} for at in range(9)]
    reading = read_sources([write(tmp_path, "a.json", json.dumps(papers).encode())])
    assert reading.files[0].unread == ((1, "record 1 p0", "neither title nor abstract"),)
