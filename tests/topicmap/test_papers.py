"""The paper table: ids, tidying, checks, titles to show, and duplicates."""

import json
import random

import numpy as np
import pandas as pd
import pytest

from topicmap.errors import BadPapers
from topicmap.papers import (
    COLUMNS,
    check,
    content_id,
    normalised,
    paper_table,
    shown_title,
    text_of,
    tidy,
)
from topicmap.readers import read_papers
from topicmap.readers.duplicates import merge_duplicates

WORDS = [a + b for a in "ba ke li mo nu pa ro su ta wi".split() for b in "ran sil tom vek".split()]


def text(seed, words=80):
    return " ".join(random.Random(seed).choices(WORDS, k=words)).capitalize() + "."


def revised(text, every=12):
    words = text.split()
    words[5::every] = [f"new{at}" for at in range(len(words[5::every]))]
    return " ".join(words)


def merged(*records):
    return merge_duplicates(
        [{"source": "a.txt", "line_start": 1, "line_end": 1} | r for r in records]
    )[0]


def test_ids_do_not_depend_on_case_punctuation_or_place():
    wanted = content_id("Attention is All you Need!", None)
    assert content_id("  ATTENTION, is all  you need", "Any abstract") == wanted
    assert len(wanted) == 12
    assert content_id(None, text(1)[:450] + "one end") == content_id(None, text(1)[:450] + "other")
    assert content_id("ﬁne Größe", None) == content_id("Fine GRÖSSE", None)
    assert content_id("$$$", None) != content_id("%%%", None)


def test_ids_are_unique_whatever_happens():
    records = [{"title": "A"}, {"title": "A", "abstract": "x"}, {"title": "A", "abstract": "x"}]
    records += [{"id": content_id("A", None), "title": "B"}, {"id": 7.0, "title": "C"}]
    table = paper_table(records)
    check(table)
    assert table.index[3] == content_id("A", None)
    assert table.index[4] == "7"
    assert list(paper_table(records).index) == list(table.index)


def test_ids_stay_when_a_duplicate_brings_more(tmp_path):
    rows = [[{"abstract": text(1)}, {"title": "B"}]]
    rows += [
        [{"title": "T", "abstract": text(1) + " And so on."}, {"title": "b.", "abstract": text(2)}]
    ]
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    for path, records in zip((first, second), rows, strict=True):
        path.write_text("".join(json.dumps(row) + "\n" for row in records), encoding="utf-8")
    alone, both = read_papers(first), read_papers(first, second)
    assert list(both.index) == list(alone.index)
    assert both["title"].tolist() == ["T", "B"]
    assert both["abstract"].tolist() == [text(1) + " And so on.", text(2)]


def test_tidy_makes_a_paper_table_of_any_table():
    rough = pd.DataFrame(
        {"title": ["A ", "", None, np.nan], "year": [2000.0, np.nan, 1999, 1], "mark": [1, 2, 3, 4]}
    )
    rough["abstract"] = ["x", "y", None, " "]
    table = tidy(rough)
    check(table)
    assert table["title"].tolist() == ["A", None]
    assert table["year"].tolist() == [2000, pd.NA]
    assert tuple(table.columns) == (*COLUMNS, "mark")
    pd.testing.assert_frame_equal(tidy(table), table)


def test_tidy_and_check_say_what_is_wrong():
    with pytest.raises(BadPapers, match="needs a column 'title' or 'abstract'"):
        tidy(pd.DataFrame({"name": ["x"]}))
    with pytest.raises(BadPapers, match="None of the 2 rows"):
        tidy(pd.DataFrame({"title": ["", None]}))
    table = tidy(pd.DataFrame({"title": ["a", "b"]}))
    with pytest.raises(BadPapers, match="'year' is missing"):
        check(table.drop(columns="year"))
    with pytest.raises(BadPapers, match="more than once"):
        check(table.set_axis(["a", "a"], axis=0).rename_axis("id"))
    with pytest.raises(BadPapers, match="called 'id'"):
        check(table.rename_axis("name"))
    with pytest.raises(BadPapers, match="1 of 2 papers"):
        check(table.assign(title=["a", None]))


def test_a_split_word_is_joined_where_the_other_text_has_it_whole():
    (paper,) = paper_table(
        [{"title": "On repre- sentation", "abstract": "A representation is found."}]
    ).to_dict("records")
    assert paper["clean_title"] == "On representation"


def test_titles_to_show():
    assert shown_title("Own", "x") == ("Own", True)
    shown = shown_title(None, "We present a new method, and it is very good at everything it does.")
    assert shown == ("We present a new method, and it is very good at everything…", False)
    assert shown_title(None, "Short one.") == ("Short one…", False)
    assert shown_title(None, None).own is False
    assert len(shown_title(None, "x" * 5000).text) < 130


