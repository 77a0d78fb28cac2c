"""A home whose database is gone, was emptied or is another's: never sound, never begun anew in silence."""

import os
import sqlite3
from pathlib import Path

import pytest

from .homes import Home, copied, on_server, one_clear_line

pytestmark = pytest.mark.slow


@pytest.fixture()
def used(imported, tmp_path):
    return copied(imported, tmp_path / "home")


def empty(home):
    """Take everything out of the database, as a stranger with access to it would."""
    if not home.database:
        (home.place / "zhiheng.sqlite3").write_bytes(b"")
        for side in ("-wal", "-shm"):
            (home.place / f"zhiheng.sqlite3{side}").unlink(missing_ok=True)
        return
    name = home.database.rpartition("/")[2]
    with on_server() as connection:
        connection.execute(f'drop database "{name}" with (force)')
        connection.execute(f'create database "{name}"')


def everything(place: Path):
    return {
        one: (one.stat().st_size, one.stat().st_mtime_ns) for one in sorted(place.rglob("*")) if not one.name.endswith(("-shm", "-wal"))
    }


def test_a_used_home_is_sound_and_looking_changes_nothing(used):
    before = everything(used.place)
    done = used.run("ledger", "verify", "--library")
    assert (done.status, done.err) == (0, "")
    assert "留痕完整" in done.out
    assert everything(used.place) == before


def test_an_emptied_database_is_a_finding_and_nothing_goes_on_with_it(used):
    empty(used)
    before = everything(used.place)
    done = used.run("ledger", "verify", "--library")
    assert done.status == 1
    assert "留痕是空的，但这个目录使用过" in done.out
    assert "完整" not in done.out
    assert everything(used.place) == before
    for words in (("serve", "--port", "1"), ("import", used.place), ("screen",)):
        one_clear_line(used.run(*words), "数据库", "这个目录使用过", "请从备份恢复数据库")
    assert sum(1 for _ in (used.place / "library").glob("*/*.parquet")) > 10


def test_a_missing_database_is_a_finding_and_is_not_made(used):
    if used.database:
        pytest.skip("a server's database is emptied in the test above")
    (used.place / "zhiheng.sqlite3").unlink()
    done = used.run("ledger", "verify", "--library")
    assert (done.status, "完好" in done.out, "数据主题库没有核对" in done.out) == (1, False, True)
    one_clear_line(used.run("persons", "match"), "数据库", "请从备份恢复")
    assert not (used.place / "zhiheng.sqlite3").exists()


def test_an_older_database_is_a_finding(used, prepared, tmp_path):
    """The trace is shorter than the home remembers."""
    other = copied(prepared, tmp_path / "other")
    cut = "delete from ledger_entry where seq > 1", "update ledger_head set size = 1"
    if used.database:
        import psycopg

        with psycopg.connect(used.database, autocommit=True) as connection:
            for statement in ("set session_replication_role = replica", *cut):
                connection.execute(statement)
    else:
        with sqlite3.connect(used.place / "zhiheng.sqlite3") as connection:
            for statement in cut:
                connection.execute(statement)
    assert other.run("ledger", "verify").status == 0
    done = used.run("ledger", "verify")
    assert done.status == 1
    assert "留痕只有 1 条，此前至少有" in done.out


def test_segments_that_no_batch_names_are_a_finding(used):
    segment = next((used.place / "library").glob("*/*.parquet"))
    stray = segment.with_name("stray.parquet")
    stray.write_bytes(segment.read_bytes())
    os.utime(stray, (1, 1))
    done = used.run("ledger", "verify", "--library")
    assert done.status == 1
    assert f"有 1 个“{segment.parent.name}”文件没有批次写明" in done.out


def test_a_new_home_is_not_called_sound(prepared, tmp_path):
    done = copied(prepared, tmp_path / "home").run("ledger", "verify", "--library")
    assert done.status == 0
    assert "完整" not in done.out
    assert "还没有使用过" in done.out.splitlines()[0]


def test_a_home_that_is_not_there_is_refused(tmp_path):
    one_clear_line(Home(tmp_path / "none").run("ledger", "verify"), "不存在")
    assert not (tmp_path / "none").exists()


def test_a_database_of_a_newer_program_is_refused(used):
    planted = "insert into django_migrations (app, name, applied) values ('ledger', '9999_later', current_timestamp)"
    version = "insert into ledger_programversion (version, first_at) values ('99.1.0', current_timestamp)"
    if used.database:
        import psycopg

        with psycopg.connect(used.database, autocommit=True) as connection:
            connection.execute(planted)
            connection.execute(version)
    else:
        with sqlite3.connect(used.place / "zhiheng.sqlite3") as connection:
            connection.execute(planted)
            connection.execute(version)
    for words in (("persons", "match"), ("ledger", "verify")):
        one_clear_line(used.run(*words), "已由制衡 99.1.0 升级过", "ledger.9999_later", "恢复升级前的备份")


def test_the_version_is_said(tmp_path):
    from zhiheng import VERSION

    done = Home(tmp_path).run("--version")
    assert (done.status, done.out) == (0, f"zhiheng {VERSION}\n")


def test_the_version_is_that_of_the_package():
    import tomllib

    from tests.conftest import ROOT
    from zhiheng import VERSION

    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION
