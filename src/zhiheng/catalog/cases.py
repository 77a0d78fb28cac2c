"""Cases beside a model: given records of each dataset, the clues expected, and which lawful look-alike each case covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiheng.catalog import digest
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.yaml_strict import load

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One case: rows as written (texts and numbers, typed later by the dataset), defaults already merged in.

    expect   rows that must come out, and no others; each names subject, occurrence and any columns worth checking
    trap     the lawful situation of the contract that this case shows, empty where it shows none
    """

    name: str
    line: int
    as_of: str
    parameters: Mapping[str, Any]
    given: Mapping[str, tuple[Row, ...]]
    expect: tuple[Row, ...]
    trap: str


@dataclass(frozen=True)
class Cases:
    """All cases of one SQL file."""

    path: Path
    of: str
    cases: tuple[Case, ...]
    text: str
    digest: str


def read(path: Path, of: str, text: str, faults: Faults) -> Cases:
    """Read `<name>.cases.yaml`; `of` is the model or indicator it stands beside."""
    fields = Fields(load(text, path=path, faults=faults), faults, f"用例 {of}")
    if fields.text("of") not in {of, ""}:
        fields.fault("of", f"与 {of} 不符", f"写 of: {of}。")
    as_of = fields.text("as_of", default="2026-06-30")
    defaults = fields.mapping("defaults")
    entries = fields.listed("cases", lambda entry: f"用例 {entry.get('name', '')}")
    if not entries:
        fields.fault("cases", "没有用例", "至少写一个应当查出的和每个易混情形各一个。")
    fields.only()
    return Cases(path, of, tuple(_case(entry, as_of, defaults) for entry in entries), text, digest.of_text(text))


def _case(entry: Fields, as_of: str, defaults: Mapping[str, Any]) -> Case:
    given = {dataset: _rows(entry, dataset, rows, defaults.get(dataset, {})) for dataset, rows in entry.mapping("given").items()}
    expect = entry.raw("expect")
    if not isinstance(expect, list):
        entry.fault("expect", "应是列表", "写 expect: []，或列出应当查出的行。")
        expect = []
    found = Case(
        name=entry.text("name"),
        line=entry.line(),
        as_of=entry.text("as_of", default=as_of),
        parameters=entry.mapping("parameters"),
        given=given,
        expect=tuple(row for row in expect if isinstance(row, dict)),
        trap=entry.text("trap", default=""),
    )
    entry.only()
    return found


def _rows(entry: Fields, dataset: str, rows: Any, defaults: Mapping[str, Any]) -> tuple[Row, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        entry.fault("given", f"{dataset} 应是记录的列表", "每条记录写成 {字段: 值}。")
        return ()
    return tuple({**defaults, **row} for row in rows)
