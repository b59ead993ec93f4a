"""Who the visitor is and what they may do. The only user of st.user."""

import os
from collections.abc import Callable, Mapping
from threading import BoundedSemaphore
from typing import Any, TypeVar

import streamlit as st

from topicmap.errors import BadSettings
from topicmap.hosting import LOCAL, ROLES
from topicmap.roles import Role, Roles, read_roles

T = TypeVar("T")


def role() -> Role:
    """What the visitor may do: everything on this computer, else what the file of roles says.

    Without such a file all are viewers; with one that cannot be read nobody is anything.
    """
    return _role_of(_claims())


def may_build() -> bool:
    """Whether the visitor may build maps."""
    return role() >= Role.BUILDER


def keep_out(needed: Role = Role.VIEWER) -> None:
    """Draw the whole page anew for somebody who has no longer the role that a part of it needs.

    To be called first in every part that runs by itself, for then the page does not ask.
    """
    if role() < needed:
        st.rerun()


def while_viewer(make: Callable[[], T], making: BoundedSemaphore) -> Callable[[], T]:
    """What makes a file, but only as long as the visitor may see maps: for downloads.

    Streamlit makes them outside of a page's run, for whoever tells the secret id of the button,
    as often as that is told; ``making`` is how many of them the visitor has made at once.

    Raises
    ------
    PermissionError
        When it is called after the visitor's role has ended, or while as many are being made.
    """
    claims = _claims()

    def made() -> T:
        if _role_of(claims) < Role.VIEWER:
            raise PermissionError("The role of who asks for this file has ended.")
        if not making.acquire(blocking=False):
            raise PermissionError("Enough files are being made for this visitor.")
        try:
            return make()
        finally:
            making.release()

    return made


def at_home() -> bool:
    """Whether this is the dashboard of one visitor on this computer."""
    return bool(os.environ.get(LOCAL))


def may_sign_in() -> bool:
    """Whether visitors can sign in."""
    return bool(os.environ.get(ROLES))


def roles() -> Roles | None:
    """Who has which role; None where that cannot be read, which the log then says."""
    try:
        return read_roles(os.environ.get(ROLES, ""))
    except BadSettings as error:
        print(error, flush=True)
        return None


def signed_in_as() -> str:
    """The name of who is signed in; empty for others."""
    told = _claims()
    known = (told[name] for name in ("email", "name", "sub") if told.get(name))
    return str(next(known, "somebody")) if told else ""


def is_unverified() -> bool:
    """Whether somebody's address does not count, as the provider does not call it verified."""
    told, given = _claims(), roles()
    trusted = given is None or given.trust_email or told.get("email_verified") is True
    return bool(told.get("email")) and not trusted


def _role_of(claims: Mapping[str, Any]) -> Role:
    if at_home():
        return Role.BUILDER
    if not may_sign_in():
        return Role.VIEWER
    given = roles()
    return given.role_of(claims) if given else Role.NOBODY


def _claims() -> dict[str, Any]:
    """What the provider says of who is signed in, if it says so to this dashboard."""
    told = dict(st.user.to_dict()) if may_sign_in() else {}
    if told.get("is_logged_in") is not True:
        return {}
    audience = told.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    return told if st.secrets["auth"]["client_id"] in meant else {}
