"""RIS, the tagged format of reference managers and publishers."""

import re
from typing import Any

from topicmap.readers.bibliographies.tagged import Entry, begins_entry, split_entries
from topicmap.readers.dates import iso_date, month_number, worded_date
from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import bare_doi, named_arxiv_id, web_address
from topicmap.readers.lines import year_of
from topicmap.readers.page import Found, Page
from topicmap.readers.people import cut_list, turned_name

NAME = "ris"
SUFFIXES = (".ris",)
TAGGED = re.compile(r"\s*([A-Z][A-Z0-9]) {1,2}-(?:\s+|$)(.*)", re.DOTALL)
MARKS = frozenset("TI T1 AU A1 PY Y1 ER".split())
DATE = re.compile(r"(\d{4})(?:/(\d{0,2})(?:/(\d{0,2})/?)?)?/?")
DAY = re.compile(r"(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?(?:[ -](\d{1,2}))?")
TITLES = ("TI", "T1")
VENUES = ("JF", "JO", "T2")
SHORT_VENUES = ("JA", "J2")
DOIS = ("DO", "M3", "L3")
FURTHER = {
    "volume": "VL",
    "article-number": "C7",
    "language": "LA",
    "publisher": "PB",
    "address": "CY",
    "edition": "ET",
    "issn": "SN",
}
LINKS = {"url": "UR", "doi": "DO"}  # kept as they are where they are no links


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is RIS: a line "TY  - " begins an entry."""
    return 0.97 if begins_entry(page, TAGGED, "TY", MARKS) else 0.0


def read(page: Page) -> Found:
    """The papers of a RIS file; an entry without its last line is read as far as it goes.

    Tags that say nothing of the paper itself (databases, files, addresses of authors) are not kept.
    """
    found = Found([])
    for entry in split_entries(page, found, TAGGED, "TY", "ER", lists="KW AU A1"):
        found.records.append(_record(entry) | entry.lines)
        found.warnings += entry.repeated(*TITLES)
    found.furniture = lines_outside(page, found)
    return found


def _record(entry: Entry) -> dict[str, Any]:
    authors, cut = cut_list(_authors(entry))
    year = year_of(" ".join(filter(None, map(entry.first, ("PY", "Y1", "DA")))))
    abstract, other = (" ".join(dict.fromkeys(entry.all(tag))) for tag in ("AB", "N2"))
    numbers = list(dict.fromkeys([*entry.all("IS"), *entry.all("M1")]))
    proceedings = "C3" if entry.first("TY") == "CONF" else ""  # elsewhere affiliations
    book = "BT" if entry.first(*TITLES, "CT") else ""
    known: dict[str, Any] = {
        "id": entry.first("ID", "AN"),
        "title": entry.first(*TITLES, "CT", "BT"),
        "authors": [turned_name(name) for name in authors],
        "authors_truncated": cut or None,
        "abstract": abstract or other,
        "date": _date(entry.first("DA", "PY", "Y1"), year),
        "year": year,
        "venue": entry.first(*VENUES, proceedings, *SHORT_VENUES, book, "T3"),
        "url": web_address(*entry.all("UR")),
        "doi": next(filter(None, map(bare_doi, map(entry.first, DOIS))), None),
        "keywords": joined(entry.all("KW")),
        "arxiv": named_arxiv_id(*entry.all("AN", "M3", "JO", "N1")),
        "type": entry.first("TY"),
    }
    further = {name: entry.first(tag) for name, tag in FURTHER.items()}
    further |= {name: entry.first(tag) for name, tag in LINKS.items() if not known[name]}
    further["editor"] = joined(map(turned_name, entry.all("ED") or entry.all("A2")))
    further["pages"] = "-".join(filter(None, map(entry.first, ("SP", "EP"))))
    further["number"] = numbers[0] if numbers else None
    notes = [*entry.all("N1"), *numbers[1:], other if abstract and abstract != other else None]
    if known["venue"] != (named := entry.first(proceedings)):
        further["booktitle"] = named
    return record(known, further | {"note": joined(notes)})


def _authors(entry: Entry) -> list[str]:
    """The authors in the order of the file, those of A1 that AU does not have too."""
    usual = set(entry.all("AU"))
    people = entry.tagged("AU", "A1")
    return [name for tag, name in people if tag == "AU" or name not in usual]


def _date(text: str | None, year: int | None) -> str | None:
    """A date such as 2020/03/05/, or MAR 5 beside a year, as ISO; one of another kind as it is."""
    text = (text or "").strip()
    if found := DATE.fullmatch(text):
        return iso_date(*found.groups())
    found = DAY.fullmatch(text)
    if year and found and month_number(found[2]):
        return iso_date(year, found[2], found[1] or found[3])
    return worded_date(text)
