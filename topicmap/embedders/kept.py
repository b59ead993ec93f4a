"""Vectors kept by content in the user's cache folder, so that no text is encoded twice."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from topicmap.cache import connected, tolerant
from topicmap.errors import BadAnswer
from topicmap.places import cache_folder
from topicmap.progress import Count, counted

_CREATE = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT, text BLOB, vector BLOB, checksum INTEGER, PRIMARY KEY (model, text)
) WITHOUT ROWID
"""
_GROUP = 500
BATCH = 64


class KeptVectors:
    """The vectors of one model by text; ``dimensions`` is None where they are not known before.

    A cache that cannot be opened or written is done without; a damaged one is begun anew, and
    a damaged vector in it counts as missing.
    """

    def __init__(self, model: str, dimensions: int | None = None):
        self._model = model
        self._dimensions = dimensions
        self._path = cache_folder() / "vectors.sqlite"

    def get(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The kept ones among the texts' vectors, (d,) float32 each."""
        by_key = {_key(text): text for text in texts}
        keys = list(by_key)
        found: dict[str, np.ndarray] = {}
        with tolerant(self._path), connected(self._path, _CREATE) as connection:
            for start in range(0, len(keys), _GROUP):
                for key, blob, checksum in self._rows(connection, keys[start : start + _GROUP]):
                    if zlib.crc32(blob) == checksum and self._fits(blob):
                        found[by_key[key]] = np.frombuffer(blob, dtype="<f4")
        return found

    def put(self, vectors: Mapping[str, np.ndarray]) -> None:
        """Keep the vectors by their texts."""
        blobs = ((_key(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items())
        rows = [(self._model, key, blob, zlib.crc32(blob)) for key, blob in blobs]
        with tolerant(self._path), connected(self._path, _CREATE) as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
            connection.commit()

    def _fits(self, blob: bytes) -> bool:
        return self._dimensions is None or len(blob) == 4 * self._dimensions

    def _rows(self, connection: sqlite3.Connection, keys: list[bytes]) -> sqlite3.Cursor:
        marks = ",".join("?" * len(keys))
        query = f"SELECT text, vector, checksum FROM vectors WHERE model = ? AND text IN ({marks})"
        return connection.execute(query, [self._model, *keys])


def encoded(
    texts: Sequence[str],
    kept: KeptVectors,
    encode: Callable[[list[str]], Iterable[np.ndarray]],
    count: Count | None = None,
) -> np.ndarray:
    """(n, d) float32: the kept vectors of the texts, the missing ones encoded and kept.

    Every batch is kept as soon as it is there, so that whatever ends the work, the next run goes
    on from there.

    Parameters
    ----------
    encode
        The vectors of up to 64 distinct texts, in their order.

    Raises
    ------
    BadAnswer
        The vectors are not all of one length; the odd ones are not kept.
    """
    vectors = kept.get(texts)
    _check_lengths(vectors.values())
    missing = [text for text in dict.fromkeys(texts) if text not in vectors]
    steps = counted(len(missing), count)
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        fresh = {}
        for text, vector in zip(batch, encode(batch), strict=True):
            next(steps, None)
            fresh[text] = vector
        _check_lengths([*fresh.values(), *islice(vectors.values(), 1)])
        kept.put(fresh)
        vectors.update(fresh)
    next(steps, None)
    return np.stack([vectors[text] for text in texts])


def _check_lengths(vectors: Iterable[np.ndarray]) -> None:
    lengths = sorted({len(vector) for vector in vectors})
    if len(lengths) > 1:
        raise BadAnswer(
            f"The vectors of this model have {lengths[0]} and {lengths[-1]} numbers; all must have "
            "as many. The model was probably exchanged under the same name: call it by another, "
            f"or remove {cache_folder() / 'vectors.sqlite'}, so that every text is encoded again."
        )


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
