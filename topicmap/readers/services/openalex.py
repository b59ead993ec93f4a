"""Works of OpenAlex: a page of results, one work, or JSON Lines."""

import json
from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.identifiers import arxiv_id_in, bare_doi, web_address
from topicmap.readers.page import Fields, Found, Page, read_objects
from topicmap.readers.services.fields import (
    at,
    first_text,
    known,
    objects,
    people,
    text,
    year,
)
from topicmap.readers.services.signature import sureness

NAME = "openalex"
SUFFIXES = (".json", ".jsonl", ".ndjson")
SITE = "https://openalex.org/"


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page holds works of OpenAlex, by their ids or keys."""
    return sureness(page, _is_work)


def read(page: Page) -> Found:
    """The papers of the works, the words of their abstracts put back in order."""
    return read_objects(page, _record)


def _is_work(value: dict[str, Any]) -> bool:
    has_text = "title" in value or "display_name" in value or "abstract_inverted_index" in value
    named = (text(value.get("id")) or "").startswith(SITE + "W")
    return named or (has_text and bool(value.keys() & {"authorships", "abstract_inverted_index"}))


def _record(work: Fields) -> dict[str, Any]:
    doi = bare_doi(first_text(work.get("doi"), at(work, "ids", "doi")))
    locations = [work.get("primary_location"), *objects(work.get("locations"))]
    landing, *places = [text(at(place, "landing_page_url")) for place in locations]
    host = text(at(work, "host_venue", "url"))
    return known(
        {
            "id": (first_text(work.get("id"), at(work, "ids", "openalex")) or "").removeprefix(
                SITE
            ),
            "title": first_text(work.get("title"), work.get("display_name")),
            **people(_names(work), more=work.get("is_authors_truncated") is True),
            "abstract": _abstract(work),
            "date": text(work.get("publication_date")),
            "year": year(work.get("publication_year"), work.get("publication_date")),
            "venue": first_text(
                at(work, "primary_location", "source", "display_name"),
                at(work, "host_venue", "display_name"),
                at(work, "primary_location", "raw_source_name"),
            ),
            "url": web_address(landing, host, text(work.get("doi")), *places),
            "doi": doi,
            "keywords": _keywords(work),
            "arxiv": arxiv_id_in(doi, landing, *places),
            "pmid": (text(at(work, "ids", "pmid")) or "").rpartition("/")[2],
            "volume": text(at(work, "biblio", "volume")),
            "number": text(at(work, "biblio", "issue")),
            "pages": _pages(work),
            "type": text(work.get("type")),
        }
    )


def _names(work: dict[str, Any]) -> list[str | None]:
    return [
        first_text(at(entry, "author", "display_name"), entry.get("raw_author_name"))
        for entry in objects(work.get("authorships"))
    ]


def _abstract(work: Fields) -> str | None:
    """The words of the inverted index in the order of their places, gaps closed.

    An index in which a word has no place counts as left out.
    """
    given = work.get("abstract_inverted_index")
    index = _decoded(given)
    inner = at(index, "InvertedIndex")
    words = inner if isinstance(inner, dict) else index
    words = words if isinstance(words, dict) else {}
    placed = [
        (place, word)
        for word, places in words.items()
        for place in (places if isinstance(places, list) else [places])
        if isinstance(place, int) and not isinstance(place, bool)
    ]
    placed.sort(key=lambda entry: entry[0])
    if given and len({word for _, word in placed}) < max(len(words), 1):
        work.asked.remove("abstract_inverted_index")
    return first_text(" ".join(word for _, word in placed), work.get("abstract"))


def _decoded(value: Any) -> Any:
    """A value that was written as a text of JSON, as tables hold it; any other as it is."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return None


def _keywords(work: dict[str, Any]) -> str | None:
    """The keywords; where there are none the topics, else the concepts."""
    for key in ("keywords", "topics", "concepts"):
        entries = work.get(key)
        found = [
            first_text(at(e, "display_name"), at(e, "keyword"), e)
            for e in (entries if isinstance(entries, list) else [])
        ]
        if words := joined(found):
            return words
    return None


def _pages(work: dict[str, Any]) -> str | None:
    ends = [text(at(work, "biblio", key)) for key in ("first_page", "last_page")]
    return "-".join(dict.fromkeys(end for end in ends if end)) or None
