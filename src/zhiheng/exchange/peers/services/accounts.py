"""Writers of who may exchange messages: the security administrator says who may sign, the system administrator where messages go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.client import key_mark, public_of
from zhiheng.client.sm2 import BEGINS, is_public, is_there
from zhiheng.exchange.core.peer_urls import Walls
from zhiheng.exchange.models import Peer, ServiceAccount, ServiceKey
from zhiheng.exchange.peers import keys
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.acting import demand_of, officer_for
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.registry.selectors.accounts import organ_managed_by
from zhiheng.schema.errors import UnusableInputError

SCOPES = {"cases": "案件", "packages": "案卷包", "datasets": "数据报送", "notices": "告知"}
NO_SM2 = ("本平台没有安装国密签名组件", "请由运维安装 zhiheng[sm]，或者使用 Ed25519 公钥")
RIGHT = "registry.manage"
"""Of the security administrator: who may sign. Where messages go is the system administrator's, so that neither opens a way alone."""
OPERATES = "organ.manage"


@transaction.atomic
def open_service_account(
    *, actor: Actor, now: datetime, organ: str, name: str, scopes: Sequence[str], expires_on: date, public: str, hook: str = ""
) -> ServiceAccount:
    """Let a system of an organ send messages, signed with this public key (Ed25519, hex), until the day before `expires_on`."""
    found = demanded(actor, now, organ, RIGHT)
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes or not name.strip() or expires_on <= timezone.localdate(now):
        raise _refused(name or organ, f"须写明名称、范围（{'、'.join(SCOPES)}）和今天以后的到期日", "请补全后重新登记")
    if ServiceAccount.objects.filter(organ=found, name=name.strip()).exists():
        raise _refused(f"{organ} {name}", "已经有同名的系统账号", "请换一个名称，或者为它更换密钥")
    account = ServiceAccount.objects.create(
        organ=found, name=name.strip()[:100], scopes=sorted(set(scopes)), expires_on=expires_on, made_by=actor.id, made_at=now,
        hook=walls().demand_url(hook) if hook else "",
    )  # fmt: skip
    key = _key(actor, now, account, public)
    details = {"organ": organ, "name": account.name, "scopes": account.scopes, "expires_on": expires_on, "key": key.mark, "hook": hook}
    ledger.append(actor=actor, act="service_account.opened", thing=f"service_account:{account.pk}", details=details, now=now)
    return account


@transaction.atomic
def rotate_key(*, actor: Actor, now: datetime, account_id: int, public: str, former_until: date) -> ServiceKey:
    """Register a new key; keys used so far hold until the day before `former_until`, so that nothing under way is lost."""
    account = _account(actor, now, account_id)
    if former_until < timezone.localdate(now):
        raise _refused(str(account), "原密钥的截止日已过", "请写今天或者以后的日期")
    account.keys.filter(ended_on=None).update(ended_on=former_until)
    account.keys.filter(ended_on__gt=former_until).update(ended_on=former_until)
    key = _key(actor, now, account, public)
    details = {"key": key.mark, "former_until": former_until}
    ledger.append(actor=actor, act="service_account.rotated", thing=f"service_account:{account.pk}", details=details, now=now)
    return key


@transaction.atomic
def close_service_account(*, actor: Actor, now: datetime, account_id: int) -> ServiceAccount:
    """Take nothing more from a system; what it sent stays."""
    account = _account(actor, now, account_id)
    account.closed_at, account.closed_by = now, actor.id
    account.save(update_fields=["closed_at", "closed_by"])
    ledger.append(actor=actor, act="service_account.closed", thing=f"service_account:{account.pk}", details={}, now=now)
    return account


@transaction.atomic
def note_peer(*, actor: Actor, now: datetime, organ: str, url: str, closed: bool = False) -> Peer:
    """Note where the system of an organ is that works in another installation; again: another address, or closed."""
    found, address = demanded(actor, now, organ, OPERATES, own=False), walls().demand_url(url)
    values = {"url": address, "closed": closed, "noted_by": actor.id, "noted_at": now}
    peer, _ = Peer.objects.update_or_create(organ=found, defaults=values)
    details = {"url": address, "closed": closed}
    ledger.append(actor=actor, act="peer.noted", thing=f"organ:{found.pk}", details=details, now=now)
    return peer


@transaction.atomic
def make_message_key(*, actor: Actor, now: datetime, organ: str, sm2: bool = False) -> str:
    """Make a key with which the organ's messages are signed from now on; its public part is what others register.

    sm2   by SM2 with SM3 instead of Ed25519; refused where the extra is not installed
    """
    found = demanded(actor, now, organ, RIGHT)
    if sm2 and not is_there():
        raise _refused(organ, *NO_SM2)
    public = public_of(keys.made(found.pk, sm2=sm2))
    ledger.append(actor=actor, act="message_key.made", thing=f"organ:{found.pk}", details={"key": key_mark(public)}, now=now)
    return public


def walls() -> Walls:
    """What may be called, as the operator said."""
    return Walls(tuple(settings.PEERS_ALLOWED))


def demanded(actor: Actor, now: datetime, organ: str, right: str, *, own: bool = True) -> Any:
    """The organ of this name, which an administrator with this right looks after; others are told that there is none.

    own   False: of another installation, so that every administrator of the organ that runs this one may name it
    """
    found = organ_named(organ)
    if found is not None and actor != COMMAND_LINE:
        demand_of(actor, right, now)
        officer = officer_for(actor)
        reached = organ_managed_by(officer, found.pk) is not None if own else officer.organ.runs_home
        found = found if reached else None
    if found is None:
        raise _refused(organ, "没有登记这个机关，或者不归您管理", "请先登记机关，或者由上级机关的管理员办理")
    return found


def _key(actor: Actor, now: datetime, account: ServiceAccount, public: str) -> ServiceKey:
    text = public.strip().lower()
    if text.startswith(BEGINS) and not is_there():
        raise _refused(str(account), *NO_SM2)
    if not is_public(text) and (len(text) != 64 or set(text) - set("0123456789abcdef")):
        raise _refused(
            str(account),
            "公钥应为 64 位十六进制（Ed25519），或者 sm2: 和 128 位十六进制（SM2 曲线上的点）",
            "请由来文单位提供 zhiheng.client 的 public_of",
        )
    if ServiceKey.objects.filter(mark=key_mark(text)).exists():
        raise _refused(str(account), "这把公钥已经登记过", "请使用新的密钥，一把密钥只用于一个账号")
    return ServiceKey.objects.create(account=account, mark=key_mark(text), public=text, noted_by=actor.id, noted_at=now)


def _account(actor: Actor, now: datetime, account_id: int) -> ServiceAccount:
    found = ServiceAccount.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=account_id, closed_at=None).first()
    if found is None:
        raise _refused(str(account_id), "没有这个系统账号，或者已经停用", "请刷新后查看")
    demanded(actor, now, found.organ.name, RIGHT)
    return found


def _refused(place: str, reason: str, remedy: str) -> UnusableInputError:
    return UnusableInputError("系统账号", place, reason, remedy)
