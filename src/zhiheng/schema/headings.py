"""Which field a column is meant for: by the field's name, its Chinese heading, or the name another system gives it (`aliases.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from zhiheng.law.own_yaml import read_yaml
from zhiheng.schema.cleaning import clean
from zhiheng.schema.standard import Dataset


@dataclass(frozen=True)
class Columns:
    """The columns of a file.

    places    field name -> position, 0 = first column
    others    field name -> positions of further columns meant for it under other systems' names: their values must agree
    unknown   headings of columns that are meant for no field and are kept aside
    doubled   Chinese headings of fields that two columns claim; such a file cannot be used
    """

    places: Mapping[str, int]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


_MARKS = re.compile(r"^[*＊※·•]+|[*＊※:：]+$|[（(【\[〔](?:必填|选填|必填项|选填项|非必填|必须|必录|可选|可空|可不填)[）)】\]〕]")


def plain(heading: str) -> str:
    """A heading as it is compared: trimmed, folded, without spaces and marks of what must be filled in, small letters."""
    folded = "".join(clean(heading).split()).lower()
    while (bare := _MARKS.sub("", folded)) != folded:
        folded = bare
    return folded


@cache
def own_names(dataset: Dataset) -> Mapping[str, str]:
    """Field names and Chinese headings, as compared, to field names."""
    return MappingProxyType({plain(name): field.name for field in dataset.fields.values() for name in (field.name, field.zh)})


@cache
def other_names(dataset: Dataset) -> Mapping[str, str]:
    """The names other systems use, and own names with their unit in brackets, as compared, to field names."""
    aliases = aliases_declared()
    given: dict[str, Sequence[str]] = dict(aliases["datasets"].get(dataset.name, {}))
    if dataset.person:
        given |= aliases["shared"]
    measured = {field.name: (f"{field.zh}（{field.unit}）", f"{field.zh}({field.unit})") for field in dataset.fields.values() if field.unit}
    named = [*measured.items(), *given.items()]
    return MappingProxyType({plain(name): field for field, names in named for name in names})


@cache
def aliases_declared() -> Mapping[str, Any]:
    """The file `aliases.yaml`: shared, datasets, codes."""
    loaded: Mapping[str, Any] = read_yaml(files("zhiheng.schema").joinpath("aliases.yaml").read_text(encoding="utf-8"))
    return loaded


def match_columns(headings: Sequence[str], dataset: Dataset) -> Columns:
    """Give every column its field; own names count before other systems' names."""
    own, other = own_names(dataset), other_names(dataset)
    compared = [plain(heading) for heading in headings]
    places: dict[str, int] = {}
    doubled: list[str] = []
    for position, heading in enumerate(compared):
        found = own.get(heading)
        if found in places:
            doubled.append(dataset.fields[found].zh)
        elif found:
            places[found] = position
    others: dict[str, tuple[int, ...]] = {}
    for position, heading in enumerate(compared):
        if heading not in own and heading in other and places.setdefault(other[heading], position) != position:
            others[other[heading]] = (*others.get(other[heading], ()), position)
    used = set(places.values())
    unknown = tuple(clean(heading) for position, heading in enumerate(headings) if position not in used and compared[position])
    return Columns(MappingProxyType(places), unknown, tuple(doubled), MappingProxyType(others))
