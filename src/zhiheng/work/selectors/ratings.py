"""Ratings that a viewer sees, and whether one can be worked out again to the same number."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhiheng.analysis.sheets import Evidence, SheetResult, work_out
from zhiheng.catalog import declared
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.sheets import SheetShape
from zhiheng.catalog.yaml_strict import load
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.rows import Officer
from zhiheng.work.models import Rating

READ = ("sheet.rate", "report.read")


def ratings_seen_by(viewer: Officer | Actor, *, sheet: str = "", period: str = "") -> QuerySet[Rating]:
    """Ratings, the newest first: of the viewer's organ and those below it."""
    rows = registry.without_barred(Rating.objects.select_related("organ", "unit", "text"), viewer, "subject")
    rows = rows.filter(**{name: value for name, value in (("sheet", sheet), ("period", period)) if value})
    if registry.sees_everything(viewer):
        return rows
    if isinstance(viewer, Actor) or not any(rights.may(viewer, right) for right in READ):
        return rows.none()
    below = registry.related(viewer.organ, "upper", on=timezone.localdate(), back=True)
    return rows.filter(Q(organ_id=viewer.organ_id) | Q(organ__in=[organ.pk for organ in below]))


def rating_view(rating_id: int, viewer: Officer | Actor) -> Rating | None:
    """One rating, or None where the viewer may not know of it."""
    return ratings_seen_by(viewer).filter(pk=rating_id).first()


def worked_out_again(rating: Rating) -> SheetResult:
    """The result from the evidence kept and the sheet's text as it stood then."""
    faults = Faults()
    document = load(rating.text.content, path=Path(f"{rating.sheet}.yaml"), faults=faults)
    shape = declared.read(SheetShape, document, faults, rating.sheet)
    faults.raise_any()
    if shape is None:
        raise ValueError(rating.sheet)
    return work_out(shape, Evidence.of(rating.evidence))
