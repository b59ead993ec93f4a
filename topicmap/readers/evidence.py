"""What speaks for and against two records being of the same paper."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from topicmap.papers import normalised, text_or_none
from topicmap.readers.alike import part_shared
from topicmap.readers.identifiers import identifiers
from topicmap.readers.people import first_author_shared, first_family, other_people

SIMILAR = 0.95
REVISED = 0.7
AGAIN = 0.5
UNNAMED, UNSURE, NEVER = 0.65, 0.8, 2.0
RELATED = 0.2
YEARS_APART = 2
NUMERAL = re.compile(r"[ivx]{1,5}|\w*\d\w*|one|two|three|four|first|second|third|a|b|c")
PREPRINT = re.compile(r"rxiv|\bcorr\b|preprint", re.IGNORECASE)
STOCK_WORDS = 40  # a shorter text may be a formula that many use ("This paper is withdrawn")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is compared: the words and the key of its title, its abstract as numbers."""

    record: dict[str, Any]
    title: str
    key: str
    words: np.ndarray


def of_one_volume(one: Entry, two: Entry, many: bool) -> bool:
    """Whether two papers share a DOI only; where many titles do, what is unknown is no excuse."""
    if not _other_words(one.title, two.title) or first_author_shared(one.record, two.record):
        return False
    if _have_texts(one, two):
        return part_shared(one.words, two.words) < RELATED
    return many or other_first_author(one, two)


def clearly_different(one: Entry, two: Entry) -> bool:
    """Whether two papers share only their title ("Editorial", "Reply")."""
    texts = _have_texts(one, two)
    if texts and part_shared(one.words, two.words) >= RELATED:
        return False
    short = len(one.title.split()) < 3
    if texts and (_other_arxiv(one, two) or other_people(one.record, two.record)):
        return True
    if short and len({entry.record.get("year") for entry in (one, two)} - {None}) == 2:
        return True
    if one.record.get("authors") and two.record.get("authors"):
        if other_first_author(one, two):
            return True
        return _other_doi(one, two) and (texts or short or not _same_time(one, two))
    if _other_doi(one, two) or not _same_time(one, two):
        return True
    return short and (texts or _other_venue(one, two))


def _have_texts(one: Entry, two: Entry) -> bool:
    """Whether both have abstracts that can be compared."""
    return min(len(one.words), len(two.words)) >= 3


def other_first_author(one: Entry, two: Entry) -> bool:
    """Whether both have authors, and not the same first one."""
    named = one.record.get("authors") and two.record.get("authors")
    return bool(named) and not first_author_shared(one.record, two.record)


def _other_doi(one: Entry, two: Entry) -> bool:
    """Whether both have a DOI and not the same."""
    return _other_identifier("doi:", one, two)


def _other_arxiv(one: Entry, two: Entry) -> bool:
    """Whether both have an arXiv id and not the same."""
    return _other_identifier("arxiv:", one, two)


def _other_identifier(kind: str, one: Entry, two: Entry) -> bool:
    first, second = (
        {name for name in identifiers(entry.record) if name.startswith(kind)}
        for entry in (one, two)
    )
    return bool(first and second and not first & second)


def _same_time(one: Entry, two: Entry) -> bool:
    """Whether the years, as far as they are known, are near each other."""
    given = (one.record.get("year"), two.record.get("year"))
    years = [year for year in given if isinstance(year, int)]
    return len(years) < 2 or abs(years[0] - years[1]) <= YEARS_APART


def _other_venue(one: Entry, two: Entry) -> bool:
    """Whether both have a venue and not the same."""
    venues = [normalised(text_or_none(entry.record.get("venue"))) for entry in (one, two)]
    return bool(all(venues) and venues[0] != venues[1])


def _published_apart(one: Entry, two: Entry) -> bool:
    """Whether both have a venue, no preprint's, and it or the year is another."""
    venues = [text_or_none(entry.record.get("venue")) for entry in (one, two)]
    if not all(venues) or any(PREPRINT.search(venue or "") for venue in venues):
        return False
    years = {entry.record.get("year") for entry in (one, two)} - {None}
    return _other_venue(one, two) or len(years) == 2


def enough_shared(one: Entry, two: Entry) -> float:
    """The part of an abstract that two records must share, the less the more else they do."""
    titled = bool(one.title and two.title)
    if titled and _published_apart(one, two):
        return SIMILAR
    short = min(len(one.words), len(two.words)) < STOCK_WORDS
    kept = titled and _title_kept(one.title, two.title)
    if first_author_shared(one.record, two.record):
        return AGAIN if kept or (not titled and _same_authors(one, two)) else REVISED
    if other_first_author(one, two):
        return NEVER if short else SIMILAR
    if titled:
        return REVISED if kept or _one_in_other(one.title, two.title) else SIMILAR
    return UNSURE if short else UNNAMED


def other_papers(one: Entry, two: Entry) -> bool:
    """Whether papers with different titles are different ones, however alike the abstracts."""
    return (
        other_first_author(one, two)
        or _parts_of_one(one.title, two.title)
        or _other_arxiv(one, two)
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


def _same_authors(one: Entry, two: Entry) -> bool:
    """Whether two papers have as many authors, several, and the same first and last one."""
    a, b = (list(entry.record.get("authors") or []) for entry in (one, two))
    last = [first_family({"authors": names[-1:]}) for names in (a, b)]
    return len(a) == len(b) > 1 and last[0] == last[1]


def _one_in_other(a: str, b: str) -> bool:
    """Whether one title has all the words of the other."""
    one, two = set(a.split()), set(b.split())
    return one <= two or two <= one
