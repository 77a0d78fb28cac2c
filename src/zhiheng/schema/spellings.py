"""Codes, yes-or-no and lists: values of which a column holds few distinct ones, each read once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from zhiheng.schema.cleaning import CLEANERS, SIGNS
from zhiheng.schema.columns import Mask, number_text
from zhiheng.schema.headings import aliases_declared
from zhiheng.schema.standard import Field

TRUE = frozenset({"是", "1", "y", "yes", "true", "t"})
FALSE = frozenset({"否", "0", "n", "no", "false", "f"})
_SEPARATORS = re.compile(r"[、，,；;]")
_UNREAD = object()


def codes(column: pa.StringArray, field: Field) -> tuple[pa.Array, Mask]:
    """A cleaned column as canonical codes, and the rows with a spelling the code list does not know."""
    return _each_distinct(column, pa.string(), partial(_code, _spellings(field)))


def flags(column: pa.StringArray) -> tuple[pa.Array, Mask]:
    """A cleaned column as booleans (是/否, 1/0, Y/N, true/false), and the rows that hold something else."""
    return _each_distinct(column, pa.bool_(), read_flag)


def lists(column: pa.StringArray, field: Field) -> tuple[pa.Array, Mask]:
    """A cleaned column as lists, and the rows with an element the code list does not know or JSON that is no flat array."""
    return _each_distinct(column, pa.list_(pa.string()), partial(_list, _spellings(field), CLEANERS[field.form]))


def read_flag(value: str) -> Any:
    """One cleaned value as a boolean."""
    small = value.lower()
    if small in TRUE:
        return True
    return False if small in FALSE else _UNREAD


def read_list(value: str) -> list[str] | None:
    """The elements of one cleaned value: a JSON array, or text joined by 、 ， , ； or ;. None: JSON that is no array of plain values."""
    if not value.startswith(("[", "{")):
        return [part for part in (piece.strip() for piece in _SEPARATORS.split(value)) if part]
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, list) or any(isinstance(element, list | dict) for element in parsed):
        return None
    return [text for text in map(_element, parsed) if text]


def _element(element: Any) -> str:
    if element is None:
        return ""
    return (number_text(element) or "") if isinstance(element, float) else str(element)


def _spellings(field: Field) -> Mapping[str, str]:
    """Every accepted spelling, folded to lower case and without spaces, to its code; numbers of other systems' tables count too."""
    numbered: Mapping[str, Sequence[str]] = aliases_declared()["codes"].get(field.name, {}) if field.codes else {}
    listed = [(code, (code, *accepted, *numbered.get(code, ()))) for code, accepted in field.codes.items()]
    return {_plain(spelling): code for code, accepted in listed for spelling in accepted}


def _plain(value: str) -> str:
    return value.translate(SIGNS).replace(" ", "").lower()


def _code(spellings: Mapping[str, str], value: str) -> Any:
    return spellings.get(_plain(value), _UNREAD)


def _list(spellings: Mapping[str, str], cleaner: Callable[[str], str], value: str) -> Any:
    elements = read_list(value)
    if elements is None:
        return _UNREAD
    cleaned = [element for element in map(cleaner, elements) if element]
    if not spellings:
        return cleaned or None
    coded = [_code(spellings, element) for element in cleaned]
    return _UNREAD if _UNREAD in coded else coded or None


def _each_distinct(column: pa.StringArray, kind: pa.DataType, read: Callable[[str], Any]) -> tuple[pa.Array, Mask]:
    coded = column.dictionary_encode()
    answers = [read(value) for value in coded.dictionary.to_pylist()]
    values = pa.array([None if answer is _UNREAD else answer for answer in answers], type=kind)
    unread = np.array([*(answer is _UNREAD for answer in answers), False], dtype=np.bool_)
    return values.take(coded.indices), unread[np.asarray(coded.indices.fill_null(len(answers)))]
