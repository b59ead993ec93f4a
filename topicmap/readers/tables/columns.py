"""What the readers of tables share: usual column names, and cells as the paper table wants them."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from topicmap.errors import UnknownFormat
from topicmap.papers import COLUMNS, TAKEN, is_missing, text_or_none
from topicmap.readers.lines import year_of
from topicmap.readers.names import COMMA, split_names

USUAL = ("id", "title", "abstract", "authors", "year", "date", "venue", "url", "doi", "keywords")
OURS = tuple(name for name in COLUMNS if name not in USUAL)
OURS_ALONE = ("format", "source", "line_start", "line_end", "duplicates", "authors_truncated")


def known_columns(names: Iterable[Any]) -> int:
    """How many of the names are usual names of paper columns."""
    return sum(str(name).strip().casefold() in USUAL for name in names)


def has_text(names: Iterable[Any]) -> bool:
    """Whether there is a column of titles or of abstracts."""
    return bool({str(name).strip().casefold() for name in names} & {"title", "abstract"})


def column_names(names: Iterable[Any], source: str) -> tuple[list[str], list[str]]:
    """The name under which each column goes on, and warnings of those that had to change.

    Usual names are known in any case of letters. A name that the map uses itself gets "_" behind
    it. A table that has all our columns was written by topicmap and keeps them all.

    Raises
    ------
    UnknownFormat
        No column is called title or abstract.
    """
    found = [text_or_none(name) or f"column {at}" for at, name in enumerate(names, start=1)]
    if not has_text(found):
        raise UnknownFormat(
            f"{source} has the columns {', '.join(found[:8])}; a table of papers needs one called "
            "'title' or 'abstract': rename the one that holds them."
        )
    ours = set(COLUMNS) <= set(found)
    result: list[str] = []
    warnings: list[str] = []
    for name in found:
        new = name.casefold() if name.casefold() in (*USUAL, *OURS) else name
        reserved = new in TAKEN or (new in OURS_ALONE and not ours)
        while reserved or new in result:
            new, reserved = new + "_", False
        if new.casefold() != name.casefold():
            warnings.append(f"the column {name!r} is kept as {new!r}")
        result.append(new)
    return result, warnings


def table_record(names: list[str], cells: Iterable[Any]) -> dict[str, Any]:
    """One row of a table as a record."""
    record = {name: _cell(name, cell) for name, cell in zip(names, cells, strict=False)}
    if record.get("year") is None and record.get("date"):
        record["year"] = year_of(record["date"])
    return record


def _cell(name: str, value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if is_missing(value):
        return None
    if name == "authors":
        return _authors(value)
    if name == "duplicates":
        return _parsed(value) or []
    if name == "year":
        return year_of(_moment(value))
    if name == "authors_truncated":
        return str(value).strip().casefold() in ("true", "1")
    if name == "keywords" and isinstance(value, (list, tuple)):
        return "; ".join(text for entry in value if (text := text_or_none(entry)))
    if name in COLUMNS or isinstance(value, (str, date, datetime)):
        text = text_or_none(_moment(value))
        broken = text is not None and name in COLUMNS and ("\n" in text or "\r" in text)
        return " ".join(text.split()) if text and broken else text
    return value


def _moment(value: Any) -> Any:
    """A date as ISO text, anything else as it is (numbers as text)."""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return text_or_none(value)


def _authors(value: Any) -> list[str] | None:
    if isinstance(value, str):
        parsed = _parsed(value)
        value = parsed if isinstance(parsed, list) else split_authors(value)
    entries = value if isinstance(value, (list, tuple)) else [value]
    names = [text_or_none(e.get("name") if isinstance(e, dict) else e) for e in entries]
    return [name for name in names if name] or None


def split_authors(text: str) -> list[str]:
    """The names in a cell: parted by semicolons, else by "and", else by commas where each is whole.

    "Lovelace, Ada and Hopper, Grace" has two names, "Ada Lovelace, Grace Hopper" too, and
    "Lovelace, Ada" one.
    """
    if ";" in text:
        return [name.strip() for name in text.split(";") if name.strip()]
    parts = [part.strip(" ,") for part in re.split(r"\s+and\s+", text) if part.strip(" ,")]
    commas = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    whole = all(len(name.split()) > 1 for name in commas)
    if len(commas) > len(parts) and whole:
        return split_names(text, COMMA)[0]
    return parts


def _parsed(value: Any) -> Any:
    """A list or mapping that is written as JSON, None for any other text; other values as is."""
    if not isinstance(value, str):
        return value
    if value.lstrip()[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
