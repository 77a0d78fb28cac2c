"""commutation.assess over columns: the class of sentence, the ground, the time bars, the amplitude and what stands in the way.

刑法 第七十八条; 2016 第六至二十一条, 第四十条; 2019; 2024 第四、六条. One definition for one case and for a million: every function
takes and gives arrays, a missing day is NaT, NONE where the law sets no number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.clocks import add_days, term_after
from zhiheng.law.sentence import commutation_table as table
from zhiheng.law.sentence.columns import (
    CATEGORY_BIT,
    DEATH_REPRIEVE,
    DETENTION,
    FIXED,
    LIFE,
    MAJOR,
    ORDINARY,
    RELAX_CODE,
    Bits,
    Codes,
    Columns,
)
from zhiheng.law.sentence.commutation_table import NONE
from zhiheng.law.sentence.property import ABLE_REFUSES, Performance, performance
from zhiheng.law.sentence.shapes import STRICT_CATEGORIES

REASONS = (
    "HALF_TERM_REACHED",
    "INTERVAL",
    "LIFE_WITHOUT",
    "NEW_CRIME_BAR",
    "NOT_STARTED",
    "NO_GROUND",
    "PROPERTY_WAIT",
    "REPRIEVE_RUNNING",
    "SUSPENDED_SENTENCE",
)
BIT = {code: 1 << place for place, code in enumerate(REASONS)}
PART_ROWS = 1 << 16

STRICT_BITS = sum(CATEGORY_BIT[each] for each in STRICT_CATEGORIES)
_GRAFT, _VIOLENT = CATEGORY_BIT["graft"], CATEGORY_BIT["violent"]
_GRAFT_SINCE = np.datetime64(table.GRAFT_SINCE, "D")
_AMENDMENT_NINE = np.datetime64("2015-11-01", "D")
_NO_DAY = np.datetime64("NaT", "D")
_OLD_MONTHS, _ADULT_MONTHS = 65 * 12, 18 * 12
_FILLER = np.datetime64("2000-01-01", "D")


@dataclass(frozen=True)
class Assessment:
    """The answer, one place a case.

    reasons, unknown    bits of BIT: what stands in the way; what cannot be told
    *_on                first day on which a bar is past (NaT: none in force); earliest_on the latest of them
    *_months            NONE where the law sets none
    """

    reasons: Bits
    unknown: Bits
    class_code: Codes
    level: Codes
    start_months: Whole
    start_on: Days
    interval_months: Whole
    interval_on: Days
    new_crime_on: Days
    property_on: Days
    earliest_on: Days
    most_months: Whole
    least_term_months: Whole
    most_term_months: Whole
    least_probation_months: Whole

    @property
    def eligible(self) -> Flags:
        """Nothing stands in the way and nothing is unknown."""
        return np.asarray((self.reasons == 0) & (self.unknown == 0))


def assess(at: Columns) -> Assessment:
    """Assess every case, a run at a time so that the work stays in the processor's cache."""
    parts = [assess_part(part) for part in at.parts(PART_ROWS)]
    if len(parts) == 1:
        return parts[0]
    return Assessment(**{each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Assessment)})


def assess_part(at: Columns) -> Assessment:
    """The whole of 减刑 for one run of cases, in the order of the law."""
    paid = performance(at)
    major = (at.merits & MAJOR) != 0
    class_code = class_of(at, paid)
    level = level_of(at, paid)
    faster, larger = relaxed(at)
    start_months, start_on, start_unknown = _start(at, class_code, major, faster)
    interval_months, interval_on = _interval(at, class_code, major, faster)
    new_crime_on = _new_crime(at)
    property_on = np.where(major, _NO_DAY, paid.wait_until)
    most, half_reached = _amplitude(at, class_code, level, larger)

    ended = _ended(at, major)
    reasons = (
        _bit("NO_GROUND", level == 0)
        | _bit("NOT_STARTED", at.as_of < start_on)
        | _bit("INTERVAL", at.as_of < interval_on)
        | _bit("NEW_CRIME_BAR", at.as_of < new_crime_on)
        | _bit("PROPERTY_WAIT", at.as_of < property_on)
        | _bit("HALF_TERM_REACHED", half_reached)
    )
    unknown = _bit("NOT_STARTED", start_unknown)
    over = ended != 0
    earliest = np.fmax(np.fmax(start_on, interval_on), np.fmax(new_crime_on, property_on))
    return Assessment(
        reasons=np.where(over, ended, reasons & ~unknown),
        unknown=np.where(over, 0, unknown),
        class_code=class_code,
        level=level,
        start_months=start_months,
        start_on=start_on,
        interval_months=interval_months,
        interval_on=interval_on,
        new_crime_on=new_crime_on,
        property_on=property_on,
        earliest_on=np.where(over, _NO_DAY, earliest),
        most_months=np.where(over, NONE, most),
        least_term_months=np.where(over, NONE, table.LEAST_TERM[class_code, level]),
        most_term_months=np.where(over, NONE, table.MOST_TERM[class_code, level]),
        least_probation_months=np.where(at.suspended & ~over, np.where(at.kind == DETENTION, 2, 12), NONE),
    )


