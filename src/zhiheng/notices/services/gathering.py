"""What officers chose to be notice and were not yet: written once, however many workers look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.notices import sources
from zhiheng.notices.core.texts import Counted, OutsideNotice, plain_title
from zhiheng.notices.models import Choice, Hook, Outbound, ViewMark
from zhiheng.work.selectors.own_views import views_kept_by

BACK: Final = OF_INSTANTS["hour"] * 24
"""What is written late bears an earlier instant: so far back it is looked for again."""
MOST: Final = 200


def gather(*, actor: Actor, now: datetime) -> int:
    """Write what came for officers who chose to be told; returns how many notices are new."""
    hooked = set(Hook.objects.filter(closed=False).values_list("organ_id", flat=True))
    active = Choice.objects.filter(officer__is_active=True).order_by("pk").values_list("pk", flat=True)
    return sum(_gathered(actor, now, pk, hooked) for pk in list(active))


@transaction.atomic
def _gathered(actor: Actor, now: datetime, number: int, hooked: Collection[int]) -> int:
    """Under a lock on the choice, so that two workers count a view once."""
    choice = Choice.objects.select_for_update(of=("self",)).select_related("officer__organ").get(pk=number)
    reached = choice.officer.organ_id in hooked
    wanted = {"mail": choice.mail if choice.address else [], "hook": choice.hook if reached else []}
    if not any(wanted.values()):
        return 0
    came = list(_came(choice, now, {*wanted["mail"], *wanted["hook"]}))
    rows = [_row(choice, channel, notice, now) for channel, kinds in wanted.items() for notice in came if notice.kind in kinds]
    fresh = _unwritten(choice, rows)[:MOST]
    Outbound.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        ledger.append(actor=actor, act="notice.queued", thing=f"officer:{choice.officer_id}", details={"count": len(fresh)}, now=now)
    return len(fresh)


def _came(choice: Choice, now: datetime, kinds: Iterable[str]) -> Iterator[OutsideNotice]:
    yield from sources.found(choice.officer, max(choice.since_at, now - BACK), now)
    if "view" in kinds:
        yield from _of_views(choice, now)


def _of_views(choice: Choice, now: datetime) -> Iterator[OutsideNotice]:
    """Watched views that hold more than when last notice, or something newer; the first look only counts what came since it was saved.

    What an officer called a view and what it asks for may name a person: neither leaves.
    """
    for view in views_kept_by(choice.officer).filter(watched=True):
        stands = sources.counted(choice.officer, view)
        if stands is None:
            continue
        mark = ViewMark.objects.filter(view=view).first() or ViewMark(view=view, seen_at=view.made_at)
        if mark.pk is None or view.made_at > mark.seen_at:
            mark.rows, mark.newest_at = stands.rows, view.made_at
        if grown := _grown(mark, stands):
            yield OutsideNotice("view", now, f"关注的视图（{view.pk} 号）{grown}", f"{view.page}#view-{view.pk}")
        mark.rows, mark.newest_at, mark.seen_at = stands.rows, stands.newest_at or mark.newest_at, now
        mark.save()


def _grown(before: ViewMark, stands: Counted) -> str:
    """How the view grew, in words; empty where it did not."""
    if stands.rows > before.rows:
        return f"增加 {stands.rows - before.rows} 条，现有 {stands.rows} 条"
    newer = stands.newest_at and (before.newest_at is None or stands.newest_at > before.newest_at)
    return f"有新内容，现有 {stands.rows} 条" if newer else ""


def _row(choice: Choice, channel: str, notice: OutsideNotice, now: datetime) -> Outbound:
    return Outbound(
        officer_id=choice.officer_id, channel=channel, kind=notice.kind, key=notice.key, title=plain_title(notice.title),
        address=notice.address, at=notice.at, made_at=now, next_at=now,
    )  # fmt: skip


def _unwritten(choice: Choice, rows: list[Outbound]) -> list[Outbound]:
    known = set(Outbound.objects.filter(officer=choice.officer_id, key__in={row.key for row in rows}).values_list("channel", "key"))
    return list({(row.channel, row.key): row for row in rows if (row.channel, row.key) not in known}.values())
