from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import Filters, shown_papers
from dashboard.listing import listed_papers
from dashboard.view import (
    LONGEST_TEXT,
    SORTS,
    View,
    box_edges,
    fingerprint,
    pick_nothing,
    pick_paper,
    pick_topic,
    tidy_query,
)
from tests.conftest import SOURCES, make_map
from topicmap.kinds import MOST_KINDS, kind_columns, kinds_of, possible_colors
from topicmap.search import index_papers

COLORS = ("topic", "nearest", "source", "venue", "year", "strength")

TOPIC_MAP = make_map()
INDEX = index_papers(TOPIC_MAP.papers)
VENUES = ("Venue 0", "Venue 1", "Venue 2")


def filters_of(sources, venues, topics):
    def some(values):
        return st.lists(values, unique=True, max_size=4).map(tuple)

    pairs = st.tuples(st.integers(1990, 2030), st.integers(1990, 2030))
    return st.builds(
        Filters,
        sources=some(sources),
        venues=some(venues),
        topics=some(topics),
        years=st.none() | pairs.map(lambda pair: tuple(sorted(pair))),
        strength=st.sampled_from([0.0, 0.05, 0.3, 0.55, 1.0]),
        assigned=st.booleans(),
    )


names = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
views = st.builds(
    View,
    map=names,
    paper=names,
    topic=st.none() | st.integers(-1, 999),
    compare=st.none() | st.integers(-1, 999),
    query=st.text(max_size=250).map(tidy_query),
    by_meaning=st.booleans(),
    sort=st.sampled_from(SORTS),
    picks=st.lists(names.filter(bool), unique=True, max_size=4).map(tuple),
    filters=filters_of(names.filter(bool), names.filter(bool), st.integers(-1, 999)),
    color=st.sampled_from(COLORS),
)
real_views = st.builds(
    View,
    topic=st.none() | st.integers(-1, len(TOPIC_MAP.topics) - 1),
    query=st.sampled_from(["", "paper", "learning", "case 1", "müller", "nowhere"]),
    sort=st.sampled_from(SORTS),
    filters=filters_of(
        st.sampled_from(SOURCES),
        st.sampled_from(VENUES),
        st.integers(-1, len(TOPIC_MAP.topics) - 1),
    ),
)


def as_lists(params):
    return {name: v if isinstance(v, list) else [v] for name, v in params.items()}


@given(views)
def test_a_view_comes_back_from_its_address(view):
    assert View.from_params(as_lists(view.to_params())) == (view, [])


def test_the_first_sight_has_no_parameters():
    assert View().to_params() == {}


@given(st.dictionaries(st.sampled_from(["map", "paper", "topic", "q", "source", "venue", "topics",
                                         "years", "strength", "unassigned", "color",
                                         "x"]),
                       st.lists(st.text(max_size=400), max_size=4)))  # fmt: skip
def test_any_address_gives_a_view(params):
    view, notes = View.from_params(params)
    again, _ = View.from_params(as_lists(view.to_params()))
    assert again == view
    fitted, more = view.fit(TOPIC_MAP)
    assert fitted.fit(TOPIC_MAP) == (fitted, [])
    assert all(note.endswith((".", "?")) for note in notes + more)


@pytest.mark.parametrize(
    "params",
    [
        {"topic": ["999"]},
        {"topic": ["-5"]},
        {"topic": ["1e9"]},
        {"topic": ["<script>"]},
        {"paper": ["nobody"]},
        {"source": ["../../etc/passwd"]},
        {"venue": ["<script>"]},
        {"topics": ["999"]},
        {"topics": ["1;2"]},
        {"topics": ["٣"]},
        {"years": ["2020"]},
        {"years": ["2024-2018"]},
        {"years": ["1066-1492"]},
        {"strength": ["2"]},
        {"strength": ["nan"]},
        {"unassigned": ["x"]},
        {"color": ["url(http://example.org)"]},
        {"compare": ["999"]},
        {"compare": ["x"]},
        {"sort": ["DROP TABLE"]},
        {"picks": ["nobody", "p999"]},
    ],
)
def test_what_is_not_there_is_left_out_with_a_note(params):
    view, notes = View.from_params(params)
    fitted, more = view.fit(TOPIC_MAP)
    assert fitted == View()
    assert len(notes + more) == 1


