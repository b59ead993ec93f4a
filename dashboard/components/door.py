"""The way in and out: who the visitor is to this server, and what others see instead of maps."""

from pathlib import Path

import streamlit as st

from dashboard import access
from dashboard.components.messages import headline, warn
from dashboard.components.scripted import lean

_SIGN_IN = "sign-in"
_WAY_BACK = st.components.v2.component(
    "topicmap.way_back",
    js=lean(Path(__file__).with_name("way_back.js").read_text("utf-8")),
)


def draw_role() -> None:
    """Say who the visitor is to this server, with a way to sign in or out; nothing at home."""
    if access.at_home():
        return
    with st.container(key="role"):
        st.caption(f"You are a {access.role().name.lower()}.")
        if access.may_sign_in():
            _draw_sign_in()


def draw_door() -> None:
    """What somebody sees who may see no map."""
    if not access.roles():
        headline("Closed for the moment", "Who may do what cannot be read on this server.")
        warn("Tell whoever runs this dashboard: its file of roles has to be mended.")
        return
    known = access.signed_in_as()
    told = "Your account has no role here." if known else "Sign in to see the maps."
    if access.is_unverified():
        told = "Your account has no role here: its provider does not call your address verified."
    headline("These maps are for members", told)
    _draw_sign_in()


def _draw_sign_in() -> None:
    if known := access.signed_in_as():
        st.text(f"Signed in as {known}")
        st.button("Sign out", on_click=st.logout, key="sign-out")
    else:
        st.button("Sign in", on_click=st.login, key=_SIGN_IN, type="primary")
    _WAY_BACK(key="way-back", data={"button": _SIGN_IN})
