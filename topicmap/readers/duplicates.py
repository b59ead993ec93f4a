"""Records of the same paper found and made one.

The same are records with one DOI or arXiv id (of any version), with equal titles and the same
first author, or with near-identical abstracts.

Abstracts are near-identical where the shorter one's 3-word sequences are nearly all in the other:
a sentence was added, or a site cut it short. Where the first author is the same, or the titles are
alike as far as authors are unknown, most of them are enough: the text was revised. Half of them
are, where the first author and most of the title, or all that is known of the authors, agree. Not
so under two titles at two conferences: there authors use an abstract again for their next paper.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from topicmap.cleaning import clean_one
from topicmap.papers import is_missing, normalised, text_or_none
from topicmap.readers.alike import candidates, is_start, numbered_words, part_shared
from topicmap.readers.identifiers import identifiers
from topicmap.readers.people import first_author_shared, first_family

SIMILAR = 0.95
REVISED = 0.7
AGAIN = 0.5
UNNAMED = 0.65
RELATED = 0.2
YEARS_APART = 2
NUMERAL = re.compile(r"[ivx]{1,5}|\w*\d\w*|one|two|three|four|first|second|third|a|b|c")
PREPRINT = re.compile(r"rxiv|\bcorr\b|preprint", re.IGNORECASE)
FEW_WORDS = 20
START_WORDS = 25
MOST = 20  # papers with one title or identifier that a record is compared with
PROVENANCE = ("id", "format", "source", "line_start", "line_end", "duplicates")
Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record as it is compared: its title normalised, the words of its abstract as numbers."""

    record: dict[str, Any]
    title: str
    words: np.ndarray


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
    entries = [
        _Entry(record, normalised(clean_one(record.get("title") or "")), text)
        for record, text in zip(records, words, strict=True)
    ]
    for pairs in (_same_identifiers(entries), _same_titles(entries), _same_abstracts(entries)):
        for a, b in pairs:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(i) for i in range(len(records))]


def _same_identifiers(entries: list[_Entry]) -> Pairs:
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
                if name.startswith("arxiv:") or not _of_one_volume(one, two, many):
                    yield earlier, position
                    break
            else:
                apart.append(position)


def _of_one_volume(one: _Entry, two: _Entry, many: bool) -> bool:
    """Whether two papers share a DOI only; where many titles do, what is unknown is no excuse."""
    if not _other_words(one.title, two.title) or first_author_shared(one.record, two.record):
        return False
    if _have_texts(one, two):
        return part_shared(one.words, two.words) < RELATED
    return many or _other_first_author(one, two)


def _same_titles(entries: list[_Entry]) -> Pairs:
    groups: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        if not entry.title:
            continue
        for earlier in groups[entry.title][:MOST]:
            if not _clearly_different(entries[earlier], entry):
                yield earlier, position
                break
        else:
            groups[entry.title].append(position)


def _clearly_different(one: _Entry, two: _Entry) -> bool:
    """Whether two papers share only their title ("Editorial", "Reply")."""
    texts = _have_texts(one, two)
    if texts and part_shared(one.words, two.words) >= RELATED:
        return False
    short = len(one.title.split()) < 3
    if one.record.get("authors") and two.record.get("authors"):
        if _other_first_author(one, two):
            return True
        return _other_doi(one, two) and (texts or short or not _same_time(one, two))
    if _other_doi(one, two) or not _same_time(one, two):
        return True
    return short and (texts or _other_venue(one, two))


def _have_texts(one: _Entry, two: _Entry) -> bool:
    """Whether both have abstracts that can be compared."""
    return min(len(one.words), len(two.words)) >= 3


def _other_first_author(one: _Entry, two: _Entry) -> bool:
    """Whether both have authors, and not the same first one."""
    named = one.record.get("authors") and two.record.get("authors")
    return bool(named) and not first_author_shared(one.record, two.record)


