"""Parquet, the index `id` as a column of its own name.

Reading the file again gives the same table, but for the line breaks in a text (of the columns that
every table has), which become spaces, and for the year of a paper that has a date alone, which it
gets.
"""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

NAME = "parquet"
SUFFIXES = (".parquet",)
PLACES = pa.list_(
    pa.struct([("source", pa.string()), ("line_start", pa.int64()), ("line_end", pa.int64())])
)
NUMBERS = ("n_authors", "year", "line_start", "line_end")


def content(papers: pd.DataFrame) -> bytes:
    """A paper table as the bytes of a Parquet file; the types do not depend on the papers."""
    target = io.BytesIO()
    pq.write_table(_table(papers), target, compression="zstd")
    return target.getvalue()


def _table(papers: pd.DataFrame) -> pa.Table:
    arrays = [pa.array(papers.index.tolist(), type=pa.string())]
    arrays += [_array(str(name), papers[name]) for name in papers.columns]
    return pa.table(arrays, names=["id", *map(str, papers.columns)])


def _array(name: str, column: pd.Series) -> pa.Array:
    known = {
        "authors": pa.list_(pa.string()),
        "authors_truncated": pa.bool_(),
        "duplicates": PLACES,
    } | dict.fromkeys(NUMBERS, pa.int64())
    if name in known:
        values = [None if value is pd.NA else value for value in column.tolist()]
        return pa.array(values, type=known[name])
    if column.dtype == object:
        return pa.array(column.tolist(), type=pa.string())
    return pa.Array.from_pandas(column)
