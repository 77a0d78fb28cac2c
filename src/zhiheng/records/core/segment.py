"""One batch as rows of a segment: key, digest of content and reference of every row, computed in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.schema import DATASETS
from zhiheng.schema.columns import Texts
from zhiheng.schema.standard import Field

ROW_BITS = 32
CHUNK = 20_000  # rows handed to one thread at a time
QUOTE = '"'
KEYS = pa.schema([("_key", pa.string()), ("_content", pa.binary(16)), ("_hash", pa.uint64())])
KEPT = ("_key", "_content")
"""Of the keys what a segment keeps; the hash is that of `core.known`."""


def quoted(name: str) -> str:
    """An identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text_of(value: str) -> str:
    """A text literal for SQL."""
    return "'" + value.replace("'", "''") + "'"


def key_sql(dataset: str, table: pa.Table | None = None) -> str:
    """SQL of the key: values joined by `|`, a backslash before `|` or backslash within; days and instants in ISO form, Shanghai time.

    table  the rows concerned, where they are at hand: columns in which nothing is to be escaped are taken as they are
    """
    declared = DATASETS[dataset]
    parts = [_key_part(declared.fields[name], None if table is None else table[name]) for name in declared.key]
    return f"concat_ws('|', {', '.join(parts)})"


def _key_part(field: Field, rows: pa.ChunkedArray | None) -> str:
    column, kind = quoted(field.name), field.type
    if kind in {"str", "division"} and rows is not None and not _holds(rows, "\\", "|"):
        return column
    if kind == "datetime":
        return f"strftime(timezone('Asia/Shanghai', {column}), '%Y-%m-%dT%H:%M:%S')"
    if kind in {"str", "division"}:
        return f"replace(replace({column}, '\\', '\\\\'), '|', '\\|')"
    return f"{column}::varchar"


def content_sql(dataset: str, table: pa.Table) -> str:
    """SQL of the content digest (16 bytes): MD5 over the filled columns by name, so that a column added later changes nothing.

    It only tells whether a record equals the one it would replace; against tampering stands the SHA-256 of the whole segment.

    table  the rows to be digested: what holds for every row of a column is written once for all of them
    """
    return f"unhex(md5({_joined([_part(field, table[field.name]) for field in DATASETS[dataset].fields.values()])}))"


_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class _Part:
    """A column within what is digested: the text before its value, SQL of the value as text, the text after it; filled in how many rows."""

    before: str
    value: str
    after: str
    filled: Literal["all", "some", "none"]


def _part(field: Field, column: pa.ChunkedArray) -> _Part:
    """The column as JSON would write it; texts in which nothing is escaped are put between quotes as they are."""
    name, label = quoted(field.name), f"{field.name}="
    filled: Literal["all", "some", "none"] = "all" if column.null_count == 0 else "none" if column.null_count == len(column) else "some"
    if field.type == "division" or (field.type == "str" and (field.codes or not _escapes(column))):
        return _Part(label + QUOTE, name, QUOTE, filled)
    if field.type == "datetime":
        return _Part(label, f"epoch_us({name})::varchar", "", filled)
    return _Part(label, f"to_json({name})::varchar" if field.type in {"str", "list"} else f"{name}::varchar", "", filled)


def _escapes(column: pa.ChunkedArray) -> bool:
    """Whether some text holds what JSON writes otherwise: a quote, a backslash, a control character."""
    return _holds(column, QUOTE, "\\") or any((Texts.of(piece).data < ord(" ")).any() for piece in column.chunks)


def _holds(column: pa.ChunkedArray, *signs: str) -> bool:
    """Whether one of these ASCII signs stands in some text."""
    return any((Texts.of(piece).data == ord(sign)).any() for piece in column.chunks for sign in signs)


def _joined(parts: list[_Part]) -> str:
    """SQL of the filled parts with a separator between them: each brings its own, on the side away from a column that is always filled."""
    used = [part for part in parts if part.filled != "none"]
    anchor = next((place for place, part in enumerate(used) if part.filled == "all"), None)
    if anchor is None:
        return f"concat_ws(chr(31), {', '.join(_whole(part.before, part.value, part.after) for part in used) or 'null'})"
    pieces: list[str] = []
    literal = ""
    for place, part in enumerate(used):
        before, after = (_SEPARATOR if place > anchor else "") + part.before, part.after + (_SEPARATOR if place < anchor else "")
        if part.filled == "some":
            pieces += [*_literal(literal), _whole(before, part.value, after)]
            literal = ""
        else:
            pieces += [*_literal(literal + before), part.value]
            literal = after
    return f"concat({', '.join([*pieces, *_literal(literal)])})"


def _whole(before: str, value: str, after: str) -> str:
    """A part that is null where its value is."""
    return "(" + " || ".join([*_literal(before), value, *_literal(after)]) + ")"


def _literal(text: str) -> list[str]:
    return [text_of(text)] if text else []


def keys_of(connection: duckdb.DuckDBPyConnection, dataset: str, table: pa.Table) -> pa.Table:
    """`_key`, `_content` and the hash of the key of every row of an accepted table, in its order."""
    plain = as_declared(dataset, table)
    connection.register("_incoming", pa.Table.from_batches(plain.to_batches(max_chunksize=CHUNK), plain.schema))
    sql = f"select {key_sql(dataset, plain)} as _key, {content_sql(dataset, plain)} as _content, hash(_key) as _hash from _incoming"  # noqa: S608
    made = connection.sql(sql).to_arrow_table().cast(KEYS)
    connection.unregister("_incoming")
    return made


def with_keys(dataset: str, table: pa.Table, keys: pa.Table, row_numbers: pa.Array, seq: int) -> pa.Table:
    """The accepted table with `_row`, `_ref`, `_key`, `_content`; row order kept.

    keys         of the same rows, see `keys_of`
    row_numbers  int32, 1 = first data row of the file
    seq          number of the batch; `_ref` = seq × 2³² + row number
    """
    numbered = as_declared(dataset, table).append_column("_row", pa.chunked_array([row_numbers.cast(pa.int32())]))
    references = pc.add(row_numbers.cast(pa.int64()), pa.scalar(seq << ROW_BITS, pa.int64()))
    numbered = numbered.append_column("_ref", pa.chunked_array([references]))
    for name in KEPT:
        numbered = numbered.append_column(name, keys[name])
    return numbered


def as_declared(dataset: str, table: pa.Table) -> pa.Table:
    """The columns of the dataset, in its order and types."""
    return table.select(list(DATASETS[dataset].fields)).cast(DATASETS[dataset].arrow_schema())
