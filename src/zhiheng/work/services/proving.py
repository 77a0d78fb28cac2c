"""What was done is proven: of a calendar's duties one by one, of those that name subjects only where something happened since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from zhiheng.catalog import digest
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.packs import Catalog
from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.selectors.happenings import last_happening, subjects_touched
from zhiheng.work.models import Owed, Proof, Turn
from zhiheng.work.selectors.proofs import Found, entries_of_subjects, first_counted, of_its_unit, proof_among, proof_of

T = TypeVar("T")
CHUNK = 500
SUBJECTS_AT_ONCE = 5000
DONE = "UPDATE work_owed SET done_at = %s, late = %s WHERE id = %s"
"""What repeats the proof: hundreds at once, and nothing else of the row is written again."""


def prove(spec: DutySpec, catalog: Catalog, *, actor: Actor, now: datetime) -> int:
    """Keep the proof of every duty that was done since; how many there were."""
    if spec.query and spec.shape.does.register_:
        return _prove_subjects(spec, catalog, actor=actor, now=now)
    return keep(_proven_one_by_one(spec, catalog), actor=actor, now=now)


def _proven_one_by_one(spec: DutySpec, catalog: Catalog) -> Iterator[tuple[Owed, Found]]:
    used = _used(Proof.objects.filter(owed__duty=spec.id)) if spec.query else set()
    for owed in list(_open(spec)):
        found = proof_of(spec, catalog, owed, used=used)
        if found:
            used |= set(found.refs)
            yield owed, found


def _open(spec: DutySpec):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a query of our own rows
    return Owed.objects.filter(duty=spec.id, done_at=None).select_related("organ", "unit").defer("evidence")


def _used(proofs: Iterable[Proof]) -> set[str]:
    return {ref for proof in proofs for ref in proof.refs}


def _prove_subjects(spec: DutySpec, catalog: Catalog, *, actor: Actor, now: datetime) -> int:
    """Look only at rows noted since the last time and at subjects whose entries had an act since: both follow cursors."""
    does = spec.shape.does
    rule = digest.of_value(does.model_dump(mode="json"))[:12]  # what counts otherwise is looked for anew
    noted, entered = (Turn.objects.get_or_create(name=f"{name}:{rule}:{spec.id}")[0] for name in ("noted", "entered"))
    latest, newest = last_happening(), Owed.objects.filter(duty=spec.id).order_by("-pk").values_list("pk", flat=True).first() or 0
    fresh = list(_open(spec).filter(pk__gt=noted.cursor, pk__lte=newest))
    touched = subjects_touched(does.register_, does.field, since=entered.cursor, until=latest)
    again = [
        row for some in _parts(sorted(touched), SUBJECTS_AT_ONCE) for row in _open(spec).filter(pk__lte=noted.cursor, subject__among=some)
    ]
    count = keep(_proven_together(spec, catalog, [*again, *fresh]), actor=actor, now=now)
    for turn, cursor in ((noted, newest), (entered, latest)):
        turn.cursor, turn.last_at = cursor, now
        turn.save()
    return count


def _proven_together(spec: DutySpec, catalog: Catalog, rows: list[Owed]) -> Iterator[tuple[Owed, Found]]:
    """Organ by organ, so that what was entered in a ledger is read once or twice; of one subject the earliest owed comes first."""
    used: set[str] = set()
    for some in _parts(sorted(rows, key=lambda one: (one.organ_id, one.due_at, one.pk)), SUBJECTS_AT_ONCE):
        acts = entries_of_subjects(spec, catalog, some)
        likely = [row for row in some if (row.organ_id, row.subject) in acts]
        used |= _used_for(spec, likely)
        for owed in likely:
            own = of_its_unit(spec, catalog, owed, acts[owed.organ_id, owed.subject])
            found = proof_among(spec, owed, own, used=used)
            if found:
                used |= set(found.refs)
                yield owed, found


def _used_for(spec: DutySpec, rows: list[Owed]) -> set[str]:
    """References that prove another occurrence of these subjects already."""
    proofs = Proof.objects.filter(owed__duty=spec.id, owed__subject__among=frozenset(row.subject for row in rows))
    first = first_counted(spec, rows) if rows else None
    return _used(proofs.filter(done_at__gte=datetime.combine(first, time(), SHANGHAI)) if first else proofs)


def keep(proven: Iterable[tuple[Owed, Found]], *, actor: Actor, now: datetime) -> int:
    """Keep proofs, a few hundred in one transaction; one that another worker kept meanwhile stays his."""
    return sum(_keep_some(some, actor=actor, now=now) for some in _parts(proven, CHUNK))


@transaction.atomic
def _keep_some(proven: list[tuple[Owed, Found]], *, actor: Actor, now: datetime) -> int:
    locked = Owed.objects.select_for_update(of=("self",)).filter(pk__in=[owed.pk for owed, _ in proven]).order_by()
    done = dict(locked.values_list("pk", "done_at"))
    left = [(owed, found) for owed, found in proven if owed.pk in done and done[owed.pk] is None]  # else taken back or done meanwhile
    Proof.objects.bulk_create(_proof(owed, found, actor, now) for owed, found in left)
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(DONE, [(adapt(found.at), found.at > owed.due_at, owed.pk) for owed, found in left])
    acts = [("duty.done", f"duty:{owed.duty}", _details(owed, found)) for owed, found in left]
    if acts:
        ledger.append_all(actor=actor, acts=acts, now=now)
    return len(left)


def _proof(owed: Owed, found: Found, actor: Actor, now: datetime) -> Proof:
    by = found.actor or actor.id
    return Proof(owed=owed, kind=found.kind, refs=list(found.refs), reason=found.reason, done_at=found.at, noted_at=now, actor=by)


def _details(owed: Owed, found: Found) -> dict[str, object]:
    return {"owed": owed.pk, "period": owed.period, "kind": found.kind, "refs": list(found.refs), "reason": found.reason}


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    some = iter(items)
    while part := list(islice(some, size)):
        yield part
