"""Events of a case and the state they add up to (see `fold`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

TITLES: Mapping[str, str] = {
    "opened": "建案",
    "done": "办理",
    "withdraw_asked": "申请撤回",
    "withdraw_refused": "不准撤回",
    "withdrawn": "撤回",
    "urged": "催办",
    "reported_up": "报告上级",
    "handed_over": "转办",
    "suspended": "中止",
    "resumed": "恢复",
    "extended": "延长",
    "corrected": "更正",
    "reopened": "重新启动",
    "copied": "抄送",
    "opinion": "会签",
    "sub_opened": "另立案件",
    "sub_ended": "另立案件办结",
    "transferred": "改用新版流程",
    "taken": "承办",
}
OPENING = "opening"
"""The name under which values of the opening form stand."""


@dataclass(frozen=True)
class Event:
    """Something that happened in a case.

    on      the day it happened, which clocks count from (it may be recorded later)
    at      the instant, where it is known; clocks of hours count from it
    values  of the form; for acts beside the steps: what they need (`role`, `organ`, `amount`, `unit`, `article`, `event`)
    unit    the unit of its organ the actor belongs to
    part    on a step done once for each of several roles: which of them
    more    what the engine itself notes: organs and units of roles, facts, the law's answer, the subject
    """

    kind: str
    on: date
    step: str = ""
    outcome: str = ""
    organ: str = ""
    actor: str = ""
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    at: datetime | None = None
    unit: str = ""
    part: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def moment(self) -> date:
        """The instant where it is known, else the day."""
        return self.at or self.on

    @property
    def name(self) -> str:
        """What clocks call it: `step.outcome`, else its kind."""
        return f"{self.step}.{self.outcome}" if self.kind == "done" else self.kind


@dataclass(frozen=True)
class Extended:
    """A clock made longer: by an amount, or to a limit of the law."""

    amount: int
    unit: str
    organ: str
    article: str
    on: date
    limit: str = ""


@dataclass(frozen=True)
class OpenStep:
    """A step that waits for someone, and what has happened to its clock.

    part    on a step done once for each of several roles: which of them
    round   how many times the step was opened, this one included
    """

    step: str
    opened_on: date
    urged: tuple[date, ...] = ()
    reported_up: tuple[date, ...] = ()
    suspended_on: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    extended: tuple[Extended, ...] = ()
    opened_at: datetime | None = None
    part: str = ""
    round: int = 1

    @property
    def opened(self) -> date:
        """When it was opened, to the instant where that is known."""
        return self.opened_at or self.opened_on


@dataclass(frozen=True)
class Then:
    """What a case knew when a step was done: as in `State`; events: how many there were, this one included."""

    happened: Mapping[str, date]
    instants: Mapping[str, datetime]
    corrected: Mapping[str, tuple[date, ...]]
    order: Mapping[str, int]
    values: Mapping[str, object]
    rounds: Mapping[str, tuple[Mapping[str, object], ...]]
    events: int


@dataclass(frozen=True)
class DoneStep:
    """A step that was done: when, by whom, with what outcome; then: what was known, by which its clock is judged."""

    step: str
    outcome: str
    opened_on: date
    on: date
    actor: str
    organ: str
    reason: str
    urged: tuple[date, ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()
    extended: tuple[Extended, ...] = ()
    opened_at: datetime | None = None
    part: str = ""
    round: int = 1
    at: datetime | None = None
    then: Then | None = field(default=None, compare=False, repr=False)

    @property
    def opened(self) -> date:
        """When it was opened, to the instant where that is known."""
        return self.opened_at or self.opened_on


@dataclass(frozen=True)
class Awaited:
    """Sub-cases an outcome opened and waits for: where the case goes when all of them have ended."""

    step: str
    outcome: str
    left: int
    on: date


@dataclass(frozen=True)
class State:
    """Where a case stands.

    open       steps that wait, in the order of the definition
    arrived    steps not yet open → the steps they wait for that have been done
    happened   event name (`step.outcome`) → the day it last happened; `instants` the same to the minute where known
    order      event name → the number of the event, to tell the last of several
    corrected  event name → earlier days that were corrected
    values     name → newest value; `rounds`: step → values of each time it was done, oldest first
    facts      file of facts → confirmed facts
    organs     role → name of the organ; units: role → its unit
    subject    `kind, name, number` of the person, organ or item the case is about
    """

    open: tuple[OpenStep, ...] = ()
    completed: tuple[DoneStep, ...] = ()
    arrived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    happened: Mapping[str, date] = field(default_factory=dict)
    corrected: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    organs: Mapping[str, str] = field(default_factory=dict)
    ended_on: date | None = None
    result: str = ""
    instants: Mapping[str, datetime] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)
    rounds: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    subject: Mapping[str, str] = field(default_factory=dict)
    parent: Mapping[str, object] = field(default_factory=dict)
    awaited: tuple[Awaited, ...] = ()
    copied: tuple[str, ...] = ()
    opened_by: str = ""
    withdraw_asked: str = ""
    events: int = 0

    def but(self, **changes: object) -> State:
        """The same state with some parts changed; folding makes very many, and `dataclasses.replace` checks every field each time."""
        made = object.__new__(State)
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made

    def waiting(self, step: str, part: str = "") -> OpenStep | None:
        """The open step of that id (of that part, where one is named)."""
        for item in self.open:
            if item.step == step and (not part or item.part == part):
                return item
        return None

    def moment_of(self, event: str) -> date | None:
        """When an event last happened, to the instant where that is known."""
        return self.instants.get(event) or self.happened.get(event) or self._moment_for(event)

    def _moment_for(self, event: str) -> date | None:
        """When a step done for several roles was last done for one of them: `step.outcome@role`."""
        name, _, part = event.partition("@")
        done = [item for item in self.completed if part and (f"{item.step}.{item.outcome}", item.part) == (name, part)]
        return (done[-1].at or done[-1].on) if done else None


class Growing(State):
    """The state while events are folded: nobody else holds it, so that it changes in place; never given out."""

    def but(self, **changes: object) -> State:
        """Itself with some parts changed."""
        self.__dict__.update(changes)
        return self
