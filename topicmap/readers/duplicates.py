"""Records of the same paper found and made one.

The same are records with one DOI or arXiv id (of any version), with equal titles and the same
first author, or with near-identical abstracts.

Abstracts are near-identical where the sets of their 3-word sequences have a Jaccard similarity
of 0.8 or more, or where one is the beginning of the other (a site cut it short). Candidates come
from MinHash with banding (Broder 1997; Leskovec et al., Mining of Massive Datasets, ch. 3), so
that the time grows with the number of papers and not with its square; each candidate is checked
exactly.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from topicmap.cleaning import clean_one
from topicmap.papers import is_missing, normalised, text_or_none
from topicmap.readers.identifiers import identifiers
from topicmap.readers.people import first_author_shared

SIMILAR = 0.8
YEARS_APART = 2
NUMERAL = re.compile(r"[ivx]{1,5}|\d{1,3}|one|two|three|four|first|second|third|a|b|c")
RELATED = 0.2
FEW_WORDS = 20
START_WORDS = 25
BANDS, ROWS = 16, 3
CHUNK = 4_000
PROVENANCE = ("id", "format", "source", "line_start", "line_end", "duplicates")
Records = list[dict[str, Any]]


def merge_duplicates(records: Records) -> tuple[Records, list[int]]:
    """One record of each paper, and for every record the position of the one that it joined.

    The first record of a paper stays where it is and keeps its id; the longer abstract and every
    field that only a later record has come to it, and `duplicates` lists where those were.
    A record that stays has its own position in the second value.
    """
    first = _first_records(records)
    kept: dict[int, dict[str, Any]] = {}
    for position, record in enumerate(records):
        if first[position] == position:
            kept[position] = record | {"duplicates": list(record.get("duplicates") or [])}
        else:
            _join(kept[first[position]], record)
    return list(kept.values()), first


def _join(paper: dict[str, Any], other: dict[str, Any]) -> None:
    place = {key: other.get(key) for key in ("source", "line_start", "line_end")}
    paper["duplicates"] += [place, *(other.get("duplicates") or [])]
    if len(other.get("abstract") or "") > len(paper.get("abstract") or ""):
        paper["abstract"] = other["abstract"]
    cut = paper.get("authors_truncated") and not other.get("authors_truncated")
    if other.get("authors") and (not paper.get("authors") or cut):
        paper["authors"] = other["authors"]
        paper["authors_truncated"] = other.get("authors_truncated", False)
    for key, value in other.items():
        if key not in PROVENANCE and is_missing(paper.get(key)) and not is_missing(value):
            paper[key] = value


def _first_records(records: Records) -> list[int]:
    """For each record the position of the first record of the same paper (its own, often)."""
    parent = list(range(len(records)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    titles = [normalised(clean_one(record.get("title") or "")) for record in records]
    numbers = _Numbers()
    words = [_words(clean_one(record.get("abstract") or ""), numbers) for record in records]
    found = (
        _same_identifiers(records, titles, words),
        _same_titles(records, titles, words),
        _same_abstracts(records, titles, words),
    )
    for pairs in found:
        for a, b in pairs:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(i) for i in range(len(records))]


class _Numbers(dict[str, int]):
    """A number for every word, the same in every run."""

    def __missing__(self, word: str) -> int:
        self[word] = number = zlib.crc32(word.encode())
        return number


def _words(abstract: str, numbers: _Numbers) -> np.ndarray:
    """The words of an abstract as numbers, (n,) uint32."""
    return np.array([numbers[word] for word in normalised(abstract).split()], dtype=np.uint32)


def _same_titles(
    records: Records, titles: list[str], words: list[np.ndarray]
) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for position, title in enumerate(titles):
        if not title:
            continue
        for earlier in groups[title][:20]:
            if not _clearly_different(records, words, earlier, position):
                yield earlier, position
                break
        else:
            groups[title].append(position)


def _clearly_different(records: Records, words: list[np.ndarray], a: int, b: int) -> bool:
    """Whether two papers share only their title ("Editorial", "Reply")."""
    one, two = records[a], records[b]
    texts = min(len(words[a]), len(words[b])) >= 3
    if texts and _part_shared(words[a], words[b]) >= RELATED:
        return False
    short = len(normalised(one.get("title")).split()) < 3
    if one.get("authors") and two.get("authors"):
        if not first_author_shared(one, two):
            return True
        return _other_doi(one, two) and (texts or short or not _same_time(one, two))
    if _other_doi(one, two) or not _same_time(one, two):
        return True
    return short and (texts or _other_venue(one, two))


def _other_doi(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether both have a DOI and not the same."""
    dois = [{i for i in identifiers(r) if i.startswith("doi:")} for r in (one, two)]
    return bool(dois[0] and dois[1] and not dois[0] & dois[1])


