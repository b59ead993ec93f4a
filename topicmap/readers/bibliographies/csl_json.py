"""CSL-JSON, as Zotero and other reference managers export it."""

from collections.abc import Iterator
from typing import Any

from topicmap.papers import text_or_none
from topicmap.readers.dates import iso_date
from topicmap.readers.entry import is_private, joined, record
from topicmap.readers.identifiers import bare_doi, named_arxiv_id, web_address
from topicmap.readers.lines import year_of
from topicmap.readers.page import SAMPLE, Found, Page, read_objects
from topicmap.readers.people import cut_list, natural_name

NAME = "csl-json"
SUFFIXES = (".json",)
MAPPED = frozenset(
    "id title author abstract issued container-title event event-title URL DOI keyword type note "
    "accessed submitted custom categories".split()
)
RENAMED = {"page": "pages", "issue": "number"}


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is CSL-JSON, by the parts of authors and dates."""
    first = [item.value for item in page.objects.items[:SAMPLE]]
    return 0.95 if sum(map(_is_csl, first)) >= 0.5 * len(first) > 0 else 0.0


def read(page: Page) -> Found:
    """The papers of a CSL-JSON file."""
    return read_objects(page, _record)


def _is_csl(item: dict[str, Any]) -> bool:
    if not isinstance(item.get("type"), str) or not isinstance(item.get("title", ""), str):
        return False
    issued = item.get("issued")
    parts = {"date-parts", "raw", "literal"} & set(issued if isinstance(issued, dict) else ())
    authors = item.get("author")
    people = authors if isinstance(authors, list) else []
    named = any(isinstance(one, dict) and {"family", "literal"} & set(one) for one in people)
    return bool(parts) or (named and "authorships" not in item)


def _record(item: dict[str, Any]) -> dict[str, Any]:
    authors, cut = cut_list(map(_name, _dicts(item.get("author"))))
    date = _date(item.get("issued"))
    known: dict[str, Any] = {
        "id": _text(item.get("id")),
        "title": _text(item.get("title")),
        "authors": authors,
        "authors_truncated": cut or None,
        "abstract": _text(item.get("abstract")),
        "date": date,
        "year": year_of(date),
        "venue": next(filter(None, map(_text, map(item.get, ("container-title", "event-title",
                                                             "event")))), None),
        "url": web_address(_text(item.get("URL"))),
        "doi": bare_doi(_text(item.get("DOI"))),
        "keywords": _keywords(item.get("keyword")),
        "arxiv": named_arxiv_id(*map(_text, map(item.get, ("number", "note", "publisher")))),
        "type": _text(item.get("type")),
    }  # fmt: skip
    further = {
        RENAMED.get(key, key.casefold()): _text(item[key])
        for key, value in item.items()
        if key not in MAPPED and isinstance(value, (str, int, float)) and not is_private(key)
    }
    further |= {key: "; ".join(map(_name, people)) for key in ("editor", "translator")
                if (people := _dicts(item.get(key)))}  # fmt: skip
    return record(known, further | {"note": _text(item.get("note"))})


def _text(value: Any) -> str | None:
    """A text with single spaces; the first one of a list."""
    if isinstance(value, list):
        value = next(filter(text_or_none, value), None)
    return " ".join((text_or_none(value) or "").split()) or None


def _keywords(value: Any) -> str | None:
    """Keywords of a list, or of a text that parts them by semicolons or commas."""
    text = value if isinstance(value, str) else ""
    parts = value if isinstance(value, list) else text.split(";" if ";" in text else ",")
    return joined(map(_text, parts))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in _entries(value) if isinstance(entry, dict)]


def _entries(value: Any) -> Iterator[Any]:
    """The entries of a list; a text alone is a name written out."""
    for entry in value if isinstance(value, list) else [value]:
        yield {"literal": entry} if isinstance(entry, str) else entry


def _name(person: dict[str, Any]) -> str:
    """A name in natural order."""
    parts = {key: _text(value) for key, value in person.items()}
    if literal := parts.get("literal") or parts.get("name"):
        return literal
    order = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(filter(None, map(parts.get, order)))
    return natural_name(family, parts.get("given"), parts.get("suffix"))


def _date(issued: Any) -> str | None:
    """The first day of a date in parts as ISO, else the date as it is written."""
    if not isinstance(issued, dict):
        return _text(issued)
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and (date := iso_date(*first[:3])):
        return date
    return _text(issued.get("raw") or issued.get("literal"))
