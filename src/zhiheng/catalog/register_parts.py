"""Parts of a register's acts: lengths of time, clocks, least durations, confirmations, blocks and balances."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, one_or_many, wrong

Mark = Literal["", "T", "L", "S", "U", "X", "P"]


class Length(Shape):
    """A length of time: an amount in one unit, or a statutory limit by its name."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None
    workdays: int | None = None
    months: int | None = None
    limit: str = ""
    facts: Mapping[str, str] = Field(default_factory=dict)
    source: str = ""
    policy: str = ""
    mark: Mark = ""

    @property
    def amount(self) -> tuple[int, str] | None:
        """The amount and its unit as `law.clocks` names it."""
        given = ((self.minutes, "minute"), (self.hours, "hour"), (self.days, "day"), (self.workdays, "workday"), (self.months, "month"))
        return next(((count, unit) for count, unit in given if count is not None), None)

    @model_validator(mode="after")
    def _one_length(self) -> Length:
        said = [one for one in (self.minutes, self.hours, self.days, self.workdays, self.months) if one is not None]
        if len(said) + bool(self.limit) + bool(getattr(self, "due", "")) != 1:
            raise wrong("应写明一个时长", "写 minutes、hours、days、workdays、months、limit、due 之一。")
        return self


class Within(Length):
    """A clock that an act starts.

    from    field of the entry it counts from; the instant of the act where none is said
    due     field that holds the last day or instant itself
    until   acts that end it; every act that leaves the state where none is said
    before  must be done at least so long (in days) before the day `from` names
    reminds days before the last day from which it is near; three where none is said
    when    starts only where these values stand
    roll    false: a length of the pack's own never moves past days off
    """

    from_: str = Field(default="", alias="from")
    due: str = ""
    until: Texts = ()
    before: Flag = False
    reminds: Annotated[tuple[int, ...], BeforeValidator(one_or_many)] = ()
    when: Condition = Field(default_factory=dict)
    title: str = ""
    roll: Flag = True

    @model_validator(mode="after")
    def _before_what(self) -> Within:
        if self.before and (self.days is None or not self.from_):
            raise wrong("“之前若干日”没有写明日数和所据的日期", "写 before: true 时同时写 days 和 from。")
        return self


class Lasts(Length):
    """A least duration: the state that the act opens cannot be left earlier. `from`: the field it counts from."""

    from_: str = Field(default="", alias="from")
    until: Texts = ()


class OnTime(Length):
    """Until when the act itself is to be done, counted from a field; later it needs a reason, of the act or in `explained_by`."""

    from_: str = Field(alias="from")
    explained_by: str = ""


class Confirmed(Shape):
    """Another organ must confirm the act before it counts. `organ`: the field that names it; `within`: its clock.

    asked, answered   fields of days: the day of the newest act that waits (or waited), and of its confirmation or refusal
    """

    organ: str
    asked: str = ""
    answered: str = ""
    within: Length | None = None
    right: str = "register.keep"


BORN = ".born"
"""Behind a field: the day of birth that an identity number states."""


class Blocked(Shape):
    """The act is refused (or asks for a reason) where these values stand; `says` is the sentence shown.

    exceeds, share   the first of two numbers is more than the second, or than this share of it (rounded half up to hundredths);
                     of two days or instants: it is later; without both it does not hold
    from, to, months   less than so many months lie between two days (`longer`: not less); without both it does not hold. `id_number.born`:
                       the birth that an identity number in this field states; one is of an age from the day after the birthday
    days_over   more than so many days (a number, or the field that holds it) go from the one day to the other, both counted
    apart       two numbers lie further apart than `over`; without both it does not hold
    """

    when: Condition = Field(default_factory=dict)
    exceeds: Texts = ()
    share: Decimal = Decimal(1)
    start: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    months: int = 0
    longer: Flag = False
    days_over: str = ""
    apart: Texts = ()
    over: Decimal = Decimal(0)
    says: str
    code: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Blocked:
        if not (self.when or self.exceeds or self.apart or self.months or self.days_over):
            raise wrong("没有写明什么情形", "写 when: {字段: 值}、exceeds: [字段, 字段]，或 from、to 和 months、days_over。")
        if bool(self.months or self.days_over) != bool(self.start and self.until):
            raise wrong("期间没有写全", "同时写 from、to 和 months 或 days_over。")
        if self.longer and not self.months:
            raise wrong("longer 只用于按月的期间", "写 months，或者去掉 longer。")
        if any(pair and len(pair) != len(("one", "other")) for pair in (self.exceeds, self.apart)):
            raise wrong("比较的数字应为两个", "写 exceeds: [字段, 字段] 或 apart: [字段, 字段]。")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The fields it looks at."""
        days = [one.removesuffix(BORN) for one in (self.start, self.until) if one]
        most = [self.days_over] if self.days_over and not self.days_over.isdigit() else []
        return (*self.when, *self.exceeds, *self.apart, *days, *most)


class Balance(Shape):
    """A sum that must come out: values of `plus` less those of `minus` equal the value of `equals`, else the act asks for a reason.

    times, over   what the sum is multiplied with and divided by (hours of a plan for thirteen of thirty-one days)
    places        how many decimal places the result is rounded to, half up; exact where none is said
    when          only where these values stand
    """

    plus: Texts
    minus: Texts = ()
    times: Texts = ()
    over: Texts = ()
    places: Annotated[int, Field(ge=0, le=6)] | None = None
    equals: str
    when: Condition = Field(default_factory=dict)
    says: str
    refused: Flag = False
