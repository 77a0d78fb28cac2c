"""The first administrators of an installation, and their recovery when nobody can administer any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES, clash
from zhiheng.registry.models import CodeFactor, Officer, OfficerSession, Organ, PassKey, Post, RecoveryCode, SignInTry
from zhiheng.registry.rights import roles_of
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.selectors.accounts import administrators_on
from zhiheng.registry.services.accounts import enlist, given_password
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import give_post


@dataclass(frozen=True)
class FirstAdministrator:
    """An administrator to enlist: role, sign-in name and own name."""

    role: str
    username: str
    name: str


@dataclass(frozen=True)
class Given:
    """An administrator enlisted, with the password to be handed over once."""

    role: str
    username: str
    name: str
    password: str


@transaction.atomic
def enlist_first(*, actor: Actor, now: datetime, organ: str, wanted: Sequence[FirstAdministrator], recovery: str = "") -> list[Given]:
    """Enlist the first administrators at the console; asked for again what is done already, it gives nothing and changes nothing.

    recovery  the reason for enlisting (or giving new passwords to) administrators although there are some
    """
    Organ.objects.select_for_update().filter(runs_home=True).first()
    _demand_three(wanted)
    today = timezone.localdate(now)
    there = list(administrators_on(today))
    if there and not recovery:
        if all(_is_there(one, organ) for one in wanted):
            return []
        names = "、".join(f"{one.name}（{one.username}）" for one in there)
        raise RegistryRefused(
            "首批管理员", organ, f"已有管理员：{names}", "请由安全管理员在页面上办理；无人能登录时，用 --recover 写明原因"
        )
    office = _office(actor, now, organ)
    given = [_give(actor, now, office, one) for one in wanted]
    act = "administrators.recovered" if there else "administrators.enlisted"
    details = {"organ": organ, "accounts": [one.username for one in given], **({"reason": recovery} if there else {})}
    append(actor=actor, act=act, thing="registry", details=details, now=now)
    return given


def _demand_three(wanted: Sequence[FirstAdministrator]) -> None:
    """System, security and audit administration are at least one person each, and no person two of them."""
    missing = sorted(ROLES[role].zh for role in ADMINISTRATORS - {one.role for one in wanted})
    if missing:
        raise RegistryRefused("首批管理员", "、".join(missing), "没有指定", "系统、安全、审计管理员各须一人，请一并写明")
    usernames = [one.username for one in wanted]
    twice = sorted({name for name in usernames if usernames.count(name) > 1})
    if twice:
        raise RegistryRefused("首批管理员", "、".join(twice), "一人不得兼任两员", "请由不同的人担任")


def _is_there(one: FirstAdministrator, organ: str) -> bool:
    """Whether the administrator asked for holds the post already."""
    officer = officer_named(one.username)
    return officer is not None and officer.organ.name == organ and one.role in roles_of(officer)


def _office(actor: Actor, now: datetime, name: str) -> Organ:
    """The organ of the administrators, which runs this installation from now on."""
    organ = ensure_organ(actor=actor, name=name, now=now)
    if not organ.runs_home:
        Organ.objects.filter(pk=organ.pk).update(runs_home=True)
        append(actor=actor, act="organ.runs_home", thing=f"organ:{organ.pk}", details={"name": name}, now=now)
    return organ


def _give(actor: Actor, now: datetime, organ: Organ, one: FirstAdministrator) -> Given:
    """Enlist the administrator, or admit a known account again, with a new password and the post."""
    password, officer = given_password(), officer_named(one.username)
    if officer is None:
        officer = enlist(actor=actor, now=now, username=one.username, name=one.name, organ=organ, password=password)
    else:
        _admit_again(actor, now, officer, password)
    if reason := clash({*roles_of(officer), one.role}):
        raise RegistryRefused("首批管理员", one.username, reason, "请由另一人担任")
    if one.role not in roles_of(officer):
        give_post(actor, now, officer, Post(role=one.role, from_on=timezone.localdate(now)))
    return Given(one.role, one.username, officer.name, password)


def _admit_again(actor: Actor, now: datetime, officer: Officer, password: str) -> None:
    """Open a known account again with a new password, without waits and with no second factor yet."""
    Officer.objects.filter(pk=officer.pk).update(is_active=True, password=make_password(password), must_change_password=True)
    officer.refresh_from_db()
    SignInTry.objects.filter(account=officer.username).delete()
    for kind in (CodeFactor, PassKey, RecoveryCode, OfficerSession):
        kind.objects.filter(officer=officer).delete()
    append(actor=actor, act="officer.password_reset", thing=f"officer:{officer.pk}", details={"reason": "控制台恢复"}, now=now)
