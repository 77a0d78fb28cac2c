"""The newest backup is read back from its disk: what is not as its manifest says is named, and doctor and measures know how long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zhiheng.ledger.selectors import recent
from zhiheng.operation.core.findings import FAULT, NOTE, SOUND
from zhiheng.operation.core.manifest import MANIFEST
from zhiheng.operation.selectors import metrics, standing
from zhiheng.operation.services import BACKED_UP, READ_BACK, back_up, read_back
from zhiheng.schema.errors import UnusableInputError


@pytest.fixture()
def target(used, actor, now, tmp_path_factory):
    place = tmp_path_factory.mktemp("disk") / "backups"
    back_up(actor=actor, now=now, target=place)
    return place


def newest(target):
    return max(target.glob("zhiheng-*"))


def a_file(place, below):
    return next(one for one in sorted((place / below).rglob("*")) if one.is_file())


def test_a_sound_backup_is_as_its_manifest_says_and_the_trace_tells(target, actor, now):
    found = read_back(actor=actor, now=now + timedelta(days=1), target=target)
    assert (found.place, found.faults) == (newest(target), ())
    (entry,) = recent(1, act=READ_BACK)
    assert (entry.thing, entry.facts["faults"], entry.facts["manifest"]) == (f"backup:{found.place.name}", 0, found.manifest.digest)


def test_the_newest_is_read_and_not_an_older_one(target, actor, now):
    a_file(newest(target), "home").write_bytes(b"spoilt")
    back_up(actor=actor, now=now + timedelta(days=1), target=target)
    assert read_back(actor=actor, now=now + timedelta(days=1), target=target).faults == ()


@pytest.mark.parametrize("harm", ["a bit", "gone", "database", "added", "manifest"])
def test_what_was_harmed_is_named(target, actor, now, harm):
    place = newest(target)
    file = a_file(place, "database" if harm in {"database", "a bit"} else "home")
    path = file.relative_to(place).as_posix()
    content = bytearray(file.read_bytes())
    if harm == "manifest":  # whoever changes a file and its line: the copy no longer holds the trace that the manifest tells of
        text = (place / MANIFEST).read_text()
        entries = f'"entries": {read_back(actor=actor, now=now, target=target).manifest.entries}'
        (place / MANIFEST).write_text(text.replace(entries, '"entries": 99999'))
        words = ["数据库副本与清单不符"]
    elif harm == "gone":
        file.unlink()
        words = [f"缺少：{path}"]
    elif harm == "added":
        file.with_name("more").write_bytes(b"x")
        words = [f"清单上没有：{file.with_name('more').relative_to(place).as_posix()}"]
    else:
        content[len(content) // 2] ^= 1
        file.write_bytes(content if harm == "a bit" else b"nothing of a database")
        words = [f"与清单不符：{path}", "数据库副本"] if harm == "database" else [f"与清单不符：{path}"]
    found = read_back(actor=actor, now=now, target=target).faults
    if harm == "manifest" and found == ():
        pytest.skip("a dump does not say how many entries it holds; a restore does")
    assert all(any(word in fault for fault in found) for word in words), found
    assert standing.read_back(now).state == FAULT


def test_nothing_to_read_is_refused(actor, now, used, tmp_path):
    with pytest.raises(UnusableInputError, match="没有完整的备份"):
        read_back(actor=actor, now=now, target=tmp_path)


def test_doctor_and_measures_say_how_long_ago(target, actor, now):
    assert standing.read_back(now).state == NOTE
    read_back(actor=actor, now=now + timedelta(days=2), target=target)
    later = now + timedelta(days=3)
    found = standing.read_back(later)
    assert (found.state, found.words) == (SOUND, "最近一次读回核对在 1 天前，所核对的备份在 3 天前做成")
    assert standing.read_back(now + timedelta(days=12)).state == NOTE
    told = metrics(later).decode()
    assert "zhiheng_backup_read_back_age_seconds 86400" in told
    assert "zhiheng_backup_read_back_faults 0" in told
    assert "zhiheng_backup_faults 0" in told


def test_a_backup_that_found_something_damaged_is_no_sound_one(used, actor, now, tmp_path_factory):
    kept = next(one for one in (used / "files").rglob("*") if one.is_file() and len(one.name) == 64)
    kept.write_bytes(b"another paper")
    back_up(actor=actor, now=now, target=tmp_path_factory.mktemp("disk") / "backups")
    (entry,) = recent(1, act=BACKED_UP)
    assert entry.facts["faults"] == 1
    found = standing.backup(now)
    assert (found.state, "发现 1 处损坏" in found.words) == (FAULT, True)


def test_the_command_reads_back_and_names_what_killed_ones_left(target, used, capsys):
    (target / ".zhiheng-20260101T000000Z.part").mkdir()
    from zhiheng.cli import backup

    options = parsed(backup, str(target))
    assert backup.run(options) == 0
    assert "已清理上次中断留下的：.zhiheng-20260101T000000Z.part" in capsys.readouterr().out
    a_file(newest(target), "home").write_bytes(b"spoilt")
    assert backup.run(parsed(backup, str(target), "--read-back")) == 1
    told = capsys.readouterr()
    assert ("有问题" in told.out, "与清单不符：home/" in told.err) == (True, True)


def parsed(command, *words):
    import argparse

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(words)
