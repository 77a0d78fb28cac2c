"""Writers of second factors: set up, checked, used up, reset by the security administrator; each with its entry."""

from __future__ import annotations

import secrets
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core import machine
from zhiheng.registry.core.demonstration import LETTERS
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.models import CodeFactor, Officer, OutsideName, PassKey, RecoveryCode
from zhiheng.registry.sealing import seal, unseal
from zhiheng.registry.services.accounts import demand_another
from zhiheng.registry.services.organs import demand_reason
from zhiheng.registry.services.sign_ins import end_sessions
from zhiheng.schema.errors import UnusableInputError

ISSUER = "制衡"
CODES = 10
STEP_SECONDS = 30
DRIFT_STEPS = 1
MARK = 4


def new_secret() -> str:
    """A secret for an authenticator, 160 bits in base32."""
    return pyotp.random_base32()


def address_of(secret: str, officer: Officer) -> str:
    """What the QR code says to an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=officer.username, issuer_name=ISSUER)


def step_of(secret: str, code: str) -> int:
    """The time step whose code this is, a step early or late allowed; 0 where it is none."""
    made, at = pyotp.TOTP(secret), machine.seconds()
    steps = (at // STEP_SECONDS + drift for drift in range(-DRIFT_STEPS, DRIFT_STEPS + 1))
    return next((step for step in steps if secrets.compare_digest(made.generate_otp(step), code.strip())), 0) if code.isascii() else 0


@transaction.atomic
def set_code_factor(*, actor: Actor, now: datetime, officer: Officer, secret: str, code: str, session_key: str) -> list[str]:
    """Take the authenticator that shows this code; other sessions end. Returns new recovery codes, to be shown once."""
    step = step_of(secret, code)
    if not step:
        raise UnusableInputError("动态验证码", officer.username, "不对或已过期", "请核对手机时间，输入验证器当前显示的六位数字")
    CodeFactor.objects.update_or_create(officer=officer, defaults={"secret": seal(secret), "since_at": now, "last_step": step})
    end_sessions(officer, but=session_key)
    codes = fresh_codes(officer)
    append(actor=actor, act="factor.added", thing=f"officer:{officer.pk}", details={"kind": "code"}, now=now)
    return codes


@transaction.atomic
def renew_codes(*, actor: Actor, now: datetime, officer: Officer) -> list[str]:
    """New recovery codes in the place of the former, to be shown once."""
    codes = fresh_codes(officer)
    append(actor=actor, act="factor.codes_renewed", thing=f"officer:{officer.pk}", details={"codes": len(codes)}, now=now)
    return codes


def fresh_codes(officer: Officer) -> list[str]:
    """Recovery codes in the place of the former; the caller leaves the trace."""
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(MARK)) for _ in range(4)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(officer=officer, mark=code[:MARK], code=make_password(code)) for code in codes)
    return codes


@transaction.atomic
def takes_code(*, officer: Officer, code: str) -> bool:
    """Whether this is the authenticator's code; each is taken once."""
    factor = CodeFactor.objects.select_for_update().filter(officer=officer).first()
    step = step_of(unseal(factor.secret), code) if factor else 0
    return bool(step) and bool(CodeFactor.objects.filter(officer=officer, last_step__lt=step).update(last_step=step))


@transaction.atomic
def takes_recovery_code(*, actor: Actor, now: datetime, officer: Officer, code: str) -> bool:
    """Whether this is an unused recovery code; it is used up and the use is noted."""
    given = code.strip().lower()
    rows = RecoveryCode.objects.select_for_update().filter(officer=officer, mark=given[:MARK], used_at=None)
    used = next((row for row in rows if check_password(given, row.code)), None)
    if used is None:
        return False
    RecoveryCode.objects.filter(pk=used.pk).update(used_at=now)
    append(actor=actor, act="factor.code_used", thing=f"officer:{officer.pk}", details={"mark": used.mark}, now=now)
    return True


@transaction.atomic
def reset_second_factor(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """Remove every second factor of another officer, whose sessions end; they set one up anew at the next sign-in."""
    demand_another(actor, officer, "重置第二因素")
    demand_reason("重置第二因素", officer.username, reason)
    removed = [kind.objects.filter(officer=officer).delete()[0] for kind in (CodeFactor, PassKey)]
    if not any(removed):
        raise RegistryRefused("重置第二因素", officer.username, "没有设置第二因素", "无须重置")
    RecoveryCode.objects.filter(officer=officer).delete()
    end_sessions(officer)
    append(actor=actor, act="factor.reset", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)


@transaction.atomic
def bind_outside_name(*, actor: Actor, now: datetime, officer: Officer, kind: str, subject: str, reason: str) -> None:
    """Say how another officer is called by a certificate or at the issuer, so that they may sign in with it."""
    demand_another(actor, officer, "登记证书或统一身份")
    demand_reason("登记证书或统一身份", officer.username, reason)
    if OutsideName.objects.filter(kind=kind, subject=subject).exists():
        raise UnusableInputError("证书或统一身份", subject[:60], "已登记在另一账号上", "请核对；换人使用的，先从原账号解除")
    OutsideName.objects.create(officer=officer, kind=kind, subject=subject)
    append(
        actor=actor,
        act="outside_name.bound",
        thing=f"officer:{officer.pk}",
        details={"kind": kind, "subject": subject, "reason": reason},
        now=now,
    )


@transaction.atomic
def unbind_outside_names(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """Take back every name elsewhere of another officer, whose sessions end."""
    demand_another(actor, officer, "解除证书或统一身份")
    demand_reason("解除证书或统一身份", officer.username, reason)
    if not OutsideName.objects.filter(officer=officer).delete()[0]:
        raise RegistryRefused("解除证书或统一身份", officer.username, "没有登记", "无须解除")
    end_sessions(officer)
    append(actor=actor, act="outside_name.unbound", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)
