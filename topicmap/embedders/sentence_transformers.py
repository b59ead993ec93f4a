"""Any model of sentence-transformers (Reimers and Gurevych 2019), by its name or folder.

A name is looked up on the Hugging Face Hub, and the model fetched if it is not on this computer
yet; a folder is only read. The model runs on the GPU where there is one.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from topicmap.embedders import Embedding, outside
from topicmap.embedders.kept import KeptVectors, encoded
from topicmap.errors import BadAnswer, BadSettings, MissingExtra
from topicmap.progress import Count


class Model:
    """The embedder of one model; its vectors are kept by content.

    Parameters
    ----------
    name
        A folder, or a name on the Hub such as ``BAAI/bge-small-en-v1.5``.

    Raises
    ------
    MissingExtra
        sentence-transformers is not installed.
    BadSettings
        There is no such model, or it cannot be loaded.
    """

    def __init__(self, name: str):
        self._name = name
        self._model, self._identity = _loaded(name)

    def embed(self, texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
        """(n, d) centred vectors by the model; ``seed`` changes nothing."""
        return outside.embedding(self._encoded(texts, count))

    def place(self, texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
        """Vectors of new texts, by the model."""
        return outside.placed(self._encoded(texts), placing)

    def _encoded(self, texts: Sequence[str], count: Count | None = None) -> np.ndarray:
        return encoded(texts, KeptVectors(self._identity), self._encode, count)

    def _encode(self, texts: list[str]) -> np.ndarray:
        """(n, d) float32; zeros are a static model's answer to a text of no word that it knows."""
        values = self._model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
        return outside.checked(values, len(texts), f"The vectors of {self._name}", BadAnswer)


@cache
def _loaded(name: str) -> tuple[Any, str]:
    """The model, and what tells it from others: a digest of its parts and weights."""
    try:
        import sentence_transformers
    except ImportError as error:
        raise MissingExtra(
            f"sentence-transformers:{name} needs a package that is not installed; get it by "
            'pip install "topicmap[transformers]".'
        ) from error
    try:
        folder = Path(name).expanduser()
        local = folder.is_dir()
        model = sentence_transformers.SentenceTransformer(
            str(folder) if local else name, local_files_only=local
        )
    except Exception as error:  # of many kinds, by the libraries below
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise BadSettings(
            f"The model {name!r} cannot be loaded: {reason[:200].rstrip('.')}. Give a name on the "
            "Hugging Face Hub, or the folder of a model of sentence-transformers."
        ) from error
    return model, f"{_digest(model)}-{sentence_transformers.__version__}"


def _digest(model: Any) -> str:
    import torch

    digest = hashlib.sha256(str(model).encode())
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()[:16]
