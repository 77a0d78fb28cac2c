"""The register of papers sent out in cases (文书台账), as far as the viewer may see it: cases whose procedure says what of it they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier import selectors as dossiers
from zhiheng.ledger.core.once import once
from zhiheng.models.in_force import catalog
from zhiheng.oversight.models import ClueCase
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.clocks import Clock, clock_of
from zhiheng.procedure.core.state import DoneStep, State
from zhiheng.procedure.core.values import value_of
from zhiheng.registry.selectors import COMMAND_LINE, former_names, sees_everything

AT_ONCE, MOST_KEPT = 500, 20_000
"""Cases folded together; rows kept by a process."""


@dataclass(frozen=True)
class RegisterRow:
    """One case that is a paper sent out.

    procedure   its type; code: its kind as the exchange standard calls it
    status      title of the open step, or the result; clock: of the reply, while due and as it was answered
    """

    case_id: UUID
    procedure: str
    document_id: UUID | None
    number: str
    kind: str
    code: str
    kind_title: str
    title: str
    issued_by: str
    issued_to: str
    drawn_up_on: date
    approved_on: date | None
    served_on: date | None
    reply_due_on: date | None
    replied_on: date | None
    adopted: bool | None
    rectified_on: date | None
    looked_back_on: date | None
    closed_on: date | None
    status: str
    withdrawn: bool
    clock: Clock | None
    in_time: bool | None
    urged: int
    reported_up: bool
    clues: tuple[int, ...] = ()


def registered() -> list[str]:
    """Procedures whose cases stand in the register."""
    return [name for name, spec in catalog().procedures.items() if spec.documents_table]


def document_register(viewer: Any, today: date, procedure: Sequence[str] = ()) -> list[RegisterRow]:
    """All papers the viewer may see, newest first (of some procedures only); an organ addressed sees those served on it."""
    names = tuple(procedure or registered())
    return list(once(("document register", viewer, today, names), lambda: _register(viewer, today, names)))


def _register(viewer: Any, today: date, names: tuple[str, ...]) -> list[RegisterRow]:
    cases = procedures.in_order(procedures.cases_seen_by(viewer).filter(procedure__in=names))
    found, clues = _KEPT.rows(cases, today), _clues_of(names)
    if not clues:
        return [row for row, _conductor in found]
    everything, own = sees_everything(viewer), getattr(getattr(viewer, "organ", None), "name", "")
    return [
        replace(row, clues=tuple(clues[row.case_id])) if row.case_id in clues and (everything or conductor == own) else row
        for row, conductor in found
    ]


def _clues_of(names: Sequence[str]) -> dict[UUID, list[int]]:
    clues: dict[UUID, list[int]] = {}
    links = ClueCase.objects.filter(case__procedure__in=names).order_by("clue_id")
    for case_id, clue_id in links.values_list("case_id", "clue_id"):
        clues.setdefault(case_id, []).append(clue_id)
    return clues


Row = tuple[RegisterRow, str]
"""A row without clues, and the organ that conducts its case."""


class _KeptRows:
    """Rows worked out before, as long as nothing happened in their case since, day and names the same: folding thousands takes seconds."""

    def __init__(self) -> None:
        self._about: Hashable = None
        self._mark: procedures.Mark | None = None
        self._rows: OrderedDict[UUID, Row] = OrderedDict()
        self._lock = Lock()

    def rows(self, cases: Sequence[UUID], today: date) -> list[Row]:
        """The rows of the cases that are papers, in their order."""
        about = (today, frozenset(former_names().items()))
        mark = self._move_on(about)
        with self._lock:
            known = self._rows if self._about == about else {}
            found = [known.get(case) for case in cases]
        missing = [case for case, row in zip(cases, found, strict=True) if row is None]
        fresh = dict[UUID, Row]()
        for start in range(0, len(missing), AT_ONCE):
            some = _fresh(missing[start : start + AT_ONCE], today)
            fresh.update(some)
            self._keep(about, mark, some)
        return [row for case, kept in zip(cases, found, strict=True) if (row := kept or fresh.get(case))]

    def _move_on(self, about: Hashable) -> procedures.Mark | None:
        """Forget the rows of cases in which something happened; the event up to which all that is kept was looked at."""
        with self._lock:
            before = self._mark if self._about == about else None
        newest, changed = procedures.events_since(before)
        with self._lock:
            if self._about != about or changed is None:
                self._rows.clear()
                self._about, self._mark = about, newest
            for case in changed or ():
                self._rows.pop(case, None)
            if newest and (self._mark is None or self._mark[0] < newest[0]):
                self._mark = newest
            return self._mark

    def _keep(self, about: Hashable, mark: procedures.Mark | None, rows: Mapping[UUID, Row]) -> None:
        """Keep what was worked out, unless others moved on meanwhile: it may have been read before what they know of."""
        with self._lock:
            if (self._about, self._mark) != (about, mark):
                return
            self._rows.update(rows)
            while len(self._rows) > MOST_KEPT:
                self._rows.popitem(last=False)


def _fresh(cases: list[UUID], today: date) -> dict[UUID, Row]:
    """Rows folded from their cases' events; the caller knows that the viewer may see them."""
    states = procedures.states_of(procedures.with_events(procedures.cases_seen_by(COMMAND_LINE).filter(pk__in=cases)))
    found = [one for one in states if one[1].documents_table]
    documents = dossiers.documents_in_many([case.dossier_key for case, _, _ in found])
    return {
        case.pk: (_row(case, spec, state, documents[case.dossier_key], today), procedures.conductor_of(spec, state))
        for case, spec, state in found
    }


