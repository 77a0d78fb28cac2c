"""Values of a case as a paper writes them, where a place of text takes the value of a field that is more than text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.field_words import Items, in_words, moment_in_words, rows_in_words
from zhiheng.dossier.core.organ_names import full_name

NAME: Final = "_name"
NO_ITEMS: Final[Items] = MappingProxyType({})


def written(
    spec: ProcedureSpec,
    places: Mapping[str, Any],
    values: Mapping[str, Any],
    organs: Collection[str] = (),
    items: Items = NO_ITEMS,
) -> dict[str, Any]:
    """The values of a paper: days, instants, choices, items and divisions in words, organs in full; no code leaves as it stands.

    organs   names of the organs of the case, as they are registered
    items    catalogues by name
    A list of which the case knows one text has this as its only item.
    A place that is more than text (`type: date`, `choice` …) writes its value itself and is left alone; cells of tables alike.
    """
    fields = {item.id: item for form in spec.forms.values() for item in form}
    seats = {f"{role}{NAME}" for role in spec.roles}
    found = dict(values)
    for name, value in values.items():
        kind = getattr(places.get(name), "type", "")
        if kind == "table" and name in fields:
            found[name] = rows_in_words(places[name], fields[name], value, items)
        elif kind in {"text", "list"}:
            named = isinstance(value, str) and (name in seats or value in organs)
            told = full_name(value) if named else _worded(fields.get(name), value, items)
            found[name] = [told] if kind == "list" and isinstance(told, str) and told else told
    return found


def _worded(item: FieldShape | None, value: Any, items: Items) -> Any:
    return moment_in_words(value if item is None else in_words(item, value, items))
