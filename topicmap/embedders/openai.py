"""A model behind an OpenAI-compatible endpoint, at OPENAI_BASE_URL with the key OPENAI_API_KEY.

What leaves this computer: the name of the model and the cleaned titles and abstracts, those only
whose vectors are not kept yet. Works with any server that answers ``POST /embeddings`` alike.
"""

import json
import os
from collections.abc import Sequence

import numpy as np

from topicmap.embedders import Embedding, outside
from topicmap.embedders.kept import KeptVectors, encoded
from topicmap.endpoint import Endpoint, NoAnswer
from topicmap.errors import BadAnswer, BadSettings
from topicmap.progress import Count

HOME = "https://api.openai.com/v1"
TIMEOUT = 120.0
PAUSES = (1.0, 4.0, 16.0)
MOST_LETTERS = 20_000
MOST_BYTES = 200_000_000
_GO_ON = "What was encoded is kept; the same command goes on from there."
_CURE = "restart or update that endpoint, or choose another model"


class Model:
    """The embedder of one model; its vectors are kept by address, model and content.

    Raises
    ------
    BadSettings
        The address is none, or OpenAI's own is asked without a key.
    """

    def __init__(self, name: str):
        self._name = name
        base = (os.environ.get("OPENAI_BASE_URL") or HOME).strip().rstrip("/")
        key = os.environ.get("OPENAI_API_KEY", "").strip()
        names = ("OPENAI_BASE_URL", "OPENAI_API_KEY")
        self._endpoint = Endpoint(base, key, *names, TIMEOUT, PAUSES, MOST_BYTES)
        if base == HOME and not key:
            raise BadSettings(
                "OPENAI_API_KEY is not set, and OpenAI answers nobody without a key; set it, or "
                "set OPENAI_BASE_URL to an endpoint that needs none."
            )

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
        kept = KeptVectors(f"openai {self._endpoint.identity} {self._name}")
        return encoded(texts, kept, self._encode, count)

    def _encode(self, texts: list[str]) -> np.ndarray:
        address = self._endpoint.address
        answer = self._asked([text[:MOST_LETTERS] for text in texts])
        try:
            rows = sorted(json.loads(answer)["data"], key=lambda row: row["index"])
            numbers = [row["index"] for row in rows]
            values = [row["embedding"] for row in rows]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadAnswer(
                f"{address} answered {self._endpoint.shown(answer)}, where an object with "
                '"data", a list of "index" and "embedding", is wanted; is the address right? '
                f"{_GO_ON}"
            ) from error
        if numbers != list(range(len(texts))):
            raise BadAnswer(
                f"{address} gave {len(rows)} vectors for {len(texts)} texts, or numbered them "
                f"otherwise than from 0; each text needs one. {_GO_ON}"
            )
        whose = f"The vectors of {address}"
        table = outside.checked(values, len(texts), whose, BadAnswer, _CURE)
        return outside.without_zeros(table, whose, BadAnswer, _CURE)

    def _asked(self, texts: list[str]) -> bytes:
        question = {"model": self._name, "input": texts}
        try:
            return self._endpoint.ask("embeddings", question)
        except NoAnswer as error:
            if error.passing:
                found = f"in {len(PAUSES) + 1} tries, at last: {error.whole}. Try later."
            else:
                found = (
                    f"({error.whole}); look at OPENAI_API_KEY, OPENAI_BASE_URL and the model "
                    f"{self._name!r}."
                )
            raise BadAnswer(f"{self._endpoint.address} gave no vectors {found} {_GO_ON}") from error
