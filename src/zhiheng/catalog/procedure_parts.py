"""A procedure as its pack states it: roles, steps, clocks, outcomes, forms; read by `procedures.read`.

Whether it is sound (reachable, can end, known limits of the law) is asked in the room `procedure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiheng.catalog.yaml_strict import Document, Place

END = "end"
UNITS = ("hours", "days", "months", "workdays")


@dataclass(frozen=True)
class Role:
    """Who takes part: an organ, or a post within the organ of another role (`of`).

    right   the right of `registry` that its officers need, where the step names no other
    kinds   kinds of organ that may take it; empty: any
    """

    id: str
    title: str
    of: str = ""
    right: str = ""
    kinds: tuple[str, ...] = ()
    optional: bool = False

    @property
    def seat(self) -> str:
        """The role whose organ this role acts for."""
        return self.of or self.id


@dataclass(frozen=True)
class Within:
    """A clock: a limit of the law by its name, or an amount stated by the pack (then `policy` says whose).

    start   name of the event it runs from, `step.outcome`
    when    values of the case that choose it; empty: always
    facts   fact of the law's limit → value of the case
    """

    start: str
    limit: str = ""
    amount: int = 0
    unit: str = ""
    when: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    policy: str = ""


@dataclass(frozen=True)
class Extension:
    """Who may lengthen a clock, by how much at most, and under which article."""

    approved_by: str
    source: str
    amount: int = 0
    unit: str = ""
    when: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a step can end and which steps that opens (`END` ends the case)."""

    id: str
    title: str
    to: tuple[str, ...]
    reason: bool = False
    when: Mapping[str, object] = field(default_factory=dict)

    @property
    def ends(self) -> bool:
        """The case is over when no other step is open."""
        return END in self.to


@dataclass(frozen=True)
class Power:
    """An act beside the steps (urge, report up, withdraw, suspend …): by which role, on which article."""

    by: str
    source: str = ""
    to: str = ""
    during: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormField:
    """One field of a form; `type` is text, paragraphs, date, bool, int, choice or file."""

    id: str
    title: str
    type: str = "text"
    required: bool = False
    default: object = None
    codes: Mapping[str, str] = field(default_factory=dict)
    doc: str = ""


@dataclass(frozen=True)
class Step:
    """One step: who does it, within which clock, with which form and documents, and how it can end."""

    id: str
    title: str
    by: str
    outcomes: tuple[Outcome, ...]
    right: str = ""
    within: tuple[Within, ...] = ()
    extend: Extension | None = None
    suspend: Power | None = None
    urge: Power | None = None
    report_up: Power | None = None
    waits_for: tuple[str, ...] = ()
    assess: str = ""
    form: str = ""
    documents: tuple[str, ...] = ()
    source: str = ""

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name, if there is one."""
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)

    @property
    def events(self) -> tuple[str, ...]:
        """Names of the events that this step gives: `step.outcome`."""
        return tuple(f"{self.id}.{outcome.id}" for outcome in self.outcomes)


@dataclass(frozen=True)
class ProcedureSpec:
    """A whole procedure; `steps` keep the order of the file.

    content  the files as read (`procedure`, `forms`), which a case pins by `digest`
    lines    place in `content["procedure"]` → line of the file
    """

    id: str
    pack: str
    title: str
    start: tuple[str, ...]
    roles: Mapping[str, Role]
    steps: Mapping[str, Step]
    source: tuple[str, ...]
    digest: str
    path: Path = field(compare=False)
    forms: Mapping[str, tuple[FormField, ...]] = field(default_factory=dict)
    withdraw: Power | None = None
    reopen: Power | None = None
    hand_over: tuple[str, ...] = ()
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False, compare=False)

    def right_of(self, step: Step) -> str:
        """The right an officer needs to do the step."""
        return step.right or self.roles[step.by].right

    def seat_of(self, role: str) -> str:
        """The role whose organ acts when `role` acts."""
        return self.roles[role].seat

    def form_of(self, step: Step) -> tuple[FormField, ...]:
        """Fields asked for when the step is done."""
        return self.forms.get(step.form, ())

    def line_of(self, place: Place) -> int:
        """Line of the file on which a place of the procedure stands."""
        return Document(None, self.path, self.lines).line_of(place)
