"""MapSettings: every choice that shapes a map, and its fingerprint."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from topicmap.errors import BadSettings

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
        Papers that a topic has at least; None chooses by the number of papers.

    Raises
    ------
    BadSettings
        A value outside what it may be; the message names the value and what is possible.
    """

    embedder: str = "auto"
    seed: int = 0
    neighbors: int | None = None
    min_topic_size: int | None = None

    def __post_init__(self) -> None:
        if not _is_embedder(self.embedder):
            possible = ", ".join((*EMBEDDERS, *(f"{kind}:MODEL" for kind in OF_A_MODEL)))
            raise BadSettings(f"There is no embedder {self.embedder!r}; choose one of {possible}.")
        _check_whole("seed", self.seed, 0, 2**32 - 1)
        for name in ("neighbors", "min_topic_size"):
            if getattr(self, name) is not None:
                _check_whole(name, getattr(self, name), 2, 10_000)

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


def _is_embedder(name: object) -> bool:
    if not isinstance(name, str):
        return False
    kind, _, model = name.partition(":")
    return name in EMBEDDERS or (kind in OF_A_MODEL and bool(model.strip()))


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadSettings(f"{name} is {value!r}; it must be a whole number from {low} to {high}.")
