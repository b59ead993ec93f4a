"""What is shown while there is no map: its making, or what went wrong."""

import streamlit as st

from dashboard import access, store
from dashboard.components.messages import headline, plain, warn
from dashboard.first_map import MapBuild
from topicmap.roles import Role

_LOOK_EVERY = 1.0
_LOST = "The builder ended, but its map is not there."


def draw() -> None:
    """Build the map of the seed documents, tell how far it is, then open it."""
    headline(
        "Making the first map",
        "Of the five documents that come with topicmap. This takes a minute or two.",
    )
    _watch()


@st.fragment(run_every=_LOOK_EVERY)
def _watch() -> None:
    access.keep_out(Role.BUILDER)
    build = store.first_build()
    if not build.done:
        st.progress(build.share, text=plain(build.words))
    elif not build.problem and store.found_maps():
        st.rerun()
    else:
        _failed(build)


def _failed(build: MapBuild) -> None:
    warn(f"The map could not be made. {build.problem or _LOST}")
    if st.button("Try again", type="primary"):
        store.forget_build()
        st.rerun()
