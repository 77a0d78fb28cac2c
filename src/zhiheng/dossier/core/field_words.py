"""Values of declared fields as a paper writes them: choices and items by their titles, days in words, divisions and organs in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from zhiheng.catalog.document_parts import Placeholder
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.items import ItemsSpec
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.values import chinese_instant, day_of, instant_of
from zhiheng.law.moments import chinese_date
from zhiheng.schema import divisions

Items = Mapping[str, ItemsSpec]
"""Catalogues by name: what items of fields are taken from."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


def in_words(item: FieldShape, value: Any, items: Items) -> Any:
    """One value of a field, or each of a list of them; what is none of the field's values stays what it is."""
    if isinstance(value, (list, tuple)):
        return [in_words(item, one, items) for one in value]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and isinstance(item.codes, Mapping) and value in item.codes:
        return item.codes[value]
    if item.type in {"item", "items"}:
        return title_of(items.get(item.of), value)
    if item.type == "person" and isinstance(value, Mapping):
        return value.get("name") or value.get("number", "")
    say = WORDS.get(item.type)
    return value if say is None or value in (None, "") else say(value)


def title_of(catalogue: ItemsSpec | None, value: Any) -> Any:
    """The title of an item; what is no item of the catalogue stays what it is."""
    known = catalogue.by_id if catalogue else {}
    return known[value].title if value in known else value


def rows_in_words(place: Placeholder, item: FieldShape, rows: Any, items: Items) -> Any:
    """The rows of a table, each cell in words where the paper takes it as text."""
    if not isinstance(rows, (list, tuple)):
        return rows
    inner = {one.id: one for one in item.rows if one.id in place.cells and place.cells[one.id].type == "text"}

    def row_in_words(row: Mapping[str, Any]) -> dict[str, Any]:
        return {key: joined(in_words(inner[key], value, items)) if key in inner else value for key, value in row.items()}

    return [row_in_words(row) if isinstance(row, Mapping) else row for row in rows]


def joined(value: Any) -> Any:
    """Several values of one cell beside each other."""
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def moment_in_words(value: Any) -> Any:
    """A text that is a day, a month or an instant as records write them, in words; any other value as it is."""
    if isinstance(value, (list, tuple)):
        return [moment_in_words(one) for one in value]
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        return _day(value)
    month = _MONTH.fullmatch(value)
    if month:
        return f"{month[1]}年{int(month[2])}月"
    return _instant(value) if _INSTANT.fullmatch(value) else value


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
