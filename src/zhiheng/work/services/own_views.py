"""What officers keep for themselves: views of lists, and up to when they have seen their notices; it stands in no trace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.selectors import officer_named
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import NoticesSeen, SavedView

MOST_VIEWS = 50
MOST_SIGNS = 40


@transaction.atomic
def save_view(*, actor: Actor, now: datetime, page: str, title: str, query: str, watched: bool = False) -> SavedView:
    """Keep a list as it stands; one of the same title on the same page is written over."""
    officer, name = officer_named(actor.id), " ".join(title.split())
    if officer is None:
        raise WorkRefused("视图", actor.id, "没有这个账号", "请重新登录后再保存")
    if not 0 < len(name) <= MOST_SIGNS:
        raise WorkRefused("视图名称", name or "（空）", f"应为 1 至 {MOST_SIGNS} 个字", "请改短名称后再保存")
    kept = SavedView.objects.filter(officer=officer)
    if kept.count() >= MOST_VIEWS and not kept.filter(page=page, title=name).exists():
        raise WorkRefused("视图", name, f"每人最多保存 {MOST_VIEWS} 个视图", "请先删除不用的视图")
    values = {"query": query, "watched": watched, "made_at": now}
    return SavedView.objects.update_or_create(officer=officer, page=page, title=name, defaults=values)[0]


@transaction.atomic
def drop_view(*, actor: Actor, now: datetime, view_id: int) -> bool:  # noqa: ARG001 - a writer says when
    """Remove one of the officer's own views; whether there was one."""
    return SavedView.objects.filter(pk=view_id, officer__username=actor.id).delete()[0] > 0


@transaction.atomic
def see_notices(*, actor: Actor, now: datetime) -> None:
    """Note that the officer has seen the notices up to now."""
    officer = officer_named(actor.id)
    if officer is not None:
        NoticesSeen.objects.update_or_create(officer=officer, defaults={"seen_at": now})
