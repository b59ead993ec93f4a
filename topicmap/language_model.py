"""A language model behind an OpenAI-compatible address: asked, never needed."""

import ipaddress
import json
import os
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit

from topicmap.errors import BadSettings

DEFAULT_MODEL = "gpt-4o-mini"
_LONGEST_ANSWER = 1_000_000  # bytes
_LONGEST_NAME = 100
_EXAMPLE = "http://127.0.0.1:1234/v1"


class NoAnswer(Exception):
    """Why there is no answer, or none that can be used, in a few words.

    ``passing`` says that the next try may well have one.
    """

    def __init__(self, why: str, passing: bool = False):
        super().__init__(why)
        self.passing = passing


@dataclass(frozen=True)
class LanguageModel:
    """A model and where to ask it.

    Parameters
    ----------
    url
        The base of the address, such as ``http://127.0.0.1:1234/v1``.
    model
        Its name there.
    key
        Sent as a bearer token where it is not empty; shown and kept nowhere.
    timeout
        Seconds that one try may last, all in all.
    pause
        Seconds between the first try and the second, which is the last.

    Raises
    ------
    BadSettings
        The address is none of http or https, or holds a password; or the name or the key has
        characters that cannot be sent.
    """

    url: str
    model: str = DEFAULT_MODEL
    key: str = field(default="", repr=False)
    timeout: float = 20.0
    pause: float = 1.0

    def __post_init__(self) -> None:
        _parts(self.url)
        if (
            not self.model.strip()
            or not self.model.isprintable()
            or len(self.model) > _LONGEST_NAME
        ):
            raise BadSettings(
                f"The name of the language model is {self.model[:_LONGEST_NAME]!r}; "
                f"give one line of at most {_LONGEST_NAME} characters with --namer-model."
            )
        if not (self.key.isascii() and self.key.isprintable()):
            raise BadSettings(
                "The key of the language model has characters that no key has; set it again in "
                "TOPICMAP_NAMER_KEY."
            )

    def ask(self, system: str, question: str, seconds: float) -> str:
        """The model's answer to a question.

        Parameters
        ----------
        system
            What it is to do.
        question
            What it is to do it with.
        seconds
            How long that may take at most.

        Raises
        ------
        NoAnswer
            Whatever went wrong.
        """
        messages = [("system", system), ("user", question)]
        content = [{"role": role, "content": text} for role, text in messages]
        body = json.dumps({"model": self.model, "messages": content}).encode()
        end = time.monotonic() + seconds
        try:
            return self._try(body, min(self.timeout, seconds))
        except NoAnswer as error:
            if not error.passing or time.monotonic() + self.pause >= end:
                raise
        time.sleep(self.pause)
        return self._try(body, min(self.timeout, end - time.monotonic()))

    def _try(self, body: bytes, seconds: float) -> str:
        headers = {"Content-Type": "application/json", "User-Agent": "topicmap"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        parts = _parts(self.url)
        target = parts._replace(path=parts.path.rstrip("/") + "/chat/completions", fragment="")
        request = urllib.request.Request(target.geturl(), body, headers)
        direct = _is_here(parts.hostname)
        return _within(seconds, lambda: _content(_post(request, seconds, direct)))


def language_model(url: str, model: str = "") -> LanguageModel | None:
    """The model at an address, with the key from the environment; None without an address.

    The key is ``TOPICMAP_NAMER_KEY``. Without one it is ``OPENAI_API_KEY``, which was not set
    for topicmap and goes over https, or to this computer, only.

    Parameters
    ----------
    url
        The base of the address.
    model
        Its name there; empty takes ``TOPICMAP_NAMER_MODEL``, or gpt-4o-mini.

    Raises
    ------
    BadSettings
        There is a name without an address, or what `LanguageModel` says.
    """
    if not url:
        if model:
            raise BadSettings(
                f"There is a model {model!r} but no address to ask it at; give --namer as well, "
                f"such as --namer {_EXAMPLE}."
            )
        return None
    parts = _parts(url)
    key = os.environ.get("TOPICMAP_NAMER_KEY", "").strip()
    if not key and (parts.scheme == "https" or _is_here(parts.hostname)):
        key = os.environ.get("OPENAI_API_KEY", "").strip()
    return LanguageModel(url, model or os.environ.get("TOPICMAP_NAMER_MODEL") or DEFAULT_MODEL, key)


def _parts(url: str) -> SplitResult:
    """The parts of an address that can be asked; the message never repeats a password."""
    wanted = f"it must be an address such as {_EXAMPLE}."
    if "@" in url:
        raise BadSettings(
            f"The address of the language model holds a name or password; {wanted} "
            "A key belongs in the environment variable TOPICMAP_NAMER_KEY."
        )
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isascii() or not url.isprintable() or " " in url:
        raise BadSettings(f"The address of the language model is {url[:80]!r}; {wanted}")
    return parts


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """No redirection is followed: the key and the titles would go along."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(request: urllib.request.Request, seconds: float, direct: bool) -> bytes:
    """The body of the answer to a request; ``direct`` passes by the proxies of the system."""
    proxies = urllib.request.ProxyHandler({} if direct else None)
    opener = urllib.request.build_opener(_NoRedirect, proxies)
    try:
        with opener.open(request, timeout=seconds) as response:
            return response.read(_LONGEST_ANSWER)
    except HTTPError as error:
        error.close()
        again = error.code == 429 or error.code >= 500
        raise NoAnswer(f"HTTP status {error.code}", again) from None
    except TimeoutError:
        raise NoAnswer("no answer in time", passing=True) from None
    except (OSError, HTTPException):
        raise NoAnswer("no connection", passing=True) from None


def _content(body: bytes) -> str:
    """The text in the answer of an OpenAI-compatible server."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise NoAnswer("not the answer of an OpenAI-compatible server")
    return content


def _within(seconds: float, call: Callable[[], str]) -> str:
    """What a call gives, waited for that long: a slow drip of bytes outlives any socket timeout."""
    outcome: SimpleQueue[str | Exception] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except Exception as error:
            outcome.put(error)

    Thread(target=run, daemon=True).start()
    try:
        found = outcome.get(timeout=max(seconds, 0))
    except Empty:
        raise NoAnswer("no answer in time", passing=True) from None
    if isinstance(found, NoAnswer):
        raise found
    if isinstance(found, Exception):  # its text may hold the key
        raise NoAnswer(f"a {type(found).__name__}") from None
    return found
