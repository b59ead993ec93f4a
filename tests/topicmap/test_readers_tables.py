"""CSV, JSON Lines and Parquet with the usual column names."""

import json

import pandas as pd
import pytest

from topicmap.papers import COLUMNS
from topicmap.readers import read_papers, read_sources
from topicmap.readers.tables.authors import split_authors

ROWS = [
    {
        "id": "p1",
        "Title": "Small Numbers",
        "ABSTRACT": "We prove a theorem.",
        "authors": ["Ada Byron", "Grace Hopper"],
        "year": 2020,
        "venue": "ICML",
        "url": "https://example.org/1",
        "keywords": "numbers; small",
        "area": "theory",
        "x": 1.5,
    },
    {
        "id": "p2",
        "Title": "Large Numbers",
        "ABSTRACT": None,
        "authors": None,
        "year": None,
        "venue": None,
        "url": None,
        "keywords": None,
        "area": None,
        "x": None,
    },
]


def as_csv(path):
    frame = pd.DataFrame(ROWS)
    frame["authors"] = ["Ada Byron; Grace Hopper", None]
    frame["year"] = ["2020", None]
    frame.to_csv(path, index=False)


def as_jsonl(path):
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")


def as_parquet(path):
    pd.DataFrame(ROWS).to_parquet(path)


@pytest.mark.parametrize(
    ("name", "write"), [("csv", as_csv), ("jsonl", as_jsonl), ("parquet", as_parquet)]
)
def test_the_same_table_in_every_format(name, write, tmp_path):
    path = tmp_path / f"table.{name}"
    write(path)
    reading = read_sources([path])
    papers = reading.papers
    assert papers.index.tolist() == ["p1", "p2"]
    assert tuple(papers.columns) == (*COLUMNS, "area", "x_")
    assert papers["format"].tolist() == [name] * 2
    first, second = papers.iloc[0], papers.iloc[1]
    assert first["title"] == "Small Numbers"
    assert first["authors"] == ["Ada Byron", "Grace Hopper"]
    assert (first["year"], first["venue"], first["keywords"]) == (2020, "ICML", "numbers; small")
    assert (first["area"], first["x_"]) == ("theory", 1.5)
    for column in ("abstract", "authors", "venue", "url", "keywords", "area"):
        assert second[column] is None
    assert second["year"] is pd.NA
    assert any("'x' is kept as 'x_'" in warning for warning in reading.files[0].warnings)
    starts = papers["line_start"].tolist()
    wanted = {"csv": [2, 3], "jsonl": [1, 2], "parquet": [pd.NA, pd.NA]}[name]
    assert all(a is b or a == b for a, b in zip(starts, wanted, strict=True))