@pytest.mark.parametrize(
    ("view", "picked"),
    [(View(), ""), (View(topic=3), "topic:3"), (View(topic=-1), "topic:-1"),
     (View(paper="p1", topic=3), "p1")],
)  # fmt: skip
def test_what_is_picked(view, picked):
    assert view.picked == picked


@given(real_views)
def test_filters_only_shrink(view):
    found = INDEX.find(view.query)
    rows = listed_papers(TOPIC_MAP, view, found)
    listed = set(rows.tolist())
    assert len(listed) == len(rows)
    shown = set(np.flatnonzero(shown_papers(TOPIC_MAP.papers, view.filters)).tolist())
    assert listed <= shown <= set(range(len(TOPIC_MAP)))
    if found is not None:
        assert listed <= set(found.tolist())
    if view.topic is not None:
        assert set(TOPIC_MAP.papers["topic"].iloc[list(listed)]) <= {view.topic}


def test_the_papers_of_a_topic_are_strongest_first():
    rows = listed_papers(TOPIC_MAP, View(topic=0), None)
    strength = TOPIC_MAP.papers["strength"].to_numpy()[rows]
    assert (np.diff(strength) <= 0).all()


@pytest.mark.parametrize("sort", SORTS)
def test_papers_are_listed_in_the_order_asked_for(sort):
    rows = listed_papers(TOPIC_MAP, View(sort=sort), None)
    assert sorted(rows) == list(range(len(TOPIC_MAP)))
    papers = TOPIC_MAP.papers.iloc[rows]
    years = papers["year"].dropna().to_numpy(int)
    if sort == "":
        assert rows.tolist() == sorted(rows)
    elif sort == "strength":
        assert (np.diff(papers["strength"]) <= 0).all()
    elif sort in ("new", "old"):
        assert (np.diff(years) * (1 if sort == "old" else -1) >= 0).all()
        assert papers["year"].isna()[-1:].all()
    elif sort == "topic":
        assert papers["topic"].drop_duplicates().tolist() == [0, 1, 2, 3, 4, -1]
    else:
        named = papers["title"].dropna()
        assert list(named[named.str.startswith("Paper 1")]) == sorted(
            named[named.str.startswith("Paper 1")]
        )


def test_what_a_search_by_meaning_finds_is_listed_nearest_first():
    found = np.array([40, 3, 77, 12])
    view = View(query="a text", by_meaning=True)
    assert listed_papers(TOPIC_MAP, view, found).tolist() == [40, 3, 77, 12]
    own = replace(view, topic=int(TOPIC_MAP.papers["topic"].iloc[3]))
    assert 3 in listed_papers(TOPIC_MAP, own, found)
    assert len(listed_papers(TOPIC_MAP, replace(view, query=""), np.array([], int))) == 0


def test_a_topic_is_compared_with_another_one_only():
    assert View(topic=1, compare=2).fit(TOPIC_MAP) == (View(topic=1, compare=2), [])
    for view in (View(topic=1, compare=1), View(compare=1), View(topic=-1, compare=1)):
        assert view.fit(TOPIC_MAP)[0].compare is None
    assert pick_topic(View(topic=1, compare=2), 2).compare is None


def test_a_text_to_search_by_meaning_may_be_long():
    view, notes = View.from_params({"q": ["x" * 1_999], "by": ["meaning"]})
    assert (len(view.query), notes) == (1_999, [])
    view, notes = View.from_params({"q": ["y" * 10_000], "by": ["meaning"]})
    assert (len(view.query), len(notes)) == (LONGEST_TEXT, 1)


def test_picks_beyond_those_of_an_address_are_left_out_of_it():
    assert "picks" not in View(picks=tuple(f"p{n}" for n in range(300))).to_params()


def test_the_topic_stays_when_one_of_its_papers_is_picked():
    own = str(TOPIC_MAP.of_topic(0).index[0])
    other = str(TOPIC_MAP.of_topic(1).index[0])
    assert pick_paper(View(topic=0), TOPIC_MAP, own) == View(topic=0, paper=own)
    assert pick_paper(View(topic=0), TOPIC_MAP, other) == View(paper=other)
    assert pick_topic(View(paper=own, query="a"), 2) == View(topic=2, query="a")
    assert pick_nothing(View(paper=own, topic=0, query="a")) == View(query="a")