def test_texts_are_titles_and_abstracts():
    table = tidy(
        pd.DataFrame({"title": ["A", "B?", None, "D"], "abstract": ["a.", "b.", "c.", None]})
    )
    assert text_of(table) == ["A. a.", "B? b.", "c.", "D"]


def test_equal_titles_are_one_paper_with_every_field():
    papers = merged(
        {
            "title": "One Title",
            "abstract": "short text",
            "authors": ["A B"],
            "authors_truncated": True,
        },
        {"title": "Other", "abstract": text(3)},
        {
            "title": "ONE title.",
            "abstract": "the short text and more",
            "authors": ["A B", "C D"],
            "authors_truncated": False,
            "year": 2020,
            "source": "b.txt",
            "line_start": 5,
            "line_end": 9,
        },
    )
    assert [paper["title"] for paper in papers] == ["One Title", "Other"]
    first = papers[0]
    assert first["abstract"] == "the short text and more"
    assert first["authors"] == ["A B", "C D"]
    assert (first["authors_truncated"], first["year"], first["source"]) == (False, 2020, "a.txt")
    assert first["duplicates"] == [{"source": "b.txt", "line_start": 5, "line_end": 9}]
    assert papers[1]["duplicates"] == []


def test_near_identical_abstracts_are_one_paper():
    words = text(4, 120).split()
    changed = [*words[:60], "altogether", *words[61:], "See", "our", "code."]
    assert len(merged({"abstract": " ".join(words)}, {"abstract": " ".join(changed)})) == 1
    assert len(merged({"abstract": " ".join(words)}, {"abstract": " ".join(words[:40]) + "…"})) == 1
    half = [*words[:60], *text(5, 60).split()]
    assert len(merged({"abstract": " ".join(words)}, {"abstract": " ".join(half)})) == 2


def test_different_papers_stay_apart():
    assert (
        len(
            merged({"title": "A", "abstract": "We count."}, {"title": "B", "abstract": "We count."})
        )
        == 2
    )
    assert len(merged({"abstract": "No abstract."}, {"abstract": "No abstract."})) == 2
    editorials = [
        {"title": "Editorial", "abstract": text(6), "authors": ["Ada Byron"]},
        {"title": "Editorial", "abstract": text(7), "authors": ["Grace Hopper"]},
    ]
    assert len(merged(*editorials)) == 2
    assert len(merged(*[paper | {"authors": ["Ada Byron"]} for paper in editorials])) == 1


def test_ten_identical_records_are_one_paper():
    papers = merged(*[{"abstract": text(8)}] * 10)
    assert len(papers) == 1
    assert len(papers[0]["duplicates"]) == 9


def test_duplicates_are_found_among_many():
    records = [{"title": f"Paper {i}", "abstract": text(i, 90)} for i in range(1500)]
    again = [{"abstract": text(i, 90)[:-30] + " and a new ending"} for i in range(0, 1500, 50)]
    papers, first = merge_duplicates(records + again)
    assert len(papers) == 1500
    assert first[1500:] == list(range(0, 1500, 50))


ALTERED = {
    "a sentence in front": lambda old, new: f"{new} {old}",
    "a sentence in the middle": lambda old, new: f"{old[:300]} {new} {old[300:]}",
    "a sentence at the end": lambda old, new: f"{old} {new}",
    "a sentence taken out": lambda old, new: old[:200] + old[300:],
    "words revised": lambda old, new: revised(old, 20),
}


@pytest.mark.parametrize("way", ALTERED)
def test_altered_abstracts_are_found(way):
    old = [text(i, 100) for i in range(200)]
    new = [ALTERED[way](abstract, text(1000 + i, 15)) for i, abstract in enumerate(old)]
    assert merge_duplicates([{"abstract": t} for t in old + new])[1] == [*range(200)] * 2


def test_an_abstract_is_compared_with_all_that_equal_it():
    owners = [("Graphs", "A B"), ("Speech in noise", "C D"), ("On noisy speech", "C D")]
    papers = merged(*[{"title": t, "authors": [a], "abstract": text(3)} for t, a in owners])
    assert [paper["title"] for paper in papers] == ["Graphs", "Speech in noise"]


def test_an_identifier_of_many_titles_is_that_of_a_volume():
    titles = ["Graphs and trees", "Speech in noise", "Cats on mats"]
    assert len(merged(*[{"title": title, "doi": "10.1234/v"} for title in titles])) == 3


def test_normalised_texts():
    assert normalised("Über-Fluß: The “Ｗide” α_1 ") == "über fluss the wide α 1"
    assert normalised(None) == ""


