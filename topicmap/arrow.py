"""Tables of a map ↔ Parquet files."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_ROWS = 4_096  # that are read at a time
_SPAN = pa.struct([("source", pa.string()), ("line_start", pa.int64()), ("line_end", pa.int64())])
_TYPES = {
    "authors": pa.list_(pa.string()),
    "duplicates": pa.list_(_SPAN),
    "keywords": None,
    "keyword_weights": pa.list_(pa.float64()),
    "examples": pa.list_(pa.string()),
}


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table with its index; lists and missing values keep their types."""
    flat = frame.reset_index()
    columns = {str(name): _to_arrow(str(name), flat[name]) for name in flat.columns}
    metadata = pa.Table.from_pandas(frame.iloc[:0], preserve_index=True).schema.metadata
    table = pa.table(columns).replace_schema_metadata(metadata)
    pq.write_table(table, path, compression="zstd")


def _to_arrow(name: str, values: pd.Series) -> pa.Array:
    if values.dtype != object:
        return pa.array(values, from_pandas=True)
    plain = [None if _is_null(value) else value for value in values]
    if all(value is None for value in plain):
        return pa.array(plain, type=_TYPES.get(name) or pa.string())
    try:
        return pa.array(plain, type=_TYPES.get(name))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in plain])


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


def read_table(path: Path, index: str) -> pd.DataFrame:
    """The table in a file, with the column ``index`` as its index.

    Column by column and some rows at a time, which takes less memory than a whole table.
    """
    with pq.ParquetFile(path) as file:
        columns = {field.name: _read_column(file, field) for field in file.schema_arrow}
    pa.default_memory_pool().release_unused()
    return pd.DataFrame(columns).set_index(index)


def _read_column(file: pq.ParquetFile, field: pa.Field) -> pd.Series:
    batches = (batch[field.name] for batch in file.iter_batches(_ROWS, columns=[field.name]))
    kind = field.type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
        return pd.Series([value for batch in batches for value in batch.to_pylist()], dtype=object)
    column = pa.chunked_array(batches, kind)
    if pa.types.is_integer(kind) and column.null_count:
        return pd.Series(column.to_pylist(), dtype="Int64")
    return column.to_pandas()
