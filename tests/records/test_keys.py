"""Keys and digests of content, whatever is filled in a column, are those of one definition: the filled columns by name, in JSON."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from zhiheng.records.core.library import connect
from zhiheng.records.core.segment import as_declared, keys_of
from zhiheng.schema import DATASETS
from zhiheng.schema.standard import Field

SPECIAL = ['某"某', "a\\b", "行一\n行二", "\t", "\x7f", "😀", "é/", "", "普通"]
VALUES: dict[str, list[Any]] = {
    "str": SPECIAL,
    "division": ["510104", "510107"],
    "int": [0, -7, 12345678901],
    "decimal": [Decimal("0.00"), Decimal("-12.50"), Decimal("103.25")],
    "bool": [True, False],
    "date": [date(2024, 1, 31), date(1999, 12, 1)],
    "datetime": [datetime(2024, 1, 31, 8, 30, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)],
    "list": [["甲", '乙"丙'], ["丁"]],
}


def defined(field: Field, value: Any) -> str:
    """One column as it enters the digest, written out slowly."""
    if field.type in {"str", "division", "list"}:
        return f"{field.name}=" + json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, datetime):
        return f"{field.name}={round(value.timestamp() * 1_000_000)}"
    if isinstance(value, bool):
        return f"{field.name}={str(value).lower()}"
    return f"{field.name}={value}"


def values_of(field: Field) -> list[Any]:
    return list(field.codes) if field.codes and field.type == "str" else VALUES[field.type]


def digest(fields: list[Field], row: dict[str, Any]) -> bytes:
    text = "\x1f".join(defined(field, row[field.name]) for field in fields if row[field.name] is not None)
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


@pytest.mark.parametrize("name", sorted(DATASETS))
@pytest.mark.parametrize("every", [1, 2, 3, 0])
def test_digests_are_of_the_filled_columns(name: str, every: int, tmp_path: Path) -> None:
    """every: each column is empty in one row of so many (1: in all but the first columns; 0: in none)."""
    fields = list(DATASETS[name].fields.values())
    rows = []
    for number in range(12):
        row = {one.name: values_of(one)[(number + place) % len(values_of(one))] for place, one in enumerate(fields)}
        if every == 1:
            row |= {one.name: None for one in fields[2:]}
        elif every:
            row |= {one.name: None for place, one in enumerate(fields) if (number + place) % every == 0}
        rows.append(row)
    table = as_declared(name, pa.table({one.name: pa.array([row[one.name] for row in rows], one.arrow_type) for one in fields}))
    with connect(tmp_path) as connection:
        made = keys_of(connection, name, table)
    assert made["_content"].to_pylist() == [digest(fields, row) for row in table.to_pylist()]


def test_rows_without_any_value_have_one_digest(tmp_path: Path) -> None:
    fields = DATASETS["hotel_stays"].fields.values()
    table = pa.table({one.name: pa.nulls(2, one.arrow_type) for one in fields})
    with connect(tmp_path) as connection:
        made = keys_of(connection, "hotel_stays", table)
    assert made["_content"].to_pylist() == [hashlib.md5(b"", usedforsecurity=False).digest()] * 2
