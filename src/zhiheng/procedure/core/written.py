"""Values of a case as a paper writes them, where a place of text takes the value of a field that is more than text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.values import chinese_instant, day_of, instant_of
from zhiheng.law.moments import chinese_date
from zhiheng.schema import divisions

NAME: Final = "_name"


def written(spec: ProcedureSpec, places: Mapping[str, object], values: Mapping[str, Any], organs: Collection[str] = ()) -> dict[str, Any]:
    """The values of a paper: days, instants, choices and divisions in words, organs by their full names; no code leaves as it stands.

    organs   names of the organs of the case, as they are registered
    A place that is more than text (`type: date`, `choice` …) writes its value itself and is left alone.
    """
    fields = {item.id: item for form in spec.forms.values() for item in form}
    seats = {f"{role}{NAME}" for role in spec.roles}
    plain = {name for name, place in places.items() if getattr(place, "type", "") in {"text", "list"}}
    found = dict(values)
    for name in plain & values.keys():
        if isinstance(values[name], str) and (name in seats or values[name] in organs):
            found[name] = full_name(values[name])
        elif name in fields:
            found[name] = in_words(fields[name], values[name])
    return found


def in_words(item: FieldShape, value: Any) -> Any:
    """One value of a field, or each of a list of them; what is none of the field's values stays what it is."""
    if isinstance(value, (list, tuple)):
        return [in_words(item, one) for one in value]
    if isinstance(value, str) and isinstance(item.codes, Mapping) and value in item.codes:
        return item.codes[value]
    say = WORDS.get(item.type)
    return value if say is None or value in (None, "") else say(value)


def _day(value: Any) -> Any:
    day = day_of(value)
    return chinese_date(day) if day else value


def _instant(value: Any) -> Any:
    moment = instant_of(value)
    return chinese_instant(moment) if moment else value


def _division(value: Any) -> Any:
    return divisions.full_name_of(value) if isinstance(value, str) and value.isdigit() else value


def _organ(value: Any) -> Any:
    return full_name(value) if isinstance(value, str) else value


WORDS: Final[Mapping[str, Callable[[Any], Any]]] = {"date": _day, "time": _instant, "division": _division, "organ": _organ}
