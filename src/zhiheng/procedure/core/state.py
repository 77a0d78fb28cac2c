"""Events of a case and the state they add up to (see `fold`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TITLES: Mapping[str, str] = {
    "opened": "建案",
    "done": "办理",
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
}


@dataclass(frozen=True)
class Event:
    """Something that happened in a case.

    on      the day it happened, which clocks count from (it may be recorded later)
    values  of the form; for acts beside the steps: what they need (`role`, `organ`, `amount`, `unit`, `article`, `event`)
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


@dataclass(frozen=True)
class Extended:
    """A clock made longer."""

    amount: int
    unit: str
    organ: str
    article: str
    on: date


@dataclass(frozen=True)
class OpenStep:
    """A step that waits for someone, and what has happened to its clock."""

    step: str
    opened_on: date
    urged: tuple[date, ...] = ()
    reported_up: tuple[date, ...] = ()
    suspended_on: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    extended: tuple[Extended, ...] = ()


@dataclass(frozen=True)
class DoneStep:
    """A step that was done: when, by whom, with what outcome."""

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


@dataclass(frozen=True)
class State:
    """Where a case stands.

    open       steps that wait, in the order of the definition
    arrived    steps not yet open → the steps they wait for that have been done
    happened   event name (`step.outcome`) → the day it last happened
    corrected  event name → earlier days that were corrected
    organs     role → name of the organ
    """

    open: tuple[OpenStep, ...] = ()
    done: tuple[DoneStep, ...] = ()
    arrived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    happened: Mapping[str, date] = field(default_factory=dict)
    corrected: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    organs: Mapping[str, str] = field(default_factory=dict)
    ended_on: date | None = None
    result: str = ""

    def waiting(self, step: str) -> OpenStep | None:
        """The open step of that id."""
        return next((item for item in self.open if item.step == step), None)