def class_of(at: Columns, paid: Performance) -> Codes:
    """Row of the table: the sentence as it stands, its length, and whether the person belongs to a class treated strictly."""
    strict = ((at.categories & STRICT_BITS) != 0) | at.recidivist | (paid.finding == ABLE_REFUSES)
    graft = ((at.categories & _GRAFT) != 0) & (at.as_of >= _GRAFT_SINCE) & ~(at.effective_on < _AMENDMENT_NINE)
    long = at.months >= 120
    heavy = at.violent_heavy | (at.heavy_counts >= 2)
    plain = np.where(long, table.FROM_10Y, np.where(at.months < 60, table.UNDER_5Y, table.UNDER_10Y))
    fixed = np.where(strict | (long & heavy), np.where(long, table.STRICT_FROM_10Y, table.STRICT_UNDER_10Y), plain)
    fixed = np.where(graft, np.where(long, table.GRAFT_FROM_10Y, table.GRAFT_UNDER_10Y), fixed)
    stricter = strict | ((at.categories & _VIOLENT) != 0) | (at.counts >= 2)
    grade = np.where(graft, 2, stricter.astype(np.int8))
    reprieved = np.where(at.restricted, 3, grade)
    converted = at.form == FIXED
    graded = np.where(
        at.kind == DEATH_REPRIEVE,
        np.where(converted, table.REPRIEVED_FIXED, table.REPRIEVED) + reprieved,
        np.where(converted, table.LIFE_FIXED, table.LIFE) + grade,
    )
    code = np.where(at.kind >= LIFE, graded, np.where(at.kind == FIXED, fixed, table.TIMED_SHORT))
    return np.asarray(code.astype(np.int8))


def level_of(at: Columns, paid: Performance) -> Codes:
    """1 repentance or merit, 2 both, 3 major merit, 4 repentance and major merit; 0 no ground (刑法 第七十八条)."""
    repentant = at.repentant & ~paid.excluded
    ordinary, major = (at.merits & ORDINARY) != 0, (at.merits & MAJOR) != 0
    lesser = repentant.astype(np.int8) + ordinary.astype(np.int8)
    return np.asarray(np.where(major, 3 + repentant.astype(np.int8), lesser).astype(np.int8))


def relaxed(at: Columns) -> tuple[Flags, Flags]:
    """Whether time is shortened, whether the amount is enlarged: asked for, and 2016 第十九条 or 第二十条 is met."""
    may = at.relax != 0
    if may.any():
        may = may.copy()
        may[may] = minor_serving(at)[may] | infirm(at)[may]
    return may & (at.relax == RELAX_CODE["time"]), may & (at.relax == RELAX_CODE["amount"])


def minor_serving(at: Columns) -> Flags:
    """第十九条: under eighteen when service began (a year is full the day after the birthday), no case of 刑法 第八十一条第二款."""
    began = np.where(~np.isnat(at.admitted_on), at.admitted_on, np.where(~np.isnat(at.effective_on), at.effective_on, at.starts_on))
    return (began <= after(at.birth_date, _ADULT_MONTHS)) & ~at.recidivist & ~at.violent_heavy


def infirm(at: Columns) -> Flags:
    """第二十条: past work and self-care, and old (sixty-five at filing), seriously ill, or disabled otherwise than by own hand."""
    return at.incapacitated & ((at.as_of > after(at.birth_date, _OLD_MONTHS)) | at.infirm)


