"""Where the header of a table stands, which columns are known, and how authors are written."""

import json
import zipfile
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from topicmap.readers import read_papers, read_sources
from topicmap.readers.people import cut_list
from topicmap.readers.tables.authors import read_authors
from topicmap.readers.tables.cells import table_record
from topicmap.writers import write_papers

MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def book(path, **sheets):
    """A spreadsheet of sheets, each a list of rows of texts."""
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(table_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", f'<manifest xmlns="{MANIFEST}"/>')
        made.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def table_row(cells):
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row>{inner or '<table:table-cell/>'}</table:table-row>"


HEADER = ["No", "Title", "Abstract", "Year"]
TABLE = [HEADER, ["1", "A paper", "abs a", "2020"], ["2", "B paper", "abs b", "2021"]]


def test_a_sheet_has_its_header_where_most_names_are_known(tmp_path):
    path = book(tmp_path / "a.ods", Papers=[["Title", "My list of papers"], [], *TABLE])
    reading = read_sources([path])
    assert reading.papers["title"].tolist() == ["A paper", "B paper"]
    assert reading.papers["line_start"].tolist() == [4, 5]
    assert reading.files[0].furniture == ((1, "Title; My list of papers"),)


def test_a_sheet_about_the_table_gives_no_papers(tmp_path):
    info = [["Title", "Systematic review"], ["Author", "Me"]]
    reading = read_sources([book(tmp_path / "a.ods", Info=info, Data=TABLE)])
    assert reading.papers["title"].tolist() == ["A paper", "B paper"]
    assert reading.files[0].warnings == ("sheet Info: no table of papers, passed over",)


@pytest.mark.parametrize("above", [[], [["My list"], []]])
def test_a_sheet_with_titles_alone(above, tmp_path):
    path = book(tmp_path / "a.ods", Sheet=[*above, ["Title"], ["One"], ["Two"]])
    assert read_papers(path)["title"].tolist() == ["One", "Two"]


def test_a_header_that_is_repeated_in_a_sheet_is_no_paper(tmp_path):
    reading = read_sources([book(tmp_path / "a.ods", S=[*TABLE, HEADER, ["3", "C", "c", "2022"]])])
    assert reading.papers["title"].tolist() == ["A paper", "B paper", "C"]
    assert reading.files[0].warnings == ("sheet S: row 4: the header again, passed over",)


@pytest.mark.parametrize("suffix", ["csv", "txt"])
def test_the_line_that_tells_the_delimiter(suffix, tmp_path):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b'sep=;\r\nTitle;Abstract, short;Abstract\r\nA;"x; y";one, two\r\n')
    reading = read_sources([path])
    assert reading.papers[["title", "abstract", "line_start"]].to_numpy().tolist() == [
        ["A", "one, two", 3]
    ]
    assert reading.files[0].furniture == ((1, "sep="),)


def test_lines_above_the_header_of_a_csv_table(tmp_path):
    (tmp_path / "a.csv").write_text(
        '"About the data: Exported on Feb 3, 2024.\nTitle: all; Year: 2020"\n\n'
        'Rank,DOI,Title,PubYear\n500,10.1000/b,"A, one",2020\n'
    )
    reading = read_sources([tmp_path / "a.csv"])
    paper = reading.papers.iloc[0]
    assert (paper["title"], paper["year"], paper["line_start"]) == ("A, one", 2020, 5)
    assert [number for number, _ in reading.files[0].furniture] == [1]
    assert reading.files[0].furniture[0][1].startswith("About the data")


def test_a_data_row_is_not_taken_for_a_header(tmp_path):
    (tmp_path / "a.csv").write_text("Title,Note\nOne,x\nAbstract,y\nSummary,z\n")
    assert read_papers(tmp_path / "a.csv")["title"].tolist() == ["One", "Abstract", "Summary"]


def test_a_header_that_is_repeated_in_a_csv_table_is_no_paper(tmp_path):
    part = '"title","abstract"\nA{0},a{0}\n'
    (tmp_path / "a.csv").write_text(part.format(1) + part.format(2) + "\ufeff" + part.format(3))
    reading = read_sources([tmp_path / "a.csv"])
    assert reading.papers["title"].tolist() == ["A1", "A2", "A3"]
    assert reading.files[0].warnings == (
        "line 3: the header again, passed over", "line 5: the header again, passed over",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("title,authorString,abstractText,pubYear,journalTitle", 'T,"Doe J, Roe R.",a,2020,J',
         {"authors": ["Doe J", "Roe R"], "abstract": "a", "year": 2020, "venue": "J"}),
        ("doi,display_name,authorships.author.display_name,publication_year,"
         "primary_location.source.display_name", "10.1/a,T,A B|C D,2020,J",
         {"title": "T", "authors": ["A B", "C D"], "year": 2020, "venue": "J"}),
        ("Lens ID,Title,Date Published,Author/s", "1,T,2020-01-02,John Smith; Ann Doe",
         {"date": "2020-01-02", "year": 2020, "authors": ["John Smith", "Ann Doe"]}),
        ("Title,Author(s),BookTitle,PubYear", "T,Ann Lee,B,2020",
         {"authors": ["Ann Lee"], "venue": "B", "year": 2020}),
    ],
)  # fmt: skip
def test_columns_as_services_name_them(header, row, wanted, tmp_path):
    (tmp_path / "a.csv").write_text(f"{header}\n{row}\n")
    paper = read_papers(tmp_path / "a.csv").iloc[0]
    assert {name: paper[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([{"full_name": "C D"}, {"fullName": "E F"}], ["C D", "E F"]),
        ([{"first": "Grace", "middle": ["B."], "last": "Hopper"}], ["Grace B. Hopper"]),
        ([{"given": "Jo", "family": "Ke"}, {"family": "Li"}], ["Jo Ke", "Li"]),
        ([{"firstName": "Jo", "lastName": "Ke"}], ["Jo Ke"]),
        ([{"author": {"name": "I"}}, {"author": {"display_name": "J K"}}], ["I", "J K"]),
        ({"authors": [{"full_name": "A B"}]}, ["A B"]),
        ({"name": "A B"}, ["A B"]),
    ],
)  # fmt: skip
def test_authors_that_are_objects(value, names, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([{"title": "T", "authors": value}]))
    assert read_papers(tmp_path / "a.json")["authors"].tolist() == [names]
    record = table_record(["title", "authors"], ["T", value])
    assert record == {"title": "T", "authors": names}


