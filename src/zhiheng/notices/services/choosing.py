"""Writers of choices: an officer says what is told where, an organ's system administrator where the organ's system takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zhiheng.exchange.peers.services.accounts import OPERATES, demanded, walls
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.notices.core.texts import KINDS
from zhiheng.notices.models import Choice, Hook
from zhiheng.registry.acting import officer_for
from zhiheng.schema.errors import UnusableInputError


@transaction.atomic
def choose(*, actor: Actor, now: datetime, address: str, mail: Sequence[str], hook: Sequence[str]) -> Choice:
    """Keep which kinds of notices the officer is told by e-mail and by the organ's own system."""
    officer = officer_for(actor)
    wanted = {"mail": [kind for kind in KINDS if kind in mail], "hook": [kind for kind in KINDS if kind in hook]}
    values = {"address": usable(address.strip(), needed=bool(wanted["mail"])), **wanted}
    choice = Choice.objects.update_or_create(officer=officer, defaults=values, create_defaults={**values, "since_at": now})[0]
    ledger.append(actor=actor, act="notice.chosen", thing=f"officer:{officer.pk}", details=wanted, now=now)
    return choice


@transaction.atomic
def note_hook(*, actor: Actor, now: datetime, organ: str, url: str, closed: bool = False) -> Hook:
    """Note where an organ's own system takes notices; again: another address, or closed."""
    found, address = demanded(actor, now, organ, OPERATES), walls().demand_url(url)
    values = {"url": address, "closed": closed, "noted_by": actor.id, "noted_at": now}
    hook = Hook.objects.update_or_create(organ=found, defaults=values)[0]
    ledger.append(actor=actor, act="notice.hook_noted", thing=f"organ:{found.pk}", details={"url": address, "closed": closed}, now=now)
    return hook


def usable(address: str, *, needed: bool) -> str:
    """The e-mail address; refused where it is none, lacks though mail is wanted, or lies outside the domains the operator named."""
    if not address:
        if needed:
            raise refused("（空）", "选了电子邮件，没有填写邮箱", "请填写邮箱，或者取消电子邮件各项")
        return ""
    try:
        validate_email(address)
    except ValidationError as error:
        raise refused(address, "不是邮箱地址", "请核对后填写") from error
    domains = [one.lower() for one in settings.MAIL_DOMAINS]
    if domains and address.rpartition("@")[2].lower() not in domains:
        raise refused(address, f"只能发往 {'、'.join(domains)} 的邮箱", "请填写单位邮箱")
    return address


def refused(place: str, reason: str, remedy: str) -> UnusableInputError:
    """A choice that cannot be kept."""
    return UnusableInputError("邮箱", place, reason, remedy)
