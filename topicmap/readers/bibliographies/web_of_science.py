"""The plain text of the Web of Science (savedrecs.txt)."""

import re
from typing import Any

from topicmap.readers.bibliographies.tagged import Entry, begins_entry, split_entries
from topicmap.readers.dates import iso_date
from topicmap.readers.entry import joined, lines_outside, record
from topicmap.readers.identifiers import bare_doi, named_arxiv_id
from topicmap.readers.lines import year_of
from topicmap.readers.page import Found, Page
from topicmap.readers.people import cut_list, turned_name

NAME = "web-of-science"
SUFFIXES = (".txt", ".ciw")
TAGGED = re.compile(r"([A-Z][A-Z0-9])(?: (?! ?- )|\s*$)(.*)", re.DOTALL)
MARKS = frozenset("AU TI SO".split())
FURTHER = {
    "volume": "VL",
    "number": "IS",
    "article-number": "AR",
    "language": "LA",
    "publisher": "PU",
    "issn": "SN",
    "pmid": "PM",
    "event": "CT",
}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is such a text: a line "PT J" begins an entry."""
    return 0.97 if begins_entry(page, TAGGED, "PT", MARKS) else 0.0


def read(page: Page) -> Found:
    """The papers of the text.

    Tags that say nothing of the paper itself (addresses, funding, cited works) are not kept.
    """
    text = split_entries(page, found := Found([]), TAGGED, "PT", "ER", lists="AU AF")
    for entry in text:
        found.records.append(_record(entry) | entry.lines)
    found.unread = [(line, why) for line, why in found.unread if not _frames(line.text)]
    found.furniture = lines_outside(page, found)
    return found


def _frames(text: str) -> bool:
    """Whether a line is one of the first or the last of a file."""
    return text[:2] in ("FN", "VR", "EF")


def _record(entry: Entry) -> dict[str, Any]:
    names, cut = cut_list(entry.all("AF") or entry.all("AU"))
    year = entry.first("PY")
    month, _, day = (entry.first("PD") or "").partition(" ")
    known: dict[str, Any] = {
        "id": entry.first("UT"),
        "title": entry.first("TI"),
        "authors": [turned_name(name) for name in names],
        "authors_truncated": cut or None,
        "abstract": entry.first("AB"),
        "date": iso_date(year, month, day) if month else None,
        "year": year_of(year),
        "venue": entry.first("SO"),
        "doi": bare_doi(entry.first("DI")),
        "keywords": joined(word.strip() for words in entry.all("DE") for word in words.split(";")),
        "arxiv": named_arxiv_id(*entry.all("AR")),
        "type": entry.first("DT"),
    }
    further = {name: entry.first(tag) for name, tag in FURTHER.items()}
    further["keywords-plus"] = entry.first("ID")
    further["pages"] = "-".join(filter(None, map(entry.first, ("BP", "EP"))))
    return record(known, further)
