"""Single cases of the benchmark as the raw facts an officer would send, for the path that answers one case at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from bench.law_facts import NEW_TERM_MONTHS, NO_STATUS, Arrays
from zhiheng.law.clocks import add_days
from zhiheng.law.sentence.columns import DEATH_REPRIEVE, LIFE, MAJOR, ORDINARY
from zhiheng.law.sentence.shapes import CATEGORIES, ITEM_KINDS, ITEM_STATUS, KINDS

Fact = dict[str, Any]
_FLAGS = ("restricted", "no_commutation")
_DAYS = ("starts_on", "effective_on", "admitted_on", "reprieve_expires_on")


def told(facts: Arrays, place: int) -> tuple[Fact, date]:
    """The facts of one case as JSON has them, and its day of filing."""
    at = {name: values[..., place].tolist() for name, values in facts.items()}
    said = {
        "sentence": _sentence(at),
        "offender": _given(
            repentant=at["repentant"],
            recidivist=at["recidivist"],
            birth_date=_text(at["birth_date"]),
            serious_illness=at["infirm"],
            incapacitated=at["incapacitated"],
        ),
        "reductions": list(_reductions(at)),
        "merits": [{"level": level} for level, bit in (("ordinary", ORDINARY), ("major", MAJOR)) if at["merits"] & bit],
        "relax": ("none", "time", "amount")[at["relax"]],
    }
    if at["judged_on"]:
        said["new_crimes"] = [{"kind": "life" if at["judged_for_life"] else "fixed", "judged_on": _text(at["judged_on"])}]
    return said | ({"property": _property(at)} if at["items"] else {}), at["as_of"]


def _sentence(at: Fact) -> Fact:
    timed = at["kind"] < LIFE
    starts_on = at["starts_on"]
    said = _given(
        kind=list(KINDS)[at["kind"]],
        months=at["months"] if timed else None,
        **{name: _text(at[name]) for name in _DAYS},
        **{name: at[name] or None for name in _FLAGS},
        suspension_months=12 if at["suspended"] else None,
        offences=_offences(at),
    )
    begun = starts_on or date(2019, 3, 1)
    if at["custody_days"]:
        said["custody"] = [_period(begun, -at["custody_days"] - 1, -2) | {"kind": "criminal_detention"}]
    if at["not_counted_in_term"]:
        said["not_counted"] = [_period(begun, 100, 99 + at["not_counted_in_term"]) | {"ground": "escape"}]
    return said


def _offences(at: Fact) -> list[Fact]:
    categories = list(CATEGORIES)
    first = {"category": categories[at["first_category"]]}
    if at["counts"] == 1:
        return [first]
    kind = list(KINDS)[at["kind"]] if at["kind"] < LIFE else "fixed"
    own = {"months": at["months"]} if at["kind"] < LIFE else {"kind": list(KINDS)[at["kind"]]}
    return [first | own, {"category": categories[at["second_category"]], "kind": kind, "months": at["second_months"]}]


def _reductions(at: Fact) -> Any:
    """Conversions first, then cuts; a 死缓 goes to life and on to a fixed term, or to it at once."""
    straight = at["kind"] != DEATH_REPRIEVE or not at["to_life_on"]
    kinds = (["to_fixed"] if straight else ["to_life", "to_fixed"])[: at["conversions"]] + ["cut"] * at["cuts"]
    cuts = iter(at["cut"])
    for kind, served_on in zip(kinds, at["served"], strict=False):
        months = {"cut": lambda: next(cuts), "to_fixed": lambda: NEW_TERM_MONTHS, "to_life": lambda: None}[kind]()
        yield _given(type=kind, months=months, ruled_on=_text(add_days(served_on, -at["ruled_ago"])), delivered_on=_text(served_on))


def _property(at: Fact) -> Fact:
    """Items with their status, and conduct by one example of each kind."""
    items = [
        _given(
            kind=list(ITEM_KINDS)[at["item_kind"][number]],
            amount=1000,
            paid=0 if at["item_unpaid"][number] else 1000,
            status=[*list(ITEM_STATUS)[:NO_STATUS], None][at["item_status"][number]],
        )
        for number in range(at["items"])
    ]
    conduct = ["obstructs_enforcement"] * at["hides"] + ["excess_spending"] * at["overspends"]
    return _given(
        items=items,
        conduct=conduct,
        conduct_ended_on=_text(at["conduct_ended_on"]),
        completed_on=_text(at["completed_on"]),
        able=None if at["able"] < 0 else bool(at["able"]),
        no_assets_found=at["no_assets_found"],
        active_restitution=None if at["restitution"] < 0 else bool(at["restitution"]),
    )


def _given(**fields: Any) -> Fact:
    """Only the fields that are given."""
    return {name: value for name, value in fields.items() if value is not None}


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _period(begun: date, first: int, last: int) -> Fact:
    return {"from": _text(add_days(begun, first)), "to": _text(add_days(begun, last))}
