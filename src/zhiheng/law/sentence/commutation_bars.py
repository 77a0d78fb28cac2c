"""The time bars of commutation over columns: start, interval, new crimes, and the relaxations that shorten them.

2016 第六至十一、十三、十四条 (起始、间隔), 第十六条 (余刑不满二年), 第十九、二十条 (从宽), 第二十一条 (又故意犯罪), 第四十条 (起算).
A missing day is
NaT, a bar that is not in force too.
"""

from __future__ import annotations

import numpy as np

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.clocks import add_days, term_after
from zhiheng.law.sentence import commutation_table as table
from zhiheng.law.sentence.columns import FIXED, LIFE, RELAX_CODE, Codes, Columns
from zhiheng.law.sentence.commutation_table import NONE

_NO_DAY = np.datetime64("NaT", "D")
_OLD_MONTHS, _ADULT_MONTHS = 65 * 12, 18 * 12


def start(at: Columns, class_code: Codes, major: Flags, faster: Flags) -> tuple[Whole, Days, Flags]:
    """Months to be served first, the day they are, and whether that cannot be told for want of a day."""
    months = table.START[class_code]
    months = np.where(faster, months * 2 // 3, months)
    lifted = (major & table.LIFTS_START[class_code]) | (months == NONE)
    short, short_unknown = short_remainder(at)
    timed = at.kind <= FIXED
    lifted = lifted | (timed & short)
    served_from = np.where(timed, at.admitted_on, np.where(at.kind == LIFE, at.effective_on, at.reprieve_expires_on))
    start_on = after(served_from, months, ~lifted)
    asked = ~lifted & ~at.suspended
    unknown = asked & (np.isnat(served_from) | (timed & short_unknown & (at.as_of < start_on)))
    return np.where(lifted, NONE, months), start_on, unknown


def interval(at: Columns, class_code: Codes, major: Flags, faster: Flags) -> tuple[Whole, Days, Flags]:
    """Months between two reductions, never fewer than were cut last time, the day they are past, and whether it cannot be told."""
    months = table.INTERVAL[class_code]
    months = np.maximum(np.where(faster, months * 2 // 3, months), at.last_cut_months)
    runs = at.reduced & (table.INTERVAL[class_code] != NONE) & ~(major & table.LIFTS_INTERVAL[class_code])
    return np.where(runs, months, NONE), after(at.last_delivered_on, months, runs), runs & np.isnat(at.last_delivered_on)


def new_crime(at: Columns) -> Days:
    """第二十一条: the bar for a new intentional crime."""
    bar = np.full(len(at), _NO_DAY)
    reprieve_on = np.where(at.crime_in_reprieve, at.to_life_on, _NO_DAY)
    for day, months in (
        (at.new_fixed_on, table.NEW_FIXED_BAR),
        (at.new_life_on, table.NEW_LIFE_BAR),
        (reprieve_on, table.REPRIEVE_CRIME_BAR),
    ):
        bar = np.fmax(bar, after(day, months))
    return bar


def relaxed(at: Columns) -> tuple[Flags, Flags]:
    """Whether time is shortened, whether the amount is enlarged: asked for, and 2016 第十九条 or 第二十条 is met."""
    may = at.relax != 0
    if may.any():
        may = may & (minor_serving(at) | infirm(at))
    return may & (at.relax == RELAX_CODE["time"]), may & (at.relax == RELAX_CODE["amount"])


def minor_serving(at: Columns) -> Flags:
    """第十九条: under eighteen when service began (a year is full the day after the birthday), no case of 刑法 第八十一条第二款."""
    began = np.where(~np.isnat(at.admitted_on), at.admitted_on, np.where(~np.isnat(at.effective_on), at.effective_on, at.starts_on))
    return (began <= after(at.birth_date, _ADULT_MONTHS)) & ~at.recidivist & ~at.violent_heavy


def infirm(at: Columns) -> Flags:
    """第二十条: past work and self-care, and old (sixty-five at filing), seriously ill, or disabled otherwise than by own hand."""
    return at.incapacitated & ((at.as_of > after(at.birth_date, _OLD_MONTHS, at.incapacitated)) | at.infirm)


def short_remainder(at: Columns) -> tuple[Flags, Flags]:
    """第十六条: less than two years left when the judgment took effect; and whether that cannot be told."""
    counted = ~np.isnat(at.starts_on) & ~np.isnat(at.effective_on)
    short = at.months < table.SHORT_REMAINDER
    asked = np.flatnonzero(counted & ~short & (at.kind == FIXED))
    shift = at.not_counted_in_term[asked] - at.credit_days[asked]
    outside = add_days(term_after(at.starts_on[asked], at.months[asked]), at.days[asked] + shift)
    short[asked] = outside < term_after(at.effective_on[asked], table.SHORT_REMAINDER)
    return short, ~counted & ~short


def over(at: Columns) -> Flags:
    """Whether the term has ended before the day of filing (刑法 第七十八、八十一条 speak of the time of execution)."""
    ended = np.zeros(len(at), dtype=bool)
    left = at.term_months - at.cut_months
    shift = at.term_days - at.cut_days + at.not_counted_in_term - at.credit_days
    least = (30 * left - 3 + shift).astype("timedelta64[D]")
    timed = (at.form <= FIXED) & ~at.suspended & ~np.isnat(at.term_from) & (at.term_months + at.term_days > 0)
    asked = np.flatnonzero(timed & (at.as_of >= at.term_from + least))
    ended[asked] = at.as_of[asked] >= add_days(term_after(at.term_from[asked], left[asked]), shift[asked])
    return ended


def not_begun(at: Columns) -> Flags:
    """Whether filing precedes the judgment's effect, or the first day of a timed sentence."""
    return (at.as_of < at.effective_on) | ((at.kind <= FIXED) & (at.as_of < at.starts_on))


def after(day: Days, months: int | Whole, where: Flags | None = None) -> Days:
    """First day with `months` behind it; NaT where the day is not known or, where flags are given, they do not hold.

    Rows are picked by their places: picking by flags costs several times as much where the flags fall at random.
    """
    known = ~np.isnat(day)
    places = np.flatnonzero(known if where is None else known & where)
    found = np.full(len(day), _NO_DAY)
    found[places] = term_after(day[places], months if isinstance(months, int) else months[places])
    return found
