"""Check-ins as records of the exchange standard, so that screening for silence reads those of the phone with all others."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import pyarrow as pa

from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger.core.actor import Actor
from zhiheng.records.services import store_batch
from zhiheng.schema import DATASETS
from zhiheng.schema.checking import check
from zhiheng.tracking.core.verifying import FACE
from zhiheng.tracking.models import CheckIn, RandomCall

DATASET = "checkins"


def record_checkin(made: CheckIn, *, passed: bool, actor: Actor, now: datetime) -> None:
    """Write the check-in as the record of the organ that keeps the duty; where it stands by the person's number."""
    order, dataset = made.order, DATASETS[DATASET]
    row = {
        "id_number": order.person, "name": order.name, "at": made.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "kind": _kind(made), "passed": "是" if passed else "否",
    }  # fmt: skip
    checked = check(pa.table({name: pa.array([row.get(name)], pa.string()) for name in dataset.fields}), dataset)
    if checked.rejected:
        return
    store_batch(
        actor=actor, now=now, organ=order.organ, dataset=DATASET, table=checked.table, row_numbers=pa.array([1], pa.int32()),
        source_name=f"checkin:{made.pk}", content_digest=sha256(f"checkin:{made.pk}:{passed}".encode()).hexdigest(),
        counts={"rows": 1, "accepted": 1, "rejected": 0},
    )  # fmt: skip


def _kind(made: CheckIn) -> str | None:
    if RandomCall.objects.filter(order=made.order, from_at=made.window_at).exists():
        return "random"
    return str(made.machine.get("kind") or FACE) if made.file else None
