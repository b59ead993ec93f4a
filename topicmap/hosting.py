"""How the dashboard is served: to one visitor on this computer, or to a lab."""

import os
import re
import socket
import tomllib
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from topicmap.errors import BadSettings, MissingExtra
from topicmap.roles import read_roles

LOOPBACK = "127.0.0.1"
LOCAL, ROLES = "TOPICMAP_LOCAL", "TOPICMAP_ROLES"
_OWN_NAMES = ("localhost", LOOPBACK, "::1")
_EVERYWHERE = ("0.0.0.0", "::")
_PART = re.compile(r"(?!\.+$)[A-Za-z0-9._~-]+")
_HOST = re.compile(r"(\*\.)?[A-Za-z0-9._-]+|(?=.*:.*:)[0-9A-Fa-f:.]+|\*")
_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_LARGEST = 1  # megabytes of what a page sends
_UPLOADS = 0  # megabytes of a file: nothing asks for one, and all are kept in memory
_MEMORY = {  # every run is a thread, and what each thread keeps for itself never comes back
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
_COOKIES = {"WEBSOCKETS_MAX_LINE_LENGTH": "16384"}  # those of a sign-in with many groups
_MESSAGE = 10  # megabytes of one message either way; what a page is sent is below 0.1


@dataclass(frozen=True)
class Hosting:
    """How the dashboard is served; without ``hosted`` to this computer alone.

    Parameters
    ----------
    address
        The address to listen on.
    base_path
        What stands between the host and the dashboard's own paths.
    hosts
        More names under which visitors reach it; ``*`` for any.
    roles, secrets
        Files: who has which role, and the provider that visitors sign in with (the table
        ``auth`` of Streamlit's ``secrets.toml``). Without roles nobody can sign in.

    Raises
    ------
    BadSettings
        One of these is outside what it may be, or says too little.
    MissingExtra
        Visitors are to sign in, and what that needs is not installed.
    """

    hosted: bool = False
    address: str = LOOPBACK
    base_path: str = ""
    hosts: tuple[str, ...] = ()
    roles: Path | None = None
    secrets: Path | None = None

    def __post_init__(self) -> None:
        if not self.hosted:
            if any(getattr(self, field.name) != field.default for field in fields(self)):
                raise BadSettings(
                    "An address, base path, hosts, roles and secrets are for a lab's dashboard; "
                    "add --hosted, or leave them out."
                )
            return
        if not self.address.strip():
            raise BadSettings("The address is empty; give one, or 0.0.0.0 for all.")
        if not all(_PART.fullmatch(part) for part in self.parts):
            raise BadSettings(
                f"The base path is {self.base_path!r}; give letters, digits and . _ ~ - between "
                "slashes, such as /maps."
            )
        for host in self.hosts:
            if not _HOST.fullmatch(host):
                raise BadSettings(
                    f"The host is {host!r}; give a name without http:// and port, such as "
                    "maps.lab.example."
                )
        if bool(self.roles) != bool(self.secrets):
            raise BadSettings(
                "Visitors sign in where there are both: --roles, who may do what, and --secrets, "
                "the provider that they sign in with."
            )
        if self.roles and self.secrets:
            read_roles(self.roles)
            self._check_secrets(self.secrets)

    @property
    def parts(self) -> list[str]:
        """The parts of the base path."""
        return self.base_path.strip("/").split("/") if self.base_path.strip("/") else []

    @property
    def path(self) -> str:
        """The base path, with a slash at its beginning and none at its end."""
        return "".join(f"/{part}" for part in self.parts)

    @property
    def names(self) -> list[str]:
        """All names and addresses under which visitors may reach it."""
        if not self.hosted:
            return list(_OWN_NAMES)
        own = socket.gethostname() if self.address in _EVERYWHERE else self.address
        return list(dict.fromkeys([*_OWN_NAMES, own, *self.hosts]))

    def options(self, port: int, headless: bool) -> list[str]:
        """Streamlit's options."""
        values = {
            "server.address": self.address,
            "server.port": port,
            "server.headless": headless or self.hosted,
            "server.allowedHosts": self.names,
            "server.baseUrlPath": self.path.strip("/"),
            "server.enableCORS": True,
            "server.enableXsrfProtection": True,
            "server.enableAgentApi": False,
            "server.enableStaticServing": False,
            "server.fileWatcherType": "none",
            "server.runOnSave": False,
            "server.maxMessageSize": _MESSAGE,
            "server.maxUploadSize": _UPLOADS,
            "server.maxWidgetStateSize": _LARGEST,
            "server.trustedUserHeaders": "{}",
            "server.showEmailPrompt": False,
            "browser.gatherUsageStats": False,
            "client.showErrorDetails": "none",
            "client.toolbarMode": "viewer",
            "logger.hideWelcomeMessage": True,
            "runner.postScriptGC": False,
        }
        if self.secrets:
            values["secrets.files"] = [str(self.secrets.resolve())]
        return [part for name, value in values.items() for part in _option(name, value)]

    def environment(self) -> dict[str, str]:
        """What tells the dashboard how it is served, and the server how to keep its memory."""
        return {
            **{name: os.environ.get(name, value) for name, value in (_MEMORY | _COOKIES).items()},
            LOCAL: "" if self.hosted else "1",
            ROLES: str(self.roles.resolve()) if self.roles else "",
        }

    def _check_secrets(self, path: Path) -> None:
        """That a provider is named in a file that no other user of this machine can read.

        One that is root's own may be read by its group, which then is the server's.
        """
        try:
            told = tomllib.loads(path.read_text("utf-8"))
            about = path.stat()
            others = about.st_mode & (0o077 if about.st_uid else 0o037)
        except (OSError, ValueError) as error:
            what = error.strerror if isinstance(error, OSError) else "it is no TOML"
            raise BadSettings(f"The secrets in {path} cannot be read: {what}.") from error
        if others:
            raise BadSettings(
                f"{path} holds secrets, and other users of this machine can read it; let it belong "
                f"to the user who runs topicmap, and chmod 600 {path}"
            )
        table = told.get("auth")
        auth = table if isinstance(table, dict) else {}
        if missing := [name for name in _AUTH if not isinstance(auth.get(name), str)]:
            raise BadSettings(f"{path} lacks {', '.join(missing)} in its table [auth].")
        if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
            raise BadSettings(
                f"The cookie_secret in {path} is shorter than {_SHORTEST_SECRET} letters; make one "
                'with python3 -c "import secrets; print(secrets.token_hex())"'
            )
        wanted = f"{self.path}/oauth2callback"
        if urlsplit(auth["redirect_uri"]).path != wanted:
            raise BadSettings(f"The redirect_uri in {path} must end in {wanted}.")
        if find_spec("authlib") is None:
            raise MissingExtra(
                "authlib is not installed, and visitors sign in with it; "
                "pip install topicmap[auth], or what requirements-auth.lock holds."
            )


def _option(name: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [part for one in value for part in (f"--{name}", one)]
    return [f"--{name}", str(value).lower() if isinstance(value, bool) else str(value)]
