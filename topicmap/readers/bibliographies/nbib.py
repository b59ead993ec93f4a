"""The tagged text of PubMed and MEDLINE (.nbib)."""

import re
from collections.abc import Iterator
from typing import Any

from topicmap.readers.bibliographies.tagged import Entry, begins_entry, split_entries
from topicmap.readers.dates import worded_date
from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import bare_doi
from topicmap.readers.page import Found, Page
from topicmap.readers.people import is_suffix, natural_name, turned_name

NAME = "nbib"
SUFFIXES = (".nbib",)
TAGGED = re.compile(r"(?=.{1,5}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?:\s+|$)(.*)", re.DOTALL)
MARKS = frozenset("TI OWN STAT AB FAU AU DP".split())
INITIALS = re.compile(r"[A-Z]{1,4}")
FURTHER = {
    "volume": "VI",
    "number": "IP",
    "pages": "PG",
    "language": "LA",
    "publisher": "PB",
    "pmcid": "PMC",
}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is of PubMed: a line "PMID- " begins an entry."""
    return 0.97 if begins_entry(page, TAGGED, "PMID", MARKS) else 0.0


def read(page: Page) -> Found:
    """The papers of a PubMed text; tags that say nothing of the paper itself are not kept."""
    found = Found([])
    for entry in split_entries(page, found, TAGGED, "PMID"):
        found.records.append(_record(entry) | entry.lines)
        found.warnings += entry.repeated("TI")
    found.furniture = lines_outside(page, found)
    return found


def _record(entry: Entry) -> dict[str, Any]:
    names = list(_authors(entry))
    identified = [text for text in entry.all("LID", "AID") if text.casefold().endswith("[doi]")]
    known: dict[str, Any] = {
        "id": entry.first("PMID"),
        "title": entry.first("TI", "BTI", "TT"),
        "authors": [name for name in names if name != "et al"],
        "authors_truncated": ("et al" in names) or None,
        "abstract": entry.first("AB"),
        "date": worded_date(entry.first("DP")),
        "venue": entry.first("JT", "TA", "BTI" if entry.first("TI") else "JT"),
        "doi": bare_doi(identified[0]) if identified else None,
        "keywords": joined(text.replace("*", "") for text in entry.all("OT", "MH")),
        "type": joined(entry.all("PT")),
    }
    further = {name: entry.first(tag) for name, tag in FURTHER.items()}
    further["editor"] = joined(map(turned_name, entry.all("FED")))
    return record(known, further)


def _authors(entry: Entry) -> Iterator[str]:
    """Authors and collaborations in the order of the file; else the short names."""
    personal = "FAU" if entry.first("FAU") else "AU"
    for tag, value in entry.tagged("FAU", "AU", "CN"):
        if value.rstrip(".").casefold() == "et al":
            yield "et al"
        elif tag != "AU":
            yield turned_name(value) if tag == "FAU" else value
        elif tag == personal:
            yield _long_order(value)


def _long_order(short: str) -> str:
    """A name such as "Byron AB Jr" in natural order."""
    words = short.split()
    suffix = words.pop() if len(words) > 2 and is_suffix(words[-1]) else None
    if len(words) > 1 and INITIALS.fullmatch(words[-1]):
        return natural_name(" ".join(words[:-1]), words[-1], suffix)
    return short
