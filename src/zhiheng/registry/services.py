"""Writers of organs, officers and posts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.demonstration import LETTERS, OWN, PROVINCE, Account
from zhiheng.registry.core.organs import KINDS, division_of, is_provincial, kind_of
from zhiheng.registry.core.roles import ROLES, clash
from zhiheng.registry.models import Officer, Organ, Post
from zhiheng.registry.rights import may_read_sensitive
from zhiheng.registry.selectors import organ_named
from zhiheng.schema.errors import UnusableInputError

_VALIDATION = "django.contrib.auth.password_validation"
PASSWORD_RULES: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "name"]}},
]


@transaction.atomic
def ensure_organ(*, actor: Actor, name: str, now: datetime, kind: str | None = None) -> Organ:
    """The organ of this name, registered when it is new (kind and level guessed from the name unless given)."""
    known = organ_named(name)
    if known:
        return known
    if not name.strip() or len(name) > 100:
        raise UnusableInputError("机关名称", name[:40], "为空或超过一百字", "请写机关全称，如“金堂县司法局”")
    guessed = {"kind": kind or kind_of(name), "division": division_of(name), "provincial": is_provincial(name)}
    organ, made = Organ.objects.get_or_create(name=name, defaults=guessed)
    if made:
        append(actor=actor, act="organ.registered", thing=f"organ:{organ.pk}", details={"name": name, "kind": organ.kind}, now=now)
    return organ


@transaction.atomic
def enlist(*, actor: Actor, now: datetime, username: str, name: str, organ: Organ, password: str | None = None) -> Officer:
    """Make an officer who must set a password of their own at first sign-in; without `password` nobody can sign in yet."""
    if Officer.objects.filter(username=username).exists():
        raise UnusableInputError("登录名", username, "已有人使用", "请换一个登录名")
    officer = Officer.objects.create(username=username, name=name, organ=organ, password=make_password(password))
    details = {"username": username, "name": name, "organ": organ.name}
    append(actor=actor, act="officer.enlisted", thing=f"officer:{officer.pk}", details=details, now=now)
    return officer


@transaction.atomic
def appoint(*, actor: Actor, now: datetime, officer: Officer, role: str, from_on: date, until_on: date | None = None) -> Post:
    """Give the officer a role from a day on; roles that one person may not hold together are refused."""
    if role not in ROLES:
        raise UnusableInputError("岗位", role, "没有这个岗位", "可用：" + "、".join(ROLES))
    if reason := clash({*_roles_between(officer, from_on, until_on), role}):
        raise UnusableInputError("岗位", officer.username, reason, "请由另一人担任，或先解除原岗位")
    post = Post.objects.create(officer=officer, role=role, from_on=from_on, until_on=until_on)
    officer.refresh_from_db()  # the posts it remembers are no longer all
    details = {"role": role, "from_on": from_on, "until_on": until_on}
    append(actor=actor, act="officer.appointed", thing=f"officer:{officer.pk}", details=details, now=now)
    return post


def _roles_between(officer: Officer, from_on: date, until_on: date | None) -> set[str]:
    """Roles held on any day of the time."""
    held = Post.objects.filter(officer=officer).filter(Q(until_on=None) | Q(until_on__gt=from_on))
    return set((held if until_on is None else held.filter(from_on__lt=until_on)).values_list("role", flat=True))


@transaction.atomic
def end_post(*, actor: Actor, now: datetime, post: Post, until_on: date) -> None:
    """End a post: `until_on` is the first day without it."""
    Post.objects.filter(pk=post.pk).update(until_on=until_on)
    append(
        actor=actor, act="officer.relieved", thing=f"officer:{post.officer_id}", details={"role": post.role, "until_on": until_on}, now=now
    )


@transaction.atomic
def close_account(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """Bar the officer from signing in; nothing is deleted."""
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    append(actor=actor, act="officer.barred", thing=f"officer:{officer.pk}", details={"reason": reason}, now=now)


@transaction.atomic
def change_password(*, actor: Actor, now: datetime, officer: Officer, password: str) -> None:
    """Set the officer's own password; weak ones are refused with every reason at once."""
    try:
        validate_password(password, officer, get_password_validators(PASSWORD_RULES))
    except ValidationError as weak:
        raise UnusableInputError("密码", officer.username, "；".join(weak.messages), "请换一个密码") from weak
    Officer.objects.filter(pk=officer.pk).update(password=make_password(password), must_change_password=False)
    append(actor=actor, act="officer.password_changed", thing=f"officer:{officer.pk}", details={}, now=now)


