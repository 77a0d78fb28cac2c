"""parole.assess over columns: who is excluded, how long was served, what else stands in the way.

刑法 第八十一条    有期徒刑执行原判刑期二分之一以上，无期徒刑实际执行十三年以上，确有悔改表现，没有再犯罪的危险的，可以假释.
    对累犯以及因故意杀人等被判处十年以上有期徒刑、无期徒刑的犯罪分子，不得假释.
2016 第二十三条 (起算)  第二十五条 (死缓)  第二十七条 (财产性判项)  第二十八条 (减刑后间隔)  第三十条 (撤销假释后).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.clocks import add_days, term_after
from zhiheng.law.sentence.columns import DEATH_REPRIEVE, FIXED, LIFE, Bits, Columns
from zhiheng.law.sentence.commutation_bars import after, not_begun, over
from zhiheng.law.sentence.property import ABLE_REFUSES, Performance, performance
from zhiheng.law.sentence.term import LIFE_FLOOR_MONTHS, REPRIEVE_FLOOR_MONTHS

PERMANENT = ("KIND", "LIFE_WITHOUT", "PAROLE_REVOKED", "RECIDIVIST", "SENTENCE_ENDED", "VIOLENT_10Y")
PASSING = (
    "INTERVAL_AFTER_REDUCTION",
    "NOT_REPENTANT",
    "PROPERTY_REFUSAL",
    "PROPERTY_WAIT",
    "REOFFEND_RISK",
    "REPRIEVE_RUNNING",
    "SENTENCE_NOT_BEGUN",
    "SERVED_TOO_SHORT",
)
BIT = {code: 1 << place for place, code in enumerate((*PERMANENT, *PASSING))}
INTERVAL_MONTHS, INTERVAL_AFTER_YEAR_MONTHS, LARGE_CUT_MONTHS = 12, 18, 12
SHORT_REMAINDER = 24
_NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class ParoleAssessment:
    """The answer, one place a case: bits of BIT, and the first day past each bar (NaT: none)."""

    reasons: Bits
    unknown: Bits
    served_on: Days
    interval_months: Whole
    interval_on: Days
    earliest_on: Days


def assess(at: Columns) -> ParoleAssessment:
    """The whole of 假释; the time served is not asked of those excluded for good, nor before a 死缓 is reduced (2016 第二十三条第三款)."""
    paid = performance(at)
    excluded = _excluded(at)
    for_good = excluded != 0
    running = at.form == DEATH_REPRIEVE
    served_on = np.where(at.special_approval | running, _NO_DAY, served_from_half(at))
    interval_months, interval_on, interval_unknown = _interval(at)
    time = _bit("SERVED_TOO_SHORT", at.as_of < served_on) | _bit("INTERVAL_AFTER_REDUCTION", at.as_of < interval_on)
    asked = ~for_good & ~at.special_approval & ~running
    unknown = _bit("SERVED_TOO_SHORT", asked & np.isnat(served_on)) | _bit("INTERVAL_AFTER_REDUCTION", interval_unknown & ~for_good)
    earliest = np.fmax(np.fmax(served_on, interval_on), paid.wait_until)
    return ParoleAssessment(
        reasons=(excluded | _substance(at, paid) | np.where(for_good, 0, time)) & ~unknown,
        unknown=unknown,
        served_on=served_on,
        interval_months=interval_months,
        interval_on=interval_on,
        earliest_on=np.where(for_good | (unknown != 0), _NO_DAY, earliest),
    )


def served_from_half(at: Columns) -> Days:
    """First day with the least time for parole behind it: half of a fixed term with credit, 13 years of life, 15 after the reprieve."""
    half = after(at.starts_on, at.months // 2)
    half = half + (15 * (at.months % 2) + (at.days + 1) // 2 - at.credit_days).astype("timedelta64[D]")
    life, reprieved = after(at.effective_on, LIFE_FLOOR_MONTHS), after(at.reprieve_expires_on, REPRIEVE_FLOOR_MONTHS)
    served = np.where(at.kind == DEATH_REPRIEVE, reprieved, np.where(at.kind == LIFE, life, half))
    return np.asarray(served + at.not_counted_served.astype("timedelta64[D]"))


def _excluded(at: Columns) -> Bits:
    """第八十一条第二款 and the other exclusions for good."""
    return (
        _bit("KIND", (at.kind < FIXED) | at.suspended)
        | _bit("RECIDIVIST", at.recidivist)
        | _bit("VIOLENT_10Y", at.violent_heavy)
        | _bit("LIFE_WITHOUT", at.no_commutation)
        | _bit("PAROLE_REVOKED", at.parole_revoked)
        | _bit("SENTENCE_ENDED", over(at))
    )


def _substance(at: Columns, paid: Performance) -> Bits:
    """Repentance, danger, property, and a reprieve still running."""
    refuses = paid.finding == ABLE_REFUSES
    return (
        _bit("NOT_REPENTANT", ~at.repentant | (paid.lacks_restitution & ~refuses))
        | _bit("REOFFEND_RISK", at.reoffend_risk)
        | _bit("PROPERTY_REFUSAL", refuses)
        | _bit("PROPERTY_WAIT", at.as_of < paid.wait_until)
        | _bit("REPRIEVE_RUNNING", at.form == DEATH_REPRIEVE)
        | _bit("SENTENCE_NOT_BEGUN", not_begun(at))
    )


def _interval(at: Columns) -> tuple[Whole, Days, Flags]:
    """第二十八条: months between the last reduction and parole; none in figures where less than two years are left.

    Not known where the ruling's service is not, or where the interval is not past and it is not known how much is left.
    """
    months = np.where(at.last_cut_months >= LARGE_CUT_MONTHS, INTERVAL_AFTER_YEAR_MONTHS, INTERVAL_MONTHS)
    runs = at.reduced & ~short_left(at)
    interval_on = after(at.last_delivered_on, months, runs)
    left_unknown = (at.form == FIXED) & np.isnat(at.term_from) & ~(at.as_of >= interval_on)
    return np.where(runs, months, 0), interval_on, runs & (np.isnat(at.last_delivered_on) | left_unknown)


def short_left(at: Columns) -> Flags:
    """Whether less than two years of a fixed term are left on the day of filing."""
    short = np.zeros(len(at), dtype=bool)
    asked = (at.form == FIXED) & ~np.isnat(at.term_from)
    if asked.any():
        left = at.term_months[asked] - at.cut_months[asked]
        shift = at.term_days[asked] - at.cut_days[asked] + at.not_counted_in_term[asked] - at.credit_days[asked]
        outside = add_days(term_after(at.term_from[asked], left), shift)
        short[asked] = outside < term_after(at.as_of[asked], SHORT_REMAINDER)
    return short


def _bit(code: str, where: Flags) -> Bits:
    return where.astype(np.int32) * np.int32(BIT[code])


def codes_in(bits: int | np.int32) -> list[str]:
    """The codes of a set of bits, sorted."""
    return sorted(code for code, bit in BIT.items() if int(bits) & bit)
