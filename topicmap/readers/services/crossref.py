"""Works of Crossref: a list of works or one, as its service answers, or JSON Lines."""

from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi, web_address
from topicmap.readers.page import Found, Page, read_objects
from topicmap.readers.people import natural_name
from topicmap.readers.services.fields import (
    at,
    first_text,
    known,
    objects,
    people,
    text,
    texts,
    year,
)
from topicmap.readers.services.jats import plain_text
from topicmap.readers.services.moments import date_of_parts
from topicmap.readers.services.signature import sureness

NAME = "crossref"
SUFFIXES = (".json", ".jsonl", ".ndjson")
DATES = ("issued", "published", "published-print", "published-online", "posted")
TYPICAL = {"indexed", "deposited", "member", "prefix", "is-referenced-by-count", "content-domain"}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page holds works of Crossref, by their keys."""
    return sureness(page, _is_work)


def read(page: Page) -> Found:
    """The papers of the works, their abstracts without tags."""
    return read_objects(page, _record, _work)


def _work(value: dict[str, Any]) -> dict[str, Any]:
    inner = value.get("message")
    return inner if isinstance(inner, dict) else value


def _is_work(value: dict[str, Any]) -> bool:
    """Whether an object has a list of titles, which CSL-JSON has not, and other keys of a work."""
    work = _work(value)
    if isinstance(work.get("title"), str):
        return False
    others = {"DOI", "container-title", "issued", "author", *TYPICAL} & work.keys()
    if isinstance(work.get("title"), list):
        return bool(others)
    return "DOI" in work and len(others) > 1


def _record(work: dict[str, Any]) -> dict[str, Any]:
    dates = (date_of_parts(at(work, key, "date-parts", 0)) for key in DATES)
    date = next(filter(None, dates), None)
    doi = bare_doi(text(work.get("DOI")))
    return known(
        {
            "id": first_text(work.get("DOI")),
            "title": _title(work),
            **people(_names(work)),
            "abstract": plain_text(text(work.get("abstract")) or ""),
            "date": date,
            "year": year(date),
            "venue": plain_text(
                first_text(
                    work.get("container-title"),
                    at(work, "event", "name"),
                    at(work, "institution", 0, "name"),
                )
                or ""
            ),
            "url": web_address(text(work.get("URL")), text(at(work, "resource", "primary", "URL"))),
            "doi": doi,
            "keywords": joined(texts(work.get("subject"))),
            "arxiv": arxiv_id_in(doi),
            "event": first_text(at(work, "event", "name"), work.get("event")),
            "volume": text(work.get("volume")),
            "number": text(work.get("issue")),
            "pages": text(work.get("page")),
            "publisher": text(work.get("publisher")),
            "type": text(work.get("type")),
        }
    )


def _title(work: dict[str, Any]) -> str | None:
    title, subtitle = text(work.get("title")), text(work.get("subtitle"))
    if title is None or subtitle is None or subtitle.casefold() in title.casefold():
        return title or subtitle
    return f"{title}{' ' if title[-1] in '.:?!' else ': '}{subtitle}"


def _names(work: dict[str, Any]) -> list[str | None]:
    """The names of people and groups, those whom the work calls first in front."""
    found = objects(work.get("author"))
    found.sort(key=lambda author: author.get("sequence") != "first")
    return [
        natural_name(*(text(a.get(part)) for part in ("family", "given", "suffix")))
        or first_text(a.get("name"), a.get("literal"))
        for a in found
    ]
