"""Bibliographies out and in again, and a list for reading in which no text is markup."""

import re
from pathlib import Path

import pandas as pd
import pytest
from bibtexparser.splitter import Splitter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from topicmap import bibtex_text
from topicmap.papers import paper_table
from topicmap.readers.bibliographies import bibtex, markdown, ris
from topicmap.readers.formats import open_page
from topicmap.writers import bib, jsonl, md
from topicmap.writers import ris as ris_out

FORMATS = [(bib, bibtex, "papers.bib"), (ris_out, ris, "papers.ris")]
SHARED = ("title", "authors", "authors_truncated", "abstract", "date", "year", "venue", "url",
          "doi", "keywords")  # fmt: skip
AWKWARD = (
    "{BERT}", "{", "}", "a } b { c", "\\", "\\\\", "a\\", "\\{", "\\}", "$", "$5 and 10% of $6",
    "50% & more_or #1 ^ ~", r"\emph{a {b} c}", r"$\{0,1\}^{n}$", r"{\em x}", r"{\'e}t\'{e} \'e",
    r"\alpha{\%}%", "{\\%}", r"\textbackslash", r"{\textbackslash}", '"quoted"', '{"}',
    "@article{x,", "Ωmega 文字 𝕏", "GPT-4 and ResNet50", r"\url{http://a.b/%20_}", r"\\{x}",
    r"$a\\{b}$", "a = {b},", r"{{{{{{deep}}}}}}", r"\a{\a{\a{\a{\a{\a{x}}}}}}", "%", "a # b",
    "- list", "1. one", "*", "TY  - JOUR", "ER  - ", "$$a$", "$$$", "\\ x", "\\$", "a\u00a0b",
    "x\u2028y", "--``''--", r"R\&D {\&} \_ \o&", r"Wei\ss \c{c}{\&} \'", r"{\ss",
)  # fmt: skip
NAMES = (
    "Ada Byron", "Plato", "Solo, Han", "X and Y", "and", "others", "Ludwig van Beethoven",
    "a, b, c", "LIGO Collaboration", "Sammy Davis Jr.", "University, of {X}", "Jean--Paul ''Ö''",
    r"M{\"u}ller", "X, ", "~", "50% Group", "d’Arcy", "A. B. & C", "Brothers", "in-others",
    "名前", r"a\b", "A; B", "A. Smith, B. Jones, C. Doe",
)  # fmt: skip
PLAIN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
PIECES = st.lists(st.sampled_from([*AWKWARD, *'{}\\$%&#_^~"@,;= abR', *" "]), max_size=8)
TEXTS = st.one_of(st.text(PLAIN, max_size=20), PIECES.map("".join)).map(
    lambda text: re.sub(" +", " ", text).strip()
)
PEOPLE = st.one_of(st.sampled_from(NAMES), TEXTS).filter(
    lambda name: not re.search(r"\b(?:et\.? al\b\.?|others|\d+ more)\s*$", name, re.IGNORECASE)
)
ROWS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "abstract": TEXTS,
        "authors": st.lists(PEOPLE, max_size=3),
        "authors_truncated": st.booleans(),
        "venue": TEXTS,
        "keywords": st.one_of(TEXTS, st.lists(TEXTS, max_size=3).map("; ".join)).map(
            lambda text: re.sub(" +", " ", text)
        ),
        "when": st.sampled_from(
            [(None, None), (2020, "2020"), (1999, "1999-03"), (2001, "2001-12-09"),
             (2002, "Spring 2002"), (None, "soon")]
        ),
        "url": st.sampled_from([None, "https://example.org/a_b%20c#d~e", "http://a.b/{x}\\%;$"]),
        "doi": st.sampled_from([None, "10.1000/a_b(c)%7B", "10.1000/<1:2>#3", "10.1000/{"]),
        "note": TEXTS,
    }
)  # fmt: skip
LIMITS = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(rows):
    """A paper table whose every paper has a title and an id that need care."""
    records = []
    for at, row in enumerate(rows):
        year, date = row.get("when", (None, None))
        rest = {key: value for key, value in row.items() if key != "when"}
        records.append(rest | {"id": f"p{at}", "title": row.get("title") or "T", "year": year,
                               "date": date})  # fmt: skip
    return paper_table(records)


