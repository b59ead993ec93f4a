"""Tables in Parquet, with the usual column names."""

import io
import re
from collections.abc import Callable
from typing import Any, TypeVar

import pyarrow.parquet as pq

from topicmap.errors import BadPapers
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.cells import table_record
from topicmap.readers.tables.columns import column_names
from topicmap.readers.unpack import MOST_BYTES

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"
MOST_ROWS = 5_000_000
T = TypeVar("T")
UNNAMED = re.compile(r"__index_level_\d+__$")


def takes(data: bytes) -> bool:
    """Whether the bytes are those of a Parquet file: they begin with "PAR1"."""
    return data.startswith(MAGIC)


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a file is Parquet, by its first bytes."""
    if takes(page.data):
        return 1.0
    return 0.9 if page.path.suffix.lower() in SUFFIXES else 0.0


def read(page: Page) -> Found:
    """The papers of a Parquet table; it has no lines, so `line_start` and `line_end` are null.

    Raises
    ------
    BadPapers
        The file is damaged or not Parquet.
    UnknownFormat
        There is no column of titles or abstracts.
    """
    _check_size(page)
    header, cells = _whole(_columns, page)
    names, warnings = column_names(header, page.path.name, page.columns)
    rows = zip(*cells, strict=True)
    return Found([table_record(names, row) for row in rows], warnings=warnings, columns=header)


def _columns(file: io.BytesIO) -> tuple[list[str], list[list[Any]]]:
    """The names and the cells of the columns, without an index that has no name."""
    table = pq.read_table(file)
    kept = [at for at, name in enumerate(table.column_names) if not UNNAMED.match(name)]
    header = [table.column_names[at] for at in kept]
    return header, [table.column(at).to_pylist() for at in kept]


def _whole(read: Callable[[io.BytesIO], T], page: Page) -> T:
    """What a function of pyarrow reads, or why the file is not whole."""
    try:
        return read(io.BytesIO(page.data))
    except Exception as error:
        why = " ".join(str(error).split())[:120]
        raise BadPapers(
            f"{page.path.name} is not a whole Parquet file ({why}); get it again, or write it "
            "again from where it came."
        ) from error


def _check_size(page: Page) -> None:
    about = _whole(pq.read_metadata, page)
    groups = range(min(about.num_row_groups, 100_000))
    size = sum(about.row_group(number).total_byte_size for number in groups)
    if size > MOST_BYTES or about.num_rows > MOST_ROWS:
        raise BadPapers(
            f"{page.path.name} has {about.num_rows:,} rows and {size:,} bytes unpacked; at most "
            f"{MOST_ROWS:,} rows and {MOST_BYTES >> 30} GiB are read: give the part that you need."
        )
