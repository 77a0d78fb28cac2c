"""One batch as rows of a segment: key, digest of content and reference of every row, computed in columns."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from zhiheng.schema import DATASETS
from zhiheng.schema.standard import Field

ROW_BITS = 32
CHUNK = 20_000  # rows handed to one thread at a time
QUOTE = '"'
MADE = pa.schema([("_ref", pa.int64()), ("_key", pa.string()), ("_content", pa.binary(16))])


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(value: str) -> str:
    """A text literal for SQL."""
    return "'" + value.replace("'", "''") + "'"


def key_sql(dataset: str) -> str:
    """SQL of the key: values joined by `|`, a backslash before `|` or backslash within; days and instants in ISO form, Shanghai time."""
    declared = DATASETS[dataset]
    return "concat_ws('|', " + ", ".join(_key_part(name, declared.fields[name].type) for name in declared.key) + ")"


def _key_part(name: str, kind: str) -> str:
    column = quoted(name)
    if kind == "datetime":
        return f"strftime(timezone('Asia/Shanghai', {column}), '%Y-%m-%dT%H:%M:%S')"
    if kind in {"str", "division"}:
        return f"replace(replace({column}, '\\', '\\\\'), '|', '\\|')"
    return f"{column}::varchar"


def content_sql(dataset: str) -> str:
    """SQL of the content digest (16 bytes): MD5 over the filled columns by name, so that a column added later changes nothing.

    It only tells whether a record equals the one it would replace; against tampering stands the SHA-256 of the whole segment.
    """
    parts = (_content_part(field) for field in DATASETS[dataset].fields.values())
    return f"unhex(md5(concat_ws(chr(31), {', '.join(parts)})))"


def _content_part(field: Field) -> str:
    column, named = quoted(field.name), text_of(f"{field.name}=")
    if field.type == "division" or (field.type == "str" and field.codes):
        return f"{text_of(field.name + '=' + QUOTE)} || {column} || {text_of(QUOTE)}"  # nothing in it that JSON would escape
    if field.type == "datetime":
        return f"{named} || epoch_us({column})::varchar"
    if field.type in {"str", "list"}:
        return f"{named} || to_json({column})::varchar"
    return f"{named} || {column}::varchar"


def with_keys(connection: duckdb.DuckDBPyConnection, dataset: str, table: pa.Table, row_numbers: pa.Array, seq: int) -> pa.Table:
    """The accepted table with `_row`, `_ref`, `_key`, `_content`; row order kept.

    row_numbers  int32, 1 = first data row of the file
    seq          number of the batch; `_ref` = seq × 2³² + row number
    """
    plain = table.select(list(DATASETS[dataset].fields)).cast(DATASETS[dataset].arrow_schema())
    numbered = plain.append_column("_row", pa.chunked_array([row_numbers.cast(pa.int32())]))
    connection.register("_incoming", pa.Table.from_batches(numbered.to_batches(max_chunksize=CHUNK), numbered.schema))
    reference = f"{seq}::bigint * {1 << ROW_BITS} + _row"
    sql = f"select {reference} as _ref, {key_sql(dataset)} as _key, {content_sql(dataset)} as _content from _incoming"  # noqa: S608
    made = connection.sql(sql).to_arrow_table().cast(MADE)
    connection.unregister("_incoming")
    for name in MADE.names:
        numbered = numbered.append_column(name, made[name])
    return numbered
