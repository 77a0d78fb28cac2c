"""A procedure as its pack states it: roles, steps, clocks, outcomes; read, executed and published as JSON Schema.

A value is named by where it stands: `months` (the newest of that name), `ruling.months` (of the newest round of a step), `opening.months`,
`facts.term_months`, `subject.name`, `parent.months`, `event.on`, `law.<result>` (what the rule of the step answered);
a text that begins with `=` is itself, without the sign.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog.case_tables import Tables
from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, nothing_is_empty, one_or_many, wrong
from zhiheng.catalog.outcome_titles import OUTCOME_TITLES
from zhiheng.catalog.procedure_follows import Draws, Enters, Moves, Record, SubCase, Values, read_records
from zhiheng.catalog.procedure_times import Extension, Lasts, Mark, Power, Repeats, Within
from zhiheng.catalog.step_guards import Blocks, Panel, Papers, Sample, Unlike

END = "end"
LAW = "law."
EACH = "each"
"""Written for `by`: the step is done by each of the roles it names."""
OWN_RIGHT = "case.handle"


def _named(value: Any) -> Any:
    """Give every mapping under a mapping its key as `id`."""
    if not isinstance(value, dict):
        return nothing_is_empty(value)
    return {key: {**inner, "id": key} if isinstance(inner, dict) else inner for key, inner in value.items()}


def _outcomes(value: Any) -> Any:
    """Take `granted: end` for `granted: {to: end}`."""
    if not isinstance(value, dict):
        return nothing_is_empty(value)
    return _named({key: inner if isinstance(inner, dict) else {"to": inner} for key, inner in value.items()})


def _rule(value: Any) -> Any:
    return {"rule": value} if isinstance(value, str) else value


class Role(Shape):
    """Who takes part: an organ, a part of another role's organ (`of`), or the person concerned.

    right   the right its officers need where a step names no other
    kinds, level   what the organ must be; empty: any
    seat    `{relation: role}`: the organ is found by that relation of the role's organ; `opener`: it is the organ that opens the case
    unit    the case belongs to one unit of the organ
    """

    id: str = ""
    title: str
    of: str = ""
    right: str = OWN_RIGHT
    kinds: Texts = ()
    level: str = ""
    seat: Literal["opener"] | Mapping[str, str] = Field(default_factory=dict)
    optional: Flag = False
    unit: Flag = False
    person: Flag = False

    @property
    def relation(self) -> tuple[str, str] | None:
        """The relation by which the organ is found, and the role it is a relation of."""
        return next(iter(self.seat.items()), None) if isinstance(self.seat, Mapping) else None


class Assess(Shape):
    """Law at a step: the rule asked, where its facts come from, which of its conditions block and which ask for a reason.

    facts   file under `facts/`; given: fact → value of the case
    on      value that is the day asked about; nothing: the day of the act

    What the rule answers is `law.<result>`: an outcome's `when: {law.approver: office}` is the answer it needs (else the act is blocked),
    `sets: {place: law.place}` keeps an answer with the case.
    """

    rule: str
    facts: str = ""
    given: Values = Field(default_factory=dict, alias="with")
    on: str = ""
    stops: Texts = ()
    asks_reason: Texts = ()
    outcomes: Texts = ()


class Rates(Shape):
    """A sheet by which is rated at the step, in the case: its act needs a finished rating, whose `points` and `grade` the step keeps.

    of        role whose organ (and unit, where the case belongs to one) is rated
    period    value of the case that names the period (`2026`, `2026Q2`); the period of the case's opening where none is said
    stage     which rating of the sheet it is (自评, 初评 …)
    outcomes  only these need it; nothing: every outcome
    needed    false: it may be rated, nothing waits for it
    """

    sheet: str
    of: str
    stage: Literal["self", "first", "second", "final"] = "final"
    period: str = ""
    outcomes: Texts = ()
    needed: Flag = True

    def is_needed(self, outcome: str) -> bool:
        """Whether the outcome waits for a finished rating."""
        return self.needed and (not self.outcomes or outcome in self.outcomes)


RATED = ("points", "grade", "rating")
"""What a rating gives to the values of its step: points, grade, number of the rating."""


class Outcome(Shape):
    """How a step can end, which steps that opens (`end` ends the case), which open ones fall away (`closes`), and what follows from it.

    issues   papers of these kinds that wait for issue (`numbered: on_issue`) are issued: they get number and day, and are fixed
    bare     it leaves the step's own work undone: nothing of the form is required, and no panel votes
    hands_over   role → value that names the organ which has its seat from here on
    by       the roles that may do it, where it is not who does the step (or who sits in the same organ as one of them)
    anywhere   one of the ends that the procedure writes once for many steps
    """

    id: str = ""
    title: str = ""
    to: Texts = ()
    by: Texts = ()
    anywhere: Flag = False
    reason: Flag = False
    bare: Flag = False
    when: Condition = Field(default_factory=dict)
    asks: Texts = ()
    sets: Values = Field(default_factory=dict)
    closes: Texts = ()
    hands_over: Mapping[str, str] = Field(default_factory=dict)
    copies: Texts = ()
    draws: Draws = Field(default_factory=dict)
    issues: Texts = ()
    records: Annotated[Mapping[str, tuple[Record, ...]], BeforeValidator(read_records)] = Field(default_factory=dict)
    enters: Annotated[tuple[Enters, ...], BeforeValidator(one_or_many)] = ()
    opens: Annotated[tuple[SubCase, ...], BeforeValidator(one_or_many)] = ()
    moves: Annotated[tuple[Moves, ...], BeforeValidator(one_or_many)] = ()

    @model_validator(mode="before")
    @classmethod
    def _titled(cls, value: Any) -> Any:
        if not isinstance(value, dict) or value.get("title"):
            return value
        title = OUTCOME_TITLES.get(str(value.get("id")), "")
        if not title:
            raise wrong("没有中文名称", "写成 {to: 下一节点, title: 名称}。")
        return {**value, "title": title}

    @property
    def needs(self) -> dict[str, Any]:
        """What the rule of the step must answer for it: result → value, values or bounds."""
        return {name.removeprefix(LAW): wanted for name, wanted in self.when.items() if name.startswith(LAW)}

    @property
    def fits(self) -> dict[str, Any]:
        """The values of the case on which it is open."""
        return {name: wanted for name, wanted in self.when.items() if not name.startswith(LAW)}

    @property
    def ends(self) -> bool:
        """The case is over when no other step is open."""
        return END in self.to


class Step(Shape):
    """One step: who does it, within which clocks, with which form and papers, under which safeguards, and how it can end."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    by: str
    right: str = ""
    source: str = ""
    mark: Mark = ""
    inner: Flag = False
    other_than: Texts = ()
    panel: Panel | None = None
    blocks: Blocks = ()
    filed: Papers = ()
    sample: Sample | None = None
    unlike: Unlike | None = None
    each: Texts = ()
    waits_for: Texts = ()
    form: str = ""
    rates: Rates | None = None
    assess: Annotated[Assess | None, BeforeValidator(_rule)] = None
    within: Annotated[tuple[Within, ...], BeforeValidator(one_or_many)] = ()
    lasts: Lasts | None = None
    repeats: Repeats | None = None
    reminds: Annotated[tuple[int, ...], BeforeValidator(one_or_many)] = ()
    extend: Extension | None = None
    suspend: Power | None = None
    urge: Power | None = None
    report_up: Power | None = None
    draws: Draws = Field(default_factory=dict)
    results: Annotated[Mapping[str, Outcome], BeforeValidator(_outcomes)] = Field(default_factory=dict, alias="outcomes")

    @model_validator(mode="after")
    def _leaves(self) -> Step:
        if not self.results:
            raise wrong("没有结果，案件会停在这里", "写出 outcomes: {结果: 下一节点}，结束写 end。")
        return self

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes in the order of the file."""
        return tuple(self.results.values())

    @property
    def lane(self) -> str:
        """The role that does the step; of several (`by: each`) the first."""
        return next(iter(self.each), self.by) if self.by == EACH else self.by

    @property
    def keeps_open(self) -> bool:
        """Whether the case cannot end while the step is open: one that repeats without an end of its own ends with the case."""
        return self.repeats is None or bool(self.repeats.until)

    @property
    def doers(self) -> tuple[str, ...]:
        """The roles that do the step."""
        return self.each if self.by == EACH else (self.by,)

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name, if there is one."""
        return self.results.get(name)

    def may_open(self, arrived: Collection[str]) -> bool:
        """Whether all it waits for have arrived; `a|b` waits for either."""
        return not self.waits_for or all(any(way in arrived for way in word.split("|")) for word in self.waits_for)

    @property
    def events(self) -> tuple[str, ...]:
        """Names of the events that this step gives: `step.outcome`."""
        return tuple(f"{self.id}.{name}" for name in self.results)


