"""Killed while messages are taken in, one by one and in bundles, and while what cases send leaves."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from tests.exchange.conftest import csv_bytes, stays
from tests.exchange.peers.conftest import OFFICE, POLICE, PRISON, System
from tests.exchange.peers.killing import entries_of, kill_again_and_again, sound
from zhiheng.catalog import packs
from zhiheng.client import new_key, public_of, read_statement
from zhiheng.client.bundle import Signed, bundle_of, read_bundle
from zhiheng.exchange.models import Delivery, Incoming, MessageHop, Outgoing
from zhiheng.exchange.peers import services
from zhiheng.exchange.peers.services import delivering, together
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.services import act, open_case
from zhiheng.records.models import Batch
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named, organ_named
from zhiheng.registry.services import appoint, enlist, ensure_organ

COURT = "资阳市中级人民法院"
PACKS = Path(__file__).parents[1] / "packs"
HEAVY, REFUSED, BUNDLE = 9, 7, 4
"""Every so-manieth message is a file of a dataset, one that is returned, the first of a bundle."""


def organs() -> None:
    for name in (OFFICE, PRISON, COURT, POLICE):
        ensure_organ(actor=COMMAND_LINE, name=name, now=timezone.now())


def officer(username: str, role: str) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    given = {"username": username, "name": f"狱{username}", "organ": organ_named(PRISON), "password": "Zhiheng-2026-x"}
    made = enlist(actor=COMMAND_LINE, now=timezone.now(), **given)
    appoint(actor=COMMAND_LINE, now=timezone.now(), officer=made, role=role, from_on=date(2020, 1, 1))


def message(seq: int) -> tuple[str, bytes, dict[str, str]]:
    """Kind, payload and names of the message of that number."""
    if seq % HEAVY == 0:
        return "dataset", csv_bytes(stays([seq])), {"dataset": "hotel_stays", "name": f"旅馆{seq}.csv"}
    return ("notice", b" ", {}) if seq % REFUSED == 0 else ("notice", f"第 {seq} 份".encode(), {})


def receiving(kills: int) -> None:
    """A system sends its messages, some before their turn, some in bundles; after each stop it begins a few back: it knows no more."""
    organs()
    now, key = timezone.now(), new_key()
    given = {
        "actor": COMMAND_LINE,
        "now": now,
        "organ": POLICE,
        "name": "系统",
        "scopes": ["notices", "datasets"],
        "public": public_of(key),
    }
    system = System(POLICE, services.open_service_account(**given, expires_on=date(2099, 1, 1)), key, now)

    def one(seq):
        kind, payload, names = message(seq)
        system.send(kind, payload, seq, **names)

    def signed(seq):
        kind, payload, names = message(seq)
        return Signed(*system.signed(kind, payload, seq, **names), payload)

    def work():
        first = max(1, Incoming.objects.count() - 2)
        for seq in itertools.count(first):
            if seq % BUNDLE == 0:
                services.take_bundle(now=now, content=bundle_of(signed(seq + more) for more in range(12)))
            for number in (seq + 1, seq) if seq % 3 == 0 else (seq,):
                one(number)
            yield

    kill_again_and_again(kills, work)
    total = Incoming.objects.aggregate(last=Max("seq"))["last"]
    for seq in range(1, total + 1):
        one(seq)
    rows = list(Incoming.objects.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, total + 1)), "lost or doubled"
    refused = [seq for seq in range(1, total + 1) if seq % REFUSED == 0 and seq % HEAVY]
    assert [row.seq for row in rows if row.state == "returned"] == refused
    assert {row.state for row in rows} <= {"accepted", "returned"}
    counts = {"received": total, "validated": total, "accepted": total - len(refused), "returned": len(refused)}
    assert {step: MessageHop.objects.filter(step=step).count() for step in counts} == counts
    assert {step: entries_of(f"message.{step}") for step in counts if step != "validated"} == {
        step: count for step, count in counts.items() if step != "validated"
    }
    assert Delivery.objects.count() == Batch.objects.count() == entries_of("batch.stored") == total // HEAVY
    sound(kills, total)


class OtherSide:
    """An installation that writes down what it was brought before it answers; the answer may be lost with the sender."""

    def __init__(self, taken: Path) -> None:
        self.taken = taken

    def _take(self, text: str) -> dict[str, object]:
        statement = read_statement(text)
        with self.taken.open("a") as lines:
            lines.write(json.dumps({"seq": statement.seq, "digest": statement.digest}) + "\n")
        return {"status": 201, "state": "accepted", "reason": "", "receipts": []}

    def post(self, url, fields, payload=None, *, resolve):
        if url.endswith("/bundles"):
            return 201, {"answers": [self._take(one.statement) for one in read_bundle(payload)]}
        return 201, self._take(fields["statement"])

    def came(self) -> dict[int, str]:
        """Number → digest, in the order in which they came first."""
        found: dict[int, str] = {}
        for line in self.taken.read_text().splitlines():
            one = json.loads(line)
            assert found.setdefault(one["seq"], one["digest"]) == one["digest"], "a number told of two things"
        return found


def after_all_tries():
    """An instant at which everything that waits for another try is due."""
    last = Outgoing.objects.exclude(state="accepted").aggregate(last=Max("next_at"))["last"]
    return max(timezone.now(), last or timezone.now()) + timedelta(minutes=1)


def sending(kills: int) -> None:
    """Officers open cases and send them to another installation, in bundles where several wait."""
    organs()
    settings.PACKS = PACKS
    now, other = timezone.now(), OtherSide(Path(settings.HOME) / "taken.jsonl")
    services.note_peer(actor=COMMAND_LINE, now=now, organ=COURT, url="https://court.example")
    services.make_message_key(actor=COMMAND_LINE, now=now, organ=PRISON)
    officer("yu", "organ_handler")
    delivering.post = together.post = other.post
    who, spec = actor_of(officer_named("yu"), "test"), packs.loaded(PACKS).procedures["handover"]

    def work():
        while True:
            for _ in range(2):
                given = {"procedure": spec, "organs": {"court": COURT}, "values": {"ground": "试"}}
                waiting = Case.objects.filter(open_steps=["send"]).first()
                case = waiting or open_case(actor=who, now=timezone.now(), **given)
                act(actor=who, now=timezone.now(), case_id=case.pk, step="send", outcome="sent")
                yield
            services.deliver(actor=COMMAND_LINE, now=after_all_tries())
            yield

    kill_again_and_again(kills, work)
    for case in Case.objects.filter(open_steps=["send"]):
        act(actor=who, now=timezone.now(), case_id=case.pk, step="send", outcome="sent")
    services.deliver(actor=COMMAND_LINE, now=after_all_tries())
    rows, total = list(Outgoing.objects.order_by("seq")), Case.objects.count()
    assert [row.seq for row in rows] == list(range(1, total + 1)), "a number is missing or doubled"
    assert {row.state for row in rows} == {"accepted"}
    assert sorted(str(row.case_id) for row in rows) == sorted({str(one) for one in EventRow.objects.values_list("case", flat=True)})
    assert entries_of("message.queued") == entries_of("message.answered") == entries_of("case.done") == total
    came = other.came()
    assert list(came) == list(range(1, total + 1)), "something came before its turn, or not at all"
    assert came == {row.seq: row.digest for row in rows}
    sound(kills, total)
