"""JSON Lines: one paper a line, null where a field is unknown.

Reading the file again gives the same table, but for the line breaks in a text (of the columns that
every table has), which become spaces, and for the year of a paper that has a date alone, which it
gets. Infinite numbers become null.
"""

import json
from typing import Any

import pandas as pd

from topicmap.papers import is_missing

NAME = "jsonl"
SUFFIXES = (".jsonl",)


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a JSON Lines file in UTF-8."""
    names = ["id", *papers.columns]
    columns = [papers.index.tolist(), *(papers[name].tolist() for name in papers.columns)]
    lines = []
    for row in zip(*columns, strict=True):
        record = {name: _value(value) for name, value in zip(names, row, strict=True)}
        lines.append(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    return "".join(lines).encode("utf-8")


def _value(value: Any) -> Any:
    """A cell as JSON has it: plain numbers, lists, texts, null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): _value(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(entry) for entry in value]
    if is_missing(value) or value in (float("inf"), float("-inf")):
        return None
    return value if isinstance(value, (str, bool, int, float)) else str(value)
