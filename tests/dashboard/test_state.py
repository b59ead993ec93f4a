"""No choice of a visitor is lost when Streamlit ends a run for a newer one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from dashboard import state
from tests.conftest import make_map

TOPIC_MAP = make_map()
PAPERS = [str(paper) for paper in TOPIC_MAP.papers.index]
COLORS = ("topic", "source", "year", "strength")
OPENED = SimpleNamespace(name="normal", stamp="1", made="1", topic_map=TOPIC_MAP, colors=COLORS)


class Interrupted(BaseException):
    """Streamlit ends the run here."""


class Session(dict):
    """A session state whose every look can be the last of a run, as Streamlit's."""

    left = 10**9
    goes_back = False
    several = False

    def look(self):
        self.left -= 1
        if self.left < 0:
            raise Interrupted

    def __getitem__(self, key):
        self.look()
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.look()
        return super().get(key, default)

    def __setitem__(self, key, value):
        self.look()
        super().__setitem__(key, value)

    def __contains__(self, key):
        self.look()
        return super().__contains__(key)


class Address(dict):
    """The parameters of the page's address."""

    written = 0

    def __init__(self, session):
        super().__init__()
        self.session = session

    def get_all(self, name):
        return self[name]

    def from_dict(self, params):
        self.session.look()
        self.written += 1
        self.clear()
        self.update({k: v if isinstance(v, list) else [v] for k, v in params.items()})
        self.session.look()


@pytest.fixture
def session(monkeypatch):
    session = Session()
    fake = SimpleNamespace(session_state=session, query_params=Address(session))
    monkeypatch.setattr(state, "st", fake)
    monkeypatch.setattr(state, "_goes_back", lambda: session.goes_back)
    session.address = fake.query_params
    run(session)
    return session


def run(session, looks=10**9):
    """One run of the app, ended after so many looks at the session; whether it came to its end."""
    session.left = looks
    try:
        state.begin()
        state.show(OPENED)
        state.take_picks(TOPIC_MAP, "1")
        state.hold("filter-sources", list(state.view().filters.sources))
        state.hold("filter-strength", state.view().filters.strength)
        state.hold(state.COLOR, state.view().color)
        state.hold(state.SEARCH, state.view().query)
        state.hold(state.SORT, state.view().sort)
        state.hold(state.WAY, state.view().by_meaning)
        state.list_rows("table-1", TOPIC_MAP.papers)
        state.list_rows("table-2", TOPIC_MAP.papers, several=True) if session.several else None
        state.finish("normal")
    except Interrupted:
        return False
    finally:
        session.left = 10**9
    return True


def choose(session, key, value):
    dict.__setitem__(session, key, value)


