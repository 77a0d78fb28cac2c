"""Tables of what the platform itself keeps: `cases`, `case_steps`, `case_<procedure>`, `register_<id>`, and their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedure_parts import Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.registers import RegisterSpec

if TYPE_CHECKING:
    from zhiheng.catalog.packs import Catalog

REGISTER, COUNTS, CASE = "register_", "_counts", "case_"
ALL_CASES: Final = "cases"
ALL_STEPS: Final = "case_steps"
BETWEEN: Final = "__"
"""Between a step (or `opening`, `value`, `organ`) and what of it a column holds: `ruling__months`, `ruling__due_on`, `organ__court`."""
VALUE, OPENING, ORGAN = "value", "opening", "organ"
PERSON: Final = {b"person": b"1"}
"""Marks a column that holds a person's number: it is shown under the number the person is known by."""

INSTANT: Final = pa.timestamp("us", tz="Asia/Shanghai")
TEXTS: Final = pa.list_(pa.string())
TYPES: Final[Mapping[str, pa.DataType]] = {
    "date": pa.date32(), "time": INSTANT, "whole": pa.int64(), "decimal": pa.decimal128(21, 6), "amount": pa.decimal128(18, 2),
    "flag": pa.bool_(), "choices": TEXTS, "items": TEXTS, "files": TEXTS, "officers": TEXTS, "paragraphs": TEXTS,
}  # fmt: skip
"""Types of fields that are not text."""
DAY, TEXT, COUNT = pa.date32(), pa.string(), pa.int64()

Columns = list[tuple[str, pa.DataType]]
RECORD: Final[Columns] = [("_ref", COUNT), ("_key", TEXT), ("_organ", TEXT), ("_batch", TEXT), ("_received_at", INSTANT)]
ENTRY: Final[Columns] = [
    ("entry", TEXT), ("number", TEXT), ("state", TEXT), ("organ", TEXT), ("unit", TEXT),
    ("entered_on", DAY), ("changed_on", DAY), ("period_on", DAY), ("due_on", DAY),
]  # fmt: skip
COUNTED: Final[Columns] = [
    ("kind", TEXT), ("entry", TEXT), ("number", TEXT), ("fields", TEXT), ("period", TEXT), ("organ", TEXT), ("unit", TEXT),
    ("ended_on", DAY), ("counted", COUNT), ("agreed", COUNT),
]  # fmt: skip
"""A row a difference; and one of kind `counted` a count, which alone says how many entries were counted and how many agreed."""
ONE_CASE: Final[Columns] = [
    ("case", TEXT), ("number", TEXT), ("title", TEXT), ("subject", TEXT), ("subject_name", TEXT), ("organ", TEXT), ("unit", TEXT),
    ("opened_on", DAY), ("ended_on", DAY), ("result", TEXT), ("due_on", DAY), ("opened_by_case", TEXT),
]  # fmt: skip
"""due_on: of the open step that runs out first."""
ONE_STEP: Final[Columns] = [
    ("case", TEXT), ("procedure", TEXT), ("number", TEXT), ("subject", TEXT), ("subject_name", TEXT), ("step", TEXT), ("title", TEXT),
    ("part", TEXT), ("round", COUNT), ("organ", TEXT), ("unit", TEXT), ("opened_on", DAY), ("opened_at", INSTANT), ("due_on", DAY),
    ("due_at", INSTANT), ("suspended", pa.bool_()), ("done_on", DAY), ("done_at", INSTANT), ("outcome", TEXT), ("late", pa.bool_()),
]  # fmt: skip
"""A row each time a step was opened. late: done after its last day; of an open step nothing, its `due_on` says it against `:as_of`."""
OF_STEP: Final[Columns] = [("on", DAY), ("outcome", TEXT), ("due_on", DAY), ("times", COUNT)]
"""What `case_<procedure>` says of a step beside its form: day and outcome of the last time, last day of its clock, how often done."""


def is_kept(name: str) -> bool:
    """Whether a table is one of what the platform keeps, by its name."""
    return name == ALL_CASES or name.startswith((REGISTER, CASE))


def dataset_names(reads: Iterable[str]) -> list[str]:
    """The names that are datasets of the exchange standard, not what the platform keeps."""
    return sorted({name for name in reads if not is_kept(name)})


def title_of(catalog: Catalog, name: str) -> str:
    """What a table of what the platform keeps is called; empty for a name that is none."""
    if name in (ALL_CASES, ALL_STEPS):
        return "全部办件" if name == ALL_CASES else "办件的环节和期限"
    ledger = catalog.registers.get(name.removeprefix(REGISTER).removesuffix(COUNTS)) if name.startswith(REGISTER) else None
    procedure = catalog.procedures.get(name.removeprefix(CASE)) if name.startswith(CASE) else None
    return f"台账：{ledger.title}" if ledger else f"办件：{procedure.title}" if procedure else ""


def names_in(catalog: Catalog) -> list[str]:
    """Every table there is of what the platform keeps."""
    counted = [f"{REGISTER}{name}{COUNTS}" for name, spec in catalog.registers.items() if spec.shape.count]
    ledgers = [f"{REGISTER}{name}" for name in catalog.registers]
    return sorted([ALL_CASES, ALL_STEPS, *ledgers, *counted, *(f"{CASE}{name}" for name in catalog.procedures)])


