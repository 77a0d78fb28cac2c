"""`zhiheng doctor` looks at each matter, finds each planted fault, and never takes what it could not look at for sound."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import OperationalError

from zhiheng.operation.core import machine
from zhiheng.operation.core.beating import Beat, read_beat, write_beat
from zhiheng.operation.core.findings import FAULT, NOTE, SOUND, UNKNOWN, Check, exit_status
from zhiheng.operation.selectors import checks, doctor, standing
from zhiheng.operation.services import back_up


@pytest.fixture()
def sound(used, actor, now, settings, tmp_path_factory):
    """A home in which nothing is wrong: key outside and pinned, backed up, worker alive."""
    apart = tmp_path_factory.mktemp("disk")
    settings.LEDGER_KEY, settings.LEDGER_PINNED = str(apart / "ledger.key"), "pinned"
    back_up(actor=actor, now=now, target=apart / "backups")
    write_beat(used, Beat(now.timestamp(), 300, ()))
    for place in [used, *used.rglob("*")]:
        place.chmod(0o700 if place.is_dir() else 0o600)
    return used


def states(now, *names):
    found = {one.name: one.state for one in checks(now)}
    return {name: found.get(name) for name in names} if names else found


def test_nothing_is_wrong_with_a_sound_home(sound, now):
    found = checks(now + timedelta(minutes=5))
    assert [one.line() for one in found if one.state in {FAULT, UNKNOWN} and one.name != "disk"] == []
    wanted = "version home disk modes signing_key database migrations clock worker backup read_back tls at_rest fonts"
    assert set(wanted.split()) <= {one.name for one in found}


def test_planted_faults_are_found(sound, now):
    (sound / "secret.key").chmod(0o644)
    write_beat(sound, Beat(now.timestamp(), 300, ("职责",)))
    assert states(now, "modes", "worker") == {"modes": FAULT, "worker": FAULT}
    later = now + timedelta(hours=30)
    assert states(later, "worker", "backup") == {"worker": FAULT, "backup": NOTE}
    assert states(now + timedelta(days=9), "backup") == {"backup": FAULT}
    assert states(now - timedelta(hours=1), "clock") == {"clock": FAULT}


def test_a_key_beside_the_data_and_one_others_may_read_are_told(tmp_path):
    key = tmp_path / "ledger.key"
    key.write_text("00")
    key.chmod(0o600)
    told = {one.name: one.state for one in machine.keys(tmp_path, key, secret_given=True, pinned=False)}
    assert told == {"signing_key": NOTE, "pinned_keys": NOTE}
    key.chmod(0o640)
    (first, *_) = machine.keys(tmp_path, key, secret_given=True, pinned=True)
    assert first.state == FAULT


def test_a_full_disk_and_a_home_that_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1 << 20}))
    assert machine.disk(tmp_path).state == FAULT
    assert machine.writable(tmp_path / "none").state == FAULT


def test_what_cannot_be_looked_at_is_unknown_and_not_sound(sound, now, monkeypatch):
    def gone():
        raise OperationalError("connection refused by 10.0.0.1 for 张三")

    monkeypatch.setattr(standing, "reachable", gone)
    found = {one.name: one for one in checks(now)}
    assert found["database"].state == FAULT
    assert {found[name].state for name in ("migrations", "clock", "checkpoint", "worker", "backup")} == {UNKNOWN}
    assert "张三" not in found["database"].words
    assert exit_status(found.values()) == 1


def test_what_lies_plain_is_said_with_and_without_a_data_key(tmp_path, monkeypatch):
    plain = doctor.at_rest()
    assert (plain.state, "姓名" in plain.words, "明文" in plain.words) == (NOTE, True, True)
    monkeypatch.setattr(doctor, "ring", object)
    kept = doctor.at_rest()
    assert (kept.state, "姓名和标题、摘要中的字句要按部分检索和排序，仍是明文" in kept.words) == (SOUND, True)


def test_exit_status():
    assert exit_status([Check("a", SOUND, ""), Check("b", NOTE, "")]) == 0
    assert exit_status([Check("a", SOUND, ""), Check("b", UNKNOWN, "")]) == 1
    assert exit_status([Check("a", FAULT, "")]) == 1


@pytest.mark.parametrize(("mode", "state"), [("verify-full", SOUND), ("require", NOTE), ("", FAULT), ("prefer", FAULT)])
def test_the_way_to_a_database_elsewhere(mode, state):
    assert standing._database_transport(mode).state == state


def test_a_beat_is_read_back_and_a_damaged_one_is_none(tmp_path):
    beat = Beat(1000.0, 60, ("x",))
    write_beat(tmp_path, beat)
    assert read_beat(tmp_path) == beat
    assert (beat.late(1100), beat.late(1300)) == (False, True)
    (tmp_path / "worker.json").write_text("{")
    assert read_beat(tmp_path) is None


def test_the_command_says_it_for_people_and_for_machines(sound, now, monkeypatch, capsys):
    from argparse import ArgumentParser

    from zhiheng.cli import doctor

    monkeypatch.setenv("ZHIHENG_HOME", str(sound))
    monkeypatch.setenv("ZHIHENG_READ_ONLY", "0")
    monkeypatch.setattr("zhiheng.cli.opening.set_up", lambda: None)
    parser = ArgumentParser()
    doctor.arguments(parser)
    status = doctor.run(parser.parse_args(["--json", "-"]))
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is (status == 0)
    assert {one["name"] for one in told["checks"]} >= {"database", "backup"}
    doctor.run(parser.parse_args([]))
    assert "[正常] 数据库" in capsys.readouterr().out
