"""What a step guards by its own words: votes, blocks on the values given with an act, and a drawing of samples that anybody can repeat."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, one_or_many, wrong
from zhiheng.catalog.item_bounds import Outside

UNITS = ("minutes", "hours", "days", "months", "workdays")


class Span(Shape):
    """A time between two values, in one unit."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None
    months: int | None = None
    workdays: int | None = None

    @property
    def unit(self) -> str:
        """The unit as the law names it: minute, hour, day, month, workday; empty where there is none."""
        return next((unit.removesuffix("s") for unit in UNITS if getattr(self, unit) is not None), "")

    @property
    def amount(self) -> int:
        """How many of the unit."""
        return next((value for unit in UNITS if (value := getattr(self, unit)) is not None), 0)


class Stands(Shape):
    """How the organ of one role stands to another's by what is registered: own, higher, lower, elsewhere; not known, it holds not."""

    of: str
    to: str
    as_: Texts = Field(alias="as")


class Tally(Shape):
    """What is left of a number after the deductions of rows is not what a value says: of each item the greatest counts, once.

    Without rows, or where one of them has no deduction, it does not hold.
    rows, of   the field of rows and its column that is deducted; by: the column that names the item
    start      what is deducted from; never less than nothing is left
    value      the number that must be what is left
    """

    rows: str
    of: str
    by: str
    start: Decimal = Field(alias="from")
    value: str


class Block(Span):
    """An outcome is refused (or, with `reason`, goes on only with a recorded reason) where all of this holds.

    outcomes   outcomes it guards; nothing: all of the step
    when       values of the case, with those given with the act
    unless     values of the case that clear it, all of them together
    rows       a field of rows: it holds where any row fits (`when`, days and names are looked for in the row first)
    from, to   the time between two values is shorter than the length (`limit`: of the law); `longer`: is longer. Without both days it does
               not hold. `first_day`: the day of `from` counts; `roll`: the last day moves past days off, as the clock beside it does;
               `last_day`: the day on which the length ends still lies within it (an age is reached the day after the birthday)
    then_days  so many days more after the length (一个月又十五日)
    excludes   two values, the first and the last day that do not count as part of the time (停止计算); without both all days count
    paused     a step: the days for which it was suspended do not count as part of the time between the two values; with a value beside it:
               those since its day
    same, differ   two values are the same, are not the same; apart: two numbers lie further apart than `over`
    exceeds  the first of two numbers is more than the second (with `share`: than this share, or so many times, of it); without both it does
             not hold
    sum      the first of these numbers is not the sum of the others; a missing one is no zero: then it holds too
    month, after   the first of two values does not lie in the calendar month so many after that of the second; without both
               it does not hold
    text, words  the text of a value holds one of these words
    at, clock  some moment of a value, or of the span between two, lies between these times of day (the second not included)
    outside    a number lies outside what its item of a catalogue gives (in any row, where `rows` is named)
    share, of  fewer than this share of the rows fit `of`; fewer: fewer than so many of them
    tally      a score is not what the deductions listed in rows leave
    stands     the organ of a role stands so to that of another, as far as both are registered with level and place
    """

    says: str
    code: str = ""
    reason: Flag = False
    outcomes: Texts = ()
    when: Condition = Field(default_factory=dict)
    unless: Condition = Field(default_factory=dict)
    rows: str = ""
    start: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    limit: str = ""
    first_day: Flag = False
    then_days: int = 0
    last_day: Flag = False
    longer: Flag = False
    roll: Flag = False
    paused: Texts = ()
    excludes: Texts = ()
    same: Texts = ()
    differ: Texts = ()
    apart: Texts = ()
    exceeds: Texts = ()
    sum_: Texts = Field(default=(), alias="sum")
    month: Texts = ()
    after: int = 0
    over: Decimal = Decimal(0)
    text: str = ""
    words: Texts = ()
    at: Texts = ()
    clock: Annotated[tuple[time, ...], BeforeValidator(one_or_many)] = ()
    outside: Outside | None = None
    stands: Stands | None = None
    tally: Tally | None = None
    share: Decimal | None = None
    fewer: int = 0
    of: Condition = Field(default_factory=dict)
    source: str = ""
    policy: str = ""
    mark: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Block:
        if bool(self.start) != bool(self.until) or bool(self.start) != bool(self.unit or self.limit):
            raise wrong("期间没有写全", "同时写 from、to 和 days（months、workdays）或 limit。")
        pairs = (self.same, self.differ, self.apart, self.exceeds, self.month, self.excludes)
        if any(pair and len(pair) != len(("one", "other")) for pair in pairs):
            raise wrong("比较的值应为两个", "写 same: [一, 二]。")
        if bool(self.text) != bool(self.words):
            raise wrong("没有写全查哪个字段的哪些词", "同时写 text: 字段 和 words: [词, …]。")
        if bool(self.at) != (len(self.clock) == len(("first", "last"))) or len(self.at) > len(("first", "last")):
            raise wrong("没有写全哪个时刻落在一日的哪段时间", '写 at: [起, 止] 和 clock: ["22:00", "06:00"]。')
        if (self.fewer or (self.share is not None and not self.exceeds)) and not self.rows:
            raise wrong("占比、人数没有写明成组字段", "写 rows: 成组字段。")
        return self