def _other_doi(one: _Entry, two: _Entry) -> bool:
    """Whether both have a DOI and not the same."""
    dois = [{i for i in identifiers(e.record) if i.startswith("doi:")} for e in (one, two)]
    return bool(dois[0] and dois[1] and not dois[0] & dois[1])


def _same_time(one: _Entry, two: _Entry) -> bool:
    """Whether the years, as far as they are known, are near each other."""
    given = (one.record.get("year"), two.record.get("year"))
    years = [year for year in given if isinstance(year, int)]
    return len(years) < 2 or abs(years[0] - years[1]) <= YEARS_APART


def _other_venue(one: _Entry, two: _Entry) -> bool:
    """Whether both have a venue and not the same."""
    venues = [normalised(text_or_none(entry.record.get("venue"))) for entry in (one, two)]
    return bool(all(venues) and venues[0] != venues[1])


def _published_apart(one: _Entry, two: _Entry) -> bool:
    """Whether both have a venue, no preprint's, and it or the year is another."""
    venues = [text_or_none(entry.record.get("venue")) for entry in (one, two)]
    if not all(venues) or any(PREPRINT.search(venue or "") for venue in venues):
        return False
    years = {entry.record.get("year") for entry in (one, two)} - {None}
    return _other_venue(one, two) or len(years) == 2


def _same_abstracts(entries: list[_Entry]) -> Pairs:
    """Pairs with near-identical abstracts, unless title and authors or DOIs speak against it."""
    for a, b in _alike(entries):
        one, two = entries[a], entries[b]
        if one.title and two.title and one.title != two.title and _other_papers(one, two):
            continue
        if part_shared(one.words, two.words) >= _enough(one, two):
            yield a, b


def _enough(one: _Entry, two: _Entry) -> float:
    """The part of an abstract that two records must share, the less the more else they do."""
    titled = bool(one.title and two.title)
    if titled and _published_apart(one, two):
        return SIMILAR
    kept = titled and _title_kept(one.title, two.title)
    if first_author_shared(one.record, two.record):
        return AGAIN if kept or (not titled and _same_authors(one, two)) else REVISED
    if _other_first_author(one, two):
        return SIMILAR
    if titled:
        return REVISED if kept or _one_in_other(one.title, two.title) else SIMILAR
    return UNNAMED


def _other_papers(one: _Entry, two: _Entry) -> bool:
    """Whether papers with different titles are different ones, however alike the abstracts."""
    return (
        _other_first_author(one, two)
        or _parts_of_one(one.title, two.title)
        or (_other_doi(one, two) and _other_words(one.title, two.title))
    )


def _parts_of_one(a: str, b: str) -> bool:
    """Whether two titles differ in nothing but numbers: part I and II, 2019 and 2020."""
    one, two = a.split(), b.split()
    other = [pair for pair in zip(one, two, strict=False) if pair[0] != pair[1]]
    return (
        len(one) == len(two) and bool(other) and all(NUMERAL.fullmatch(w) for p in other for w in p)
    )


def _other_words(a: str, b: str) -> bool:
    one, two = set(a.split()), set(b.split())
    return bool(one and two) and len(one & two) < 0.5 * min(len(one), len(two))


def _title_kept(a: str, b: str) -> bool:
    """Whether most words of two titles are the same: a title was revised."""
    one, two = set(a.split()), set(b.split())
    return len(one & two) >= 0.6 * len(one | two)


def _same_authors(one: _Entry, two: _Entry) -> bool:
    """Whether two papers have as many authors, several, and the same first and last one."""
    a, b = (list(entry.record.get("authors") or []) for entry in (one, two))
    last = [first_family({"authors": names[-1:]}) for names in (a, b)]
    return len(a) == len(b) > 1 and last[0] == last[1]


def _one_in_other(a: str, b: str) -> bool:
    """Whether one title has all the words of the other."""
    one, two = set(a.split()), set(b.split())
    return one <= two or two <= one


def _alike(entries: list[_Entry]) -> Pairs:
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
