"""Writers of what narrows rights: a person's records closed or opened again, a post delegated for a time, a post's scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES, clash
from zhiheng.registry.core.scopes import BARRIERS, SCOPES
from zhiheng.registry.models import Barrier, Delegation, Officer, Post, PostScope
from zhiheng.registry.rights import demand
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.selectors.accounts import roles_between
from zhiheng.registry.services.accounts import demand_another
from zhiheng.registry.services.organs import demand_reason
from zhiheng.registry.services.reading import person_key
from zhiheng.schema.cleaning import clean_identity
from zhiheng.schema.identity import to_18

CLOSES, AVOIDS = "person.close", "case.avoid"


@transaction.atomic
def close_person(
    *, actor: Actor, now: datetime, number: str, kind: str, reason: str, admitted: Sequence[str] = (), officer: Officer | None = None,
    until_on: date | None = None,
) -> Barrier:  # fmt: skip
    """Close a person's records: to all but the admitted (sealed, limited), or to one officer (avoidance). Who closes stays admitted."""
    setter = officer_named(actor.id)
    if setter is not None:
        demand(setter, CLOSES, on=timezone.localdate(now))
    return _close(actor, now, number, kind, reason, admitted, officer, until_on)


@transaction.atomic
def avoid_person(*, actor: Actor, now: datetime, number: str, officer: Officer, reason: str) -> Barrier:
    """Keep an officer from a person, as the head of their organ decides it; a head's own avoidance is for others to decide."""
    head = officer_named(actor.id)
    if head is not None:
        demand(head, AVOIDS, on=timezone.localdate(now))
        if officer.organ_id != head.organ_id:
            raise RegistryRefused("回避", officer.name, "不是本机关的人员", "请由其所在机关的负责人决定")
        if officer.pk == head.pk:
            raise RegistryRefused("回避", officer.name, "负责人自己的回避不能由本人决定", "请报上级机关，或由检察长办理")
    return _close(actor, now, number, "avoidance", reason, (), officer, None)


@transaction.atomic
def end_avoidance(*, actor: Actor, now: datetime, barrier: Barrier, reason: str) -> None:
    """Take back the avoidance of an officer of the own organ."""
    head = officer_named(actor.id)
    if head is not None:
        demand(head, AVOIDS, on=timezone.localdate(now))
        if barrier.officer is None or barrier.officer.organ_id != head.organ_id:
            raise RegistryRefused("解除回避", f"{barrier}", "不是本机关人员的回避", "请由其所在机关的负责人办理")
    _end(actor, now, barrier, reason, head)


def _close(
    actor: Actor,
    now: datetime,
    number: str,
    kind: str,
    reason: str,
    admitted: Sequence[str],
    officer: Officer | None,
    until_on: date | None,
) -> Barrier:
    today = timezone.localdate(now)
    demand_reason("限制查阅", number[:4] + "…", reason)
    if kind not in BARRIERS or (kind == "avoidance") != (officer is not None):
        raise RegistryRefused(
            "限制查阅", kind, "种类不对，或者没有指明回避的人", "可用：" + "、".join(BARRIERS.values()) + "；回避须指明办案人员"
        )
    if until_on and until_on <= today:
        raise RegistryRefused("限制查阅", f"{until_on}", "终止日不晚于今日", "请核对日期；长期有效的不填")
    if unknown := [name for name in admitted if officer_named(name) is None]:
        raise RegistryRefused("限制查阅", "、".join(unknown), "没有这个账号", "请填准许知悉人员的登录名")
    names = [] if kind == "avoidance" else sorted({*admitted, actor.id})
    about = {"number": to_18(clean_identity(number)), "kind": kind, "reason": reason, "since_on": today, "until_on": until_on}
    row = Barrier.objects.create(**about, officer=officer, admitted=names, set_by=actor.id)
    details = {
        "kind": kind, "person": person_key(row.number), "admitted": names, "officer": officer.username if officer else "", "reason": reason,
        "until_on": until_on,
    }  # fmt: skip
    append(actor=actor, act="person.closed", thing=f"barrier:{row.pk}", details=details, now=now)
    return row


@transaction.atomic
def open_person_again(*, actor: Actor, now: datetime, barrier: Barrier, reason: str) -> None:
    """End a barrier today; who has to avoid a person does not end it."""
    setter = officer_named(actor.id)
    if setter is not None:
        demand(setter, CLOSES, on=timezone.localdate(now))
    _end(actor, now, barrier, reason, setter)


