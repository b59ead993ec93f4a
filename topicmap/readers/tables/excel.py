"""Spreadsheets: Excel (.xlsx, .xlsb, .xls) and OpenDocument (.ods), every sheet with papers."""

import io
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.cells import table_record
from topicmap.readers.tables.columns import column_names, header_row, known_columns, same_names
from topicmap.readers.unpack import MOST_BYTES, is_office, size_in_zip

NAME = "excel"
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
OLE = b"\xd0\xcf\x11\xe0"


def takes(data: bytes) -> bool:
    """Whether the bytes are those of an Office file."""
    return data.startswith(OLE) or is_office(data)


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a file is a spreadsheet, by its first bytes."""
    if page.text is None and takes(page.data):
        return 1.0
    return 0.5 if page.path.suffix.lower() in SUFFIXES else 0.0


def read(page: Page) -> Found:
    """The papers of all sheets that have a header with titles or abstracts.

    The header is looked for in the first rows of a sheet; the rows above are furniture. A sheet
    with one known name counts only where no sheet has more. `line_start` and `line_end` are the
    number of the row; of several sheets the name stands in the column ``sheet``.

    Raises
    ------
    BadPapers
        The file is damaged, locked, too large, or no spreadsheet.
    UnknownFormat
        No sheet has a column of titles or abstracts.
    """
    sheets = _sheets(page)
    headers = _headers(sheets, page)
    if not headers:
        raise UnknownFormat(_no_header(page, sheets))
    found = Found([])
    for name, at in headers.items():
        part = _read_sheet(sheets[name], at, page)
        found.columns += part.columns
        several = {"sheet": name} if len(headers) > 1 else {}
        found.records += [several | record for record in part.records]
        found.furniture += part.furniture
        found.warnings += [f"sheet {name}: {warning}" for warning in part.warnings]
    found.warnings += [
        f"sheet {name}: no table of papers, passed over" for name in sheets if name not in headers
    ]
    return found


def _sheets(page: Page) -> dict[str, list[list[Any]]]:
    try:
        if page.data.startswith(b"PK") and size_in_zip(page.data) > MOST_BYTES:
            raise BadPapers(
                f"{page.path.name} has more than {MOST_BYTES >> 30} GiB unpacked, which is the "
                "most that is read; give the part that you need."
            )
        book = CalamineWorkbook.from_filelike(io.BytesIO(page.data))
        return {name: book.get_sheet_by_name(name).to_python(False) for name in book.sheet_names}
    except BadPapers:
        raise
    except (Exception, zipfile.BadZipFile) as error:
        why = " ".join(str(error).split())[:120]
        raise BadPapers(
            f"{page.path.name} cannot be read as a spreadsheet ({why}); save it again, without a "
            "password, or as CSV."
        ) from error


def _headers(sheets: dict[str, list[list[Any]]], page: Page) -> dict[str, int]:
    """Sheet → the row that holds the names of its columns, for the sheets of papers."""
    rows = {name: header_row(rows, page.columns) for name, rows in sheets.items()}
    known = {
        name: known_columns(sheets[name][at], page.columns)
        for name, at in rows.items()
        if at is not None
    }
    enough = min(2, max(known.values(), default=0))
    return {name: rows[name] or 0 for name in known if known[name] >= enough}


def _no_header(page: Page, sheets: dict[str, list[list[Any]]]) -> str:
    first = next((row for rows in sheets.values() for row in rows if any(row)), [])
    return (
        f"{page.path.name} has the columns {', '.join(map(str, first[:12])) or 'none'}; a table of "
        "papers needs one called 'title' or 'abstract': rename it, or name it with --columns "
        "title=NAME,abstract=NAME."
    )


def _read_sheet(rows: list[list[Any]], at: int, page: Page) -> Found:
    """The papers of a sheet below its header."""
    width = max(len(row) for row in rows)
    used = [c for c in range(width) if any(c < len(row) and row[c] != "" for row in rows[at:])]
    header = [str(rows[at][c]) if c < len(rows[at]) else "" for c in used]
    names, warnings = column_names(header, page.path.name, page.columns)
    found = Found([], warnings=warnings, columns=header)
    for number, row in enumerate(rows, start=1):
        cells = [row[c] if c < len(row) and row[c] != "" else None for c in used]
        if number <= at and any(row):
            text = "; ".join(str(cell) for cell in row if cell != "")
            found.furniture.append(Line(number, text[:200], gap=False))
        elif number > at + 1 and same_names(cells, header):
            found.warnings.append(f"row {number}: the header again, passed over")
        elif number > at + 1 and any(cell is not None for cell in cells):
            lines = {"line_start": number, "line_end": number}
            found.records.append(lines | table_record(names, cells))
    return found
