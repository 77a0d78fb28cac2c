"""Writers of officers' accounts: make, close, open again, passwords, locks."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core import machine
from zhiheng.registry.core.demonstration import LETTERS
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.core.password_rules import PASSWORD_RULES
from zhiheng.registry.models import FormerPassword, Officer, OfficerSession, Organ, SignInTry, Unit
from zhiheng.registry.selectors.accounts import administrators_on
from zhiheng.registry.selectors.sign_ins import failures_of, waiting_accounts
from zhiheng.registry.services.organs import demand_reason
from zhiheng.schema.errors import UnusableInputError

USERNAME = re.compile(r"[\w.@+-]{1,60}")


def given_password() -> str:
    """A password to be handed over once: twelve letters and digits that nobody mistakes for one another."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def enlist(
    *, actor: Actor, now: datetime, username: str, name: str, organ: Organ, password: str | None = None, unit: Unit | None = None
) -> Officer:
    """Make an officer who must set a password of their own at first sign-in; without `password` nobody can sign in yet."""
    if not USERNAME.fullmatch(username):
        raise UnusableInputError("登录名", username[:60], "应为 1 至 60 个字母、数字、汉字或 . @ + - _", "请换一个登录名")
    if not name.strip() or len(name) > 60:
        raise UnusableInputError("姓名", name[:60], "为空或超过六十字", "请写真实姓名")
    if Officer.objects.filter(username__iexact=username).exists():
        raise UnusableInputError("登录名", username, "已有人使用", "请换一个登录名")
    officer = Officer.objects.create(username=username, name=name, organ=organ, unit=unit, password=make_password(password))
    details = {"username": username, "name": name, "organ": organ.name, **({"unit": unit.name} if unit else {})}
    append(actor=actor, act="officer.enlisted", thing=f"officer:{officer.pk}", details=details, now=now)
    return officer


def demand_another(actor: Actor, officer: Officer, act: str) -> None:
    """Nobody acts on the own account."""
    if actor.id == officer.username:
        raise RegistryRefused(act, officer.username, "不得对本人的账号办理", "请由另一名管理员办理")


def demand_one_left(officer: Officer, act: str, on: date) -> None:
    """The last security administrator stays: without one no account could ever be changed again."""
    left = administrators_on(on, "security_admin")
    if left.filter(pk=officer.pk).exists() and not left.exclude(pk=officer.pk).exists():
        raise RegistryRefused(act, officer.username, "是最后一名安全管理员", "请先由两人授予另一人安全管理员岗位")


@transaction.atomic
def close_account(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """Bar the officer from signing in; nothing is deleted."""
    demand_another(actor, officer, "停用账号")
    demand_reason("停用账号", officer.username, reason)
    demand_one_left(officer, "停用账号", timezone.localdate(now))
    if not Officer.objects.filter(pk=officer.pk, is_active=True).update(is_active=False):
        raise RegistryRefused("停用账号", officer.username, "已经停用", "无须再次停用")
    OfficerSession.objects.filter(officer=officer).delete()
    append(actor=actor, act="officer.barred", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)


@transaction.atomic
def open_account_again(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> str:
    """Let a closed account sign in again, with a new password that must be changed; the password is given back once."""
    demand_another(actor, officer, "恢复账号")
    demand_reason("恢复账号", officer.username, reason)
    password = given_password()
    fresh = {"is_active": True, "password": make_password(password), "must_change_password": True}
    if not Officer.objects.filter(pk=officer.pk, is_active=False).update(**fresh):
        raise RegistryRefused("恢复账号", officer.username, "没有停用", "无须恢复")
    append(actor=actor, act="officer.readmitted", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)
    return password


@transaction.atomic
def reset_password(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> str:
    """Give a new password that must be changed at the next sign-in; sessions of the account end. It is given back once."""
    demand_another(actor, officer, "重置密码")
    demand_reason("重置密码", officer.username, reason)
    password = given_password()
    Officer.objects.filter(pk=officer.pk).update(password=make_password(password), must_change_password=True)
    OfficerSession.objects.filter(officer=officer).delete()
    append(actor=actor, act="officer.password_reset", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)
    return password


@transaction.atomic
def unlock(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """Forget the failed sign-ins for which the account must wait; the trace keeps how many there were and from where."""
    demand_another(actor, officer, "解除登录等待")
    demand_reason("解除登录等待", officer.username, reason)
    failed = failures_of(officer)
    if officer.username not in waiting_accounts():
        raise RegistryRefused("解除登录等待", officer.username, "没有在等待", "请本人重新登录；忘记密码的，请重置密码")
    SignInTry.objects.filter(account=officer.username).delete()
    details = {"reason": reason, "failures": len(failed), "from": sorted({one.address for one in failed})}
    append(actor=actor, act="officer.unlocked", thing=f"officer:{officer.pk}", details=details, now=now)


@transaction.atomic
def change_password(*, actor: Actor, now: datetime, officer: Officer, password: str) -> None:
    """Set the officer's own password; weak ones are refused with every reason at once."""
    try:
        validate_password(password, officer, get_password_validators(PASSWORD_RULES))
    except ValidationError as weak:
        raise UnusableInputError("密码", officer.username, "；".join(weak.messages), "请换一个密码") from weak
    kept = make_password(password)
    Officer.objects.filter(pk=officer.pk).update(password=kept, must_change_password=False)
    FormerPassword.objects.create(officer=officer, password=kept, at=machine.seconds())
    append(actor=actor, act="officer.password_changed", thing=f"officer:{officer.pk}", details={}, now=now)
