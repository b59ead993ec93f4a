"""Tables in Parquet, with the usual column names."""

import io
import re

import pyarrow.parquet as pq

from topicmap.errors import BadPapers
from topicmap.readers.page import Found, Page
from topicmap.readers.tables.columns import column_names, table_record

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"
UNNAMED = re.compile(r"__index_level_\d+__$")


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a file is Parquet: it begins with "PAR1"."""
    if page.data.startswith(MAGIC):
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
    try:
        table = pq.read_table(io.BytesIO(page.data))
    except Exception as error:
        raise BadPapers(
            f"{page.path.name} is not a whole Parquet file ({str(error)[:120]}); get it again, or "
            "write it again from where it came."
        ) from error
    kept = [at for at, name in enumerate(table.column_names) if not UNNAMED.match(name)]
    names, warnings = column_names([table.column_names[at] for at in kept], page.path.name)
    rows = zip(*(table.column(at).to_pylist() for at in kept), strict=True)
    return Found([table_record(names, row) for row in rows], warnings=warnings)
