"""A backup is whole or not there: one view of the database and the files it names, keys apart, every file by its digest."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import time
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, connections

from zhiheng.ledger.selectors import entries_about, size
from zhiheng.operation.core import copying, postgres
from zhiheng.operation.core.manifest import MANIFEST, read_manifest
from zhiheng.operation.services import BACKED_UP, back_up, backing_up
from zhiheng.schema.errors import UnusableInputError


@pytest.fixture()
def make(used, actor, now, tmp_path_factory):
    """Makes backups of the used home in a folder outside it."""
    apart = tmp_path_factory.mktemp("disk")

    def made(at=now, **options):
        return back_up(actor=actor, now=at, target=apart / "backups", **options)

    made.target = apart / "backups"
    made.apart = apart
    return made


def paths(place: Path) -> list[str]:
    return sorted(one.relative_to(place).as_posix() for one in place.rglob("*") if one.is_file())


def test_every_file_is_listed_with_its_digest_and_nothing_else_is_there(make, used):
    done = make()
    listed = {one.path: one for one in done.manifest.files}
    assert paths(done.place) == sorted([*listed, MANIFEST])
    assert all(sha256((done.place / path).read_bytes()).hexdigest() == one.sha256 for path, one in listed.items())
    assert read_manifest(done.place) == done.manifest
    kept = {path.removeprefix("home/").partition("/")[0] for path in listed if path.startswith("home/")}
    assert kept == {"library", "files", "keys"}
    assert not [path for path in listed if path.endswith((".key", "stray.parquet", "upload"))]


def test_the_copy_holds_what_the_trace_held_with_a_checkpoint_signed_before(make):
    before = size()
    manifest = make().manifest
    assert (manifest.checkpoint_size, manifest.entries) == (before, before + 1)
    assert manifest.schema["ledger"].startswith("000")
    (entry,) = entries_about(f"backup:{make.target.glob('zhiheng-*').__next__().name}").filter(act=BACKED_UP)
    assert entry.facts["manifest"] == manifest.digest


def test_what_is_written_meanwhile_is_not_half_in(make, actor, now, store, organ, monkeypatch):
    """Between the view of the database and the copying of files others go on: their acts and segments belong to the next backup."""
    view = backing_up._copied_segments

    def others_write(*given):
        store(organ, ("3", "丙某"), at=now + timedelta(minutes=1))
        return view(*given)

    monkeypatch.setattr(backing_up, "_copied_segments", others_write)
    manifest = make().manifest
    assert size() > manifest.entries + 1
    assert sum(one.path.startswith("home/library/") for one in manifest.files) == 1
    assert manifest.faults == ()


def test_others_cannot_read_a_backup(make):
    old = os.umask(0o077)
    try:
        place = make(keys=make.apart / "keys.zip").place
    finally:
        os.umask(old)
    every = [place, *place.rglob("*"), make.apart / "keys.zip"]
    assert [one for one in every if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


def test_keys_go_into_a_file_of_their_own_and_only_where_asked(make, now):
    assert make().keys is None
    place = make.apart / "keys.zip"
    with zipfile.ZipFile(make(at=now + timedelta(minutes=1), keys=place).keys) as file:
        assert set(file.namelist()) == {"keys/organs/1.key", "ledger.key", "secret.key"}


@pytest.mark.parametrize("where", ["home", "keys_within"])
def test_a_backup_within_the_home_and_keys_within_the_backup_are_refused(make, used, actor, now, where):
    target, keys = (used / "backups", None) if where == "home" else (make.target, make.target / "keys.zip")
    with pytest.raises(UnusableInputError, match=r"之内|放在一起"):
        back_up(actor=actor, now=now, target=target, keys=keys)


def test_a_damaged_file_is_told_and_does_not_keep_the_rest_from_being_saved(make, used):
    segment = next(place for place in (used / "library").glob("*/*.parquet") if place.name != "stray.parquet")
    content = bytearray(segment.read_bytes())
    content[10] ^= 1
    segment.write_bytes(content)
    paper = next(place for place in (used / "files").glob("*/*"))
    paper.write_bytes(b"another paper")
    faults = make().manifest.faults
    assert [fault.partition("：")[0] for fault in faults] == ["批次文件与入库时不一致", "文书或附件文件被改动过"]


def test_a_full_disk_leaves_nothing(make, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    monkeypatch.setattr(copying, "write_file", full)
    with pytest.raises(OSError, match="No space"):
        make()
    assert [one.name for one in make.target.iterdir()] == [backing_up.TURN]


def test_what_a_killed_backup_left_is_removed_by_the_next_and_is_no_backup(make):
    part = make.target / ".zhiheng-20260101T000000Z.part"
    (part / "home").mkdir(parents=True)
    with pytest.raises(UnusableInputError, match="不是完整的备份"):
        read_manifest(part)
    make()
    assert not part.exists()


def test_older_backups_go_once_the_new_one_is_whole(make, now):
    names = [make(at=now + timedelta(hours=hour)).place.name for hour in range(2)]
    last = make(at=now + timedelta(hours=2), keep=2)
    assert last.removed == (names[0],)
    assert sorted(one.name for one in make.target.glob("zhiheng-*")) == [names[1], last.place.name]


def test_what_a_killed_removal_left_goes_with_the_next_backup(make, now, monkeypatch):
    names = [make(at=now + timedelta(hours=hour)).place.name for hour in range(2)]
    remove = backing_up.shutil.rmtree
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        stop = lambda place, **more: interrupted() if names[0] in str(place) else remove(place, **more)  # noqa: E731
        killed.setattr(backing_up.shutil, "rmtree", stop)
        make(at=now + timedelta(hours=2), keep=1)
    assert names[0] not in {one.name for one in make.target.glob("zhiheng-*")}, "half of a backup bears a backup's name"
    last = make(at=now + timedelta(hours=3), keep=1)
    assert sorted(one.name for one in make.target.iterdir()) == [backing_up.TURN, last.place.name]


def test_a_backup_whose_maker_was_killed_before_it_told_is_told_by_the_next(make, now, monkeypatch):
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(backing_up, "append", lambda **_: interrupted())
        make(at=now)
    (untold,) = make.target.glob("zhiheng-*")
    for hour in (1, 2):
        make(at=now + timedelta(hours=hour))
        (told,) = entries_about(f"backup:{untold.name}").filter(act="backup.made")
        assert (told.facts["manifest"], told.facts["late"]) == (read_manifest(untold).digest, True)


def interrupted():
    raise KeyboardInterrupt


def test_a_second_backup_at_once_is_refused(make):
    make.target.mkdir()
    with backing_up.turn(make.target), pytest.raises(UnusableInputError, match="另一个备份正在进行"):
        make()


def test_an_unused_home_has_nothing_to_back_up(transactional_db, home, actor, now, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(backing_up, "checkpoint", lambda **_given: SimpleNamespace(size=0))
    with pytest.raises(UnusableInputError, match="没有可备份的内容"):
        back_up(actor=actor, now=now, target=tmp_path_factory.mktemp("disk") / "b")


def test_a_path_that_leads_outside_is_refused(make):
    place = make().place
    text = (place / MANIFEST).read_text()
    (place / MANIFEST).write_text(text.replace('"path": "home/', '"path": "home/../../', 1))
    with pytest.raises(UnusableInputError, match="指向备份之外"):
        read_manifest(place)


def test_the_password_of_the_database_stands_in_a_file_of_its_owner_and_never_on_a_command_line(tmp_path, monkeypatch):
    """`pg_dump` is started with the name of a service; what it is given is read where it is started."""
    database = {
        "HOST": "db.example",
        "PORT": "5432",
        "NAME": "z",
        "USER": "z",
        "PASSWORD": r"se:cr\et",
        "OPTIONS": {"sslmode": "verify-full"},
    }
    given = {}

    def started(words, *, env, **_options):
        service = Path(env["PGSERVICEFILE"])
        text = service.read_text()
        passwords = Path(text.partition("passfile=")[2].partition("\n")[0])
        given.update(
            words=words, env=env, service=text, password=passwords.read_text(), modes=[service.stat().st_mode, passwords.stat().st_mode]
        )
        return SimpleNamespace(returncode=0, stderr="")

    monkeypatch.setenv("ZHIHENG_DATABASE_URL", r"postgresql://z:se:cr\et@db.example/z")
    monkeypatch.setattr(postgres, "program", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(postgres.subprocess, "run", started)
    postgres.dump(database, "0001", tmp_path / "out")
    assert not [word for word in [*given["words"], *given["env"].values()] if "cr" in word and "se" in word]
    assert "sslmode=verify-full" in given["service"].splitlines()
    assert given["password"] == "*:*:*:*:se\\:cr\\\\et\n"
    assert {stat.S_IMODE(mode) for mode in given["modes"]} == {0o600}
    assert not Path(given["env"]["PGSERVICEFILE"]).exists()


def forked(work) -> int:
    """Do the work in a process forked off; SQLite in memory goes along as a copy, a server's connection does not."""
    if connection.vendor == "postgresql":
        connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def test_killed_at_any_moment_a_backup_is_whole_or_none(make, used, now):
    for number in range(200):
        place = used / "files" / "00" / f"paper{number}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x" * 3000)
    chance, killed, began = random.Random(7), 0, time.monotonic()  # noqa: S311 - which moments, no secret
    os.waitpid(forked(lambda: make(at=now)), 0)
    longest = time.monotonic() - began
    for attempt in range(1, 10):
        child = forked(lambda: make(at=now + timedelta(seconds=attempt)))  # noqa: B023 - forked off at once
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert killed >= 3
    visible = sorted(make.target.glob("zhiheng-*"))
    assert visible
    for place in visible:
        assert paths(place) == sorted([*(one.path for one in read_manifest(place).files), MANIFEST])
        for one in read_manifest(place).files:
            assert sha256((place / one.path).read_bytes()).hexdigest() == one.sha256
    make(at=now + timedelta(minutes=5))
    assert sorted(one.name for one in make.target.iterdir() if not one.name.startswith("zhiheng-")) == [backing_up.TURN]
