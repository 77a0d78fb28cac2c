"""A few officers to sign in as, made more quickly than the demonstration's; the machine's clock, to be set on."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password

PROVINCE, PRISON = "四川省检察院", "川西监狱"
WHO = {
    "prosecutor": (PROVINCE, "prosecutor"),
    "chief": (PROVINCE, "chief_prosecutor"),
    "steward": (PROVINCE, "data_steward"),
    "leader": (PROVINCE, "leader"),
    "security": (PROVINCE, "security_admin"),
    "system": (PROVINCE, "system_admin"),
    "auditor": (PROVINCE, "audit_admin"),
    "prison": (PRISON, "organ_leader"),
}
"""Sign-in name -> organ and role."""


@pytest.fixture()
def officers(db, home, now, actor):
    """Sign-in name → officer, of two organs; the administrators look after both."""
    from zhiheng.registry.models import Officer, Organ, Post
    from zhiheng.registry.services import ensure_organ

    organs = {name: ensure_organ(actor=actor, name=name, now=now) for name in (PROVINCE, PRISON)}
    Organ.objects.filter(name=PROVINCE).update(runs_home=True)
    made = {
        name: Officer(username=name, name=f"{name}某", organ=organs[organ], must_change_password=False) for name, (organ, _) in WHO.items()
    }
    for officer in made.values():
        officer.save()
    Post.objects.bulk_create(Post(officer=made[name], role=role, from_on=now.date()) for name, (_, role) in WHO.items())
    return made


@pytest.fixture()
def own(officers):
    """Every account with a password of its own."""
    from zhiheng.registry.models import Officer

    from .steps import PASSWORD

    Officer.objects.update(password=make_password(PASSWORD))
    for officer in officers.values():
        officer.refresh_from_db()
    return officers


@pytest.fixture()
def clock(monkeypatch):
    """The machine's clock, to be set on."""
    from zhiheng.registry.core import machine

    held = {"at": 1_800_000_000}
    monkeypatch.setattr(machine, "seconds", lambda: held["at"])

    def on(seconds):
        held["at"] += seconds

    return on


@pytest.fixture()
def bind(officers, actor, now):
    from zhiheng.registry.services import bind_outside_name

    def bound(username, kind, subject):
        bind_outside_name(actor=actor, now=now, officer=officers[username], kind=kind, subject=subject, reason="本人 UKey，已当面核实")

    return bound
