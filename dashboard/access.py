"""Who the visitor is and what they may do. The only user of st.user, st.login and st.logout."""

import os
from pathlib import Path

import streamlit as st

from dashboard.components.messages import headline, warn
from dashboard.components.scripted import lean
from topicmap.errors import BadSettings
from topicmap.hosting import LOCAL, ROLES
from topicmap.roles import Role, Roles, read_roles

_SIGN_IN = "sign-in"
_WAY_BACK = st.components.v2.component(
    "topicmap.way_back",
    js=lean((Path(__file__).parent / "components" / "way_back.js").read_text("utf-8")),
)


def role() -> Role:
    """What the visitor may do: everything on this computer, else what the file of roles says.

    Without such a file all are viewers; with one that cannot be read nobody is anything.
    """
    if os.environ.get(LOCAL):
        return Role.BUILDER
    path = os.environ.get(ROLES)
    if not path:
        return Role.VIEWER
    roles = _roles(path)
    return roles.role_of(st.user.to_dict()) if roles else Role.NOBODY


def may_build() -> bool:
    """Whether the visitor may build maps."""
    return role() >= Role.BUILDER


def draw_role() -> None:
    """Say who the visitor is to this server, with a way to sign in or out; nothing at home."""
    if os.environ.get(LOCAL):
        return
    with st.container(key="role"):
        st.caption(f"You are a {role().name.lower()}.")
        if os.environ.get(ROLES):
            _draw_sign_in()


def draw_door() -> None:
    """What somebody sees who may see no map."""
    path = os.environ.get(ROLES, "")
    if not _roles(path):
        headline("Closed for the moment", "Who may do what cannot be read on this server.")
        warn("Tell whoever runs this dashboard: its file of roles has to be mended.")
        return
    told = "Sign in to see the maps." if not _signed_in() else "Your account has no role here."
    headline("These maps are for members", told)
    _draw_sign_in()


def _draw_sign_in() -> None:
    if _signed_in():
        st.text(f"Signed in as {_name()}")
        st.button("Sign out", on_click=st.logout, key="sign-out")
    else:
        st.button("Sign in", on_click=st.login, key=_SIGN_IN, type="primary")
    _WAY_BACK(key="way-back", data={"button": _SIGN_IN})


def _signed_in() -> bool:
    return st.user.to_dict().get("is_logged_in") is True


def _name() -> str:
    told = st.user.to_dict()
    return str(told.get("email") or told.get("name") or told.get("sub") or "somebody")


def _roles(path: str) -> Roles | None:
    try:
        return read_roles(path)
    except BadSettings as error:
        print(error, flush=True)
        return None
