"""Who may do what on a lab's dashboard, from one small file."""

import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from topicmap.errors import BadSettings

ANYONE = "*"
_GROUP = "group:"
_HOURS = 12.0
_KNOWN = ("viewer", "curator", "builder", "groups_claim", "trust_email", "hours")
_EARLY = 300  # seconds that the clocks of two machines may differ


class Role(IntEnum):
    """What somebody may do; each may do what those before may, too."""

    NOBODY = 0
    VIEWER = 1
    CURATOR = 2
    BUILDER = 3


@dataclass(frozen=True)
class Roles:
    """Who has which role.

    Parameters
    ----------
    holders
        For each role its holders: e-mail addresses, ``@lab.example`` for all of a domain,
        ``group:NAME``, or ``*`` for anyone, signed in or not.
    groups_claim
        Where the provider tells somebody's groups.
    trust_email
        Whether an address counts that the provider does not call verified.
    hours
        How long a sign-in lasts.
    """

    holders: Mapping[Role, frozenset[str]]
    groups_claim: str = "groups"
    trust_email: bool = False
    hours: float = _HOURS

    def role_of(self, claims: Mapping[str, Any], now: float | None = None) -> Role:
        """The highest role of somebody of whom a provider says this; nothing for a stranger."""
        names = {ANYONE, *self._names(claims, time.time() if now is None else now)}
        return max(
            (role for role, holders in self.holders.items() if names & holders),
            default=Role.NOBODY,
        )

    def _names(self, claims: Mapping[str, Any], now: float) -> set[str]:
        """All by which somebody may stand in the file."""
        if claims.get("is_logged_in") is not True or not self._lasts(claims, now):
            return set()
        groups = claims.get(self.groups_claim)
        names = {f"{_GROUP}{group}" for group in groups} if isinstance(groups, list) else set()
        address = str(claims.get("email") or "").strip()
        verified = self.trust_email or claims.get("email_verified") is True
        if verified and _is_address(address):
            names |= {address.lower(), "@" + address.lower().partition("@")[2]}
        return names

    def _lasts(self, claims: Mapping[str, Any], now: float) -> bool:
        """Whether a sign-in is of the last hours; of one without a time nothing is known."""
        since = claims.get("iat")
        if not isinstance(since, (int, float)):
            return False
        return -_EARLY <= now - since <= self.hours * 3600


def read_roles(path: str | Path) -> Roles:
    """The roles in a TOML file.

    Raises
    ------
    BadSettings
        It cannot be read, or says something else than who has which role.
    """
    try:
        told = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise BadSettings(f"The roles in {path} cannot be read: {what}.") from error
    if strange := sorted(set(told) - set(_KNOWN)):
        raise BadSettings(f"{path} has {strange[0]!r}; it may have {', '.join(_KNOWN)}.")
    if "viewer" not in told:
        raise BadSettings(
            f'{path} names no viewer; write viewer = ["@lab.example"] for all of a domain, or '
            'viewer = ["*"] where anyone may look without signing in.'
        )
    holders: dict[Role, frozenset[str]] = {
        role: _holders(told, role, path) for role in Role if role is not Role.NOBODY
    }
    claim, trust = told.get("groups_claim", "groups"), told.get("trust_email", False)
    hours = told.get("hours", _HOURS)
    if not isinstance(claim, str) or not isinstance(trust, bool):
        raise BadSettings(
            f'{path}: groups_claim is a name such as "groups", trust_email true or false.'
        )
    if isinstance(hours, bool) or not isinstance(hours, (int, float)) or not 1 <= hours <= 720:
        raise BadSettings(f"{path}: hours is {hours!r}; it must be a number from 1 to 720.")
    return Roles(holders, claim, trust, float(hours))


def _holders(told: Mapping[str, Any], role: Role, path: str | Path) -> frozenset[str]:
    name = role.name.lower()
    given = told.get(name, [])
    if not isinstance(given, list) or not all(_names_some(holder) for holder in given):
        raise BadSettings(
            f"{path}: {name} is {given!r}; it must be a list of e-mail addresses without accents, "
            f'"@domain", "group:NAME" or, for viewer alone, "*".'
        )
    if role is not Role.VIEWER and ANYONE in given:
        raise BadSettings(f'{path}: {name} has "*"; name those who may, for anyone could sign in.')
    return frozenset(one if one.startswith(_GROUP) else one.lower() for one in given)


def _names_some(holder: object) -> bool:
    if not isinstance(holder, str):
        return False
    return holder == ANYONE or holder.startswith(_GROUP) or _is_address(holder)


def _is_address(text: str) -> bool:
    """Whether this may be an address: of ASCII, where no two letters are taken for one."""
    return text.isascii() and text.count("@") == 1 and not text.lower().startswith(_GROUP)
