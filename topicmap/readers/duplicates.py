"""Records of the same paper found and made one.

The same are records with one DOI or arXiv id (of any version), with equal titles and the same
first author, or with near-identical abstracts.

Abstracts are near-identical where the shorter one's 3-word sequences are nearly all in the other:
a sentence was added, or a site cut it short. Where the first author is the same, or the titles are
alike as far as authors are unknown, most of them are enough: the text was revised. Half of them
are, where the first author and most of the title, or all that is known of the authors, agree. Not
so under two titles at two conferences: there authors use an abstract again for their next paper.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from topicmap.cleaning import clean_one
from topicmap.papers import is_missing, normalised
from topicmap.readers.alike import (
    candidates,
    is_start,
    numbered_words,
    part_shared,
    title_key,
)
from topicmap.readers.evidence import (
    Entry,
    clearly_different,
    enough_shared,
    of_one_volume,
    other_papers,
)
from topicmap.readers.identifiers import identifiers
from topicmap.readers.people import first_family

FEW_WORDS = 20
START_WORDS = 25
MOST = 20  # papers with one title or identifier that a record is compared with
PROVENANCE = ("id", "format", "source", "line_start", "line_end", "duplicates")
Records = list[dict[str, Any]]
Pairs = Iterator[tuple[int, int]]


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

    words = numbered_words(clean_one(record.get("abstract") or "") for record in records)
    titles = [clean_one(record.get("title") or "") for record in records]
    entries = [
        Entry(record, normalised(title), title_key(title), text)
        for record, title, text in zip(records, titles, words, strict=True)
    ]
    for pairs in (_same_identifiers(entries), _same_titles(entries), _same_abstracts(entries)):
        for a, b in pairs:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(i) for i in range(len(records))]


def _same_identifiers(entries: list[Entry]) -> Pairs:
    """Pairs with the same DOI or arXiv id, unless it is that of a whole volume."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        for name in dict.fromkeys(identifiers(entry.record)):
            groups[name].append(position)
    for name, group in groups.items():
        many = len({entries[position].title for position in group}) > 2
        apart: list[int] = []
        for position in group:
            for earlier in apart[:MOST]:
                one, two = entries[earlier], entries[position]
                if name.startswith("arxiv:") or not of_one_volume(one, two, many):
                    yield earlier, position
                    break
            else:
                apart.append(position)


def _same_titles(entries: list[Entry]) -> Pairs:
    groups: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        if not entry.title:
            continue
        for earlier in groups[entry.key][:MOST]:
            if not clearly_different(entries[earlier], entry):
                yield earlier, position
                break
        else:
            groups[entry.key].append(position)


def _same_abstracts(entries: list[Entry]) -> Pairs:
    """Pairs with near-identical abstracts, unless title and authors or DOIs speak against it."""
    for a, b in _alike(entries):
        one, two = entries[a], entries[b]
        if one.title and two.title and one.title != two.title and other_papers(one, two):
            continue
        if part_shared(one.words, two.words) >= enough_shared(one, two):
            yield a, b


def _alike(entries: list[Entry]) -> Pairs:
    """Pairs whose abstracts are equal, begin alike, or may be alike and of similar length."""
    exact: dict[bytes, list[int]] = defaultdict(list)
    starts: dict[bytes, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        text = entry.words
        if len(text) < 8:
            continue
        equal = exact[text.tobytes()]
        for before in equal[:MOST]:
            titles = {entries[before].title, entry.title} - {""}
            if len(text) >= FEW_WORDS or len(titles) < 2:
                yield before, position
        if not equal and len(text) >= START_WORDS:
            group = starts[text[:START_WORDS].tobytes()]
            yield from ((i, position) for i in group[-MOST:] if is_start(entries[i].words, text))
            group.append(position)
        equal.append(position)
    long = [same[0] for same in exact.values() if len(entries[same[0]].words) >= FEW_WORDS]
    families = [first_family(entries[i].record) for i in long]
    for a, b in candidates([entries[i].words for i in long], families):
        few, many = sorted((len(entries[long[a]].words), len(entries[long[b]].words)))
        if 2 * few >= many:
            yield long[a], long[b]
