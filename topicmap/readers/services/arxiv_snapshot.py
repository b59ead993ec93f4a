"""The arXiv metadata snapshot: JSON Lines or a list, as Kaggle and others hand it out."""

from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi
from topicmap.readers.page import Found, Page, read_objects
from topicmap.readers.people import natural_name
from topicmap.readers.services.arxiv_people import arxiv_authors
from topicmap.readers.services.fields import at, known, people, text, texts, year
from topicmap.readers.services.moments import day_of_moment
from topicmap.readers.services.signature import sureness

NAME = "arxiv-snapshot"
SUFFIXES = (".json", ".jsonl", ".ndjson")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is the snapshot of arXiv, by its keys."""
    return sureness(page, _is_one)


def read(page: Page) -> Found:
    """The papers of the snapshot; the date is that of the first version."""
    return read_objects(page, _record)


def _is_one(value: dict[str, Any]) -> bool:
    others = value.keys() & {"journal-ref", "authors_parsed", "update_date", "versions"}
    return "id" in value and "categories" in value and bool(others)


def _record(value: dict[str, Any]) -> dict[str, Any]:
    arxiv = arxiv_id_in(value.get("id"))
    created = day_of_moment(at(value, "versions", 0, "created"))
    updated = day_of_moment(value.get("update_date"))
    date = created or updated
    return known(
        {
            "id": text(value.get("id")),
            "title": text(value.get("title")),
            **_authors(value),
            "abstract": text(value.get("abstract")),
            "date": date,
            "year": year(date),
            "venue": text(value.get("journal-ref")),
            "comments": text(value.get("comments")),
            "url": f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
            "doi": bare_doi(text(value.get("doi"))),
            "keywords": joined((text(value.get("categories")) or "").split()),
            "arxiv": arxiv,
            "report-no": text(value.get("report-no")),
            "updated": None if updated == date else updated,
        }
    )


def _authors(value: dict[str, Any]) -> dict[str, Any]:
    named, parts = value.get("authors"), value.get("authors_parsed")
    parsed = [p for p in parts if isinstance(p, list)] if isinstance(parts, list) else []
    names = [natural_name(*(text(at(p, place)) for place in range(3))) for p in parsed]
    if any(names):
        return people(names)
    return arxiv_authors(", ".join(texts(named)))
