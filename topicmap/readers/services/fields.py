"""Fields of records that programs wrote, each as the type that is wanted or as nothing at all."""

from collections.abc import Iterable
from typing import Any

from topicmap.papers import text_or_none
from topicmap.readers.lines import year_of
from topicmap.readers.people import cut_list

LONGEST_NAME = 300


def at(value: Any, *path: str | int) -> Any:
    """What lies at a path of keys and places, None where it breaks off."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: Any) -> str | None:
    """A text or number as text, white space made single spaces; of a list its first text."""
    if isinstance(value, list):
        return next(iter(texts(value)), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    found = text_or_none(value)
    return " ".join(found.split()) or None if found else None


def texts(value: Any) -> list[str]:
    """The texts of a list; of a single text a list with it alone."""
    entries = value if isinstance(value, list) else [value]
    return [found for e in entries if not isinstance(e, list) and (found := text(e))]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; of a single object a list with it alone."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def first_text(*values: Any) -> str | None:
    """The first text among values."""
    return next((found for value in values if (found := text(value))), None)


def year(*values: Any) -> int | None:
    """The year in the first of the values that has one."""
    return next((found for value in values if (found := year_of(text(value)))), None)


def people(names: Iterable[str | None], more: bool = False) -> dict[str, Any]:
    """The fields `authors` and `authors_truncated`; "et al." at the end says that there are more.

    Parameters
    ----------
    names
        Names in order, None where one is unknown.
    more
        Whether the source says that there are more.
    """
    found = [name for name in names if name]
    if found and len(found[-1]) <= LONGEST_NAME:
        found, cut = cut_list(found)
        more = more or cut
    return {"authors": found, "authors_truncated": more or None}


def known(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the fields that hold nothing."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}
