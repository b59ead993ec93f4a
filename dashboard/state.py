"""What one visitor has chosen. The only user of st.session_state and st.query_params.

A `View` is kept for each session and written into the address at the end of each run. Picks on
the map and in the side panel arrive as component states ``{"paper": row} | {"topic": id} | {}``
with ``at`` (milliseconds, unique) and ``stamp`` (of the map they were made on); they are taken
over before anything is drawn. An address that changed without a choice of the visitor in the
same run is the Back button, and is followed.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.view import View, pick_nothing, pick_paper, pick_topic, tidy_query
from topicmap.topic_map import UNASSIGNED, TopicMap

PICKERS = ("map", "panel", "topics")
SEARCH, SOURCES, COLOR, MAP = "search", "sources", "color", "map_name"
_REPLACED = "The map was replaced meanwhile; this is the new one."


def begin(screen: str) -> None:
    """Start a run: take the view from the address where the visitor came by one."""
    state = st.session_state
    for name, empty in (("seen", {}), ("go", None), ("chosen", False), ("notes", [])):
        state.setdefault(name, empty)
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if "view" not in state:
        moved = True
    else:
        other = params != state.get("address", params) and state["screen"] == screen
        moved = other and not state["chosen"] and not _arrived()
    if moved:
        state["view"], notes = View.from_params(params)
        note(notes)
    state["screen"] = screen


def show(opened: Any) -> None:
    """Hand the opened map to the screen that is about to be drawn; fit the view to it."""
    before = st.session_state.get("opened")
    st.session_state["opened"] = opened
    st.session_state["view"], unknown = view().fit(opened.topic_map)
    replaced = before and before.name == opened.name and before.stamp != opened.stamp
    note([_REPLACED] if replaced else unknown)


def shown() -> Any:
    """The opened map that the screen is to draw."""
    return st.session_state["opened"]


def view() -> View:
    """The visitor's view."""
    return st.session_state["view"]


def notes() -> list[str]:
    """Sentences that the visitor should read once, taken from the list."""
    taken, st.session_state["notes"] = st.session_state["notes"], []
    return taken


def note(sentences: list[str]) -> None:
    """Add sentences that the visitor should read."""
    known = st.session_state["notes"]
    known.extend(sentence for sentence in sentences if sentence not in known)


def change(**values: Any) -> None:
    """Change parts of the view by a choice of the visitor."""
    _choose(replace(view(), **values))


def take_picks(topic_map: TopicMap, stamp: str) -> bool:
    """Take over the picks that arrived since the last run; whether one is for the map to show."""
    arrived = _arrived()
    for pick in arrived:
        st.session_state["seen"][pick["key"]] = pick.get("at")
    for pick in sorted(arrived, key=lambda pick: str(pick.get("at"))):
        if pick.get("stamp", stamp) != stamp:
            note([_REPLACED])
            continue
        _take(pick, topic_map)
    return any(pick["key"] == "topics" for pick in arrived)


def go() -> dict[str, Any] | None:
    """Where the visitor last asked the view to go: a topic, and a mark of this journey."""
    return st.session_state["go"]


def pick_row(key: str, papers: list[str], topic_map: TopicMap) -> None:
    """Pick the paper whose row was chosen in the table (a widget's key) of these papers."""
    chosen = st.session_state.get(key)
    rows = chosen["selection"]["rows"] if chosen else []
    if rows and 0 <= rows[0] < len(papers):
        _choose(pick_paper(view(), topic_map, papers[rows[0]]))


def hold(key: str, value: Any) -> None:
    """Set a widget to a value before it is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def follow(key: str, part: str) -> Callable[[], None]:
    """A callback that takes a widget's value over into a part of the view."""

    def take() -> None:
        value = st.session_state[key]
        if part == "query":
            value = tidy_query(value or "")
        change(**{part: tuple(value) if isinstance(value, list) else value})

    return take


def change_map() -> None:
    """Take over the chosen map, with nothing picked or filtered."""
    _choose(View(map=st.session_state[MAP], query=view().query))


def leave_map() -> None:
    """Go back to the first map, with nothing picked or filtered."""
    st.session_state["view"] = View(query=view().query)


def want_build() -> None:
    """Remember that the visitor asked for the map of the seed documents."""
    st.session_state["build"] = True


def wants_build() -> bool:
    """Whether the visitor asked for the map of the seed documents."""
    return "build" in st.session_state


def finish(name: str) -> None:
    """End a run: write the view of the named map into the address, nothing at first sight."""
    params = {} if view() == View() else replace(view(), map=name).to_params()
    lists = {k: v if isinstance(v, list) else [v] for k, v in params.items()}
    if {name: st.query_params.get_all(name) for name in st.query_params} != lists:
        st.query_params.from_dict(params)
    st.session_state["address"] = lists
    st.session_state["chosen"] = False


def _arrived() -> list[dict[str, Any]]:
    """The picks that arrived since the last run, each with the key of its component."""
    arrived = []
    for key in PICKERS:
        pick = (st.session_state.get(key) or {}).get("pick")
        if isinstance(pick, dict) and st.session_state["seen"].get(key) != pick.get("at"):
            arrived.append({**pick, "key": key})
    return arrived


def _choose(new: View) -> None:
    st.session_state["view"] = new
    st.session_state["chosen"] = True


def _take(pick: dict[str, Any], topic_map: TopicMap) -> None:
    paper, topic = pick.get("paper"), pick.get("topic")
    if isinstance(paper, int) and 0 <= paper < len(topic_map):
        _choose(pick_paper(view(), topic_map, str(topic_map.papers.index[paper])))
    elif isinstance(topic, int) and UNASSIGNED <= topic < len(topic_map.topics):
        _choose(pick_topic(view(), topic))
        _go_to(topic)
    elif paper is None and topic is None:
        _choose(pick_nothing(view()))


def _go_to(topic: int) -> None:
    if topic == UNASSIGNED:
        return
    st.session_state["go"] = {"topic": topic, "journey": secrets.token_hex(4)}
