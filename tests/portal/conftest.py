"""A county with its office, court of supervision and procuratorate, a person under supervision with a page, and what is kept of them."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from zhiheng.ledger.core.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERSON = "510107199004075992"
OTHER = "51010719880315123X"
PASSWORD = "kuaile-wutong-shu-73"
BUREAU, OFFICE, PROCURATORATE, PRISON = "武侯区司法局", "浆洗街司法所", "武侯区人民检察院", "川西监狱"


def moment(text: str) -> datetime:
    """`2026-06-30T09:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture()
def clock(monkeypatch):
    """What time it is; call it to set another."""
    from django.utils import timezone

    at = {"now": moment("2026-06-30T09:00")}
    monkeypatch.setattr(timezone, "now", lambda: at["now"])

    def set_to(said):
        at["now"] = moment(said)
        return at["now"]

    return set_to


@pytest.fixture()
def organs(home, actor, now, clock):
    from django.core.cache import cache

    from zhiheng.registry.services import ensure_organ, relate

    cache.clear()
    made = {name: ensure_organ(actor=actor, name=name, now=now) for name in (BUREAU, OFFICE, PROCURATORATE, PRISON)}
    relate(actor=actor, now=now, organ=made[PROCURATORATE], kind="supervised_by", other=made[BUREAU], since_on=date(2026, 1, 1))
    return made


@pytest.fixture()
def officer(organs, actor, now):
    """Makes an officer of an organ in a role."""
    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import appoint, enlist

    def made(organ, role="organ_handler", username=""):
        name = username or f"{role}-{organ}"[:30]
        if officer_named(name) is None:
            who = enlist(actor=actor, now=now, username=name, name=f"{organ}{role}"[:20], organ=organs[organ], password="Long-enough-2026")
            appoint(actor=actor, now=now, officer=who, role=role, from_on=date(2026, 1, 1))
            who.must_change_password = False
            who.save()
        return officer_named(name)

    return made


@pytest.fixture()
def by(officer):
    """The actor of an organ's officer."""

    def actor_of(organ, role="organ_handler"):
        who = officer(organ, role)
        return Actor(who.username, who.name, who.organ.name, "test")

    return actor_of


@pytest.fixture()
def account(by, now):
    """The person's account, with a password."""
    from zhiheng.portal.services import Enrolled, open_account, set_password

    seats = {"office": OFFICE, "agency": BUREAU, "procuratorate": PROCURATORATE}
    made, _code = open_account(actor=by(BUREAU), now=now, enrolled=Enrolled(PERSON, "周甲", organs=seats, contact="王科长 028-0000"))
    set_password(now=now, account=made, password=PASSWORD)
    made.refresh_from_db()
    return made


@pytest.fixture()
def enter(client, account):
    """The person signed in."""

    def signed_in():
        answer = client.post("/portal/sign-in/", {"number": account.number, "password": PASSWORD})
        assert answer.status_code == 302, text(answer)
        return client

    return signed_in


@pytest.fixture()
def record(organs, actor, now):
    """Stores a record of a dataset."""
    from zhiheng.records.services import store_batch
    from zhiheng.schema import DATASETS
    from zhiheng.schema.checking import check

    def stored(dataset, organ=BUREAU, **row):
        fields = DATASETS[dataset].fields
        raw = pa.table({name: pa.array([str(row[name]) if row.get(name) is not None else None], pa.string()) for name in fields})
        checked = check(raw, DATASETS[dataset])
        assert not checked.rejected, checked.rejected
        return store_batch(
            actor=actor, now=now, organ=organs[organ], dataset=dataset, table=checked.table, row_numbers=pa.array([1], pa.int32()),
            source_name="test", content_digest=sha256(repr((dataset, row)).encode()).hexdigest(), counts={"rows": 1},
        )  # fmt: skip

    return stored


@pytest.fixture()
def leave(account, now):
    """Asks for a leave as the person; the receipt."""
    from zhiheng.models.in_force import catalog
    from zhiheng.portal.selectors.visits import of_account
    from zhiheng.portal.services import Application, apply_for

    def asked(key="1", at=None, **more):
        values = {
            "destination": "500103",
            "reason": "family",
            "proof": ["医院通知"],
            "from": "2026-07-05",
            "to": "2026-07-09",
            "days": 5,
            **more,
        }
        spec = catalog().procedures["leave"]
        return apply_for(
            viewer=of_account(account), now=at or now, procedure=spec, application=Application("submitted", key, values=values)
        )

    return asked
