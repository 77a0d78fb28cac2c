"""The sandbox held against hostile statements: first by the guard, then by its process alone, with the real limits."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analysis.hostile_statements import HARMLESS, HOSTILE, REACHING
from zhiheng.analysis import law_functions, sandbox, sandbox_process, sandbox_reading, sandbox_running
from zhiheng.analysis.sandbox_limits import LIMITS, Limits
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS

AS_OF = date(2026, 6, 30)
RECEIVED = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLES = ["persons", "sentences"]
SECRET = "不可告人"
OPEN = "可以看见"


def segment(root: Path, dataset: str, seq: int, organ: str, name: str, rows: int = 20) -> Segment:
    """One batch of persons whose names are all `name`."""
    plain = {"id_number": [f"5101071990{seq:03d}{number:05d}" for number in range(rows)], "name": [name] * rows, "gender": ["male"] * rows}
    columns = {one.name: pa.array(plain.get(one.name, [None] * rows), one.arrow_type) for one in DATASETS[dataset].fields.values()}
    columns |= {
        "_ref": pa.array([(seq << 32) + number for number in range(rows)], pa.int64()),
        "_row": pa.array(range(rows), pa.int32()),
        "_key": pa.array(plain["id_number"]),
        "_content": pa.array(["x"] * rows),
        "_supersedes": pa.array([None] * rows, pa.int64()),
    }
    path = f"{dataset}-{seq}.parquet"
    pq.write_table(pa.table(columns), root / path)
    digest = sha256((root / path).read_bytes()).hexdigest()
    return Segment(dataset, path, f"batch-{seq}", seq, organ, RECEIVED, rows, digest, 0)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The root of a library of two organs, and what an officer of the first may see of it."""
    root = tmp_path_factory.mktemp("library")
    mine = [segment(root, "persons", 1, "金堂县司法局", OPEN), segment(root, "sentences", 2, "金堂县司法局", OPEN)]
    segment(root, "persons", 3, "川西监狱", SECRET)
    segment(root, "hotel_stays", 4, "金堂县司法局", SECRET)
    (root / "canary.csv").write_text(f"a\n{SECRET}\n", encoding="utf-8")
    return root, Snapshot.of(mine)


def ask(library, text, tables=TABLES, **options):
    """A query by the whole way."""
    root, snapshot = library
    prepared = sandbox.prepare(text, tables, as_of=AS_OF)
    used = Snapshot.of(one for one in snapshot.segments if one.dataset in prepared.datasets)
    return sandbox_running.run(prepared.sql, list(prepared.datasets), used, root, **options)


# --- the guard


def test_there_are_eighty_hostile_statements():
    assert len(set(HOSTILE)) >= 80


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_statement_is_refused_in_words_before_it_reaches_a_database(text):
    with pytest.raises(sandbox.RefusedQueryError) as refused:
        sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert refused.value.thing
    assert refused.value.reason
    assert refused.value.remedy


def test_refusing_takes_no_time(library):
    begun = time.monotonic()
    for text in HOSTILE:
        with pytest.raises(sandbox.RefusedQueryError):
            sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert time.monotonic() - begun < len(HOSTILE) * 0.1


@pytest.mark.parametrize("text", HARMLESS)
def test_what_passes_shows_nothing_of_others(library, text):
    ended = ask(library, text)
    assert ended.state in {"done", "failed"}
    assert SECRET not in json.dumps(ended.rows, ensure_ascii=False) + str(ended.words)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("select name\nfrom   rulings", (2, 8), "不是您可以查的数据表"),
        ("select\n  getenv('HOME')\nfrom persons", (2, 3), "不在允许的函数之列"),
        ("select name from persons where (name = 'a'\n order by name", (2, 2), "读不通"),
        ("select name from persons where name = 'a", None, "引号"),
        ("select 1; select 2", None, "2 条语句"),
        ("select name\u202e from persons", (1, 12), "控制字符"),
        ("select name from persons where name = :x", None, "没有参数"),
    ],
)
def test_a_refusal_says_where(text, position, said):
    with pytest.raises(sandbox.RefusedQueryError, match=said) as refused:
        sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert refused.value.position == position


def test_what_runs_is_written_anew_from_the_tree():
    prepared = sandbox.prepare("SELECT /* from rulings */ Name -- drop\nFROM PERSONS", TABLES, as_of=AS_OF)
    assert prepared.sql == 'SELECT Name FROM "persons"'
    assert prepared.datasets == ("persons",)


