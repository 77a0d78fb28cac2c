"""The demonstration's accounts, units and relations: made once, kept, and given a new password each time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.demonstration import BESIDE, OWN, PROVINCE, UNITS, Account, Place, person_name, relations_among
from zhiheng.registry.core.organs import KINDS
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.models import Officer, Organ, Post, Relation, Unit
from zhiheng.registry.services.accounts import given_password
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.relations import open_unit, relate

Seat = tuple[str, Organ, str]


@transaction.atomic
def seed_demonstration(
    *, actor: Actor, now: datetime, organs: Iterable[str], whole: bool = False, since: date | None = None
) -> list[Account]:
    """Make (or give a new password to) the demonstration accounts: the province procuratorate's own, one a kind of organ, two an organ.

    whole  also register the organs that send no records and yet take part in cases (监狱管理局, 医院, 司法所 …)
    since  from when posts and relations hold (the day of `now` where none is named): cases may have begun long before
    """
    known = [ensure_organ(actor=actor, name=name, now=now) for name in sorted(set(organs))]
    province = _province(actor, now, known)
    beside = [ensure_organ(actor=actor, name=name, now=now) for name in BESIDE] if whole else []
    known += [organ for organ in beside if organ not in known]
    held_from = since or timezone.localdate(now)
    _arrange(actor, now, [*known, province], held_from)
    password = given_password()
    seats: list[Seat] = [(username, province, role) for username, role in OWN.items()]
    seats += _supervised(known)
    hashed = make_password(password)
    for username, organ, role in seats:
        _seat(username, organ, role, hashed, held_from)
    append(actor=actor, act="demonstration.seeded", thing="registry", details={"accounts": [seat[0] for seat in seats]}, now=now)
    return [Account(username, person_name(username, organ.name), organ.name, ROLES[role].zh, password) for username, organ, role in seats]


def _province(actor: Actor, now: datetime, known: list[Organ]) -> Organ:
    """The procuratorate of the province, which runs the demonstration."""
    found = next((organ for organ in known if organ.kind == "procuratorate" and organ.provincial), None)
    organ = found or ensure_organ(actor=actor, name=PROVINCE, now=now)
    Organ.objects.filter(pk=organ.pk).update(runs_home=True)
    organ.runs_home = True
    return organ


def _arrange(actor: Actor, now: datetime, organs: list[Organ], since: date) -> None:
    """Units and relations of the province, those that are not there yet."""
    by_name = {organ.name: organ for organ in organs}
    had = set(Relation.objects.values_list("organ_id", "kind", "other_id"))
    for found, kind, other in relations_among([Place(one.name, one.kind, one.level, one.division) for one in by_name.values()]):
        if (by_name[found].pk, kind, by_name[other].pk) not in had:
            relate(actor=actor, now=now, organ=by_name[found], kind=kind, other=by_name[other], since_on=since)
    units = {(unit.organ_id, unit.name): unit for unit in Unit.objects.all()}
    for organ in by_name.values():
        for name, within in UNITS.get(organ.kind, {}).items():
            if (organ.pk, name) not in units:
                parent = units.get((organ.pk, within))
                units[organ.pk, name] = open_unit(actor=actor, now=now, organ=organ, name=name, parent=parent)


def _supervised(known: list[Organ]) -> list[Seat]:
    """One leader a kind of organ (named by the kind), one handler and one leader an organ (numbered; a number stays with its organ)."""
    kinds = {organ.kind: organ for organ in reversed(known)}
    heads = [_head(kind, kinds[kind]) for kind in KINDS if kind in kinds]
    numbers = {officer.organ_id: officer.username for officer in Officer.objects.filter(username__startswith="organ-")}
    free = iter(range(1 + max([int(name.removeprefix("organ-")) for name in numbers.values()], default=0), 10_000))
    handlers = [(numbers.get(organ.pk) or f"organ-{next(free):02d}", organ, "organ_handler") for organ in known]
    leaders = [(f"head-{handler.removeprefix('organ-')}", organ, _leading(organ)) for handler, organ, _ in handlers]
    return heads + handlers + leaders


def _head(kind: str, organ: Organ) -> Seat:
    return kind.replace("_", "-"), organ, "prosecutor" if kind == "procuratorate" else "organ_leader"


def _leading(organ: Organ) -> str:
    return "chief_prosecutor" if organ.kind == "procuratorate" else "organ_leader"


def _seat(username: str, organ: Organ, role: str, password: str, since: date) -> None:
    name = person_name(username, organ.name)
    fresh = {"name": name, "organ": organ, "password": password, "must_change_password": False, "is_active": True}
    officer, _ = Officer.objects.update_or_create(username=username, defaults=fresh)
    Post.objects.get_or_create(officer=officer, role=role, defaults={"from_on": since})
