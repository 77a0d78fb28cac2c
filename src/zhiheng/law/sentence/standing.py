"""The sentence as it stands after its reductions: which form is being served, from which day, for how many months.

Source: 刑法 第四十一、四十四、四十七条 (credit), 第五十一条, 第八十条 (conversion); 刑事诉讼法 第七十六条 (designated residence),
第二百六十八条第三款 (time not counted); 行政处罚法 第三十五条 (administrative detention).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import missing
from zhiheng.law.sentence.shapes import CUSTODY_KINDS, TIMED

Fact = Mapping[str, Any]

#: Days of the sentence that one day of custody counts for, by kind of custody and of sentence (control, detention, fixed).
CREDIT: Mapping[str, Mapping[str, Fraction]] = {
    "criminal_detention": {"control": Fraction(2), "detention": Fraction(1), "fixed": Fraction(1)},
    "designated_residence": {"control": Fraction(1), "detention": Fraction(1, 2), "fixed": Fraction(1, 2)},
    "administrative_detention": {"control": Fraction(0), "detention": Fraction(1), "fixed": Fraction(1)},
    "liuzhi": {"control": Fraction(2), "detention": Fraction(1), "fixed": Fraction(1)},
    "guanhu": {"control": Fraction(2), "detention": Fraction(1), "fixed": Fraction(1)},
}
CREDIT_CITES = {
    "criminal_detention": ("刑法#第四十一条", "刑法#第四十四条", "刑法#第四十七条"),
    "designated_residence": ("刑事诉讼法_2018#第七十六条",),
    "administrative_detention": ("行政处罚法_2021#第三十五条",),
    "liuzhi": ("监察法_2024#第五十条",),
    "guanhu": ("监察法_2024#第五十条",),
}
SUPERVISION_LAW_SINCE = date(2025, 6, 1)


@dataclass(frozen=True)
class Standing:
    """What is being served.

    form            control, detention, fixed (also once reduced to it), life (also once reduced to it), death_reprieve (not yet reduced)
    months, days    the term before cuts: the original, or the fixed term of the conversion; months None for life and 死缓, or not given
    begins_on       first day of that term, custody that runs on unbroken into it included; None where the facts do not give it
    entered_on      the first day as the execution notice states it
    credit_days     days credited for custody that was broken off; `custody_days` with the unbroken ones
    """

    kind: str
    form: str
    months: int | None
    days: int
    begins_on: date | None
    entered_on: date | None
    reductions: Sequence[Fact]
    credit_days: int
    custody_days: int
    not_counted: Sequence[Fact]

    @property
    def converted(self) -> bool:
        """Whether a life sentence or a 死缓 has become a fixed term."""
        return self.form == "fixed" and self.kind not in TIMED

    @property
    def cut_months(self) -> int:
        """Months taken off by all rulings; a ruling without its amount is refused."""
        return cut_of(self.reductions)[0]

    @property
    def cut_days(self) -> int:
        """Days taken off beside the months."""
        return cut_of(self.reductions)[1]

    @property
    def months_left(self) -> int | None:
        """The term after its cuts."""
        return None if self.months is None else self.months - self.cut_months

    @property
    def not_counted_days(self) -> int:
        """Days not counted that fall within the term now served."""
        return days_not_counted(self.not_counted, self.begins_on)

    def outside_on(self) -> date | None:
        """First day after the sentence: the shortened term counted anew, less credit, plus time not counted."""
        if self.begins_on is None or self.months is None:
            return None
        left = self.months - self.cut_months
        return add_days(term_after(self.begins_on, left), self.days - self.cut_days + self.not_counted_days - self.credit_days)

    def ends_on(self) -> date | None:
        """Last day of the sentence."""
        outside = self.outside_on()
        return None if outside is None else add_days(outside, -1)

    @property
    def exhausted(self) -> bool:
        """Whether custody before the term already makes it full, so that nothing is left to serve."""
        outside = self.outside_on()
        return self.custody_days > 0 and outside is not None and self.entered_on is not None and outside <= self.entered_on


def standing(sentence: Fact, reductions: Sequence[Fact] = ()) -> Standing:
    """What a sentence has become; its kind must be given."""
    kind = sentence["kind"]
    not_counted = sentence.get("not_counted", ())
    if kind in TIMED:
        begins_on, broken = unbroken(sentence)
        return Standing(
            kind, kind, sentence.get("months"), sentence.get("days", 0), begins_on, sentence.get("starts_on"), reductions,
            credit_days(kind, broken), credit_days(kind, sentence.get("custody", ())), not_counted,
        )  # fmt: skip
    fixed = next((each for each in reductions if each["type"] == "to_fixed"), None)
    if fixed is not None:
        from_reprieve = kind == "death_reprieve" and reductions[0] is fixed
        begins_on = sentence.get("reprieve_expires_on") if from_reprieve else fixed.get("ruled_on")
        return Standing(
            kind, "fixed", fixed.get("months"), fixed.get("days", 0), begins_on, begins_on, reductions, 0, 0, not_counted
        )  # fmt: skip
    form = "life" if kind == "life" or reductions else "death_reprieve"
    return Standing(kind, form, None, 0, None, None, reductions, 0, 0, not_counted)


def cut_of(reductions: Sequence[Fact]) -> tuple[int, int]:
    """Months and days taken off by all rulings; a cut without its months is refused."""
    months = days = 0
    for number, each in enumerate(reductions, start=1):
        if each["type"] == "cut":
            if "months" not in each:
                raise missing(f"facts.reductions[{number}].months", "减去的月数")
            months, days = months + each["months"], days + each.get("days", 0)
    return months, days


def term_start_place(now: Standing) -> str:
    """The fact that would give the first day of the term now served."""
    if not now.converted:
        return "facts.sentence.starts_on"
    place = next(number for number, each in enumerate(now.reductions, start=1) if each["type"] == "to_fixed")
    if now.kind == "death_reprieve" and place == 1:
        return "facts.sentence.reprieve_expires_on"
    return f"facts.reductions[{place}].ruled_on"


def term_length_place(now: Standing) -> str:
    """The fact that would give the length of the term now served."""
    if not now.converted:
        return "facts.sentence.months"
    place = next(number for number, each in enumerate(now.reductions, start=1) if each["type"] == "to_fixed")
    return f"facts.reductions[{place}].months"


def unbroken(sentence: Fact) -> tuple[date | None, Sequence[Fact]]:
    """First day of the custody that runs on unbroken into the term, day for day part of it, and the custody broken off before."""
    starts_on = sentence.get("starts_on")
    before = sorted(sentence.get("custody", ()), key=lambda each: str(each["to"]))
    while starts_on and before and _runs_on(sentence["kind"], before[-1], starts_on):
        starts_on = before.pop()["from"]
    return starts_on, before


def _runs_on(kind: str, period: Fact, starts_on: date) -> bool:
    """Whether a period counts day for day and ends on the eve of the term; control, which is not served in custody, takes none."""
    return kind != "control" and CREDIT[period["kind"]][kind] == 1 and add_days(period["to"], 1) == starts_on


def served_from(sentence: Fact) -> date | None:
    """The day from which life and 死缓 count as served: the judgment's effect, the end of the reprieve (2016 第二十三条)."""
    return sentence.get("effective_on" if sentence["kind"] == "life" else "reprieve_expires_on")


