"""MapSettings: every choice that shapes a map, and its fingerprint."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from numbers import Integral
from pathlib import Path
from typing import Any

from topicmap.errors import BadSettings

AMOUNTS = ("few", "auto", "many")
EMBEDDERS = ("auto", "hybrid", "distilled", "minilm", "lsa", "given")
OF_A_MODEL = ("sentence-transformers", "openai")


@dataclass(frozen=True)
class MapSettings:
    """The choices that shape a map; the same papers and settings give the same map.

    Parameters
    ----------
    embedder
        How texts become vectors: ``hybrid`` (sentence encoder beside word counts), ``distilled``
        (the same, the encoder's part told from 2,000 papers for all), ``minilm`` (sentence encoder
        alone), ``lsa`` (word counts alone, in seconds for any size),
        ``sentence-transformers:MODEL`` (a name on the Hugging Face Hub or a folder),
        ``openai:MODEL`` (at an OpenAI-compatible endpoint), ``given`` (by the vectors given to
        `build_map`), or ``auto``: ``given`` where vectors are, else ``hybrid`` up to 5,000 papers
        and ``distilled`` above.
    seed
        Seed of every random step, 0 ≤ seed < 2³².
    neighbors
        Neighbours per paper in the layouts, itself counted; None chooses by the number of papers.
    min_topic_size
        Papers that a topic has at least, with the unassigned that are nearest to it; None chooses
        by the number of papers.
    topics
        How many topics: ``auto`` (as many as the papers are sure of), ``few``, ``many``, or a
        number.
    stop_words
        Words that are in no keyword and no label.

    Raises
    ------
    BadSettings
        A value outside what it may be; the message names the value and what is possible.
    """

    embedder: str = "auto"
    seed: int = 0
    neighbors: int | None = None
    min_topic_size: int | None = None
    topics: str | int = "auto"
    stop_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _is_embedder(self.embedder):
            possible = ", ".join((*EMBEDDERS, *(f"{kind}:MODEL" for kind in OF_A_MODEL)))
            raise BadSettings(f"There is no embedder {self.embedder!r}; choose one of {possible}.")
        for name in ("seed", "neighbors", "min_topic_size", "topics"):
            if isinstance(value := getattr(self, name), Integral) and not isinstance(value, bool):
                object.__setattr__(self, name, int(value))  # those of NumPy too
        _check_whole("seed", self.seed, 0, 2**32 - 1)
        for name in ("neighbors", "min_topic_size"):
            if getattr(self, name) is not None:
                _check_whole(name, getattr(self, name), 2, 10_000)
        if not isinstance(self.topics, str):
            _check_whole("topics", self.topics, 1, 1_000)
        elif self.topics not in AMOUNTS:
            raise BadSettings(
                f"topics is {self.topics!r}; it must be {', '.join(AMOUNTS)} or a whole number."
            )
        if isinstance(self.stop_words, str) or not all(
            isinstance(word, str) for word in self.stop_words
        ):
            raise BadSettings(
                f"stop_words is {self.stop_words!r}; it must be a list of words, such as "
                "['learning']."
            )
        object.__setattr__(self, "stop_words", tuple(self.stop_words))

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "MapSettings":
        """Settings from plain values; unknown names raise `BadSettings`."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise BadSettings(
                f"Unknown setting {unknown[0]!r}; topicmap knows {', '.join(sorted(known))}."
            )
        return cls(**values)

    def neighbors_for(self, papers: int) -> int:
        """How many neighbours a paper has in the layouts, itself counted."""
        wanted = self.neighbors or (10 if papers < 1_000 else 15)
        return min(wanted, papers)

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change whenever a setting does."""
        text = json.dumps(self.to_dict(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def read_stop_words(path: Path) -> tuple[str, ...]:
    """The words of a text file, one or more a line; what follows a # in a line is left out.

    Raises
    ------
    BadSettings
        The file cannot be read as text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise BadSettings(
            f"The stop words {path} cannot be read ({why}); give a text file with one word a line."
        ) from error
    words = (word for line in text.splitlines() for word in line.partition("#")[0].split())
    return tuple(dict.fromkeys(word.strip(",;").casefold() for word in words if word.strip(",;")))


def _is_embedder(name: object) -> bool:
    if not isinstance(name, str):
        return False
    kind, _, model = name.partition(":")
    return name in EMBEDDERS or (kind in OF_A_MODEL and bool(model.strip()))


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadSettings(f"{name} is {value!r}; it must be a whole number from {low} to {high}.")