SAME = {
    "DOI": ({"title": "A first form", "doi": "10.1000/X.1"},
            {"title": "A first form, revised", "doi": "https://doi.org/10.1000/x.1"}),
    "DOI in the address": ({"title": "A", "url": "https://doi.org/10.1000/abc"},
                           {"title": "A", "doi": "10.1000/ABC", "authors": ["B"]}),
    "arXiv id of any version": ({"title": "One", "arxiv": "2401.01234v1", "abstract": text(1)},
                                {"title": "One (new)", "url": "https://arxiv.org/abs/2401.01234v3"}),
    "arXiv id as DOI": ({"title": "One", "id": "2401.01234"},
                        {"title": "One", "doi": "10.48550/arXiv.2401.01234"}),
    "title and first author": ({"title": "Deep, Learning!", "authors": ["Ada Byron"]},
                               {"title": "deep learning", "authors": ["A. Byron", "C. D."]}),
    "TeX and HTML aside": ({"title": r"Schr\"odinger \& {\em cats}", "authors": ["A B"]},
                           {"title": "Schrödinger &amp; <i>cats</i>", "authors": ["A B"]}),
    "a sentence more": ({"title": "T", "abstract": text(5)},
                        {"title": "Other", "abstract": text(5) + " Code: https://a.b/c."}),
    "forms of a name": ({"title": "On trees", "authors": ["Lovelace, Ada"]},
                        {"title": "On trees", "authors": ["A. Lovelace", "B C"]}),
    "family first": ({"title": "On trees", "authors": ["Müller J."]},
                     {"title": "On trees", "authors": ["Jörg Muller"]}),
    "arXiv versions of other titles": ({"title": "Towards attention", "arxiv": "2001.00001v1"},
                                       {"title": "Scaling up", "arxiv": "2001.00001v3"}),
    "DOI and author": ({"title": "Über Bäume", "doi": "10.1000/t", "authors": ["A B"]},
                       {"title": "On trees", "doi": "10.1000/t", "authors": ["A B"]}),
    "a title by nobody": ({"title": "On the growth of trees", "year": 2019},
                          {"title": "On the growth of trees", "abstract": text(7)}),
    "DOI, an author unknown": (
        {"title": "Über die Schmelze der Gletscher", "doi": "10.1000/abc"},
        {"title": "On glacier melt", "doi": "https://doi.org/10.1000/ABC", "authors": ["A B"],
         "abstract": text(2)}),
    "capitals": ({"title": "On trees", "authors": ["WEI BI"]},
                 {"title": "On trees", "authors": ["Wei Bi"]}),
    "letters": ({"title": "On trees", "authors": ["Łukasz Øster-Ðorđević"]},
                {"title": "On trees", "authors": ["Lukasz Oester-Dordevic"]}),
    "umlauts": ({"title": "On trees", "authors": ["Jörg Müller"]},
                {"title": "On trees", "authors": ["Mueller, Joerg"]}),
    "a sentence before": ({"title": "T", "abstract": text(5)},
                          {"title": "Other", "abstract": text(6, 15) + text(5)}),
    "retitled and revised": (
        {"title": "Trees", "authors": ["A B"], "venue": "CoRR", "year": 2019, "abstract": text(5)},
        {"title": "Of growth", "authors": ["A B"], "venue": "ICML", "year": 2020,
         "abstract": revised(text(5))}),
    "revised, an author unknown": (
        {"title": "On trees", "authors": ["A B"], "abstract": text(5)},
        {"title": "On trees and their growth", "abstract": revised(text(5))}),
    "accents and TeX in titles": (
        {"title": "Schrödinger & Nyström: $\\epsilon$-nets", "authors": ["A B"]},
        {"title": "Schroedinger and Nystrom: ε-Nets (Extended Abstract)", "authors": ["A B"]}),
    "a hyphen less": ({"title": "Multi-task boats", "authors": ["A B"]},
                      {"title": "Multitask Boats", "authors": ["A B"]}),
    "a name turned": ({"title": "On trees", "authors": ["Wang Wei"]},
                      {"title": "On trees", "authors": ["Wei Wang"]}),
    "arXiv id of a listing": (
        {"title": "One", "url": "https://huggingface.co/papers/2401.01234"},
        {"title": "Two", "id": "2401.01234v2"}),
    "old arXiv id": ({"title": "One", "url": "https://arxiv.org/abs/cs.LG/0501001"},
                     {"title": "Two", "url": "https://arxiv.org/abs/cs/0501001v2"}),
    "much revised, the same authors": (
        {"authors": ["A B", "C D"], "abstract": text(5)},
        {"title": "Trees", "authors": ["A B", "C D"], "abstract": revised(revised(text(5)))}),
    "a word changed": ({"abstract": text(6)}, {"abstract": text(6).replace("basil", "basel")}),
}  # fmt: skip
OTHER = {
    "only the title": ({"title": "Editorial", "authors": ["A B"], "abstract": text(1)},
                       {"title": "Editorial", "authors": ["C D"], "abstract": text(2)}),
    "only the title, no abstracts": ({"title": "On growth", "authors": ["A B"]},
                                     {"title": "On growth", "authors": ["C D"]}),
    "DOI of a volume": ({"title": "Graphs and trees", "doi": "10.1234/v", "abstract": text(1)},
                        {"title": "Speech in noise", "doi": "10.1234/v", "abstract": text(2)}),
    "a stock abstract": ({"title": "Graphs", "authors": ["A B"], "abstract": text(3, 30)},
                         {"title": "Speech", "authors": ["C D"], "abstract": text(3, 30)}),
    "initials are no names": (
        {"title": "Introduction to the special issue", "authors": ["Smith J.", "Lee A."]},
        {"title": "Introduction to the special issue", "authors": ["Kim J."]}),
    "another first author": ({"title": "On trees", "authors": ["Wei Wang"]},
                             {"title": "On trees", "authors": ["Li Chen", "Hua Wang"]}),
    "yearly": ({"title": "Editorial", "authors": ["A Lee"], "doi": "10.1000/a", "year": 2001},
               {"title": "Editorial", "authors": ["A Lee"], "doi": "10.1000/b", "year": 2012}),
    "yearly, by nobody": ({"title": "Preface", "year": 2001}, {"title": "Preface", "year": 2020}),
    "of other journals": ({"title": "Editorial", "venue": "J. A"},
                          {"title": "Editorial", "venue": "J. B"}),
    "a stock abstract with DOIs": (
        {"title": "Graphs", "doi": "10.1000/a", "abstract": text(3, 30)},
        {"title": "Speech", "doi": "10.1000/b", "abstract": text(3, 30)}),
    "parts of one": ({"title": "Foo theory, part I", "abstract": text(9)},
                     {"title": "Foo theory, part II", "abstract": text(9)}),
    "of two years": (
        {"title": "Workshop on Cats 2019", "authors": ["A B"], "abstract": text(9)},
        {"title": "Workshop on Cats 2020", "authors": ["A B"], "abstract": text(9)}),
    "of 2-D and 3-D": (
        {"title": "Growth in 2D", "authors": ["A B"], "abstract": text(9)},
        {"title": "Growth in 3D", "authors": ["A B"], "abstract": text(9)}),
    "a template": (
        {"title": "Proceedings of Workshop on Cats", "authors": ["A B"], "abstract": text(9)},
        {"title": "Proceedings of Workshop on Dogs", "authors": ["C D"], "abstract": text(9)}),
    "the next paper": (
        {"title": "A walker", "authors": ["A B"], "venue": "ICRA", "abstract": text(9)},
        {"title": "A climber", "authors": ["A B"], "venue": "IROS", "abstract": revised(text(9))}),
    "the next year": (
        {"title": "A walker", "authors": ["A B"], "venue": "ICRA", "year": 2009,
         "abstract": text(9)},
        {"title": "A climber", "authors": ["A B"], "venue": "ICRA", "year": 2010,
         "abstract": revised(text(9))}),
    "revised by another": (
        {"title": "On trees", "authors": ["A B"], "abstract": text(9)},
        {"title": "On trees and their growth", "authors": ["C D"], "abstract": revised(text(9))}),
    "DOI of a volume, with authors": (
        {"title": "Graphs and trees", "doi": "10.1234/v", "authors": ["A B"]},
        {"title": "Speech in noise", "doi": "10.1234/v", "authors": ["C D"]}),
    "initials in small names": ({"title": "On trees", "authors": ["Smith JA"]},
                                {"title": "On trees", "authors": ["Sun JA"]}),
    "formula of two people": (
        {"authors": ["A B"], "abstract": text(9, 30)},
        {"authors": ["C D"], "abstract": text(9, 30)}),
    "two arXiv ids": (
        {"title": "Findings", "authors": ["A B"], "arxiv": "2201.00001", "abstract": text(1)},
        {"title": "Findings", "authors": ["A B"], "arxiv": "2301.00001", "abstract": text(2)}),
    "two people of one initial": (
        {"title": "A survey of boats", "authors": ["Wen Wang", "Zed Xu"], "abstract": text(1)},
        {"title": "A survey of boats", "authors": ["Wei Wang", "Ann Lee"], "abstract": text(2)}),
    "two parts": ({"title": "Growth I", "authors": ["A B"]},
                  {"title": "Growth II", "authors": ["A B"]}),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_records_of_the_same_paper(case):
    for records in (SAME[case], SAME[case][::-1]):
        (paper,) = merged(*records)
        assert len(paper["duplicates"]) == 1
        for name in {*records[0], *records[1]} - {"title", "abstract", "doi", "url", "id", "arxiv"}:
            assert paper[name]


@pytest.mark.parametrize("case", OTHER)
def test_records_of_different_papers(case):
    assert len(merged(*OTHER[case])) == 2
