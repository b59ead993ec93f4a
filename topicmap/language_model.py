"""A language model behind an OpenAI-compatible address: asked, never needed."""

import json
import os
from dataclasses import dataclass, field

from topicmap.endpoint import Endpoint, NoAnswer
from topicmap.errors import BadSettings

DEFAULT_MODEL = "gpt-4o-mini"
_LONGEST_ANSWER = 1_000_000  # bytes
_LONGEST_NAME = 100
_EXAMPLE = "http://127.0.0.1:1234/v1"


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
        The address is none of http or https, or holds a password or the key; or the name or the
        key has characters that cannot be sent.
    """

    url: str
    model: str = DEFAULT_MODEL
    key: str = field(default="", repr=False)
    timeout: float = 20.0
    pause: float = 1.0

    def __post_init__(self) -> None:
        _endpoint(self.url, self.key)
        if (
            not self.model.strip()
            or not self.model.isprintable()
            or len(self.model) > _LONGEST_NAME
        ):
            raise BadSettings(
                f"The name of the language model is {self.model[:_LONGEST_NAME]!r}; "
                f"give one line of at most {_LONGEST_NAME} characters with --namer-model."
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
        body = {"model": self.model, "messages": content}
        endpoint = _endpoint(self.url, self.key, self.timeout, self.pause)
        return _content(endpoint.ask("chat/completions", body, seconds))


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
    key = os.environ.get("TOPICMAP_NAMER_KEY", "").strip()
    if not key and _endpoint(url).is_private:
        key = os.environ.get("OPENAI_API_KEY", "").strip()
    return LanguageModel(url, model or os.environ.get("TOPICMAP_NAMER_MODEL") or DEFAULT_MODEL, key)


def _endpoint(url: str, key: str = "", timeout: float = 0.0, pause: float = 0.0) -> Endpoint:
    names = ("The address of the language model", "TOPICMAP_NAMER_KEY")
    return Endpoint(url, key, *names, timeout, (pause,), _LONGEST_ANSWER)


def _content(body: bytes) -> str:
    """The text in the answer of an OpenAI-compatible server."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise NoAnswer("not the answer of an OpenAI-compatible server")
    return content
