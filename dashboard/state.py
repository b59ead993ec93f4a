"""What one visitor has chosen. The only user of st.session_state and st.query_params.

A `Visit` is kept for each session; its view is written into the address at the end of each run,
and read from it at the first run and when the browser goes back or forth. At any other time the
address that comes with a run may be an old one, and says nothing.
Streamlit may end a run for a newer one at any look at the session state, and callbacks too.
Therefore choices are not taken in callbacks: every run compares what the widgets hold with what
was last taken over from them, and takes over the rest in steps that cannot be torn apart.
Picks on the map and in the side panel arrive as component states ``{"paper": row} | {"topic":
id} | {"area": [x, y, …]} | {"reset": True} | {"picture": [left, right, lower, upper], "theme":
name} | {}`` with ``at`` (microseconds, unique) and
``stamp`` (of the map they were made on).
"""

import secrets
from dataclasses import replace
from threading import BoundedSemaphore
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.view import MOST_PICKS, View
from dashboard.visit import COLOR, COMPARE, FILTERS, MAP, SEARCH, SORT, TABLE, WAY, Choice, Visit
from topicmap.topic_map import TopicMap

PICKERS = ("map", "panel", "topics", "cards", "chart")
_AWAY = ("topics", "cards")  # where the map is not; a paper picked there is shown on the map
_WIDGETS = (WAY, SEARCH, *FILTERS, COLOR, SORT, COMPARE, MAP)
_TOLD = 3  # runs that tell a new widget its value; the browser may skip one that is overtaken
_REPLACED = "The map was replaced meanwhile; this is the new one."


def turn_page() -> None:
    """Note the page that is asked for, before the browser hears of it.

    It then drops from the address what is shown there. Streamlit may end this run before the
    address is written, and the next run be asked for with the address as it was before.
    """
    if visit := st.session_state.get("visit"):
        visit.turned |= _page() != visit.page


def begin() -> None:
    """Start a run: take over what was chosen in widgets, or the view of the address."""
    visit = st.session_state.get("visit")
    if visit is None:
        view, notes = View.from_params(_params())
        st.session_state["visit"] = Visit(view, notes, page=_page())
        return
    chosen, params = _chosen(visit), _params()
    for key, value in chosen.items():
        visit.take(key, value)
    if _goes_back():
        before, (visit.view, notes) = visit.view, View.from_params(params)
        if len(before.picks) > MOST_PICKS and visit.view.map in ("", before.map):
            visit.view = replace(visit.view, picks=before.picks)  # too many for an address
        if not visit.view.map:
            visit.opened = None
        visit.round += 1
        visit.note(notes)
    elif MAP not in chosen:  # what is seen of the map is written by the browser alone
        visit.view = replace(visit.view, box=View.from_params(params)[0].box)


def show(opened: Any) -> None:
    """Hand the opened map to the screen that is about to be drawn; fit the view to it."""
    visit = _visit()
    before, visit.opened = visit.opened, opened
    replaced = before and before.name == opened.name and before.stamp != opened.stamp
    if replaced and not visit.view.made:
        visit.view = replace(visit.view, made=before.made)
    visit.view, unknown = visit.view.fit(opened.topic_map, opened.colors, opened.made)
    visit.note([_REPLACED, *unknown] if replaced else unknown)


def shown() -> Any:
    """The opened map that the screen is to draw."""
    return _visit().opened


def asked_map() -> str:
    """The name of the map that the visitor asked for, or else looks at; empty for the first."""
    visit = _visit()
    return visit.view.map or (visit.opened.name if visit.opened else "")


def view() -> View:
    """The visitor's view."""
    return _visit().view


def notes() -> list[str]:
    """Sentences that the visitor should read; they are forgotten when the run is finished."""
    return list(_visit().notes)


def note(sentences: list[str]) -> None:
    """Add sentences that the visitor should read."""
    _visit().note(sentences)


def take_picks(topic_map: TopicMap, stamp: str) -> bool:
    """Take over the picks that arrived since the last run; whether one is for the map to show.

    That is a wish to be shown it, and a paper that was picked among topics.
    """
    visit = _visit()
    picked = _picked(visit)
    for key, pick in sorted(picked.items(), key=lambda item: str(item[1].get("at"))):
        visit.seen[key] = pick.get("at")
        if pick.get("stamp", stamp) == stamp:
            visit.take_pick(pick, topic_map)
        else:
            visit.note([_REPLACED])
    return any(
        pick.get("show") is True or (key in _AWAY and "paper" in pick)
        for key, pick in picked.items()
    )


