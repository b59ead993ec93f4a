"""Lines of words → which lines have which word."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array, vstack

_BLOCK = 4_096  # lines that are split at a time
_AFTER = b"\xff"  # comes after every byte of UTF-8


@dataclass(frozen=True, eq=False)
class Postings:
    """Which of some lines have each word; make it with `postings_of`.

    Parameters
    ----------
    words
        In the order of their bytes, each once.
    starts
        (words + 1,) int: where the lines of each word begin in ``lines``.
    lines
        int32: the numbers of the lines that have the first word, the second, and so on.
    """

    words: list[bytes]
    starts: np.ndarray
    lines: np.ndarray

    def having(self, word: bytes) -> np.ndarray:
        """The lines that have a word, ascending."""
        at = bisect_left(self.words, word)
        found = self.words[at : at + 1] == [word]
        return self._between(at, at + found)

    def having_start(self, start: bytes) -> np.ndarray:
        """The lines that have a word which begins so; once for each such word."""
        return self._between(
            bisect_left(self.words, start), bisect_left(self.words, start + _AFTER)
        )

    def _between(self, first: int, end: int) -> np.ndarray:
        return self.lines[self.starts[first] : self.starts[end]]


def postings_of(lines: Sequence[bytes]) -> Postings:
    """Which of the lines, words in UTF-8 with spaces between them, have each word."""
    numbers: dict[bytes, int] = {}
    starts = range(0, max(len(lines), 1), _BLOCK)
    blocks = [_block(lines[at : at + _BLOCK], numbers) for at in starts]
    words = sorted(numbers)
    order = np.empty(len(words), dtype=np.int32)
    order[[numbers[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    for block in blocks:
        block.resize((block.shape[0], len(words)))
        block.indices = order[block.indices]
    table = vstack(blocks, format="csr").tocsc()
    return Postings(words, table.indptr, table.indices)


def _block(lines: Sequence[bytes], numbers: dict[bytes, int]) -> csr_array:
    """(lines, words) what each line has; new words get the next numbers."""
    split = pc.split_pattern(pa.array(lines, pa.binary()), b" ")
    tokens = split.flatten().dictionary_encode()
    own = [numbers.setdefault(word, len(numbers)) for word in tokens.dictionary.to_pylist()]
    columns = np.array(own, dtype=np.int32)[tokens.indices.to_numpy()]
    ends = np.concatenate([[0], np.cumsum(split.value_lengths().to_numpy())]).astype(np.int32)
    entries = (np.ones(len(columns), dtype=np.int8), columns, ends)
    by_word = csr_array(entries, shape=(len(lines), len(numbers))).tocsc()
    by_word.sum_duplicates()
    return by_word.tocsr()
