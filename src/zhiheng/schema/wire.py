"""The wire form of the datasets: JSON Schema (draft 2020-12) of one record, canonical values only."""

from __future__ import annotations

from typing import Any

from zhiheng.schema.standard import Dataset, Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "division": {"type": "string", "pattern": "^[0-9]{6}$"},
    "int": {"type": "integer"},
    "decimal": {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}


def json_schema(dataset: Dataset) -> dict[str, Any]:
    """JSON Schema of one record of the dataset; a field that is not demanded may be null or left out."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:zhiheng:exchange:1:{dataset.name}",
        "title": dataset.zh,
        "description": dataset.doc,
        "type": "object",
        "properties": {field.name: _property(field, nullable=not dataset.demands(field)) for field in dataset.fields.values()},
        "required": [field.name for field in dataset.fields.values() if dataset.demands(field) and field.default is None],
        "additionalProperties": False,
        "x-key": list(dataset.key),
    }


def _property(field: Field, *, nullable: bool) -> dict[str, Any]:
    value = {"type": "array", "items": _value(field, "str")} if field.type == "list" else _value(field, field.type)
    described: dict[str, Any] = {"title": field.zh, "description": field.doc, "x-sensitivity": field.sensitivity}
    if field.unit:
        described["x-unit"] = field.unit
    if field.default is not None:
        described["default"] = field.default
    return {**described, "anyOf": [value, {"type": "null"}]} if nullable else {**described, **value}


def _value(field: Field, kind: str) -> dict[str, Any]:
    if field.codes:
        return {"type": "string", "enum": list(field.codes)}
    return {**_TYPES[kind], "minLength": 1} if kind == "str" else dict(_TYPES[kind])