def test_authors_that_cannot_be_read_are_kept_as_they_are(tmp_path):
    pd.DataFrame({"title": ["T"], "authors": [[{"orcid": "0-1"}]]}).to_parquet(tmp_path / "a.pq")
    paper = read_papers(tmp_path / "a.pq").iloc[0]
    assert (paper["authors"], paper["authors_"]) == (None, '[{"orcid": "0-1"}]')


@pytest.mark.parametrize(
    ("text", "names", "cut"),
    [
        ("Vaswani, A., Shazeer, N., & Parmar, N. (2017)",
         ["A. Vaswani", "N. Shazeer", "N. Parmar"], False),
        ("Lovelace, A., Hopper, G.", ["A. Lovelace", "G. Hopper"], False),
        ("Lovelace, A. B., Hopper, J.-P., et al.", ["A. B. Lovelace", "J.-P. Hopper"], True),
        ("Ada Lovelace, Plato, Grace Hopper", ["Ada Lovelace", "Plato", "Grace Hopper"], False),
        ("Ada Lovelace & Grace Hopper", ["Ada Lovelace", "Grace Hopper"], False),
        ("Johnson & Johnson", ["Johnson & Johnson"], False),
        ("A Vaswani, N Shazeer, N Parmar…", ["A Vaswani", "N Shazeer", "N Parmar"], True),
        ("Vaswani A, Shazeer N; et al.", ["Vaswani A", "Shazeer N"], True),
        ("Ann Lee; Bo Kim; ...", ["Ann Lee", "Bo Kim"], True),
        ("Ann Lee and others", ["Ann Lee"], True),
        ("Plato and Ada Lovelace et al.", ["Plato", "Ada Lovelace"], True),
        ("Bolyen E, Rideout JR, Dillon MR.", ["Bolyen E", "Rideout JR", "Dillon MR"], False),
        ("Bolyen E, Rideout JR, Dillon M.", ["Bolyen E", "Rideout JR", "Dillon M"], False),
        ("Doe, Jane; Roe, R.", ["Doe, Jane", "Roe, R."], False),
        ("Jane D.", ["Jane D."], False),
        ("Zhou J.; Cui G.", ["Zhou J.", "Cui G."], False),
        ("Bo Lee King, Jr., Ada Lovelace", ["Bo Lee King, Jr.", "Ada Lovelace"], False),
        ("de Berg, Jan Piet and van Aa, Bo", ["de Berg, Jan Piet", "van Aa, Bo"], False),
        ("[No author name available]", [], False),
        ("n/a", [], False),
        ("Anonymous", ["Anonymous"], False),
        (["Ann Lee", "et al."], ["Ann Lee"], True),
        (["[No authors listed]"], [], False),
    ],
)  # fmt: skip
def test_authors_as_people_write_them(text, names, cut):
    assert read_authors(text) == (names, cut, False)
    record = table_record(["authors"], [text])
    assert (record["authors"] or [], record.get("authors_truncated", False)) == (names, cut)


def test_names_in_a_table_of_our_own_stand_as_they_are(tmp_path):
    names = [["Dillon MR."], ["A & B C"], ["Ann Lee", "others"], ["n/a"], ["A|B"], ["X, Y", "Z"]]
    rows = [{"title": f"T{i}"} for i in range(len(names))]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    papers = read_papers(tmp_path / "a.jsonl")
    papers["authors"] = names
    for suffix in ("csv", "jsonl", "parquet"):
        back = read_papers(write_papers(papers, tmp_path / f"b.{suffix}"))
        assert back["authors"].tolist() == names


def test_an_end_that_is_open_in_a_very_long_name():
    assert cut_list(["A" + "," * 100_000 + " et al."])[1]
    assert cut_list(["A", "B..."]) == (["A", "B"], True)
    assert cut_list(["…"]) == ([], True)
