"""A server that takes JSON and answers: asked with a key that is shown nowhere, never for ever."""

import ipaddress
import json
import math
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPException, HTTPResponse, IncompleteRead
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit

from topicmap.errors import BadSettings

LONGEST_PAUSE = 60.0  # seconds, whatever the server asks for
_EXAMPLES = "http://127.0.0.1:1234/v1 or https://api.openai.com/v1"
_PART = 65_536  # bytes
_LONGEST_REFUSAL = 2_000  # bytes
_SHOWN = 200  # characters
_TELLING = 8  # so many characters of a key in a row are hidden as the whole of it is


class NoAnswer(Exception):
    """Why there is no answer, or none that can be used, in a few words.

    Parameters
    ----------
    why
        The words; they are the same whenever the same thing happens.
    passing
        The next try may well have an answer.
    detail
        What the server or the system says of it, fit to be shown; or nothing.
    after
        The seconds that the server asks to wait before the next try.
    """

    def __init__(self, why: str, passing: bool = False, detail: str = "", after: float = 0.0):
        super().__init__(why)
        self.passing = passing
        self.detail = detail
        self.after = after

    @property
    def whole(self) -> str:
        """Why, with the detail where there is one."""
        return f"{self}, {self.detail}" if self.detail else str(self)


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, with which key, and how long and how much to take.

    Nothing is sent anywhere else: redirections are not followed, and a server on this computer
    is asked without the proxies of the system.

    Parameters
    ----------
    base
        The address below which all is asked, such as ``http://127.0.0.1:1234/v1``.
    key
        Sent as a bearer token where it is not empty; shown and kept nowhere.
    base_name, key_name
        What messages call the two: where the user has set them.
    seconds
        How long one try may last, all in all.
    pauses
        Seconds between the tries, of which there is one more.
    most
        How many bytes an answer may have.

    Raises
    ------
    BadSettings
        The address is none of http or https, or holds a password or the key; or the key has
        characters that cannot be sent.
    """

    base: str
    key: str = field(default="", repr=False)
    base_name: str = "The address"
    key_name: str = "The key"
    seconds: float = 60.0
    pauses: tuple[float, ...] = (1.0, 4.0, 16.0)
    most: int = 1_000_000

    def __post_init__(self) -> None:
        wanted = f"it must be an address such as {_EXAMPLES}."
        if "@" in self.base or (len(self.key) >= _TELLING and self.key in self.base):
            raise BadSettings(
                f"{self.base_name} holds a name, a password or the key; {wanted} "
                f"The key belongs in the environment variable {self.key_name}."
            )
        if not _is_address(self.base):
            start = self.shown(self.base.partition("?")[0])
            found = start if "/" in start or ":" in start else "none"  # but perhaps a key
            raise BadSettings(f"{self.base_name} is {found}; {wanted}")
        if not (self.key.isascii() and self.key.isprintable()):
            raise BadSettings(f"{self.key_name} holds characters that no key has; copy it anew.")

    @property
    def address(self) -> str:
        """The base as messages show it: without a query, which may hold what nobody shall see."""
        return self._parts._replace(query="").geturl()

    @property
    def identity(self) -> str:
        """What tells this endpoint from others in a file; the address, where it has no query."""
        query = self._parts.query
        return f"{self.address}?{sha256(query.encode()).hexdigest()}" if query else self.address

    @property
    def is_private(self) -> bool:
        """Nobody on the way can read what is sent: it goes over https or stays on this computer."""
        return self._parts.scheme == "https" or _is_here(self._parts.hostname)

    def ask(self, path: str, question: dict[str, Any], seconds: float = math.inf) -> bytes:
        """The body of the answer to a question, after more tries where the failure may pass.

        Parameters
        ----------
        path
            Where below the base it is asked.
        question
            What is sent, as JSON.
        seconds
            How long all tries may take.

        Raises
        ------
        NoAnswer
            Whatever went wrong, at last.
        """
        content = json.dumps(question).encode()
        end = time.monotonic() + seconds
        for pause in self.pauses:
            try:
                return self._try(path, content, end)
            except NoAnswer as error:
                pause = max(pause, min(error.after, LONGEST_PAUSE))
                if not error.passing or time.monotonic() + pause >= end:
                    raise
            time.sleep(pause)
        return self._try(path, content, end)

    def shown(self, text: bytes | str) -> str:
        """The start of a text from outside as messages show it: quoted, printable, without the key.

        One without printable characters is ``nothing``.
        """
        whole = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        line = "".join(letter for letter in " ".join(whole.split()) if letter.isprintable())
        start = _hidden(line, self.key)[:_SHOWN]
        return repr(start) if start else "nothing"

    @property
    def _parts(self) -> SplitResult:
        parts = urlsplit(self.base)
        return parts._replace(path=parts.path.rstrip("/"), fragment="")

    def _try(self, path: str, content: bytes, end: float) -> bytes:
        seconds = min(self.seconds, end - time.monotonic())
        if seconds <= 0:
            raise NoAnswer("no time left")
        target = self._parts._replace(path=f"{self._parts.path}/{path}").geturl()
        headers = {"Content-Type": "application/json", "User-Agent": "topicmap"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(target, content, headers)
        return _within(seconds, lambda: self._answer(request, seconds))

    def _answer(self, request: urllib.request.Request, seconds: float) -> bytes:
        end = time.monotonic() + seconds
        proxies = urllib.request.ProxyHandler({} if _is_here(self._parts.hostname) else None)
        opener = urllib.request.build_opener(_NoRedirect, proxies)
        try:
            with opener.open(request, timeout=seconds) as response:
                body = _read(response, self.most, end)
        except HTTPError as error:
            with error:
                raise self._refusal(error, end) from None
        except IncompleteRead:
            raise NoAnswer("an answer that was cut short", passing=True) from None
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise NoAnswer("no answer in time", passing=True) from None
            detail = self.shown(str(reason) or type(reason).__name__)
            raise NoAnswer("no connection", passing=True, detail=detail) from None
        if len(body) > self.most:
            raise NoAnswer(f"an answer of more than {self.most:,} bytes")
        return body

    def _refusal(self, error: HTTPError, end: float) -> NoAnswer:
        why, passing = f"HTTP status {error.code}", error.code in (408, 429) or error.code >= 500
        if 300 <= error.code < 400:
            there = self.shown(error.headers.get("Location", ""))
            return NoAnswer(why, detail=f"a redirection to {there}, which is not followed")
        body = b""
        with suppress(OSError, HTTPException, NoAnswer):
            soon = (time.monotonic() + end) / 2  # the status alone is worth telling in time
            body = _read(cast(HTTPResponse, error.fp), _LONGEST_REFUSAL, soon)
        after = _waiting(error.headers.get("Retry-After", ""))
        return NoAnswer(why, passing, self.shown(body), after)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """No redirection is followed: the key and the texts would go along."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return whole and text.isascii() and text.isprintable() and " " not in text


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _hidden(text: str, key: str) -> str:
    """The text with ``[key]`` where the key is, or eight of its characters in a row."""
    size = min(len(key), _TELLING)
    pieces, at, told = [], 0, 0
    while size and at <= len(text) - size:
        end = at + size
        if text[at:end] not in key:
            at += 1
            continue
        while end < len(text) and text[at : end + 1] in key:
            end += 1
        pieces.append(f"{text[told:at]}[key]")
        at = told = end
    return "".join(pieces) + text[told:]


def _read(response: HTTPResponse, most: int, end: float) -> bytes:
    """The body of an answer; of one that is longer than ``most``, more than that."""
    announced = math.inf if response.length is None else response.length
    body = bytearray()
    while len(body) < min(announced, most + 1):
        if time.monotonic() > end:
            raise NoAnswer("no answer in time", passing=True)
        part = response.read1(_PART)
        if not part:
            break
        body += part
    if len(body) < announced < math.inf and len(body) <= most:
        raise IncompleteRead(b"")
    return bytes(body)


def _waiting(after: str) -> float:
    """The seconds that a header Retry-After asks for, which has seconds or a date."""
    try:
        if after.strip().isdecimal():
            return float(after)
        return parsedate_to_datetime(after).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _within(seconds: float, call: Callable[[], bytes]) -> bytes:
    """What a call gives, waited for that long: a slow drip of bytes outlives any socket timeout."""
    outcome: SimpleQueue[bytes | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:
            outcome.put(error)

    Thread(target=run, daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        raise NoAnswer("no answer in time", passing=True) from None
    if isinstance(found, NoAnswer):
        raise found
    if isinstance(found, Exception):  # its text may hold the key
        raise NoAnswer(f"a {type(found).__name__}") from None
    return found