GENDER = {"gender": ("persons", "gender")}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("select gender as g, count(*) as n from persons group by gender", {"g": ("persons", "gender")}),
        ("select p.gender, s.court from persons p join sentences s using (id_number)", {**GENDER, "court": ("sentences", "court")}),
        ("with t as (select gender from persons) select * from t", GENDER),
        ("select x.gender from (select gender from persons) as x", GENDER),
        ("select gender from persons union all select gender from persons", GENDER),
        ("select gender from persons union all select penalty from sentences", {}),
        ("select upper(gender) as gender from persons", {}),
    ],
)  # fmt: skip
def test_plain_columns_keep_their_meaning(text, columns):
    assert sandbox.prepare(text, TABLES, as_of=AS_OF).columns == columns


# --- DuckDB's own reading


@pytest.fixture(scope="module")
def connection(library):
    root, snapshot = library
    made = sandbox_process.opened(snapshot, root, TABLES, LIMITS)
    yield made
    made.close()


@pytest.mark.parametrize("text", REACHING)
def test_the_second_reading_refuses_by_itself(connection, text):
    import duckdb

    try:
        strange = sandbox_reading.foreign(connection, text, TABLES, law_functions.names())
    except duckdb.Error:
        return
    assert strange or text in HARMLESS_TO_DUCKDB


HARMLESS_TO_DUCKDB = frozenset({"select current_user, current_schema()", "select session_user"})
"""Refused by the guard for good order: DuckDB's own answer would be a constant."""


def test_every_model_and_figure_passes_the_second_reading(connection):
    from zhiheng.analysis.binding import values_for
    from zhiheng.analysis.statements import statement_for
    from zhiheng.catalog import packs

    catalog = packs.load(Path(__file__).resolve().parents[2] / "packs")
    for spec in [*catalog.models.values(), *catalog.indicators.values()]:
        values = values_for(spec.parameters, None, spec.id)
        own = {name for name, value in values.items() if hasattr(value, "items")}
        sql = statement_for(spec, as_of=AS_OF, values=values)
        assert sandbox_reading.foreign(connection, sql, {*spec.reads, *own}, law_functions.names()) == "", spec.id


@pytest.mark.parametrize("name", sorted(sandbox.FUNCTIONS - {"if", "exists", "explode", "unnest", "try_cast", "extract"}))
def test_a_function_the_guard_allows_is_one_duckdb_knows_or_refuses_by_name(connection, name):
    """Neither parser knows a name by which the other would do something else."""
    import sqlglot

    for arguments in ("name", "name, 1", "name, 1, 1", ""):
        try:
            sql = sandbox.prepare(f"select {name}({arguments}) as x from persons", TABLES, as_of=AS_OF).sql
        except (sandbox.RefusedQueryError, sqlglot.errors.SqlglotError):
            continue
        strange = sandbox_reading.foreign(connection, sql, TABLES, law_functions.names())
        assert not strange or name not in sandbox_reading.FUNCTIONS, f"{sql}: {strange}"


# --- a query that ends well


def test_rows_come_typed_with_the_columns_of_the_dictionary(library):
    ended = ask(library, "select * from persons limit 3")
    assert ended.state == "done"
    names = [one["name"] for one in ended.columns]
    assert names == [*DATASETS["persons"].fields, "_organ", "_received_at", "_key", "_batch"]
    kinds = {one["name"]: one["kind"] for one in ended.columns}
    assert (kinds["birth_date"], kinds["former_names"], kinds["_received_at"]) == ("date", "list", "instant")
    assert {row[names.index("_organ")] for row in ended.rows} == {"金堂县司法局"}
    assert ended.rows[0][names.index("_received_at")] == "2026-06-30T09:00:00+08:00"


def test_the_laws_functions_are_at_hand(library):
    ended = ask(library, "select law_months_after(:as_of, 3) as 三个月后, law_add_working_days(date '2026-09-30', 3) as 三个工作日后")
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
def test_what_cannot_run_is_said_in_chinese(library, text, thing, reason):
    ended = ask(library, text)
    assert ended.state == "failed"
    assert thing in ended.words.thing
    assert reason in ended.words.reason
    assert str(library[0]) not in str(ended.words)


# --- limits


def test_too_many_rows_are_cut_and_said(library):
    ended = ask(library, "select a.name from persons a, persons b, persons c")
    assert (len(ended.rows), ended.truncated) == (LIMITS.rows, "rows")


