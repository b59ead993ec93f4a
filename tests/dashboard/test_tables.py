import io

import numpy as np
import pandas as pd
import pytest

from dashboard.tables import SHOWN_ROWS, harmless, paper_table, papers_csv
from tests.conftest import make_map


def test_the_table_has_a_row_for_each_paper_in_order(topic_map):
    rows = np.array([5, 2, 6, 89])
    table = paper_table(topic_map, rows)
    assert table["Title"].iloc[1].startswith("$\\mathcal")
    assert table["Title"].iloc[2] == "“We study case 6 with a naïve method. It works…”"
    assert table["Topic"].iloc[3] == "Unassigned"
    assert table["Authors"].iloc[0] == "Ada Müller5, Łukasz Ng"
    assert list(table.columns) == ["Title", "Authors", "Topic", "Strength", "Year", "Source"]


def test_the_table_is_limited_and_the_file_is_not():
    topic_map = make_map(SHOWN_ROWS + 5, 3, 4)
    rows = np.arange(len(topic_map))
    assert len(paper_table(topic_map, rows)) == SHOWN_ROWS
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
    assert paper_table(topic_map, np.array([2]))["Authors"].iloc[0] == "A, B, C and 2 more"