def _same_time(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether the years, as far as they are known, are near each other."""
    years = [year for year in (one.get("year"), two.get("year")) if isinstance(year, int)]
    return len(years) < 2 or abs(years[0] - years[1]) <= YEARS_APART


def _other_venue(one: dict[str, Any], two: dict[str, Any]) -> bool:
    venues = [normalised(text_or_none(record.get("venue"))) for record in (one, two)]
    return bool(all(venues) and venues[0] != venues[1])


def _part_shared(a: np.ndarray, b: np.ndarray) -> float:
    """The part of the shorter text's 3-word sequences that the other has too."""
    one, two = _grams(a), _grams(b)
    return len(np.intersect1d(one, two, assume_unique=True)) / min(len(one), len(two))


def _same_identifiers(
    records: Records, titles: list[str], words: list[np.ndarray]
) -> Iterator[tuple[int, int]]:
    """Pairs with the same DOI or arXiv id, unless it is that of a whole volume."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        for name in dict.fromkeys(identifiers(record)):
            for earlier in groups[name][:20]:
                if name.startswith("arxiv:") or not (
                    _other_title(titles, words, earlier, position)
                    and not first_author_shared(records[earlier], record)
                ):
                    yield earlier, position
                    break
            else:
                groups[name].append(position)


def _other_title(titles: list[str], words: list[np.ndarray], a: int, b: int) -> bool:
    """Whether two papers have titles without much in common, and abstracts neither."""
    if not _other_words(titles[a], titles[b]):
        return False
    if min(len(words[a]), len(words[b])) < 3:
        return True
    return _part_shared(words[a], words[b]) < RELATED


def _same_abstracts(
    records: Records, titles: list[str], words: list[np.ndarray]
) -> Iterator[tuple[int, int]]:
    """Pairs with near-identical abstracts, unless title and authors or DOIs speak against it."""
    for a, b in _alike(titles, words):
        one, two = records[a], records[b]
        named = one.get("authors") and two.get("authors")
        others = named and not first_author_shared(one, two)
        parts = titles[a] != titles[b] and _parts_of_one(titles[a], titles[b])
        others = others or _other_doi(one, two)
        if not (parts or (others and _other_words(titles[a], titles[b]))):
            yield a, b


def _parts_of_one(a: str, b: str) -> bool:
    """Whether two titles differ in nothing but a number: part I, part II."""
    one, two = a.split(), b.split()
    other = [pair for pair in zip(one, two, strict=False) if pair[0] != pair[1]]
    return (
        len(one) == len(two) and bool(other) and all(NUMERAL.fullmatch(w) for p in other for w in p)
    )


def _other_words(a: str, b: str) -> bool:
    one, two = set(a.split()), set(b.split())
    return bool(one and two) and len(one & two) < 0.5 * min(len(one), len(two))


def _alike(titles: list[str], words: list[np.ndarray]) -> Iterator[tuple[int, int]]:
    exact: dict[bytes, int] = {}
    starts: dict[bytes, list[int]] = defaultdict(list)
    for position, text in enumerate(words):
        if len(text) < 8:
            continue
        before = exact.setdefault(text.tobytes(), position)
        if before != position:
            named = titles[before] and titles[position]
            if len(text) >= FEW_WORDS or not named or titles[before] == titles[position]:
                yield before, position
        elif len(text) >= START_WORDS:
            group = starts[text[:START_WORDS].tobytes()]
            yield from ((i, position) for i in group[-20:] if _is_start(words[i], text))
            group.append(position)
    long = np.array([i for i in exact.values() if len(words[i]) >= FEW_WORDS], dtype=np.int64)
    for a, b in _candidates(long, words):
        if _similarity(words[a], words[b]) >= SIMILAR:
            yield a, b


def _is_start(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether the shorter text is the beginning of the longer; its last word may be cut."""
    short = min(len(a), len(b)) - 1
    return bool(np.array_equal(a[:short], b[:short]))


def _grams(text: np.ndarray) -> np.ndarray:
    """The different 3-word sequences of a text as numbers, sorted, (n,) uint64."""
    if len(text) < 3:
        return np.zeros(0, dtype=np.uint64)
    wide = text.astype(np.uint64)
    mixed = wide[:-2] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= wide[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F) + (mixed >> np.uint64(29))
    mixed ^= wide[2:] * np.uint64(0x165667B19E3779F9) + (mixed >> np.uint64(32))
    return np.unique(mixed)


def _similarity(a: np.ndarray, b: np.ndarray) -> float:
    one, two = _grams(a), _grams(b)
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / (len(one) + len(two) - shared)


def _candidates(positions: np.ndarray, words: list[np.ndarray]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share a band of their MinHash signatures."""
    if len(positions) < 2:
        return
    signatures = np.concatenate(
        [
            _signatures([_grams(words[i]) for i in positions[start : start + CHUNK]])
            for start in range(0, len(positions), CHUNK)
        ]
    )
    seen: set[tuple[int, int]] = set()
    for band in range(BANDS):
        rows = signatures[:, band * ROWS : (band + 1) * ROWS]
        order = np.lexsort(rows.T)
        same = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
        for begin, end in edges.reshape(-1, 2):
            group = np.sort(positions[order[begin : end + 1]]).tolist()
            near = [(a, b) for at, a in enumerate(group) for b in group[at + 1 : at + 21]]
            new = [pair for pair in near if pair not in seen]
            seen.update(new)
            yield from new


def _signatures(grams: list[np.ndarray]) -> np.ndarray:
    """MinHash signatures, (texts, BANDS · ROWS) uint32: equal columns estimate the similarity."""
    random = np.random.default_rng(3)
    count = BANDS * ROWS
    factors = random.integers(1, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    starts = np.cumsum([0] + [len(text) for text in grams[:-1]])
    flat = np.concatenate(grams)
    signatures = np.empty((len(grams), count), dtype=np.uint32)
    for column, factor in enumerate(factors):
        hashed = ((flat * factor) >> np.uint64(32)).astype(np.uint32)
        signatures[:, column] = np.minimum.reduceat(hashed, starts)
    return signatures
