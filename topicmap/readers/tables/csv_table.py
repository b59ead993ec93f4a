"""Tables in CSV: comma, semicolon or tab between the cells, the usual column names on top."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from topicmap.errors import BadPapers
from topicmap.papers import COLUMNS
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.cells import table_record
from topicmap.readers.tables.columns import (
    HEADER_WITHIN,
    column_names,
    header_row,
    known_columns,
    same_names,
)
from topicmap.spreadsheets import unguarded

NAME = "csv"
SUFFIXES = (".csv", ".tsv")
SEPARATOR = re.compile(r"\s*\"?sep=([^\r\n])\"?[\r\n]", re.IGNORECASE)
HEAD = 1_000_000  # letters in which the header is looked for
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


class Layout(NamedTuple):
    """The mark between cells, how many rows stand above the header, and the header, if any."""

    delimiter: str
    above: int
    header: list[str] | None


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is a CSV table of papers, by its header.

    Only where the suffix says that it is a table may other lines stand above the header.
    """
    named = page.path.suffix.lower() in SUFFIXES
    if page.objects.items:
        return 0.0
    layout = _layout(page)
    if set(COLUMNS) <= set(layout.header or ()):
        return 1.0
    if layout.header and (named or _is_plain(layout, page)):
        return 0.8
    return 0.4 if named else 0.0


def _is_plain(layout: Layout, page: Page) -> bool:
    """Whether the header is on top and has more than one name that we know."""
    top = not layout.above or SEPARATOR.match(page.text or "")
    return bool(top) and known_columns(layout.header or [], page.columns) > 1


def read(page: Page) -> Found:
    """The papers of a CSV table, with the lines on which each stands.

    Lines above the header are furniture; rows that repeat it are passed over with a warning.

    Raises
    ------
    BadPapers
        There are many quoted cells that do not end.
    UnknownFormat
        There is no column of titles or abstracts.
    """
    text = page.text or ""
    layout = _layout(page)
    rows = _rows(text, layout.delimiter, page.path.name)
    above = [_line(row) for row in islice(rows, layout.above)]
    header = next(rows, Row(1, 1, [])).cells
    names, warnings = column_names(header, page.path.name, page.columns)
    found = Found([], furniture=above, warnings=warnings, columns=header)
    rows = _mended(rows, len(header), found)
    missing = MISSING_HERE if set(COLUMNS) <= set(names) else MISSING
    for start, end, cells, _ in rows:
        if same_names(cells, header):
            found.warnings.append(f"line {start}: the header again, passed over")
            continue
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
            found.unread.append((_line(row), doubtful))
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


def _line(row: Row) -> Line:
    return Line(row.start, "; ".join(cell for cell in row.cells if cell.strip())[:200], gap=False)


def _layout(page: Page) -> Layout:
    """By the mark that gives a header with the most names that we know, else the most cells."""
    head = (page.text or "")[:HEAD]
    stated = SEPARATOR.match(head)
    layouts: dict[tuple[int, int], Layout] = {}
    for mark in (stated[1],) if stated else DELIMITERS:
        rows = [row.cells for row in islice(_rows(head, mark, page.path.name), HEADER_WITHIN)]
        at = header_row(rows, page.columns)
        header = None if at is None else rows[at]
        known = known_columns(header or [], page.columns)
        width = len(rows[at or 0]) if rows else 0
        layouts.setdefault((known, width), Layout(mark, at or 0, header))
    return layouts[max(layouts)]


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