class Opens(Shape):
    """How a case begins: by which role, from which pages, with which form, facts and papers.

    packages   nodes (`0111A`) whose exchange package opens a case → field of the form, or `subject.name`, `subject.number`, → element
               of the envelope or a business set that fills it
    """

    by: str = ""
    places: Texts = Field(default=("page",), alias="from")
    form: str = ""
    facts: str = ""
    right: str = "case.open"
    draws: Draws = Field(default_factory=dict)
    packages: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


class Number(Shape):
    """The number of a case: its word, and the role whose organ numbers."""

    word: str
    by: str


class Tells(Shape):
    """What the person concerned and the public are shown: steps or events (`step.outcome`)."""

    person: Texts = ()
    public: Texts = ()


class ProcedureShape(Shape):
    """`procedures/<id>.yaml`."""

    procedure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    source: Texts
    about: Literal["person", "organ", "item", "none"] = "person"
    number: Number | None = None
    start: Texts
    opens: Opens | None = None
    listed: Texts = Field(default=(), alias="list")
    roles: Annotated[Mapping[str, Role], BeforeValidator(_named)]
    steps: tuple[Step, ...]
    withdraw: Power | None = None
    reopen: Power | None = None
    hand_over: Texts = ()
    anywhere: Mapping[str, Any] = Field(default_factory=dict)
    tells: Tells = Field(default_factory=Tells)
    tables: Tables = Field(default_factory=Tables)

    @model_validator(mode="after")
    def _distinct(self) -> ProcedureShape:
        names = [step.id for step in self.steps]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice or END in names:
            raise wrong(f"节点名称 {'、'.join(twice) or END} 不能使用", "每个节点用一个自己的名称；end 表示结束。")
        return self
