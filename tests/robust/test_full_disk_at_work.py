"""A full disk while messages come in, officers act and send, entries are written, backups are made: refused in words, then done once."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.exchange.peers.conftest import OFFICE, PRISON, System
from zhiheng.catalog import packs
from zhiheng.client import new_key, public_of
from zhiheng.client.bundle import Signed, bundle_of
from zhiheng.dossier.models import Document, StoredFile
from zhiheng.exchange.models import Incoming, Outgoing
from zhiheng.exchange.peers.services import make_message_key, note_peer, open_service_account
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.services import append
from zhiheng.operation.services import back_up, backing_up
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.services import act, open_case
from zhiheng.records.core.faults import refusal_of
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, organ_named
from zhiheng.registry.services import appoint, enlist, ensure_organ

from .conftest import Filler
from .homes import OURS, SERVER, Home, copied, drop_database, on_server

PACKS = Path(__file__).parents[1] / "exchange" / "packs"
COURT = "资阳市中级人民法院"
MESSAGE = b"x" * 50_000


@pytest.fixture()
def disk(home, small_disk, settings):
    """A small disk under the theme library and the stored files."""
    place = small_disk(4 << 20)
    settings.HOME, settings.LIBRARY, settings.FILES, settings.PACKS = place, place / "library", place / "files", PACKS
    return place


@pytest.fixture()
def acting(db, now, settings):
    """Officers of the prison: who handles, who approves."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name in (PRISON, COURT):
        ensure_organ(actor=COMMAND_LINE, name=name, now=now)

    def made(username, role):
        given = {"username": username, "name": username, "organ": organ_named(PRISON), "password": "Zhiheng-2026-x"}
        officer = enlist(actor=COMMAND_LINE, now=now, **given)
        appoint(actor=COMMAND_LINE, now=now, officer=officer, role=role, from_on=date(2020, 1, 1))
        return actor_of(officer, "test")

    return made("yu", "organ_handler"), made("zhang", "organ_leader")


def is_full(error) -> bool:
    fault = refusal_of(error, "这一步", Path("/"))
    return fault is not None and fault.kind == "full" and "磁盘已满" in str(fault)


def refused_as_full(work) -> None:
    with pytest.raises(Exception) as refused:
        work()
    assert is_full(refused.value), repr(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["messages", "bundles"])
def test_messages_that_come_to_a_full_disk(disk, now, place):
    for name in (OFFICE, PRISON):
        ensure_organ(actor=COMMAND_LINE, name=name, now=now)
    key, client = new_key(), Client(raise_request_exception=False)
    given = {"organ": PRISON, "name": "系统", "public": public_of(key), "scopes": ["packages"], "expires_on": date(2099, 1, 1)}
    system = System(PRISON, open_service_account(actor=COMMAND_LINE, now=now, **given), key, now)

    def sent():
        signed = [
            Signed(*system.signed("package", MESSAGE + bytes([seq]), seq, at=timezone.now()), MESSAGE + bytes([seq])) for seq in (1, 2)
        ]
        if place == "bundles":
            return client.post("/api/v1/exchange/bundles", {"payload": SimpleUploadedFile("b", bundle_of(signed))}).status_code
        for one in signed:
            fields = {"statement": one.statement, "signature": one.signature, "payload": SimpleUploadedFile("x", one.payload)}
            answer = client.post("/api/v1/exchange/messages", fields)
            if answer.status_code >= 300:
                assert answer.json()["reason"] == "磁盘已满"
                return answer.status_code
        return answer.status_code

    filler = Filler(disk)
    filler.leave(0)
    assert (sent(), Incoming.objects.count(), list(disk.glob("files/*/*"))) == (507, 0, [])
    filler.away()
    assert sent() in {200, 201}
    assert sent() in {200, 201}
    assert [row.seq for row in Incoming.objects.order_by("seq")] == [1, 2]
    assert not verify().findings


@pytest.mark.django_db
def test_acts_with_papers_and_material(disk, acting):
    yu, zhang = acting
    spec, filler = packs.loaded(PACKS).procedures["paper"], Filler(disk)
    case = open_case(actor=yu, now=timezone.now(), procedure=spec, values={"ground": "试办"})
    steps = (
        (yu, "draw_up", "submitted", {"values": {"ground": "试办"}}),
        (zhang, "approve", "approved", {}),
        (yu, "hand_in", "done", {"files": {"evidence": ("材料.txt", "材料".encode() * 50_000)}}),
    )
    for number, (actor, step, outcome, given) in enumerate(steps, 2):
        if step != "approve":  # which keeps no file
            filler.leave(0)
            refused_as_full(lambda: act(actor=actor, now=timezone.now(), case_id=case.pk, step=step, outcome=outcome, **given))  # noqa: B023
            filler.away()
        act(actor=actor, now=timezone.now(), case_id=case.pk, step=step, outcome=outcome, **given)
        assert EventRow.objects.filter(case=case).count() == number
    assert (Document.objects.count(), StoredFile.objects.filter(name="材料.txt").count()) == (1, 1)
    assert Document.objects.get().number.endswith("1号")
    assert not verify().findings


