"""A model behind an OpenAI-compatible endpoint, at OPENAI_BASE_URL with the key OPENAI_API_KEY.

What leaves this computer: the name of the model and the cleaned titles and abstracts, those only
whose vectors are not kept yet. Works with any server that answers ``POST /embeddings`` alike.
"""

import json
import os
import time
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np

from topicmap.embedders import Embedding, outside
from topicmap.embedders.kept import KeptVectors, encoded
from topicmap.errors import BadAnswer, BadSettings
from topicmap.progress import Count

HOME = "https://api.openai.com/v1"
TIMEOUT = 60.0
PAUSES = (1.0, 4.0, 16.0)
MOST_LETTERS = 20_000
MOST_BYTES = 200_000_000
_GO_ON = "What was encoded is kept; the same command goes on from there."


class Model:
    """The embedder of one model; its vectors are kept by address, model and content.

    Raises
    ------
    BadSettings
        The address is none, or OpenAI's own is asked without a key.
    """

    def __init__(self, name: str):
        self._name = name
        self._base = (os.environ.get("OPENAI_BASE_URL") or HOME).strip().rstrip("/")
        self._key = os.environ.get("OPENAI_API_KEY", "").strip()
        _check_address(self._base, self._key)

    def embed(self, texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
        """(n, d) centred vectors by the model; ``seed`` changes nothing.

        Raises
        ------
        BadAnswer
            The endpoint is down, refuses, or answers nonsense; what it encoded before is kept.
        """
        return outside.embedding(self._encoded(texts, count))

    def place(self, texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
        """Vectors of new texts, by the model; raises as `embed` does."""
        return outside.placed(self._encoded(texts), placing)

    def _encoded(self, texts: Sequence[str], count: Count | None = None) -> np.ndarray:
        kept = KeptVectors(f"openai {self._base} {self._name}")
        return encoded(texts, kept, self._encode, count)

    def _encode(self, texts: list[str]) -> np.ndarray:
        cut = [text[:MOST_LETTERS] for text in texts]
        answer = self._asked({"model": self._name, "input": cut})
        try:
            rows = sorted(json.loads(answer)["data"], key=lambda row: row["index"])
            numbers = [row["index"] for row in rows]
            values = [row["embedding"] for row in rows]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadAnswer(
                f'{self._base} answered {_start(answer)}, where an object with "data", a list of '
                f'"index" and "embedding", is wanted; is the address right? {_GO_ON}'
            ) from error
        if numbers != list(range(len(texts))):
            raise BadAnswer(
                f"{self._base} gave {len(rows)} vectors for {len(texts)} texts, or numbered them "
                f"otherwise than from 0; each text needs one. {_GO_ON}"
            )
        whose = f"The vectors of {self._base}"
        table = outside.checked(values, len(texts), whose, BadAnswer)
        return outside.without_zeros(table, whose, BadAnswer)

    def _asked(self, question: dict[str, Any]) -> bytes:
        """The answer's body, after a few tries where the endpoint is busy or does not answer."""
        content = json.dumps(question).encode()
        for pause in (*PAUSES, 0.0):
            try:
                return self._answer(content)
            except (OSError, HTTPException) as error:
                reason = str(getattr(error, "reason", error)) or type(error).__name__
            time.sleep(pause)
        raise BadAnswer(
            f"{self._base} gave no vectors in {len(PAUSES) + 1} tries, at last: {reason}. "
            f"Try later. {_GO_ON}"
        )

    def _answer(self, content: bytes) -> bytes:
        request = Request(f"{self._base}/embeddings", content)
        request.add_header("Content-Type", "application/json")
        if self._key:
            request.add_header("Authorization", f"Bearer {self._key}")
        try:
            with build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as response:
                body = response.read(MOST_BYTES)
                if response.length:
                    raise ConnectionError("an answer that was cut short")
                return body
        except HTTPError as error:
            with error:
                reason = f"HTTP {error.code}, {_start(error.read(2_000))}"
            if error.code == 429 or error.code >= 500:
                raise ConnectionError(reason) from error
            raise BadAnswer(
                f"{self._base} refused the texts ({reason}); look at OPENAI_API_KEY, "
                f"OPENAI_BASE_URL and the model {self._name!r}. {_GO_ON}"
            ) from error


class _NoRedirects(HTTPRedirectHandler):
    """The key and the texts go to the address that the user named, and to no other."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


def _check_address(base: str, key: str) -> None:
    try:
        parts = urlsplit(base)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not base.isascii() or not base.isprintable():
        raise BadSettings(
            f"OPENAI_BASE_URL is {base!r}; it must be an address such as {HOME} or "
            "http://localhost:11434/v1."
        )
    if not key.isascii() or not key.isprintable():
        raise BadSettings("OPENAI_API_KEY holds letters that no key has; copy it anew.")
    if base == HOME and not key:
        raise BadSettings(
            "OPENAI_API_KEY is not set, and OpenAI answers nobody without a key; set it, or set "
            "OPENAI_BASE_URL to an endpoint that needs none."
        )


def _start(body: bytes) -> str:
    text = " ".join(body[:200].decode("utf-8", "replace").split())
    return repr(text) if text else "nothing"
