"""The signing key and the data keys are changed, again and again, while two processes write, sign and read what is enciphered."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing

import pytest

from .homes import copied, ended

WORKING = """
import json, sys, time
from pathlib import Path
from zhiheng.cli.main import open_database
open_database()
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from zhiheng.dossier.core import keeping
from zhiheng.ledger.models import Entry
from zhiheng.ledger.services import append, checkpoint
from zhiheng.registry.selectors import COMMAND_LINE

name, until = sys.argv[1], Path(sys.argv[2])
kept, signed = {}, []
print("begun", flush=True)
while not until.exists():
    content = f"{name} {len(kept)} 的文书".encode()
    digest = keeping.keep(Path(settings.FILES), content)
    with transaction.atomic():
        seq = append(actor=COMMAND_LINE, act="test.worked", thing=f"test:{name}", details={"digest": digest}, now=timezone.now())
    kept[seq] = digest
    signed.append(checkpoint(actor=COMMAND_LINE, now=timezone.now()).key)
    assert keeping.read(Path(settings.FILES), digest, "x") == content
    assert Entry.objects.get(seq=seq).facts["digest"] == digest
    first = min(kept)
    assert Entry.objects.get(seq=first).facts["digest"] == kept[first], "what was written before the keys were changed is read"
print(json.dumps({"kept": kept, "keys": list(dict.fromkeys(signed))}))
"""
READ = """
import json
from zhiheng.cli.main import open_database
open_database()
from zhiheng.ledger.models import Entry
print(json.dumps({one.seq: one.facts["digest"] for one in Entry.objects.filter(act="test.worked")}))
"""


@pytest.fixture()
def home(prepared, tmp_path, tmp_path_factory):
    """A home under a data key."""
    made, key = copied(prepared, tmp_path / "home"), tmp_path_factory.mktemp("key") / "data.key"
    assert made.run("storage", "key", key).status == 0
    made.environment = {"ZHIHENG_DATA_KEY": str(key)}
    assert made.run("storage", "encipher").status == 0
    return made


@pytest.fixture()
def stop(tmp_path):
    """A file at whose sight the processes end, also those of a test that failed."""
    yield tmp_path / "stop"
    (tmp_path / "stop").touch()


def test_two_processes_work_on_while_both_kinds_of_keys_are_changed(home, stop):
    working = [home.begin(WORKING, name, str(stop)) for name in ("a", "b")]
    begun = [one.stdout.readline() for one in working]
    assert begun == ["begun\n"] * 2, [one.communicate()[1] for one in working if one.poll() is not None]
    for _ in range(2):
        changed = [home.run(*words) for words in (("ledger", "keys", "--rotate"), ("storage", "rotate"))]
        assert [one.status for one in changed] == [0, 0], [one.err for one in changed]
        time.sleep(0.5)
    stop.touch()
    ends = [ended(one) for one in working]
    assert [(one.status, one.err) for one in ends] == [(0, "")] * 2
    told = [json.loads(one.out.splitlines()[-1]) for one in ends]
    assert home.ask(READ) == {**told[0]["kept"], **told[1]["kept"]}, "nothing lost, nothing doubled"
    assert len({key for one in told for key in one["keys"]}) >= 2, "they signed with former and with new keys"
    verdict = home.run("ledger", "verify", "--library")
    assert (verdict.status, "留痕完整" in verdict.out) == (0, True), verdict.out + verdict.err
    status = home.run("storage", "status")
    assert status.status == 0, status.out + status.err


def test_a_key_is_made_where_the_home_waits_for_it_already(prepared, tmp_path, tmp_path_factory):
    """A service is often told of its key before there is one: the remedy of the refusal is this very command."""
    made, key = copied(prepared, tmp_path / "home"), tmp_path_factory.mktemp("key") / "data.key"
    made.environment = {"ZHIHENG_DATA_KEY": str(key)}
    refused = made.run("storage", "status")
    assert (refused.status, "zhiheng storage key" in refused.err) == (2, True)
    assert made.run("storage", "key", key).status == 0
    assert made.run("storage", "status").status == 0
    again = made.run("storage", "key", key)
    assert (again.status, "已经存在" in again.err) == (2, True)


def test_no_number_stays_where_rows_lay_before_they_were_enciphered(prepared, tmp_path, tmp_path_factory):
    """Deleted rows and balanced pages leave pieces of what lay there; a home brought under a key keeps none of them."""
    if prepared.database:
        pytest.skip("PostgreSQL's own VACUUM FULL is asked for in docs/operate.md")
    made, number = copied(prepared, tmp_path / "home"), "510107199004075992"
    with closing(sqlite3.connect(made.place / "zhiheng.sqlite3", isolation_level=None)) as database:
        database.execute("pragma secure_delete = off")
        database.execute("create table passing (words text)")
        database.executemany("insert into passing values (?)", [(f"{number} {place}",) for place in range(1000)])
        database.execute("drop table passing")
        database.execute("pragma wal_checkpoint(truncate)")
    assert lies_in(made, number), "it must be found where nothing is enciphered"
    key = tmp_path_factory.mktemp("key") / "data.key"
    assert made.run("storage", "key", key).status == 0
    made.environment = {"ZHIHENG_DATA_KEY": str(key)}
    assert made.run("storage", "encipher").status == 0
    assert lies_in(made, number) == []


def lies_in(home, number):
    """The files of a home in which a number can be read."""
    return [str(one) for one in home.place.rglob("*") if one.is_file() and number.encode() in one.read_bytes()]
