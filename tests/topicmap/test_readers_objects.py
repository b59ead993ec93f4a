"""JSON as programs write it: which objects are papers, and the lines where they stand."""

import json
import time

import pytest

from topicmap.readers import read_papers, read_sources
from topicmap.readers.objects import find_objects


def paper(title):
    return {"title": title, "abstract": f"{title} is."}


def titles(content):
    text = content if isinstance(content, str) else json.dumps(content)
    return [item.value.get("title") for item in find_objects(text).items]


A, B, C, D = map(paper, "ABCD")


@pytest.mark.parametrize(
    "value",
    [
        {"accepted": [A, B], "rejected": [C]},
        {"train": [A], "test": [B, C]},
        {"conference": {"2023": [A], "2024": [B]}, "journal": {"2023": [C]}},
        {"meta": {"count": 3}, "authors": [{"name": "x"}] * 5, "papers": [A, B, C]},
        [[A, B], [C]],
        [{"meta": {}, "results": [A, B], "group_by": [{"key": 1}]}, {"results": [C]}],
        [{"status": "ok", "message": {"items": [A]}}, {"message": {"items": [B, C]}}],
        {"p1": A, "p2": B, "p3": C},
        {"2023": {"p1": A, "p2": B}, "2024": {"p3": C}},
        {"title": ["A", "B", "C"], "abstract": ["a", None, "c"], "year": [1, 2, 3]},
        {"train": {"title": ["A", "B"], "year": [1, 2]}, "test": {"title": {"0": "C"}}},
        {"columns": ["title", "n"], "index": [0, 1, 2], "data": [["A", 1], ["B", 2], ["C", 3]]},
        {"features": [{"name": "title"}] * 4, "rows": [{"row_idx": 0, "row": p} for p in (A, B, C)],
         "num_rows_total": 3},
        [{"row": A}, {"row": B}, {"row": C}],
    ],
)  # fmt: skip
def test_papers_in_any_wrapping(value):
    assert titles(value) == ["A", "B", "C"]
    assert titles(json.dumps(value, indent=1)) == ["A", "B", "C"]
    assert not find_objects(json.dumps(value)).unread


def test_lists_keep_their_lines():
    text = json.dumps({"a": [A, B], "x": [{"y": 1}], "b": {"c": [C]}}, indent=1)
    lines = [(item.line_start, item.line_end) for item in find_objects(text).items]
    assert lines == [(3, 6), (7, 10), (19, 22)]
    text = json.dumps([{"results": [A]}, {"results": [B]}], indent=1)
    assert [item.line_start for item in find_objects(text).items] == [4, 12]
    text = json.dumps({"columns": ["title"], "data": [["A"], ["B"]]}, indent=1)
    assert [item.line_start for item in find_objects(text).items] == [6, 9]


def test_a_list_beside_the_papers_that_is_none_is_told(tmp_path):
    reviews = [{"title": f"review {n}", "content": "abc"} for n in range(5)]
    (tmp_path / "a.json").write_text(json.dumps({"reviews": reviews, "papers": [A, B]}, indent=1))
    reading = read_sources([tmp_path / "a.json"])
    assert reading.papers["title"].tolist() == ["A", "B"]
    ((line, _, why),) = reading.files[0].unread
    assert line == 2
    assert why == 'the 5 objects of "reviews" are not taken for papers'
    assert titles({"authors": [{"title": "Prof."}] * 5, "papers": [A, B]}) == ["A", "B"]
    assert titles({"reviews": reviews}) == [f"review {n}" for n in range(5)]


def test_without_any_title_the_longest_list_is_read_and_the_others_told():
    found = find_objects(json.dumps({"a": [{"Titel": "A"}], "b": [{"Titel": "B"}] * 2}))
    assert [item.value["Titel"] for item in found.items] == ["B", "B"]
    assert [why for _, why in found.unread] == ['the 1 objects of "a" are not taken for papers']