def test_lines_of_quoted_cells_are_counted(tmp_path):
    path = tmp_path / "a.csv"
    text = 'title,abstract\r\n"One\r\nand more","It, ""quoted""."\r\n\r\nTwo,"Short"\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    papers = read_papers(path)
    assert papers["title"].tolist() == ["One and more", "Two"]
    assert papers["abstract"].tolist() == ['It, "quoted".', "Short"]
    assert papers[["line_start", "line_end"]].to_numpy().tolist() == [[2, 3], [5, 5]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiters_are_told_by_the_header(mark, tmp_path):
    path = tmp_path / "table.dat"
    path.write_text(
        mark.join(["Title", "Year"]) + "\n" + mark.join(["A", "1999"]), encoding="utf-8"
    )
    papers = read_papers(path)
    assert (papers["title"].iloc[0], papers["year"].iloc[0]) == ("A", 1999)


def test_ragged_rows_are_kept_and_reported(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,abstract\nA\nB,b,left over\n"C"x,c\n', encoding="utf-8")
    reading = read_sources([path])
    assert reading.papers["title"].tolist() == ["A", "B", "Cx"]
    assert reading.papers["abstract"].tolist() == [None, "b", "c"]
    surplus, quote = reading.files[0].warnings
    assert surplus.startswith("line 3: 3 cells")
    assert surplus.endswith("left over")
    assert quote.startswith("line 4: a quoted cell does not end at its quote")


def test_a_quote_that_never_ends_costs_no_other_row(tmp_path):
    rows = ['A,"one', 'B,"two"', "C,three", 'D,"never', "E,five", " rest of a cell", "F,six"]
    (tmp_path / "a.csv").write_text("title,abstract\n" + "\n".join(rows) + "\n")
    reading = read_sources([tmp_path / "a.csv"])
    assert reading.papers["title"].tolist() == list("ABCDEF")
    assert reading.papers["abstract"].tolist() == ["one", "two", "three", "never", "five", "six"]
    assert [line for line, *_ in reading.files[0].unread] == [7]
    assert [warning[:7] for warning in reading.files[0].warnings] == ["line 2:", "line 5:"]


def test_titles_and_abstracts_that_are_no_texts_are_told(tmp_path):
    rows = ['{"title": {"en": "x"}, "abstract": "y"}', '{"title": true}', '{"title": 1e999}',
            '{"title": "A", "abstract": [{"p": "x"}]}', '{"title": ["B", "b"], "abstract": null}',
            '{"title": 1984, "abstract": "c"}']  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(rows) + "\n")
    reading = read_sources([tmp_path / "a.jsonl"])
    assert reading.papers["title"].tolist() == ["B b", "1984"]
    assert [line for line, *_ in reading.files[0].unread] == [1, 2, 3, 4]
    assert "the title is no text ({'en': 'x'})" in reading.files[0].unread[0][2]


def test_rows_without_any_text_are_reported(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "A"}\nnonsense\n{"title": ""}\n{"title": "B"}\n', encoding="utf-8")
    reading = read_sources([path])
    assert reading.papers["title"].tolist() == ["A", "B"]
    (second, third) = reading.files[0].unread
    assert second[:2] == (2, "nonsense")
    assert "broken JSON" in second[2]
    assert third == (3, '{"title": ""}', "neither title nor abstract")


def test_json_in_pages_of_results_and_one_object_behind_the_other(tmp_path):
    pages = (
        '{"meta": {}, "results": [{"title": "A"}, {"title": "B"}]}\n{"results": [{"title": "C"}]}'
    )
    (tmp_path / "pages.jsonl").write_text(pages)
    assert read_papers(tmp_path / "pages.jsonl")["title"].tolist() == ["A", "B", "C"]
    (tmp_path / "stream.json").write_text('{\n "title": "A"\n}\n{"title": "B"}\n{\n "title": "C"\n')
    reading = read_sources([tmp_path / "stream.json"])
    assert reading.papers[["title", "line_start"]].to_numpy().tolist() == [["A", 1], ["B", 4]]
    assert [line for line, *_ in reading.files[0].unread] == [5]


@pytest.mark.parametrize("note", ["Abstract Missing", "n/a", "-", "[Abstract not available]",
                                  "There is no abstract available for this article."])  # fmt: skip
def test_a_note_that_there_is_no_abstract_is_none(note, tmp_path):
    (tmp_path / "a.csv").write_text(f"title,abstract\nA,{note}\nB,None of the trees grew.\n")
    reading = read_sources([tmp_path / "a.csv"])
    assert reading.papers["abstract"].tolist() == [None, "None of the trees grew."]
    assert reading.files[0].without_abstract == 1


def test_numbers_and_years_lose_nothing(tmp_path):
    (tmp_path / "a.csv").write_text(
        "title,year,version,share,mark\nA,20201,1.10,0.5,12345678901234567890\nB,2020,1.2,3.0,1.5\n"
    )
    papers = read_papers(tmp_path / "a.csv")
    assert papers["version"].tolist() == ["1.10", "1.2"]
    assert papers["share"].tolist() == [0.5, 3.0]
    assert papers["mark"].tolist() == ["12345678901234567890", "1.5"]
    assert papers["year_"].tolist() == ["20201", None]


def test_ids_of_the_file_are_kept_and_made_unique(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,title\n7,A\n7,B\n7-2,C\n,D\n", encoding="utf-8")
    ids = read_papers(path).index.tolist()
    assert ids[:3] == ["7", "7-3", "7-2"]
    assert len(ids[3]) == 12


def test_odd_values(tmp_path):
    rows = [
        {"title": "A", "year": "May 2021", "date": "2021-05-04", "authors": [{"name": "Ada B"}]},
        {"title": "B", "year": 1999.0, "authors": "Ada Byron and Grace Hopper", "score": 3},
        {"title": "C\ud800", "date": "Spring 2007", "authors": '["X, Y", "Z"]', "score": 4},
        {"title": float("nan"), "abstract": "No title here.", "nested": {"a": [1]}, "label": "l"},
        {"title": 1984, "year": 10**30, "source": "a journal", "authors": []},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    papers = read_papers(path)
    assert papers["year"].tolist()[:3] == [2021, 1999, 2007]
    assert papers["authors"].tolist() == [
        ["Ada B"], ["Ada Byron", "Grace Hopper"], ["X, Y", "Z"], None, None,
    ]  # fmt: skip
    assert papers["title"].tolist() == ["A", "B", "C?", None, "1984"]
    assert papers["nested"].tolist()[3] == '{"a": [1]}'
    assert papers["label_"].tolist()[3] == "l"
    assert papers["source_"].tolist()[4] == "a journal"
    assert papers["score"].dtype == "Int64"
    assert papers["source"].tolist() == ["a.jsonl"] * 5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Byron; Grace Hopper", ["Ada Byron", "Grace Hopper"]),
        ("Byron, Ada; Hopper, Grace", ["Byron, Ada", "Hopper, Grace"]),
        ("Byron, Ada and Hopper, Grace", ["Byron, Ada", "Hopper, Grace"]),
        ("Ada Byron, Grace Hopper, and Wu Li", ["Ada Byron", "Grace Hopper", "Wu Li"]),
        ("Ada Byron, Grace Hopper", ["Ada Byron", "Grace Hopper"]),
        ("Byron, Ada", ["Byron, Ada"]),
        ("Plato", ["Plato"]),
        ("Ferdinand Brandt", ["Ferdinand Brandt"]),
    ],
)
def test_authors_in_one_cell(text, names):
    assert split_authors(text) == names


def test_what_programs_write_for_a_missing_value_is_none(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,abstract,venue\nOne,nan,NaN\nNone,Two,Nanjing\nNadia,N/A,null\n")
    papers = read_papers(path)
    assert papers["title"].tolist() == ["One", None, "Nadia"]
    assert papers["abstract"].tolist() == [None, "Two", None]
    assert papers["venue"].tolist() == [None, "Nanjing", None]


def test_a_cell_of_several_paragraphs_becomes_one_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,abstract\nA,"One\n\n  two \n three"\n')
    assert read_papers(path)["abstract"].tolist() == ["One two three"]


def test_lists_as_python_writes_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "title,authors,tags,abstract\n"
        "A,\"['Ann Lee', 'Bo Kim']\",\"['a', 'b']\",[No abstract available]\n"
    )
    paper = read_papers(path).iloc[0]
    assert paper["authors"] == ["Ann Lee", "Bo Kim"]
    assert (paper["keywords"], paper["abstract"]) == ("a; b", None)


def test_json_by_columns_as_pandas_writes_it(tmp_path):
    table = pd.DataFrame({"title": ["A", "B"], "abstract": ["One.", None], "year": [2001, 2002]})
    table.to_json(tmp_path / "a.json")
    papers = read_papers(tmp_path / "a.json")
    assert papers["title"].tolist() == ["A", "B"]
    assert papers["abstract"].tolist() == ["One.", None]
    assert papers["year"].tolist() == [2001, 2002]
