"""The daily e-mail of arXiv: what stands around its entries, entries that are cut or pasted."""

import json
from pathlib import Path

import pytest

from topicmap.readers.formats import choose_reader, open_page
from topicmap.readers.services import arxiv_mailing

SAMPLE = Path(__file__).parent.parent / "samples" / "readers" / "arxiv-mailing.txt"
ENTRY = r"""\\
arXiv:2101.00001
Date: Fri, 1 Jan 2021 12:00:00 GMT   (123kb,D)

Title: On Lanterns
Authors: Ada Byron and Plato
Categories: cs.LG
\\
  A lantern is a light. We show that it shines and compare it with the moon in
several experiments.
\\ ( https://arxiv.org/abs/2101.00001 ,  123kb)
"""


def found_in(text, tmp_path, name="papers"):
    page, _ = open_page(tmp_path / name, text.encode())
    reader = choose_reader(page)
    assert reader is arxiv_mailing
    return reader.read(page), page


def test_every_line_of_the_sample_is_accounted_for(tmp_path):
    found, page = found_in(SAMPLE.read_text(encoding="utf-8"), tmp_path)
    expected = json.loads(SAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
    assert [line.number for line in found.furniture] == expected["furniture"]
    taken = [*expected["furniture"], *(line.number for line, _ in found.unread)]
    for record in found.records:
        taken += range(record["line_start"], record["line_end"] + 1)
    assert {line.number for line in page.lines} <= set(taken)
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("name", ["papers", "mail.eml", "notes.md", "list.csv", "x.bib"])
@pytest.mark.parametrize("start", [0, 3], ids=["whole", "without the first bar"])
def test_one_entry_is_enough_under_any_name(name, start, tmp_path):
    found, _ = found_in(ENTRY[start:], tmp_path, name)
    (record,) = found.records
    assert record["title"] == "On Lanterns" and record["authors"] == ["Ada Byron", "Plato"]
    assert record["abstract"].endswith("the moon in several experiments.")
    assert found.furniture == found.unread == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("\\\\\n  A lantern", "  A lantern", {"title": "On Lanterns"}),
        ("Ada Byron and Plato", "Ada Byron (A (B (C))), et al.",
         {"authors": ["Ada Byron"], "authors_truncated": True}),
        ("Categories: cs.LG", "DOI: soon", {"doi_": "soon"}),
        ("Title: On Lanterns", "Title:\n  On Lanterns", {"title": "On Lanterns"}),
        ("Date: Fri,", "figures added Fri,", {"updated": "2021-01-01"}),
        ("2101.00001 ,  123kb)", "2101.00001 ,\n  123kb)",
         {"url": "https://arxiv.org/abs/2101.00001"}),
        ("Ada Byron and Plato", r"Anna M\"uller and Jos\'e Garc\'ia-L\'opez",
         {"authors": ["Anna Müller", "José García-López"]}),
    ],
)  # fmt: skip
def test_entries_that_are_not_as_usual(old, new, expected, tmp_path):
    assert old in ENTRY
    (record,) = found_in(ENTRY.replace(old, new), tmp_path)[0].records
    assert {key: record.get(key) for key in expected} == expected


@pytest.mark.parametrize("bars", ["", "\\\\\n"])
def test_an_abstract_with_its_name_before_it_is_one(bars, tmp_path):
    entry = (
        f"{bars}arXiv:2101.0000%d\nTitle: On Lanterns\nAuthors: Ada Byron, Plato\n"
        f"Abstract: A lantern is a light.\n  It shines.\n{bars}"
    )
    found, _ = found_in(entry % 1 + "\n" + entry % 2, tmp_path)
    assert [record["id"] for record in found.records] == ["2101.00001", "2101.00002"]
    for record in found.records:
        assert record["authors"] == ["Ada Byron", "Plato"]
        assert record["abstract"] == "A lantern is a light. It shines."


def test_entries_without_rules_between_them_stay_apart(tmp_path):
    second = ENTRY.replace("2101.00001", "2101.00002")
    for text in (ENTRY + second, ENTRY.replace("\\\\ (", "(") + second, ENTRY + second[3:]):
        found, _ = found_in(text, tmp_path)
        assert [record["id"] for record in found.records] == ["2101.00001", "2101.00002"]


def test_prose_about_a_paper_is_no_mailing(tmp_path):
    text = "We read arXiv:2101.00001 today.\nTitle: On Lanterns\narXiv:2101.00001\nand liked it.\n"
    page, _ = open_page(tmp_path / "notes.txt", text.encode())
    assert arxiv_mailing.accepts(page) == 0
