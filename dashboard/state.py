"""What one visitor has chosen. The only user of st.session_state and st.query_params.

A `Visit` is kept for each session; its view is written into the address at the end of each run,
and read from it at the first run and when the browser goes back or forth. At any other time the
address that comes with a run may be an old one, and says nothing.
Streamlit may end a run for a newer one at any look at the session state, and callbacks too.
Therefore choices are not taken in callbacks: every run compares what the widgets hold with what
was last taken over from them, and takes over the rest in steps that cannot be torn apart.
Picks on the map and in the side panel arrive as component states ``{"paper": row} | {"topic":
id} | {"area": [x, y, …]} | {"reset": True} | {}`` with ``at`` (microseconds, unique) and
``stamp`` (of the map they were made on).
"""

import secrets
from dataclasses import dataclass, field, fields, replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.areas import area_of
from dashboard.filters import Filters
from dashboard.view import View, pick_area, pick_nothing, pick_paper, pick_topic, tidy_query
from topicmap.topic_map import UNASSIGNED, TopicMap

PICKERS = ("map", "panel", "topics")
SEARCH, COLOR, MAP = "search", "color", "map_name"
FILTERS = {f"filter-{field.name}": field.name for field in fields(Filters)}
_TABLE = "table"
_WIDGETS = (SEARCH, *FILTERS, COLOR, MAP)
_REPLACED = "The map was replaced meanwhile; this is the new one."


@dataclass
class Visit:
    """One visitor's session.

    `seen` holds what was last taken over from each widget, or given to it; `go` where the view
    was last asked to go, a topic or row and a mark of this journey; `listed` the papers of the
    table that was last drawn.
    """

    view: View
    notes: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    go: dict[str, Any] | None = None
    opened: Any = None
    table: str = _TABLE
    listed: list[str] = field(default_factory=list)

    def note(self, sentences: list[str]) -> None:
        """Add sentences that the visitor should read."""
        self.notes.extend(sentence for sentence in sentences if sentence not in self.notes)

    def take(self, key: str, value: Any) -> None:
        """Take over what the visitor chose in a widget."""
        self.seen[key] = value
        if key == SEARCH:
            self.view = replace(self.view, query=tidy_query(value or ""))
        elif key in FILTERS:
            filters = self.view.filters.chosen(FILTERS[key], value)
            self.view = replace(self.view, filters=filters)
        elif key == COLOR:
            self.view = replace(self.view, color=value)
        elif key == MAP:
            self.view = View(map=value, query=self.view.query)
        elif value and 0 <= value[0] < len(self.listed):
            self.view = replace(self.view, paper=self.listed[value[0]])

    def take_pick(self, pick: dict[str, Any], topic_map: TopicMap) -> None:
        """Take over a pick, or a wish to begin anew; some send the view on a journey."""
        paper, topic = pick.get("paper"), pick.get("topic")
        if pick.get("reset") is True:
            self.view = View(map=self.view.map)
            self.go = None
        elif isinstance(paper, int) and 0 <= paper < len(topic_map):
            self.view = pick_paper(self.view, topic_map, str(topic_map.papers.index[paper]))
            self.go = _journey(row=paper) if pick.get("show") is True else None
        elif isinstance(topic, int) and UNASSIGNED <= topic < len(topic_map.topics):
            self.view = pick_topic(self.view, topic)
            self.go = _journey(topic=topic) if topic != UNASSIGNED else None
        elif area := area_of(pick.get("area")):
            self.view = pick_area(self.view, area)
            self.go = None
        elif paper is None and topic is None and "area" not in pick:
            self.view = pick_nothing(self.view)
            self.go = None


def _journey(**where: int) -> dict[str, Any]:
    """A wish to go to a topic or a paper (its row), with a mark of its own."""
    return {**where, "journey": secrets.token_hex(4)}


def begin() -> None:
    """Start a run: take over what was chosen in widgets, or the view of the address."""
    visit = st.session_state.get("visit")
    if visit is None:
        view, notes = View.from_params(_params())
        st.session_state["visit"] = Visit(view, notes)
        return
    chosen, params = _chosen(visit), _params()
    for key, value in chosen.items():
        visit.take(key, value)
    if _goes_back():
        visit.view, notes = View.from_params(params)
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
    """Take over the picks that arrived since the last run; whether one is for the map to show."""
    visit = _visit()
    picked = _picked(visit)
    for key, pick in sorted(picked.items(), key=lambda item: str(item[1].get("at"))):
        visit.seen[key] = pick.get("at")
        if pick.get("stamp", stamp) == stamp:
            visit.take_pick(pick, topic_map)
        else:
            visit.note([_REPLACED])
    return "topics" in picked


def go() -> dict[str, Any] | None:
    """Where the visitor last asked the view to go: a topic or paper, and a mark of this journey."""
    return _visit().go


def list_rows(key: str, papers: list[str]) -> None:
    """Remember which papers a table (a widget's key) lists, before it is drawn."""
    visit = _visit()
    if visit.table == key:
        return
    rows = _rows(key)
    visit.table, visit.listed = key, papers
    visit.seen[_TABLE] = rows


def hold(key: str, value: Any) -> None:
    """Set a widget to a value before it is drawn."""
    visit = _visit()
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    visit.seen[key] = value


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
    view = replace(visit.view, map=name, made=visit.opened.made)
    params = {} if visit.view == View() else view.to_params()
    lists = {key: value if isinstance(value, list) else [value] for key, value in params.items()}
    if _params() != lists:
        st.query_params.from_dict(params)
    visit.notes = []


def _visit() -> Visit:
    return st.session_state["visit"]


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _goes_back() -> bool:
    """Whether the browser started this run by going back or forth in its history."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def _chosen(visit: Visit) -> dict[str, Any]:
    """What the visitor chose in widgets and the table since it was last taken over."""
    state = st.session_state
    held = {key: state[key] for key in _WIDGETS if key in visit.seen and key in state}
    if visit.table in state:
        held[_TABLE] = _rows(visit.table)
    return {key: value for key, value in held.items() if value != visit.seen[key]}


def _picked(visit: Visit) -> dict[str, dict[str, Any]]:
    """The picks that arrived since the last run, by the key of their component."""
    picks = {key: (st.session_state.get(key) or {}).get("pick") for key in PICKERS}
    return {
        key: pick
        for key, pick in picks.items()
        if isinstance(pick, dict) and visit.seen.get(key) != pick.get("at")
    }


def _rows(key: str) -> list[int]:
    """The rows that are chosen in a table."""
    chosen = st.session_state.get(key)
    return list(chosen["selection"]["rows"]) if chosen else []