def test_too_many_bytes_are_cut_and_said(library):
    ended = ask(library, "select lpad(a.name, 1900, '字') as x from persons a, persons b, persons c")
    assert ended.truncated == "bytes"
    assert len(json.dumps(ended.rows, ensure_ascii=False).encode()) < LIMITS.result_bytes * 1.1


def test_a_long_text_is_cut(library):
    ended = ask(library, "select lpad('x', 100000, 'y') as x")
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
        if "sandbox_process" in command and int(stat.rpartition(")")[2].split()[1]) == (parent or os.getpid()):
            found.append(int(place.name))
    return found


def test_a_memory_bomb_ends_at_the_real_limit_and_leaves_no_process(library):
    ended = ask(library, MEMORY_BOMB)
    assert (ended.state, ended.words.thing) == ("failed", "查询")
    assert "内存" in ended.words.reason
    assert own_sandboxes() == []


def test_a_time_bomb_ends_at_the_real_limit_and_leaves_no_process(library):
    ended = ask(library, TIME_BOMB)
    assert ended.state == "failed"
    assert "时间" in ended.words.reason
    assert LIMITS.seconds <= ended.seconds < LIMITS.seconds + sandbox_running.GRACE + 10
    assert own_sandboxes() == []


def test_a_query_can_be_stopped(library):
    until = time.monotonic() + 4
    ended = ask(library, TIME_BOMB, stopped=lambda: time.monotonic() > until)
    assert (ended.state, ended.words.reason) == ("stopped", "已由您取消")
    assert ended.seconds < 8
    assert own_sandboxes() == []


def test_a_killed_server_takes_its_query_along(library):
    root, snapshot = library
    code = f"""
    import json, sys
    from pathlib import Path
    from zhiheng.analysis import sandbox_running
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


# --- the process alone: no guard, no second reading

ALONE = """
import json, os, sys
from pathlib import Path
import duckdb
from zhiheng import law
from zhiheng.analysis import sandbox_process, sandbox_walls
from zhiheng.analysis.sandbox_limits import Limits
from zhiheng.records.core.snapshot import Snapshot
request = json.load(sys.stdin)
snapshot, root, limits = Snapshot.from_json(request["snapshot"]), Path(request["root"]), Limits(**request["limits"])
connection = sandbox_process.opened(snapshot, root, request["tables"], limits)
connection.execute("select timestamptz '2026-01-01 00:00:00+08'").fetchall()
files = [*(root / one.path for one in snapshot.segments), *map(Path, law.__path__)]
walls = sandbox_walls.raise_walls(readable=files, memory_bytes=(limits.memory_mb + 512) << 20, seconds=60, starter=os.getppid())
print(json.dumps(walls), flush=True)
"""
STATEMENTS = """
for sql in request["statements"]:
    try:
        rows = connection.execute(sql).fetchmany(50)
    except (duckdb.Error, RuntimeError, MemoryError) as error:
        print(json.dumps([sql, "refused", str(error)[:300]], ensure_ascii=False), flush=True)
    else:
        print(json.dumps([sql, "ran", str(rows)], ensure_ascii=False), flush=True)
