"""Writers of posts: appoint and end; an administrator's post is proposed by one and confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import entries_about
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES, clash
from zhiheng.registry.models import Officer, Post, PostProposal, Unit
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.selectors.accounts import administrators_on, roles_between
from zhiheng.registry.services.accounts import demand_another
from zhiheng.registry.services.organs import demand_reason
from zhiheng.schema.errors import UnusableInputError

HANDED = ("officer.password_reset", "officer.readmitted", "factor.reset")
HANDED_DAYS = 30
"""Who was handed a password or a factor by another does not confirm for so long what that other proposed."""


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    now: datetime,
    officer: Officer,
    role: str,
    from_on: date,
    until_on: date | None = None,
    packs: Sequence[str] = (),
    unit: Unit | None = None,
) -> Post:
    """Give the officer a role from a day on, for named packs (none: all) and one unit (none: the whole organ).

    Roles that one person may not hold together are refused, administrators' too: these two persons give (`propose_administrator`).
    """
    demand_another(actor, officer, "任职")
    _demand_post(officer, role, from_on, until_on)
    if role in ADMINISTRATORS:
        raise UnusableInputError("岗位", officer.username, f"{ROLES[role].zh}须两人授予", "请先提出，再由另一名管理员确认")
    if unit and unit.organ_id != officer.organ_id:
        raise UnusableInputError("岗位", officer.username, f"{unit.name}不属于{officer.organ.name}", "请选择本机关的内设机构")
    return give_post(actor, now, officer, Post(role=role, from_on=from_on, until_on=until_on, packs=sorted(packs), unit=unit))


def give_post(actor: Actor, now: datetime, officer: Officer, post: Post) -> Post:
    """Write a post that was found lawful, and its entry."""
    post.officer = officer
    post.save()
    officer.refresh_from_db()  # the posts it remembers are no longer all
    scope = {**({"packs": post.packs} if post.packs else {}), **({"unit": post.unit.name} if post.unit else {})}
    details = {"role": post.role, "from_on": post.from_on, "until_on": post.until_on, **scope}
    append(actor=actor, act="officer.appointed", thing=f"officer:{officer.pk}", details=details, now=now)
    return post


def _demand_post(officer: Officer, role: str, from_on: date, until_on: date | None) -> None:
    """Refuse an unknown role, a time that does not begin before it ends, and roles that one person may not hold together."""
    if role not in ROLES:
        raise UnusableInputError("岗位", role, "没有这个岗位", "可用：" + "、".join(ROLES))
    kinds = ROLES[role].kinds
    if kinds and not counts_as(officer.organ.kind, kinds):
        raise UnusableInputError("岗位", officer.username, f"{officer.organ.name}不设{ROLES[role].zh}", "请选择该机关的岗位，如机关经办人")
    if until_on and until_on <= from_on:
        raise UnusableInputError("岗位", officer.username, "终止日不晚于任职日", "请核对日期")
    if reason := clash({*roles_between(officer, from_on, until_on), role}):
        raise UnusableInputError("岗位", officer.username, reason, "请由另一人担任，或先解除原岗位")


@transaction.atomic
def end_post(*, actor: Actor, now: datetime, post: Post, until_on: date) -> None:
    """End a post: `until_on` is the first day without it."""
    held = Post.objects.select_for_update().get(pk=post.pk)
    demand_another(actor, post.officer, "解除岗位")
    if held.until_on and held.until_on <= until_on:
        raise RegistryRefused("解除岗位", post.officer.username, f"该岗位已定于{held.until_on}终止", "无须再次解除")
    if until_on < held.from_on:
        raise RegistryRefused("解除岗位", post.officer.username, f"终止日早于任职日{held.from_on}", "请核对日期")
    Post.objects.filter(pk=post.pk).update(until_on=until_on)
    if held.role == "security_admin" and not administrators_on(until_on, "security_admin").exists():
        raise RegistryRefused("解除岗位", post.officer.username, "是最后一名安全管理员", "请先由两人授予另一人安全管理员岗位")
    details = {"role": held.role, "until_on": until_on}
    append(actor=actor, act="officer.relieved", thing=f"officer:{post.officer_id}", details=details, now=now)


@transaction.atomic
def propose_administrator(
    *, actor: Actor, now: datetime, officer: Officer, role: str, from_on: date, reason: str, until_on: date | None = None
) -> PostProposal:
    """Propose an administrator's post; nothing is given until another officer confirms it."""
    demand_another(actor, officer, "提出管理员任职")
    demand_reason("提出管理员任职", officer.username, reason)
    _demand_post(officer, role, from_on, until_on)
    if role not in ADMINISTRATORS:
        raise RegistryRefused("提出管理员任职", ROLES[role].zh, "不是管理员岗位", "请直接任职")
    if PostProposal.objects.filter(officer=officer, role=role, outcome="").exists():
        raise RegistryRefused("提出管理员任职", officer.username, "同一岗位已经提出，等待确认", "请由另一名管理员确认或者不同意")
    row = PostProposal.objects.create(
        officer=officer, role=role, from_on=from_on, until_on=until_on, reason=reason, proposed_by=actor.id, proposed_at=now
    )
    details = {"proposal": row.pk, "role": role, "from_on": from_on, "until_on": until_on, "reason": reason}
    append(actor=actor, act="officer.proposed", thing=f"officer:{officer.pk}", details=details, now=now)
    return row


