"""Time in a procedure: clocks, least durations, periods, extensions, and who has power over them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, wrong
from zhiheng.catalog.procedure_follows import Draws, Values

UNITS = ("minutes", "hours", "days", "months", "workdays")
Mark = Literal["", "T", "L", "S", "U", "X", "P"]


class Length(Shape):
    """A length of time in one unit."""

    minutes: int | None = None
    hours: int | None = None
    days: int | None = None
    months: int | None = None
    workdays: int | None = None

    @property
    def unit(self) -> str:
        """The unit as the law names it: minute, hour, day, month, workday; empty where there is no length."""
        return next((unit.removesuffix("s") for unit in UNITS if getattr(self, unit) is not None), "")

    @property
    def amount(self) -> int:
        """How many of the unit."""
        return next((value for unit in UNITS if (value := getattr(self, unit)) is not None), 0)


class Within(Length):
    """A clock: a limit of the law by its name, a length of the pack's own, or a last day that is a value of the case (`due`).

    A limit of the law that is not yet or no longer in force on the day it runs from gives way to the next clock that fits.

    start   what it runs from: events (`step.outcome`; the last that happened), `opened`, `value:<name>`; nothing: the opening of the step
    before  the length is counted back from `start`: the act is due so long before that day
    also    counts beside the first clock that fits
    warns   only shown beside the others: past its last day it is near, never overdue
    when    values of the case that choose it
    facts   fact of the law's limit → value of the case; `in_custody` also tells whether a length of the pack's own moves past days off
    roll    false: a length of the pack's own never moves past days off
    excludes  two values, first and last day that do not count (an appraisal): the clock ends so many days later
    paused  a step, and a value: the days for which that step was suspended since the day of that value do not count
    """

    start: Texts = Field(default=(), alias="from")
    limit: str = ""
    due: str = ""
    before: Flag = False
    also: Flag = False
    warns: Flag = False
    when: Condition = Field(default_factory=dict)
    facts: Values = Field(default_factory=dict)
    roll: Flag = True
    excludes: Texts = ()
    paused: Texts = ()
    source: str = ""
    policy: str = ""
    mark: Mark = ""

    @model_validator(mode="after")
    def _first_and_last(self) -> Within:
        if len(self.excludes) not in {0, 2}:
            raise wrong("不计入的期间没有写明起止", "写 excludes: [起日字段, 止日字段]。")
        if len(self.paused) not in {0, 2}:
            raise wrong("中止的期间没有写全", "写 paused: [中止的节点, 起算日字段]。")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> Within:
        if sum((bool(self.limit), bool(self.unit), bool(self.due))) != 1:
            raise wrong("时限应当且只应有一种写法", "写 limit: 法定时限，或 days（months、workdays、hours、minutes），或 due: 期限字段。")
        if self.unit and not (self.source or self.policy):
            raise wrong("自定天数没有依据", "写 source: 条文，或写 policy: 谁定的。")
        return self


class Lasts(Length):
    """A least duration: the step cannot be left earlier. `start` is a value of the case; nothing: the opening of the step.

    outcomes   only these must wait for it (a publicity without objection); nothing: every outcome
    roll       its last day moves past days off: a term in which somebody else may still act
    """

    roll: Flag = False
    start: str = Field(default="", alias="from")
    outcomes: Texts = ()
    source: str = ""
    policy: str = ""


class Repeats(Length):
    """The step opens anew each period from an event (or value) on, until a day (`value:<name>`) or the end of the case."""

    start: Texts = Field(default=(), alias="from")
    until: str = ""
    source: str = ""
    policy: str = ""


class Extension(Length):
    """Who may lengthen a clock, by how much at most (or to which limit of the law), in which case, under which article.

    times   how often at most; 0: no bound
    """

    approved_by: str
    source: str = ""
    limit: str = ""
    times: int = 0
    when: Condition = Field(default_factory=dict)


class Power(Shape):
    """An act beside the steps (urge, report up, withdraw, suspend …): by which role, on which article.

    unurged   of reporting up: values of the case on which nobody need be urged first
    after     of reporting up: the new term that urging gives, counted from the last urging
    draws     papers drawn up with urging, reporting up, withdrawal
    asked, denied   of withdrawing that another decides: papers of the request, of its refusal (`draws`: of its being allowed)
    unless    of withdrawing: not where these values of the case stand (somebody is held, and must first be set free)
    """

    by: str
    source: str = ""
    to: str = ""
    during: Texts = ()
    decided_by: str = ""
    unurged: Condition = Field(default_factory=dict)
    unless: Condition = Field(default_factory=dict)
    after: Length | None = None
    draws: Draws = Field(default_factory=dict)
    asked: Draws = Field(default_factory=dict)
    denied: Draws = Field(default_factory=dict)