"""


def alone(library, code, statements=(), limits=LIMITS):
    """Run Python within the walls; the lines it printed."""
    root, snapshot = library
    request = {
        "root": str(root),
        "snapshot": snapshot.to_json(),
        "limits": limits.to_json(),
        "tables": TABLES,
        "statements": list(statements),
    }
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE + dedent(code)],
        input=json.dumps(request),
        env=sandbox_running.ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.stdout, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_without_any_guard_the_process_gives_nothing_away(library, tmp_path):
    root, _ = library
    canary = tmp_path / "canary.csv"
    canary.write_text(f"a\n{SECRET}\n", encoding="utf-8")
    before = sorted(root.iterdir())
    worst = [
        f"select * from '{canary}'",
        f"select * from read_csv('{canary}')",
        f"select * from read_text('{canary}')",
        f"select * from read_blob('{canary}')",
        f"select * from read_parquet('{root}/persons-3.parquet')",
        f"select * from read_parquet('{root}/*.parquet')",
        f"select * from '{root}/persons-1.parquet/../persons-3.parquet'",
        f"select * from glob('{root}/*')",
        f"select * from glob('{tmp_path}/*')",
        f"select * from sniff_csv('{canary}')",
        "select * from read_text('/etc/passwd')",
        "select * from read_text('/proc/self/environ')",
        "select * from read_text('/proc/self/maps')",
        "select * from read_text('file:///etc/passwd')",
        "select * from read_json('https://example.org/x.json')",
        "select * from 's3://bucket/x.parquet'",
        f"copy (select 1) to '{canary}'",
        f"copy persons to '{root}/canary.csv'",
        f"copy persons to '{root}/persons-1.parquet' (format parquet)",
        f"attach '{tmp_path}/x.db' as x",
        f"attach '{tmp_path}/x.sqlite' as x (type sqlite)",
        f"export database '{tmp_path}/x'",
        f"import database '{tmp_path}'",
        "install httpfs",
        "force install httpfs from 'http://127.0.0.1:1/'",
        "load httpfs",
        f"load '{tmp_path}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set allowed_paths = ['/etc/passwd']",
        "set memory_limit = '100GB'",
        "set threads = 64",
        "set temp_directory = '/tmp'",
        "set lock_configuration = false",
        "set max_execution_time = 0",
        "set python_enable_replacements = true",
        "reset memory_limit",
        "pragma memory_limit = '100GB'",
        "pragma database_list",
        "select * from request",
        "select * from snapshot",
        "create secret s (type s3, key_id 'a', secret 'b')",
        "select getenv('HOME') as x, getenv('PATH') as y, getenv('ZHIHENG_SECRET_KEY') as z",
        "select * from query('select * from persons')",
        "select * from held.hotel_stays",
        "select * from hotel_stays",
        "select * from duckdb_secrets()",
        "select write_log('x')",
        f"call enable_logging(storage = 'file', storage_config = {{'path': '{tmp_path}/log'}})",
        "call enable_profiling()",
        f"set profiling_output = '{tmp_path}/profile'",
        "checkpoint",
        "vacuum",
    ]
    walls, *lines = alone(library, STATEMENTS, worst)
    assert len(lines) == len(worst)
    said = json.dumps(lines, ensure_ascii=False)
    assert SECRET not in said
    assert "root:x:" not in said
    ran = [sql for sql, how, _ in lines if how == "ran"]
    assert ran == [
        "pragma database_list",
        "select * from query('select * from persons')",
        "select * from duckdb_secrets()",
        "select write_log('x')",
        "checkpoint",
        "vacuum",
    ]
    assert sorted(root.iterdir()) == before
    assert canary.read_text(encoding="utf-8") == f"a\n{SECRET}\n"
    assert (root / "canary.csv").read_text(encoding="utf-8") == f"a\n{SECRET}\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["canary.csv"]
    assert "rlimit" in walls


BREAKOUTS = """
import ctypes, socket, subprocess, threading
def tried(name, act):
    try:
        act()
    except (OSError, RuntimeError, MemoryError, ValueError) as error:
        print(json.dumps([name, type(error).__name__]), flush=True)
    else:
        print(json.dumps([name, "done"]), flush=True)
tried("network", lambda: socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", "9"))), 2))
tried("local network", lambda: socket.socket(socket.AF_UNIX))
tried("fork", os.fork)
tried("program", lambda: subprocess.run(["/bin/true"]))
tried("exec", lambda: os.execv("/bin/true", ["true"]))
tried("thread", lambda: threading.Thread(target=int).start())
tried("kill", lambda: os.kill(os.getppid(), 0))
tried("read", lambda: open("/etc/passwd").read())
tried("canary", lambda: open(root / "canary.csv").read())
tried("other organ", lambda: open(root / "persons-3.parquet", "rb").read())
tried("list", lambda: os.listdir(root))
tried("write own", lambda: open(root / "persons-1.parquet", "r+b"))
tried("make", lambda: open(root / "made", "w"))
tried("remove", lambda: os.unlink(root / "canary.csv"))
tried("rename", lambda: os.rename(root / "canary.csv", root / "b"))
tried("environment of the server", lambda: open(f"/proc/{os.getppid()}/environ").read())
tried("memory of the server", lambda: open(f"/proc/{os.getppid()}/mem", "rb").read(1))
tried("memory", lambda: bytearray(4 << 30))
tried("more memory", lambda: __import__("resource").setrlimit(9, (-1, -1)))
tried("own segment", lambda: open(root / "persons-1.parquet", "rb").read())
"""


def test_even_python_within_the_walls_gets_nowhere(library):
    if not Path("/sys/kernel/security").exists() and sys.platform != "linux":
        pytest.skip("only Linux has these walls")
    walls, *lines = alone(library, BREAKOUTS)
    if not {"landlock", "seccomp"} <= set(walls):
        pytest.skip(f"this kernel lacks walls: there are {walls}")
    done = [name for name, how in lines if how == "done"]
    assert done == ["own segment"]
    assert len(lines) == 20


def test_no_connection_reaches_a_listener(library):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        alone(
            library, STATEMENTS, [f"select * from read_csv('http://127.0.0.1:{port}/x.csv')", f"install x from 'http://127.0.0.1:{port}/'"]
        )
        with pytest.raises(TimeoutError):
            listener.accept()


BOMBS = [
    "select count(distinct a.range || b.range || 'x') from range(100000) a, range(100000) b",
    "select sum(length(repeat('x', 500000000))) from range(100)",
    "select list(range) from range(1000000000)",
    "with recursive t(x) as (select 'x' union all select x || x from t) select max(length(x)) from t",
    "select string_agg(range::varchar, '') from range(10000000000)",
    "select array_agg(x) from (select unnest(range(1000000000)) as x)",
]


def test_bombs_without_a_guard_end_by_memory_or_time(library):
    small = Limits(**{**LIMITS.to_json(), "seconds": 3})
    begun = time.monotonic()
    _, *lines = alone(library, STATEMENTS, BOMBS, small)
    assert [how for _, how, _ in lines] == ["refused"] * len(BOMBS), lines
    assert all("emory" in said or "xecution time" in said or "allocat" in said for _, _, said in lines), lines
    assert time.monotonic() - begun < 60


def test_a_second_thread_would_be_refused(library):
    code = """
    import os, threading, time
    from zhiheng.analysis import sandbox_walls
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
    sandbox_walls.raise_walls(readable=[], memory_bytes=1 << 30, seconds=5, starter=os.getppid())
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], env=sandbox_running.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert "WallError" in done.stderr