def test_keys_become_ids_where_there_are_none(tmp_path):
    keyed = {"2101.00001": A, "2101.00002": B | {"id": "own"}, "x": {"abstract": None}}
    (tmp_path / "a.json").write_text(json.dumps(keyed, indent=1))
    reading = read_sources([tmp_path / "a.json"])
    assert reading.papers.index.tolist() == ["2101.00001", "own"]
    assert [line for line, *_ in reading.files[0].unread] == [11]
    twice = find_objects('{"p": 1, "q": {"title": "A"}, "p": {"title": "B"}}')
    assert [item.value["id"] for item in twice.items] == ["p", "q"]
    numbered = find_objects(json.dumps({"0": A, "1": B}))
    assert [item.value for item in numbered.items] == [A, B]


def test_columns_of_lists_become_papers(tmp_path):
    table = {"title": ["A", "B"], "abstract": ["a.", "b."], "authors": [["Ann Lee"], ["Bo Kim"]]}
    (tmp_path / "a.json").write_text(json.dumps(table))
    papers = read_papers(tmp_path / "a.json")
    assert papers["authors"].tolist() == [["Ann Lee"], ["Bo Kim"]]
    assert papers["abstract"].tolist() == ["a.", "b."]
    for one in ({"title": ["A"], "author": ["x"]}, {"title": ["A", "B"], "author": ["x"]}):
        assert [item.value for item in find_objects(json.dumps(one)).items] == [one]


def test_rows_that_do_not_fit_their_table_are_told():
    rows = {"columns": ["title", "year"], "data": [["A", 1], ["B"], None]}
    found = find_objects(json.dumps(rows))
    assert [item.value for item in found.items] == [{"title": "A", "year": 1}]
    assert [why for _, why in found.unread] == ["no row of 2 cells"] * 2


def test_what_is_no_object_in_a_list_is_told():
    found = find_objects(json.dumps({"a": [A, None, "x", [1]], "b": [B, 3], "c": ["y"]}))
    assert [item.value["title"] for item in found.items] == ["A", "B"]
    assert [why for _, why in found.unread] == ["3 × no JSON object", "no JSON object"]


@pytest.mark.parametrize("pages", [
    [{"offset": 0, "data": [{"citingPaper": A}]}, {"data": [{"citingPaper": B}]}],
    [{"data": [{"contextsWithIntent": [{"context": "x"}], "citingPaper": A}, {"citingPaper": B}]}],
])  # fmt: skip
def test_pages_of_citations(pages):
    lines = "\n".join(map(json.dumps, pages)) + "\n"
    for text in (lines, json.dumps(pages), json.dumps(pages, indent=1)):
        found = [item.value["citingPaper"] for item in find_objects(text).items]
        assert found == [A, B], text


def test_pages_one_behind_the_other():
    pages = [{"meta": {}, "results": [A, B]}, {"meta": {}, "results": [C]}]
    assert titles("\n".join(json.dumps(page, indent=1) for page in pages)) == ["A", "B", "C"]
    assert titles("\n".join(json.dumps(page) for page in pages)) == ["A", "B", "C"]


def test_a_file_that_breaks_off_gives_every_whole_paper():
    two = json.dumps({"a": [A, B], "x": [{"y": 1}], "b": [C, D]})
    pages = json.dumps([{"meta": {}, "results": [A, B]}, {"meta": {}, "results": [C, D]}])
    for text in (two, pages):
        found = find_objects(text[: text.index('"D"')])
        assert [item.value["title"] for item in found.items] == ["A", "B", "C"]
        assert "broken JSON" in found.unread[-1][1]
    cited = D | {"references": [A], "authors": [{"name": "x"}]}
    text = json.dumps([B, C, cited])
    assert titles(text[:-4]) == ["B", "C"]


@pytest.mark.parametrize("piece", ['[{"a":', '[{"a":1 ', "[[{", '{"a":', '{"a":[{}],', '"a": [{'])
def test_hostile_wrappings_take_no_time(piece):
    start = time.process_time()
    find_objects("[" + piece * (100_000 // len(piece)) + '"' + "x" * 500_000)
    assert time.process_time() - start < 3
