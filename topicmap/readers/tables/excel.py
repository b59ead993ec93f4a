"""Spreadsheets: Excel (.xlsx, .xlsb, .xls) and OpenDocument (.ods), every sheet with papers."""

import io
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.columns import column_names, has_text, table_record
from topicmap.readers.unpack import MOST_BYTES, is_office, size_in_zip

NAME = "excel"
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
OLE = b"\xd0\xcf\x11\xe0"
HEADER_WITHIN = 20


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

    The header is looked for in the first rows of a sheet. `line_start` and `line_end` are the
    number of the row; of several sheets the name stands in the column ``sheet``.

    Raises
    ------
    BadPapers
        The file is damaged, locked, too large, or no spreadsheet.
    UnknownFormat
        No sheet has a column of titles or abstracts.
    """
    sheets = _sheets(page)
    headers = {name: _header(rows, page) for name, rows in sheets.items()}
    chosen = [name for name, at in headers.items() if at is not None]
    if not chosen:
        raise UnknownFormat(_no_header(page, sheets))
    found = Found([])
    for name in chosen:
        header, records, warnings = _records(sheets[name], headers[name] or 0, page)
        found.columns += header
        if len(chosen) > 1:
            records = [{"sheet": name} | record for record in records]
        found.records += records
        found.warnings += [f"sheet {name}: {warning}" for warning in warnings]
    found.warnings += [
        f"sheet {name}: no titles or abstracts" for name in sheets if name not in chosen
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


def _header(rows: list[list[Any]], page: Page) -> int | None:
    """The row that holds the names of the columns."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if has_text(row, page.columns):
            return at
    return None


def _no_header(page: Page, sheets: dict[str, list[list[Any]]]) -> str:
    first = next((row for rows in sheets.values() for row in rows if any(row)), [])
    return (
        f"{page.path.name} has the columns {', '.join(map(str, first[:12])) or 'none'}; a table of "
        "papers needs one called 'title' or 'abstract': rename it, or name it with --columns "
        "title=NAME,abstract=NAME."
    )


def _records(
    rows: list[list[Any]], at: int, page: Page
) -> tuple[list[str], list[dict[str, Any]], list[str]]:
    """The header of a sheet, its records, and warnings."""
    width = max(len(row) for row in rows)
    used = [c for c in range(width) if any(c < len(row) and row[c] != "" for row in rows[at:])]
    header = [str(rows[at][c]) if c < len(rows[at]) else "" for c in used]
    names, warnings = column_names(header, page.path.name, page.columns)
    records = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = [row[c] if c < len(row) and row[c] != "" else None for c in used]
        if any(cell is not None for cell in cells):
            lines = {"line_start": number, "line_end": number}
            records.append(lines | table_record(names, cells))
    return header, records, warnings
