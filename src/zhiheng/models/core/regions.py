"""Parameters by region: which values hold where, and how one model's clues are taken from a run a set of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog import digest
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.parameters import Scalar, Value

PROVINCE: Final = ""
"""The region that holds where no narrower one does."""
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Setting:
    """A value set for a region (beginning of its division code, empty for the whole province); a mapping sets its keys only."""

    parameter: str
    region: str
    value: Any


@dataclass
class Plan:
    """The values a model is run with.

    values   region → every parameter's value; `PROVINCE` always among them
    place    name of an organ → the region whose values it answers under
    placed   what `place` said so far, for the run to remember
    """

    values: Mapping[str, Values]
    place: Callable[[str], str]
    placed: dict[str, str] = field(default_factory=dict)

    def clues(self, run: Callable[[Values], list[FoundClue]]) -> list[FoundClue]:
        """Run once a distinct set of values; of each keep the clues whose organ lies in its regions. Ordered by subject and occurrence."""
        if len(self.values) == 1:
            return run(self.values[PROVINCE])
        kept: dict[tuple[str, str, str], FoundClue] = {}
        for values, regions in grouped(self.values):
            for clue in run(values):
                if self.region_of(clue.organ) in regions:
                    kept.setdefault(clue.identity, clue)
        return [kept[identity] for identity in sorted(kept)]

    def region_of(self, organ: str) -> str:
        """The region an organ answers under."""
        if organ not in self.placed:
            self.placed[organ] = self.place(organ)
        return self.placed[organ]

    def to_json(self) -> dict[str, Any]:
        """What a run remembers: the province's values; where others held too, those and which organ lay where."""
        told: dict[str, Any] = {"parameters": digest.plain(self.values[PROVINCE])}
        if len(self.values) > 1:
            told["settings"] = {region: digest.plain(values) for region, values in self.values.items() if region != PROVINCE}
            told["placed"] = {organ: region for organ, region in sorted(self.placed.items()) if region != PROVINCE}
        return told


def plan_of(spec: ModelSpec, settings: Iterable[Setting], place: Callable[[str, Sequence[str]], str]) -> Plan:
    """The plan of a model under the settings in force, in the order in which later ones replace earlier ones.

    place   organ and the regions that have values of their own → one of them, or `PROVINCE`
    """
    known = [one for one in settings if one.parameter in spec.parameters and spec.parameters[one.parameter].mark != "law"]
    regions = sorted({PROVINCE, *(setting.region for setting in known)})
    values = {region: values_in(spec, known, region) for region in regions}
    return Plan(values, lambda organ: place(organ, regions))


def defaults_of(spec: ModelSpec) -> Plan:
    """The plan of a model for which nothing is set."""
    return plan_of(spec, (), lambda _organ, _regions: PROVINCE)


def values_in(spec: ModelSpec, settings: Sequence[Setting], region: str) -> dict[str, Value]:
    """Every parameter's value in a region: the default, then what is set from the widest region to the narrowest."""
    values: dict[str, Value] = {name: parameter.default for name, parameter in spec.parameters.items()}
    around = [setting for setting in settings if region.startswith(setting.region)]
    for setting in sorted(around, key=lambda one: len(one.region)):
        values[setting.parameter] = laid_over(values[setting.parameter], of_kind(spec, setting.parameter, setting.value))
    return values


def laid_over(below: Value, above: Value) -> Value:
    """A mapping is replaced key by key, anything else as a whole."""
    return {**below, **above} if isinstance(below, Mapping) and isinstance(above, Mapping) else above


def pinned(spec: ModelSpec, plan_json: Mapping[str, Any]) -> Plan:
    """The plan that a run remembers with `Plan.to_json`."""
    values = {PROVINCE: plan_json["parameters"], **plan_json.get("settings", {})}
    placed = dict(plan_json.get("placed", {}))
    given = {region: {name: of_kind(spec, name, value) for name, value in one.items()} for region, one in values.items()}
    return Plan(given, lambda organ: placed.get(organ, PROVINCE), placed)


def of_kind(spec: ModelSpec, name: str, value: Any) -> Value:
    """A kept value as the declared parameter takes it; text stays text where the default is text."""
    parameter = spec.parameters.get(name)
    return value if parameter is not None and isinstance(parameter.default, str) else typed(value)


def typed(value: Any) -> Value:
    """A value from JSON: decimals are kept as text there."""
    if isinstance(value, Mapping):
        return {key: _number(item) for key, item in value.items()}
    return _number(value)


def _number(value: Any) -> Scalar:
    if isinstance(value, str) and value.removeprefix("-").replace(".", "", 1).isdecimal():
        return Decimal(value)
    kept: Scalar = value
    return kept


def grouped(values: Mapping[str, Values]) -> list[tuple[Values, frozenset[str]]]:
    """Distinct sets of values with the regions they hold in, the province's first."""
    groups: dict[str, tuple[Values, set[str]]] = {}
    for region in sorted(values):
        groups.setdefault(digest.canonical_json(values[region]), (values[region], set()))[1].add(region)
    return [(one, frozenset(regions)) for one, regions in groups.values()]


def narrowest(region: str, regions: Iterable[str]) -> str:
    """The longest of the regions in which a region lies; the whole province where none is."""
    return max((one for one in regions if region.startswith(one)), key=len, default=PROVINCE)
