"""What indicators read of the platform itself, as tables: only rows that the viewer may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db.models import Max, Q
from django.utils import timezone

from zhiheng.analysis.platform_tables import TABLES
from zhiheng.catalog.items import Item, ItemsSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.exchange import selectors as exchange
from zhiheng.exchange.closed.selectors import is_closed
from zhiheng.oversight.selectors.clues import clues_seen_by
from zhiheng.oversight.selectors.documents import document_register
from zhiheng.registry import selectors as registry


def tables(viewer: Any, catalog: Catalog, today: date, names: Collection[str] = TABLES) -> dict[str, pa.Table]:
    """The tables by name, in the schemas of `analysis.platform_tables`; those not named are left out."""
    sent, barred = {"deliveries", "rejections"} & set(names), registry.barred_numbers(viewer)
    deliveries = list(exchange.deliveries_seen_by(viewer).prefetch_related("rejected_rows")) if sent else []
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "clues": _clues(viewer, catalog),
        "documents": _documents(viewer, today),
        "deliveries": map(_delivery, deliveries),
        "rejections": (row for delivery in deliveries for row in _rejections(delivery, barred)),
        "organs": ({"name": organ.name, "kind": organ.kind, "division": organ.division} for organ in registry.organs_seen_by(viewer)),
        "items": (_item(spec, item) for spec in catalog.items.values() for item in spec.items),
    }
    return {name: pa.Table.from_pylist(list(rows[name]), schema=TABLES[name]) for name in TABLES if name in names}


def _clues(viewer: Any, catalog: Catalog) -> Iterable[dict[str, Any]]:
    decided = Max("events__at", filter=Q(events__kind__in=["verified", "refuted"]))
    for clue in clues_seen_by(viewer).annotate(decided_at=decided):
        model = catalog.models.get(clue.model)
        yield {
            "id": clue.pk,
            "model": clue.model,
            "title": model.title if model else clue.model,
            "subject": clue.subject,
            "occurrence": clue.occurrence,
            "organ": clue.organ.name if clue.organ else None,
            "level": clue.level,
            "summary": clue.summary,
            "state": clue.state,
            "cause": clue.cause or None,
            "found_on": day(clue.found_at),
            "decided_on": day(clue.decided_at),
            "resolved_on": day(clue.resolved_at),
        }


def _documents(viewer: Any, today: date) -> Iterable[dict[str, Any]]:
    for row in document_register(viewer, today):
        if not row.withdrawn:
            yield {
                "id": str(row.case_id),
                "document_no": row.number,
                "kind": row.code,
                "title": row.title,
                "issued_by": row.issued_by,
                "issued_to": row.issued_to,
                "issued_on": row.approved_on,
                "served_on": row.served_on,
                "reply_due": row.reply_due_on,
                "replied_on": row.replied_on,
                "adopted": row.adopted,
                "rectified_on": row.rectified_on,
                "looked_back_on": row.looked_back_on,
                "closed_on": row.closed_on,
            }


def _delivery(delivery: Any) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "organ": delivery.organ.name,
        "dataset": delivery.dataset or None,
        "name": delivery.name,
        "outcome": delivery.outcome,
        "rows": delivery.rows,
        "accepted": delivery.accepted,
        "rejected": delivery.rejected,
        "received_on": day(delivery.received_at),
    }


def _rejections(delivery: Any, barred: Collection[str]) -> Iterable[dict[str, Any]]:
    for rejected in delivery.rejected_rows.all():
        if is_closed(rejected, barred):
            continue
        first = rejected.errors[0] if rejected.errors else {}
        yield {
            "delivery": delivery.pk,
            "organ": delivery.organ.name,
            "dataset": delivery.dataset or None,
            "name": delivery.name,
            "row": rejected.row,
            "column": first.get("column"),
            "reason": first.get("reason"),
            "received_on": day(delivery.received_at),
        }


def _item(spec: ItemsSpec, item: Item) -> dict[str, Any]:
    return {
        "catalogue": spec.id,
        "item": item.id,
        "title": item.title,
        "part": item.group or None,
        "article": item.article or None,
        "covered": bool(item.covers),
        "steps": f" {' '.join(item.covers.get('step', ()))} ",
    }


def day(moment: datetime | None) -> date | None:
    """The day of an instant in China."""
    return timezone.localdate(moment) if moment else None
