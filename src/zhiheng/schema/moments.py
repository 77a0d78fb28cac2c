"""Dates and instants in the forms organs write them, read a column at a time.

Forms of a date: 2024-01-31, 2024/1/31, 2024.1.31, 2024年1月31日, 20240131, an Excel serial (45322). An instant: a date, then T, a space or
nothing, then HH:MM[:SS[.fff]] or 8时55分, then optionally Z or an offset; +08:00 unless stated. A date alone is its midnight.

Common times of day are cut off the end of every row at once; the dates before them repeat, so each distinct one is read once. Whatever is
left is read one distinct value at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiheng.schema.cleaning import SIGNS
from zhiheng.schema.columns import Bytes, Mask, Rows, Texts
from zhiheng.schema.rejections import EARLIEST_YEAR, LATEST_YEAR

_Reader: TypeAlias = Callable[[str], int | None]
HOME_OFFSET_SECONDS = 8 * 3600
DAY_SECONDS = 86_400
EXCEL_EPOCH_DAYS = -25_569  # 1899-12-30 counted from 1970-01-01
UNIX_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_DATE = r"(?P<y>\d{4})(?:(?P<m2>\d\d)(?P<d2>\d\d)|[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?)"
_COLON_TIME = r"(?P<H>\d{1,2})[:时点](?P<M>\d{1,2})(?:[:分](?P<S>\d{1,2})(?:\.\d{1,9})?)?[分秒]?"
_BARE_TIME = r"(?P<H2>\d\d)(?P<M2>\d\d)(?P<S2>\d\d)?"
_ZONE = r"(?: ?(?P<zone>Z|[+-]\d\d:?\d\d))?"
_MOMENT = re.compile(rf"{_DATE}(?:[T ]*(?:{_COLON_TIME}|{_BARE_TIME}){_ZONE})?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(_DATE, re.ASCII)
_PLACEHOLDERS = frozenset({(1899, 12, 30), (1899, 12, 31), (1900, 1, 1)})
_GAPS = np.zeros(256, dtype=np.bool_)
_GAPS[[ord(" "), ord("T")]] = True
_SERIAL = re.compile(r"(\d{5})(\.\d+)?", re.ASCII)


def instants(column: pa.StringArray) -> tuple[NDArray[np.datetime64], Mask]:
    """A cleaned column as UTC instants (datetime64[us], NaT where there is none) and the rows that hold something else."""
    seconds, read, valid = _read(column)
    values = ((seconds - HOME_OFFSET_SECONDS) * 1_000_000).astype("datetime64[us]")
    values[~read] = np.datetime64("NaT")
    return values, valid & ~read


def dates(column: pa.StringArray) -> tuple[NDArray[np.datetime64], Mask]:
    """A cleaned column as dates (datetime64[D], NaT where there is none) and the rows that hold something else.

    A time of day is left out, after an offset has been turned into +08:00.
    """
    seconds, read, valid = _read(column)
    values = (seconds // DAY_SECONDS).astype("datetime64[D]")
    values[~read] = np.datetime64("NaT")
    return values, valid & ~read


def _read(column: pa.StringArray) -> tuple[Rows, Mask, Mask]:
    """Seconds since 1970-01-01 00:00 on the wall at +08:00, the rows read, and the rows with a value."""
    texts = Texts.of(column)
    time_of_day, head_ends = _cut_times(texts)
    heads = _heads(column, texts, head_ends)
    days, read = _each_distinct(heads, _day_seconds)
    seconds = days + time_of_day
    read &= texts.valid
    rest = np.flatnonzero(texts.valid & ~read)
    if len(rest):
        seconds[rest], read[rest] = _each_distinct(column.take(pa.array(rest)), wall_seconds)
    return seconds, read, texts.valid


def _cut_times(texts: Texts) -> tuple[Rows, Rows]:
    """Seconds of the time of day (HH:MM:SS or HH:MM after T or a space) that ends a row, and where what is before it ends."""
    seconds = np.zeros(len(texts.starts), dtype=np.int64)
    timed = np.zeros(len(texts.starts), dtype=np.bool_)
    head_ends = texts.ends.copy()
    for width in (9, 6):
        rows = np.flatnonzero(texts.valid & ~timed & (texts.lengths > width))
        rows = rows[_GAPS[texts.data[texts.ends[rows] - width]]]
        if len(rows) == 0:
            continue
        tails = np.lib.stride_tricks.sliding_window_view(texts.data, width)[texts.ends[rows] - width]
        fits, value = _time_of_day(tails)
        rows = rows[fits]
        seconds[rows], timed[rows] = value[fits], True
        head_ends[rows] -= width
    return seconds, head_ends


def _time_of_day(tails: Bytes) -> tuple[Mask, Rows]:
    """Whether each row of bytes reads ` HH:MM[:SS]` within the day, and its seconds."""
    digits = tails - np.uint8(ord("0"))
    fits = _GAPS[tails[:, 0]]
    seconds = np.zeros(len(tails), dtype=np.int64)
    for at, limit, unit in ((1, 24, 3600), (4, 60, 60), (7, 60, 1))[: tails.shape[1] // 3]:
        part = digits[:, at].astype(np.int64) * 10 + digits[:, at + 1]
        fits &= (digits[:, at] <= 9) & (digits[:, at + 1] <= 9) & (part < limit)
        fits &= (at == 1) | (tails[:, at - 1] == ord(":"))
        seconds += part * unit
    return fits, seconds


def _heads(column: pa.StringArray, texts: Texts, head_ends: Rows) -> pa.StringArray:
    """What stands before the time of day in each row; the column itself where no row has one."""
    if np.array_equal(head_ends, texts.ends):
        return column
    rows = len(texts.starts)
    offsets = np.empty(2 * rows + 1, dtype=np.int32)
    offsets[0:-1:2], offsets[1::2], offsets[-1] = texts.starts, head_ends, texts.ends[-1]
    halves = pa.StringArray.from_buffers(2 * rows, pa.py_buffer(offsets), column.buffers()[2])
    return halves.take(pa.array(np.arange(0, 2 * rows, 2)))


def of_serials(column: pa.StringArray) -> Mask:
    """The rows that hold a bare count of days, as a sheet keeps them."""
    texts = Texts.of(column)
    five = texts.of_length(5)
    found = np.zeros(len(column), dtype=np.bool_)
    found[five[((texts.characters(five, 5) - np.uint8(ord("0"))) <= 9).all(axis=1)]] = True
    return found


def _each_distinct(column: pa.StringArray, read: _Reader) -> tuple[Rows, Mask]:
    """The reader's value for every row (0 where it gives none) and the rows for which it gives one; each distinct text is read once."""
    coded = column.dictionary_encode()
    values = [read(text) for text in coded.dictionary.to_pylist()] + [None]
    indices = np.asarray(coded.indices.fill_null(len(values) - 1))
    known = np.array([value is not None for value in values], dtype=np.bool_)
    return np.array([value or 0 for value in values], dtype=np.int64)[indices], known[indices]


