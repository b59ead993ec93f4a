"""Each filter lets through what it names, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from dashboard.filters import Filters, choices, shown_papers, year_span
from tests.conftest import SOURCES, make_map

TOPIC_MAP = make_map()
PAPERS = TOPIC_MAP.papers
NAMES = {"sources": SOURCES[:2], "venues": ("Venue 1",), "topics": (1, -1)}
COLUMNS = {"sources": "source", "venues": "venue", "topics": "topic"}


@pytest.mark.parametrize("name", NAMES)
def test_only_papers_of_what_was_named_are_shown(name):
    shown = shown_papers(PAPERS, Filters(**{name: NAMES[name]}))
    left = PAPERS[COLUMNS[name]]
    assert shown.tolist() == [value in NAMES[name] for value in left]
    assert 0 < shown.sum() < len(PAPERS)


def test_years_leave_out_papers_without_one():
    shown = shown_papers(PAPERS, Filters(years=(2019, 2021)))
    assert set(PAPERS["year"][shown]) == {2019, 2020, 2021} & set(PAPERS["year"].dropna())
    assert not PAPERS["year"][shown].isna().any()


def test_strength_is_a_least_one():
    shown = shown_papers(PAPERS, Filters(strength=0.55))
    assert PAPERS["strength"][shown].min() >= 0.55
    assert PAPERS["strength"][~shown].max() < 0.55


def test_the_unassigned_can_be_hidden():
    shown = shown_papers(PAPERS, Filters(assigned=True))
    assert (PAPERS["topic"][shown] >= 0).all()
    assert (~shown).sum() == TOPIC_MAP.unassigned > 0
    assert Filters(assigned=True).fit(make_map(unassigned=0)) == (Filters(), [])


def test_all_filters_together():
    filters = Filters(SOURCES[:1], ("Venue 0",), (0, 1, 2), (2018, 2024), 0.4)
    apart = [
        Filters(sources=filters.sources), Filters(venues=filters.venues),
        Filters(topics=filters.topics), Filters(years=filters.years), Filters(strength=0.4),
    ]  # fmt: skip
    both = np.logical_and.reduce([shown_papers(PAPERS, own) for own in apart])
    assert shown_papers(PAPERS, filters).tolist() == both.tolist()


@pytest.mark.parametrize(
    "filters",
    [Filters(sources=SOURCES), Filters(topics=(-1, *range(5))), Filters(years=(1900, 2100))],
)
def test_a_filter_that_all_pass_is_none(filters):
    assert filters.fit(TOPIC_MAP) == (Filters(), [])


def test_years_are_cut_to_those_of_the_map():
    first, last = year_span(PAPERS)
    assert Filters(years=(1900, last - 1)).fit(TOPIC_MAP) == (Filters(years=(first, last - 1)), [])


def test_what_there_is_to_choose_from():
    offered = choices(TOPIC_MAP)
    assert offered["sources"] == list(SOURCES)
    assert offered["venues"] == ["Venue 0", "Venue 1", "Venue 2"]
    sizes = TOPIC_MAP.topics["size"]
    assert offered["topics"][-1] == -1
    assert sizes.loc[offered["topics"][:-1]].is_monotonic_decreasing


def test_of_very_many_sources_the_most_frequent_are_offered():
    topic_map = make_map(2_000)
    names = [f"file {row % 50 if row % 2 else row}" for row in range(2_000)]
    many = choices(type(topic_map)(topic_map.papers.assign(source=names), topic_map.topics,
                                   topic_map.vectors))  # fmt: skip
    assert len(many["sources"]) == 200
    assert {f"file {row}" for row in range(1, 50, 2)} <= set(many["sources"])


def test_papers_without_sources_venues_and_years():
    bare = PAPERS.drop(columns=["source", "venue", "year"])
    assert year_span(bare) is None
    assert shown_papers(bare, Filters(sources=("x",))).all()
    assert not shown_papers(bare, Filters(years=(2000, 2001))).any()


@pytest.mark.parametrize("years", [[2020] * 90, [None] * 90, [-5] * 90])
def test_one_year_is_no_span(years):
    assert year_span(PAPERS.assign(year=pd.array(years, "Int64"))) is None


def test_names_that_are_numbers_can_be_chosen():
    papers = PAPERS.assign(venue=[2020 + row % 2 for row in range(90)])
    assert shown_papers(papers, Filters(venues=("2021",))).sum() == 45


def test_a_choice_is_kept_as_it_was_made():
    """Else the widget would be set anew, which undoes what its visitor does meanwhile."""
    third = 3 * 0.05
    assert third != 0.15
    assert Filters().chosen("strength", third).strength == third
    assert Filters().chosen("strength", third).to_params() == {"strength": "0.15"}
