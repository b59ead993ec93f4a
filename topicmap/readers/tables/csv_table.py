"""Tables in CSV: comma, semicolon or tab between the cells, the usual column names on line 1."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from topicmap.errors import BadPapers
from topicmap.papers import COLUMNS
from topicmap.readers.lines import Line
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
MOST_BROKEN = 50
NO_END, NO_FIT = "a quoted cell never ends", "a quoted cell does not end at its quote"
MISSING_HERE = frozenset(("",))  # in tables that topicmap wrote
csv.field_size_limit(2**31 - 1)


class Row(NamedTuple):
    """A row with its first and last line, and what is wrong with its quotes."""

    start: int
    end: int
    cells: list[str]
    broken: str = ""


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
        There are many quoted cells that do not end.
    UnknownFormat
        There is no column of titles or abstracts.
    """
    text = page.text or ""
    rows = _rows(text, _delimiter(page), page.path.name)
    header = next(rows, Row(1, 1, [])).cells
    names, warnings = column_names(header, page.path.name, page.columns)
    rows = _mended(rows, len(header), found := Found([], warnings=warnings, columns=header))
    missing = MISSING_HERE if set(COLUMNS) <= set(names) else MISSING
    for start, end, cells, _ in rows:
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


def _mended(rows: Iterable[Row], width: int, found: Found) -> Iterator[Row]:
    """The rows, told of where quotes do not fit.

    After such a row others of another width are not understood: to the end where a quote never
    ends, else to the next row that fits.
    """
    doubtful = ""
    for row in rows:
        doubtful = row.broken or doubtful
        if doubtful and len(row.cells) != width:
            line = Line(row.start, "; ".join(row.cells)[:200], gap=False)
            found.unread.append((line, doubtful))
            continue
        if row.broken:
            found.warnings.append(f"line {row.start}: {row.broken}; read as it stands in the line")
        elif doubtful != NO_END:
            doubtful = ""
        yield row


def _make_numbers(records: list[dict[str, Any]], name: str) -> None:
    """Turn a column of further values into numbers or truth values, where all are such."""
    cells = [record[name] for record in records if record.get(name) is not None]
    if name.casefold() in NAMES:
        return
    for kind, fits in ((_truth, TRUTH.fullmatch), (int, WHOLE.fullmatch), (float, _is_decimal)):
        if cells and all(fits(cell) for cell in cells):
            for record in records:
                if record.get(name) is not None:
                    record[name] = kind(record[name])
            return


def _is_decimal(text: str) -> bool:
    """Whether a text is a number and is written again as it stands: "1.5", but not "1.10"."""
    if not DECIMAL.fullmatch(text):
        return False
    return str(float(text)) == text or (len(text) < 16 and bool(WHOLE.fullmatch(text)))


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


def _rows(text: str, delimiter: str, source: str) -> Iterator[Row]:
    """The rows that are not blank. Where quotes do not fit, the line alone is one."""
    lines = list(io.StringIO(text, newline=""))
    at = broken = 0
    while at < len(lines):
        begin = at
        reader = csv.reader(lines[begin:], delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                start, at = at, begin + reader.line_num
                if any(cell.strip() for cell in cells):
                    yield Row(start + 1, at, cells)
        except csv.Error as error:
            broken += 1
            if broken > MOST_BROKEN:
                raise BadPapers(
                    f"{source} has quotes that do not fit in more than {MOST_BROKEN} rows, the "
                    f"last in line {at + 1}; write it again with every quote in a cell doubled."
                ) from error
            why = NO_END if "unexpected end" in str(error) else NO_FIT
            cells = next(csv.reader([lines[at]], delimiter=delimiter), [])
            at += 1
            yield Row(at, at, cells, why)