def _end(actor: Actor, now: datetime, barrier: Barrier, reason: str, setter: Officer | None) -> None:
    today = timezone.localdate(now)
    demand_reason("解除限制", f"{barrier}", reason)
    held = Barrier.objects.select_for_update().get(pk=barrier.pk)
    if held.officer_id and setter is not None and held.officer_id == setter.pk:
        raise RegistryRefused("解除限制", f"{held}", "回避不能由本人解除", "请由他人解除")
    if held.until_on and held.until_on <= today:
        raise RegistryRefused("解除限制", f"{held}", "已经解除", "无须再次解除")
    Barrier.objects.filter(pk=held.pk).update(until_on=today)
    append(actor=actor, act="person.opened", thing=f"barrier:{held.pk}", details={"kind": held.kind, "reason": reason}, now=now)


@transaction.atomic
def delegate_post(
    *, actor: Actor, now: datetime, post: Post, to: Officer, from_on: date, until_on: date, reason: str
) -> Delegation:  # fmt: skip
    """Let another officer of the same organ exercise a business post for a time; the holder alone does so, and never for oneself."""
    held = Post.objects.select_related("officer").get(pk=post.pk)
    demand_reason("岗位委托", to.username, reason)
    if actor.id != held.officer.username:
        raise RegistryRefused("岗位委托", held.role_title, "只能由任职人本人委托", "请由任职人办理")
    if held.role in ADMINISTRATORS or to.pk == held.officer_id or to.organ_id != held.officer.organ_id or not to.is_active:
        raise RegistryRefused("岗位委托", held.role_title, "管理员岗位不得委托，也只能委托本机关在用账号的他人", "请另选受托人")
    if not timezone.localdate(now) <= from_on < until_on or not held.held_on(from_on) or (held.until_on and held.until_on < until_on):
        raise RegistryRefused("岗位委托", held.role_title, "起止日不在今后的任职期内", "请核对起止日；委托必须有终止日")
    if fault := clash({*roles_between(to, from_on, until_on), held.role}):
        raise RegistryRefused("岗位委托", to.username, fault, "请另选受托人")
    row = Delegation.objects.create(post=held, to=to, from_on=from_on, until_on=until_on, reason=reason)
    details = {"role": held.role, "to": to.username, "from_on": from_on, "until_on": until_on, "reason": reason}
    append(actor=actor, act="officer.delegated", thing=f"officer:{held.officer_id}", details=details, now=now)
    return row


@transaction.atomic
def end_delegation(*, actor: Actor, now: datetime, delegation: Delegation) -> None:
    """Take a delegated post back from today on; the holder and the one it was given to may."""
    held, today = Delegation.objects.select_for_update().get(pk=delegation.pk), timezone.localdate(now)
    if actor.id not in {held.post.officer.username, held.to.username}:
        raise RegistryRefused("岗位委托", held.post.role_title, "只能由委托人或受托人终止", "请由本人办理")
    if held.until_on <= today:
        raise RegistryRefused("岗位委托", held.post.role_title, "已经终止", "无须再次终止")
    Delegation.objects.filter(pk=held.pk).update(until_on=max(today, held.from_on))
    details = {"role": held.post.role, "to": held.to.username, "until_on": max(today, held.from_on)}
    append(actor=actor, act="officer.delegation_ended", thing=f"officer:{held.post.officer_id}", details=details, now=now)


@transaction.atomic
def narrow_post(*, actor: Actor, now: datetime, post: Post, scope: str) -> None:
    """Set how far the records reach that a post shows; the affected is not the actor."""
    demand_another(actor, post.officer, "设定数据范围")
    if scope not in SCOPES or ROLES[post.role].group != "business":
        raise RegistryRefused(
            "数据范围", post.role_title, f"不能设为“{scope}”", "可用：" + "、".join(SCOPES.values()) + "；管理员岗位没有数据范围"
        )
    row, made = PostScope.objects.get_or_create(post=post, defaults={"scope": scope})
    if not made and row.scope == scope:
        return
    PostScope.objects.filter(pk=row.pk).update(scope=scope)
    details = {"role": post.role, "scope": scope}
    append(actor=actor, act="officer.scope_set", thing=f"officer:{post.officer_id}", details=details, now=now)