@transaction.atomic
def record_sensitive_read(*, actor: Actor, purpose: str, what: str, now: datetime, reader: Officer | None = None) -> int:
    """Write the trace of a read of sensitive records before they are shown; without a purpose, or a post that allows it, it is refused."""
    if not purpose.strip():
        raise UnusableInputError("查阅敏感记录", what, "没有写明用途", "请写明案号和用途")
    if reader is not None and not may_read_sensitive(reader, on=timezone.localdate(now)):
        raise UnusableInputError("查阅敏感记录", what, "本岗位无权查阅敏感记录", "请由办案人员查阅")
    return append(actor=actor, act="record.read", thing=what, details={"purpose": purpose}, now=now)


@transaction.atomic
def seed_demonstration(*, actor: Actor, now: datetime, organs: Iterable[str]) -> list[Account]:
    """Make (or give a new password to) the demonstration accounts: the province procuratorate's own, one a kind of organ, one an organ."""
    known = [ensure_organ(actor=actor, name=name, now=now) for name in sorted(set(organs))]
    province = _province(actor, now, known)
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    seats = [(username, name, province, role) for username, (name, role) in OWN.items()]
    seats += _supervised(known)
    hashed = make_password(password)
    for username, name, organ, role in seats:
        _seat(username, name, organ, role, hashed, now)
    append(actor=actor, act="demonstration.seeded", thing="registry", details={"accounts": [seat[0] for seat in seats]}, now=now)
    return [Account(username, name, organ.name, ROLES[role].zh, password) for username, name, organ, role in seats]


def _province(actor: Actor, now: datetime, known: list[Organ]) -> Organ:
    for organ in known:
        if organ.kind == "procuratorate" and organ.provincial:
            return organ
    return ensure_organ(actor=actor, name=PROVINCE, now=now)


def _supervised(known: list[Organ]) -> list[tuple[str, str, Organ, str]]:
    """One leader a kind of organ (named by the kind), one handler an organ (numbered; a number stays with its organ)."""
    kinds = {organ.kind: organ for organ in reversed(known)}
    leaders = [_head(kind, kinds[kind]) for kind in KINDS if kind in kinds]
    numbers = {officer.organ_id: officer.username for officer in Officer.objects.filter(username__startswith="organ-")}
    free = iter(range(1 + max([int(name.removeprefix("organ-")) for name in numbers.values()], default=0), 10_000))
    handlers = [(numbers.get(organ.pk) or f"organ-{next(free):02d}", "经办人", organ, "organ_handler") for organ in known]
    return leaders + handlers


def _head(kind: str, organ: Organ) -> tuple[str, str, Organ, str]:
    if kind == "procuratorate":
        return kind, "基层检察官", organ, "prosecutor"
    return kind.replace("_", "-"), f"{KINDS[kind]}负责人", organ, "organ_leader"


def _seat(username: str, name: str, organ: Organ, role: str, password: str, now: datetime) -> None:
    fresh = {"name": name, "organ": organ, "password": password, "must_change_password": False, "is_active": True}
    officer, _ = Officer.objects.update_or_create(username=username, defaults=fresh)
    Post.objects.get_or_create(officer=officer, role=role, defaults={"from_on": timezone.localdate(now)})
