"""What a case decided, as records in the theme library: of the acting organ or of one that sits in the case, the case their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from zhiheng.catalog.digest import of_value
from zhiheng.catalog.field_values import holds
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.counting import Row
from zhiheng.procedure.core.effects import Recording
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.recorded import checked_record
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.models import Case
from zhiheng.procedure.services.counted import rows_of
from zhiheng.records.services import store_batch
from zhiheng.registry import selectors as registry
from zhiheng.schema import DATASETS


def store_records(records: Sequence[Recording], case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    """Write what the case decided, so that screening reads it with all other records; rows taken over are read before any is written."""
    before = rows_of(tuple(dict.fromkeys(one.dataset for one in records if one.base)), case.subject)
    bases = [_base(one, before.get(one.dataset, ()), actor.organ) for one in records]
    for recording, base in zip(records, bases, strict=True):
        if base or recording.always:
            store_record(recording, case, event, base or {}, actor=actor, now=now)


def _base(recording: Recording, rows: Sequence[Row], organ: str) -> Row | None:
    """The newest of the person's rows in which the conditions stand; one of the organ itself before those of others."""
    fitting = [row for row in rows if recording.base and holds(recording.base, row)]
    key = DATASETS[recording.dataset].key
    same = [row for row in fitting if all(str(row.get(name)) == str(recording.row.get(name, row.get(name))) for name in key)]
    own = [row for row in same if row["_organ"] == organ]
    return next(reversed(own or same), None)


def store_record(recording: Recording, case: Case, event: Event, base: Row, *, actor: Actor, now: datetime) -> None:
    """Write one record; refused whole where a value of it is not one the exchange standard takes."""
    dataset = DATASETS[recording.dataset]
    kept = {name: value for name, value in base.items() if name in dataset.fields and name not in recording.named and value is not None}
    said = {**kept, **recording.row}
    checked = checked_record(dataset, said)
    if checked.rejected:
        text = "；".join(fault.reason for fault in checked.rejected)
        raise ActRefused("不能记入主题库", dataset.zh, text, "请更正案件中的相应内容")
    organ = recording.organ or base.get("_organ") or actor.organ
    source = f"case:{case.pk}#{event.name}"
    store_batch(
        actor=actor, now=now, organ=registry.organ_named(organ), dataset=recording.dataset, table=checked.table,
        row_numbers=pa.array([1], pa.int32()), source_name=source, content_digest=of_value(_content(source, recording, base)),
        counts={"rows": 1, "accepted": 1, "rejected": 0},
    )  # fmt: skip


def _content(source: str, recording: Recording, base: Mapping[str, Any]) -> dict[str, Any]:
    """What tells one record from another of the same act."""
    more = {"organ": recording.organ, "over": base.get("_ref")} if base or recording.organ else {}
    return {"source": source, "row": dict(recording.row), **more}
