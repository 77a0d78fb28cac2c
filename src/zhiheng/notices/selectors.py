"""Readers of choices, addresses of organs' systems and notices on their way; who looks is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.notices.models import Choice, Hook, Outbound
from zhiheng.registry.rights import may
from zhiheng.registry.selectors.accounts import organs_managed_by

OPERATES = "organ.manage"


def choice_of(viewer: Any) -> Choice | None:
    """What the viewer chose; None where nothing was."""
    return Choice.objects.filter(officer=viewer.pk).first()


def takes_notices(viewer: Any) -> bool:
    """Whether the viewer's organ has a system that takes notices."""
    return Hook.objects.filter(organ=viewer.organ_id, closed=False).exists()


def hooks_seen_by(viewer: Any) -> QuerySet[Hook]:
    """Addresses of the organs an administrator looks after."""
    return Hook.objects.select_related("organ").filter(organ__in=organs_managed_by(viewer))


def own_outbound(viewer: Any) -> QuerySet[Outbound]:
    """Notices to the viewer, newest first."""
    return Outbound.objects.filter(officer=viewer.pk)


def outbound_kept_by(viewer: Any) -> QuerySet[Outbound]:
    """Notices the viewer may send again: one's own, and for a system administrator those to systems of organs looked after."""
    mine = Q(officer=viewer.pk)
    if may(viewer, OPERATES):
        mine |= Q(channel="hook", officer__organ__in=organs_managed_by(viewer))
    return Outbound.objects.select_related("officer__organ").filter(mine)


def given_up(viewer: Any) -> QuerySet[Outbound]:
    """Notices to systems of organs an administrator looks after that are not tried again by themselves."""
    return outbound_kept_by(viewer).filter(channel="hook", state=Outbound.State.DEAD)