def again(writer, reader, papers, path):
    """The table that comes back, the records as they were read, and what was not."""
    path.write_bytes(writer.content(papers))
    page, warnings = open_page(path, path.read_bytes())
    assert reader.accepts(page) >= 0.9 and not warnings
    found = reader.read(page)
    return paper_table(found.records), found


@LIMITS
@given(st.text(PLAIN, max_size=30) | PIECES.map("".join))
@example("".join(AWKWARD))
def test_any_text_comes_back_from_a_field(text):
    wanted = bibtex_text.SPACES.sub(" ", text).strip()
    for code in (bibtex_text.typed, bibtex_text.typed_title, bibtex_text.literal):
        coded = code(text)
        assert bibtex_text.plain(coded) == wanted
        assert_balanced(coded)
    assert bibtex_text.plain_address(bibtex_text.typed_address(wanted)) == wanted


def assert_balanced(coded):
    """Braces balanced as BibTeX counts them, and as programs that heed backslashes do."""
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):
        depth = 0
        for mark in re.findall(pattern, coded + "}"):
            depth += 1 if mark == "{" else -1
            assert depth >= -1
        assert depth == -1


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back_from_a_field(text):
    test_any_text_comes_back_from_a_field.hypothesis.inner_test(text)


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        (r"An $O(n^{2})$ \emph{bound} for caf\'{e}s at 50\%", None),
        ("50% of R&D_x", r"50{\%} of R{\&}D{\_}x"),
        ("{BERT} is }", r"{\textbraceleft}BERT{\textbraceright} is {\textbraceright}"),
        ("it costs 5$", r"it costs 5{\$}"),
    ],
)
def test_tex_stays_and_other_characters_are_coded(text, coded):
    assert bibtex_text.typed(text) == (coded or text)


@LIMITS
@given(st.lists(ROWS, min_size=1, max_size=3))
@pytest.mark.parametrize(("writer", "reader", "name"), FORMATS)
def test_any_papers_come_back(writer, reader, name, tmp_path, rows):
    papers = table(rows)
    back, found = again(writer, reader, papers, tmp_path / name)
    assert found.unread == []
    columns = [*SHARED, "note"]
    wanted = papers.assign(note=papers["note"])[columns]
    back = back.reindex(columns=columns)
    back["note"] = back["note"].astype(object).where(back["note"].notna(), None)
    assert back.to_dict("index") == wanted.to_dict("index")


@pytest.mark.parametrize(("writer", "reader", "name"), FORMATS)
def test_awkward_papers_come_back(writer, reader, name, tmp_path):
    rows = [{"title": f"A{text}", "abstract": text, "authors": list(NAMES), "venue": text}
            for text in AWKWARD]  # fmt: skip
    rows = [{key: re.sub(" +", " ", v).strip() if isinstance(v, str) else v
             for key, v in row.items()} for row in rows]  # fmt: skip
    if reader is ris:
        rows = [
            row | {"authors": [n for n in NAMES if not re.search("others$", n)]} for row in rows
        ]
    papers = table(rows)
    back, _ = again(writer, reader, papers, tmp_path / name)
    pd.testing.assert_frame_equal(back[list(SHARED)], papers[list(SHARED)])


@pytest.mark.parametrize(("writer", "reader", "name"), FORMATS)
def test_what_was_read_once_comes_back_whole(writer, reader, name, tmp_path):
    folder = Path(__file__).parent.parent / "samples" / "readers"
    path = folder / ("bibtex.bib" if reader is bibtex else "ris.ris")
    first = paper_table(reader.read(open_page(path, path.read_bytes())[0]).records)
    back, _ = again(writer, reader, first, tmp_path / name)
    lines = ["line_start", "line_end"]
    back = back[list(first.columns)].drop(columns=lines)
    pd.testing.assert_frame_equal(back, first.drop(columns=lines))


