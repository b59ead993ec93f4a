"""CSV for spreadsheets: UTF-8 with a byte-order mark, lists as text, no cell acts as a formula.

Reading the file again gives the same table, but for the line breaks in a text (of the columns that
every table has), which become spaces, for the year of a paper that has a date alone, which it
gets, and for the types of further columns: CSV does not hold them, so that texts come back as
numbers or truth values where all cells of their column look so ("10", "1.5", "True"), and very
large or infinite numbers as text.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from topicmap.papers import is_missing
from topicmap.spreadsheets import guarded

NAME = "csv"
SUFFIXES = (".csv",)


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["id", *map(guarded, papers.columns)])
    columns = [papers[name].tolist() for name in papers.columns]
    for name, *values in zip(papers.index, *columns, strict=True):
        cells = zip(papers.columns, values, strict=True)
        writer.writerow([guarded(name), *(_cell(column, value) for column, value in cells)])
    return text.getvalue().encode("utf-8-sig")


def _cell(name: str, value: Any) -> str:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if is_missing(value):
        return ""
    if name == "authors":
        return guarded(_authors(value))
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=_plain) if len(value) else ""
    return guarded(value) if isinstance(value, str) else str(value)


def _authors(names: Iterable[str]) -> str:
    """Names parted by semicolons, or as a JSON list where one of them would not come back."""
    listed = list(names)
    text = "; ".join(listed)
    several = len(listed) > 1 and not any(";" in name for name in listed)
    one = len(listed) == 1 and not re.search(r"[,;|&]|\sand\s", text)
    plain = (several or one) and not text.startswith(("[", "{"))
    return text if plain else json.dumps(listed, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else str(value)
