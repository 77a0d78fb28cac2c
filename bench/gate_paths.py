"""The path of the benchmark of the gate, printing its figures as one JSON line: `CASES`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.acts_paths import filled

TIMES, CLOSED = 40, 200
NAMED = 100
"""Open cases about closed persons."""


def measured(cases: int, times: int = TIMES) -> dict[str, float]:
    """Medians and 95th percentiles (ms) of the list of an organ's officer and of the province's procurator, with the gate and without."""
    officer, organ = filled(cases)
    from zhiheng.procedure.models import Case, Seat
    from zhiheng.registry import selectors as registry

    close_persons()
    settle()
    inside = Case.objects.filter(pk__in=Seat.objects.filter(organ=organ, open=True).values("case"))
    found = compared("organ", officer.username, inside, times)
    found |= compared("province", registry.officer_named("prosecutor").username, Case.objects.all(), times)
    return {**found, "cases": float(cases)}


def compared(kind: str, username: str, bare: Any, times: int) -> dict[str, float]:
    """The list both ways, turn about. The officer is read anew each time, as a request reads them, and a page is drawn, as one is."""
    from django.utils import timezone

    from zhiheng.ledger.core.once import drawing
    from zhiheng.procedure.selectors import CaseFilter, cases_seen_by
    from zhiheng.procedure.selectors.lists import narrowed
    from zhiheng.registry import selectors as registry

    now, wanted = timezone.now(), CaseFilter(open=True)

    def gated() -> Any:
        with drawing():
            return cases_seen_by(registry.officer_named(username), wanted, now=now)

    def without() -> Any:
        listed = bare.prefetch_related("definition", "seats__organ")
        return narrowed(listed, registry.officer_named(username), wanted, now)

    closed = without().filter(subject__gt="").count()
    assert gated().count() == without().count() - closed == len(gated()) > 0, "both ways list the same but for closed persons"
    assert closed == NAMED or kind != "province", "the procurator's list has cases about closed persons"
    took: dict[str, list[float]] = {"gated": [], "bare": []}
    for _ in range(times):
        took["gated"].append(milliseconds(gated))
        took["bare"].append(milliseconds(without))
    p95 = {f"{kind}_{way}_p95": sorted(each)[int(times * 0.95) - 1] for way, each in took.items()}
    return p95 | {f"{kind}_{way}": statistics.median(each) for way, each in took.items()}


def milliseconds(listed: Callable[[], Any]) -> float:
    """How long the exact count and the first page take."""
    began = time.perf_counter()
    found = listed()
    found.count()
    list(found[:50])
    return (time.perf_counter() - began) * 1000


def close_persons() -> None:
    """Persons whose records are closed to all but those who decide, so that the gate has some to leave out."""
    from django.db import transaction
    from django.utils import timezone

    from zhiheng.procedure.models import Case
    from zhiheng.registry import selectors as registry
    from zhiheng.registry.services import close_person
    from zhiheng.schema.identity import check_character

    actor, now = registry.actor_of(registry.officer_named("chief"), "bench"), timezone.now()
    first = [f"5101071990{1 + number % 12:02d}{1 + number % 28:02d}{number:03d}" for number in range(CLOSED)]
    numbers = [one + check_character(one) for one in first]
    with transaction.atomic():
        for number in numbers:
            close_person(actor=actor, now=now, number=number, kind="limited", reason="依法不得知悉", officer=None)
        for number, case in zip(numbers, Case.objects.filter(ended_on=None)[:NAMED], strict=False):
            Case.objects.filter(pk=case.pk).update(subject=number)


def settle() -> None:
    """As the database stands when its own upkeep has passed, which otherwise comes at some point of the measuring."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
