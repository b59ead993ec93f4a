"""Sets of papers are told apart by what they share, and chance is not taken for it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from tests.conftest import MAPS, make_map
from tests.topicmap.conftest import ROOT
from topicmap import read_papers
from topicmap.errors import BadPapers
from topicmap.explanation import PAPERS, PHRASES, VALUES, chance_of, explain, spread
from topicmap.papers import text_of
from topicmap.phrases import Phrases, phrases_of
from topicmap.topic_map import TopicMap
from topicmap.words import corpus_phrases

MAP = make_map()
COLUMNS = ["phrase", "inside", "outside", "papers", "weight"]
SPREADS = ("topics", "years", "venues", "sources")


def map_of(papers: pd.DataFrame, seed: int = 0) -> TopicMap:
    """A map of the papers in one topic, its vectors random."""
    plain = make_map(len(papers), 1, 0, seed)
    places = plain.papers[["x", "y", "topic", "nearest_topic", "strength"]]
    table = papers.assign(**{name: places[name].to_numpy() for name in places})
    phrases = phrases_of(corpus_phrases(text_of(table)))
    return replace(plain, papers=table, phrases=phrases)


@pytest.fixture(scope="module")
def seeds():
    return map_of(read_papers(ROOT / "data" / "seeds"))


def with_title(topic_map, words):
    return topic_map.papers["title"].fillna("").str.casefold().str.contains(words).to_numpy()


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("federated", "federated learning"),
        ("diffusion", "diffusion models"),
        ("graph", "graph neural networks"),
        ("spiking", "spiking neural networks"),
        ("reinforcement", "reinforcement learning"),
    ],
)
def test_papers_of_a_theme_are_set_apart_by_its_name(seeds, words, phrase):
    phrases = explain(seeds, with_title(seeds, words)).phrases
    assert phrases["phrase"].iloc[0] == phrase
    assert (phrases["inside"] > 2 * phrases["outside"]).all()


@pytest.mark.parametrize("size", [4, 20, 100])
def test_papers_drawn_by_lot_are_hardly_ever_set_apart(seeds, size):
    random = np.random.default_rng(size)
    draws = [random.choice(len(seeds), size, replace=False) for _ in range(40)]
    assert sum(len(explain(seeds, rows).phrases) > 0 for rows in draws) <= 4


def test_shares_are_counted_in_papers_not_in_words():
    texts = ["Quantum dots. Quantum dots and quantum dots."] * 6 + ["Quantum dots."] * 2
    texts += [f"Case {row} of sparse coding." for row in range(32)]
    papers = pd.DataFrame({"title": texts, "abstract": None}).set_index(MAP.papers.index[:40])
    (found,) = explain(map_of(papers), np.arange(7)).phrases.itertuples(index=False)
    assert (found.phrase, found.papers) == ("quantum dots", 7)
    assert (found.inside, found.outside) == (1.0, pytest.approx(1 / 33))


def test_two_sets_are_compared_with_each_other(seeds):
    one, two = with_title(seeds, "diffusion"), with_title(seeds, "graph")
    alone, both = explain(seeds, one), explain(seeds, one, two)
    assert both.phrases["phrase"].iloc[0] == "diffusion models"
    assert both.papers == alone.papers
    known = seeds.papers["source"][one | two]
    corpus = known.value_counts(normalize=True)
    for row in both.spread.sources.itertuples():
        assert row.corpus == pytest.approx(corpus[row.value])


@pytest.mark.parametrize("size", [0, 1, 2, 3, 90])
def test_of_no_few_and_all_papers_no_phrases_are_told(size):
    found = explain(MAP, np.arange(size))
    assert list(found.phrases) == COLUMNS
    assert not len(found.phrases)
    assert len(found.papers) == min(size, PAPERS)
    assert found.spread.topics["papers"].sum() == size


def test_a_map_without_phrases_tells_the_rest():
    found = explain(replace(MAP, phrases=Phrases()), np.arange(20))
    assert not len(found.phrases)
    assert len(found.papers) == PAPERS


@pytest.mark.parametrize("name", MAPS)
def test_every_kind_of_map_can_be_explained(name):
    topic_map = MAPS[name]()
    for size in range(len(topic_map) + 1):
        explain(topic_map, np.arange(size))


def test_papers_without_titles_years_and_venues():
    table = MAP.papers.drop(columns=["venue", "source"]).assign(title=None, year=pd.NA)
    found = explain(replace(MAP, papers=table), np.arange(40))
    for name in ("years", "venues", "sources"):
        assert not len(getattr(found.spread, name))


def test_years_that_are_no_years_are_not_known():
    years = ["2019", "in press", None, np.inf, 2020.0, -5] * 15
    found = spread(replace(MAP, papers=MAP.papers.assign(year=years)), np.arange(6)).years
    assert found["value"].tolist() == [2019, 2020]
    assert found["corpus"].tolist() == [0.5, 0.5]


@given(rows=st.sets(st.integers(0, len(MAP) - 1)), seed=st.integers(0, 3))
def test_what_is_told_of_any_papers_adds_up(rows, seed):
    topic_map = make_map(seed=seed)
    inside = np.isin(np.arange(len(topic_map)), list(rows))
    found = explain(topic_map, inside)
    phrases = found.phrases
    assert len(phrases) <= PHRASES
    assert phrases[["inside", "outside"]].stack().between(0, 1).all()
    assert (phrases["inside"] > phrases["outside"]).all()
    assert np.allclose(phrases["inside"] * len(rows), phrases["papers"])
    assert (phrases["papers"] >= 2).all()
    assert phrases["weight"].is_monotonic_decreasing
    assert phrases["phrase"].is_unique
    assert len(set(found.papers)) == len(found.papers) == min(len(rows), PAPERS)
    assert inside[topic_map.papers.index.get_indexer(found.papers)].all()


@given(rows=st.sets(st.integers(0, len(MAP) - 1)))
def test_spreads_are_counts_of_papers_with_known_values(rows):
    table, given_rows = MAP.papers, sorted(rows)
    found = spread(MAP, np.array(given_rows))
    columns = ("topic", "year", "venue", "source")
    for name, column in zip(SPREADS, columns, strict=True):
        told, own = getattr(found, name), table[column].iloc[given_rows].dropna()
        assert len(told) <= VALUES
        counts = dict(zip(told["value"], told["papers"], strict=True))
        assert {kind: count for kind, count in counts.items() if count} == (
            own.value_counts().to_dict()
        )
        assert name == "years" or all(counts.values())
        everywhere = table[column].value_counts(normalize=True)
        assert np.allclose(told["inside"].sum(), 1 if len(own) else 0)
        assert np.allclose(told["corpus"], everywhere[told["value"]])
    assert found.years["value"].is_monotonic_increasing
    for name in ("topics", "venues", "sources"):
        assert getattr(found, name)["papers"].is_monotonic_decreasing


def test_years_between_are_told_with_the_share_of_all():
    """Of a set of the first and the last year, each year between has its share of all papers."""
    years = MAP.papers["year"].dropna()
    rows = [MAP.row(years.idxmin()), MAP.row(years.idxmax())]
    told = spread(MAP, np.array(rows)).years.set_index("value")
    everywhere = years.value_counts(normalize=True).sort_index()
    assert told.index.tolist() == everywhere.index.tolist()
    assert np.allclose(told["corpus"], everywhere)
    assert told["papers"].tolist() == [1, *[0] * (len(told) - 2), 1]


def test_few_papers_beside_few_are_told_apart_by_what_nearly_all_have(seeds):
    """11 of 14 against none of 8 is beyond chance; rare phrases do not stand in its way."""
    inside = np.flatnonzero(with_title(seeds, "federated"))[:14]
    others = np.flatnonzero(with_title(seeds, "reinforcement"))[:8]
    found = explain(seeds, inside, others).phrases
    assert any("federated" in phrase for phrase in found["phrase"])


@pytest.mark.parametrize("seed", range(5))
def test_chance_alone_sets_nothing_apart(seeds, seed):
    """Papers drawn blindly, few against few: at most a phrase in one of several draws."""
    random = np.random.default_rng(seed)
    found = [
        len(explain(seeds, drawn[:12], drawn[12:]).phrases)
        for drawn in (random.permutation(len(seeds))[:24] for _ in range(10))
    ]
    assert sum(map(bool, found)) <= 2


def test_of_many_venues_the_most_frequent_are_told():
    venues = [f"Venue {min(row, 30)}" for row in range(len(MAP))]
    found = spread(replace(MAP, papers=MAP.papers.assign(venue=venues)), np.arange(len(MAP)))
    assert found.venues["value"].tolist()[:2] == ["Venue 30", "Venue 0"]
    assert len(found.venues) == VALUES


def test_the_papers_nearest_the_middle_stand_for_all():
    rows = np.flatnonzero(MAP.papers["topic"] == 0)
    middle = MAP.vectors[rows].mean(axis=0)
    nearest = rows[np.argsort(-(MAP.vectors[rows] @ middle))[:PAPERS]]
    assert explain(MAP, rows).papers == MAP.papers.index[nearest].tolist()


def test_rows_in_any_order_are_the_same_as_a_truth_value_each(seeds):
    inside = with_title(seeds, "graph")
    one, other = explain(seeds, inside), explain(seeds, np.flatnonzero(inside)[::-1])
    pd.testing.assert_frame_equal(one.phrases, other.phrases)
    assert one.papers == other.papers


@pytest.mark.parametrize(
    "papers", [[True, False], [90], [-1], [0.5], ["p001"], np.zeros((90, 1), dtype=bool)]
)
def test_what_is_neither_rows_nor_a_truth_value_each_is_refused(papers):
    with pytest.raises(BadPapers, match="each of the 90 papers"):
        explain(MAP, np.array(papers))


@given(data=st.data(), total=st.integers(2, 5_000))
def test_chance_is_never_told_smaller_than_it_is(data, total):
    size = data.draw(st.integers(1, total))
    everywhere = data.draw(st.integers(1, total))
    own = data.draw(st.integers(max(0, size + everywhere - total), min(size, everywhere)))
    (told,) = chance_of(np.array([own]), np.array([everywhere]), size, total)
    exact = hypergeom.sf(own - 1, total, everywhere, size)
    assert exact * (1 - 1e-6) <= told <= 1
    if exact < 1e-3 and size < total / 2:
        assert told <= 2 * exact


def test_values_that_are_lists_are_counted_as_texts():
    topic_map = make_map(20, 2, 2)
    venues = [["A"], ["A", "B"], None, ["A"]] * 5
    lists = replace(topic_map, papers=topic_map.papers.assign(venue=pd.Series(venues).values))
    found = spread(lists, np.arange(20) < 4).venues
    assert found["value"].tolist() == ["['A']", "['A', 'B']"]
    assert found["papers"].tolist() == [2, 1]
