"""The five layouts: every record of the seeds, and pages made to be difficult."""

import json
import textwrap
import time
from pathlib import Path

import pytest

from topicmap.readers import read_papers, read_sources
from topicmap.readers.formats import READERS, choose_reader, open_page
from topicmap.readers.page import Page
from topicmap.readers.pages import arxiv_digest

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "data" / "seeds").glob("*.txt"))
PAGES = sorted((ROOT / "tests" / "samples" / "pages").glob("*.txt"))
EXPECTED_SEEDS = ROOT / "tests" / "samples" / "seeds_expected.jsonl"
DEFAULTS = {"authors_truncated": False}
DISGUISES = {
    "as it is": lambda text: text.encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0").encode(),
    "spaces at line ends": lambda text: text.replace("\n", "  \n").encode(),
    "no newline at the end": lambda text: text.rstrip("\n").encode(),
    "blank lines at both ends": lambda text: ("\n\n\n" + text + "\n\n\n").encode(),
}


def read(path):
    page, _ = open_page(path, path.read_bytes())
    reader = choose_reader(page)
    return reader.NAME, reader.read(page), page


def fields(record, expected):
    """The fields of a record that are compared, absent and empty ones the same."""
    names = {*expected, "title", "authors", "abstract", "comments", "session", "n_authors"}
    return {name: record.get(name) or DEFAULTS.get(name) for name in names}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_every_record_of_the_seeds_is_exact(seed):
    lines = EXPECTED_SEEDS.read_text(encoding="utf-8").splitlines()
    expected = [row for row in map(json.loads, lines) if row.pop("source") == seed.name]
    _, found, _ = read(seed)
    assert len(found.records) == len(expected)
    for record, wanted in zip(found.records, expected, strict=True):
        text = record["abstract"]
        seen = record | {
            "abstract_start": text and text[:40],
            "abstract_end": text and text[-40:],
            "abstract_length": text and len(text),
        }
        assert {name: seen.get(name) or DEFAULTS.get(name) for name in wanted} == wanted


def test_seeds_are_363_records_of_360_papers():
    reading = read_sources(SEEDS)
    assert [file.format for file in reading.files] == [
        "plain-abstracts", "iclr-virtual", "arxiv-digest", "hf-papers", "hf-papers",
    ]  # fmt: skip
    assert [file.records for file in reading.files] == [10, 285, 20, 24, 24]
    assert sum(file.duplicates for file in reading.files) == 3
    assert len(reading.papers) == 360
    assert reading.papers["abstract"].notna().sum() == 358
    assert sum(file.without_abstract for file in reading.files) == 2
    furniture = [len(file.furniture) for file in reading.files]
    assert furniture == [0, 3, 0, 5, 6]


