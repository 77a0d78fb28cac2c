"""What was done with a clue stays with it when its person comes to be known by another number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.continuing import WEIGHT, Numbers, is_by_identity, successor
from zhiheng.oversight.core.dependencies import Identity
from zhiheng.oversight.models import Clue, ClueCase, ClueEvent, Run
from zhiheng.oversight.services.notes import event_of
from zhiheng.subjects.core.identities import Identities

WORK = ("state", "state_at", "cause", "reason", "assigned_to_id", "snoozed_until", "result")
DONE = ("assigned", "verified", "refuted", "reopened", "snoozed", "documented", "returned", "closed")
"""Events that tell what officers did: they go along."""


@dataclass(frozen=True)
class Continuations:
    """What became of clues. successors: number of a clue no longer found → the clue that goes on; by_identity: gone by a decision."""

    successors: Mapping[int, Clue]
    by_identity: frozenset[int]


def continuations(missing: Sequence[Clue], found: Mapping[Identity, Clue], run: Run) -> Continuations:
    """What became of clues this run no longer found, as far as decisions about persons made it so."""
    told = Identities.from_json(run.identities)
    now, undecided = Numbers.of(told.aliases), {one.match for one in told.undecided}
    runs = Run.objects.filter(pk__in={clue.last_run_id for clue in missing}).values_list("pk", "identities")
    before = {pk: Numbers.of(Identities.from_json(identities).aliases) for pk, identities in runs}
    successors: dict[int, Clue] = {}
    by_identity: set[int] = set()
    for clue in missing:
        was = before[clue.last_run_id]
        if not is_by_identity(clue.subject, was, now, (rest["match"] for rest in clue.rests_on), undecided):
            continue
        by_identity.add(clue.pk)
        joined = {number for rest in clue.rests_on for number in rest["numbers"]}
        if identity := successor((clue.model, clue.subject, clue.occurrence), found, was, now, joined):
            successors[clue.pk] = found[identity]
    return Continuations(successors, frozenset(by_identity))


def carry_on(old: Clue, new: Clue, run: Run, *, actor: Actor, now: datetime) -> tuple[list[ClueEvent], list[ClueEvent]]:
    """Move the work on a clue to the one that goes on, where it has come further; gives its history and the events of this, not yet kept.

    What was refuted because the person was mistaken, or on other records, is to be looked at again.
    """
    events = [
        event_of(old, "continued", actor=actor, now=now, details={"run": run.pk, "clue": new.pk, "number": new.subject}),
        event_of(new, "continues", actor=actor, now=now, details={"run": run.pk, "clue": old.pk, "number": old.subject}),
    ]
    if _come(old, new) <= WEIGHT[new.state]:
        return [], events
    history = list(_history(old, new))
    for name in WORK:
        setattr(new, name, getattr(old, name))
    _begin_anew(old, now)
    ClueCase.objects.filter(clue=old).exclude(case__clue_links__clue=new).update(clue=new)
    return history, events


def trace(old: Clue, new: Clue, run: Run, *, actor: Actor, now: datetime) -> None:
    """The ledger entry of it."""
    details = {"run": run.pk, "clue": new.pk, "state": new.state}
    ledger.append(actor=actor, act="clue.continued", thing=f"clue:{old.pk}", details=details, now=now)


def _come(old: Clue, new: Clue) -> int:
    if old.state == "refuted" and (old.cause == "identity" or records_of(old.evidence) != records_of(new.evidence)):
        return 0
    return WEIGHT[old.state]


def records_of(evidence: Iterable[Mapping[str, Any]]) -> set[tuple[str, str, str]]:
    """The records of an evidence list, whenever they were received."""
    return {(item["dataset"], item["key"], item["batch"]) for item in evidence}


def _begin_anew(clue: Clue, now: datetime) -> None:
    clue.state, clue.state_at, clue.cause, clue.reason, clue.result = "received", now, "", "", ""
    clue.assigned_to_id = clue.snoozed_until = None


def _history(old: Clue, new: Clue) -> Iterable[ClueEvent]:
    """What officers did with the old clue, told of the new one too."""
    for event in old.events.filter(kind__in=DONE):
        details = {**event.details, "from_clue": old.pk}
        copied = {name: getattr(event, name) for name in ("kind", "at", "actor", "actor_name", "organ", "reason")}
        yield ClueEvent(clue=new, details=details, **copied)