def go() -> dict[str, Any] | None:
    """Where the visitor last asked the view to go: a topic or paper, and a mark of this journey."""
    return _visit().go


def picture() -> dict[str, Any] | None:
    """What the visitor saw when a picture of it was asked for; it is told once."""
    visit = _visit()
    asked, visit.picture = visit.picture, None
    return asked


def ask_for_picture() -> None:
    """Let the map tell what is seen of it, for a picture."""
    _visit().ask = secrets.token_hex(4)


def ask() -> str:
    """A mark of the last wish that the map tell what is seen of it."""
    return _visit().ask


def list_rows(key: str, papers: pd.DataFrame, several: bool = False) -> None:
    """Remember which papers a table (a widget's key) lists, before it is drawn."""
    visit = _visit()
    if visit.table == key:
        return
    chosen = _table_choice(key)
    topics = papers["topic"].tolist()
    visit.table, visit.several = key, several
    visit.listed = list(zip(map(str, papers.index), topics, strict=True))
    visit.seen[TABLE] = chosen


def drop_picks() -> None:
    """Take none of the papers along that were picked for it."""
    visit = _visit()
    visit.view = replace(visit.view, picks=())
    visit.round += 1


def table_round() -> int:
    """A number that changes when a table has to forget what was ticked in it."""
    return _visit().round


def hold(key: str, value: Any) -> None:
    """Set a widget to a value before it is drawn.

    One that is new on its page is told it even where this server holds that value already: the
    browser does not, and begins with an empty one.
    """
    visit, page = _visit(), _page()
    on, times = visit.told.get(key, ("", 0))
    visit.told[key] = page, (times + 1 if on == page else 1)
    if visit.told[key][1] <= _TOLD or st.session_state.get(key) != value:
        st.session_state[key] = value
    visit.seen[key] = value


def making() -> BoundedSemaphore:
    """What each file that is made for this visitor has to get hold of."""
    return _visit().making


def leave_map() -> None:
    """Go back to the first map, with nothing picked or filtered."""
    visit = _visit()
    visit.view = View(query=visit.view.query)


def want_build() -> None:
    """Remember that the visitor asked for the map of the seed documents."""
    st.session_state["build"] = True


def wants_build() -> bool:
    """Whether the visitor asked for the map of the seed documents."""
    return "build" in st.session_state


def finish(name: str) -> None:
    """End a run: write the view of the named map into the address, nothing at first sight."""
    visit = _visit()
    if visit.fresh:
        _pass_over(visit)
    view = replace(visit.view, map=name, made=visit.opened.made)
    params = {} if visit.view == View() else view.to_params()
    lists = {key: value if isinstance(value, list) else [value] for key, value in params.items()}
    if _params() != lists or visit.turned or _page() != visit.page:
        st.query_params.from_dict(params)
        visit.page, visit.turned = _page(), False
    visit.notes = []


def _pass_over(visit: Visit) -> None:
    """Take nothing of what a page brings along from a session that has ended.

    Its address says what was seen there. What was picked before must not be picked again.
    """
    for key, pick in _picked(visit).items():
        visit.seen[key] = pick.get("at")
    visit.seen[TABLE] = _table_choice(visit.table)
    visit.fresh = False


def _visit() -> Visit:
    return st.session_state["visit"]


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _page() -> str:
    """A mark of the page that is drawn."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.page_script_hash if context else ""


def _goes_back() -> bool:
    """Whether the browser started this run by going back or forth in its history."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def _chosen(visit: Visit) -> dict[str, Any]:
    """What the visitor chose in widgets and the table since it was last taken over."""
    state = st.session_state
    held = {key: state[key] for key in _WIDGETS if key in visit.seen and key in state}
    if visit.table in state:
        held[TABLE] = _table_choice(visit.table)
    return {key: value for key, value in held.items() if value != visit.seen[key]}


def _picked(visit: Visit) -> dict[str, dict[str, Any]]:
    """The picks that arrived since the last run, by the key of their component."""
    picks = {key: (st.session_state.get(key) or {}).get("pick") for key in PICKERS}
    return {
        key: pick
        for key, pick in picks.items()
        if isinstance(pick, dict) and visit.seen.get(key) != pick.get("at")
    }


def _table_choice(key: str) -> Choice:
    """The rows and cells that are chosen in a table."""
    chosen = (st.session_state.get(key) or {}).get("selection", {})
    cells = [(int(row), str(column)) for row, column in chosen.get("cells", ())]
    return {"rows": list(chosen.get("rows", ())), "cells": cells}