@lru_cache(maxsize=1 << 16)
def _day_seconds(value: str) -> int | None:
    parts = _DAY.fullmatch(value)
    return None if parts is None else _midnight(parts)


def wall_seconds(value: str) -> int | None:
    """One cleaned value as seconds since 1970-01-01 00:00 on the wall at +08:00; None where it is no date or instant that exists."""
    plain = value.translate(SIGNS)
    serial = _SERIAL.fullmatch(plain)
    if serial and int(serial[1]) >= 10_000:
        return (int(serial[1]) + EXCEL_EPOCH_DAYS) * DAY_SECONDS + round(float(serial[2] or 0) * DAY_SECONDS)
    parts = _MOMENT.fullmatch(plain)
    return None if parts is None else _moment_seconds(parts)


def _midnight(parts: re.Match[str]) -> int | None:
    year, month, day = int(parts["y"]), int(parts["m"] or parts["m2"]), int(parts["d"] or parts["d2"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or (year, month, day) in _PLACEHOLDERS:
        return None
    try:
        return (date(year, month, day).toordinal() - UNIX_EPOCH_ORDINAL) * DAY_SECONDS
    except ValueError:
        return None


def _moment_seconds(parts: re.Match[str]) -> int | None:
    midnight = _midnight(parts)
    hour, minute, second = (int(parts[unit] or parts[unit + "2"] or 0) for unit in "HMS")
    if midnight is None or hour > 23 or minute > 59 or second > 59:
        return None
    wall = midnight + hour * 3600 + minute * 60 + second
    return wall if parts["zone"] is None else wall - _offset_seconds(parts["zone"]) + HOME_OFFSET_SECONDS


def _offset_seconds(zone: str) -> int:
    if zone in {"Z", "z"}:
        return 0
    digits = zone[1:].replace(":", "")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if zone[0] == "-" else 1)