# --- whatever the guard accepts

NAMES = st.sampled_from(
    ["persons", "sentences", "PERSONS", "hotel_stays", "held.persons", "_segments", "t", "sqlite_master", '"persons"', "main.persons"]
)
COLUMNS = st.sampled_from(
    [
        "name",
        "id_number",
        "_organ",
        "_key",
        "_batch",
        "*",
        "count(*) as n",
        "_ref",
        "p.name",
        "p.*",
        "max(name) as m",
        "gender",
        "1 as one",
        "string_agg(name, ',') as s",
    ]
)
CONDITIONS = st.sampled_from(
    [
        "",
        " where 1 = 1",
        " where name is not null",
        " where name like '%人'",
        " where id_number in (select id_number from hotel_stays)",
        " where _organ <> '金堂县司法局'",
        " where exists (select 1 from persons)",
        " where name in (select name from sentences)",
    ]
)
ENDS = st.sampled_from(["", " limit 5", " order by 1", " group by name", " group by all"])


@st.composite
def selects(draw, depth=2):
    source = draw(NAMES)
    if depth and draw(st.booleans()):
        source = f"({draw(selects(depth=depth - 1))})"
    text = f"select {', '.join(draw(st.lists(COLUMNS, min_size=1, max_size=3)))} from {source} as p{draw(CONDITIONS)}{draw(ENDS)}"
    shape = draw(st.sampled_from(["plain", "plain", "with", "union", "join"]))
    if shape == "with":
        return f"with {draw(st.sampled_from(['t', 'sqlite_master', 'hotel_stays', 'persons']))} as ({text}) select * from {draw(NAMES)}"
    if shape == "union":
        return f"{text} union all select {draw(COLUMNS)} from {draw(NAMES)} as p"
    return text.replace(" as p", f" as p cross join {draw(NAMES)} as q", 1) if shape == "join" else text


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=selects())
def test_whatever_is_accepted_returns_only_what_its_officer_may_see(library, connection, text):
    import duckdb

    try:
        prepared = sandbox.prepare(text, TABLES, as_of=AS_OF)
    except sandbox.RefusedQueryError:
        return
    assert set(prepared.datasets) <= set(TABLES)
    try:
        told = list(sandbox_process.answers(connection, prepared.sql, TABLES, LIMITS))
    except duckdb.Error as error:
        told = [{"error": str(error)}]
    said = json.dumps(told, ensure_ascii=False)
    assert SECRET not in said
    assert "川西监狱" not in said


def test_two_at_once_do_not_meet(library):
    ended = []
    texts = ["select count(*) as n from persons", "select count(*) as n from sentences where name = 'x'"]
    threads = [threading.Thread(target=lambda text=text: ended.append(ask(library, text))) for text in texts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.rows[0][0] for one in ended) == [0, 20]
