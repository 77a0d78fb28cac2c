"""Readers of what an officer keeps for himself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhiheng.work.models import NoticesSeen, SavedView


def views_kept_by(viewer: Any, page: str = "") -> QuerySet[SavedView]:
    """The viewer's own views, of one page where it is named."""
    own = SavedView.objects.filter(officer_id=viewer.pk)
    return own.filter(page=page) if page else own


def notices_seen_at(viewer: Any) -> datetime | None:
    """Up to when the viewer has seen his notices; None where never."""
    return NoticesSeen.objects.filter(officer_id=viewer.pk).values_list("seen_at", flat=True).first()
