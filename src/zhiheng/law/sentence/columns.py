"""Facts as columns: one array per fact, so that one rule serves one case and a million.

A missing day is NaT; a finding not made (`able`, `active_restitution`) is -1, made false 0, made true 1. Kinds and forms of sentence are
numbered in the order of `KINDS`; categories of offences are bits in the order of `CATEGORIES`; merits are bits, 1 ordinary, 2 major.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.sentence.shapes import CATEGORIES, HIDING, KINDS, SPENDING
from zhiheng.law.sentence.standing import Fact, Standing, days_not_counted, served_from, standing

Codes = NDArray[np.int8]
Bits = NDArray[np.int32]

KIND_CODE: Mapping[str, int] = {kind: code for code, kind in enumerate(KINDS)}
CONTROL, DETENTION, FIXED, LIFE, DEATH_REPRIEVE = range(5)
CATEGORY_BIT: Mapping[str, int] = {category: 1 << place for place, category in enumerate(CATEGORIES)}
ORDINARY, MAJOR = 1, 2
RELAX_CODE: Mapping[str, int] = {"none": 0, "time": 1, "amount": 2}
HEAVY_MONTHS = 120
_CLOSED = frozenset({"remitted", "deposited", "waived"})
_EXCUSED_BY_INSTALMENT = frozenset({"fine", "compensation"})


DayColumn = Annotated[Days, "datetime64[D]", None]
FlagColumn = Annotated[Flags, "bool", False]
CountColumn = Annotated[Whole, "int64", 0]
KindColumn = Annotated[Codes, "int8", FIXED]
CodeColumn = Annotated[Codes, "int8", 0]
BitsColumn = Annotated[Bits, "int32", 0]
FindingColumn = Annotated[Codes, "int8", -1]


@dataclass(frozen=True)
class Columns:
    """The facts of commutation, parole and property, one place a case; lengths in months unless the name says days."""

    as_of: DayColumn
    kind: KindColumn
    form: KindColumn
    months: CountColumn
    term_months: CountColumn
    starts_on: DayColumn
    term_from: DayColumn
    effective_on: DayColumn
    admitted_on: DayColumn
    reprieve_expires_on: DayColumn
    credit_days: CountColumn
    not_counted_in_term: CountColumn
    not_counted_served: CountColumn
    restricted: FlagColumn
    no_commutation: FlagColumn
    suspended: FlagColumn
    categories: BitsColumn
    violent_heavy: FlagColumn
    heavy_counts: CountColumn
    counts: CountColumn
    reduced: FlagColumn
    last_is_cut: FlagColumn
    last_delivered_on: DayColumn
    last_cut_months: CountColumn
    cut_months: CountColumn
    to_life_on: DayColumn
    repentant: FlagColumn
    recidivist: FlagColumn
    birth_date: DayColumn
    infirm: FlagColumn
    incapacitated: FlagColumn
    reoffend_risk: FlagColumn
    merits: CodeColumn
    relax: CodeColumn
    new_fixed_on: DayColumn
    new_life_on: DayColumn
    crime_in_reprieve: FlagColumn
    unpaid: FlagColumn
    open_confiscation: FlagColumn
    open_other: FlagColumn
    open_not_excused: FlagColumn
    fine_remitted: FlagColumn
    hides: FlagColumn
    overspends: FlagColumn
    conduct_ended_on: DayColumn
    completed_on: DayColumn
    able: FindingColumn
    no_assets_found: FlagColumn
    restitution: FindingColumn
    special_approval: FlagColumn
    parole_revoked: FlagColumn

    def __len__(self) -> int:
        return len(self.as_of)

    def parts(self, size: int) -> Iterator[Columns]:
        """The same cases in runs of at most `size`, as views."""
        for start in range(0, len(self), size):
            yield Columns(**{name: getattr(self, name)[start : start + size] for name in SPECS})


#: Type and absent value of every column.
SPECS: Mapping[str, tuple[str, Any]] = {name: hint.__metadata__ for name, hint in get_type_hints(Columns, include_extras=True).items()}


def columns_from(given: Mapping[str, NDArray[Any]]) -> Columns:
    """Columns from some arrays of one length; facts not named are absent throughout. `as_of` must be named."""
    length = len(given["as_of"])
    made = {}
    for name, (dtype, absent) in SPECS.items():
        if name in given:
            made[name] = np.asarray(given[name], dtype=dtype)
        else:
            made[name] = np.full(length, np.datetime64("NaT") if absent is None else absent, dtype=dtype)
    return Columns(**made)


def columns_of(cases: Sequence[tuple[Fact, date]]) -> Columns:
    """Columns of cases whose facts were read by their shapes."""
    rows = [_row(facts, as_of) for facts, as_of in cases]
    return Columns(**{name: np.array([row.get(name, absent) for row in rows], dtype=dtype) for name, (dtype, absent) in SPECS.items()})


def _row(facts: Fact, as_of: date) -> dict[str, Any]:
    sentence, reductions = facts.get("sentence", {}), facts.get("reductions", ())
    row: dict[str, Any] = {
        "as_of": as_of,
        "relax": RELAX_CODE[facts.get("relax", "none")],
        "special_approval": facts.get("special_approval", False),
        "parole_revoked": _barred_by_revocation(facts.get("prior_parole")),
        **_offences(sentence),
    }
    if "kind" in sentence:
        row |= _sentence(sentence, standing(sentence, reductions)) | _reductions(reductions)
    for merit in facts.get("merits", ()):
        row["merits"] = row.get("merits", 0) | (MAJOR if merit["level"] == "major" else ORDINARY)
    return row | _offender(facts.get("offender", {})) | _new_crimes(facts) | _property(facts.get("property", {}))


def _sentence(sentence: Fact, now: Standing) -> dict[str, Any]:
    served = sentence.get("starts_on") if now.kind not in ("life", "death_reprieve") else served_from(sentence)
    given = ("starts_on", "effective_on", "admitted_on", "reprieve_expires_on", "restricted", "no_commutation")
    return {name: sentence[name] for name in given if name in sentence} | {
        "kind": KIND_CODE[now.kind],
        "form": KIND_CODE[now.form],
        "months": sentence.get("months", 0),
        "term_months": now.months or 0,
        "term_from": now.begins_on,
        "credit_days": now.credit_days,
        "not_counted_in_term": now.not_counted_days,
        "not_counted_served": days_not_counted(now.not_counted, served),
        "suspended": "suspension_months" in sentence,
    }


def _offences(sentence: Fact) -> dict[str, Any]:
    offences = sentence.get("offences", ())
    heavy = [_heavy(each, sentence) for each in offences]
    categories = 0
    for offence in offences:
        categories |= CATEGORY_BIT[offence["category"]]
    return {
        "categories": categories,
        "counts": len(offences),
        "heavy_counts": sum(heavy),
        "violent_heavy": any(weighs and each["category"] == "violent" for weighs, each in zip(heavy, offences, strict=True)),
    }


def _heavy(offence: Fact, sentence: Fact) -> bool:
    """Whether the count itself brought ten years or more; a single count without a term of its own has that of the sentence."""
    kind = offence.get("kind", sentence.get("kind"))
    if kind in ("life", "death_reprieve"):
        return True
    months = offence.get("months", sentence.get("months", 0) if len(sentence["offences"]) == 1 else 0)
    return bool(kind == "fixed" and months >= HEAVY_MONTHS)


def _reductions(reductions: Sequence[Fact]) -> dict[str, Any]:
    if not reductions:
        return {}
    last = reductions[-1]
    is_cut = last["type"] == "cut"
    return {
        "reduced": True,
        "last_is_cut": is_cut,
        "last_delivered_on": last["delivered_on"],
        "last_cut_months": last["months"] if is_cut else 0,
        "cut_months": sum(each["months"] for each in reductions if each["type"] == "cut"),
        "to_life_on": next((each["ruled_on"] for each in reductions if each["type"] == "to_life"), None),
    }


def _barred_by_revocation(prior: Fact | None) -> bool:
    """A parole once revoked bars another, save for a missed crime truthfully confessed or surrendered (2016 第三十条)."""
    return prior is not None and not (prior["ground"] == "missed_crime" and prior.get("confessed_or_surrendered", False))


def _offender(offender: Fact) -> dict[str, Any]:
    given = ("repentant", "recidivist", "birth_date", "incapacitated", "reoffend_risk")
    disabled = offender.get("disabled", False) and not offender.get("disability_self_inflicted", False)
    return {name: offender[name] for name in given if name in offender} | {"infirm": offender.get("serious_illness", False) or disabled}


def _new_crimes(facts: Fact) -> dict[str, Any]:
    """Latest final judgment for a new crime by its kind; one before the 死缓 was reduced fell within the reprieve."""
    reductions = facts.get("reductions", ())
    reprieved = facts.get("sentence", {}).get("kind") == "death_reprieve"
    reduced_on = reductions[0]["ruled_on"] if reprieved and reductions else None
    row: dict[str, Any] = {}
    for crime in facts.get("new_crimes", ()):
        if reduced_on and crime["judged_on"] < reduced_on:
            row["crime_in_reprieve"] = True
        else:
            name = f"new_{crime['kind']}_on"
            row[name] = max(row.get(name, crime["judged_on"]), crime["judged_on"])
    return row


def _property(judged: Fact) -> dict[str, Any]:
    unpaid = [each for each in judged.get("items", ()) if each["paid"] < each["amount"]]
    open_items = [each for each in unpaid if each.get("status") not in _CLOSED]
    conduct = set(judged.get("conduct", ()))
    given = ("conduct_ended_on", "completed_on", "no_assets_found")
    return {name: judged[name] for name in given if name in judged} | {
        "unpaid": bool(unpaid),
        "open_confiscation": any(each["kind"] == "confiscation" for each in open_items),
        "open_other": any(each["kind"] != "confiscation" for each in open_items),
        "open_not_excused": any(each["kind"] != "confiscation" and not _by_instalment(each) for each in open_items),
        "fine_remitted": any(each["kind"] == "fine" and each.get("status") == "remitted" for each in unpaid),
        "hides": bool(conduct & set(HIDING)),
        "overspends": bool(conduct & set(SPENDING)),
        "able": int(judged.get("able", -1)),
        "restitution": int(judged.get("active_restitution", -1)),
    }


def _by_instalment(item: Fact) -> bool:
    return item.get("status") == "instalment_current" and item["kind"] in _EXCUSED_BY_INSTALMENT
