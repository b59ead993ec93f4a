import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.tables import SHOWN_ROWS, page_of, pages_of, paper_table
from tests.conftest import make_map
from topicmap import read_papers
from topicmap.export.paper_files import SUFFIXES, harmless, paper_file, papers_csv


def test_the_table_has_a_row_for_each_paper_in_order(topic_map):
    rows = np.array([5, 2, 6, 89])
    table = paper_table(topic_map, rows)
    assert table["Title"].iloc[1].startswith("$\\mathcal")
    assert table["Title"].iloc[2] == "“We study case 6 with a naïve method. It works…”"
    assert table["Topic"].iloc[3] == "Unassigned"
    assert table["Authors"].iloc[0] == "Ada Müller5, Łukasz Ng"
    assert list(table.columns) == ["Title", "Authors", "Topic", "Strength", "Year", "Source"]


@pytest.mark.parametrize("count", [0, 1, SHOWN_ROWS, SHOWN_ROWS + 1, 3 * SHOWN_ROWS - 1])
def test_every_row_is_on_one_page(count):
    rows = np.arange(count)
    pages = [page_of(rows, number + 1) for number in range(pages_of(rows))]
    assert np.concatenate(pages).tolist() == rows.tolist()
    assert all(len(page) <= SHOWN_ROWS for page in pages)
    assert all(len(page) for page in pages) or not count


def test_the_file_has_all_pages():
    topic_map = make_map(SHOWN_ROWS + 5, 3, 4)
    rows = np.arange(len(topic_map))
    assert papers_csv(topic_map, rows).count(b"We study case") == len(topic_map) - len(rows) // 11


def test_the_file_can_be_read_again(topic_map):
    rows = np.array([0, 4, 6])
    table = pd.read_csv(io.BytesIO(papers_csv(topic_map, rows)))
    assert table["id"].tolist() == ["p000", "p004", "p006"]
    assert table["title"].iloc[1] == "'=1+2 is a formula"
    assert table["authors"].iloc[0] == "Ada Müller0; Łukasz Ng"
    assert table["topic_label"].notna().all()
    assert pd.isna(table["title"].iloc[2])


@pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", " =", "\n  +", "\xa0@"])
def test_no_cell_is_a_formula(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless([f"{start}1+1", "b"]) == f"'{start}1+1; b"


@pytest.mark.parametrize("value", [-1, 0.5, True, "a = b", np.float64(-2)])
def test_other_cells_stay(value):
    assert harmless(value) == value


@pytest.mark.parametrize("value", [None, np.nan, pd.NA, [], ""])
def test_missing_cells_are_empty(value):
    assert harmless(value) is None


def test_tables_of_nothing(topic_map):
    none = np.array([], dtype=int)
    assert len(paper_table(topic_map, none)) == 0
    assert papers_csv(topic_map, none).startswith(b"\xef\xbb\xbfid,title")


def test_the_table_names_the_first_authors():
    topic_map = make_map()
    topic_map.papers.at["p002", "authors"] = ["A", "B", "C", "D", "E"]
    assert paper_table(topic_map, np.array([2]))["Authors"].iloc[0] == "A, B and 3 more"


def test_a_full_table_has_venues_and_links_that_may_be_opened(topic_map):
    table = paper_table(topic_map, np.array([0, 1, 2]), full=True)
    assert table["Venue"].tolist() == ["Venue 0", "Venue 1", "Venue 2"]
    assert table["Link"].tolist() == ["https://example.org/0", None, "https://example.org/2"]


@pytest.mark.parametrize("suffix", [".csv", ".bib", ".ris", ".jsonl", ".md"])
@pytest.mark.parametrize("rows", [[0, 4, 6, 9, 80], [], list(range(90))])
def test_what_is_downloaded_can_be_read_again(topic_map, tmp_path, suffix, rows):
    path = tmp_path / f"papers{suffix}"
    path.write_bytes(paper_file(topic_map, np.array(rows, dtype=int), suffix))
    if not rows:
        return
    papers = read_papers(path, keep_duplicates=True)
    own = topic_map.papers.iloc[rows]
    assert len(papers) == len(rows)
    titles = own["title"].dropna().map(lambda title: " ".join(title.split()))
    back = papers["title"].dropna().map(lambda title: " ".join(title.removeprefix("'=").split()))
    assert len(set(titles.str.removeprefix("=")) & set(back.str.removeprefix("="))) >= 0.9 * len(
        set(titles)
    )


def test_json_lines_name_the_topic(topic_map):
    lines = paper_file(topic_map, np.array([0, 89]), ".jsonl").decode().splitlines()
    first, last = map(json.loads, lines)
    assert first["topic_label"] == topic_map.topics["label"].loc[first["topic"]]
    assert (last["topic"], last["topic_label"]) == (-1, "Unassigned")


def test_a_bibliography_holds_nothing_of_the_map(topic_map):
    text = paper_file(topic_map, np.arange(90), ".bib").decode()
    assert not [name for name in ("strength", "nearest_topic", "topic_") if f"{name} =" in text]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)",
     "data:text/html,alert(1)", "\x01vbscript:alert(1)"],
)  # fmt: skip
def test_no_download_has_an_address_that_runs_script(suffix, address):
    papers = make_map().papers
    papers = papers.assign(url=[address, "arXiv:2101.00001", *papers["url"][2:]], doi=address)
    topic_map = replace(make_map(), papers=papers)
    text = paper_file(topic_map, np.arange(9), suffix).decode()
    assert "alert(1)" not in text
    assert "https://example.org/3" in text
    assert "arXiv:2101.00001" in text or suffix == ".md"