_KEPT = _KeptRows()


def document_seen_by(viewer: Any, document_id: UUID) -> Any:
    """The document with its case, `(document, case)`; None where the viewer may not see its case.

    Files that went before service (earlier versions) are for the organ that conducts the case; the newest version is what was served.
    """
    document = dossiers.document_with(document_id)
    if document is None or not document.dossier.key.startswith("case:"):
        return None
    case = procedures.case_seen_by(viewer, UUID(document.dossier.key.removeprefix("case:")))
    return None if case is None else (document, case)


def _row(case: Any, spec: ProcedureSpec, state: State, documents: list[Any], today: date) -> RegisterRow:
    table, issued = spec.documents_table, documents[0] if documents else None
    if table is None:
        raise TypeError("a case of the register has a procedure that says so")
    kind = str(value_of(state, table.kind) or "")
    replies = [done for done in state.completed if done.step == table.answer]
    waiting = state.waiting(table.answer) if table.answer else None
    clock = clock_of(spec, state, waiting or replies[-1], today) if waiting or replies else None
    return RegisterRow(
        case_id=case.pk,
        procedure=spec.id,
        document_id=issued.pk if issued else None,
        number=(issued.number or "") if issued else "",
        kind=kind,
        code=str(table.kinds.get(kind, kind)),
        kind_title=kind_title(spec, table.kind, kind),
        title=case.title,
        issued_by=str(value_of(state, table.issued_by) or ""),
        issued_to=str(value_of(state, table.issued_to) or ""),
        drawn_up_on=state.happened["opened"],
        approved_on=max((state.happened[name] for name in table.issued_on if name in state.happened), default=None),
        served_on=state.happened.get(table.served_on),
        reply_due_on=clock.due_on if clock else None,
        replied_on=replies[-1].on if replies else None,
        adopted=f"{table.answer}.{replies[-1].outcome}" in table.adopted if replies else None,
        rectified_on=state.happened.get(table.rectified_on),
        looked_back_on=_last(state, table.looked_back_on),
        closed_on=state.ended_on,
        status=status(spec, state),
        withdrawn=state.result == "withdrawn" or bool(state.ended_on and set(table.taken_back) & set(state.happened)),
        clock=clock,
        in_time=None if clock is None or not replies else clock.colour != "overdue",
        urged=len(waiting.urged if waiting else replies[-1].urged if replies else ()),
        reported_up=bool(waiting and waiting.reported_up),
    )


def kind_title(spec: ProcedureSpec, name: str, kind: str) -> str:
    """The kind in words."""
    field = spec.fields.get(name.rpartition(".")[2])
    return str(field.codes.get(kind, kind)) if field and isinstance(field.codes, Mapping) else kind


def kinds_registered() -> dict[str, str]:
    """Every kind that papers of the register may be, with its title."""
    known = catalog().procedures
    tables = [(known[name], table) for name in registered() if (table := known[name].documents_table)]
    fields = [spec.fields.get(table.kind.rpartition(".")[2]) for spec, table in tables]
    return {code: title for field in fields if field and isinstance(field.codes, Mapping) for code, title in field.codes.items()}


def status(spec: ProcedureSpec, state: State) -> str:
    """Where the document stands, in Chinese."""
    if state.ended_on:
        return procedures.result_title(spec, state)
    return "、".join(f"待{spec.steps[item.step].title}" for item in state.open)


def _last(state: State, step: str) -> date | None:
    days: Mapping[str, DoneStep] = {done.step: done for done in state.completed}
    return days[step].on if step in days else None
