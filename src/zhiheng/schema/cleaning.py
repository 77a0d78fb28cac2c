"""Trimming and folding of what people and systems leave around a value, before anything is checked.

Values are trimmed (full-width and invisible spaces too), full-width digits and letters folded, control characters dropped, and what Excel
puts in front of text (`'` and `="…"`) taken away. Only rows that hold something of the kind are touched one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from zhiheng.schema.columns import Bytes, Mask, Rows, Texts, put, strings, with_validity

SPACES = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_FULL_WIDTH = {
    code: code - 0xFEE0 for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)) for code in range(first, last + 1)
}
_CONTROL = dict.fromkeys((code for code in (*range(32), 127) if chr(code) not in SPACES), None)
FOLD: Mapping[int, int | str | None] = MappingProxyType(
    {**_CONTROL, **_FULL_WIDTH, **dict.fromkeys(map(ord, SPACES), " "), **dict.fromkeys(map(ord, INVISIBLE), None)}
)
SIGNS = str.maketrans("，．：／－＋；～", ",.:/-+;~")  # full-width signs inside numbers, dates and lists
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_EXCEL_TEXT = re.compile(r'="(.*)"')
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

_TWO_BYTES = 0xC2  # the opening of two-byte sequences; all others concerned have three


def _ascii_suspects(form: str) -> bytes:
    """A table for bytes.translate: 1 where a byte of ASCII must be cleaned away or changed in a column of this form."""
    suspects = bytearray(256)
    for code in (*range(32), 127, *([ord(" ")] if form else []), *(range(ord("a"), ord("z") + 1) if form.startswith("identity") else [])):
        suspects[code] = 1
    return bytes(suspects)


def _tails() -> dict[int, Rows]:
    """First byte in UTF-8 → the bytes after it, as one number, of every character to clean that is not ASCII."""
    tails: dict[int, list[int]] = {}
    for character in {*SPACES, *INVISIBLE, *map(chr, _FULL_WIDTH)}:
        opening, *rest = character.encode()
        if rest:
            tails.setdefault(opening, []).append(int.from_bytes(bytes(rest), "big"))
    return {opening: np.array(codes, dtype=np.int64) for opening, codes in tails.items()}


_KNOWN_TAILS = _tails()


def clean(value: str) -> str:
    """One value trimmed and folded."""
    folded = value.translate(FOLD).strip()
    wrapped = _EXCEL_TEXT.fullmatch(folded)
    if wrapped:
        return wrapped[1].strip()
    return folded[1:].strip() if folded.startswith("'") else folded


def clean_identity(value: str) -> str:
    """One identity number: no spaces, capital letters."""
    return clean(value).replace(" ", "").translate(_CAPITALS)


def clean_name(value: str) -> str:
    """One person's name: a Chinese name without spaces, another with single ones."""
    cleaned = clean(value)
    return cleaned.replace(" ", "") if _IDEOGRAPH.search(cleaned) else " ".join(cleaned.split())


CLEANERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"": clean, "identity": clean_identity, "identity_or_credit": clean_identity, "person_name": clean_name}
)


_ASCII_SUSPECTS = {form: _ascii_suspects(form) for form in CLEANERS}


def clean_column(column: pa.StringArray, form: str = "") -> pa.StringArray:
    """The column cleaned row by row as its form demands; what is empty then has no value."""
    texts = Texts.of(column)
    rows = _rows_to_clean(texts, form)
    if len(rows):
        column = put(column, rows, _clean_rows(column.take(pa.array(rows)), CLEANERS[form]))
        texts = Texts.of(column)
    filled = texts.valid & (texts.lengths > 0)
    return column if filled.all() or (filled == texts.valid).all() else with_validity(column, filled)


def _clean_rows(messy: pa.StringArray, cleaner: Callable[[str], str]) -> pa.StringArray:
    coded = messy.dictionary_encode()
    cleaned = strings([cleaner(value) for value in coded.dictionary.to_pylist()])
    return cleaned.take(coded.indices)


def _rows_to_clean(texts: Texts, form: str) -> Rows:
    """Rows that hold a character to clean; a row too many costs time only, never a row too few."""
    data = texts.data
    marked = _rows_at(texts, np.flatnonzero(_suspects(data, form)))
    return np.flatnonzero(texts.valid & (marked | _edges(texts)))


def _suspects(data: Bytes, form: str) -> Mask:
    """Bytes at which a character to clean begins (spaces at the edges of a row are looked for elsewhere)."""
    suspects = np.frombuffer(bytearray(data.tobytes().translate(_ASCII_SUSPECTS[form])), dtype=np.bool_)
    if len(data) and data.max() >= 0x80:
        for opening in _KNOWN_TAILS:
            at = np.flatnonzero(data == opening)
            if len(at):
                suspects[at[_completes(opening, data, at)]] = True
    return suspects


def _completes(opening: int, data: Bytes, at: Rows) -> Mask:
    """Whether the bytes after each opening byte complete a character to clean."""
    last = len(data) - 1
    tails = data[np.minimum(at + 1, last)].astype(np.int64)
    if opening != _TWO_BYTES:
        tails = tails * 256 + data[np.minimum(at + 2, last)]
    return np.isin(tails, _KNOWN_TAILS[opening])


def _rows_at(texts: Texts, positions: Rows) -> Mask:
    marked = np.zeros(len(texts.starts), dtype=np.bool_)
    if len(positions):
        rows = np.searchsorted(texts.ends, positions, side="right")
        marked[rows[rows < len(marked)]] = True
    return marked


def _edges(texts: Texts) -> Mask:
    """Rows that begin or end with a space, or begin with what Excel puts before text."""
    edged = np.zeros(len(texts.starts), dtype=np.bool_)
    filled = np.flatnonzero(texts.lengths > 0)
    first, last = texts.data[texts.starts[filled]], texts.data[texts.ends[filled] - 1]
    edged[filled] = (first == ord(" ")) | (last == ord(" ")) | (first == ord("'")) | (first == ord("="))
    return edged
