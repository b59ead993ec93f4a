"""Notes of OpenReview, of both versions of its service."""

import re
from typing import Any

from topicmap.readers.entry import joined
from topicmap.readers.identifiers import bare_doi
from topicmap.readers.page import Fields, Found, NoPaper, Page, read_objects
from topicmap.readers.services.fields import (
    first_text,
    known,
    people,
    text,
    texts,
    year,
)
from topicmap.readers.services.moments import day_of_milliseconds
from topicmap.readers.services.signature import sureness
from topicmap.readers.tables.authors import split_authors

NAME = "openreview"
SUFFIXES = (".json", ".jsonl", ".ndjson")
ADDRESS = "https://openreview.net/forum?id="
NOTE = {"forum", "invitation", "invitations", "signatures", "cdate", "tcdate", "replyto"}
SUMMARIES = ("TL;DR", "TLDR", "TL_DR", "tldr", "one-sentence_summary")
PARTED = re.compile(r"[;,]")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page holds notes of OpenReview, by their keys."""
    return sureness(page, _is_note)


def read(page: Page) -> Found:
    """The papers of the notes; a review or comment is no paper and told as unread."""
    return read_objects(page, _record)


def _is_note(value: dict[str, Any]) -> bool:
    return isinstance(value.get("content"), dict) and bool(NOTE & value.keys())


def _record(note: dict[str, Any]) -> dict[str, Any]:
    name = first_text(note.get("id"), note.get("forum"))
    if _is_reply(note):
        raise NoPaper("a review or comment, no paper")
    if not isinstance(note.get("content"), dict):
        raise ValueError("the note has no content")
    content = Fields({key: _value(entry) for key, entry in note["content"].items()})
    note["content"] = content
    days = (day_of_milliseconds(note.get(key)) for key in ("pdate", "cdate", "tcdate"))
    date = next(filter(None, days), None)
    forum = first_text(note.get("forum"), name)
    return known(
        {
            "id": name,
            "title": text(content.get("title")),
            **people(_authors(content.get("authors"))),
            "abstract": text(content.get("abstract")),
            "date": date,
            "year": year(content.get("venue"), content.get("venueid"), date),
            "venue": first_text(content.get("venue"), content.get("venueid")),
            "url": ADDRESS + forum if forum else None,
            "doi": bare_doi(text(content.get("doi"))),
            "keywords": _keywords(content.get("keywords")),
            "tldr": first_text(*(content.get(key) for key in SUMMARIES)),
        }
    )


def _is_reply(note: dict[str, Any]) -> bool:
    forum = text(note.get("forum"))
    return bool(note.get("replyto")) and forum is not None and forum != text(note.get("id"))


def _value(entry: Any) -> Any:
    """What a field holds: itself, in version 2 its ``value``."""
    return entry.get("value") if isinstance(entry, dict) else entry


def _authors(value: Any) -> list[str]:
    found = texts(value)
    if isinstance(value, str) and found:
        return split_authors(found[0])
    return found


def _keywords(value: Any) -> str | None:
    found = texts(value)
    if len(found) == 1:
        found = [word.strip() for word in PARTED.split(found[0])]
    return joined(found)