def short_remainder(at: Columns) -> tuple[Flags, Flags]:
    """第十六条: less than two years left when the judgment took effect; and whether that cannot be told."""
    counted = ~np.isnat(at.starts_on) & ~np.isnat(at.effective_on)
    short = at.months < table.SHORT_REMAINDER
    asked = counted & ~short & (at.kind == FIXED)
    if asked.any():
        outside = add_days(after(at.starts_on[asked], at.months[asked]), at.not_counted_in_term[asked] - at.credit_days[asked])
        short = short.copy()
        short[asked] = outside < after(at.effective_on[asked], table.SHORT_REMAINDER)
    return short, ~counted & ~short


def after(day: Days, months: int | Whole) -> Days:
    """First day with `months` behind it, NaT where the day is not known."""
    none = np.isnat(day)
    if not none.any():
        return term_after(day, months)
    return np.asarray(np.where(none, _NO_DAY, term_after(np.where(none, _FILLER, day), months)))


def _start(at: Columns, class_code: Codes, major: Flags, faster: Flags) -> tuple[Whole, Days, Flags]:
    """Months to be served first, the day they are, and whether that cannot be told for want of a day."""
    months = table.START[class_code]
    months = np.where(faster, months * 2 // 3, months)
    lifted = (major & table.LIFTS_START[class_code]) | (months == NONE)
    short, short_unknown = short_remainder(at)
    timed = at.kind <= FIXED
    lifted = lifted | (timed & short)
    served_from = np.where(timed, at.admitted_on, np.where(at.kind == LIFE, at.effective_on, at.reprieve_expires_on))
    start_on = np.where(lifted, _NO_DAY, after(np.where(lifted, _NO_DAY, served_from), months))
    asked = ~lifted & ~at.suspended
    unknown = asked & (np.isnat(served_from) | (timed & short_unknown & (at.as_of < start_on)))
    return np.where(lifted, NONE, months), start_on, unknown


def _interval(at: Columns, class_code: Codes, major: Flags, faster: Flags) -> tuple[Whole, Days]:
    """Months between two reductions, never fewer than were cut last time, and the day they are past."""
    months = table.INTERVAL[class_code]
    months = np.maximum(np.where(faster, months * 2 // 3, months), at.last_cut_months)
    runs = at.reduced & (table.INTERVAL[class_code] != NONE) & ~(major & table.LIFTS_INTERVAL[class_code])
    interval_on = np.full(len(at), _NO_DAY)
    if runs.any():
        interval_on[runs] = term_after(at.last_delivered_on[runs], months[runs])
    return np.where(runs, months, NONE), interval_on


def _new_crime(at: Columns) -> Days:
    """第二十一条: the bar for a new intentional crime."""
    bar = np.full(len(at), _NO_DAY)
    reprieve_on = np.where(at.crime_in_reprieve, at.to_life_on, _NO_DAY)
    for day, months in (
        (at.new_fixed_on, table.NEW_FIXED_BAR),
        (at.new_life_on, table.NEW_LIFE_BAR),
        (reprieve_on, table.REPRIEVE_CRIME_BAR),
    ):
        if not np.isnat(day).all():
            bar = np.fmax(bar, after(day, months))
    return bar


def _amplitude(at: Columns, class_code: Codes, level: Codes, larger: Flags) -> tuple[Whole, Flags]:
    """Most months for this ruling: the class's, or what half of the original term leaves; and whether nothing is left."""
    most = table.MOST[class_code, level]
    most = np.where(larger & (most != NONE), most * 4 // 3, most)
    left = at.months // 2 - at.cut_months
    timed = at.kind <= FIXED
    most = np.where(timed & (most != NONE), np.maximum(np.minimum(most, left), 0), most)
    return most, timed & (left <= 0)


def _ended(at: Columns, major: Flags) -> Bits:
    """What ends the test at once, one bit; 0 where it goes on."""
    running = at.form == DEATH_REPRIEVE
    suspended = at.suspended & ~major
    return np.asarray(
        np.where(
            at.no_commutation,
            BIT["LIFE_WITHOUT"],
            np.where(running, BIT["REPRIEVE_RUNNING"], np.where(suspended, BIT["SUSPENDED_SENTENCE"], 0)),
        ).astype(np.int32)
    )


def _bit(code: str, where: Flags) -> Bits:
    return where.astype(np.int32) * np.int32(BIT[code])


def codes_in(bits: int | np.int32) -> list[str]:
    """The codes of a set of bits, sorted."""
    return sorted(code for code, bit in BIT.items() if int(bits) & bit)