@pytest.mark.parametrize(
    "fields",
    [
        "subtitle = {B}, titleaddon = {C}",
        "maintitle = {M}",
        "date = {2020-03/2020-05}, year = 2020",
        "date = {2020~}",
        "date = {/1999}",
        "month = {mar/apr}, year = 2020",
        'month = "10~" # jan, year = 2020',
        "month = mar",
        "month = mar, year = {in press}",
        "month = {spring}, year = 2001, day = 3",
        "date = {2020}, month = mar",
        "eprint = {1234}, eprinttype = {pubmed}",
        "eprint = {2001.00001}, archiveprefix = {arXiv}, primaryclass = {cs.LG}",
        "crossref = {nobody}",
        "url = {www.a.b}, doi = {none}",
        "keywords = {a; b}, keyword = {c, d}",
        "author = {family=Lovelace, given=Ada, prefix=von and {family=Li} and others}",
    ],
)
def test_what_bibtex_says_comes_back_whole(fields, tmp_path):
    given = f"@misc{{key, title = {{A}}, {fields}}}".encode()
    path = tmp_path / "given.bib"
    path.write_bytes(given)
    first = paper_table(bibtex.read(open_page(path, given)[0]).records)
    back, found = again(bib, bibtex, first, tmp_path / "papers.bib")
    assert found.unread == [] and set(first.columns) == set(back.columns)
    lines = ["line_start", "line_end"]
    back = back[list(first.columns)].drop(columns=lines)
    pd.testing.assert_frame_equal(back, first.drop(columns=lines))


def told(module):
    """What the docstring of a writer says is not held."""
    return module.__doc__.partition("Not held")[2]


@pytest.mark.parametrize(("writer", "reader", "name"), [*FORMATS, (md, markdown, "papers.md")])
def test_a_year_or_a_date_alone_comes_back_as_the_docstring_tells(writer, reader, name, tmp_path):
    papers = paper_table([{"title": "A", "year": 2020}, {"title": "B", "date": "2021"}])
    back, _ = again(writer, reader, papers, tmp_path / name)
    assert list(back["year"]) == [2020, 2021]
    both = writer is not md
    assert list(back["date"]) == (["2020", "2021"] if both else [None, None])
    told_of = "a year and no date" if both else "a date that\n  is a year alone"
    assert told_of in told(writer)


def test_names_and_venues_that_look_like_something_else_come_back(tmp_path):
    papers = paper_table([{"title": "A", "authors": ["family=X, given=Y", "given=Z"],
                           "venue": "2020 Workshop"}])  # fmt: skip
    for writer, reader, name in FORMATS:
        back, _ = again(writer, reader, papers, tmp_path / name)
        assert back["authors"].iloc[0] == papers["authors"].iloc[0]
    back, _ = again(md, markdown, papers, tmp_path / "papers.md")
    assert back["venue"].iloc[0] == "2020 Workshop" and back["date"].iloc[0] is None


def test_citation_keys_are_valid_and_unique(tmp_path):
    ids = ["W1", "w1", "2401.01234v2", "cs/0112017", "a b,{c}", "é", "日本", "x" * 300, "key-2",
           "key", "KEY", "%", "W1-2"]  # fmt: skip
    papers = paper_table([{"id": name, "title": f"T {name}"} for name in ids])
    back, _ = again(bib, bibtex, papers, tmp_path / "papers.bib")
    assert list(back.index) == ids
    entries = Splitter((tmp_path / "papers.bib").read_text(encoding="utf-8")).split().entries
    keys = [entry.key for entry in entries]
    assert all(re.fullmatch(r"[A-Za-z0-9:./+_-]+", key) for key in keys)
    assert len({key.casefold() for key in keys}) == len(ids)
    assert keys[0] == "W1" and keys[2:4] == ids[2:4]


def test_types_and_venues_find_their_fields(tmp_path):
    papers = paper_table([
        {"title": "A", "venue": "J", "type": "JOUR"},
        {"title": "B", "venue": "C", "type": "paper-conference", "journal": "other"},
        {"title": "C", "venue": "P", "type": "inproceedings", "arxiv": "2401.01234"},
        {"title": "D"},
    ])  # fmt: skip
    text = bib.content(papers).decode()
    assert re.findall(r"^@(\w+)", text, re.M) == [
        "article",
        "inproceedings",
        "inproceedings",
        "misc",
    ]
    assert "booktitle = {P}" in text and "archiveprefix = {arXiv}" in text
    for writer, reader, name in FORMATS:
        back, _ = again(writer, reader, papers, tmp_path / name)
        assert list(back["venue"]) == ["J", "C", "P", None]
        assert back["arxiv"].iloc[2] == "2401.01234"


