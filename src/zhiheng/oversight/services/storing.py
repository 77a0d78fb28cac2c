"""Bring the kept clues to what a run has found: new ones added, known ones refreshed, those no longer found marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog.models import ModelSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.dependencies import Identity
from zhiheng.oversight.core.named import named_beside
from zhiheng.oversight.models import Clue, ClueEvent, ClueNaming, Cursor, Finding, Run
from zhiheng.oversight.services.continuing import Continuations, carry_on, continuations, records_of, trace
from zhiheng.oversight.services.notes import event_of
from zhiheng.oversight.services.retold import found_by_another
from zhiheng.registry import services as registry

LOCK = "screening"
AT_ONCE = 500
REFRESHED = [
    "summary", "values", "evidence", "cites", "level", "organ", "as_of", "digest", "last_run", "resolved_at", "state", "state_at",
    "rests_on", "cause", "reason", "assigned_to", "snoozed_until", "result",
]  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """How many clues were added, marked as resolved by data, taken up again."""

    added: int
    resolved: int
    reopened: int


def store(run: Run, specs: list[ModelSpec], found: list[FoundClue], *, actor: Actor, now: datetime) -> Stored:
    """Keep the clues of a run, in the caller's transaction; one run at a time."""
    ledger.hold_head()
    Cursor.objects.get_or_create(name=LOCK)
    Cursor.objects.select_for_update().get(name=LOCK)
    packs = {spec.id: spec.pack for spec in specs}
    held = Clue.objects.select_for_update().filter(model__in=packs).order_by("pk")
    known = {(clue.model, clue.subject, clue.occurrence): clue for clue in held}
    organs = {name: registry.ensure_organ(actor=actor, name=name, now=now) for name in {clue.organ for clue in found} if name}
    one_each = {clue.identity: clue for clue in found}
    fresh = [_made(clue, packs[clue.model], organs.get(clue.organ), run, now) for key, clue in one_each.items() if key not in known]
    added = Clue.objects.bulk_create(fresh, batch_size=AT_ONCE)
    _keep_namings(added)
    events = [event_of(clue, "found", actor=actor, now=now, details={"run": run.pk}) for clue in added]
    again = [(known[key], clue) for key, clue in one_each.items() if key in known]
    reopened = _refresh(again, organs, run, events, actor=actor, now=now)
    here = {(clue.model, clue.subject, clue.occurrence): clue for clue in (*added, *(clue for clue, _ in again))}
    resolved = _resolve([clue for key, clue in known.items() if key not in one_each], here, run, events, actor=actor, now=now)
    ClueEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    _keep_findings(run, list(here.values()), one_each)
    return Stored(len(added), resolved, reopened)


def _made(found: FoundClue, pack: str, organ: Any, run: Run, now: datetime) -> Clue:
    clue = Clue(model=found.model, pack=pack, subject=found.subject, occurrence=found.occurrence, first_run=run, found_at=now, state_at=now)
    return _filled(clue, found, organ, run)


def _filled(clue: Clue, found: FoundClue, organ: Any, run: Run) -> Clue:
    clue.level, clue.summary, clue.values, clue.evidence = found.level, found.summary, found.values, found.evidence
    clue.cites, clue.organ, clue.as_of, clue.digest, clue.last_run = list(found.cites), organ, found.as_of, found.digest, run
    clue.rests_on = list(found.rests_on)
    return clue


def _refresh(
    again: list[tuple[Clue, FoundClue]], organs: dict[str, Any], run: Run, events: list[ClueEvent], *, actor: Actor, now: datetime
) -> int:
    """Known clues take what was found, unless the run looks at an earlier day; returns how many were taken up again."""
    reopened = 0
    changed: list[Clue] = []
    for clue, found in again:
        if found.as_of < clue.as_of:
            continue
        changed.append(clue)
        kind = _taken_up(clue, found)
        reopened += bool(kind)
        if kind:
            events.append(event_of(clue, kind, actor=actor, now=now, details={"run": run.pk}))
            clue.resolved_at = None
        if kind == "evidence_changed":
            clue.state, clue.state_at = "received", now
        _filled(clue, found, organs.get(found.organ), run)
    _keep_changed(changed)
    _keep_namings(changed)
    return reopened


def _taken_up(clue: Clue, found: FoundClue) -> str:
    """Why a known clue needs another look: found again after it had gone, or refuted on other records than these."""
    if clue.resolved_at:
        return "found_again"
    return "evidence_changed" if clue.state == "refuted" and records_of(clue.evidence) != records_of(found.evidence) else ""


def _resolve(missing: list[Clue], here: Mapping[Identity, Clue], run: Run, events: list[ClueEvent], *, actor: Actor, now: datetime) -> int:
    """Mark clues that are no longer found; one last seen on a later day is left, a closed one too unless another goes on for it."""
    missing = [clue for clue in missing if clue.resolved_at is None and clue.as_of <= run.as_of]
    became = continuations(missing, here, run) if missing else Continuations({}, frozenset())
    gone = [clue for clue in missing if clue.state != "closed" or clue.pk in became.successors]
    told_otherwise = found_by_another(gone, run)
    for clue in gone:
        clue.resolved_at = now
        if clue.pk in became.successors:
            history, told = carry_on(clue, became.successors[clue.pk], run, actor=actor, now=now)
            events[:] = [*history, *events, *told]
        else:
            otherwise = "resolved_by_model" if clue.pk in told_otherwise else "resolved_by_data"
            kind = "resolved_by_identity" if clue.pk in became.by_identity else otherwise
            events.append(event_of(clue, kind, actor=actor, now=now, details={"run": run.pk}))
    _keep_changed([*gone, *{clue.pk: clue for clue in became.successors.values()}.values()])
    for clue in gone:
        if clue.pk in became.successors:
            trace(clue, became.successors[clue.pk], run, actor=actor, now=now)
    return len(gone)


def _keep_changed(clues: list[Clue]) -> None:
    """Write known clues anew; an upsert, because an update of many rows by case distinction is ten times slower."""
    Clue.objects.bulk_create(
        clues, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["model", "subject", "occurrence"], update_fields=REFRESHED
    )


def _keep_namings(clues: list[Clue]) -> None:
    """Note whom clues name beside their subjects; who was named once stays noted."""
    wanted = {(clue.pk, who) for clue in clues for who in named_beside(clue.subject, clue.values)}
    naming = sorted({key for key, _ in wanted})
    for start in range(0, len(naming), AT_ONCE):
        wanted -= set(ClueNaming.objects.filter(clue__in=naming[start : start + AT_ONCE]).values_list("clue", "who"))
    ClueNaming.objects.bulk_create([ClueNaming(clue_id=key, who=who) for key, who in sorted(wanted)], batch_size=AT_ONCE)


def _keep_findings(run: Run, clues: list[Clue], found: dict[Identity, FoundClue]) -> None:
    rows = [Finding(run=run, clue=clue, digest=found[clue.model, clue.subject, clue.occurrence].digest) for clue in clues]
    Finding.objects.bulk_create(rows, batch_size=AT_ONCE)
