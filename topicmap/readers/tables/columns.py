"""What the readers of tables share: usual column names, and cells as the paper table wants them."""

import ast
import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from topicmap.errors import BadSettings, UnknownFormat
from topicmap.papers import COLUMNS, TAKEN, is_missing, text_or_none
from topicmap.readers.lines import year_of
from topicmap.readers.names import COMMA, split_names

USUAL = {
    "id": ("id", "paper id", "key", "uid", "pmid"),
    "title": ("title", "paper title", "article title", "document title", "ti"),
    "abstract": ("abstract", "summary", "abstract note", "paper abstract", "abstract text", "ab"),
    "authors": ("authors", "author", "author full names", "author names", "af", "au"),
    "year": ("year", "publication year", "pub year", "published year", "py"),
    "date": ("date", "published", "publication date", "pub date", "published date", "create date"),
    "venue": (
        "venue", "journal", "booktitle", "conference", "source title", "publication title",
        "journal/book", "container title", "publication", "so",
    ),
    "url": ("url", "link", "pdf url", "paper url", "pdf"),
    "doi": ("doi", "di"),
    "keywords": ("keywords", "keyword", "tags", "author keywords", "manual tags", "de"),
}  # fmt: skip
NAMED = re.compile(r"(\w+)=(.+?)(?=,\w+=|$)")
FIELD_OF = {name: field for field, names in USUAL.items() for name in names}
TEXTS = ("title", "abstract")
OURS = tuple(name for name in COLUMNS if name not in USUAL)
OURS_ALONE = ("format", "source", "line_start", "line_end", "duplicates", "authors_truncated")
LONGEST_LIST = 20_000
MOST_COLUMNS = 2_000


def parse_columns(text: str) -> dict[str, str]:
    """The columns that a text such as ``title=Titel,abstract=Kurz, knapp`` names, by field.

    Raises
    ------
    BadSettings
        The text has another form, or names a field that there is not.
    """
    found = {match[1]: match[2] for match in NAMED.finditer(text)}
    if text and ",".join(f"{field}={name}" for field, name in found.items()) != text:
        raise BadSettings(f"--columns is {text!r}; it must be such as title=Titel,abstract=Kurz.")
    check_columns(found)
    return found


def check_columns(columns: Mapping[str, str]) -> None:
    """Nothing, where the user's names of columns are for fields that there are.

    Raises
    ------
    BadSettings
        A field is none of ours.
    """
    if unknown := [field for field in columns if field not in USUAL]:
        raise BadSettings(
            f"There is no field {unknown[0]!r}; --columns takes {', '.join(USUAL)}, such as "
            "title=Titel,abstract=Zusammenfassung."
        )


def known_columns(names: Iterable[Any]) -> int:
    """How many of the names are usual names of paper columns."""
    return sum(_usual(name) in FIELD_OF for name in names)


def has_text(names: Iterable[Any], columns: Mapping[str, str]) -> bool:
    """Whether there is a column of titles or of abstracts, by its usual name or the user's."""
    found = list(names)
    given = set(columns.values()) & set(map(str, found))
    return bool(given) or any(FIELD_OF.get(_usual(name)) in TEXTS for name in found)


def column_names(
    names: Iterable[Any], source: str, columns: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The name under which each column goes on, and warnings of those that had to change.

    What the user named is taken where it is there. Usual names are known in any case of letters;
    of several for one field the most usual is taken and the others stay as they are. A name that
    the map uses itself gets "_" behind it. A table that has all our columns was written by
    topicmap and keeps them all.

    Raises
    ------
    UnknownFormat
        No column is called title or abstract.
    BadSettings
        A column that the user named is not there, and no usual one either.
    """
    found = [text_or_none(name) or f"column {at}" for at, name in enumerate(names, start=1)]
    if len(found) > MOST_COLUMNS:
        raise UnknownFormat(
            f"{source} has {len(found):,} columns; a table of papers has at most {MOST_COLUMNS:,}: "
            "leave out those that are not needed."
        )
    shown = ", ".join(found[:12])
    missing = [name for name in columns.values() if name not in found]
    if missing and not has_text(found, columns):
        raise BadSettings(f"{source} has no column {missing[0]!r} (--columns); it has {shown}.")
    if not has_text(found, columns):
        raise UnknownFormat(
            f"{source} has the columns {shown}; a table of papers needs one called 'title' or "
            "'abstract': rename the one that holds them, or name it with --columns "
            "title=NAME,abstract=NAME."
        )
    fields = _fields(found, columns)
    ours = set(COLUMNS) <= set(found)
    result: dict[str, None] = {}
    warnings: list[str] = []
    for name in found:
        new = fields.get(name) or (name.casefold() if name.casefold() in OURS else name)
        reserved = new in TAKEN or (new in OURS_ALONE and not ours)
        reserved = reserved or (new in USUAL and name not in fields)
        while reserved or new in result:
            new, reserved = new + "_", False
        if new.casefold() != name.casefold():
            warnings.append(f"the column {name!r} is kept as {new!r}")
        result[new] = None
    return list(result), warnings


def _usual(name: Any) -> str:
    return " ".join(re.split(r"[\s_-]+", str(name).strip().casefold()))


def _fields(found: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Column → field: as the user said, else the most usual name of each field."""
    fields = {name: field for field, name in columns.items() if name in found}
    for field, usual in USUAL.items():
        if field in fields.values():
            continue
        ranked = [
            (usual.index(_usual(n)), at, n) for at, n in enumerate(found) if _usual(n) in usual
        ]
        free = [name for _, _, name in sorted(ranked) if name not in fields]
        if free:
            fields[free[0]] = field
    return fields


def table_record(names: list[str], cells: Iterable[Any]) -> dict[str, Any]:
    """One row of a table as a record; what stands for a year and is none is kept as ``year_``."""
    record: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        record[name] = _cell(name, cell)
        if name == "year" and record[name] is None and (text := _moment(cell)):
            record["year_"] = text
    if record.get("year") is None and record.get("date"):
        record["year"] = year_of(record["date"])
    return record


def _cell(name: str, value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if is_missing(value):
        return None
    if name in TEXTS and isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = " ".join(value)
    if name == "authors":
        return _authors(value)
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
        pass
    try:  # as Python writes a list
        return ast.literal_eval(value) if len(value) < LONGEST_LIST else None
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
