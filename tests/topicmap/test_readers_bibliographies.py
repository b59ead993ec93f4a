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
from topicmap.readers.bibliographies.bibtex_values import author_list, keyword_list, with_and
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


def test_tags_that_are_not_kept_are_told_unless_another_says_the_same():
    text = "TY  - JOUR\nTI  - T\nT1  - T\nAB  - A.\nC3  - Dept.\nDB  -\nER  - \n" * 2
    found = ris.read(page_of(text))
    assert found.left_out == {"C3": 2}


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


NEXT = "\n@article{next, title={N}}"


@pytest.mark.parametrize(
    ("text", "records", "warnings"),
    [
        ("@article{a, title = {X} year = 2010}", {"title": "X", "year": 2010},
         ["line 1: a comma is missing before year in the entry a"]),
        ("@article{a,\n title = {X}\n\n year=2010\n note = \"N\" month=mar\n}",
         {"title": "X", "date": "2010-03", "note": "N"},
         ["line 2: a comma is missing before year in the entry a",
          "line 2: a comma is missing before note in the entry a",
          "line 2: a comma is missing before month in the entry a"]),
        ("@article{a, title = {A} # { = B} # \"c = {d}\"}", {"title": "A = Bc = d"}, []),
        ("@article{a, title = {A} {B}}", {"title": "A B"}, []),
        ("@article{a,\n title={X},\n Title={Y},\n title = {X}\n}", {"title": "X"},
         ["line 3: the title repeated in the entry a is left out: Y"]),
        ("@article{a, title={X}, keywords={k}, keyword={l}}", {"keywords": "k; l"}, []),
        ("@article{, title={X}, year=2000}", {"title": "X", "venue": None, "id": None}, []),
        ("@article{a, title={X}, crossref={Nobody}}", {"title": "X", "crossref": "Nobody"}, []),
        ("@ article\n{a, title={X}}", {"title": "X"}, []),
        ("@article(a, title=\"X) Y\")", {"title": "X) Y"}, []),
        ("@article{a, title={X}} % the end", {"title": "X"}, []),
        ("@article{a, title={X}},", {"title": "X"}, []),
        ("@article{a, title={X}, url={www.a.b}, doi={none}}", {"url_": "www.a.b", "doi_": "none"},
         []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_slips_in_bibtex_are_understood(text, records, warnings, ending):
    found = bibtex.read(page_of((text + NEXT).replace("\n", ending)))
    assert found.unread == [] and found.warnings == warnings
    first, second = found.records
    assert {key: first.get(key) for key in records} == records
    assert second["id"] == "next" and second["line_start"] == 2 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "names", "cut"),
    [
        ("A. Smith, B. Jones, and C. Doe", ["A. Smith", "B. Jones", "C. Doe"], False),
        ("A. Smith, B. Jones and C. Doe", ["A. Smith", "B. Jones", "C. Doe"], False),
        (r"Ann Lee, J{\"o}rg Kim, Bo Ng", ["Ann Lee", "Jörg Kim", "Bo Ng"], False),
        ("Smith, J.; Doe, K.", ["J. Smith", "K. Doe"], False),
        ("A. Smith; B. Jones; et al.", ["A. Smith", "B. Jones"], True),
        ("Ann Smith, Bo Jones, Cy Doe, et al.", ["Ann Smith", "Bo Jones", "Cy Doe"], True),
        ("Smith, J., Doe, K. L. and Roe, M.", ["J. Smith", "K. L. Doe", "M. Roe"], False),
        ("Smith, J., and Doe, K.", ["J. Smith", "K. Doe"], False),
        ("Ann Lee, Bo Kim, and Cy Doe", ["Ann Lee", "Bo Kim", "Cy Doe"], False),
        ("van Berg, Jan Piet, and Cy Doe", ["Jan Piet van Berg", "Cy Doe"], False),
        ("Garcia Li, Maria Jo, and Doe, Cy", ["Maria Jo Garcia Li", "Cy Doe"], False),
    ],
)
def test_names_that_commas_or_semicolons_part_are_told(text, names, cut):
    found = bibtex.read(page_of(f"@article{{a, title={{X}},\n author={{{text}}}}}"))
    (record,) = found.records
    assert record["authors"] == names and record.get("authors_truncated") == (cut or None)
    assert found.warnings == [
        'line 2: the authors of the entry a are parted by commas or semicolons instead of "and"'
    ]


@pytest.mark.parametrize(
    "text",
    ["van der Berg, Jan Pieter", "Garcia Lopez, Maria Jose and Ng, Bo", "Ford, Jr., Henry",
     "{A; B} and {A. Smith, B. Jones, C. Doe}", "M&uuml;ller, Ann", "Lee, A., Jr.",
     "family=Ng, given=Bo, prefix=von", "et al.", "Lee, A. and et al", "others", ""],
)  # fmt: skip
def test_names_in_the_usual_form_are_not_parted(text):
    assert with_and(text) == text


@pytest.mark.parametrize(
    ("text", "read", "unread"),
    [
        ("@article{a, title={X {Y},\n year={2000}}", 0, [(1, "not closed")]),
        ("@article{a, title={X},\n year=2000", 0, [(1, "not closed")]),
        ("@article{title={X}, year=2000}", 0, [(1, "key")]),
        ("@article{a, title={X},, year=2000}", 0, [(1, "Expected a `=`")]),
        ("@article{a, title={X}}, year={2000}}", 1, [(1, "outside")]),
        ("@article{a, title={X}},\n year={2000}\n}", 1, [(2, "outside")]),
        ("@article{a, title={X}} and more", 1, [(1, "outside")]),
        ("@string{j = {J}\n", 0, [(1, "not closed")]),
        ("title = {X},\nyear = 2000", 0, [(1, "outside"), (2, "outside")]),
    ],
)
def test_breaks_in_bibtex_are_told_and_stop_nothing(text, read, unread):
    found = bibtex.read(page_of(text + NEXT))
    assert [line.number for line, _ in found.unread] == [number for number, _ in unread]
    for (_, why), (_, part) in zip(found.unread, unread, strict=True):
        assert part in why
    assert [record["id"] for record in found.records] == ["a"] * read + ["next"]


def test_text_between_bibtex_entries_is_told_as_furniture():
    text = "@comment{x, y = {no}}\nSome words.\n@preamble{{x}}\n}\n% year = 3\n@string{j = {J}}\n"
    found = bibtex.read(page_of(text + NEXT))
    assert found.unread == [] and len(found.records) == 1
    assert [line.number for line in found.furniture] == [1, 2, 3, 4, 5, 6]


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
        ("family=Lovelace, given=Ada, prefix=von and given=Bo, family=Li",
         ["Ada von Lovelace", "Bo Li"], False),
        (r"family={King, {\'E}}, given={M. L.}, suffix=Jr, given-i=M and {given=X}, a and Plato",
         ["M. L. King, É Jr", "a given=X", "Plato"], False),
        ('"family={A and B, Inc.}" and family = Ng and others', ["A and B, Inc.", "Ng"], True),
        (r"100% Sure and \unknown{X} Y and \'Emile Z", ["100% Sure", "X Y", "Émile Z"], False),
        (r"Nu\~{n}ez, Jos\'{e} and Mu\~noz, Ana and Silva, Jo\~{a}o and Nguy\~{\^e}n, V~A",
         ["José Nuñez", "Ana Muñoz", "João Silva", "V A Nguyễn"], False),
        ("O'Neil, Patrick, Jr. and Ford, III, Henry and Smith, M.D.",
         ["Patrick O'Neil Jr.", "Henry Ford III", "M.D. Smith"], False),
    ],
)  # fmt: skip
def test_lists_of_names(text, names, cut):
    assert author_list(text) == (names, cut)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title = {A}, subtitle = {B {C}}, titleaddon = {D}",
         {"title": "A: B C", "subtitle": None, "titleaddon": "D"}),
        ("title = {Why?}, subtitle = {B}", {"title": "Why? B"}),
        ("title = {A: B}, subtitle = {B}", {"title": "A: B"}),
        ("subtitle = {B}, abstract = {C}", {"title": "B"}),
        ("maintitle = {M}, mainsubtitle = {S}, title = {A}",
         {"title": "A", "maintitle": "M", "mainsubtitle": "S"}),
        ("maintitle = {M}, mainsubtitle = {S}", {"title": "M: S", "maintitle": None}),
        ("title = {A}, date = {2020-03/2020-05}", {"date": "2020-03/2020-05", "year": 2020}),
        ("title = {A}, date = {2020~}", {"date": "2020~", "year": 2020}),
        ("title = {A}, date = {/1999-02}", {"date": "/1999-02", "year": 1999}),
        ("title = {A}, month = {December}, year = 2001", {"date": "2001-12"}),
        ("title = {A}, month = {mar/apr}, year = 2001",
         {"date": "2001-03", "month": "mar/apr"}),
        ("title = {A}, month = mar", {"date": None, "month": "mar"}),
        ("title = {A}, month = 2, year = {2001}", {"date": "2001-02"}),
        ('title = {A}, month = "10~" # jan, year = {2001}', {"date": "2001-01-10", "year": 2001}),
        ("title = {A}, date = {2001-02-03}, month = feb, year = 2002",
         {"date": "2001-02-03", "year": 2002}),
        ("title = {{{A} {B} C}}", {"title": "A B C"}),
        (r"title = {{\LaTeX} and {\em x}}", {"title": r"{\LaTeX} and {\em x}"}),
        (r"title = {100{\%} \& {\&} $a_{b}$}", {"title": r"100% \& & $a_{b}$"}),
        ("title = {A}, eprint = {hep-th/9901001}", {"arxiv": "hep-th/9901001"}),
        ("title = {A}, eprint = {1234}, eprinttype = {pubmed}", {"eprint": "1234"}),
        ("title = {A}, url = {\\url{https://a.b/\\~x}}", {"url": "https://a.b/~x"}),
        ("title = {A}, keywords = {a; b, c}", {"keywords": "a; b, c"}),
        (r"title = {A}, keywords = {R\&D, {\'E}t\'e, a {\&} b}", {"keywords": "R&D; Été; a & b"}),
        (r"title = {A}, booktitle = {Discovery \& Data Mining, Acad\'emie {\&} \c{C}a}",
         {"venue": "Discovery & Data Mining, Académie & Ça"}),
        (r"title = {A}, journal = {J. $\alpha$ \emph{x}}", {"venue": r"J. $\alpha$ \emph{x}"}),
        ("title = {A}, note = jan # { and } # undefined", {"note": "jan and undefined"}),
        ("title = {A}, source = {S}, topic = {T}", {"source_": "S", "topic_": "T"}),
    ],
)  # fmt: skip
def test_fields_of_bibtex(fields, expected):
    found = entry(fields)
    assert {key: found.get(key) for key in expected} == expected


