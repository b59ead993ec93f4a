"""The dashboard's frame: page, navigation, filters, and what to do when there is no map."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import access, state, store
from dashboard.components.door import draw_door, draw_role
from dashboard.components.messages import headline, plain, warn
from dashboard.components.scripted import lean
from dashboard.screens import first_start
from dashboard.store import OpenMap
from dashboard.words import map_line
from topicmap.bundle import BundleInfo
from topicmap.cells import column_title
from topicmap.errors import BadBundle
from topicmap.roles import Role
from topicmap.wording import map_title, topic_name

SCREENS = ("Explore", "Topics", "Papers", "Trends", "Quality")
_FEW_MAPS = 6
_FOLDER = Path(__file__).parent
_STYLE = f"<style>{lean((_FOLDER / 'app.css').read_text('utf-8'))}</style>"

_NO_MAP = (
    "Every map in the folder is damaged or of another version. Build yours again with "
    "topicmap build, or make the map of the seed documents here."
)
_NO_MAP_HERE = "As soon as there is a map in the folder of this server, it is shown here."


def main() -> None:
    """Draw the page that the visitor is on."""
    st.set_page_config(
        page_title="topicmap",
        page_icon=str(_FOLDER / "icon.svg"),  # an icon by name would come from another host
        layout="wide",
        initial_sidebar_state=230,
    )
    st.html(_STYLE)
    _ask_again()
    pages = [
        st.Page(_FOLDER / "screens" / f"{name.lower()}.py", title=name, default=name == "Explore")
        for name in SCREENS
    ]
    if access.role() is Role.NOBODY:
        st.navigation(pages, position="hidden")  # so that the address stays as it was asked for
        draw_door()
        return
    found = store.found_maps()
    state.turn_page()
    page = st.navigation(pages, position="top" if found else "hidden")
    state.begin()
    messages = st.container(key="messages")
    opened, problems = _open(found)
    if opened is not None:
        state.show(opened)
        if state.take_picks(opened.topic_map, opened.stamp):
            st.switch_page(pages[0])
        with st.sidebar:
            _filters(found, opened)
            if page.title == "Explore":
                _color(opened)
            draw_role()
    sentences = [*state.notes(), *problems]
    with messages:
        if sentences:
            warn(*sentences)
    if opened is not None:
        page.run()
        state.finish(opened.name)
    elif not access.may_build():
        headline("No map yet", _NO_MAP_HERE)
        draw_role()
    elif found and not state.wants_build():
        headline("No map can be shown", _NO_MAP)
        st.button("Make the map of the seed documents", on_click=state.want_build, type="primary")
    else:
        first_start.draw()


@st.fragment(run_every=timedelta(days=1))
def _ask_again() -> None:
    """Nothing. A page with a part that runs by itself asks for a run when its connection is back.

    Else a new server, or one that has forgotten the visitor, would miss the first click.
    """


def _open(found: list[BundleInfo]) -> tuple[OpenMap | None, list[str]]:
    """The map that the visitor asked for, else the first that opens, and what is wrong."""
    problems = [store.told(info.problem) for info in found if info.problem]
    names = [info.name for info in found if not info.problem]
    asked = state.asked_map()
    damaged = asked in [info.name for info in found if info.problem]
    if damaged and (kept := store.kept_map(asked)):
        return kept, problems
    for name in sorted(names, key=lambda name: name != asked):
        try:
            opened = store.open_map(name)
        except BadBundle as error:
            problems.append(store.told(str(error)))
            continue
        if asked and name != asked:
            state.note([f"{_why_not(asked, found)} The map {name} is shown instead."])
            state.leave_map()
        return opened, [*problems, *filter(None, [store.newer_problem(opened)])]
    return None, problems


def _why_not(asked: str, found: list[BundleInfo]) -> str:
    """Why a map that was asked for is not shown."""
    named = [store.told(info.problem) for info in found if info.name == asked]
    return next(
        filter(None, named), f"The map {asked} {'cannot be opened' if named else 'is not here'}."
    )


def _filters(found: list[BundleInfo], opened: OpenMap) -> None:
    """What is common to all screens: the map and the filters."""
    maps = [info for info in found if not info.problem or info.name == opened.name]
    if len(maps) > 1:
        _maps(maps, opened.name)
    label_of = partial(topic_name, opened.topic_map)
    _choice("Source", "sources", opened)
    _choice("Venue", "venues", opened)
    _choice("Topic", "topics", opened, label_of)
    filters, span = state.view().filters, opened.years
    if span:
        state.hold("filter-years", filters.years or span)
        st.slider("Years", *span, key="filter-years")
    state.hold("filter-strength", filters.strength)
    st.slider("Strength at least", 0.0, 1.0, step=0.05, key="filter-strength")
    if unassigned := opened.topic_map.unassigned:
        state.hold("filter-assigned", filters.assigned)
        st.checkbox(f"Hide the {unassigned:,} unassigned", key="filter-assigned")


def _maps(maps: list[BundleInfo], name: str) -> None:
    """The choice of the map, each with its size and day."""
    state.hold(state.MAP, name)
    names, lines = [info.name for info in maps], [map_line(info) for info in maps]
    if len(maps) <= _FEW_MAPS:
        st.radio(
            "Map",
            names,
            key=state.MAP,
            format_func=lambda name: plain(map_title(name)),
            captions=lines,
        )
        return
    st.selectbox("Map", names, key=state.MAP, format_func=map_title)
    st.caption(plain(lines[names.index(name)]))


def _choice(label: str, name: str, opened: OpenMap, label_of: Callable[[Any], str] = str) -> None:
    """A filter by names; none where the papers have but one."""
    chosen, key = list(getattr(state.view().filters, name)), f"filter-{name}"
    offered = opened.choices[name]
    if len(offered) < 2:
        return
    options = dict.fromkeys([*offered, *chosen])
    state.hold(key, chosen)
    st.multiselect(
        label,
        list(options),
        key=key,
        # Streamlit asks for the name of whatever a message says is chosen, too.
        format_func=lambda value: label_of(value) if value in options else str(value),
        placeholder=f"All {name}",
    )


def _color(opened: OpenMap) -> None:
    """What the points of the map are coloured by."""
    state.hold(state.COLOR, state.view().color)
    st.radio(
        "Color",
        opened.colors,
        key=state.COLOR,
        format_func=lambda name: plain(column_title(name)),
    )


main()
