"""Parameters of models and indicators: a default with its unit, where it comes from, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from zhiheng.catalog.fields import Fields

Scalar: TypeAlias = int | Decimal | str | bool | date
Value: TypeAlias = Scalar | Mapping[str, Scalar]

MARKS = ("law", "secondary", "policy")
"""law: the text says so; secondary: a secondary source says so; policy: a default of practice, shown as such."""


@dataclass(frozen=True)
class Parameter:
    """`default` is a number, text or truth value, or a mapping of text to numbers (then a table with columns key, value).

    least, most   bounds of a number that is set for a region; no bound above where none is declared, 0 below
    """

    name: str
    default: Value
    unit: str
    note: str
    mark: str
    least: Decimal = Decimal(0)
    most: Decimal | None = None


def read(fields: Fields) -> dict[str, Parameter]:
    """Read `parameters:` of a front matter."""
    return {name: _one(name, entry) for name, entry in fields.named("parameters", f"{fields.thing} 参数").items()}


def _one(name: str, entry: Fields) -> Parameter:
    default = entry.raw("default")
    if default is None or isinstance(default, list):
        entry.fault("default", "没有默认值", "写一个数字、文字，或 名称: 数字 的映射。")
        default = 0
    found = Parameter(
        name=name,
        default=default,
        unit=entry.text("unit"),
        note=entry.text("note", default=""),
        mark=entry.one_of("mark", MARKS),
        least=entry.number("least", default=Decimal(0)),
        most=entry.number("most") if "most" in entry else None,
    )
    entry.only()
    return found
