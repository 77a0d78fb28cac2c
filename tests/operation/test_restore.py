"""A restore takes a whole backup into an empty home, verifies everything before the home may be opened, and says what is missing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.robust.homes import another_database, drop_database
from zhiheng.ledger.services import append, checkpoint, log_key
from zhiheng.operation.core import restoring
from zhiheng.operation.core.manifest import MANIFEST, read_manifest
from zhiheng.operation.services import back_up
from zhiheng.schema.errors import UnusableInputError


@pytest.fixture()
def backup(used, actor, now, tmp_path_factory):
    """A backup with its keys beside, and a checkpoint signed after a later act: both kept outside."""
    apart = tmp_path_factory.mktemp("disk")
    done = back_up(actor=actor, now=now, target=apart / "backups", keys=apart / "keys.zip")
    with transaction.atomic():
        append(actor=actor, act="test.later", thing="test:home", details={}, now=now + timedelta(hours=1))
    (apart / "later.txt").write_text(checkpoint(actor=actor, now=now + timedelta(hours=1)).to_text())
    (apart / "log.pub").write_text(f"{log_key()}\n")
    return done


@pytest.fixture()
def database():
    """An empty database on the server under test; empty text for SQLite."""
    made = another_database()
    yield made
    drop_database(made)


def run(database, *words):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHIHENG_")}
    command = [sys.executable, "-m", "zhiheng.cli.main", *map(str, words)]
    return subprocess.run(
        command, env={**environment, "ZHIHENG_DATABASE_URL": database}, capture_output=True, text=True, check=False, timeout=300
    )


def test_a_backup_comes_back_and_what_a_later_checkpoint_covers_is_named(backup, database, tmp_path_factory):
    apart, home = backup.place.parents[1], tmp_path_factory.mktemp("new") / "home"
    held = ("--checkpoint", apart / "later.txt", "--key", apart / "log.pub")
    done = run(database, "restore", backup.place, "--home", home, "--keys", apart / "keys.zip", *held)
    entries = backup.manifest.entries
    assert (done.returncode, done.stderr) == (1, "")
    assert f"留痕 {entries} 条" in done.stdout
    assert f"缺少第 {entries + 1} 至 {entries + 2} 条留痕，共 2 条" in done.stdout
    assert sorted(one.name for one in home.iterdir() if "sqlite3" not in one.name) == [
        "files", "keys", "ledger.key", "library", "restored.json", "secret.key", "used.json",
    ]  # fmt: skip
    assert json.loads((home / "used.json").read_text())["entries"] == entries
    assert (home / "keys" / "organs" / "1.key").read_text() == "private"
    assert once_opened(database, home) == ["home.restored", {"entries": entries, "manifest": backup.manifest.digest, "missing": 2}, True]
    assert not (home / "restored.json").exists()


OPENED = """
import json
from zhiheng.cli.opening import open_database
open_database()
from zhiheng.ledger.selectors import recent, verify
entry = recent(1)[0]
print(json.dumps([entry.act, entry.facts, verify().ok]))
"""


def once_opened(database, home):
    """What the newest entry says, and whether the trace is sound, once the program has opened the home to write."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHIHENG_")}
    environment |= {"ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": database}
    done = subprocess.run([sys.executable, "-c", OPENED], env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def restoration_of(backup, home):
    return restoring.begin(home, read_manifest(backup.place))


@pytest.fixture()
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("new") / "home"


@pytest.mark.files
def test_a_used_home_is_refused_and_left_alone(backup, place):
    place.mkdir()
    (place / "letter.txt").write_text("mine")
    with pytest.raises(UnusableInputError, match=r"不是空的（letter\.txt）"):
        restoration_of(backup, place)
    assert [one.name for one in place.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("harm", ["changed", "gone", "database"])
def test_a_backup_with_a_changed_file_is_refused_by_name(backup, place, harm):
    wanted = "database/" if harm == "database" else "home/files/"
    path = next(one.path for one in backup.manifest.files if one.path.startswith(wanted))
    if harm == "gone":
        (backup.place / path).unlink()
    else:
        (backup.place / path).write_bytes(b"another")
    with pytest.raises(UnusableInputError, match="1 个文件缺失或者与清单不符") as refusal:
        restoring.put_files(backup.place, restoration_of(backup, place), backup.manifest)
    assert path in refusal.value.reason


def test_nothing_opens_a_home_whose_restore_was_stopped(backup, place):
    from zhiheng.cli.opening import refuse_half_restored

    restoration = restoration_of(backup, place)
    restoring.put_files(backup.place, restoration, backup.manifest)
    with pytest.raises(UnusableInputError, match="恢复没有完成"):
        refuse_half_restored(place)


@pytest.mark.parametrize("stopped_after", range(4))
def test_stopped_while_things_are_moved_it_is_refused_and_done_anew_by_the_same_command(backup, place, monkeypatch, stopped_after):
    class StoppedError(Exception):
        pass

    def whole():
        restoration = restoration_of(backup, place)
        restoring.put_files(backup.place, restoration, backup.manifest)
        (restoration.made / "used.json").write_text("{}")
        restoring.into_place(restoration)

    moved, rename = [], Path.rename

    def stopping(one, target):
        if len(moved) == stopped_after:
            raise StoppedError
        moved.append(one)
        return rename(one, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stopping)
        with pytest.raises(StoppedError):
            whole()
    with pytest.raises(UnusableInputError, match="恢复没有完成"):
        restoring.refuse_half_restored(place)
    whole()
    restoring.refuse_half_restored(place)
    assert sorted(one.name for one in place.iterdir()) == ["files", "keys", "library", "used.json"]


POINTS = (".restoring/state.json", ".restoring/home/library", ".restoring/home/used.json", "library", "used.json", ".restored")
"""What is there when the restore is killed, in the order in which it comes; the last: all is in place, what passed is being removed."""


def test_killed_at_any_point_nothing_opens_it_and_the_same_command_does_it_anew(backup, database, place):
    chance = random.Random(11)  # noqa: S311 - which moments, no secret
    for point in POINTS:
        child = begun(database, "restore", backup.place, "--home", place)
        until = time.monotonic() + 120
        while child.poll() is None and not (place / point).exists() and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        child.kill()
        if child.wait() == 0 or not (place / ".restoring").exists():
            break  # it came to its end before it could be killed
        opened = run(database, "ledger", "verify", "--home", place)
        assert (opened.returncode, "恢复没有完成" in opened.stdout + opened.stderr) == (2, True), opened.stdout + opened.stderr
    if (place / ".restoring").exists():
        again = run(database, "restore", backup.place, "--home", place)
        assert (again.returncode, again.stderr) == (0, "")
    assert once_opened(database, place)[0::2] == ["home.restored", True]
    assert sorted(one.name for one in place.iterdir() if one.name.startswith(".")) == [".opening"]


def begun(database, *words):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHIHENG_")}
    command = [sys.executable, "-m", "zhiheng.cli.main", *map(str, words)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**environment, "ZHIHENG_DATABASE_URL": database}, **silent)


@pytest.mark.files
def test_a_manifest_of_another_format_is_refused(backup):
    text = (backup.place / MANIFEST).read_text()
    (backup.place / MANIFEST).write_text(text.replace('"format": 1', '"format": 2'))
    with pytest.raises(UnusableInputError, match="格式不认识"):
        read_manifest(backup.place)


@pytest.mark.files
def test_keys_of_another_kind_are_refused(backup, place, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "keys.zip", "w") as file:
        file.writestr("../outside.key", "x")
    with pytest.raises(UnusableInputError, match="不是密钥"):
        restoring.put_keys(tmp_path / "keys.zip", restoration_of(backup, place), None)
    assert not list(place.parent.glob("**/outside.key"))