def credit_days(kind: str, custody: Sequence[Fact]) -> int:
    """Days of the sentence served by earlier custody; half a day left over counts for the offender."""
    return ceil(sum((credited(kind, each) for each in custody), Fraction(0)))


def credited(kind: str, period: Fact) -> Fraction:
    """What one period of custody, both days included, counts for."""
    return CREDIT[period["kind"]][kind] * inclusive_days(period)


def inclusive_days(period: Fact) -> int:
    """Days of a period that counts both its first and its last day."""
    return days_between(period["from"], period["to"]) + 1


def days_not_counted(periods: Sequence[Fact], since: date | None) -> int:
    """Days of the periods that lie on or after `since` (all of them where it is not known)."""
    return sum(max(0, days_between(max(each["from"], since or each["from"]), each["to"]) + 1) for each in periods)


def custody_words(kind: str, period: Fact, *, runs_on: bool = False) -> str:
    """One period of custody and what it counts for, in a Chinese phrase."""
    if runs_on:
        return f"{CUSTODY_KINDS[period['kind']]} {inclusive_days(period)} 日，与刑期起算日不间断，自该日起连续计算"
    days = credited(kind, period)
    return f"{CUSTODY_KINDS[period['kind']]} {inclusive_days(period)} 日折抵 {float(days):g} 日"


def custody_source(period: Fact, as_of: date) -> tuple[tuple[str, ...], str]:
    """The articles a period of custody is credited by, and their mark: the 监察法 of 2018 was seen at second hand only."""
    if period["kind"] in ("liuzhi", "guanhu") and as_of < SUPERVISION_LAW_SINCE:
        return ("监察法(2018)#第四十四条",), "S"
    return CREDIT_CITES[period["kind"]], "T"
