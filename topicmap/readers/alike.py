"""Texts that are alike, found in less than quadratic time.

Two texts are compared by their 3-word sequences. Candidates come from MinHash with banding
(Broder 1997; Leskovec et al., Mining of Massive Datasets, ch. 3), so that the time grows with
the number of texts and not with its square. Texts of one owner are candidates sooner: there are
few of them, and bands of two rows find those that share little more than half their sequences.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from topicmap.papers import normalised
from topicmap.readers.people import plain_letters

ROWS, ROWS_OF_OWNER = 3, 2
HASHES = 48
NEIGHBOURS = 20
CHUNK = 4_000
KIND = re.compile(r"\s*\((?:extended|student|short) abstract\)\s*$", re.IGNORECASE)
TEX_MARKS = re.compile(r"[$\\{}^_]")
LETTER_NAMES = {
    char: unicodedata.name(char).rpartition(" ")[2].lower()
    for char in "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
} | {"ℓ": "ell", "∞": "infty", "ϵ": "epsilon"}


def title_key(title: str) -> str:
    """A title as it is compared: no accents, hyphens, spaces, TeX marks or kind of abstract."""
    text = "".join(LETTER_NAMES.get(char, char) for char in title.replace("&", " and "))
    text = KIND.sub("", TEX_MARKS.sub("", text))
    return plain_letters(normalised(text)).replace(" ", "")


class _Numbers(dict[str, int]):
    """A number for every word, the same in every run."""

    def __missing__(self, word: str) -> int:
        self[word] = number = zlib.crc32(word.encode())
        return number


def numbered_words(texts: Iterable[str]) -> list[np.ndarray]:
    """The words of each text as numbers, (n,) uint32."""
    numbers = _Numbers()
    return [
        np.array([numbers[word] for word in normalised(text).split()], dtype=np.uint32)
        for text in texts
    ]


def part_shared(a: np.ndarray, b: np.ndarray) -> float:
    """The part of the shorter text's 3-word sequences that the other has too."""
    one, two = _grams(a), _grams(b)
    return len(np.intersect1d(one, two, assume_unique=True)) / min(len(one), len(two))


def is_start(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether the shorter text is the beginning of the longer; its last word may be cut."""
    short = min(len(a), len(b)) - 1
    return bool(np.array_equal(a[:short], b[:short]))


def candidates(texts: Sequence[np.ndarray], owners: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts of three words or more that may be alike; an owner may be unknown ("")."""
    if len(texts) < 2:
        return
    signatures = np.concatenate(
        [
            _signatures([_grams(text) for text in texts[start : start + CHUNK]])
            for start in range(0, len(texts), CHUNK)
        ]
    )
    everyone = np.arange(len(texts))
    owner = np.array([zlib.crc32(name.encode()) for name in owners], dtype=np.uint32)
    owned = np.flatnonzero([bool(name) for name in owners])
    seen: set[tuple[int, int]] = set()
    for who, size in ((everyone, ROWS), (owned, ROWS_OF_OWNER)):
        for start in range(0, HASHES, size):
            rows = signatures[who, start : start + size]
            if who is owned:
                rows = np.column_stack([owner[who], rows])
            new = [pair for pair in _equal_rows(who, rows) if pair not in seen]
            seen.update(new)
            yield from new


def _equal_rows(positions: np.ndarray, rows: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose rows are equal; of a large group only those near each other."""
    order = np.lexsort(rows.T)
    same = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    for begin, end in edges.reshape(-1, 2):
        group = np.sort(positions[order[begin : end + 1]]).tolist()
        for at, a in enumerate(group):
            yield from ((a, b) for b in group[at + 1 : at + 1 + NEIGHBOURS])


def _grams(text: np.ndarray) -> np.ndarray:
    """The different 3-word sequences of a text as numbers, sorted, (n,) uint64."""
    if len(text) < 3:
        return np.zeros(0, dtype=np.uint64)
    wide = text.astype(np.uint64)
    mixed = wide[:-2] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= wide[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F) + (mixed >> np.uint64(29))
    mixed ^= wide[2:] * np.uint64(0x165667B19E3779F9) + (mixed >> np.uint64(32))
    return np.unique(mixed)


def _signatures(grams: list[np.ndarray]) -> np.ndarray:
    """MinHash signatures, (texts, HASHES) uint32: equal columns estimate the similarity."""
    random = np.random.default_rng(3)
    factors = random.integers(1, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    starts = np.cumsum([0] + [len(text) for text in grams[:-1]])
    flat = np.concatenate(grams)
    signatures = np.empty((len(grams), HASHES), dtype=np.uint32)
    for column, factor in enumerate(factors):
        hashed = ((flat * factor) >> np.uint64(32)).astype(np.uint32)
        signatures[:, column] = np.minimum.reduceat(hashed, starts)
    return signatures