def test_an_address_keeps_the_topic_of_the_paper_only():
    own = str(TOPIC_MAP.of_topic(0).index[0])
    assert View(paper=own, topic=0).fit(TOPIC_MAP) == (View(paper=own, topic=0), [])
    assert View(paper=own, topic=1).fit(TOPIC_MAP) == (View(paper=own), [])


def test_colors_of_a_map():
    assert possible_colors(TOPIC_MAP.papers) == list(COLORS)
    plain = TOPIC_MAP.papers.drop(columns=["source", "venue", "year"])
    assert possible_colors(plain) == ["topic", "nearest", "strength"]


def test_a_column_of_kinds_is_a_colour_and_one_of_notes_is_none():
    papers = TOPIC_MAP.papers
    rows = range(len(papers))
    papers = papers.assign(
        track=["oral" if row % 2 else "poster" for row in rows],
        note=[f"note {row}" for row in rows],
        alike="same",
        number=[row % 3 for row in rows],
        mixed=["text" if row % 2 else 7 for row in rows],
    )
    assert kind_columns(papers) == ["source", "venue", "track"]
    many = papers.assign(venue=[f"venue {row % 40 if row % 2 else 0}" for row in rows])
    assert len(kinds_of(many, "venue")) == MOST_KINDS
    assert kinds_of(many, "venue")[0] == "venue 0"


@pytest.mark.parametrize(
    ("text", "query"), [(" a\n b\t", "a b"), ("\u200b\x00x", "x"), ("y" * 5_000, "y" * 2_000)]
)
def test_queries_are_tidied(text, query):
    assert tidy_query(text) == query


def test_what_is_cut_off_or_overruled_is_told():
    view, notes = View.from_params({"q": ["y" * 5_000]})
    assert len(view.query) == 2_000
    assert len(notes) == 1
    x, y = TOPIC_MAP.papers.iloc[0][["x", "y"]]
    area = f"{x - 1:.2f},{y - 1:.2f},{x + 1:.2f},{y - 1:.2f},{x:.2f},{y + 1:.2f}"
    view, notes = View(topic=1, area=area).fit(TOPIC_MAP)
    assert (view, len(notes)) == (View(topic=1), 1)


@pytest.mark.parametrize("text", ["--1", "---", "-", "²", "1-", "1e9", "0x1", "99999999"])
def test_a_topic_that_is_no_number_is_left_out_with_a_note(text):
    view, notes = View.from_params({"topic": [text]})
    assert view.topic is None
    assert notes


@pytest.mark.parametrize("text", ["1,2,3,4", "-9.5,10,-8.25,7", "0,1e-5,0,0.00001"])
def test_a_part_of_the_map_is_kept_in_the_address(text):
    view, notes = View.from_params({"view": [text]})
    assert notes == []
    assert view.to_params() == {"view": text}
    assert box_edges(text) == tuple(map(float, text.split(",")))


@pytest.mark.parametrize(
    "text",
    ["1,2,3", "2,1,3,4", "1,2,4,4", "a,b,c,d", "nan,1,0,1", "0,1e999,0,1", "1,2,3,4,5", "0,1,0,1;",
     "<script>", "1" * 400 + ",2,3,4", "٠,١,٠,١", ",,,"],
)  # fmt: skip
def test_no_part_of_a_map_is_left_out_with_a_note(text):
    view, notes = View.from_params({"view": [text]})
    assert view == View()
    assert len(notes) == 1
    assert text not in notes[0] or len(text) < 4


def test_only_what_names_topics_or_places_is_bound_to_one_build(topic_map):
    own = fingerprint(topic_map)
    free = View(query="a", color="year", paper=str(topic_map.papers.index[0]), made="00000000")
    assert free.fit(topic_map) == (replace(free, made=""), [])
    assert "made" not in free.to_params()
    bound = View(topic=1, made=own)
    assert bound.to_params()["made"] == own
    assert bound.fit(topic_map) == (View(topic=1), [])
    view, notes = replace(bound, made="00000000").fit(topic_map)
    assert (view, len(notes)) == (View(), 1)


def test_an_empty_part_of_the_map_is_left_out_with_a_note(topic_map):
    x = topic_map.papers["x"]
    seen = View(box=f"{x.min():.3f},{x.max():.3f},-90,90")
    assert seen.fit(topic_map) == (seen, [])
    view, notes = View(box="900,901,900,901").fit(topic_map)
    assert view == View()
    assert len(notes) == 1
