"""Whole and decimal numbers in the forms organs write them (1,234.50, 30.0, １２), read a column at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.schema.cleaning import SIGNS
from zhiheng.schema.columns import Mask, Texts, put, strings
from zhiheng.schema.rejections import NOT_A_NUMBER, OUT_OF_RANGE

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+", re.ASCII)
NOISE = Decimal("1e-9")
_INT64 = range(-(2**63), 2**63)
T = TypeVar("T", int, Decimal)


def whole_numbers(column: pa.StringArray) -> tuple[pa.Array, dict[str, Mask]]:
    """A cleaned column as int64, and the rows that hold none by reason."""
    return _numbers(column, pa.int64(), r"^-?[0-9]{1,18}$", read_whole)


def decimals(column: pa.StringArray, kind: pa.Decimal128Type) -> tuple[pa.Array, dict[str, Mask]]:
    """A cleaned column as decimals rounded half up to the places of `kind`, and the rows that hold none by reason."""
    digits = kind.precision - kind.scale
    return _numbers(column, kind, rf"^-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{kind.scale}}})?$", lambda value: read_decimal(value, kind))


def rounded(column: pa.StringArray, values: pa.Array, places: int) -> Mask:
    """The rows whose number has more places than are kept, and is another one for it; the noise of floating numbers is none."""
    found = np.zeros(len(column), dtype=np.bool_)
    longer = pc.fill_null(pc.match_substring_regex(column, rf"\.[0-9]{{{places},}}[1-9]"), False)  # noqa: FBT003 - by position in pyarrow
    for row in np.flatnonzero(longer.to_numpy(zero_copy_only=False)):
        number, kept = _decimal(column[int(row)].as_py()), values[int(row)].as_py()
        found[row] = number is not None and kept is not None and abs(number - kept) > NOISE
    return found


def read_whole(value: str) -> int | str:
    """One cleaned value as an integer, or the reason why it is none."""
    number = _decimal(value)
    if number is None or number != number.to_integral_value():
        return NOT_A_NUMBER
    return int(number) if int(number) in _INT64 else OUT_OF_RANGE


def read_decimal(value: str, kind: pa.Decimal128Type) -> Decimal | str:
    """One cleaned value as a decimal of the kind, or the reason why it is none."""
    number = _decimal(value)
    if number is None:
        return NOT_A_NUMBER
    try:
        rounded = number.quantize(Decimal(1).scaleb(-kind.scale), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return OUT_OF_RANGE
    return rounded if abs(rounded) < Decimal(10) ** (kind.precision - kind.scale) else OUT_OF_RANGE


def _decimal(value: str) -> Decimal | None:
    plain = value.translate(SIGNS)
    return Decimal(plain.replace(",", "")) if len(plain) <= 64 and _NUMBER.fullmatch(plain) else None


def _numbers(column: pa.StringArray, kind: pa.DataType, plain: str, read: Callable[[str], T | str]) -> tuple[pa.Array, dict[str, Mask]]:
    """Plain values, and those with their thousands set off, are cast together; every other distinct value is read by itself."""
    if (Texts.of(column).data == ord(",")).any():
        grouped = pc.match_substring_regex(column, r"^-?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]*)?$")
        column = pc.if_else(pc.fill_null(grouped, False), pc.replace_substring(column, ",", ""), column)  # noqa: FBT003
    easy = pc.fill_null(pc.match_substring_regex(column, plain), True)  # noqa: FBT003 - pyarrow takes the value by position
    rest = np.flatnonzero(~easy.to_numpy(zero_copy_only=False))
    if len(rest) == 0:
        return pc.cast(column, kind), {}
    values = pc.cast(pc.if_else(easy, column, pa.scalar(None, type=pa.string())), kind)
    coded = column.take(pa.array(rest)).dictionary_encode()
    answers = [read(value) for value in coded.dictionary.to_pylist()]
    known = pa.array([None if isinstance(answer, str) else answer for answer in answers], type=kind)
    reasons = strings([answer if isinstance(answer, str) else "" for answer in answers]).take(coded.indices)
    faults: dict[str, Mask] = {}
    for reason in (NOT_A_NUMBER, OUT_OF_RANGE):
        wrong = rest[pc.equal(reasons, reason).to_numpy(zero_copy_only=False)]
        if len(wrong):
            faults[reason] = np.zeros(len(column), dtype=np.bool_)
            faults[reason][wrong] = True
    return put(values, rest, known.take(coded.indices)), faults
