"""Removes what organs sent and what never went in, once its time is over. What went in, receipts and counts stay."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhiheng.exchange.models import RejectedRow


def outlived_rejected_rows(*, before: datetime) -> QuerySet[RejectedRow]:
    """Rejected rows of files received before the instant; those of a contested file, and those not counted by reason yet, stay."""
    of_files = RejectedRow.objects.filter(delivery__received_at__lt=before, delivery__reasons__isnull=False)
    return of_files.exclude(delivery__contests__isnull=False)


def remove_rejected_rows(*, before: datetime) -> int:
    """Remove them within the caller's transaction, which writes the entry; returns how many."""
    keys = list(outlived_rejected_rows(before=before).values_list("pk", flat=True))
    RejectedRow.objects.filter(pk__in=keys).delete()
    return len(keys)
