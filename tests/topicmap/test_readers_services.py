"""Open sources as people download them: what the samples do not show, and hostile input."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topicmap.errors import TopicMapError
from topicmap.readers.formats import SERVICES, open_page
from topicmap.readers.identifiers import arxiv_id_in
from topicmap.readers.page import read_objects
from topicmap.readers.services import (
    acl_xml,
    arxiv_atom,
    arxiv_snapshot,
    crossref,
    openalex,
    openreview,
    proceedings_index,
    semantic_scholar,
)
from topicmap.readers.services.arxiv_people import arxiv_authors
from topicmap.readers.services.fields import at, people, text, texts
from topicmap.readers.services.jats import plain_text
from topicmap.readers.services.moments import date_of_parts, day_of_milliseconds, day_of_moment

SAMPLES = Path(__file__).parents[1] / "samples" / "readers"
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.NAME)
WRONG = (None, True, 0, -1.5, 1e308, "", "a text", [], [[]], ["a", None, 3], {}, {"value": {}})


def sample(service):
    return next(
        path
        for path in SAMPLES.iterdir()
        if path.name.startswith(service.NAME + ".") and path.name != service.NAME + ".json"
    )


def page_of(content, name="page.txt"):
    data = content if isinstance(content, bytes) else content.encode()
    return open_page(Path(name), data)[0]


def records(service, content):
    """The records of a text, or of a value as JSON, that the service and no other claims."""
    page = page_of(content if isinstance(content, str) else json.dumps(content))
    assert [other for other in SERVICES if other.accepts(page) >= 0.9] == [service]
    return service.read(page).records


@each_service
def test_a_sample_is_known_by_its_content(service):
    expected = json.loads((SAMPLES / f"{service.NAME}.json").read_text(encoding="utf-8"))
    page = page_of(sample(service).read_bytes())
    assert [other.NAME for other in SERVICES if other.accepts(page) >= 0.9] == [service.NAME]
    found = service.read(page)
    assert found.records == expected["records"]
    assert [line.number for line, _ in found.unread] == expected["unread"]


@each_service
def test_other_pages_are_not_claimed(service):
    others = (
        [{"title": "A Table", "abstract": "We do.", "authors": ["A. B."], "year": 2020}],
        [{"title": "One Author", "author": "Ada Byron", "abstract": "We do."}],
        [{"id": "x", "type": "article-journal", "title": "CSL", "DOI": "10.1/2",
          "author": [{"family": "B", "given": "A"}], "issued": {"date-parts": [[2020]]}}],
        [{"paperId": "mine-1", "title": "A Table", "abstract": "We do."}],
        [{"content": "a text", "title": "A Table"}],
        [1, 2, 3], [], {}, {"results": []}, "title: A Page",
    )  # fmt: skip
    for other in others:
        assert service.accepts(page_of(json.dumps(other))) < 0.9, other
    foreign = (
        "<feed><entry><id>https://example.org/1</id></entry></feed>",
        "<collection id='x'><record/></collection>",
        "<PubmedArticleSet/>",
        "<feed",
    )
    for xml in foreign:
        assert service.accepts(page_of(xml)) == 0, xml


def test_a_feed_without_results_has_no_papers():
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/x</id></feed>"
    assert records(arxiv_atom, feed) == []


def test_a_snapshot_as_a_list():
    paper = {"id": "2001.00001", "title": "T", "categories": "cs.CL", "update_date": "2020-01-02"}
    (record,) = records(arxiv_snapshot, [paper])
    assert (record["date"], record["line_start"]) == ("2020-01-02", 1)


def test_authors_of_a_snapshot_by_their_text():
    paper = {"id": "1", "categories": "cs.CL", "title": "T", "journal-ref": None}
    (record,) = records(arxiv_snapshot, [paper | {"authors": "A. Roe, B. Doe, et al."}])
    assert (record["authors"], record["authors_truncated"]) == (["A. Roe", "B. Doe"], True)
    assert "url" not in record


@pytest.mark.parametrize(
    ("text", "names", "more"),
    [
        (r"Anna M\"uller (1), Jos\'e Garc\'ia-L\'opez and Bo Li (2) ((1) ANL, (2) MIT)",
         ["Anna Müller", "José García-López", "Bo Li"], None),
        (r"C. Bal\'azs, E. L. Berger (ANL, Chicago), {\L}ukasz Kot, \L ukasz Ny et al.",
         ["C. Balázs", "E. L. Berger", "Łukasz Kot", "Łukasz Ny"], True),
        (r"Fran\c{c}ois \v{S}m\'{\i}d & A.~B. Roe, Joe Doe, Jr., C.\,D. Poe",
         ["François Šmíd", "A. B. Roe", "Joe Doe, Jr.", "C. D. Poe"], None),
        ("(ATLAS Collaboration)", ["ATLAS Collaboration"], None),
        ("", [], None),
    ],
)  # fmt: skip
def test_authors_as_arxiv_writes_them(text, names, more):
    assert arxiv_authors(text) == {"authors": names, "authors_truncated": more}
    if names:
        paper = {"id": "1", "categories": "cs.CL", "title": "T", "journal-ref": None}
        (record,) = records(arxiv_snapshot, [paper | {"authors": text}])
        assert record["authors"] == names


def test_authors_of_a_snapshot_as_a_list():
    paper = {"id": "1", "categories": "cs.CL", "title": "T", "journal-ref": None}
    (record,) = records(arxiv_snapshot, [paper | {"authors": ["A. Roe (MIT)", "B. D\\'oe"]}])
    assert record["authors"] == ["A. Roe", "B. Dóe"]


def test_one_work_of_openalex_and_lines_of_them():
    work = {"id": "https://openalex.org/W1", "display_name": "T", "authorships": []}
    assert [record["id"] for record in records(openalex, work)] == ["W1"]
    lines = f"{json.dumps(work)}\n{json.dumps(work)}\n"
    assert [record["line_start"] for record in records(openalex, lines)] == [1, 2]


@given(words=st.lists(st.sampled_from("alpha beta gamma δέλτα — U.S.".split()), max_size=30))
def test_an_inverted_abstract_comes_back_in_order(words):
    index = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place * 3)
    work = {"id": "https://openalex.org/W1", "title": "T", "abstract_inverted_index": index}
    assert records(openalex, work)[0].get("abstract", "") == " ".join(words)
    work["abstract_inverted_index"] = json.dumps(index)
    assert records(openalex, work)[0].get("abstract", "") == " ".join(words)


@pytest.mark.parametrize("index", ["", "We do.", "{", "[1]", "[" * 100_000, "NaN", "7" * 5000])
def test_an_inverted_abstract_that_is_broken_gives_none(index):
    work = {"id": "https://openalex.org/W1", "title": "T", "abstract_inverted_index": index}
    assert "abstract" not in records(openalex, work)[0]
    left_out = openalex.read(page_of(json.dumps(work))).left_out
    assert left_out == ({"abstract_inverted_index": 1} if index else {})


def test_a_word_without_place_in_an_inverted_abstract_is_told():
    index = {"We": [0], "do": "?"}
    work = {"id": "https://openalex.org/W1", "title": "T", "abstract_inverted_index": index}
    found = openalex.read(page_of(json.dumps(work)))
    assert found.records[0]["abstract"] == "We"
    assert found.left_out == {"abstract_inverted_index": 1}


def test_what_is_not_kept_of_a_paper_is_told_by_name():
    note = {"id": "n", "forum": "n", "content": {"title": "T", "pdf": "/pdf/1", "award": ""}}
    found = openreview.read(page_of(json.dumps([note, note | {"ddate": 1}])))
    assert found.left_out == {"content.pdf": 2, "ddate": 1}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda paper: paper,
        lambda paper: [paper],
        lambda paper: {"total": 1, "data": [paper]},
        lambda paper: {"recommendedPapers": [paper]},
        lambda paper: {"data": [{"citingPaper": paper}]},
        lambda paper: {"data": [{"contexts": [], "citedPaper": paper}]},
        lambda paper: [{"offset": 0, "next": 1, "data": [{"citingPaper": paper}]}],
        lambda paper: json.dumps({"offset": 0, "data": [{"citingPaper": paper}]}) + "\n[]",
        lambda paper: [{"authorId": "1", "name": "Ada Byron", "papers": [paper]}],
    ],
)
def test_wrappings_of_semantic_scholar(wrap):
    paper = {"paperId": "0" * 39 + "f", "title": "T", "authors": [{"name": "Ada Byron"}]}
    (record,) = records(semantic_scholar, wrap(paper))
    assert (record["id"], record["title"], record["authors"]) == (
        "0" * 39 + "f",
        "T",
        ["Ada Byron"],
    )


def test_datasets_of_semantic_scholar():
    paper = {"corpusid": 7, "externalids": {"DOI": "10.1000/x", "ArXiv": None}, "title": "T"}
    abstract = {"corpusid": 8, "openaccessinfo": {"externalids": {"DOI": "10.1000/y"}}}
    old = {"id": "f" * 40, "title": "T", "paperAbstract": "We do.", "journalName": "J"}
    first, second = records(semantic_scholar, f"{json.dumps(paper)}\n{json.dumps(paper)}")
    assert (first["id"], first["doi"], second["line_end"]) == ("7", "10.1000/x", 2)
    abstract |= {"abstract": "We do.", "updated": "2022"}
    for content in ([abstract], json.dumps(abstract), f"{json.dumps(abstract)}\n" * 2):
        assert records(semantic_scholar, content)[0] == {
            "id": "8", "doi": "10.1000/y", "abstract": "We do.", "line_start": 1, "line_end": 1,
        }  # fmt: skip
    (record,) = records(semantic_scholar, [old])
    assert (record["abstract"], record["venue"]) == ("We do.", "J")


def test_one_work_of_crossref_and_lines_of_them():
    work = {"DOI": "10.5555/1", "title": ["T"], "posted": {"date-parts": [[2020, 2]]}}
    answer = {"status": "ok", "message-type": "work", "message": work}
    for content in (answer, work, [work], f"{json.dumps(answer)}\n{json.dumps(work)}"):
        for record in records(crossref, content):
            assert (record["title"], record["date"]) == ("T", "2020-02")
    work |= {"container-title": ["Letters &amp; Notes"]}
    assert records(crossref, [work])[0]["venue"] == "Letters & Notes"


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("", ""),
        ("No tags at all: a < b & c > d.", "No tags at all: a < b & c > d."),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<jats:title>ABSTRACT</jats:title><jats:p>One</jats:p>", "One"),
        ("<jats:title>Zusammenfassung.</jats:title> Eins", "Eins"),
        ("<title>Aims</title><p>To aim.</p><title>Why?</title><p>So.</p>",
         "Aims: To aim. Why? So."),
        ("<jats:title/><jats:p>One<jats:break/>two</jats:p>", "One two"),
        ("H<jats:sub>2</jats:sub>O, <jats:ext-link ext-link-type='uri' "
         "xlink:href=\"https://x.org\">here</jats:ext-link>", "H2O, here"),
        ("<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math>", "x=1"),
        ("<jats:tex-math>\\documentclass{minimal}\\begin{document}$x$\\end{document}"
         "</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math>", "$x$"),
        ("AT&amp;T &amp;lt;jats:p&amp;gt;&#233;", "AT&T é"),
        ("a <!-- comment --> b<![CDATA[ c ]]>", "a b c"),
        ("<jats:p>cut off <jats:ita", "cut off <jats:ita"),
    ],
)  # fmt: skip
def test_jats_becomes_plain_text(markup, plain):
    assert plain_text(markup) == plain


@pytest.mark.parametrize("piece", [
    "<!--", "<mml:math>", "\\documentclass", "<jats:title>", "<a b=\"", "<a  ", "&amp;", "<" * 9,
    "<tex-math><mml:math", "<p a='",
])  # fmt: skip
def test_hostile_jats_takes_no_time(piece):
    start = time.process_time()
    plain_text("tex-math>" + piece * (200_000 // len(piece)))
    assert time.process_time() - start < 3


def test_hostile_names_and_dates_take_no_time():
    start = time.process_time()
    people(["," * 500_000])
    arxiv_id_in("arxiv." * 100_000)
    day_of_moment("1 " * 300_000)
    assert time.process_time() - start < 3


def test_replies_in_openreview_are_no_papers():
    paper = {"id": "a", "forum": "a", "content": {"title": "T", "abstract": "We do."}}
    review = {"id": "b", "forum": "a", "replyto": "a", "content": {"title": "Review: T"}}
    decision = {"id": "c", "forum": "a", "replyto": "a", "content": {"decision": {"value": "No"}}}
    found = records(openreview, {"notes": [paper, review, decision]})
    assert [record.get("title") for record in found] == ["T"]
    assert records(openreview, paper)[0]["url"] == "https://openreview.net/forum?id=a"


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "name"),
    [
        ("2020.acl", "main", "1", "2020.acl-main.1"),
        ("P19", "1", "1", "P19-1001"),
        ("P19", "2", "123", "P19-2123"),
        ("W19", "1", "2", "W19-0102"),
        ("W19", "52", "10", "W19-5210"),
        ("D19", "1", "7", "D19-1007"),
        ("D19", "50", "7", "D19-5007"),
        ("C69", "1", "7", "C69-0107"),
    ],
)
def test_ids_of_the_anthology(collection, volume, paper, name):
    xml = (
        f"<collection id='{collection}'><volume id='{volume}'><meta><year>2019</year></meta>"
        f"<paper id='{paper}'><title>T</title></paper></volume></collection>"
    )
    (record,) = records(acl_xml, xml)
    assert (record["id"], record["url"]) == (name, f"https://aclanthology.org/{name}/")
    assert (record["date"], record["year"]) == ("2019", 2019)


def test_a_paper_without_a_number_is_named_by_its_address():
    paper = "<paper><title>T</title><url>P05-1001</url></paper>"
    (record,) = records(acl_xml, f"<collection id='P05'><volume>{paper}</volume></collection>")
    assert record["id"] == "P05-1001"


def test_an_index_keeps_its_columns_but_not_the_names_of_the_map():
    paper = {"title": "T", "author": "A B;C D", "x": 1.5, "source": "web", "Title": "U", "n": [1]}
    (record,) = records(proceedings_index, [paper])
    assert {key: record[key] for key in ("x_", "source_", "Title_")} == {
        "x_": 1.5, "source_": "web", "Title_": "U",
    }  # fmt: skip
    assert not {"x", "source", "n"} & record.keys()


def test_an_index_with_endless_columns_is_refused():
    papers = [{"title": "T", "author": "A B;C D", f"column {n}": n} for n in range(2100)]
    with pytest.raises(TopicMapError, match="columns"):
        proceedings_index.read(page_of(json.dumps(papers)))


def test_an_index_with_columns_of_the_user_is_a_table():
    page = page_of(sample(proceedings_index).read_bytes())
    given = type(page)(page.path, page.data, page.text, {"title": "status"})
    assert proceedings_index.accepts(given) == 0


def test_parts_of_dates():
    assert date_of_parts([2020, 5, 1]) == "2020-05-01"
    assert date_of_parts(["2020", 0, 1]) == "2020"
    assert date_of_parts([2020, None, 1]) == "2020"
    for wrong in (None, [], [None], [True], "2020", {}):
        assert date_of_parts(wrong) is None
    assert day_of_milliseconds(86_400_000) == "1970-01-02"
    for wrong in (None, True, "1", 0, -1, 1e300, float("inf"), float("nan")):
        assert day_of_milliseconds(wrong) is None
    assert day_of_moment("2024-02-29T23:59:59.5+02:00") == "2024-02-29"
    assert day_of_moment("Fri, 29 Feb 2008 10:00:00 GMT") == "2008-02-29"
    for kept in ("2024", "Spring 2024", "Mon, 99 Xyz 2007 19:18:42", "12:00", "00000000"):
        assert day_of_moment(kept) == kept


def test_arxiv_ids():
    assert arxiv_id_in(None, "10.48550/arXiv.2401.00001") == "2401.00001"
    assert arxiv_id_in("https://arxiv.org/pdf/hep-th/9901001v3.pdf") == "hep-th/9901001v3"
    assert arxiv_id_in("12345.123456", "x 2401.00001") is None


def test_getters_survive_every_type():
    for value in WRONG:
        assert text(value) is None or text(value)
        assert all(texts(value))
        at(value, "a", 0, "b")
    assert text(["", None, {"a": 1}, 2.0]) == "2"
    assert text("a\u0000b\ud800 \n c") == "ab? c"
    assert people(["A", "et al."]) == {"authors": ["A"], "authors_truncated": True}
    assert people(["others"]) == {"authors": [], "authors_truncated": True}


@each_service
@settings(max_examples=50)
@given(data=st.data())
def test_a_wrong_type_costs_one_field_only(service, data):
    page = page_of(sample(service).read_bytes())
    if not page.objects.items:
        return
    item = data.draw(st.sampled_from(page.objects.items)).value
    inner = item.get("citingPaper") or item.get("content") or item
    key = data.draw(st.sampled_from(sorted(inner)))
    before = service.read(page_of(json.dumps([item]))).records
    inner[key] = data.draw(st.sampled_from(WRONG))
    after = service.read(page_of(json.dumps([item])))
    if not before:
        return
    (record,) = after.records
    lost = {name for name in before[0] if record.get(name) != before[0][name]}
    assert len(lost) <= 5, (key, lost)
    assert record.get("title") == before[0].get("title") or "title" in key or key == "display_name"


@each_service
@settings(max_examples=50)
@given(data=st.data())
def test_damaged_files_raise_nothing_unexpected(service, data):
    raw = bytearray(sample(service).read_bytes())
    raw = raw[: data.draw(st.integers(1, len(raw)))] if data.draw(st.booleans()) else raw
    for _ in range(data.draw(st.integers(0, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 30))] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"[", b"]", b"{", b"}", b'"', b"<", b">", b","])
        )
        if not raw:
            return
    try:
        page = page_of(bytes(raw))
        for other in SERVICES:
            assert 0 <= other.accepts(page) <= 1
        found = service.read(page)
    except TopicMapError:
        return
    for record in found.records:
        assert 1 <= record["line_start"] <= record["line_end"]
        assert all(value not in (None, "", []) for value in record.values())


@pytest.mark.parametrize("depth", [900, 100_000])
def test_deep_nesting_does_no_harm(depth):
    deep = "[" * depth + "]" * depth
    keys = (
        "id", "title", "author", "authors", "authorships", "content", "DOI", "paperId", "doi",
        "abstract_inverted_index", "externalIds", "categories", "versions", "forum", "issued",
    )  # fmt: skip
    content = "[{" + ", ".join(f'"{key}": {deep}' for key in keys) + "}]"
    page = page_of(content)
    for service in SERVICES:
        assert service.accepts(page) < 0.96
        service.read(page)


def test_an_object_that_is_not_understood_without_a_reason_is_told():
    def fails(value):
        raise ValueError

    found = read_objects(page_of('[{"id": "a", "title": "T"}]'), fails)
    assert [(line.text, why) for line, why in found.unread] == [("object 1 a", "ValueError")]
