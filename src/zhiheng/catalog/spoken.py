"""How the values of a model's columns are said: codes by their Chinese names, divisions by theirs.

A column named like a field of a dataset the model reads is said as that field; `spoken` in the front matter says the others:
`{executed_in: division, required: leaves.approver, kind: {stay: 住宿, journey: 出行}}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.catalog.fields import Fields
from zhiheng.catalog.template import spoken
from zhiheng.schema import DATASETS, divisions

DIVISION = "division"
Words = Mapping[str, str] | str
"""Code → its name, or `division`."""


def read(fields: Fields, columns: Iterable[str], reads: Iterable[str]) -> dict[str, Words]:
    """How each column is said that is not said as it stands; a name that is no field of a dataset, or no column, is a fault."""
    named = {f"{name}.{field.name}": field for name in DATASETS for field in DATASETS[name].fields.values()}
    words = {column: _of_field(named[place]) for column in columns for name in reads if (place := f"{name}.{column}") in named}
    for column, says in fields.mapping("spoken").items():
        if isinstance(says, dict):
            words[column] = {str(code): str(name) for code, name in says.items()}
        elif says == DIVISION:
            words[column] = DIVISION
        elif says in named:
            words[column] = _of_field(named[says])
        else:
            fields.fault("spoken", f"没有字段 {says}", "写“数据集.字段”、division 或 代码: 名称 的映射。")
        if column not in columns:
            fields.fault("spoken", f"没有列 {column}", "只写 columns 中有的列。")
    return {column: says for column, says in words.items() if says}


def _of_field(field: Any) -> Words:
    if field.type == DIVISION:
        return DIVISION
    return {code: (names[0] if names else code) for code, names in field.codes.items()}


def spoken_value(words: Words | None, value: Any) -> Any:
    """The value as people say it; a value without words stays what it is."""
    if words is None or value is None:
        return value
    if isinstance(words, str):
        return divisions.full_name_of(value) if words == DIVISION and isinstance(value, str) else value
    if isinstance(value, list | tuple):
        return [words.get(str(item), item) for item in value]
    return words.get(str(value), value)


def in_words(words: Words | None, value: Any) -> str:
    """The value as one Chinese text."""
    return spoken(spoken_value(words, value))
