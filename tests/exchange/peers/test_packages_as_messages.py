"""Packages as signed messages: they leave with the outbox, their answer comes back to them, and no envelope speaks for another organ."""

import pytest

from tests.exchange.package_files import COURT, OFFICE, PRISON, named, package
from tests.exchange.peers.test_sending import Other
from tests.exchange.test_packages import LINE, officers, organs, receive  # noqa: F401 - fixtures
from zhiheng.exchange.models import Outgoing, Package
from zhiheng.exchange.packages.services import send_package
from zhiheng.exchange.peers.services import deliver, make_message_key, note_peer
from zhiheng.ledger.selectors import verify
from zhiheng.registry import selectors as registry

pytestmark = pytest.mark.django_db


@pytest.fixture()
def other(monkeypatch):
    found = Other()
    for module in ("delivering", "together"):
        monkeypatch.setattr(f"zhiheng.exchange.peers.services.{module}.post", found.post)
    return found


@pytest.fixture()
def send(receive, officers, now):  # noqa: F811
    case = receive(package()).case
    make_message_key(actor=LINE, now=now, organ=PRISON)
    warder = registry.actor_of(officers["warder"], "test")

    def run():
        return send_package(actor=warder, now=now, viewer=officers["warder"], case_id=case.pk, to=COURT)

    return run


def stands(row):
    row.refresh_from_db()
    return row.state, row.reason, [hop.step for hop in row.hops.all()]


def test_it_goes_by_the_outbox_once_and_the_answer_is_noted_at_it(send, other, now):
    alone = send()
    assert not Outgoing.objects.exists(), "an organ that works here takes it from the folder"
    note_peer(actor=LINE, now=now, organ=COURT, url="https://court.example")
    row, more = send(), send()
    letters = list(Outgoing.objects.order_by("seq"))
    assert [(one.kind, one.digest, one.meta["name"]) for one in letters] == [("package", one.digest, one.name) for one in (row, more)]
    other.answer = (201, {"state": "accepted", "reason": "第 1 号案卷包已归卷", "receipts": []})
    deliver(actor=LINE, now=now)
    assert stands(row) == ("acknowledged", "", ["sent", "answered"])
    assert stands(alone) == ("sent", "", ["sent"])
    assert row.hops.last().words == "对方已收：第 1 号案卷包已归卷"
    assert verify().ok


def test_one_that_is_returned_says_why(send, other, now):
    note_peer(actor=LINE, now=now, organ=COURT, url="https://court.example")
    row = send()
    other.answer = (201, {"state": "returned", "reason": "缺少 JZ", "receipts": []})
    deliver(actor=LINE, now=now)
    assert stands(row) == ("rejected", "缺少 JZ", ["sent", "answered"])


@pytest.mark.parametrize(
    ("sender", "receiver", "state"), [(PRISON, COURT, "accepted"), (OFFICE, COURT, "returned"), (PRISON, OFFICE, "returned")]
)
def test_the_envelope_names_who_signs_and_who_receives(opened, receive, sender, receiver, state):  # noqa: F811
    from zhiheng.registry.services import ensure_organ

    system = opened(sender, scopes=("packages",))
    ensure_organ(actor=LINE, name=receiver, now=system.now)
    content = package()
    row = system.send("package", content, 1, receiver=receiver, name=named(content))
    assert row.state == state, row.reason
    assert Package.objects.filter(state="bound").exists() == (state == "accepted")
    assert state == "accepted" or "不符" in row.reason or "不是本机关" in row.reason
