"""commutation.assess over columns: the class of sentence, the ground, the time bars, the amplitude and what stands in the way.

刑法 第七十八条; 2016 第六至二十一条, 第四十条; 2019; 2024 第四、六条. One definition for one case and for a million: every function
takes and gives arrays, a missing day is NaT, NONE where the law sets no number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.sentence import commutation_bars as bars
from zhiheng.law.sentence import commutation_table as table
from zhiheng.law.sentence.columns import (
    CATEGORY_BIT,
    DEATH_REPRIEVE,
    DETENTION,
    FIXED,
    LIFE,
    MAJOR,
    ORDINARY,
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
    "SENTENCE_ENDED",
    "SENTENCE_NOT_BEGUN",
    "SUSPENDED_SENTENCE",
)
BIT = {code: 1 << place for place, code in enumerate(REASONS)}
PART_ROWS = 1 << 16

STRICT_BITS = sum(CATEGORY_BIT[each] for each in STRICT_CATEGORIES)
_GRAFT, _VIOLENT = CATEGORY_BIT["graft"], CATEGORY_BIT["violent"]
_GRAFT_SINCE = np.datetime64(table.GRAFT_SINCE, "D")
_AMENDMENT_NINE = np.datetime64("2015-11-01", "D")
_NO_DAY = np.datetime64("NaT", "D")


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
    if len(at) <= PART_ROWS:
        return assess_part(at)
    whole = {}
    for start, part in zip(range(0, len(at), PART_ROWS), at.parts(PART_ROWS), strict=True):
        for name, column in vars(assess_part(part)).items():
            if name not in whole:
                whole[name] = np.empty(len(at), column.dtype)
            whole[name][start : start + len(part)] = column
    return Assessment(**whole)


def assess_part(at: Columns) -> Assessment:
    """The whole of 减刑 for one run of cases, in the order of the law."""
    paid = performance(at)
    major = (at.merits & MAJOR) != 0
    class_code = class_of(at, paid)
    level = level_of(at, paid)
    faster, larger = bars.relaxed(at)
    start_months, start_on, start_unknown = bars.start(at, class_code, major, faster)
    interval_months, interval_on, interval_unknown = bars.interval(at, class_code, major, faster)
    new_crime_on = bars.new_crime(at)
    property_on = np.where(major, _NO_DAY, paid.wait_until)
    half_reached = (at.kind <= FIXED) & (_half_left(at) <= 0) & (at.months + at.days > 0)
    finished = bars.over(at)

    ended = _ended(at, major)
    over = ended != 0
    amounts = class_code * table.LEVELS + np.where(over, 0, level).astype(np.int8)
    reasons = (
        _bit("NO_GROUND", level == 0)
        | _bit("NOT_STARTED", at.as_of < start_on)
        | _bit("INTERVAL", at.as_of < interval_on)
        | _bit("NEW_CRIME_BAR", at.as_of < new_crime_on)
        | _bit("PROPERTY_WAIT", at.as_of < property_on)
        | _bit("HALF_TERM_REACHED", half_reached)
        | _bit("SENTENCE_ENDED", finished)
        | _bit("SENTENCE_NOT_BEGUN", bars.not_begun(at))
    )
    unknown = _bit("NOT_STARTED", start_unknown) | _bit("INTERVAL", interval_unknown)
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
        earliest_on=np.where(over | finished, _NO_DAY, earliest),
        most_months=_most(at, table.MOST[amounts], larger),
        least_term_months=table.LEAST_TERM[amounts],
        most_term_months=table.MOST_TERM[amounts],
        least_probation_months=np.where(at.suspended & ~over, np.where(at.kind == DETENTION, 2, 12), NONE),
    )


def class_of(at: Columns, paid: Performance) -> Codes:
    """Row of the table: the sentence as it stands, its length, and whether the person belongs to a class treated strictly.

    The table lists longer terms after shorter ones and stricter grades after milder, so that rows are found by adding.
    """
    strict = ((at.categories & STRICT_BITS) != 0) | at.recidivist | (paid.finding == ABLE_REFUSES)
    graft = ((at.categories & _GRAFT) != 0) & (at.as_of >= _GRAFT_SINCE) & ~(at.effective_on < _AMENDMENT_NINE)
    long = at.months >= 120
    heavy = at.violent_heavy | (at.heavy_counts >= 2)
    plain = table.UNDER_5Y + (at.months >= 60) + long
    fixed = np.where(strict | (long & heavy), table.STRICT_UNDER_10Y + long, plain)
    fixed = np.where(graft, table.GRAFT_UNDER_10Y + long, fixed)
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


def _most(at: Columns, most: Whole, larger: Flags) -> Whole:
    """Most months for this ruling: the class's, enlarged by a third where it may be, or what half of the original term leaves."""
    most = np.where(larger & (most != NONE), most * 4 // 3, most)
    left = np.maximum(_half_left(at), 0)
    most = np.where(most == table.HALF_ONLY, left, most)
    return np.where((at.kind <= FIXED) & (most != NONE), np.minimum(most, left), most)


def _half_left(at: Columns) -> Whole:
    """Whole months that may still be taken off before half of the original term is reached; a month beside days counts thirty."""
    half = (at.months * 30 + at.days) // 2
    return np.asarray((half - at.cut_months * 30 - at.cut_days) // 30)


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
