"""Kill processes that take messages in, act and send, at random points; in the end nothing is lost, doubled or unlogged.

Run in a process of its own with its database open (fixture `apart`). Each child is forked from the ready parent, does what it can, and
says so after each piece of work; the parent kills it (-9) some thousandths of a second after one of these.
"""

import json
import os
import random
import signal
import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from tests.exchange.peers.conftest import OFFICE, PRISON, System
from zhiheng.client import new_key, public_of, read_statement
from zhiheng.exchange.models import Incoming, MessageHop, Outgoing
from zhiheng.exchange.peers import services
from zhiheng.exchange.peers.services import delivering
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.procedure.models import EventRow
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.registry.services import appoint, enlist, ensure_organ

COURT = "资阳市中级人民法院"
PACKS = Path(__file__).parents[1] / "packs"


def killed(kills, work, seed=7):
    """Let children do the work again and again and kill each; the last one is let finish: `work(said)` returns once nothing is left."""
    chance = random.Random(seed)  # noqa: S311 - where a process is killed
    for number in range(kills + 1):
        connections.close_all()
        heard, said = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(heard)
            work(lambda pipe=said: os.write(pipe, b"."), last=number == kills)
            os._exit(0)
        os.close(said)
        if number < kills:
            for _ in range(chance.randint(0, 3)):
                os.read(heard, 1)
            time.sleep(chance.random() * 0.08)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(heard)
        assert number < kills or status == 0, "the last one could not finish"
    connections.close_all()


def organs():
    for name in (OFFICE, PRISON, COURT):
        ensure_organ(actor=COMMAND_LINE, name=name, now=timezone.now())


def receiving(kills):
    """A system sends its messages, some before their turn; after each stop it begins a few back, as it cannot know how far it came."""
    organs()
    now, key = timezone.now(), new_key()
    given = {"actor": COMMAND_LINE, "now": now, "organ": PRISON, "name": "系统", "scopes": ["notices"], "public": public_of(key)}
    account = services.open_service_account(**given, expires_on=date(2099, 1, 1))
    system, total = System(PRISON, account, key, now), 3 * kills + 4

    def work(said, *, last):
        came = Incoming.objects.count()
        for seq in range(max(1, came - 2), total + 1):
            for one in (seq + 1, seq) if seq % 4 == 0 and seq < total else (seq,):
                system.say(one, f"第 {one} 份")
                said()

    killed(kills, work)
    rows = list(Incoming.objects.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, total + 1)), "lost or doubled"
    assert {row.state for row in rows} == {"accepted"}
    for step in ("received", "validated", "accepted"):
        assert MessageHop.objects.filter(step=step).count() == total, step
    for act in ("message.received", "message.accepted"):
        assert Entry.objects.filter(act=act).count() == total, act
    sound(total)


def sending(kills):  # noqa: PLR0915 - one course of events
    """Officers open cases and send them to another installation, which writes down what it was brought, in the order it came."""
    organs()
    settings.PACKS = PACKS
    now, taken = timezone.now(), Path(settings.HOME) / "taken.jsonl"
    services.note_peer(actor=COMMAND_LINE, now=now, organ=COURT, url="https://court.example")
    services.make_message_key(actor=COMMAND_LINE, now=now, organ=PRISON)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    officer = enlist(actor=COMMAND_LINE, now=now, username="yu", name="狱甲", organ=organ_named(PRISON), password="Zhiheng-2026-x")
    appoint(actor=COMMAND_LINE, now=now, officer=officer, role="organ_handler", from_on=date(2020, 1, 1))
    total = 2 * kills + 2

    def post(_url, fields, payload=None, *, resolve):
        """The other side: it has what it was brought before it answers; the answer may be lost with the sender."""
        statement = read_statement(fields["statement"])
        with taken.open("a") as lines:
            lines.write(json.dumps({"seq": statement.seq, "digest": statement.digest}) + "\n")
        return 201, {"state": "accepted", "reason": "", "receipts": []}

    delivering.post = post

    def work(said, *, last):
        from zhiheng.catalog import packs
        from zhiheng.law.clocks import add_hours
        from zhiheng.procedure.models import Case
        from zhiheng.procedure.services import act, open_case
        from zhiheng.registry.selectors import actor_of, officer_named

        who, spec = actor_of(officer_named("yu"), "test"), packs.loaded(PACKS).procedures["handover"]
        while Case.objects.count() < total or Case.objects.filter(open_steps=["send"]).exists():
            waiting = Case.objects.filter(open_steps=["send"]).first()
            values = {"ground": "试"}
            case = waiting or open_case(actor=who, now=timezone.now(), procedure=spec, organs={"court": COURT}, values=values)
            said()
            act(actor=who, now=timezone.now(), case_id=case.pk, step="send", outcome="sent")
            said()
            delivering.deliver(actor=COMMAND_LINE, now=add_hours(timezone.now(), 1))
            said()
        while Outgoing.objects.exclude(state="accepted").exists():
            delivering.deliver(actor=COMMAND_LINE, now=add_hours(timezone.now(), 2))

    killed(kills, work)
    rows = list(Outgoing.objects.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, total + 1)), "a number is missing or doubled"
    assert sorted(str(row.case_id) for row in rows) == sorted({str(one) for one in EventRow.objects.values_list("case", flat=True)})
    assert Entry.objects.filter(act="message.queued").count() == total
    came = {}
    for line in taken.read_text().splitlines():
        one = json.loads(line)
        assert came.setdefault(one["seq"], one["digest"]) == one["digest"], "a number told of two things"
    assert list(came) == list(range(1, total + 1)), "something came before its turn, or not at all"
    assert came == {row.seq: row.digest for row in rows}
    sound(total)


