"""A column of text as NumPy sees it: the bytes of all rows in one array, and where each row begins and ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Texts:
    """Row i is data[starts[i]:ends[i]] in UTF-8; rows lie in the order of data; valid[i] is False where the row has no value."""

    data: Bytes
    starts: Rows
    ends: Rows
    valid: Mask

    @classmethod
    def of(cls, column: pa.StringArray) -> Texts:
        """The view of a string array; no bytes are copied."""
        _, offsets_buffer, data_buffer = column.buffers()
        offsets = np.frombuffer(offsets_buffer, dtype=np.int32)[column.offset : column.offset + len(column) + 1].astype(np.int64)
        data = np.frombuffer(data_buffer, dtype=np.uint8) if data_buffer is not None else np.empty(0, dtype=np.uint8)
        valid = np.ones(len(column), dtype=np.bool_) if column.null_count == 0 else pc.is_valid(column).to_numpy(zero_copy_only=False)
        return cls(data, offsets[:-1], offsets[1:], valid)

    @property
    def lengths(self) -> Rows:
        """Bytes per row."""
        return self.ends - self.starts

    def of_length(self, length: int) -> Rows:
        """The rows with a value of exactly so many bytes."""
        return np.flatnonzero(self.valid & (self.lengths == length))

    def characters(self, rows: Rows, length: int) -> Bytes:
        """The first `length` bytes of the rows as a matrix (rows, length); each row must have them."""
        if len(rows) == 0:
            return np.empty((0, length), dtype=np.uint8)
        if len(rows) == len(self.starts) and self.ends[-1] - self.starts[0] == len(rows) * length and (self.lengths == length).all():
            return self.data[self.starts[0] : self.ends[-1]].reshape(-1, length)
        return np.lib.stride_tricks.sliding_window_view(self.data, length)[self.starts[rows]]


def strings(values: Sequence[str | None]) -> pa.StringArray:
    """A string array of Python values; lone surrogates, which no text may hold, become question marks."""
    try:
        return pa.array(values, type=pa.string())
    except UnicodeEncodeError:
        return pa.array([None if value is None else value.encode("utf-8", "replace").decode() for value in values], type=pa.string())


def fixed_width(characters: Bytes) -> pa.StringArray:
    """A matrix (rows, width) of ASCII codes as a string array."""
    rows, width = characters.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters)))


def put(column: pa.Array, rows: Rows, values: pa.Array) -> pa.Array:
    """The column with the values in the given rows (ascending)."""
    if len(rows) == 0:
        return column
    mask = np.zeros(len(column), dtype=np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), values)


def with_validity(column: pa.StringArray, valid: Mask) -> pa.StringArray:
    """The column with only the given rows valid."""
    return pc.if_else(pa.array(valid), column, pa.scalar(None, type=column.type))


_HEAD, _FEW = 500, 4


def repeated(column: pa.StringArray, *, surely: bool = False) -> pa.DictionaryArray | None:
    """The column as codes of its distinct values where its first rows repeat few; None where they do not, or there are few rows.

    surely  values of its kind repeat in any long column
    """
    if len(column) < _HEAD or not (surely or pc.count_distinct(column.slice(0, _HEAD)).as_py() * _FEW <= _HEAD):
        return None
    return column.dictionary_encode()


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def as_texts(column: pa.ChunkedArray | pa.Array) -> pa.StringArray:
    """Any column as text in the forms the checks read: whole numbers without a point, ISO dates, lists as JSON, NaN as no value."""
    array = one_array(column)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    for fits, convert in _CONVERSIONS:
        if fits(array.type):
            return convert(array)
    return strings([None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in array.to_pylist()])


def _cast(array: pa.Array) -> pa.StringArray:
    return pc.cast(array, pa.string())


def _numbers(array: pa.Array) -> pa.StringArray:
    known = pc.if_else(pc.is_finite(array), array, pa.scalar(None, type=array.type))
    return strings([number_text(value) for value in known.to_pylist()])


def number_text(value: float | None) -> str | None:
    """A floating number as people write it: 30.0 → 30."""
    if value is None:
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _instants(array: pa.Array) -> pa.StringArray:
    zone = array.type.tz
    naive = pc.cast(array, pa.timestamp("us", tz=zone), safe=False)
    whole = pc.cast(pc.floor_temporal(naive, unit="second"), pa.timestamp("s", tz=zone))
    return pc.strftime(whole, format="%Y-%m-%d %H:%M:%S%z" if zone else "%Y-%m-%d %H:%M:%S")


def _bytes(array: pa.Array) -> pa.StringArray:
    return strings([None if value is None else value.decode("utf-8", "replace") for value in array.to_pylist()])


_CONVERSIONS: Sequence[tuple[Callable[[Any], bool], Callable[[Any], pa.StringArray]]] = (
    (pa.types.is_string, lambda array: array),
    (pa.types.is_floating, _numbers),
    (pa.types.is_timestamp, _instants),
    (lambda kind: pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind), _bytes),
    (
        lambda kind: (
            pa.types.is_integer(kind)
            or pa.types.is_boolean(kind)
            or pa.types.is_date(kind)
            or pa.types.is_decimal(kind)
            or pa.types.is_null(kind)
            or pa.types.is_large_string(kind)
            or pa.types.is_time(kind)
        ),
        _cast,
    ),
)