CHOICES = {
    "paper": ("map", {"pick": {"paper": 3, "at": 7}}, lambda view: view.paper == "p003"),
    "topic": ("panel", {"pick": {"topic": 1, "at": 7}}, lambda view: view.topic == 1),
    "search": (state.SEARCH, "diffusion", lambda view: view.query == "diffusion"),
    "source": (
        "filter-sources",
        ["first.txt"],
        lambda view: view.filters.sources == ("first.txt",),
    ),
    "strength": ("filter-strength", 0.4, lambda view: view.filters.strength == 0.4),
    "color": (state.COLOR, "year", lambda view: view.color == "year"),
    "row": ("table-1", {"selection": {"rows": [5]}}, lambda view: view.paper == PAPERS[5]),
    "cell": (
        "table-1",
        {"selection": {"cells": [(6, "Title")]}},
        lambda view: view.paper == PAPERS[6],
    ),
    "topic cell": (
        "table-1",
        {"selection": {"cells": [(6, "Topic")]}},
        lambda view: view.topic == TOPIC_MAP.papers["topic"].iloc[6],
    ),
    "order": (state.SORT, "title", lambda view: view.sort == "title"),
    "way": (state.WAY, True, lambda view: view.by_meaning),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_no_choice_is_lost_wherever_a_run_is_ended(session, choice):
    key, value, taken = CHOICES[choice]
    kept = dict(session)
    for looks in range(200):
        session.clear()
        session.update({**kept})
        session["visit"] = state.Visit(**vars(fresh(kept["visit"])))
        session.address.clear()
        choose(session, key, value)
        ended = run(session, looks)
        assert run(session)
        assert taken(state.view()), f"lost when ended after {looks} looks"
        if ended:
            break
    assert ended


def fresh(visit):
    """A visit like this one, with nothing shared."""
    return SimpleNamespace(**{**vars(visit), "seen": dict(visit.seen), "notes": []})


def test_an_old_address_says_nothing(session):
    choose(session, "map", {"pick": {"paper": 3, "at": 7}})
    run(session)
    old = dict(session.address)
    assert old == {"paper": [PAPERS[3]], "map": ["normal"]}
    choose(session, "map", {"pick": {"paper": 5, "at": 9}})
    run(session)
    session.address.update(old)
    run(session)
    assert state.view().paper == PAPERS[5]
    assert session.address == {"paper": [PAPERS[5]], "map": ["normal"]}


def test_the_back_button_is_followed(session):
    choose(session, "map", {"pick": {"paper": 3, "at": 7}})
    run(session)
    session.address.clear()
    session.goes_back = True
    run(session)
    assert state.view().picked == ""


def test_picks_too_many_for_the_address_are_kept_on_the_way_back(session, monkeypatch):
    monkeypatch.setattr(state, "MOST_PICKS", 3)
    picks = tuple(PAPERS[:4])
    session["visit"].view = replace(state.view(), picks=picks, map="normal")
    session.address.clear()
    session.goes_back = True
    run(session)
    assert state.view().picks == picks
    session["visit"].view = replace(state.view(), picks=picks[:3])
    session.address.clear()
    run(session)
    assert state.view().picks == ()


def test_a_paper_to_be_shown_is_gone_to(session):
    choose(session, "panel", {"pick": {"paper": 3, "show": True, "at": 7}})
    run(session)
    assert state.view().paper == PAPERS[3]
    assert state.go()["row"] == 3


def test_a_paper_picked_after_a_topic_ends_the_journey(session):
    choose(session, "map", {"pick": {"topic": 1, "at": 7}})
    run(session)
    assert state.go()["topic"] == 1
    choose(session, "map", {"pick": {"paper": 3, "at": 8}})
    run(session)
    assert state.go() is None


def tick(session, key, **chosen):
    choose(session, key, {"selection": chosen})
    run(session)
    return state.view()


def test_a_cell_and_a_row_are_taken_when_they_change(session):
    assert tick(session, "table-1", rows=[5], cells=[]).paper == PAPERS[5]
    assert tick(session, "table-1", rows=[5], cells=[(8, "Title")]).paper == PAPERS[8]
    assert tick(session, "table-1", rows=[6], cells=[(8, "Title")]).paper == PAPERS[6]
    assert tick(session, "table-1", rows=[], cells=[(8, "Title")]).paper == PAPERS[6]
    assert tick(session, "table-1", rows=[], cells=[(500, "Title")]).paper == PAPERS[6]


def test_papers_are_taken_along_from_several_tables(session):
    session.several = True
    run(session)
    assert tick(session, "table-2", rows=[5, 7], cells=[]).picks == (PAPERS[5], PAPERS[7])
    assert state.view().paper == ""
    state.list_rows("table-3", TOPIC_MAP.papers.iloc[50:], several=True)
    choose(session, "table-3", {"selection": {"rows": [1], "cells": []}})
    state.begin()
    assert state.view().picks == (PAPERS[5], PAPERS[7], PAPERS[51])
    choose(session, "table-3", {"selection": {"rows": [], "cells": []}})
    state.begin()
    assert state.view().picks == (PAPERS[5], PAPERS[7])
    before = state.table_round()
    state.drop_picks()
    assert state.view().picks == ()
    assert state.table_round() != before


def test_the_address_is_written_again_when_another_page_was_asked_for(session, monkeypatch):
    choose(session, state.SEARCH, "diffusion")
    run(session)
    assert session.address["q"] == ["diffusion"]
    written = session.address.written
    run(session)
    assert session.address.written == written
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(state, "_page", lambda: "another")
        state.turn_page()  # and this run is ended for a newer one
    run(session)
    assert session.address.written == written + 1
    run(session)
    assert session.address.written == written + 1


def test_the_way_back_to_the_bare_address_leads_to_the_first_map(session):
    assert state.asked_map() == "normal"
    choose(session, state.MAP, "other")
    session["visit"].seen[state.MAP] = "normal"
    run(session)
    assert state.asked_map() == "other"
    session.address.clear()
    session.goes_back = True
    state.begin()
    assert state.asked_map() == ""


def test_names_of_pages_that_there_are_not_are_not_kept(session, monkeypatch):
    """They are what a visitor's browser says, up to 1 MB."""
    for number in range(5):
        monkeypatch.setattr(state, "_page", lambda number=number: f"{number}" * 10_000)
        state.turn_page()
    assert "0" * 10_000 not in repr(session["visit"])
