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
from zhiheng.law.facts import need
from zhiheng.law.sentence.shapes import CATEGORIES, HIDING, KINDS, LONGEST_MONTHS, SPENDING, TIMED
from zhiheng.law.sentence.standing import Fact, Standing, cut_of, days_not_counted, served_from, standing

Codes = NDArray[np.int8]
Bits = NDArray[np.int32]

KIND_CODE: Mapping[str, int] = {kind: code for code, kind in enumerate(KINDS)}
CONTROL, DETENTION, FIXED, LIFE, DEATH_REPRIEVE = range(5)
CATEGORY_BIT: Mapping[str, int] = {category: 1 << place for place, category in enumerate(CATEGORIES)}
ORDINARY, MAJOR = 1, 2
RELAX_CODE: Mapping[str, int] = {"none": 0, "time": 1, "amount": 2}
HEAVY_MONTHS = 120
_OPEN: Mapping[str, Any] = {"unpaid": True, "open_other": True, "open_not_excused": True}
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
    days: CountColumn
    term_months: CountColumn
    term_days: CountColumn
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
    cut_days: CountColumn
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
    return columns_of_rows([row_of(facts, as_of) for facts, as_of in cases])


def columns_of_rows(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Columns of rows that name what is not absent."""
    return Columns(**{name: np.array([row.get(name, absent) for row in rows], dtype=dtype) for name, (dtype, absent) in SPECS.items()})


def row_of(facts: Fact, as_of: date) -> dict[str, Any]:
    """The row of one case."""
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
    begun = {"starts_on": now.begins_on} if now.kind in TIMED else {}
    return (
        {name: sentence[name] for name in given if name in sentence}
        | begun
        | {
            "kind": KIND_CODE[now.kind],
            "form": KIND_CODE[now.form],
            "months": sentence.get("months", 0),
            "days": sentence.get("days", 0),
            "term_months": now.months or 0,
            "term_days": now.days,
            "term_from": now.begins_on,
            "credit_days": now.credit_days,
            "not_counted_in_term": now.not_counted_days,
            "not_counted_served": days_not_counted(now.not_counted, served),
            "suspended": "suspension_months" in sentence,
        }
    )


def _offences(sentence: Fact) -> dict[str, Any]:
    offences = sentence.get("offences", ())
    heavy = heaviness(sentence)
    categories = 0
    for offence in offences:
        categories |= CATEGORY_BIT[offence["category"]]
    return {
        "categories": categories,
        "counts": len(offences),
        "heavy_counts": sum(each is True for each in heavy),
        "violent_heavy": any(weighs and each["category"] == "violent" for weighs, each in zip(heavy, offences, strict=True)),
    }


def heaviness(sentence: Fact) -> list[bool | None]:
    """Of each count whether it alone brought ten years or more; None where its own sentence is not given and cannot be inferred.

    A single count has the sentence itself. Of several, one without months brought at least what the others cannot have brought together.
    """
    offences = sentence.get("offences", ())
    if len(offences) == 1:
        return [_weighs({**sentence, **offences[0]}, None)]
    most = [_most_months(each, sentence) for each in offences]
    lifelong = [each.get("kind") in ("life", "death_reprieve") for each in offences]
    untold = [place for place, each in enumerate(offences) if "kind" not in each]
    found: list[bool | None] = []
    for place, offence in enumerate(offences):
        if "kind" not in offence and sentence.get("kind") in ("life", "death_reprieve"):
            found.append(True if untold == [place] and not any(lifelong) else None)
        else:
            least = sentence.get("months", 0) - sum(most[:place]) - sum(most[place + 1 :])
            found.append(_weighs({"kind": sentence.get("kind"), **offence}, (least, most[place])))
    return found


def _weighs(count: Fact, between: tuple[int, int] | None) -> bool | None:
    """Whether a count with this sentence weighs ten years; without months, by the least and the most it can have."""
    if count.get("kind") in ("life", "death_reprieve"):
        return True
    if count.get("kind") in ("control", "detention"):
        return False
    if "months" in count:
        return bool(count["months"] >= HEAVY_MONTHS)
    if between is None:
        return None
    least, most = between
    return True if least >= HEAVY_MONTHS else False if most < HEAVY_MONTHS else None


def _most_months(offence: Fact, sentence: Fact) -> int:
    """The longest fixed term a count can have brought."""
    if offence.get("kind") in ("control", "detention"):
        return 0
    whole = sentence.get("months", LONGEST_MONTHS["fixed"])
    return int(offence.get("months", 0 if sentence.get("kind") in ("control", "detention") else whole))


def _reductions(reductions: Sequence[Fact]) -> dict[str, Any]:
    if not reductions:
        return {}
    last = reductions[-1]
    cut_months, cut_days = cut_of(reductions)
    is_cut = last["type"] == "cut"
    return {
        "reduced": True,
        "last_is_cut": is_cut,
        "last_delivered_on": last.get("delivered_on"),
        "last_cut_months": last.get("months", 0) if is_cut else 0,
        "cut_months": cut_months,
        "cut_days": cut_days,
        "to_life_on": next((each.get("ruled_on") for each in reductions if each["type"] == "to_life"), None),
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
    if not facts.get("new_crimes"):
        return {}
    reduced_on = need(reductions[0], "ruled_on", "facts.reductions[1]", "裁定日") if reprieved and reductions else None
    row: dict[str, Any] = {}
    for crime in facts.get("new_crimes", ()):
        if reduced_on and crime["judged_on"] < reduced_on:
            row["crime_in_reprieve"] = True
        else:
            name = f"new_{crime['kind']}_on"
            row[name] = max(row.get(name, crime["judged_on"]), crime["judged_on"])
    return row


def _property(judged: Fact) -> dict[str, Any]:
    done = "completed_on" in judged
    unpaid = [each for each in judged.get("items", ()) if settled(each) is False and not (done and "status" not in each)]
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


def settled(item: Fact) -> bool | None:
    """Whether an item is fully performed; all property confiscated is open until executed; None where the sums are not given."""
    if item.get("status") == "executed":
        return True
    if item.get("all_property"):
        return False
    if "paid" in item and "amount" in item:
        return bool(item["paid"] >= item["amount"])
    return False if item.get("paid") == 0 or item.get("status") else None


def open_columns(judged: Fact | None) -> tuple[dict[str, Any], str | None]:
    """The columns of property judgments if what is not told of them is open, and the fact that would tell it; none where all is told."""
    if judged is None or "completed_on" in judged:
        return {}, None
    if "items" not in judged:
        return dict(_OPEN), "facts.property.items"
    untold = [(number, item) for number, item in enumerate(judged["items"], start=1) if settled(item) is None]
    if not untold:
        return {}, None
    number, first = untold[0]
    kinds = {item["kind"] for _, item in untold}
    other = dict(_OPEN) if kinds - {"confiscation"} else {"unpaid": True}
    seized = {"open_confiscation": True} if "confiscation" in kinds else {}
    return other | seized, f"facts.property.items[{number}].{'paid' if 'paid' not in first else 'amount'}"


def _by_instalment(item: Fact) -> bool:
    return item.get("status") == "instalment_current" and item["kind"] in _EXCUSED_BY_INSTALMENT