@pytest.mark.django_db
def test_a_case_that_is_sent(disk, acting, now):
    yu, _ = acting
    note_peer(actor=COMMAND_LINE, now=now, organ=COURT, url="https://court.example")
    make_message_key(actor=COMMAND_LINE, now=now, organ=PRISON)
    given = {"procedure": packs.loaded(PACKS).procedures["handover"], "organs": {"court": COURT}, "values": {"ground": "试"}}
    case, filler = open_case(actor=yu, now=timezone.now(), **given), Filler(disk)

    def send():
        act(actor=yu, now=timezone.now(), case_id=case.pk, step="send", outcome="sent")

    filler.leave(0)
    refused_as_full(send)
    assert (Outgoing.objects.count(), Case.objects.get().open_steps) == (0, ["send"])
    filler.away()
    send()
    assert (Outgoing.objects.count(), Entry.objects.filter(act="message.queued").count()) == (1, 1)
    assert not verify().findings


@pytest.mark.django_db(transaction=True)
def test_a_backup(settings, tmp_path, small_disk, actor, now):
    settings.HOME = tmp_path / "home"
    settings.LIBRARY, settings.FILES = settings.HOME / "library", settings.HOME / "files"
    settings.HOME.mkdir()
    target = small_disk(32 << 20)
    filler = Filler(target)
    with transaction.atomic():
        append(actor=actor, act="test.filled", thing="test:home", details={}, now=now)
    for room_bytes in (0, 300 << 10):
        filler.leave(room_bytes)
        with pytest.raises(Exception) as refused:
            back_up(actor=actor, now=now, target=target / "backups")
        assert is_full(refused.value) or "磁盘已满" in str(refused.value), repr(refused.value)
        assert [one.name for one in (target / "backups").glob("*") if one.name != backing_up.TURN] == []
        assert not list((target / "backups").glob(".zhiheng*"))
    filler.away()
    made = back_up(actor=actor, now=now, target=target / "backups")
    assert made.manifest.faults == ()
    assert Entry.objects.filter(act="backup.made").count() == 1


LOGGING = """
import json, secrets, sys
from pathlib import Path
from zhiheng.cli.main import open_database
open_database()
from django.db import transaction
from django.utils import timezone
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.services import append
from zhiheng.records.core.faults import refusal_of
from zhiheng.registry.selectors import COMMAND_LINE
from tests.robust.conftest import Filler

told, refused, filler = [], [], Filler(Path(sys.argv[1]))

def write():
    with transaction.atomic():
        seq = append(actor=COMMAND_LINE, act="test.logged", thing="test:disk", details={"x": secrets.token_hex(10000)}, now=timezone.now())
    told.append(seq)

for room in (0, 100 << 10):
    filler.leave(room)
    for _ in range(100):
        try:
            write()
        except Exception as error:
            refused.append(refusal_of(error, "记录", Path(sys.argv[1])).kind)
            break
    filler.away()
    write()
kept = list(Entry.objects.filter(act="test.logged").order_by("seq").values_list("seq", flat=True))
print(json.dumps({"refused": refused, "same": kept == told, "sound": not verify().findings}))
"""


def test_entries(prepared, small_disk):
    if prepared.database:
        pytest.skip("the server's disk is not the home's: see below")
    disk = small_disk(24 << 20)
    found = copied(prepared, disk / "home").ask(LOGGING, str(disk))
    assert found == {"refused": ["full", "full"], "same": True, "sound": True}


@pytest.fixture()
def on_a_small_disk(prepared, small_disk, tmp_path):
    """A home whose database lies on a small disk of the server's."""
    if not prepared.database:
        pytest.skip("SQLite lies in the home: see above")
    place, name, space = Path(tempfile.mkdtemp(prefix="zhiheng-disk-")), f"{OURS}full", f"{OURS}space"
    place.chmod(0o711)  # the server's account comes through
    disk = small_disk(192 << 20, place / "disk")
    disk.chmod(0o711)
    (disk / "space").mkdir()
    shutil.chown(disk / "space", "postgres")
    with on_server() as connection:
        connection.execute(f"create tablespace \"{space}\" location '{disk / 'space'}'")
        connection.execute(f'create database "{name}" template "{prepared.database.rpartition("/")[2]}" tablespace "{space}"')
    shutil.copytree(prepared.place, tmp_path / "home")
    yield Home(tmp_path / "home", f"{SERVER.rpartition('/')[0]}/{name}"), disk
    drop_database(name)
    with on_server() as connection:
        connection.execute(f'drop tablespace "{space}"')


def test_entries_where_the_disk_of_the_server_fills_up(on_a_small_disk):
    home, disk = on_a_small_disk
    assert home.ask(LOGGING, str(disk)) == {"refused": ["full", "full"], "same": True, "sound": True}
