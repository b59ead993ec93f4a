"""Tables in Parquet, with the usual column names."""

import io

import pandas as pd

from topicmap.errors import BadPapers
from topicmap.readers.page import Found, Page
from topicmap.readers.tables import column_names, table_record

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"


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
        table = pd.read_parquet(io.BytesIO(page.data))
    except Exception as error:
        raise BadPapers(
            f"{page.path.name} is not a whole Parquet file ({str(error)[:120]}); get it again, or "
            "write it again from where it came."
        ) from error
    if table.index.name is not None and table.index.name not in table.columns:
        table = table.reset_index()
    names, warnings = column_names(table.columns, page.path.name)
    columns = [table[name].tolist() for name in table.columns]
    rows = zip(*columns, strict=True)
    return Found([table_record(names, row) for row in rows], warnings=warnings)
