"""Registers as tables for models and indicators: `register_<id>`, a row an entry; `register_<id>_counts`, a row a difference counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db.models import Count as Total
from django.db.models import Max
from django.utils import timezone

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.kept_tables import COUNT_SCHEMA, TYPES, register_schema
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.records.core.library import RecordRef
from zhiheng.register.core.ledgers import DIFFERENCES, text_of
from zhiheng.register.models import ActRow, Count, Entry
from zhiheng.register.reading import state_of
from zhiheng.register.selectors.entries import EVERY_ENTRY, EntryFilter, entries_seen_by
from zhiheng.register.selectors.sight import Viewer
from zhiheng.registry.selectors import COMMAND_LINE

REF_STEP = 1_000_000
"""References of acts are negative; those of counts lie this far apart for the lines within one."""


def entry_table(
    spec: RegisterSpec, viewer: Viewer = COMMAND_LINE, *, until: int | None = None, wanted: EntryFilter = EVERY_ENTRY
) -> pa.Table:
    """The entries a viewer sees, as they are or as they were after a cursor of acts (`until`: the newest ActRow that counts)."""
    entries = entries_seen_by(viewer, spec, wanted, sort="oldest")
    if until is None:
        rows: Iterable[dict[str, Any]] = (_row(spec, entry, entry.values, entry.state, entry.last_act) for entry in _with_last(entries))
    else:
        rows = (row for entry in entries for row in _as_of(spec, entry, until))
    return pa.Table.from_pylist(list(rows), schema=register_schema(spec))


def last_act(at: datetime | None = None) -> int:
    """The newest act (recorded by an instant), to pin a run to."""
    rows = ActRow.objects.filter(recorded_at__lte=at) if at else ActRow.objects
    return rows.aggregate(last=Max("pk"))["last"] or 0


def last_count() -> tuple[datetime | None, int]:
    """When the newest count ended, and how many ended."""
    ended = Count.objects.filter(ended_at__isnull=False).aggregate(last=Max("ended_at"), count=Total("pk"))
    return ended["last"], ended["count"]


def count_table(spec: RegisterSpec) -> pa.Table:
    """What ended counts found: of each how many entries were counted and agreed, and every difference."""
    counts = Count.objects.filter(register=spec.id, ended_at__isnull=False).select_related("organ", "unit")
    return pa.Table.from_pylist([row for count in counts for row in _count_rows(count)], schema=COUNT_SCHEMA)


def locate(refs: Iterable[int]) -> dict[int, RecordRef]:
    """Where references of the registers' tables stand: the newest act of an entry, asked for all registers at once."""
    wanted = [-ref for ref in refs if ref < 0]
    rows = ActRow.objects.filter(pk__in=wanted).order_by()
    said = rows.values_list("pk", "entry_id", "entry__register", "entry__number", "entry__key", "entry__organ__name", "recorded_at")
    return {
        -pk: RecordRef(-pk, f"register_{register}", number or key or str(entry), f"entry:{entry}", organ, at)
        for pk, entry, register, number, key, organ, at in said.iterator()
    }


def _with_last(entries: Any) -> Any:
    return entries.annotate(last_act=Max("acts__id"))


def _as_of(spec: RegisterSpec, entry: Entry, until: int) -> list[dict[str, Any]]:
    rows = [row for row in entry.acts.all() if row.pk <= until]
    if not rows:
        return []
    state = state_of(spec.shape, rows)
    return [_row(spec, entry, state.values, state.state, rows[-1].pk)]


def _row(spec: RegisterSpec, entry: Entry, values: Any, state: str, last: int) -> dict[str, Any]:
    own = {
        "entry": str(entry.pk), "number": entry.number, "state": state, "organ": entry.organ.name,
        "unit": entry.unit.name if entry.unit else None, "entered_on": timezone.localdate(entry.entered_at),
        "changed_on": timezone.localdate(entry.changed_at), "period_on": entry.period_on,
        "due_on": timezone.localdate(entry.due_at) if entry.due_at else None,
        "_ref": -last, "_key": entry.number or entry.key or str(entry.pk), "_organ": entry.organ.name, "_batch": f"entry:{entry.pk}",
        "_received_at": entry.changed_at,
    }  # fmt: skip
    return {**own, **{item.id: _typed(item, values.get(item.id)) for item in spec.shape.fields}}


def _typed(item: FieldShape, value: Any) -> Any:
    if value in EMPTY:
        return None
    if item.type == "date":
        return date.fromisoformat(value)
    if item.type == "time":
        return datetime.fromisoformat(value)
    if item.type in {"decimal", "amount"}:
        return Decimal(str(value))
    if item.type in {"whole", "flag"} or pa.types.is_list(TYPES.get(item.type, pa.string())):
        return value
    if item.type == "person":
        return value.get("id_number") or value.get("name") if isinstance(value, dict) else str(value)
    return value if isinstance(value, str) else text_of(item, value)


def _count_rows(count: Count) -> list[dict[str, Any]]:
    odd = {one["entry"] for one in count.differences if one["entry"]}
    agreed = len(set(count.book) - odd)
    whole = {"kind": "counted", "entry": None, "number": None, "fields": "", "counted": len(count.book), "agreed": agreed}
    found = [one | {"fields": "、".join(one["fields"])} for one in count.differences if one["kind"] in DIFFERENCES]
    return [
        {
            **one, "period": count.period,
            "organ": count.organ.name, "unit": count.unit.name if count.unit else None,
            "ended_on": timezone.localdate(count.ended_at), "_ref": -(count.pk * REF_STEP + place) - (1 << 40),
            "_key": f"{count.pk}|{place}", "_organ": count.organ.name, "_batch": f"count:{count.pk}", "_received_at": count.ended_at,
        }
        for place, one in enumerate([whole, *found])
    ]  # fmt: skip
