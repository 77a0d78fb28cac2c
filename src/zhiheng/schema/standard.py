"""The 28 datasets of the exchange standard, read once from `standard.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from zhiheng.law.own_yaml import read_yaml

SHARED_FIELDS = ("id_number", "id_type", "name", "person_no")
INSTANT = pa.timestamp("us", tz="Asia/Shanghai")
ARROW_TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "str": pa.string(),
        "division": pa.string(),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "datetime": INSTANT,
        "list": pa.list_(pa.string()),
    }
)
DECIMAL_DIGITS = {2: 18, 6: 9}  # places -> digits: yuan and points, degrees


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a dataset.

    name/zh      field name and Chinese header, either may head a column
    type         str, int, decimal, bool, date, datetime, division, list
    required     an empty value rejects the row
    default      value taken where the column is empty, already in canonical form; None: stays empty
    codes        canonical value -> accepted Chinese spellings; empty: free
    doc, unit    meaning for people, unit of a quantity
    sensitivity  ordinary, personal, sensitive
    form         identity, identity_or_credit, person_name: cleaned as such; empty: plain
    places       decimal places of a decimal
    """

    name: str
    zh: str
    type: str
    required: bool = False
    default: str | int | bool | None = None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doc: str = ""
    unit: str = ""
    sensitivity: str = "ordinary"
    form: str = ""
    places: int = 2
    example: str = ""

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type of the accepted column."""
        if self.type == "decimal":
            return pa.decimal128(DECIMAL_DIGITS[self.places], self.places)
        return ARROW_TYPES[self.type]


_WHO = frozenset({"id_number", "id_type", "name", "person_no"})


@dataclass(frozen=True, eq=False)
class Dataset:
    """One dataset: its fields in order, the shared fields of persons first."""

    name: str
    zh: str
    doc: str
    source: tuple[str, ...]
    key: tuple[str, ...]
    person: bool
    sensitive: bool
    fields: Mapping[str, Field]

    def arrow_schema(self) -> pa.Schema:
        """Typed columns of an accepted table, in the order of `fields`."""
        return self._schema

    @cached_property
    def _schema(self) -> pa.Schema:
        return pa.schema([pa.field(one.name, one.arrow_type) for one in self.fields.values()])

    @cached_property
    def hidden_fields(self) -> frozenset[str]:
        """Fields shown only with a stated purpose: sensitive ones; of a sensitive dataset all but who it is about."""
        return frozenset(
            name for name, one in self.fields.items() if one.sensitivity == "sensitive" or (self.sensitive and name not in _WHO)
        )

    def hides(self, name: str) -> bool:
        """Whether a field is shown only with a stated purpose."""
        return name in self.hidden_fields

    def demands(self, one: Field) -> bool:
        """Whether an empty value of the field rejects the row: required, or part of the key."""
        return one.required or one.name in self.key

    @property
    def short_zh(self) -> str:
        """The Chinese name up to a space: how a file is named."""
        return self.zh.split(" ")[0]


def _codes(given: Any, shared: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    listed = shared[given] if isinstance(given, str) else given or {}
    return MappingProxyType({code: tuple(spellings) for code, spellings in listed.items()})


def _field(name: str, given: Mapping[str, Any], shared_codes: Mapping[str, Any]) -> Field:
    return Field(**{**given, "name": name, "codes": _codes(given.get("codes"), shared_codes)})


def _dataset(name: str, given: Mapping[str, Any], standard: Mapping[str, Any]) -> Dataset:
    person = bool(given.get("person", False))
    declared = {**(standard["shared_fields"] if person else {}), **given["fields"]}
    return Dataset(
        name=name,
        zh=given["zh"],
        doc=given["doc"],
        source=tuple(given["source"]),
        key=tuple(given["key"]),
        person=person,
        sensitive=bool(given.get("sensitive", False)),
        fields=MappingProxyType({column: _field(column, spec, standard["codes"]) for column, spec in declared.items()}),
    )


def _load() -> Mapping[str, Dataset]:
    text = files("zhiheng.schema").joinpath("standard.yaml").read_text(encoding="utf-8")
    standard = read_yaml(text)
    return MappingProxyType({name: _dataset(name, spec, standard) for name, spec in standard["datasets"].items()})


DATASETS: Mapping[str, Dataset] = _load()


def match_dataset(file_name: str) -> Dataset | None:
    """The dataset a file is named after, or None.

    A file is named by the start of its name: a dataset's name or its Chinese name up to a space; the longest match counts.
    """
    names = [(start, dataset) for dataset in DATASETS.values() for start in (dataset.name, dataset.short_zh)]
    matches = [(len(start), dataset) for start, dataset in names if file_name.lower().startswith(start)]
    return max(matches, key=lambda match: match[0])[1] if matches else None
