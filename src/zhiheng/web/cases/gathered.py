"""Facts of a person for a rule as an officer confirms or corrects them: what records say stands in the inputs, with where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zhiheng.analysis.facts import Fact
from zhiheng.catalog.facts import FactsSpec
from zhiheng.law import check
from zhiheng.law.facts import Record
from zhiheng.schema import DATASETS
from zhiheng.web.law.form import Group, facts_of, form_of


@dataclass(frozen=True)
class Origin:
    """A fact with the records it came from, in words; others: what other records say instead."""

    title: str
    records: tuple[str, ...]
    doubtful: bool


def shape_of(spec: FactsSpec) -> Record | None:
    """The facts that the rule takes; None where they are for no rule."""
    versions = check.rules().get(spec.rule) if spec.rule else None
    return versions[-1].facts if versions else None


def inputs_of(spec: FactsSpec, values: Mapping[str, Any], sent: QueryDict | None) -> Group | None:
    """The rule's facts as inputs: as sent, else with these values."""
    shape = shape_of(spec)
    return None if shape is None else form_of(shape, sent if sent is not None else as_sent(shape, values))


def confirmed(spec: FactsSpec, sent: QueryDict) -> dict[str, Any]:
    """The facts as the officer sent them."""
    shape = shape_of(spec)
    return {} if shape is None else facts_of(shape, sent)


def as_sent(shape: Record, values: Mapping[str, Any]) -> QueryDict:
    """Facts in the way a form would send them; what is not known is left empty."""
    made = QueryDict(mutable=True)
    for name in shape.fields:
        for place, text in _flat(name, values.get(name)):
            made.appendlist(place, text)
    return made


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, 1):
            yield from _flat(f"{name}.{number}" if isinstance(inner, Mapping) else name, inner)
    elif value is not None:
        yield name, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def origins(spec: FactsSpec, found: Mapping[str, Fact]) -> list[Origin]:
    """Where each fact stands in the records."""
    return [
        Origin(title, tuple(dict.fromkeys(_record_text(record) for record in found[name].records)), bool(found[name].others))
        for name, title in spec.columns.items()
        if name in found and (found[name].records or found[name].others)
    ]


def _record_text(record: Any) -> str:
    title = DATASETS[record.dataset].zh if record.dataset in DATASETS else record.dataset
    return f"{record.organ}报送的{title}"
