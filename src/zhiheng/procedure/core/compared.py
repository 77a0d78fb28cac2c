"""What the check of papers compares a paper of a case with: read from the values of the case, nothing that is not certainly known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiheng.catalog.document_parts import DocumentSpec
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.proofed import IN_ORDER
from zhiheng.law.clocks import months_after, term_end
from zhiheng.procedure.core.state import OPENING, State
from zhiheng.procedure.core.values import day_of, moment_in
from zhiheng.schema import identity

LAST_SURE_DAY = 28
"""A day that every month has: of a later one it is not certain where the end of a cut term falls."""
ADULT = 18 * 12
RESIDENT = 18
_COUNTED = re.compile(r"(?:累计|获得)|次数$")


@dataclass(frozen=True)
class Given:
    """A value of a form of the case: the field, the place (a step, or the opening), the number of the event that gave it."""

    field: FieldShape
    value: Any
    place: str
    order: int


def facts_for(spec: ProcedureSpec, state: State, document: DocumentSpec, today: date) -> dict[str, Any]:
    """The facts for one paper, in the words of `dossier.core.proofing.facts`."""
    given = tuple(_given(spec, state))
    asked = document.proofed
    facts = {
        **_persons(spec, state, given, document, today),
        **_numbers(given),
        **_terms(given, asked.ends),
        **_amounts(given),
        "order": [[one.field.title, str(_day(one))] for one in _in_order(given)],
        "organs": sorted({organ for organ in state.organs.values() if organ}),
        "executing": state.organs.get(spec.seat_of(asked.executing), "") if asked.executing in spec.roles else "",
        "must_cite": list(asked.must_cite),
        "called": list(asked.called),
        "whole": asked.only_subject,
        "all_numbers": asked.all_numbers,
        "doubtful": _doubtful(spec, state),
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}


def _given(spec: ProcedureSpec, state: State) -> Iterator[Given]:
    """Every value of every form as it was given last."""
    forms = {OPENING: spec.opening_fields, **{step.id: spec.form_of(step) for step in spec.steps.values()}}
    for place, fields in forms.items():
        rounds = state.rounds.get(place, ())
        order = max((number for name, number in state.order.items() if name.startswith(f"{place}.")), default=0)
        for item in fields if rounds else ():
            value = rounds[-1].get(item.id)
            if value not in (None, "", [], {}):
                yield Given(item, value, place, order)


def _newest(given: Sequence[Given], meaning: str, place: str = "") -> Given | None:
    """The value of this meaning that was given last (at this place, where one is named)."""
    found = [one for one in given if one.field.proof == meaning and place in ("", one.place)]
    return max(found, key=lambda one: one.order, default=None)


def _persons(spec: ProcedureSpec, state: State, given: Sequence[Given], document: DocumentSpec, today: date) -> dict[str, Any]:
    """The person the case is about, others that fields name with their numbers, and names of those who merely take part."""
    found = [
        _person(one, expected=False) for item in given if item.field.type == "person" for one in [item.value] if isinstance(one, Mapping)
    ]
    name = str(state.subject.get("name") or "")
    if spec.about == "person" and name:
        place = document.placeholders.get("subject_name")
        expected = place is not None and not place.optional and "subject_name" not in state.values
        found.insert(
            0,
            _person(
                {"name": name, "id_number": state.subject.get("number")}, expected=expected, only=document.proofed.only_subject, today=today
            ),
        )
    known = {one["name"] for one in found}
    others = sorted({one for item in given for one in _named(item.field, item.value) if one not in known})
    return {"persons": found, "others": others} if found else {"others": others}


def _person(one: Mapping[str, Any], *, expected: bool, only: bool = False, today: date | None = None) -> dict[str, Any]:
    """A person; birth and sex as a valid identity number says them, sex where nobody else can be meant."""
    number = str(one.get("id_number") or "").upper()
    valid = len(number) == RESIDENT and identity.is_valid(number)
    person: dict[str, Any] = {"name": str(one["name"]), "expected": expected}
    born = identity.birth_date(number) if valid else None
    if born:
        person |= {"identity_no": number, "born_on": str(born)}
        person |= {"sex": identity.sex(number)} if only else {}
        person |= {"minor": True} if today and today < months_after(born, ADULT) else {}
    return person


def _doubtful(spec: ProcedureSpec, state: State) -> list[str]:
    """The number of whom the case is about, where it looks like a resident's number and is none."""
    number = str(state.subject.get("number") or "").upper() if spec.about == "person" else ""
    looks_so = len(number) == RESIDENT and number[:-1].isdecimal()
    return [number] if looks_so and (not identity.is_valid(number) or identity.birth_date(number) is None) else []


def _named(item: FieldShape, value: Any) -> Iterator[str]:
    """Names of persons in a value: of officers, of rows with a name, of a field that says so."""
    if item.type in ("officer", "officers") or item.proof == "other_person":
        yield from map(str, value if isinstance(value, (list, tuple)) else [value])
    elif item.type == "rows":
        for row in value if isinstance(value, (list, tuple)) else ():
            for column in item.rows:
                if isinstance(row, Mapping) and row.get(column.id):
                    yield from [str(row["name"])] if column.id == "name" else _named(column, row[column.id])
    elif item.type == "person" and isinstance(value, Mapping):
        yield str(value.get("name") or "")


def _numbers(given: Sequence[Given]) -> dict[str, Any]:
    return {"case_numbers": sorted({str(one.value).strip() for one in given if one.field.proof == "case_number"})}


def _terms(given: Sequence[Given], ends: str) -> dict[str, Any]:
    """Beginning and end of the term as one form gives them; the end as judged and as cut are true as well."""
    last = _newest(given, "term_ends")
    first = _newest(given, "term_begins", last.place) if last else None
    begins, over = (_day(one) if one else None for one in (first, last))
    if last is None or begins is None or over is None:
        return {}
    length, cut = _newest(given, "term_months", last.place), _newest(given, "cut_months")
    judged = term_end(begins, int(length.value)) if length else None
    reduced = months_after(over, -int(cut.value)) if cut and over.day <= LAST_SURE_DAY else None
    due = {"cut": reduced, "term": over}.get(ends)
    true = [str(day) for day in (judged, reduced) if day]
    return {"term": [str(begins), str(over)], "true_ends": true, "ends": str(due) if due else ""}


def _amounts(given: Sequence[Given]) -> dict[str, Any]:
    """The one fine of the property items, and awards that were counted."""
    items, awards = _newest(given, "property_ordered"), _newest(given, "awards")
    fines = [row.get("amount") for row in items.value if row.get("kind") == "fine"] if items else []
    counted = {_COUNTED.sub("", awards.field.title): int(awards.value)} if awards else {}
    return {"fine": _decimal(fines[0]) if len(fines) == 1 else None, "awards_most": counted}


def _decimal(value: Any) -> str | None:
    try:
        return str(Decimal(str(value)))
    except InvalidOperation:
        return None


def _in_order(given: Sequence[Given]) -> Iterator[Given]:
    """Days that must follow each other, as far as the acts that gave them did (what is heard anew was served before)."""
    last = 0
    for meaning in IN_ORDER:
        one = _newest(given, meaning)
        if one and _day(one) and one.order >= last:
            last = one.order
            yield one


def _day(one: Given) -> date | None:
    return day_of(moment_in(one.value))
