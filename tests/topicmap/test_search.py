import re
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicmap.search import index_papers, plain_words, says_little

PAPERS = pd.DataFrame(
    {
        "title": ["Self-Supervised Learning", "Schrödinger bridges", None, "A learner's guide"],
        "authors": [["Łukasz Müller"], None, ["Ana Ng", "Bo Li"], []],
        "abstract": ["We learn from $x^2$.", "Bridges for learning", "Diffusion models.", None],
    }
)
INDEX = index_papers(PAPERS)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("learn", [0, 1, 3]),
        ("LEARNING", [0, 1]),
        ("schrodinger", [1]),
        ("Schrödinger", [1]),
        ("muller lukasz", [0]),
        ("self-supervised", [0]),
        ("supervised self", [0]),
        ("selfsupervised", []),
        ('"diffusion models"', [2]),
        ('"diffusion model"', []),
        ('"learning we"', []),
        ("ana bo diff", [2]),
        ("earning", []),
        ('learning "bridges', [1]),
        ("<b>bridges</b>", []),
    ],
)
def test_words_find_papers(query, rows):
    assert INDEX.find(query).tolist() == rows


@pytest.mark.parametrize("query", ["", "   ", "?!", '""', '"..."', "—"])
def test_no_words_no_search(query):
    assert INDEX.find(query) is None


@given(st.text())
def test_any_text_can_be_searched_for(query):
    rows = INDEX.find(query)
    assert rows is None or (rows[:-1] < rows[1:]).all()


@given(st.lists(st.text(), min_size=1, max_size=5), st.data())
def test_a_title_finds_its_own_paper(titles, data):
    index = index_papers(pd.DataFrame({"title": titles}))
    row = data.draw(st.integers(0, len(titles) - 1))
    words = plain_words(titles[row])
    if words:
        assert row in index.find(words[:150])


@given(
    st.lists(st.text("ab' é—", max_size=12), min_size=1, max_size=6), st.text('ab é"', max_size=9)
)
def test_it_finds_what_reading_every_line_finds(titles, query):
    found = index_papers(pd.DataFrame({"title": titles})).find(query)
    parts = re.findall(r'"([^"]*)"?|([^\s"]+)', query)
    needles = [f" {plain_words(a)} " if plain_words(a) else f" {plain_words(b)}" for a, b in parts]
    needles = [needle for needle in needles if needle.strip()]
    lines = [f" {plain_words(title)} " for title in titles]
    wanted = [at for at, line in enumerate(lines) if all(needle in line for needle in needles)]
    assert (found is None) == (not needles)
    assert found is None or found.tolist() == wanted


@given(st.text())
def test_plain_words_of_ascii_are_those_of_any_text(text):
    apart = " ".join(filter(None, map(plain_words, text.split(" "))))
    assert plain_words(f"{text} é").removesuffix("e").strip() == plain_words(text) == apart


def test_more_words_find_no_more_papers():
    assert set(INDEX.find("learning bridges")) <= set(INDEX.find("learning"))


@pytest.mark.parametrize("papers", [{"title": []}, {}, {"title": [None]}])
def test_nothing_is_found_where_there_is_nothing(papers):
    assert index_papers(pd.DataFrame(papers)).find("a").tolist() == []


def test_a_phrase_that_is_asked_for_again_and_again_is_looked_for_once():
    papers = pd.DataFrame({"title": ["one of the many " * 50] * 20_000})
    index = index_papers(papers)
    began = time.process_time()
    assert len(index.find('"of the"' * 25)) == 20_000
    assert time.process_time() - began < 0.5


def test_papers_without_texts():
    assert index_papers(pd.DataFrame({"x": [1, 2]})).find("a").tolist() == []


def test_many_papers_are_searched_at_once():
    abstract = "We study the convergence of stochastic gradient methods. " * 20
    papers = pd.DataFrame({"title": [f"Paper {n}" for n in range(30_000)], "abstract": abstract})
    index = index_papers(papers)
    began = time.process_time()
    assert len(index.find("gradient stochastic")) == 30_000
    assert index.find("paper 17").tolist()[0] == 17
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("query", "little"),
    [
        ("the of and", True), ("x", True), ("of a 7", True), ("the graph", False), ("3D", False),
        ('"of the"', False), ('the "x"', False), ("的", False), ("", False), ("!?", False),
        ("method", False),
    ],
)  # fmt: skip
def test_small_words_alone_say_little(query, little):
    assert says_little(query) == little
