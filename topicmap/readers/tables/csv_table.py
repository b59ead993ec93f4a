"""Tables in CSV: comma, semicolon or tab between the cells, the usual column names on line 1."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from topicmap.errors import BadPapers
from topicmap.papers import COLUMNS
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.columns import column_names, has_text, known_columns, table_record
from topicmap.spreadsheets import unguarded

NAME = "csv"
SUFFIXES = (".csv", ".tsv")
DELIMITERS = (",", ";", "\t", "|")
WHOLE = re.compile(r"0|-?[1-9]\d{0,17}")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
TRUTH = re.compile("True|False")
NAMES = frozenset(  # columns whose numbers are names: "1805.02260" and "007" lose nothing
    "arxiv volume number issue pages pmid pmcid isbn issn eid month day edition chapter sheet acl "
    "doi corpusid mag report-no article-number articleno".split()
)
MISSING = frozenset(("", "nan", "NaN", "None", "null", "NULL", "<NA>", "N/A", "#N/A"))
MISSING_HERE = frozenset(("",))  # in tables that topicmap wrote
csv.field_size_limit(2**31 - 1)


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is a CSV table of papers, by its first line."""
    named = page.path.suffix.lower() in SUFFIXES
    header = _header(page)
    given = set(page.columns.values()) & set(header)
    if has_text(header, page.columns) and (named or given or known_columns(header) >= 2):
        return 0.8
    return 0.4 if named else 0.0


def read(page: Page) -> Found:
    """The papers of a CSV table, with the lines on which each stands.

    Raises
    ------
    BadPapers
        A quoted cell never ends.
    UnknownFormat
        There is no column of titles or abstracts.
    """
    text = page.text or ""
    rows = _rows(text, _delimiter(page), page.path.name)
    header = next(rows, (1, 1, []))[2]
    names, warnings = column_names(header, page.path.name, page.columns)
    missing = MISSING_HERE if set(COLUMNS) <= set(names) else MISSING
    found = Found([], warnings=warnings)
    for start, end, cells in rows:
        if surplus := [cell for cell in cells[len(names) :] if cell.strip()]:
            found.warnings.append(
                f"line {start}: {len(cells)} cells, the header has {len(names)}; left out: "
                f"{'; '.join(surplus)[:200]}"
            )
        record = table_record(names, (_plain(cell, missing) for cell in cells))
        found.records.append(_lines(record, start, end))
    for name in names:
        if name not in COLUMNS and name != "id":
            _make_numbers(found.records, name)
    return found


def _make_numbers(records: list[dict[str, Any]], name: str) -> None:
    """Turn a column of further values into numbers or truth values, where all are such."""
    cells = [record[name] for record in records if record.get(name) is not None]
    if name.casefold() in NAMES:
        return
    for kind, pattern in ((_truth, TRUTH), (int, WHOLE), (float, DECIMAL)):
        if cells and all(pattern.fullmatch(cell) for cell in cells):
            for record in records:
                if record.get(name) is not None:
                    record[name] = kind(record[name])
            return


def _truth(text: str) -> bool:
    return text == "True"


def _lines(record: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    if "line_start" in record:
        return record
    return record | {"line_start": start, "line_end": end}


def _plain(cell: str, missing: frozenset[str]) -> str | None:
    """A cell without the apostrophe that kept a spreadsheet from taking it for a formula."""
    if cell.strip() in missing:
        return None
    return unguarded(cell)


def _header(page: Page) -> list[str]:
    start = (page.text or "").lstrip("\r\n")[:1_000_000]
    return next(csv.reader(io.StringIO(start, newline=""), delimiter=_delimiter(page)), [])


def _delimiter(page: Page) -> str:
    """The mark that parts the first line into the most names that we know, else into the most."""
    first = re.split(r"[\r\n]", (page.text or "").lstrip("\r\n")[:1_000_000], maxsplit=1)[0]
    rows = {mark: next(csv.reader([first], delimiter=mark), []) for mark in DELIMITERS}
    given = set(page.columns.values())
    known = {mark: known_columns(row) + len(given & set(row)) for mark, row in rows.items()}
    return max(DELIMITERS, key=lambda mark: (known[mark], len(rows[mark])))


def _rows(text: str, delimiter: str, source: str) -> Iterator[tuple[int, int, list[str]]]:
    """The rows that are not blank, each with its first and last line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lenient = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise BadPapers(
                    f"{source}, line {start}: a quoted cell begins and never ends; close the quote."
                ) from error
            break
        if any(cell.strip() for cell in cells):
            yield start, reader.line_num, cells
        start = reader.line_num + 1
    begin = 1
    for cells in lenient:
        if begin >= start and any(cell.strip() for cell in cells):
            yield begin, lenient.line_num, cells
        begin = lenient.line_num + 1