def ris_of(lines):
    """What is found in RIS of one entry with a type and an end."""
    return ris.read(page_of("TY  - JOUR\n" + "\n".join(lines) + "\nER  - \n"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TI  - A", "M3  - doi: 10.1000/x"], {"doi": "10.1000/x"}),
        (["TI  - A", "L3  - https://doi.org/10.1000/x"], {"doi": "10.1000/x"}),
        (["TI  - A", "DO  - https://doi.org/10.1000/x", "M3  - 10.1000/y"], {"doi": "10.1000/x"}),
        (["TI  - A", "DO  - none", "UR  - www.a.b"], {"doi_": "none", "url_": "www.a.b"}),
        (["TI  - A", "AB  - One.", "N2  - Two."], {"abstract": "One.", "note": "Two."}),
        (["TI  - A", "AB  - One.", "N2  - One."], {"abstract": "One.", "note": None}),
        (["TI  - A", "N2  - Two.", "N1  - note"], {"abstract": "Two.", "note": "note"}),
        (["TI  - A", "AB  - One.", "AB  - Two.", "AB  - One."], {"abstract": "One. Two."}),
        (["T1  - A", "BT  - B"], {"title": "A", "venue": "B"}),
        (["CT  - A"], {"title": "A"}),
        (["BT  - B"], {"title": "B", "venue": None}),
        (["TI  - A", "A1  - One, O.", "AU  - Two, T.", "A1  - Two, T."],
         {"authors": ["O. One", "T. Two"]}),
        (["TI  - A", "PY  - 2020/03/05/"], {"date": "2020-03-05", "year": 2020}),
        (["TI  - A", "PY  - 2020///"], {"date": "2020", "year": 2020}),
        (["TI  - A", "PY  - 2020/03//Spring"], {"date": "2020/03//Spring", "year": 2020}),
        (["TI  - A", "Y1  - 2020/3/5"], {"date": "2020-03-05", "year": 2020}),
        (["TI  - A", "PY  - 2020", "DA  - MAR 5"], {"date": "2020-03-05", "year": 2020}),
        (["TI  - A", "DA  - MAR 5"], {"date": "MAR 5", "year": None}),
        (["TI  - A", "PY  - 2020", "DA  - MAR-APR"], {"date": "MAR-APR", "year": 2020}),
        (["TI  - A", "DA  - 2020-03-05"], {"date": "2020-03-05", "year": 2020}),
        (["TI  - A", "KW  - a", "KW  - b; c", "d"], {"keywords": "a; b; c; d"}),
        (["TI  - A title", "   that goes on"], {"title": "A title that goes on"}),
        (["TI  - A", "JA  - J. A.", "JO  - J"], {"venue": "J"}),
        (["T1  - A", "TI  - A"], {"title": "A"}),
        (["TY  - CONF", "TI  - A", "C3  - Proceedings", "J2  - P."],
         {"venue": "Proceedings", "booktitle": None}),
        (["TY  - CONF", "TI  - A", "T2  - Series", "C3  - Proceedings"],
         {"venue": "Series", "booktitle": "Proceedings"}),
        (["TI  - A", "C3  - University"], {"venue": None, "booktitle": None}),
        (["TI  - A", "C7  - 912", "M1  - 3"], {"article-number": "912", "number": "3"}),
        (["TI  - A", "IS  - 2", "M1  - 3", "N1  - n"], {"number": "2", "note": "n; 3"}),
        (["TI  - A", "IS  - 3", "M1  - 3"], {"number": "3", "note": None}),
    ],
)  # fmt: skip
def test_variants_of_ris(lines, expected):
    found = ris_of(lines)
    *_, record = found.records
    assert {key: record.get(key) for key in expected} == expected
    assert found.warnings == found.unread == []


