"""Other faults of the machine: no right to write, a damaged database, too few handles, too little memory, no place for passing files."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.exchange.conftest import csv_bytes, stays
from zhiheng.web.excel import export

from .conftest import AS_OF, Filler, needed
from .homes import SERVER, Home, copied, ended, on_server, one_clear_line

ORGAN = "成都市公安局"
NOBODY = 65534


def limited(kind, most):
    """For a program to be started: it may have so much and no more."""
    return lambda: resource.setrlimit(kind, (most, most))


@pytest.fixture()
def sent(tmp_path):
    """Writes a file of so many rows as an organ sends it."""

    def write(name, rows):
        place = tmp_path / "sent" / ORGAN / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(csv_bytes(rows))
        return place

    return write


@pytest.fixture()
def home(prepared, tmp_path):
    return copied(prepared, tmp_path / "home")


def test_a_home_that_is_mounted_read_only(prepared, small_disk, sent):
    disk = small_disk(16 << 20)
    home, place = copied(prepared, disk / "home"), sent("hotel_stays_1.csv", stays(range(9)))
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    one_clear_line(home.run("import", place), "只读", "--home")
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert home.run("import", place).status == 0
    assert len(home.look()["deliveries"]) == 1


def test_a_home_that_belongs_to_another(home, sent):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        needed("only root can give a folder to another account and then lay down its own right to pass over that")
    place = sent("hotel_stays_1.csv", stays(range(9)))
    os.chown(home.place, NOBODY, NOBODY)
    home.place.chmod(0o700)
    home.before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    one_clear_line(home.run("import", place), "没有读写权限", "所有者")
    home.before = []
    assert home.run("import", place).status == 0
    assert home.look()["faults"] == []


def test_a_library_nobody_may_write_to(home, sent):
    if os.geteuid() != 0:
        needed("only root can make a folder that even root may not write to")
    place, library = sent("hotel_stays_1.csv", stays(range(9))), home.place / "library"
    library.mkdir(exist_ok=True)
    if subprocess.run(["chattr", "+i", library], check=False, capture_output=True).returncode:
        pytest.skip("this file system has no unchangeable folders")
    try:
        one_clear_line(home.run("import", place), "没有读写权限", str(library))
    finally:
        subprocess.run(["chattr", "-i", library], check=True)
    assert home.look()["deliveries"] == []


@pytest.mark.skipif(bool(SERVER), reason="the database under test is no file")
def test_a_damaged_database_file(imported, tmp_path, province):
    home = copied(imported, tmp_path / "home")
    database = home.place / "zhiheng.sqlite3"
    whole = database.read_bytes()
    for harm in (b"not a database at all" * 500, whole[:4096] + bytes(len(whole) - 4096), whole[:100] + b"\xff" * 3996 + whole[4096:]):
        for beside in home.place.glob("zhiheng.sqlite3-*"):
            beside.unlink()
        database.write_bytes(harm)
        one_clear_line(home.run("import", province), "数据库文件已损坏", "从备份恢复")
    database.write_bytes(whole)
    assert home.look() == imported.stands


@pytest.mark.files
def test_hundreds_of_batches_under_a_small_limit_of_open_files(home, sent):
    for serial in range(60):
        sent(f"hotel_stays_{serial:03d}.csv", stays([serial]))
    folder = sent("hotel_stays_x.csv", stays([900])).parent
    few = limited(resource.RLIMIT_NOFILE, 150)
    stopped = home.run("import", folder, preexec=few)
    assert stopped.said, "at least the examination of the whole library cannot be made"
    assert all("同时打开的文件过多" in line and "ulimit -n" in line for line in stopped.said), stopped.err
    assert home.look()["faults"] == []
    assert home.run("import", folder).status == 0
    screening = ("screen", "--as-of", AS_OF, "--model", "absent_without_leave")
    one_clear_line(home.run(*screening, preexec=few), "同时打开的文件过多", "ulimit -n")
    soft = home.run(*screening, preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (150, 4096)))
    assert soft.status == 0, "what the system grants is asked for"
    state = home.look()
    assert (state["faults"], len(state["deliveries"]), state["runs"]) == ([], 61, 1)


@pytest.mark.files
def test_too_little_memory_for_a_large_file(home, sent):
    place = sent("hotel_stays_1.csv", stays(range(150_000)))
    ends = [home.run("import", place, preexec=limited(resource.RLIMIT_AS, most_mb << 20)) for most_mb in (900, 1200, 1500, 2500)]
    said = [done for done in ends if 0 < done.status < 127]  # a library that is refused memory may end the program by itself
    assert said or any(done.status == 0 for done in ends), [done.err[-300:] for done in ends]
    for done in said:
        one_clear_line(done, "内存不足", "拆成几个文件")
    state = home.look()
    assert state["faults"] == []
    assert [one[3] for one in state["deliveries"]] in ([], [150_000]), (
        "whole, where the program broke down only after its work, or not at all"
    )
    assert home.run("import", place).status == 0
    assert [one[3] for one in home.look()["deliveries"]] == [150_000]


@pytest.mark.files
def test_an_excel_file_without_room_for_it(small_disk, monkeypatch, rf):
    disk = small_disk(1 << 20)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    Filler(disk).leave(0)
    from zhiheng.records.core.faults import refusal_of
    from zhiheng.web.listing import Column

    with pytest.raises(Exception) as refused:
        export(rf.get("/"), "试", (Column("列", str),), ["行" * 500] * 20_000)
    fault = refusal_of(refused.value, "导出", disk)
    assert fault
    assert (fault.kind, fault.status) == ("full", 507)


@pytest.mark.files
def test_no_place_for_passing_files(home, sent):
    home.environment = {"TMPDIR": str(home.place / "nowhere")}
    place = sent("hotel_stays_1.csv", stays(range(9)))
    done = home.run("import", place)
    assert (done.status, done.err) == (0, ""), "an import needs no passing files elsewhere"


@pytest.mark.skipif(not SERVER, reason="SQLite is no server")
def test_the_database_server_goes_away_during_an_import(home, province):
    process = home.start("import", province)
    while process.poll() is None and not list(home.place.glob("library/*/*.parquet")):
        time.sleep(0.02)
    name = home.database.rpartition("/")[2]
    with on_server() as connection:
        connection.execute(f'alter database "{name}" with allow_connections false')
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        one_clear_line(ended(process), "数据库连接中断", "重新运行同一操作")
        one_clear_line(home.run("import", province), "数据库")
        connection.execute(f'alter database "{name}" with allow_connections true')
    state = home.look()
    assert (state["faults"], len(state["deliveries"]) < 98) == ([], True)
    assert home.run("import", province).status == 0
    assert len(home.look()["deliveries"]) == len([place for place in Path(province).glob("*/*") if place.is_file()])


def test_a_server_that_does_not_answer(tmp_path):
    home = Home(tmp_path, "postgresql://nobody@127.0.0.1:9/none")
    one_clear_line(home.run("ledger", "verify"), "数据库连接中断或者连接不上")
    assert shutil.disk_usage(tmp_path).free > 0
