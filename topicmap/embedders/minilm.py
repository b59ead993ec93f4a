"""all-MiniLM-L6-v2, a sentence encoder that comes with the package (see models/*/NOTICE.md).

One text at a time: the int8 arithmetic scales by the whole batch, so that a text in a batch
would get a vector that depends on its neighbours.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from topicmap.embedders import Embedding, unit_rows
from topicmap.embedders.kept import KeptVectors, encoded
from topicmap.progress import Count

MODEL = Path(__file__).parent / "models" / "all-minilm-l6-v2-int8"
DIMENSIONS = 384
MOST_TOKENS = 256


def embed(texts: Sequence[str], seed: int = 0, count: Count | None = None) -> Embedding:
    """(n, 384) vectors by meaning; ``seed`` changes nothing."""
    return Embedding(unit_rows(encode(texts, count)))


def place(texts: Sequence[str], placing: dict[str, np.ndarray]) -> np.ndarray:
    """Vectors of new texts, by meaning."""
    return unit_rows(encode(texts))


def encode(texts: Sequence[str], count: Count | None = None) -> np.ndarray:
    """(n, 384) float32: the encoder's own vectors, kept by content from one build to the next."""
    kept = KeptVectors(_model_id(), DIMENSIONS)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return encoded(texts, kept, lambda batch: pool.map(_encode_one, batch), count)


def _encode_one(text: str) -> np.ndarray:
    encoding = _tokenizer().encode(text)
    ids = np.array([encoding.ids], dtype=np.int64)
    (vector,) = _session().run(["embedding"], {"input_ids": ids, "attention_mask": ids * 0 + 1})
    return np.asarray(vector[0], dtype=np.float32)


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


@cache
def _runtime() -> Any:
    """ONNX Runtime, which unless it is told so before tells its maker of every use."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    return import_module("onnxruntime")


@cache
def _session() -> Any:
    onnxruntime = _runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        MODEL / "model.onnx", options, providers=["CPUExecutionProvider"]
    )


@cache
def _model_id() -> str:
    """Changes with the model, its tokenizer, the truncation and the arithmetic's version."""
    digest = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        digest.update((MODEL / name).read_bytes())
    return f"{digest.hexdigest()[:16]}-{MOST_TOKENS}-{_runtime().__version__}"
