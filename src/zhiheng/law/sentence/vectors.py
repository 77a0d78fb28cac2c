"""The sentence-execution rules over whole columns, for SQL models: what a ruling of commutation or parole breached.

A day that does not exist (no earlier ruling, no reprieve) is given as 1900-01-01, for NULL makes the whole answer NULL. `penalty` is the
original one (control, detention, fixed, life, death_reprieve); `converted` says that it is a fixed term by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhiheng.law.calendar import Days
from zhiheng.law.errors import Refused
from zhiheng.law.sentence import commutation_core, parole_core
from zhiheng.law.sentence.columns import (
    CATEGORY_BIT,
    DEATH_REPRIEVE,
    FIXED,
    KIND_CODE,
    LIFE,
    MAJOR,
    ORDINARY,
    RELAX_CODE,
    Columns,
    columns_from,
)
from zhiheng.law.sentence.commutation_core import Assessment
from zhiheng.law.sentence.commutation_table import NONE, ROWS
from zhiheng.law.texts import citation_text
from zhiheng.law.vectors import Vector

NO_DAY = np.datetime64("1900-01-01", "D")
_MERIT_BIT = {"": 0, "none": 0, "merit": ORDINARY, "ordinary": ORDINARY, "major": MAJOR}
#: What bars a filing but is no breach of the ruling itself, or is told under a code of its own.
NOT_OF_RULING = ("HALF_TERM_REACHED", "SENTENCE_ENDED", "SENTENCE_NOT_BEGUN")
OVER_MAXIMUM, UNDER_TERM, UNDER_HALF = "OVER_MAXIMUM", "UNDER_TERM", "UNDER_HALF"

#: Arguments of the commutation functions in their order, with their kinds.
COMMUTATION_ARGUMENTS: Mapping[str, str] = {
    "filed_on": "date",
    "penalty": "str",
    "converted": "bool",
    "reduced_to_life": "bool",
    "months": "int",
    "starts_on": "date",
    "effective_on": "date",
    "admitted_on": "date",
    "reprieve_expires_on": "date",
    "restricted": "bool",
    "no_commutation": "bool",
    "suspended": "bool",
    "strict": "bool",
    "graft": "bool",
    "violent": "bool",
    "violent_heavy": "bool",
    "counts": "int",
    "last_ruled_on": "date",
    "last_cut_months": "int",
    "cut_months": "int",
    "repentant": "bool",
    "merit": "str",
    "relaxed": "bool",
    "ruled_months": "int",
    "ruled_term_months": "int",
}
PAROLE_ARGUMENTS: Mapping[str, str] = {
    "paroled_on": "date",
    "penalty": "str",
    "months": "int",
    "starts_on": "date",
    "credit_days": "int",
    "effective_on": "date",
    "reprieve_expires_on": "date",
    "restricted": "bool",
    "no_commutation": "bool",
    "violent_heavy": "bool",
    "recidivist": "bool",
}
Given = Mapping[str, NDArray[Any]]
Breaches = tuple[Columns, Assessment, dict[str, NDArray[np.bool_]]]


def commutation_breaches(*arguments: NDArray[Any]) -> NDArray[Any]:
    """What a ruling of commutation breached: codes joined by commas, empty where it breached nothing."""
    given = dict(zip(COMMUTATION_ARGUMENTS, arguments, strict=True))
    _, _, broken = _least_breached(given)
    return _joined(broken)


def commutation_breach_words(*arguments: NDArray[Any]) -> NDArray[Any]:
    """The same in Chinese, each breach with the numbers compared and the article."""
    given = dict(zip(COMMUTATION_ARGUMENTS, arguments, strict=True))
    at, found, broken = _least_breached(given)
    words = np.full(len(at), "", dtype=object)
    for place in np.flatnonzero(np.logical_or.reduce(list(broken.values()))):
        words[place] = "；".join(_words(given, found, broken, int(place)))
    return words


def parole_breaches(*arguments: NDArray[Any]) -> NDArray[Any]:
    """What a ruling of parole breached: excluded persons and too short a time served; codes joined by commas."""
    given = dict(zip(PAROLE_ARGUMENTS, arguments, strict=True))
    kind = _kinds(given["penalty"])
    plain = ("months", "credit_days", "no_commutation", "recidivist")
    length = len(kind)
    at = columns_from(
        {name: given[name] for name in plain}
        | {
            "as_of": given["paroled_on"],
            "kind": kind,
            "form": np.where(kind == DEATH_REPRIEVE, LIFE, kind),
            "violent_heavy": given["violent_heavy"] | (given["restricted"] & (kind == DEATH_REPRIEVE)),
            "repentant": np.ones(length, dtype=bool),
            **{name: _day(given[name]) for name in ("starts_on", "effective_on", "reprieve_expires_on")},
        }
    )
    reasons = parole_core.assess(at).reasons
    return _joined({code: (reasons & bit) != 0 for code, bit in parole_core.BIT.items() if code not in NOT_OF_RULING})


def _least_breached(given: Given) -> Breaches:
    """The assessment kindest to the ruling: where a relaxation is open, in time or in amount, whichever leaves fewer breaches."""
    ways = [_breaches(given, RELAX_CODE[way]) for way in ("time", "amount")]
    by_time, by_amount = ways
    amount_kinder = sum(each.astype(int) for each in by_amount[2].values()) < sum(each.astype(int) for each in by_time[2].values())
    if not np.any(amount_kinder):
        return by_time
    broken = {code: np.where(amount_kinder, by_amount[2][code], by_time[2][code]) for code in by_time[2]}
    chosen = {
        name: np.where(amount_kinder, getattr(by_amount[1], name), getattr(by_time[1], name)) for name in Assessment.__dataclass_fields__
    }
    return by_time[0], Assessment(**chosen), broken


def _breaches(given: Given, relax: int) -> Breaches:
    """The assessment under one way of relaxing, and every breach by its code."""
    at = _columns(given, relax)
    found = commutation_core.assess(at)
    over = (found.most_months != NONE) & (given["ruled_months"] > found.most_months)
    under_half = (at.kind <= FIXED) & (at.cut_months + given["ruled_months"] > at.months // 2)
    first_term = (given["ruled_term_months"] > 0) & (found.least_term_months != NONE)
    broken = {code: (found.reasons & bit) != 0 for code, bit in commutation_core.BIT.items() if code not in NOT_OF_RULING}
    return (
        at,
        found,
        broken
        | {
            OVER_MAXIMUM: over & ~under_half,
            UNDER_HALF: under_half,
            UNDER_TERM: first_term & (given["ruled_term_months"] < found.least_term_months),
        },
    )


def _columns(given: Given, relax: int) -> Columns:
    kind = _kinds(given["penalty"])
    converted = given["converted"]
    reprieved = np.where(given["reduced_to_life"], LIFE, DEATH_REPRIEVE)
    last_on = _day(given["last_ruled_on"])
    strict_bits = np.where(given["strict"], CATEGORY_BIT["duty"], 0) | np.where(given["violent"], CATEGORY_BIT["violent"], 0)
    same = ("months", "restricted", "no_commutation", "suspended", "violent_heavy", "counts", "last_cut_months", "cut_months", "repentant")
    return columns_from(
        {name: given[name] for name in same}
        | {
            "as_of": given["filed_on"],
            "kind": kind,
            "form": np.where(kind < LIFE, kind, np.where(converted, FIXED, np.where(kind == LIFE, LIFE, reprieved))),
            "categories": strict_bits | np.where(given["graft"], CATEGORY_BIT["graft"], 0),
            "reduced": ~np.isnat(last_on),
            "last_delivered_on": last_on,
            "merits": _coded(given["merit"], _MERIT_BIT, "立功情形"),
            "relax": np.where(given["relaxed"], relax, RELAX_CODE["none"]),
            "incapacitated": given["relaxed"],
            "infirm": given["relaxed"],
            **{name: _day(given[name]) for name in ("starts_on", "effective_on", "admitted_on", "reprieve_expires_on")},
        }
    )


def _kinds(penalty: NDArray[Any]) -> NDArray[np.int8]:
    return _coded(penalty, {**KIND_CODE, "": FIXED}, "主刑")


def _coded(values: NDArray[Any], codes: Mapping[str, int], zh: str) -> NDArray[np.int8]:
    """Codes of a column of words; an empty word stands in a row without an answer, any other must be known."""
    words, places = np.unique(np.asarray(values, dtype=str), return_inverse=True)
    unknown = sorted(set(words.tolist()) - set(codes))
    if unknown:
        raise Refused("UNKNOWN_CODE", f"{zh}没有“{unknown[0]}”这个取值", f"可用取值：{'、'.join(each for each in codes if each)}")
    return np.array([codes[word] for word in words], dtype=np.int8)[places]


def _day(day: Days) -> Days:
    """1900-01-01 stands for no day."""
    return np.where(day <= NO_DAY, np.datetime64("NaT"), day)


def _joined(broken: Mapping[str, NDArray[np.bool_]]) -> NDArray[Any]:
    codes = np.full(len(next(iter(broken.values()))), "", dtype=object)
    for place in np.flatnonzero(np.logical_or.reduce(list(broken.values()))):
        codes[place] = ",".join(sorted(code for code, held in broken.items() if held[place]))
    return codes


def _words(given: Given, found: Assessment, broken: Mapping[str, NDArray[np.bool_]], place: int) -> Iterator[str]:
    """The breaches of one ruling in words."""
    row = ROWS[found.class_code[place]]
    cite = "、".join(citation_text(one) for one in row.cites)
    filed_on = given["filed_on"][place]
    tell: Mapping[str, Callable[[], str]] = {
        "NO_GROUND": lambda: "没有确有悔改表现，也没有立功〔刑法 第七十八条〕",
        "NOT_STARTED": lambda: (
            f"须执行 {found.start_months[place]} 个月，{found.start_on[place]} 起方可报请，实于 {filed_on} 报请〔{cite}〕"
        ),
        "INTERVAL": lambda: (
            f"间隔 {found.interval_months[place]} 个月，{found.interval_on[place]} 起方可报请，实于 {filed_on} 报请〔{cite}〕"
        ),
        OVER_MAXIMUM: lambda: f"一次减刑不超过 {found.most_months[place]} 个月，实减 {given['ruled_months'][place]} 个月〔{cite}〕",
        UNDER_TERM: lambda: (
            f"减后刑期不少于 {found.least_term_months[place]} 个月，实为 {given['ruled_term_months'][place]} 个月〔{cite}〕"
        ),
        UNDER_HALF: lambda: (
            f"原判 {given['months'][place]} 个月，减刑合计 {given['cut_months'][place] + given['ruled_months'][place]} 个月，"
            "实际执行不足二分之一〔刑法 第七十八条〕"
        ),
        "LIFE_WITHOUT": lambda: "终身监禁，不得减刑〔刑法 第三百八十三条〕",
        "REPRIEVE_RUNNING": lambda: "死刑缓期执行尚未减刑〔刑法 第五十条〕",
        "SUSPENDED_SENTENCE": lambda: "宣告缓刑，没有重大立功表现〔办理减刑假释案件具体应用法律的规定 第十八条〕",
    }
    return (tell[code]() for code, held in broken.items() if held[place])


FUNCTIONS: Mapping[str, Vector] = {
    "commutation_breaches": Vector(commutation_breaches, tuple(COMMUTATION_ARGUMENTS.values()), "str", "减刑裁定违反的规定（代码）"),
    "commutation_breach_words": Vector(commutation_breach_words, tuple(COMMUTATION_ARGUMENTS.values()), "str", "减刑裁定违反的规定"),
    "parole_breaches": Vector(parole_breaches, tuple(PAROLE_ARGUMENTS.values()), "str", "假释裁定违反的规定（代码）"),
}
