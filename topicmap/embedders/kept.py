"""Vectors kept by content in the user's cache folder, so that no text is encoded twice."""

import hashlib
import sqlite3
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from topicmap.cache import connected, tolerant
from topicmap.places import cache_folder

_CREATE = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT, text BLOB, vector BLOB, checksum INTEGER, PRIMARY KEY (model, text)
) WITHOUT ROWID
"""
_GROUP = 500


class KeptVectors:
    """The vectors of one model by text.

    A cache that cannot be opened or written is done without; a damaged one is begun anew, and
    a damaged vector in it counts as missing.
    """

    def __init__(self, model: str, dimensions: int):
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
                    if zlib.crc32(blob) == checksum and len(blob) == 4 * self._dimensions:
                        found[by_key[key]] = np.frombuffer(blob, dtype="<f4")
        return found

    def put(self, vectors: Mapping[str, np.ndarray]) -> None:
        """Keep the vectors by their texts."""
        blobs = ((_key(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items())
        rows = [(self._model, key, blob, zlib.crc32(blob)) for key, blob in blobs]
        with tolerant(self._path), connected(self._path, _CREATE) as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
            connection.commit()

    def _rows(self, connection: sqlite3.Connection, keys: list[bytes]) -> sqlite3.Cursor:
        marks = ",".join("?" * len(keys))
        query = f"SELECT text, vector, checksum FROM vectors WHERE model = ? AND text IN ({marks})"
        return connection.execute(query, [self._model, *keys])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