RENDER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def rendered(content):
    """The texts of every line of every item, and the names of all tokens."""
    texts, kinds = [], set()
    for token in RENDER.parse(content.decode()):
        kinds.add(token.type)
        parts = [""]
        for child in token.children or []:
            kinds.add(child.type)
            parts[-1] += child.content
            if child.type in ("hardbreak", "softbreak"):
                parts.append("")
        texts += parts if token.type == "inline" else []
    return texts, kinds


@LIMITS
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(list(AWKWARD))
def test_no_text_is_markup_in_the_list_for_reading(texts):
    papers = paper_table([{"title": f"T{t}", "abstract": t, "authors": ["A", t], "venue": t}
                          for t in texts])  # fmt: skip
    found, kinds = rendered(md.content(papers))
    assert kinds <= {
        "heading_open", "heading_close", "inline", "text", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "paragraph_open", "paragraph_close", "hardbreak",
        "strong_open", "strong_close", "em_open", "em_close", "text_special",
    }  # fmt: skip
    wanted = ["1 paper" if len(papers) == 1 else f"{len(papers)} papers"]
    for title, authors, venue, abstract in zip(
        papers["title"], papers["authors"], papers["venue"], papers["abstract"], strict=True
    ):
        listed = "; ".join([*authors, ""]) if "," in authors[-1] else ", ".join(authors)
        wanted += [title, listed, *([venue] if venue else []),
                   *([abstract] if abstract else [])]  # fmt: skip
    assert found == [" ".join(text.split()) for text in wanted]


HELD = ["title", "abstract", "authors", "authors_truncated", "venue", "date", "year", "url", "doi"]


BARE = {"title": "T", "abstract": "", "authors": [], "authors_truncated": False, "venue": "",
        "keywords": "", "when": (None, None), "url": None, "doi": None, "note": ""}  # fmt: skip


@LIMITS
@given(st.lists(ROWS, min_size=1, max_size=4))
@example([BARE | {"title": "\u200b"}, BARE | {"title": "a\u200bb", "abstract": "\u200b"}])
@example([BARE | {"venue": "\u200b", "authors": ["\u200b", "B\ufeff"]}])
def test_what_the_list_for_reading_holds_comes_back(tmp_path, rows):
    for row in rows:
        names = [" ".join(name.split()) for name in row["authors"]]
        row["authors"] = [name for name in names if name and ";" not in name]
        row["authors_truncated"] = bool(row["authors_truncated"] and row["authors"])
        row["doi"] = "10.1000/x" if row["doi"] and not row["url"] else None
        row["url"] = row["url"] if row["url"] and "\\" not in row["url"] else None
        year, date = row["when"]
        row["when"] = (year, None if date == str(year) else date)
        row["venue"] = row["venue"].strip(" ·")
        row["title"] = row["title"] or (None if row["abstract"] else "T")
    papers = paper_table([
        row | {"when": None, "year": row["when"][0], "date": row["when"][1]} for row in rows
    ])  # fmt: skip
    back, found = again(md, markdown, papers, tmp_path / "papers.md")
    assert found.unread == []
    wanted = papers[HELD].reset_index(drop=True)
    for name in ("title", "abstract", "venue"):
        texts = [text and " ".join(text.split()) for text in wanted[name]]
        wanted[name] = pd.Series(texts, dtype=object)
    pd.testing.assert_frame_equal(back[HELD].reset_index(drop=True), wanted)


def test_the_list_for_reading_links_only_to_the_web():
    papers = paper_table([
        {"title": "A", "url": "https://a.b/c_d"},
        {"title": "B", "doi": "10.1000/x"},
        {"title": "C", "url": "javascript:alert(1)", "authors": ["N"], "authors_truncated": True},
        {"abstract": "one two " * 9, "year": 2020, "url": "https://a.b/> <script>"},
    ])  # fmt: skip
    text = md.content(papers).decode()
    html = RENDER.render(text)
    assert re.findall('href="([^"]*)"', html) == ["https://a.b/c_d", "https://doi.org/10.1000/x"]
    assert "N, et al." in html and "<script" not in html
    assert text.startswith("# 4 papers\n")


def test_every_writer_takes_the_table_of_another(tmp_path):
    papers = paper_table([{"title": "A", "n": 3, "x y": "b", "T": "c", "authors": None}])
    for writer in (bib, ris_out, md, jsonl):
        assert writer.content(papers)
    assert "n = {3}" in bib.content(papers).decode()
