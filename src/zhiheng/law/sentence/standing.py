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
from zhiheng.law.sentence.shapes import CUSTODY_KINDS, TIMED

Fact = Mapping[str, Any]

#: Days of the sentence that one day of custody counts for, by kind of custody and of sentence (control, detention, fixed).
CREDIT: Mapping[str, Mapping[str, Fraction]] = {
    "criminal_detention": {"control": Fraction(2), "detention": Fraction(1), "fixed": Fraction(1)},
    "designated_residence": {"control": Fraction(1), "detention": Fraction(1, 2), "fixed": Fraction(1, 2)},
    "administrative_detention": {"control": Fraction(0), "detention": Fraction(1), "fixed": Fraction(1)},
    "liuzhi": {"control": Fraction(2), "detention": Fraction(1), "fixed": Fraction(1)},
}
CREDIT_CITES = {
    "criminal_detention": ("刑法#第四十一条", "刑法#第四十四条", "刑法#第四十七条"),
    "designated_residence": ("刑事诉讼法_2018#第七十六条",),
    "administrative_detention": ("行政处罚法_2021#第三十五条",),
    "liuzhi": ("监察法(2018)#第四十四条",),
}
UNVERIFIED_CUSTODY = frozenset({"liuzhi"})


@dataclass(frozen=True)
class Standing:
    """What is being served.

    form        control, detention, fixed (also once reduced to it), life (also once reduced to it), death_reprieve (not yet reduced)
    months      term in months before cuts: the original, or the fixed term of the conversion; None for life and 死缓
    begins_on   first day of that term; None where the facts do not give it, or it has none
    """

    kind: str
    form: str
    months: int | None
    begins_on: date | None
    cut_months: int
    credit_days: int
    not_counted: Sequence[Fact]

    @property
    def converted(self) -> bool:
        """Whether a life sentence or a 死缓 has become a fixed term."""
        return self.form == "fixed" and self.kind not in TIMED

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
        if self.begins_on is None or self.months_left is None:
            return None
        return add_days(term_after(self.begins_on, self.months_left), self.not_counted_days - self.credit_days)

    def ends_on(self) -> date | None:
        """Last day of the sentence."""
        outside = self.outside_on()
        return None if outside is None else add_days(outside, -1)


def standing(sentence: Fact, reductions: Sequence[Fact] = ()) -> Standing:
    """What a sentence has become; its kind must be given."""
    kind = sentence["kind"]
    cuts = sum(each["months"] for each in reductions if each["type"] == "cut")
    not_counted = sentence.get("not_counted", ())
    if kind in TIMED:
        credit = credit_days(kind, sentence.get("custody", ()))
        return Standing(kind, kind, sentence.get("months"), sentence.get("starts_on"), cuts, credit, not_counted)
    fixed = next((each for each in reductions if each["type"] == "to_fixed"), None)
    if fixed is not None:
        from_reprieve = kind == "death_reprieve" and reductions[0] is fixed
        begins_on = sentence.get("reprieve_expires_on") if from_reprieve else fixed["ruled_on"]
        return Standing(kind, "fixed", fixed["months"], begins_on, cuts, 0, not_counted)
    form = "life" if kind == "life" or reductions else "death_reprieve"
    return Standing(kind, form, None, None, 0, 0, not_counted)


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


def custody_words(kind: str, period: Fact) -> str:
    """One period of custody and what it counts for, in a Chinese phrase."""
    days = credited(kind, period)
    return f"{CUSTODY_KINDS[period['kind']]} {inclusive_days(period)} 日折抵 {float(days):g} 日"
