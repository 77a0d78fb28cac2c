"""A query of the sandbox as it runs: what comes back, what is cut, what is ended, and that nothing is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest

from tests.sandbox.sandboxed import OPEN, ask, segment
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.sandbox.core import running as sandbox_running
from zhiheng.sandbox.core.limits import LIMITS
from zhiheng.schema import DATASETS


def test_rows_come_typed_with_the_columns_of_the_dictionary(sandbox_library):
    ended = ask(sandbox_library, "select * from persons limit 3")
    assert ended.state == "done"
    names = [one["name"] for one in ended.columns]
    assert names == [*DATASETS["persons"].fields, "_organ", "_received_at", "_key", "_batch"]
    kinds = {one["name"]: one["kind"] for one in ended.columns}
    assert (kinds["birth_date"], kinds["former_names"], kinds["_received_at"]) == ("date", "list", "instant")
    assert {row[names.index("_organ")] for row in ended.rows} == {"金堂县司法局"}
    assert ended.rows[0][names.index("_received_at")] == "2026-06-30T09:00:00+08:00"


def test_the_laws_functions_are_at_hand(sandbox_library):
    ended = ask(sandbox_library, "select law_months_after(:as_of, 3) as a, law_add_working_days(date '2026-09-30', 3) as b")
    assert ended.rows == [["2026-09-30", "2026-10-10"]]


@pytest.mark.parametrize(
    ("text", "thing", "reason"),
    [
        ("select nme from persons", "列 nme", "没有这一列"),
        ("select name from persons a join persons b on a.id_number = b.id_number", "列 name", "不止一张表"),
        ("select name, count(*) from persons", "列 name", "没有分组"),
        ("select _ref from persons", "列 _ref", "没有这一列"),
        ("select _row, _supersedes from persons", "列 _row", "没有这一列"),
        ("select cast(name as int) from persons", f"值 {OPEN}", "不能换成"),
        ("select date '2026-13-01'", "日期 2026-13-01", "没有这一天"),
        ("select name from persons where name > 3 and gender + 1 = 2", "", ""),
        ("select date '290000-01-01' as d", "数值", "超出"),
    ],
)
def test_what_cannot_run_is_said_in_chinese(sandbox_library, text, thing, reason):
    ended = ask(sandbox_library, text)
    assert ended.state == "failed"
    assert thing in ended.words.thing
    assert reason in ended.words.reason
    assert str(sandbox_library[0]) not in str(ended.words)


def test_too_many_rows_are_cut_and_said(sandbox_library):
    ended = ask(sandbox_library, "select a.name from persons a, persons b, persons c")
    assert (len(ended.rows), ended.truncated) == (LIMITS.rows, "rows")


def test_too_many_bytes_are_cut_and_said(sandbox_library):
    ended = ask(sandbox_library, "select lpad(a.name, 1900, '字') as x from persons a, persons b, persons c")
    assert ended.truncated == "bytes"
    assert len(json.dumps(ended.rows, ensure_ascii=False).encode()) < LIMITS.result_bytes * 1.1


def test_a_long_text_is_cut(sandbox_library):
    ended = ask(sandbox_library, "select lpad('x', 100000, 'y') as x")
    assert len(ended.rows[0][0]) == LIMITS.cell_chars + 1


def crossed(many: int) -> tuple[str, str]:
    """So many persons joined without a condition: what to select from, and a text of all their numbers."""
    names = [f"p{number}" for number in range(many)]
    return ", ".join(f"persons as {name}" for name in names), " || ".join(f"{name}.id_number" for name in names)


SOURCES, NUMBERS = crossed(8)
MEMORY_BOMB = f"select count(distinct {NUMBERS}) as n from {SOURCES}"
TIME_BOMB = f"select count(*) as n from {SOURCES} where {NUMBERS} = 'x'"


def own_sandboxes(parent: int | None = None) -> list[int]:
    """Processes of the sandbox that this one (or another) started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, stat = (place / "cmdline").read_text(), (place / "stat").read_text()
        except OSError:
            continue
        if "zhiheng.sandbox.core.process" in command and int(stat.rpartition(")")[2].split()[1]) == (parent or os.getpid()):
            found.append(int(place.name))
    return found


def test_a_memory_bomb_ends_at_the_real_limit_and_leaves_no_process(sandbox_library):
    ended = ask(sandbox_library, MEMORY_BOMB)
    assert (ended.state, ended.words.thing) == ("failed", "查询")
    assert "内存" in ended.words.reason
    assert own_sandboxes() == []


def test_a_time_bomb_ends_at_the_real_limit_and_leaves_no_process(sandbox_library):
    ended = ask(sandbox_library, TIME_BOMB)
    assert ended.state == "failed"
    assert "时间" in ended.words.reason
    assert LIMITS.seconds <= ended.seconds < LIMITS.seconds + sandbox_running.GRACE + 10
    assert own_sandboxes() == []


def test_a_query_can_be_stopped(sandbox_library):
    until = time.monotonic() + 4
    ended = ask(sandbox_library, TIME_BOMB, stopped=lambda: time.monotonic() > until)
    assert (ended.state, ended.words.reason) == ("stopped", "已由您取消")
    assert ended.seconds < 8
    assert own_sandboxes() == []


def test_a_killed_server_takes_its_query_along(sandbox_library):
    root, snapshot = sandbox_library
    code = f"""
    import json, sys
    from pathlib import Path
    from zhiheng.sandbox.core import running as sandbox_running
    from zhiheng.records.core.snapshot import Snapshot
    snapshot = Snapshot.from_json(json.loads(sys.stdin.read()))
    sandbox_running.run({TIME_BOMB!r}, ["persons"], snapshot, Path({str(root)!r}))
    """
    server = subprocess.Popen([sys.executable, "-c", dedent(code)], stdin=subprocess.PIPE, text=True)
    server.stdin.write(json.dumps(Snapshot.of(one for one in snapshot.segments if one.dataset == "persons").to_json()))
    server.stdin.close()
    children = until(lambda: own_sandboxes(server.pid))
    time.sleep(4)  # its walls stand by then, on this machine; before that it would end by itself
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    assert until(lambda: not any(is_alive(one) for one in children))


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def until(true, seconds=20):
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not (seen := true()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return seen


def test_two_at_once_do_not_meet(sandbox_library):
    ended = []
    texts = ["select count(*) as n from persons", "select count(*) as n from sentences where name = 'x'"]
    threads = [threading.Thread(target=lambda text=text: ended.append(ask(sandbox_library, text))) for text in texts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.rows[0][0] for one in ended) == [0, 20]


def test_a_dataset_of_many_batches_is_read_whole(tmp_path):
    many = [segment(tmp_path, "persons", seq, "金堂县司法局", OPEN, rows=1) for seq in range(1, 401)]
    ended = ask((tmp_path, Snapshot.of(many)), "select count(*) as n, count(distinct _batch) as batches from persons")
    assert ended.rows == [[400, 400]], ended.words