def test_ris_without_ends_and_with_a_byte_order_mark():
    text = "\ufeffTY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\n\nTY  - JOUR\nTI  - C\nER  -"
    page = page_of(text.encode("utf-8"))
    assert ris.accepts(page) > 0.9
    assert [record["title"] for record in ris.read(page).records] == ["A", "B", "C"]


def test_the_last_line_of_a_web_of_science_file_is_furniture():
    found = ris.read(page_of("TY  - JOUR\nTI  - A\nER  -\n\nEF  -\n"))
    assert found.unread == [] and [line.number for line in found.furniture] == [5]


@pytest.mark.parametrize(
    ("reader", "text", "what"),
    [
        (ris, "TY  - JOUR\nID  - a\nTI  - A\nTI  - A\nTI  - B\nER  - \n", "TI"),
        (ris, "TY  - JOUR\nT1  - B\nTI  - A\nER  - \n", "T1"),
        (nbib, "PMID- 1\nTI  - A\nAB  - x\n\nTI  - B\n", "TI"),
    ],
)
def test_a_second_title_in_an_entry_is_told(reader, text, what):
    found = reader.read(page_of(text))
    assert [record["title"] for record in found.records] == ["A"]
    assert found.warnings == [f"line 1: {what} repeated in the entry is left out: B"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TI  - A", "AID - S1 [pii]", "AID - 10.1000/x [doi]"], {"doi": "10.1000/x"}),
        (["TI  - A", "LID - 10.1000/x [doi]"], {"doi": "10.1000/x"}),
        (["TI  - A", "AU  - Byron A", "CN  - The Group"], {"authors": ["A Byron", "The Group"]}),
        (["TT  - Ein Titel"], {"title": "Ein Titel"}),
        (["BTI - A Book"], {"title": "A Book", "venue": None}),
        (["TI  - A", "DP  - 2020 Mar-Apr"], {"date": "2020 Mar-Apr", "year": 2020}),
        (["TI  - A", "OT  - *a", "OT  - b", "MH  - *C/d"], {"keywords": "a; b; C/d"}),
        (["TI  - A", "FED - Byron, Ada", "ED  - Byron A"], {"editor": "Ada Byron"}),
    ],
)  # fmt: skip
def test_variants_of_nbib(lines, expected):
    (record,) = nbib.read(page_of("PMID- 7\n" + "\n".join(lines) + "\n")).records
    assert {key: record.get(key) for key in {**expected, "id": 0}} == expected | {"id": "7"}


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
        ("Ford, M.D.", "M.D. Ford"),
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
