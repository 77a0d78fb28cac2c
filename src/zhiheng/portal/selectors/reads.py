"""Who looked at the person's records: by kind of reader and day, never by name."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from zhiheng.portal.core.matrix import AUDIENCES
from zhiheng.portal.models import Look, OfficerRead
from zhiheng.portal.selectors.parts import Line
from zhiheng.portal.viewers import Viewer
from zhiheng.registry.services.reading import person_key
from zhiheng.tracking.instants import local_day

LOOKED_THROUGH = 3_000
MOST = 60


def read_lines(viewer: Viewer, _now: datetime) -> list[Line]:
    """Looks by these pages, and reads of officers with a purpose, by day and organ."""
    from zhiheng.portal.services.indexing import index_reads

    key, counted = person_key(viewer.number), Counter[tuple[object, str]]()
    for look in Look.objects.filter(whose=key)[:LOOKED_THROUGH]:
        counted[local_day(look.at), AUDIENCES[look.audience]] += 1
    index_reads()
    for read in OfficerRead.objects.filter(whose=key)[:LOOKED_THROUGH]:
        counted[local_day(read.at), f"{read.organ}的工作人员"] += 1
    newest = sorted(counted.items(), key=lambda one: str(one[0][0]), reverse=True)[:MOST]
    return [Line(who, f"{count}次", day) for (day, who), count in newest]  # type: ignore[arg-type]
