"""Readers of parameters: what holds where on which day, since when, by whom and why; what a run used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.parameters import Parameter, Value
from zhiheng.models.core.regions import PROVINCE, Setting, narrowest, typed
from zhiheng.models.models import ParameterSetting
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.organs import division_of, region_of
from zhiheng.schema import divisions


@dataclass(frozen=True)
class SettingRow:
    """A setting on the model page. state: `in_force`, `coming`, `ended`, `overruled` (a later setting says otherwise)."""

    setting: ParameterSetting
    region: str
    value: str
    state: str


@dataclass(frozen=True)
class ParameterRow:
    """A parameter with its default as text and everything set for it, newest first."""

    parameter: Parameter
    default: str
    settings: tuple[SettingRow, ...]


@dataclass(frozen=True)
class UsedValue:
    """A parameter a clue was found with. set_for: the region it was set for in words, empty where it is the default."""

    parameter: Parameter | None
    name: str
    value: str
    set_for: str


def settings_on(day: date, models: Sequence[str]) -> dict[str, list[Setting]]:
    """Settings that hold on the day asked about, model → in the order in which later ones replace earlier ones."""
    found: dict[str, list[Setting]] = {}
    for row in in_force_on(day).filter(model__in=models):
        found.setdefault(row.model, []).append(Setting(row.parameter, row.region, row.value))
    return found


def in_force_on(day: date) -> Any:
    """Settings that hold on a day, earlier ones first."""
    return ParameterSetting.objects.filter(since_on__lte=day).filter(Q(end=None) | Q(end__until_on__gt=day))


def place_in(organ: str, regions: Iterable[str]) -> str:
    """The narrowest of the regions in which an organ lies; the whole province where its division is not known."""
    known = registry.organ_named(organ)
    division = known.division if known else division_of(organ)
    return narrowest(region_of(division), regions) if division else PROVINCE


def parameters_of(spec: ModelSpec, today: date) -> list[ParameterRow]:
    """Every parameter of a model with what was ever set for it; settings name no person but who set them."""
    kept = list(ParameterSetting.objects.filter(model=spec.id).select_related("end"))
    holding = list(in_force_on(today).filter(model=spec.id))
    last = {(row.parameter, row.region, key): row.pk for row in holding for key in keys_of(row.value)}
    rows = [(one.parameter, _row(one, today, set(last.values()), spec)) for one in reversed(kept)]
    return [
        ParameterRow(
            parameter, in_words(parameter.default, names_of_keys(spec, parameter.default)), tuple(row for of, row in rows if of == name)
        )
        for name, parameter in spec.parameters.items()
    ]


def keys_of(value: Any) -> tuple[str, ...]:
    """What a setting sets: the keys of a mapping, or the whole."""
    return tuple(value) if isinstance(value, Mapping) else ("",)


def names_of_keys(spec: ModelSpec | None, value: Any) -> Mapping[str, str]:
    """How the keys of a parameter are said: as the codes of that column of the model which has words for all of them."""
    wanted = set(value) if isinstance(value, Mapping) else set()
    columns = spec.spoken.values() if spec and wanted else ()
    return next((words for words in columns if isinstance(words, Mapping) and wanted <= set(words)), {})


def _row(setting: ParameterSetting, today: date, holding: set[int], spec: ModelSpec) -> SettingRow:
    ended = hasattr(setting, "end") and setting.end.until_on <= today
    state = "ended" if ended else "coming" if setting.since_on > today else "in_force" if setting.pk in holding else "overruled"
    value = typed(setting.value)
    return SettingRow(setting, region_in_words(setting.region), in_words(value, names_of_keys(spec, value)), state)


def region_in_words(region: str) -> str:
    """5101 → 四川省成都市; the whole province where empty."""
    return divisions.full_name_of(region.ljust(6, "0")) if region else "全省"


def in_words(value: Value, names: Mapping[str, str] | None = None) -> str:
    """A value as one line, the keys of a mapping by their names where they have some."""
    if isinstance(value, Mapping):
        said = names or {}
        return "，".join(f"{said[key]} {in_words(item)}" if key in said else f"{key}: {in_words(item)}" for key, item in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def used_value(spec: ModelSpec | None, name: str, value: Any, region: str) -> UsedValue:
    """A value that a run remembers, with the region it was set for where it is not the default."""
    parameter = spec.parameters.get(name) if spec else None
    same = parameter is not None and in_words(typed(value)) == in_words(parameter.default)
    said = in_words(typed(value), names_of_keys(spec, value))
    return UsedValue(parameter, name, said, "" if same or parameter is None else region_in_words(region))


def parameter_in_words(spec: ModelSpec | None, name: str, value: Any) -> str:
    """A parameter with a value that a run remembers: what it is for, the value, its unit; one that the model has no more by its name."""
    parameter, said = spec.parameters.get(name) if spec else None, in_words(typed(value), names_of_keys(spec, value))
    return f"{parameter.note or parameter.name} {said} {parameter.unit}".strip() if parameter else f"{name} {said}"