class Sample(Shape):
    """A drawing by lot that anybody can repeat: candidates in the order of SHA-256 of `seed|key`, the first so many of each group.

    of        field of rows: the candidates; key: the column that names one; by: the column that groups them (each group is drawn apart)
    seed      value that holds the seed; without: value that lists keys left out (the next in order comes instead)
    number    value that says how many; or share (rounded up) and least of each group
    into      value that takes the rows drawn; digest: value that takes the SHA-256 of all candidates
    """

    of: str
    key: str
    by: str = ""
    seed: str
    without: str = ""
    number: str = ""
    share: Decimal | None = None
    least: int = 0
    into: str = "drawn"
    digest: str = "frame_digest"
    outcomes: Texts = ()

    @model_validator(mode="after")
    def _how_many(self) -> Sample:
        if bool(self.number) == (self.share is not None):
            raise wrong("没有写明抽多少", "写 number: 数量字段，或写 share: 比例（加 least: 最少）。")
        return self


class Panel(Shape):
    """A decision taken by voting: a field of rows (`name, agreed, dissent`) that holds at least so many voters."""

    least: int = 1
    votes: str = "votes"
    quorum: Literal["", "majority", "two_thirds", "all"] = ""
    outcomes: Texts = ()


class Filed(Shape):
    """An outcome waits for papers filed in the dossier: issued in this case, in one opened from it, or in the one it was opened from.

    papers    any of these will do
    when      values of the case, with those given with the act; without it always
    before    a value: the paper must have been issued before that day or instant, not only before the act
    reason    goes on with a recorded reason
    """

    papers: Texts
    says: str = ""
    code: str = "NOT_FILED"
    when: Condition = Field(default_factory=dict)
    before: str = ""
    outcomes: Texts = ()
    reason: Flag = False
    source: str = ""
    policy: str = ""
    mark: str = ""


class Unlike(Shape):
    """Texts that are not to be another's: so alike to those of another case of the procedure, they go on only with a recorded reason.

    fields    texts of the step's form, compared as one
    of        role whose organ's other cases they are compared with, as far as the step was done there within so many days
    percent   how much they must have in common; least: signs below which they are not compared
    outcomes  outcomes it guards, here and in the other cases; nothing: all of the step
    """

    fields: Texts
    of: str
    says: str
    percent: int = 90
    days: int = 180
    least: int = 40
    code: str = "COPIED"
    outcomes: Texts = ()
    source: str = ""
    policy: str = ""
    mark: str = ""


Papers = Annotated[tuple[Filed, ...], BeforeValidator(one_or_many)]
Blocks = Annotated[tuple[Block, ...], BeforeValidator(one_or_many)]