def logging(kills):
    """Several processes write entries at once, one after the other in each; who was told that an entry is in, finds it under its number."""
    from django.db import transaction

    from zhiheng.ledger.services import append

    told = Path(settings.HOME) / "told.jsonl"

    def work(said, *, last):
        for number in range(40):
            with transaction.atomic():
                seq = append(actor=COMMAND_LINE, act="test.logged", thing="test:kill", details={"n": number}, now=timezone.now())
            with told.open("a") as lines:
                lines.write(json.dumps({"seq": seq, "n": number, "by": os.getpid()}) + "\n")
            said()

    killed(kills, work)
    heard = [json.loads(line) for line in told.read_text().splitlines()]
    kept = {entry.seq: entry.facts["n"] for entry in Entry.objects.filter(act="test.logged")}
    assert {one["seq"]: one["n"] for one in heard}.items() <= kept.items(), "somebody was told of an entry that is not there"
    assert len(heard) == len({one["seq"] for one in heard}), "a number was given twice"
    assert len(kept) - len(heard) <= kills, "more entries than writers could have left untold"
    sound(len(kept))


def backing_up(kills):
    """A backup is killed while others write; what bears a backup's name is whole and holds every entry its checkpoint covers."""
    from hashlib import sha256

    from django.db import transaction

    from zhiheng.law.clocks import add_hours
    from zhiheng.ledger.core import used
    from zhiheng.ledger.services import append
    from zhiheng.operation.core.manifest import read_manifest
    from zhiheng.operation.services import back_up

    home = Path(settings.HOME)
    target = home.with_name(f"{home.name}-backups")
    (home / "files" / "00").mkdir(parents=True)
    for number in range(20):
        (home / "files" / "00" / f"paper{number}").write_bytes(b"x" * 3000)

    def work(said, *, last):
        for _number in range(3):
            with transaction.atomic():
                seq = append(actor=COMMAND_LINE, act="test.logged", thing="test:kill", details={}, now=timezone.now())
            used.remember(home, entries=seq, at=timezone.now(), version="0")
            said()
            back_up(actor=COMMAND_LINE, now=add_hours(timezone.now(), seq), target=target)
            said()

    killed(kills, work)
    made = sorted(target.glob("zhiheng-*"))
    assert len(made) >= 3
    for place in made:
        manifest = read_manifest(place)
        assert not manifest.faults
        for one in manifest.files:
            assert sha256((place / one.path).read_bytes()).hexdigest() == one.sha256, one.path
    told = Entry.objects.filter(act="backup.made").count()
    assert len(made) - kills <= told <= len(made), "a backup is told of that is not there, or nobody was told"
    sound(Entry.objects.count())


def sound(total):
    verdict = verify()
    assert not verdict.findings, [str(one) for one in verdict.findings]
    print(total)
