"""Tables of a map ↔ Parquet files."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

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
    """The table in a file, with the column ``index`` as its index."""
    table = pq.read_table(path)
    columns = {name: _from_arrow(table.column(name)) for name in table.column_names}
    return pd.DataFrame(columns).set_index(index)


def _from_arrow(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_integer(kind) and column.null_count:
        return pd.Series(column.to_pylist(), dtype="Int64")
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return column.to_pandas()
    return pd.Series(column.to_pylist(), dtype=object)
