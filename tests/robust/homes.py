"""Homes of their own for programs run apart: folder and database, copied from prepared ones, with what is asked of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

SERVER = os.environ.get("ZHIHENG_TEST_DATABASE_URL", "")
LONGEST_SECONDS = 600
OURS = f"robust_{os.getpid()}_"
"""Names of the databases that this process made begin so."""

LOOKING = """
import json
from collections import Counter
from pathlib import Path
from django.conf import settings
from zhiheng.cli.main import open_database
open_database()
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.oversight.models import Clue, ClueEvent, Finding, Run
from zhiheng.records.models import Batch
from zhiheng.records.selectors import verify_segments

library = Path(settings.LIBRARY)
named = set(Batch.objects.exclude(path="").values_list("path", flat=True))
there = {place.relative_to(library).as_posix() for place in library.glob("*/*")}
acts = Counter(Entry.objects.values_list("act", flat=True))
deliveries = list(Delivery.objects.select_related("organ"))
faults = list(verify_segments())
faults += [] if verify().ok else ["ledger"]
sent = Batch.objects.exclude(source_name__startswith="case:").exclude(source_name__startswith="台账 ")
faults += [] if {one.batch_id for one in deliveries if one.batch_id} == set(sent.values_list("id", flat=True)) else ["batches"]
faults += [] if acts["batch.stored"] == Batch.objects.count() else ["batch entries"]
faults += [] if acts["delivery.accepted"] + acts["delivery.returned"] == len(deliveries) else ["delivery entries"]
faults += [] if acts["run.stored"] == Run.objects.count() else ["run entries"]
faults += [f"rejected rows of {one.pk}" for one in deliveries if RejectedRow.objects.filter(delivery=one).count() != one.rejected]
faults += [f"findings of run {run.pk}" for run in Run.objects.all() if Finding.objects.filter(run=run).count() != run.found]
found = set(ClueEvent.objects.filter(kind="found").values_list("clue_id", flat=True))
faults += [] if found == set(Clue.objects.values_list("id", flat=True)) else ["clue events"]
print(json.dumps({
    "faults": faults,
    "unnamed": sorted(there - named),
    "deliveries": sorted([one.organ.name, one.dataset, one.content_digest, one.accepted, one.duplicates, one.superseded, one.rejected]
                         for one in deliveries),
    "batches": Batch.objects.count(),
    "runs": Run.objects.count(),
    "clues": sorted([clue.model, clue.subject, clue.occurrence, clue.digest] for clue in Clue.objects.all()),
    "entries": sum(acts.values()),
}))
"""


@dataclass(frozen=True)
class Done:
    """How a program ended. said: its lines on standard error."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        return self.err.strip().splitlines()


@dataclass
class Home:
    """A folder and its database. before: words put before every command (such as `faketime`)."""

    place: Path
    database: str = ""
    before: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *words, preexec=None):
        """Start `zhiheng` with these words."""
        return self._start([sys.executable, "-m", "zhiheng.cli.main", *map(str, words)], preexec)

    def run(self, *words, preexec=None) -> Done:
        """Run `zhiheng` with these words to its end."""
        return ended(self.start(*words, preexec=preexec))

    def ask(self, code, *arguments):
        """Run Python in the home and return what its last line says in JSON."""
        done = ended(self.begin(code, *arguments))
        assert done.status == 0, done.err
        return json.loads(done.out.splitlines()[-1])

    def begin(self, code, *arguments):
        """Start Python in the home."""
        return self._start([sys.executable, "-c", code, *arguments], None)

    def look(self):
        """What is there now; `faults` is empty where everything stands together."""
        return self.ask(LOOKING)

    @cached_property
    def stands(self):
        """What is there, looked at once: for homes that are prepared and only copied."""
        return self.look()

    def _start(self, command, preexec):
        environment = {**os.environ, "ZHIHENG_HOME": str(self.place), "ZHIHENG_DATABASE_URL": self.database, **self.environment}
        return subprocess.Popen(
            [*self.before, *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=preexec,  # noqa: PLW1509 - no threads here; limits must be set before the program starts
        )


def ended(process) -> Done:
    """Wait for a program that was started."""
    try:
        out, err = process.communicate(timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        raise
    return Done(process.returncode, out, err)


def one_clear_line(done: Done, *parts: str) -> None:
    """The program refused with status 2 and one line that says these things."""
    assert done.status == 2, (done.status, done.out, done.err)
    assert len(done.said) == 1, done.err
    for part in parts:
        assert part in done.said[0], done.said[0]


def copied(home: Home, place: Path) -> Home:
    """The home once more, database and all, in another folder."""
    shutil.copytree(home.place, place, dirs_exist_ok=True)
    return Home(place, another_database(home.database))


def another_database(like: str = "") -> str:
    """The address of a new database on the server under test, a copy of one where given; empty for SQLite, which lies in the home."""
    if not SERVER:
        return ""
    name = f"{OURS}{uuid4().hex}"
    source = f' template "{like.rpartition("/")[2]}"' if like else ""
    with on_server() as connection:
        connection.execute(f'create database "{name}"{source}')
    return f"{SERVER.rpartition('/')[0]}/{name}"


def drop_databases() -> None:
    """Remove every database made here."""
    if SERVER:
        with on_server() as connection:
            made = connection.execute("select datname from pg_database where starts_with(datname, %s)", [OURS]).fetchall()
        for (name,) in made:
            drop_database(name)


def drop_database(address: str) -> None:
    """Remove one database made here, by its address or its name, whoever is still in it; nothing for SQLite."""
    if address:
        with on_server() as connection:
            connection.execute(f'drop database if exists "{address.rpartition("/")[2]}" with (force)')


@contextmanager
def on_server():
    """A connection to the server itself."""
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        yield connection
