"""Differences that counts of ledgers found become clues: the newest count of every ledger says what is still otherwise than the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog import digest
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import Cursor, Run
from zhiheng.oversight.services.storing import store
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.register.core.ledgers import DIFFERENCES, text_of
from zhiheng.register.selectors.counts import newest_counts
from zhiheng.register.selectors.happenings import happenings_after

CURSOR = "register counts"


@dataclass(frozen=True)
class Counting:
    """What stands in a model's place for clues of a count."""

    id: str
    pack: str


@transaction.atomic
def raise_from_counts(*, actor: Actor, now: datetime, catalog: Catalog) -> int:
    """Follow counts that ended since the last time; gives how many clues were added. A later count that agrees marks them as resolved."""
    ledger.hold_head()
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    news = happenings_after(cursor.position, kinds=("counted",))
    if not news:
        return 0
    names = sorted({one.register for one in news if one.data.get("raises") == "clue" and one.register in catalog.registers})
    added = sum(_raise(catalog.registers[name], actor=actor, now=now) for name in names)
    cursor.position = news[-1].pk
    cursor.save(update_fields=["position"])
    return added


def model_of(register: str) -> str:
    """What the clues of a register's counts are kept under."""
    return f"{register}_count"[:60]


def _raise(spec: RegisterSpec, *, actor: Actor, now: datetime) -> int:
    found = [clue for count in newest_counts(spec.id) for clue in _clues(spec, count)]
    source = Counting(model_of(spec.id), spec.pack)
    empty = Snapshot(())
    run = Run.objects.create(
        as_of=timezone.localdate(now), engine="count", started_at=now, started_by=actor.id, snapshot=empty.to_json(),
        snapshot_digest=empty.digest, found=len(found),
        models_run=[{"model": source.id, "digest": spec.digest, "parameters": {}, "found": len(found)}],
    )  # fmt: skip
    stored = store(run, [source], found, actor=actor, now=now)  # type: ignore[list-item]
    run.added, run.resolved, run.reopened = stored.added, stored.resolved, stored.reopened
    run.save(update_fields=["added", "resolved", "reopened"])
    details = {"register": spec.id, "found": len(found), "added": stored.added, "resolved": stored.resolved}
    ledger.append(actor=actor, act="run.stored", thing=f"run:{run.pk}", details=details, now=now)
    return stored.added


def _clues(spec: RegisterSpec, count: Any) -> Iterable[FoundClue]:
    for place, one in enumerate(count.differences, start=1):
        subject = one["number"] or f"账外物{count.pk}-{place}"
        values = {"kind": DIFFERENCES[one["kind"]], "period": count.period, "told": differences_text(spec, one["fields"])}
        evidence = [
            {
                "dataset": f"register_{spec.id}", "key": subject, "batch": f"count:{count.pk}",
                "received_at": timezone.localtime(count.ended_at).isoformat(timespec="seconds"),
            }
        ]  # fmt: skip
        whose = f"{count.organ.name}{count.unit.name if count.unit else ''}"
        summary = f"{whose}{spec.title}{count.period}盘点：{subject}{values['kind']}" + (f"（{values['told']}）" if values["told"] else "")
        as_of = timezone.localdate(count.ended_at)
        content = [model_of(spec.id), subject, one["kind"], count.organ.name, as_of.isoformat(), values, evidence]
        yield FoundClue(
            model_of(spec.id), subject, f"{count.organ.name}|{one['kind']}", as_of, "medium", summary, values, evidence,
            list(spec.shape.source), count.organ.name, digest.of_value(content),
        )  # fmt: skip


def differences_text(spec: RegisterSpec, fields: Mapping[str, Any]) -> str:
    """What differs, in words: 库位 账面 A-1 实际 A-9."""
    shown = []
    for name, (book, found) in fields.items():
        item = spec.shape.field.get(name)
        if item is not None:
            shown.append(f"{item.title} 账面 {text_of(item, book) or '无'} 实际 {text_of(item, found) or '无'}")
    return "，".join(shown)
