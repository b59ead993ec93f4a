"""Bibliographies of reference managers and libraries: samples, special cases, damaged files."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topicmap.errors import TopicMapError
from topicmap.readers.bibliographies import (
    bibtex,
    csl_json,
    endnote_xml,
    nbib,
    pubmed_xml,
    ris,
)
from topicmap.readers.bibliographies.bibtex_values import author_list, keyword_list
from topicmap.readers.dates import iso_date, worded_date
from topicmap.readers.decoding import decode
from topicmap.readers.formats import READERS, open_page
from topicmap.readers.identifiers import arxiv_id, bare_doi
from topicmap.readers.page import Page
from topicmap.readers.people import turned_name

FOLDER = Path(__file__).parent.parent / "samples" / "readers"
SAMPLES = {
    bibtex: "bibtex.bib",
    ris: "ris.ris",
    nbib: "nbib.nbib",
    csl_json: "csl-json.sample.json",
    pubmed_xml: "pubmed-xml.xml",
    endnote_xml: "endnote-xml.xml",
}
KINDS = pytest.mark.parametrize("reader", SAMPLES, ids=lambda reader: reader.NAME)


def page_of(text):
    data = text if isinstance(text, bytes) else text.encode()
    return Page(Path("papers.txt"), data, decode(data, "papers.txt")[0])


def entry(fields, kind="article"):
    """The record of one BibTeX entry."""
    found = bibtex.read(page_of(f"@{kind}{{key,\n{fields}\n}}"))
    assert found.unread == [] and len(found.records) == 1
    return found.records[0]


@KINDS
def test_every_sample_gives_what_was_written_down(reader):
    expected = json.loads((FOLDER / f"{reader.NAME}.json").read_text(encoding="utf-8"))
    page, _ = open_page(path := FOLDER / SAMPLES[reader], path.read_bytes())
    found = reader.read(page)
    assert [{k: v for k, v in record.items() if v is not None} for record in found.records] == (
        expected["records"]
    )
    assert [line.number for line, _ in found.unread] == expected["unread"]


@KINDS
def test_every_sample_is_known_by_its_content_alone(reader):
    page = page_of((FOLDER / SAMPLES[reader]).read_bytes())
    sure = [other for other in {*SAMPLES, *READERS} if other.accepts(page) >= 0.9]
    assert sure == [reader]


@KINDS
@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_change_nothing(reader, ending):
    text = (FOLDER / SAMPLES[reader]).read_text(encoding="utf-8")
    one, two = page_of(text), page_of(text.replace("\n", ending))
    if ending == "\r" and reader in (pubmed_xml, endnote_xml):
        pytest.skip("XML counts a line for every line feed")
    assert reader.accepts(two) >= 0.9
    assert reader.read(two).records == reader.read(one).records


@settings(max_examples=50)
@given(data=st.data())
@KINDS
def test_damaged_files_give_papers_or_a_clear_error(reader, data):
    raw = bytearray((FOLDER / SAMPLES[reader]).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 3, 40]))
        raw[at : at + length] = data.draw(
            st.sampled_from([b"", b"{", b"}", b'"', b"@", b"\\", b",", b"#", b"null", b"[]", b"1"])
            | st.binary(max_size=4)
        )
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]
    try:
        page = page_of(bytes(raw))
        reader.accepts(page)
        found = reader.read(page)
    except TopicMapError:
        return
    assert all(record["line_start"] <= record["line_end"] for record in found.records)
    assert all(isinstance(record.get("title", ""), str) for record in found.records)


def test_a_broken_bibtex_entry_is_told_and_the_rest_read(caplog):
    text = (
        "@article{a, title={1}}\n@article{b, title={Two\n\n@article{c, title}\n@misc{d, title={D}}"
    )
    found = bibtex.read(page_of(text))
    assert [record["id"] for record in found.records] == ["a", "d"]
    assert [(line.number, line.text) for line, _ in found.unread] == [
        (2, "@article{b, title={Two"),
        (4, "@article{c, title}"),
    ]
    assert all("broken entry" in reason for _, reason in found.unread)


def test_broken_entries_print_nothing(capfd):
    logging.getLogger("bibtexparser").handlers[:] or pytest.fail("no handler")
    bibtex.read(page_of("@article{b, title={Two"))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "names", "cut"),
    [
        ("Donald E. Knuth", ["Donald E. Knuth"], False),
        ("van Beethoven, Ludwig and Ford, Jr., Henry", ["Ludwig van Beethoven", "Henry Ford Jr."],
         False),
        (r"{\'E}mile Zola and Sm{\o}r, J{\"o}rg and others", ["Émile Zola", "Jörg Smør"], True),
        (r"Nguy{\~{\^e}}n, V{\u a}n~A", ["Văn A Nguyễn"], False),
        (r"{Barnes and Noble, Inc.} and {The {ATLAS} Collaboration}",
         ["Barnes and Noble, Inc.", "The ATLAS Collaboration"], False),
        ("A. One et al.", ["A. One"], True),
        (r"others", [], True),
        ("", [], False),
        (r"Broken {Name and Other", ["Broken Name and Other"], False),
        (r"100% Sure and \unknown{X} Y and \'Emile Z", ["100% Sure", "X Y", "Émile Z"], False),
    ],
)  # fmt: skip
def test_lists_of_names(text, names, cut):
    assert author_list(text) == (names, cut)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title = {A}, month = {December}, year = 2001", {"date": "2001-12"}),
        ("title = {A}, month = 2, year = {2001}", {"date": "2001-02"}),
        ('title = {A}, month = "10~" # jan, year = {2001}', {"date": "2001-01", "year": 2001}),
        ("title = {A}, date = {2001-02-03}, month = feb, year = 2002",
         {"date": "2001-02-03", "year": 2002}),
        ("title = {{{A} {B} C}}", {"title": "A B C"}),
        (r"title = {{\LaTeX} and {\em x}}", {"title": r"{\LaTeX} and {\em x}"}),
        (r"title = {100{\%} \& {\&} $a_{b}$}", {"title": r"100% \& & $a_{b}$"}),
        ("title = {A}, eprint = {hep-th/9901001}", {"arxiv": "hep-th/9901001"}),
        ("title = {A}, eprint = {1234}, eprinttype = {pubmed}", {"eprint": "1234"}),
        ("title = {A}, url = {\\url{https://a.b/\\~x}}", {"url": "https://a.b/~x"}),
        ("title = {A}, keywords = {a; b, c}", {"keywords": "a; b, c"}),
        ("title = {A}, note = jan # { and } # undefined", {"note": "jan and undefined"}),
        ("title = {A}, source = {S}, topic = {T}", {"source_": "S", "topic_": "T"}),
    ],
)  # fmt: skip
def test_fields_of_bibtex(fields, expected):
    found = entry(fields)
    assert {key: found.get(key) for key in expected} == expected


def test_an_entry_in_plain_prose_does_not_make_a_page_bibtex():
    prose = "We study graphs and their cuts in many words.\n" * 20
    assert bibtex.accepts(page_of(f"{prose}@article{{a,\n title = {{T}}\n}}\n{prose}")) < 0.9
    assert bibtex.accepts(page_of("Notes by hand\n\n@article{a,\n title = {T}\n}\n")) > 0.9


def test_many_bibtex_entries_take_time_in_proportion():
    text = "@article{k, title={T}, author={A, B and C, D}, abstract={x y}}\n" * 3000
    found = bibtex.read(page_of(text))
    assert len(found.records) == 3000
    assert found.records[-1]["line_start"] == 3000


@pytest.mark.parametrize(
    "text",
    [
        "@article{x, title={" + "{" * 50_000,
        "@article{x, title={" + r"\a{" * 30_000 + "}" * 30_000 + "}}",
        "@article{x, title={T}, author={" + r"\'{a" * 20_000 + "}" * 20_000 + "}}",
        "TY  - JOUR\n" + "\n" * 50_000 + "TI  - x",
        "PMID- 1\nTI  - x\n" + "      word\n" * 50_000,
        '[{"type": "book", "title": ' + "[" * 50_000,
    ],
    ids=["braces", "commands", "accents", "blank", "continued", "json"],
)
def test_hostile_files_are_read_or_refused_in_bounded_time(text):
    page = page_of(text)
    for reader in SAMPLES:
        reader.accepts(page)
        reader.read(page)


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Byron, Ada", "Ada Byron"),
        ("Ford, Jr., Henry", "Henry Ford Jr."),
        ("Ford, Henry, Jr.", "Henry Ford Jr."),
        ("Ford, Henry Jr", "Henry Ford Jr"),
        ("Ford, III", "Ford III"),
        ("World Group,", "World Group"),
        ("University,, North", "University, North"),
        ("Plato", "Plato"),
        (",", ""),
        (", Ada", "Ada"),
    ],
)
def test_names_are_turned(name, turned):
    assert turned_name(name) == turned


def test_dates_and_identifiers():
    assert iso_date("2020", "Sept.", "31") == "2020-09-31"
    assert iso_date(2020, 13) == "2020" and iso_date(2020, 2, "x") == "2020-02"
    assert iso_date("20xx") == "20xx" and iso_date(None, 2) is None
    assert (
        worded_date("2020 Mar 5") == "2020-03-05" and worded_date("2019 Nov-Dec") == "2019 Nov-Dec"
    )
    assert worded_date("") is None and worded_date("1998 Spring") == "1998 Spring"
    assert bare_doi("doi: 10.1000/x") == "10.1000/x" and bare_doi("none") is None
    assert arxiv_id("arXiv:2401.01234v2") == "2401.01234v2" and arxiv_id("W2401.01234") is None
    assert keyword_list("{a, b}, c,, c") == "a, b; c" and keyword_list("") is None


def test_csl_of_other_services_is_left_to_them():
    openalex = [{"id": "https://openalex.org/W1", "type": "article", "title": "T",
                 "authorships": [], "publication_year": 2020}]  # fmt: skip
    crossref = {"message": {"items": [{"type": "journal-article", "title": ["T"],
                "author": [{"family": "F"}], "issued": {"date-parts": [[2020]]}}]}}  # fmt: skip
    table = [{"title": "T", "type": "oral", "author": "A; B"}]
    for value in (openalex, crossref, table):
        assert csl_json.accepts(page_of(json.dumps(value))) == 0


def test_pubmed_refuses_other_xml():
    for reader in (pubmed_xml, endnote_xml):
        assert reader.accepts(page_of("<html><body>PubmedArticleSet</body></html>")) == 0
        assert reader.accepts(page_of("<xml><a/></xml>")) == 0
        assert reader.read(page_of("<xml><records><record/></records></xml>")).unread == []
