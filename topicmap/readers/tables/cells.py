"""Cells of tables as the paper table wants them."""

import ast
import json
import math
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from topicmap.papers import COLUMNS, is_missing, text_or_none
from topicmap.readers.lines import year_of
from topicmap.readers.tables.authors import read_authors, split_authors
from topicmap.readers.tables.columns import TEXTS

LONGEST_LIST = 20_000


def table_record(names: list[str], cells: Iterable[Any]) -> dict[str, Any]:
    """One row of a table as a record.

    What stands for a year or for authors and is not understood is kept as ``year_`` and
    ``authors_``. A table of topicmap's own tells itself whether a list of authors is cut; its
    names are taken as they stand.
    """
    record: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        record[name] = None if name == "authors" else _cell(name, cell)
        if name == "year" and record[name] is None and (text := _moment(cell)):
            record[_further(name, names)] = text
        if name == "authors" and not is_missing(cell):
            record |= _authors(cell, names)
    if record.get("year") is None and record.get("date"):
        record["year"] = year_of(record["date"])
    return record


def _further(name: str, names: list[str]) -> str:
    """The name of a column beside those that there are."""
    while name in names:
        name += "_"
    return name


def _authors(cell: Any, names: list[str]) -> dict[str, Any]:
    """The columns that a cell of authors gives."""
    value = cell.tolist() if hasattr(cell, "tolist") else cell
    if isinstance(parsed := _parsed(value), (list, dict)):
        value = parsed
    if "authors_truncated" in names:
        entries = split_authors(value) if isinstance(value, str) else value
        entries = entries if isinstance(entries, (list, tuple)) else [entries]
        return {"authors": [text for entry in entries if (text := text_or_none(entry))] or None}
    found = read_authors(value)
    record: dict[str, Any] = {"authors": found.names or None}
    if found.cut:
        record["authors_truncated"] = True
    if found.unread:
        record[_further("authors", names)] = text_or_none(value)
    return record


def _cell(name: str, value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if is_missing(value):
        return None
    if name in TEXTS and isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = " ".join(value)
    if name == "duplicates":
        return _parsed(value) or []
    if name == "year":
        return year_of(_moment(value))
    if name == "authors_truncated":
        return str(value).strip().casefold() in ("true", "1")
    if name == "keywords" and isinstance(parsed := _parsed(value), list):
        value = parsed
    if name == "keywords" and isinstance(value, (list, tuple)):
        return "; ".join(text for entry in value if (text := text_or_none(entry)))
    if name in TEXTS and not _is_text(value):
        return value
    if name in COLUMNS or isinstance(value, (str, date, datetime)):
        text = text_or_none(_moment(value))
        broken = text is not None and name in COLUMNS and ("\n" in text or "\r" in text)
        return " ".join(text.split()) if text and broken else text
    return value


def _is_text(value: Any) -> bool:
    """Whether a title or abstract is a text, or a number or date that can stand for one."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (str, int, date, datetime)) and not isinstance(value, bool)


def _moment(value: Any) -> Any:
    """A date as ISO text, anything else as it is (numbers as text)."""
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return text_or_none(value)


def _parsed(value: Any) -> Any:
    """A list or mapping that is written as JSON, None for any other text; other values as is."""
    if not isinstance(value, str):
        return value
    if value.lstrip()[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        pass
    try:  # as Python writes a list
        return ast.literal_eval(value) if len(value) < LONGEST_LIST else None
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