@pytest.mark.parametrize("path", SEEDS + PAGES, ids=lambda path: path.stem)
def test_every_line_belongs_to_one_record_or_is_furniture(path):
    _, found, page = read(path)
    owners = {line.number: 0 for line in page.lines}
    for line in found.furniture:
        owners[line.number] += 1
    outside = {line.number for line in found.furniture}
    for record in found.records:
        for number in range(record["line_start"], record["line_end"] + 1):
            if number in owners and number not in outside:
                owners[number] += 1
    assert set(owners.values()) == {1}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_difficult_pages(path, disguise, tmp_path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    copy = tmp_path / "page.txt"
    copy.write_bytes(DISGUISES[disguise](path.read_text(encoding="utf-8")))
    shift = 3 if disguise == "blank lines at both ends" else 0
    name, found, _ = read(copy)
    assert name == expected["format"]
    assert [line.number - shift for line in found.furniture] == expected["furniture"]
    assert len(found.records) == len(expected["records"])
    for record, wanted in zip(found.records, expected["records"], strict=True):
        record = record | {key: record[key] - shift for key in ("line_start", "line_end")}
        assert fields(record, wanted) == fields(wanted, wanted)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize("disguise", ["Windows line ends", "no-break spaces", "UTF-16"])
def test_seeds_in_disguise_give_the_same_papers(seed, disguise, tmp_path):
    copy = tmp_path / seed.name
    copy.write_bytes(DISGUISES[disguise](seed.read_text(encoding="utf-8")))
    for plain, other in zip(read(seed)[1].records, read(copy)[1].records, strict=True):
        assert other == plain


@pytest.mark.parametrize("path", SEEDS + PAGES, ids=lambda path: path.stem)
def test_the_name_of_a_file_tells_nothing(path, tmp_path):
    copy = tmp_path / "abstracts of poster.dat"
    copy.write_bytes(path.read_bytes())
    assert read(copy)[0] == read(path)[0]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_page_is_read_from_any_record_on(path, tmp_path):
    """The records in the second half of a page are the same when the first half is missing."""
    name, found, page = read(path)
    begin = found.records[len(found.records) // 2]["line_start"]
    half = tmp_path / "half.txt"
    half.write_text("\n".join((page.text or "").split("\n")[begin - 1 :]), encoding="utf-8")
    again_name, again, _ = read(half)
    assert again_name == name
    rest = [record for record in found.records if record["line_start"] >= begin]
    for record, wanted in zip(again.records, rest, strict=True):
        for key in ("title", "authors", "abstract", "comments", "n_authors", "date"):
            assert record.get(key) == wanted.get(key)


ONE = {
    "plain-abstracts": "We prove one theorem on small numbers, and we hope that it will be of use "
    "to those who have to count their children, their cattle, or their days.",
    "iclr-virtual": "Small Numbers\nAda Byron · Grace Hopper\nWe prove one theorem on small "
    "numbers, and we hope that it will be of use to those who have to count their children.",
    "arxiv-digest": "Ada Byron, Grace Hopper\nWe prove one theorem on small numbers, and we hope "
    "that it will be of\nuse to those who have to count their children, cattle, or days.\n"
    "Authors’ comments: 3 pages",
    "hf-papers": "Small Numbers\n\nWe prove one theorem on small numbers, and we hope that it will "
    "be of use to those who have to count their children.\n\n  • 2 authors\n·\nMar 10, 2020 3\n",
}


@pytest.mark.parametrize("name", ONE)
def test_a_page_of_one_paper(name, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(ONE[name], encoding="utf-8")
    papers = read_papers(path)
    paper = papers.iloc[0]
    assert len(papers) == 1
    assert paper["format"] == name
    assert paper["abstract"].startswith("We prove one theorem on small numbers, and we hope")
    if name == "arxiv-digest":
        assert paper["comments"] == "3 pages"
    if name == "hf-papers":
        assert (paper["date"], paper["year"], paper["n_authors"]) == ("Mar 10, 2020", 2020, 2)


@pytest.mark.parametrize(
    ("printed", "date", "year"),
    [
        ("Sep 13, 2024 2", "Sep 13, 2024", 2024),
        ("May 27 2", "May 27", None),
        ("Mar 10", "Mar 10", None),
        ("Dec 5 2024", "Dec 5 2024", 2024),
        ("March 3, 2021 112", "March 3, 2021", 2021),
        ("2 Jan 2020", "2 Jan 2020", 2020),
        ("2023-05-04", "2023-05-04", 2023),
        ("Oct 2019", "Oct 2019", 2019),
        ("Jul 9, 2013 1.2k", "Jul 9, 2013", 2013),
    ],
)
def test_dates_without_the_count_behind_them(printed, date, year, tmp_path):
    path = tmp_path / "dates.txt"
    path.write_text(ONE["hf-papers"].replace("Mar 10, 2020 3", printed), encoding="utf-8")
    paper = read_papers(path).iloc[0]
    assert paper["date"] == date
    assert paper["year"] == year if year else paper.isna()["year"]


@pytest.mark.parametrize(
    "header",
    [
        "Oral Session 3B", "Poster Session 12", "Spotlight Session 1: Vision", "Oral 6A",
        "Poster Session 4 West", "Posters Session II", "Session 7",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["Halle B", "Hall A-E", "West Exhibition Hall B2-B3 #W-101", ""])
def test_sessions_and_halls_of_other_pages(header, place, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(f"{header}\n{place}\n{ONE['iclr-virtual']}\n", encoding="utf-8")
    reading = read_sources([path])
    assert reading.papers["session"].tolist() == [header]
    assert reading.papers["title"].tolist() == ["Small Numbers"]
    assert len(reading.files[0].furniture) == (2 if place else 1)


@pytest.mark.parametrize(
    "title",
    [
        "Session-based Recommendation with Graphs", "Room Layout Estimation",
        "Workshops as Games: A Theory", "Spotlight Attention: Where to Look Next", "Hall Effects",
        "Good Night at 4 pm?! Time Expressions in Different Cultures",
    ],
)  # fmt: skip
def test_titles_that_look_like_headers(title, tmp_path):
    path = tmp_path / "page.txt"
    text = ONE["iclr-virtual"]
    path.write_text(f"{text}\n{text.replace('Small Numbers', title, 1)}", encoding="utf-8")
    page, _ = open_page(path, path.read_bytes())
    assert [r["title"] for r in choose_reader(page).read(page).records] == ["Small Numbers", title]


MENU_LIKE = [
    "Privacy Amplification", "Terms of Trade and Terms of Use", "Copyright for Language Models",
    "7 Rules of Thumb for Training", "Learning to Bake Cookies", "Skip to the End of the Story",
    "Monocular 3D Detection", "10 of 12 Claims Fail", "New Papers on Old Models", "Searching",
    "Show More Care: Reviewing at Scale", "March 2020 Was Long", "Two Authors, One Model",
]  # fmt: skip


@pytest.mark.parametrize("title", MENU_LIKE)
@pytest.mark.parametrize("name", ["hf-papers", "iclr-virtual", "arxiv-digest"])
def test_titles_that_look_like_menus(name, title, tmp_path):
    text = ONE[name]
    if name == "arxiv-digest":
        text = "A Plain Title of Two Words and More\n" + text
    first, rest = text.split("\n", 1)
    path = tmp_path / "page.txt"
    path.write_text(f"{text.strip()}\n\n{title}\n{rest.strip()}\n\n{text}", encoding="utf-8")
    page, _ = open_page(path, path.read_bytes())
    assert [r["title"] for r in choose_reader(page).read(page).records] == [first, title, first]


def test_readers_have_names_and_answer_between_0_and_1():
    assert len({reader.NAME for reader in READERS}) == len(READERS)
    texts = ["", " ", "\n\n", "a", "·", "Poster", "{", "title", "1,2", "…" * 500, "-\n" * 50]
    for text in [*texts, *(path.read_text(encoding="utf-8") for path in PAGES)]:
        for reader in READERS:
            assert 0 <= reader.accepts(Page(Path("x.txt"), text.encode(), text)) <= 1


def test_blank_lines_that_stand_only_inside_abstracts_part_paragraphs(tmp_path):
    papers = [
        ("Pruning Heads for Cheap Inference", "Zhenhui Ye · Tianyun Zhong · Yi Ren"),
        ("Deep Graph Networks: Why Do They Oversmooth?", "Jianzhe Lin · Ann Lee"),
        ("Neural Compression of Weather Data", "Ann Lee · Bo Kim"),
    ]
    first = "Models of many kinds have shown strong results on tasks, but their cost is high."
    second = "We propose a new method that reduces this cost, and show by tests that it works."
    lines = [line for paper in papers for line in (*paper, first, "", second)]
    (tmp_path / "a.txt").write_text("Poster Session 1\n" + "\n".join(lines) + "\n", "utf-8")
    found = read_papers(tmp_path / "a.txt", keep_duplicates=True)
    assert found["title"].tolist() == [title for title, _ in papers]
    assert found["abstract"].tolist() == [f"{first} {second}"] * 3


@pytest.mark.parametrize("hall", ["ExHall D", "Karl Dean Ballroom", "Garnet 216-218", "Strauss 3"])
@pytest.mark.parametrize(
    "header", ["Mexico City Oral Session 2", "Oral 3C Boats", "Tall Oral Track"]
)
def test_a_line_between_a_header_and_a_title_is_a_header(header, hall, tmp_path):
    text = ONE["iclr-virtual"]
    page = f"{text}\nOral\n{header}\n{hall}\n{text.replace('Small', 'Large', 1)}\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    reading = read_sources([tmp_path / "page.txt"], keep_duplicates=True)
    assert reading.papers["title"].tolist() == ["Small Numbers", "Large Numbers"]
    assert reading.papers["session"].tolist()[1] == header
    assert [line for _, line in reading.files[0].furniture] == ["Oral", header, hall]


def test_a_paper_of_one_author_below_a_header_keeps_its_title(tmp_path):
    text = ONE["iclr-virtual"]
    bare, single = "Do Rooms Speak Chinese?\nJohn Searle", text.replace(" · Grace Hopper", "")
    page = [*[text] * 4, "Oral", bare, "Poster", "Halle B", bare, text, "Oral", single]
    (tmp_path / "page.txt").write_text("\n".join(page), encoding="utf-8")
    found = read_papers(tmp_path / "page.txt", keep_duplicates=True)
    assert found["title"].tolist()[4:] == [*["Do Rooms Speak Chinese?"] * 2, *["Small Numbers"] * 2]
    assert found["session"].tolist()[4:] == ["Oral", "Poster", "Poster", "Oral"]


BOATS = [
    "We row small boats on slow rivers, and we report how long it takes until the oars are worn. "
    "In our trials with twenty rowers the oars of ash outlasted those of spruce by three seasons.",
    "Bees that come home late are fed by those who stayed. This paper counts how often it happens, "
    "and what the hive loses. A model of shared stores explains nine tenths of what was seen.",
    "Old clocks run fast in cold rooms, which is due to the brass. Experiments with three towers "
    "show that a pendulum of wood and lead holds the hour within two seconds from May to October.",
]


@pytest.mark.parametrize("width", [66, 79, 100])
def test_wrapped_abstracts_of_a_session(width, tmp_path):
    titles = ["Oars of Ash and Spruce", "Late Bees", "Clocks in Cold Rooms"]
    page = ["Poster", "Poster Session 3"]
    for title, abstract in zip(titles, BOATS, strict=True):
        page += [title, "Ada Byron · Grace Hopper", *textwrap.wrap(abstract, width)]
    (tmp_path / "page.txt").write_text("\n".join(page), encoding="utf-8")
    found = read_papers(tmp_path / "page.txt")
    assert found["title"].tolist() == titles
    assert found["abstract"].tolist() == BOATS


@pytest.mark.parametrize(
    "author", ["OpenAI", "Suman", "jun chen", "Llama Team", "Ann B Lee1, Bo Li2"]
)
@pytest.mark.parametrize("title", ["", "Late Bees\n"])
@pytest.mark.parametrize("wrap", [False, True])
def test_authors_of_one_word_part_papers(author, title, wrap, tmp_path):
    names = ["Ada Byron, Grace Hopper", author, "Alan Turing, Max Newman, Joan Clarke"]
    texts = ["\n".join(textwrap.wrap(text, 79)) if wrap else text for text in BOATS]
    page = [f"{title}{own}\n{text}" for own, text in zip(names, texts, strict=True)]
    (tmp_path / "page.txt").write_text("\n".join(page), encoding="utf-8")
    found = read_papers(tmp_path / "page.txt", keep_duplicates=True)
    assert found["authors"].map(", ".join).tolist() == names
    assert found["abstract"].tolist() == BOATS


@pytest.mark.parametrize("group", ["River Lab", "• River Lab\n·"])
def test_an_organisation_above_the_count_of_authors(group, tmp_path):
    titles = ["Oars of Ash and Spruce", "s1", "Clocks in Cold Rooms"]
    page = ["Daily Papers"]
    for title, abstract in zip(titles, BOATS, strict=True):
        page.append(f"{title}\n{abstract}\n{group}\n• 7 authors\n·\nMar 10")
    (tmp_path / "page.txt").write_text("\n\n".join(page), encoding="utf-8")
    reading = read_sources([tmp_path / "page.txt"])
    assert reading.papers["title"].tolist() == titles
    assert reading.papers["n_authors"].tolist() == [7] * 3
    assert reading.files[0].left_out == {"organisation": 3}


@pytest.mark.parametrize(
    ("headers", "session"),
    [
        (["Oral Session", "Orals 5A Generative Models", "La Nouvelle Orleans Ballroom"], 1),
        (["Spotlight", "Learning and Planning 2", "Room 301 - 303"], 1),
        (["Workshop", "Workshop on Reliable Boats", "Hall A 3"], 1),
        (["Oral Session 2", "(Oral)"], 0),
    ],
)
def test_names_of_sessions(headers, session, tmp_path):
    text = ONE["iclr-virtual"]
    page = [*[text] * 2, *headers, text.replace("Small", "Large", 1)]
    (tmp_path / "page.txt").write_text("\n".join(page), encoding="utf-8")
    found = read_papers(tmp_path / "page.txt", keep_duplicates=True)
    assert found["session"].tolist() == [None, None, headers[session]]
    assert found["title"].tolist()[-1] == "Large Numbers"


def test_many_lines_of_subjects_take_no_time(tmp_path):
    one = "Ada Byron, Grace Hopper\nWe row small boats on slow rivers, and we report.\n"
    text = (one + "Subjects: Machine Learning (cs.LG)\n") * 3_000
    page, _ = open_page(tmp_path / "a.txt", text.encode())
    began = time.process_time()
    found = arxiv_digest.read(page)
    assert [record["keywords"] for record in found.records] == ["cs.LG"] * 3_000
    assert time.process_time() - began < 20
