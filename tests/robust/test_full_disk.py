"""A disk that is full in the middle of the work: nothing half in, a clear line, and the same command completes it once there is room."""

from __future__ import annotations

from .conftest import AS_OF, Filler
from .homes import copied, one_clear_line

KB = 1024
DISK = 24 * 1024 * KB
FULL = "磁盘已满"


def test_import_on_a_disk_that_fills_up_again_and_again(prepared, imported, province, small_disk):
    disk = small_disk(DISK)
    home, filler = copied(prepared, disk / "home"), Filler(disk)
    refused, seen = 0, []
    for room in (0, 100, 600):
        filler.leave(room * KB)
        done = home.run("import", province)
        filler.away()
        if done.status:
            refused += 1
            one_clear_line(done, FULL, "重新运行同一操作")
        state = home.look()
        assert state["faults"] == state["unnamed"] == []
        seen.append(len(state["deliveries"]))
    assert refused >= 2
    assert seen == sorted(seen)
    assert home.run("import", province).status == 0
    assert home.look()["deliveries"] == imported.stands["deliveries"]


def test_screening_on_a_full_disk(imported, screened, small_disk):
    disk = small_disk(DISK)
    home, filler = copied(imported, disk / "home"), Filler(disk)
    for room in (0, 60):
        filler.leave(room * KB)
        done = home.run("screen", "--as-of", AS_OF)
        filler.away()
        if home.database and done.status == 0:
            continue  # the clues are on another disk than the library
        one_clear_line(done, FULL)
        state = home.look()
        assert (state["faults"], state["runs"], state["clues"]) == ([], 0, [])
    assert home.run("screen", "--as-of", AS_OF).status == 0
    assert home.look()["clues"] == screened.stands["clues"]