def schemas(catalog: Catalog, names: Iterable[str] | None = None) -> dict[str, pa.Schema]:
    """The columns of these tables (of all there are); names that are none are left out."""
    found = {name: schema_named(catalog, name) for name in sorted(set(names_in(catalog) if names is None else names))}
    return {name: schema for name, schema in found.items() if schema is not None}


def schema_named(catalog: Catalog, name: str) -> pa.Schema | None:
    """The columns of one table, None where there is none of that name."""
    if name == ALL_CASES:
        return _schema([*ONE_CASE[:1], ("procedure", TEXT), ("pack", TEXT), *ONE_CASE[1:], *RECORD])
    if name == ALL_STEPS:
        return _schema([*ONE_STEP, *RECORD])
    if name.startswith(CASE):
        procedure = catalog.procedures.get(name.removeprefix(CASE))
        return case_schema(procedure) if procedure else None
    register = catalog.registers.get(name.removeprefix(REGISTER)) if name.startswith(REGISTER) else None
    if register:
        return register_schema(register)
    counted = name.startswith(REGISTER) and name.removeprefix(REGISTER).removesuffix(COUNTS) in catalog.registers
    return COUNT_SCHEMA if counted else None


def persons_in(schema: pa.Schema) -> list[str]:
    """Columns that hold a person's number."""
    return [field.name for field in schema if field.metadata and PERSON.items() <= field.metadata.items()]


def register_schema(spec: RegisterSpec) -> pa.Schema:
    """The columns of a register: its fields that are not inner, then what every entry has, then what every record has."""
    own = [column for column in ENTRY if column[0] not in spec.shape.field]
    shown = [item for item in spec.shape.fields if not item.inner]
    return _schema([*((item.id, _type(item)) for item in shown), *own, *RECORD], _persons(shown))


def case_schema(spec: ProcedureSpec) -> pa.Schema:
    """The columns of the cases of a procedure; what is inner (steps and fields) stands in none of them."""
    roles: Columns = [(f"{ORGAN}{BETWEEN}{role}", TEXT) for role, part in spec.roles.items() if not part.of and not part.person]
    opening: Columns = [(f"{OPENING}{BETWEEN}{item.id}", _type(item)) for item in spec.opening_fields if not item.inner]
    steps: Columns = [column for step in spec.steps.values() if not step.inner for column in step_columns(spec, step)]
    values: Columns = [(f"{VALUE}{BETWEEN}{name}", kind) for name, kind in values_set(spec).items()]
    persons = {
        f"{place}{BETWEEN}{item}"
        for place, fields in [(OPENING, spec.opening_fields), *((step.id, spec.form_of(step)) for step in spec.steps.values())]
        for item in _persons(fields)
    }
    return _schema([*ONE_CASE, *roles, *opening, *steps, *values, *RECORD], persons)


def step_columns(spec: ProcedureSpec, step: Step) -> Columns:
    """What a step gives: the fields of its form, then day, outcome, last day and how often."""
    fields = [(f"{step.id}{BETWEEN}{item.id}", _type(item)) for item in spec.form_of(step) if not item.inner]
    return [*fields, *((f"{step.id}{BETWEEN}{name}", kind) for name, kind in OF_STEP)]


def values_set(spec: ProcedureSpec) -> dict[str, pa.DataType]:
    """Values of the case that outcomes of steps which are not inner set, each with its kind (text where they do not agree)."""
    inner = {item.id for step in spec.steps.values() if step.inner for item in spec.form_of(step)}
    kinds: dict[str, list[pa.DataType]] = {}
    for step in spec.steps.values():
        for outcome in step.outcomes if not step.inner else ():
            for name, word in outcome.sets.items():
                kinds.setdefault(name, []).append(_kind_of(spec, word))
    agreed = {name: found[0] if len(set(found)) == 1 and name not in spec.fields else TEXT for name, found in kinds.items()}
    return {name: kind for name, kind in agreed.items() if name not in inner}


def _kind_of(spec: ProcedureSpec, word: Any) -> pa.DataType:
    """What kind of value a word of `sets` gives."""
    if isinstance(word, bool):
        return pa.bool_()
    if isinstance(word, int):
        return COUNT
    if word == "event.on":
        return DAY
    place, _, name = str(word).partition(".")
    fields = spec.form_of(spec.steps[place]) if place in spec.steps else spec.opening_fields if place == OPENING else ()
    return next((_type(item) for item in fields if item.id == name), TEXT)


def _type(item: FieldShape) -> pa.DataType:
    return TYPES.get(item.type, TEXT)


def _persons(fields: Iterable[FieldShape]) -> set[str]:
    return {item.id for item in fields if item.type == "person"}


def _schema(columns: Iterable[tuple[str, pa.DataType]], persons: Iterable[str] = ()) -> pa.Schema:
    """Each column once; the first of a name stands."""
    marked = {"subject", *persons}
    distinct: dict[str, pa.DataType] = {}
    for name, kind in columns:
        distinct.setdefault(name, kind)
    return pa.schema(
        [pa.field(name, kind, metadata=PERSON if name in marked and kind == TEXT else None) for name, kind in distinct.items()]
    )


COUNT_SCHEMA: Final = _schema([*COUNTED, *RECORD])
