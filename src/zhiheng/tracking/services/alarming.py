"""Alarms: raised once for what lasts, with the evidence as it stood; seen, handled and closed with a cause and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhiheng.law.clocks import period_due
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.core.kinds import CAUSES, KINDS, MERGE_SECONDS
from zhiheng.tracking.instants import instant
from zhiheng.tracking.models import Alarm, AlarmAct, Order
from zhiheng.tracking.services.devices import demand_officer


@dataclass(frozen=True)
class Found:
    """What was found: kind, key of the fence (empty where there is none), its title, since and until when it was noticed (seconds)."""

    kind: str
    place: str
    title: str
    since: float
    at: float
    late: bool = False


def raise_alarm(*, actor: Actor, now: datetime, order: Order, found: Found, evidence: Mapping[str, Any]) -> Alarm | None:
    """Raise an alarm in the caller's transaction; None where it joins one that stands, or that began within half an hour of it.

    What happens after an alarm was closed joins it no more: somebody has to look anew.
    """
    since, at = instant(found.since), instant(found.at)
    near = Q(began_at__gte=instant(found.since - MERGE_SECONDS), began_at__lte=instant(found.at + MERGE_SECONDS))
    near &= ~Q(state="closed") | Q(closed_at__gte=at)
    lasting = ~Q(state="closed") & Q(ended_at=None, began_at__lte=at)
    known = Alarm.objects.filter(near | lasting | Q(began_at=since), order=order, kind=found.kind, place=found.place)
    same = known.order_by("-began_at").first()
    if same is not None:
        if same.began_at != since:
            same.again += 1
            same.save(update_fields=["again"])
        return None
    kind = KINDS[found.kind]
    alarm = Alarm.objects.create(
        order=order, kind=found.kind, place=found.place, title=_title(order, found), began_at=since, raised_at=now,
        late=found.late, seen_due_at=_in_minutes(now, kind.seen_minutes),
        close_due_at=_in_minutes(now, kind.close_minutes) if kind.close_minutes else None, evidence=dict(evidence),
    )  # fmt: skip
    details = {"kind": found.kind, "order": order.number, "began_at": alarm.began_at, "late": found.late, "place": found.title}
    append(actor=actor, act="alarm.raised", thing=f"alarm:{alarm.pk}", details=details, now=now)
    return alarm


def _title(order: Order, found: Found) -> str:
    """What, where and whether late: never what it means."""
    place = f"：{found.title}" if found.title else ""
    return f"{order.name} {KINDS[found.kind].title}{place}{'（补传）' if found.late else ''}"[:200]


def _in_minutes(now: datetime, minutes: int) -> datetime:
    due = period_due(now, minutes, "minute").due
    if not isinstance(due, datetime):
        raise TypeError("minutes end at an instant")
    return due


def end_alarms(order: Order, kinds: Iterable[str], place: str, at: float) -> int:
    """Note that what lasted is over; the alarm stays until somebody closes it."""
    lasting = Alarm.objects.filter(order=order, kind__in=list(kinds), place=place, ended_at=None, began_at__lte=instant(at))
    return lasting.update(ended_at=instant(at))


@transaction.atomic
def see_alarm(*, actor: Actor, now: datetime, alarm_id: int, note: str = "") -> Alarm:
    """Note that an officer looks into it."""
    alarm = _open_alarm(actor, now, alarm_id)
    if alarm.state == "raised":
        alarm.state, alarm.seen_at = "seen", now
        alarm.save(update_fields=["state", "seen_at"])
    return _note(alarm, "seen", actor, now, note=note)


@transaction.atomic
def note_contact(*, actor: Actor, now: datetime, alarm_id: int, note: str) -> Alarm:
    """Note what was done: a call, a visit, a search."""
    alarm = _open_alarm(actor, now, alarm_id)
    if not note.strip():
        raise TrackingRefused("处置记录", alarm.title, "没有写明做了什么", "请写明联系的方式、对象和结果")
    if alarm.state == "raised":
        alarm.state, alarm.seen_at = "seen", now
        alarm.save(update_fields=["state", "seen_at"])
    return _note(alarm, "contacted", actor, now, note=note)


@transaction.atomic
def close_alarm(*, actor: Actor, now: datetime, alarm_id: int, cause: str, reason: str) -> Alarm:
    """Close an alarm with a cause and a reason; one that nobody has looked into cannot be closed."""
    alarm = _open_alarm(actor, now, alarm_id)
    if cause not in CAUSES or not reason.strip():
        raise TrackingRefused("办结警报", alarm.title, "没有写明原因和理由", "请选择原因，并写明核实的情况")
    if alarm.state == "raised":
        raise TrackingRefused("办结警报", alarm.title, "还没有查看", "请先查看并核实，再办结")
    if cause == "breach" and not alarm.case:
        raise TrackingRefused("办结警报", alarm.title, "写明违规成案，但没有案件", "请先据此立案")
    alarm.state, alarm.cause, alarm.closed_at = "closed", cause, now
    alarm.save(update_fields=["state", "cause", "closed_at"])
    return _note(alarm, "closed", actor, now, note=reason, cause=cause)


@transaction.atomic
def link_case(*, actor: Actor, now: datetime, alarm_id: int, case: str) -> Alarm:
    """Note the case that was opened on an alarm, in the transaction that opens it: the room of cases stands beside this one."""
    alarm = _open_alarm(actor, now, alarm_id)
    if alarm.case:
        raise TrackingRefused("据警报立案", alarm.title, "已经立案", "请到案件中办理")
    alarm.case, alarm.state, alarm.seen_at = case, "seen", alarm.seen_at or now
    alarm.save(update_fields=["case", "state", "seen_at"])
    return _note(alarm, "case_opened", actor, now)


def _open_alarm(actor: Actor, now: datetime, alarm_id: int) -> Alarm:
    hold_head()
    alarm = Alarm.objects.select_for_update(of=("self",)).select_related("order__organ").filter(pk=alarm_id).first()
    if alarm is None:
        raise TrackingRefused("警报", str(alarm_id), "没有这条警报", "请从警报列表进入")
    demand_officer(actor, alarm.order.organ, now)
    if alarm.state == "closed":
        raise TrackingRefused("警报", alarm.title, "已经办结", "如有新情况，会产生新的警报")
    return alarm


def _note(alarm: Alarm, act: str, actor: Actor, now: datetime, *, note: str = "", cause: str = "") -> Alarm:
    AlarmAct(alarm=alarm, act=act, at=now, actor=actor.id, actor_name=actor.name, cause=cause, note=note).save()
    details = {"cause": cause, "note": note}
    append(actor=actor, act=f"alarm.{act}", thing=f"alarm:{alarm.pk}", details=details, now=now)
    return alarm
