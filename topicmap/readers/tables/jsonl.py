"""JSON Lines: one paper a line, an object with the usual names."""

import json
from typing import Any

from topicmap.errors import BadPapers
from topicmap.readers.lines import Line, verbatim_lines
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.columns import column_names, table_record

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is JSON Lines, by its first lines."""
    named = page.path.suffix.lower() in SUFFIXES
    if not named and not (page.text or "").lstrip().startswith("{"):
        return 0.0
    objects = sum(isinstance(_value(line.text), dict) for line in page.lines[:5])
    return 1.0 if objects and (named or objects > 1 or len(page.lines) == 1) else 0.4 * named


def read(page: Page) -> Found:
    """The papers of a JSON Lines file; lines that are no object are reported, not dropped.

    Raises
    ------
    BadPapers
        No line is an object.
    UnknownFormat
        No object has a title or an abstract.
    """
    rows: list[tuple[Line, dict[str, Any]]] = []
    found = Found([])
    for line in verbatim_lines(page.text or ""):
        value = _value(line.text)
        if isinstance(value, dict):
            rows.append((line, value))
        else:
            found.furniture.append(line)
            found.warnings.append(f"line {line.number} is not a JSON object: {line.text[:80]}")
    if not rows:
        raise BadPapers(
            f"{page.path.name} has no line that is a JSON object, the first is "
            f"{page.lines[0].text[:60]!r}; write one paper a line."
        )
    keys = list(dict.fromkeys(key for _, row in rows for key in row))
    names, warnings = column_names(keys, page.path.name)
    found.warnings += warnings
    for line, row in rows:
        record = table_record(names, (row.get(key) for key in keys))
        record.setdefault("line_start", line.number)
        record.setdefault("line_end", line.number)
        found.records.append(record)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None
