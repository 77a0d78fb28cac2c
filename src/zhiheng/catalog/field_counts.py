"""A number of a form that the platform counts itself: days of a span, or of all spans on record of the person within some months."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog.declared import Condition, Shape, Texts, one_or_many, wrong

Names = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]


class Counts(Shape):
    """What is counted: `{from: from, to: to}`, both days included; of several names the first that has a value.

    months    within so many months up to the last day; with `records` those of the person are counted too, each day once
    records   dataset of the exchange standard; begins, ends: its fields; without: rows in which these values stand do not count
    only      rows in which other values stand do not count
    since     a field of the case: rows that began before its day do not count (an earlier term); without its day all count
    what      days, or times: how many spans
    own       false: only what is on record counts, not the span itself; more that the case said before stands
    last_day  false: the last day is not counted (the day on which somebody was found)
    when      only where these values stand; else the number is as it was given

    What is given instead is refused where it differs; over records it may be more (not everything is on record), never less.
    """

    start: Names = Field(alias="from")
    to: Names
    months: int = 0
    records: str = ""
    begins: Names = ()
    ends: Names = ()
    without: Condition = Field(default_factory=dict)
    only: Condition = Field(default_factory=dict)
    since: str = ""
    what: Literal["days", "times"] = "days"
    own: bool = True
    last_day: bool = True
    when: Condition = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> Counts:
        if not self.start or not self.to:
            raise wrong("没有写明起止日", "写 counts: {from: 起日字段, to: 止日字段}。")
        if self.records and not (self.begins and self.ends and self.months > 0):
            raise wrong("从记录中计数的没有写全", "写 months、records、begins 和 ends。")
        if (not self.own or self.only or self.since) and not self.records:
            raise wrong("own、only、since 只用于从记录中计数", "写 records，或者删去 own、only、since。")
        return self

    @property
    def fields(self) -> Texts:
        """Fields of the dataset that it reads."""
        return tuple(dict.fromkeys((*self.begins, *self.ends, *self.without, *self.only)))
