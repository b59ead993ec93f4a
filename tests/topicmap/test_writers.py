"""Tables out and in again: nothing is lost, nothing is a formula, nothing is half written."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.papers import paper_table
from topicmap.readers import read_papers
from topicmap.spreadsheets import guarded, unguarded
from topicmap.writers import write_papers

SEEDS = Path(__file__).parents[2] / "data" / "seeds"
SUFFIXES = (".csv", ".jsonl", ".parquet")  # those that hold the whole table
AWKWARD = [
    {"title": "=HYPERLINK(1)", "abstract": "+1", "comments": "@me", "venue": "-", "note": "'=x"},
    {"title": 'A "quoted", one; two', "authors": ["Byron, Ada", "a; b", "X and Y"], "note": "''"},
    {"title": "Ω ≠ 文字 𝕏 \u2028 é", "authors": ["J. D."], "keywords": "[a, b]", "n": 3},
    {"title": r"$\infty$ \emph{x} <b>&amp;</b>", "authors": ["Solo, Han"], "f": 0.25, "n": -4},
    {"title": "Only a title", "authors": ["[odd] name", "other"], "note": "-5 apples"},
    {"id": "=7", "abstract": "Only an abstract, it seems.", "authors": ["A and B"], "year": 1999},
]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_reading_what_was_written_gives_the_same_table(suffix, tmp_path):
    papers = read_papers(SEEDS)
    path = write_papers(papers, tmp_path / f"papers{suffix}")
    pd.testing.assert_frame_equal(read_papers(path), papers)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_awkward_cells_come_back(suffix, tmp_path):
    papers = paper_table([{"source": "s.txt", "format": "csv"} | row for row in AWKWARD])
    path = write_papers(papers, tmp_path / "new" / "folder" / f"papers{suffix}")
    pd.testing.assert_frame_equal(read_papers(path), papers)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, st.lists(CELLS, max_size=3)), min_size=1, max_size=4))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_text_comes_back(suffix, tmp_path, rows):
    records = [
        {"id": f"p{i}", "title": f"T{i} {title}", "comments": other, "authors": names,
         "format": "csv", "source": "s"}
        for i, (title, other, names) in enumerate(rows)
    ]  # fmt: skip
    papers = paper_table(records)
    path = write_papers(papers, tmp_path / f"papers{suffix}")
    again = read_papers(path)
    if len(again) == len(papers):
        pd.testing.assert_frame_equal(again, papers)


def test_no_cell_of_a_csv_is_a_formula(tmp_path):
    path = write_papers(paper_table(AWKWARD), tmp_path / "papers.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    header, cells = rows[0], rows[1:]
    for row in cells:
        for name, cell in zip(header, row, strict=True):
            assert name in ("n", "f") or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_unknown_suffixes_name_the_possible_ones(tmp_path):
    papers = paper_table([{"title": "A"}])
    with pytest.raises(UnknownFormat, match=r"\.csv, \.jsonl, \.parquet"):
        write_papers(papers, tmp_path / "papers.docx")
    with pytest.raises(UnknownFormat, match="without suffix"):
        write_papers(papers, tmp_path / "papers")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "papers.jsonl"
    path.write_text("before", encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BadPapers, match="No space left"):
        write_papers(paper_table([{"title": "A"}]), path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["papers.jsonl"]


def test_a_folder_in_the_way_is_a_clear_error(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(BadPapers, match="cannot be written"):
        write_papers(paper_table([{"title": "A"}]), tmp_path / "a.csv")


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1", "＝1", "'=1", "''@x", "-5", "\t=1", "'quoted'", "plain", "a=b", "'"]
)
def test_a_guarded_text_is_no_formula_and_comes_back(text):
    assert not re.match(r"\s*[=+\-@＝＋－＠]", guarded(text))
    assert unguarded(guarded(text)) == text
