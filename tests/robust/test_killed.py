"""Ended at any moment, by kill -9, by a request to end, by Ctrl-C: what was done stays, the rest leaves nothing, repeating completes it."""

from __future__ import annotations

import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import AS_OF
from .homes import copied, ended

KILLS = 10

SCREENING = """
import json, os, random, signal, sys, time
from datetime import date, datetime
from zhiheng.cli.main import open_database
open_database()
import duckdb, pyarrow.compute, pyarrow.parquet, sqlglot  # loaded once; the processes forked off need not
from django.db import connections
from django.utils import timezone
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue, ClueEvent, Finding, Run
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify

models = sorted(catalog().models)
connections.close_all()
chance, measure, kept, killed, stored = random.Random(5), [0.3], 0, 0, []

def screen(some, told):
    services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=some, as_of=date(2026, 6, 30),
                    on_progress=lambda model, done, total: told(b"." if done < total else b"!"))

def forked(some):
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        screen(some, lambda sign: os.write(telling, sign))
        os.write(telling, b"=")
        os._exit(0)
    os.close(telling)
    return child, told

def attempt(some):
    # kills before the first model is done, between two models, or while the clues are stored (the last sign of a model to the end)
    child, told = forked(some)
    where = chance.choice(["reading", "storing", "storing", "storing"])
    while where == "storing" and os.read(told, 1) not in (b"!", b""):
        pass
    began = time.monotonic()
    time.sleep(chance.uniform(0, 0.9) * measure[0])
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    os.close(told)
    return status == signal.SIGKILL

def check():
    runs = list(Run.objects.all())
    assert verify().ok
    assert Entry.objects.filter(act="run.stored").count() == len(runs)
    for run in runs:
        assert Finding.objects.filter(run=run).count() == run.found
        assert Clue.objects.filter(first_run=run).count() == run.added
    assert ClueEvent.objects.filter(kind="found").count() == Clue.objects.count() == sum(run.added for run in runs)
    return len(runs)

def storing_takes(some):
    child, told = forked(some)
    while os.read(told, 1) != b"!":
        pass
    began = time.monotonic()
    assert os.read(told, 1) == b"="
    os.waitpid(child, 0)
    os.close(told)
    return time.monotonic() - began

measure[0] = max(storing_takes(models[:1]), 0.02)
turn = 0
while killed < int(sys.argv[1]) and turn < 5 * int(sys.argv[1]):
    connections.close_all()
    turn += 1
    killed += attempt([models[(turn * 2 + step) % len(models)] for step in range(2)])
    stored.append(check())
print(json.dumps({"killed": killed, "stored": stored, "measure": measure}))
"""


@pytest.mark.slow
def test_a_screening_killed_again_and_again(imported, screened, tmp_path):
    home = copied(imported, tmp_path)
    found = home.ask(SCREENING, str(KILLS))
    assert found["killed"] == KILLS, found
    assert found["stored"] == sorted(found["stored"])
    assert found["stored"][-1] < len(found["stored"]), "no kill came in time to stop anything"
    done = home.run("screen", "--as-of", AS_OF)
    assert done.status == 0, done.err
    state, undisturbed = home.look(), screened.stands
    assert state["faults"] == []
    assert state["clues"] == undisturbed["clues"]
    assert "新增 0 条" in home.run("screen", "--as-of", AS_OF).out


@pytest.mark.slow
@pytest.mark.files
def test_a_demonstration_killed_twice(tmp_path, prepared):
    home, chance = copied(prepared, tmp_path), random.Random(3)  # noqa: S311 - moments, no secrets
    for part in ("二、", "四、"):
        process = home.start("demo", "--once", "--persons", "60")
        for line in process.stdout:
            if part in line:
                break
        time.sleep(chance.uniform(0, 1.5))
        process.send_signal(signal.SIGKILL)
        assert ended(process).status in {-signal.SIGKILL, 0}
    done = home.run("demo", "--once", "--persons", "60")
    assert done.status == 0, done.err
    assert "漏 0，误 0" in done.out
    state = home.look()
    assert state["faults"] == []
    folders = ("files", "slips")
    sent = [place for folder in folders for place in tmp_path.glob(f"demonstration-province/{folder}/*/*") if place.is_file()]
    assert len(state["deliveries"]) == len({tuple(one[:3]) for one in state["deliveries"]}) == len(sent)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_during_an_import(prepared, province, tmp_path, number):
    home = copied(prepared, tmp_path)
    process = home.start("import", province)
    while process.poll() is None and not list(tmp_path.glob("library/*/*.parquet")):
        time.sleep(0.02)
    process.send_signal(number)
    done = ended(process)
    assert (done.status, done.out) == (1, "")
    assert done.said == ["已中断；已完成的部分保留，再次运行会继续。"]
    state = home.look()
    assert state["faults"] == []
    assert len(state["deliveries"]) < 98


def reads_segments(pid):
    """Whether a process has a file of the library open: its screening has begun."""
    with suppress(OSError):
        return any(".parquet" in str(opened.readlink()) for opened in Path(f"/proc/{pid}/fd").iterdir())
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_during_a_screening(imported, tmp_path, number):
    home = copied(imported, tmp_path)
    process = home.start("screen", "--as-of", AS_OF)
    while process.poll() is None and not reads_segments(process.pid):
        time.sleep(0.002)
    time.sleep(0.05 if number == signal.SIGTERM else 0.3)
    process.send_signal(number)
    done = ended(process)
    assert done.status == 1, done
    assert done.said == ["已中断；已完成的部分保留，再次运行会继续。"]
    state = home.look()
    assert (state["faults"], state["runs"], state["clues"]) == ([], 0, [])