@transaction.atomic
def confirm_administrator(*, actor: Actor, now: datetime, proposal: PostProposal) -> Post:
    """Give the proposed post; who proposed it, or is to hold it, may not confirm."""
    held = _decide(actor, now, proposal, "confirmed")
    from_on = max(held.from_on, timezone.localdate(now))
    _demand_post(held.officer, held.role, from_on, held.until_on)
    post = Post(role=held.role, from_on=from_on, until_on=held.until_on)
    return give_post(actor, now, held.officer, post)


@transaction.atomic
def decline_administrator(*, actor: Actor, now: datetime, proposal: PostProposal, reason: str) -> None:
    """Decline a proposed post, or take back one's own proposal, with a reason."""
    demand_reason("不同意管理员任职", proposal.officer.username, reason)
    held = _decide(actor, now, proposal, "declined")
    details = {"proposal": held.pk, "role": held.role, "reason": reason}
    append(actor=actor, act="officer.declined", thing=f"officer:{held.officer_id}", details=details, now=now)


def _demand_two(actor: Actor, now: datetime, held: PostProposal) -> None:
    """Refuse who proposed, and who was handed a password or a factor by the proposer of late: as them the proposer could confirm."""
    if actor.id == held.proposed_by:
        raise RegistryRefused("确认管理员任职", held.officer.username, "提出人不得自己确认", "请由另一名管理员确认")
    confirmer, since = officer_named(actor.id), now - OF_INSTANTS["hour"] * 24 * HANDED_DAYS
    handed = entries_about(f"officer:{confirmer.pk}").filter(act__in=HANDED, at__gte=since) if confirmer else ()
    if any(entry.actor == held.proposed_by for entry in handed):
        reason = f"您的密码或者第二因素在{HANDED_DAYS}日内由提出人重置过"
        raise RegistryRefused("确认管理员任职", held.officer.username, reason, "请由另一名管理员确认，或者由另一名管理员提出")


def _decide(actor: Actor, now: datetime, proposal: PostProposal, outcome: str) -> PostProposal:
    """Hold the waiting proposal and close it; it is decided once, by another than the two concerned."""
    held = PostProposal.objects.select_for_update().get(pk=proposal.pk)
    demand_another(actor, held.officer, "确认管理员任职")
    if held.outcome:
        raise RegistryRefused("确认管理员任职", held.officer.username, "已经办理", "请刷新页面查看结果")
    if outcome == "confirmed":
        _demand_two(actor, now, held)
    PostProposal.objects.filter(pk=held.pk).update(outcome=outcome, decided_by=actor.id, decided_at=now)
    return held
