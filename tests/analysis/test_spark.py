"""Spark finds what DuckDB finds: the same clues with the same digests, for every model, over the same records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from zhiheng.analysis import engine
from zhiheng.analysis.spark import library as on_spark_library
from zhiheng.analysis.spark import session as sessions
from zhiheng.analysis.spark.dialect import to_spark
from zhiheng.analysis.spark.engine import run_model, select
from zhiheng.analysis.spark.library import SparkLibrary, open_spark_library, with_law
from zhiheng.catalog import digest
from zhiheng.records.core.files import write_segment
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

pytestmark = [pytest.mark.spark, pytest.mark.slow]
if reason := sessions.missing():
    pytest.skip(f"Spark cannot run here: {reason}", allow_module_level=True)

SMALL = {  # for statements over few rows: compiling them takes longer than running them; the province below runs compiled
    "spark.master": "local[2]",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=200m"
"""For the Java of a test, which ends before thorough compiling pays: half the processor time."""


@pytest.fixture(scope="module", autouse=True)
def short_lived_java():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
        yield


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with sessions.open_session(tmp_path_factory.mktemp("spark"), settings=SMALL) as opened:
        yield opened


@pytest.fixture(scope="module")
def beside(session):
    return with_law(session)


FOUND, LAWFUL = 1, 1
"""So many cases of a model that reads cases and ledgers, each of which takes statements of its own."""


def situations(model):
    """All cases of a model that share a day and parameters, side by side: numbers of persons and papers say whose case they are of.

    Cases on what the platform keeps stay apart: nothing in a row of a case or a ledger says of which of them it is.
    """
    apart = not set(model.reads) <= set(DATASETS)
    together = defaultdict(list)
    known = model.cases.cases
    chosen = [*[one for one in known if one.expect][:FOUND], *[one for one in known if not one.expect][:LAWFUL]] if apart else known
    for place, case in enumerate(chosen):
        together[(case.as_of, digest.canonical_json(case.parameters or {}), place if apart else 0)].append((place, case))
    for (as_of, parameters, _), cases in together.items():
        given = defaultdict(list)
        for place, case in cases:
            for dataset, rows in case.given.items():
                given[dataset] += [{name: value if apart else marked(name, value, place) for name, value in row.items()} for row in rows]
        yield date.fromisoformat(as_of), json.loads(parameters), given, sum(len(case.expect) for _, case in cases)


def marked(name, value, place):
    return f"{value}·{place}" if name.endswith(("id_number", "_no")) and value is not None else value


def told(clues):
    return [clue.to_json() for clue in clues]


def test_every_model_finds_the_same_in_the_rows_of_its_cases(catalog, room, beside):
    unlike = {}
    for name, model in catalog.models.items():
        for as_of, parameters, given, written in situations(model):
            library = room.library(given)
            expected = told(engine.run_model(model, library, as_of=as_of, parameters=parameters))
            assert len(expected) == written, name
            for dataset in model.reads:
                table = room.connection.table(dataset).to_arrow_table()
                beside.createDataFrame(table if len(table) else table.schema.empty_table()).createOrReplaceTempView(dataset)
            got = told(run_model(model, SparkLibrary(beside, library.locate), as_of=as_of, parameters=parameters))
            if got != expected:
                unlike[name] = {"only Spark": [c for c in got if c not in expected], "only DuckDB": [c for c in expected if c not in got]}
    assert unlike == {}


EXPRESSIONS = """select n, cast(amount / n as decimal(18, 2)) as share, cast(-amount / n as decimal(18, 2)) as debt, amount / n as exact,
    cast(n / 2 as bigint) as half, floor(n / 60) as hours, ceil(amount / n) as most,
    epoch(instant) as seconds, cast(instant as date) as day,
    cast(sum(amount) over () as decimal(18, 2)) / count(*) over () as mean,
    date_diff('day', instant, timestamptz '2026-03-01 00:00:00+08') as days, concat(word, '·', cast(n as varchar)) as words,
    strftime(cast(instant as date), '%Y-%m') as month, cast(date_trunc('week', cast(instant as date)) as date) as monday,
    case when n > 5 then law_add_days(cast(instant as date), n) else law_next_working_day(cast(instant as date)) end as due,
    row_number() over (order by word desc, n) as place, least(n, 6) as least, coalesce(list_contains(words, 'b'), false) as among,
    array_length(words) as many
from figures"""


def test_every_difference_of_the_engines_is_made_good_in_numbers(room, beside):
    numbers = range(1, 41)
    columns = {
        "n": pa.array(numbers, pa.int64()),
        "amount": pa.array([Decimal(number * 67) / 100 for number in numbers], pa.decimal128(18, 2)),
        "instant": pa.array([1772236800_250_000 + number * 3_599_500_000 for number in numbers], pa.timestamp("us", "Asia/Shanghai")),
        "word": pa.array([None if number % 7 == 0 else "乙甲"[number % 2] for number in numbers], pa.string()),
        "words": pa.array([None if number % 5 == 0 else ["a", "b"][: number % 3] for number in numbers], pa.list_(pa.string())),
    }
    table = pa.table(columns)
    room.connection.register("figures", table)
    beside.createDataFrame(table).createOrReplaceTempView("figures")
    expected = engine.select(room.connection, EXPRESSIONS)
    got = select(beside, to_spark(EXPRESSIONS, place="trial"), "trial")
    rows = [[digest.canonical_json(row) for row in table.sort_by("n").to_pylist()] for table in (got, expected)]
    assert rows[0] == rows[1]


def person(number, name, *, ref, supersedes=None):
    fields = dict.fromkeys(DATASETS["persons"].fields)
    return {**fields, "id_number": number, "name": name, "_ref": ref, "_row": ref % 2**32, "_key": number, "_supersedes": supersedes}


@pytest.fixture()
def stored(tmp_path):
    """A library in a folder of an awkward name: two batches, the second replaces one record and knows no column `died_on`."""
    root = tmp_path / "库 [a]{b,c}*"
    schema = pa.schema([*DATASETS["persons"].arrow_schema(), ("_ref", pa.int64()), ("_row", pa.int32()), ("_key", pa.string())])
    schema = schema.append(pa.field("_supersedes", pa.int64()))
    batches = {
        1: [person("甲", "张三", ref=2**32 + 1), person("乙", "李四", ref=2**32 + 2)],
        2: [person("甲", "张山", ref=2 * 2**32 + 1, supersedes=2**32 + 1)],
    }
    segments = []
    for seq, rows in batches.items():
        table = pa.Table.from_pylist(rows, schema=schema)
        written = write_segment(root, f"persons/{seq}.parquet", table.drop_columns(["died_on"]) if seq == 2 else table)
        received_at = datetime(2026, 1, seq, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
        segments.append(Segment("persons", written.path, f"b{seq}", seq, "东山法院", received_at, len(rows), written.digest, seq - 1))
    return root, Snapshot.of(segments)


def test_current_records_are_the_same_in_columns_kinds_and_values(stored, session):
    root, snapshot = stored
    for known in (snapshot, Snapshot.of(snapshot.segments[:1]), Snapshot()):
        with open_library(known, root, datasets=["persons"]) as library:
            expected = library.connection.sql("select * from persons").to_arrow_table()
        with open_spark_library(session, known, root, datasets=["persons"]) as on_spark:
            got = select(on_spark.session, "select * from persons", "trial")
        assert got.schema.names == expected.schema.names
        assert [field.type for field in got.schema] == [field.type for field in expected.schema]
        assert got.sort_by("_ref").to_pylist() == expected.sort_by("_ref").to_pylist()


def test_a_segment_that_is_gone_is_named(stored, session):
    root, snapshot = stored
    gone = Snapshot.of([replace(snapshot.segments[0], path="persons/9.parquet")])
    with pytest.raises(UnusableInputError, match=r"persons/9\.parquet"), open_spark_library(session, gone, root, datasets=["persons"]):
        pass


def test_a_page_with_a_flipped_bit_is_not_read(stored, session, monkeypatch):
    root, snapshot = stored
    place = root / snapshot.segments[0].path
    content = bytearray(place.read_bytes())
    content[24] ^= 1
    place.write_bytes(content)
    one = Snapshot.of(snapshot.segments[:1])
    with pytest.raises(UnusableInputError, match="批次 b1，东山法院"), open_spark_library(session, one, root, datasets=["persons"]):
        pass
    monkeypatch.setattr(on_spark_library, "demand_sound", lambda *_: None)  # as on a cluster, where nobody reads all files first
    with open_spark_library(session, one, root, datasets=["persons"]) as on_spark, pytest.raises(UnusableInputError, match="运行失败"):
        select(on_spark.session, "select * from persons", "trial")


class GoneJava:
    def sql(self, statement):
        raise ConnectionRefusedError(111, "Connection refused")


def test_java_that_died_is_said_in_one_line():
    with pytest.raises(UnusableInputError, match=r"trial.*运行失败.*Connection refused"):
        select(GoneJava(), "select 1", "trial")


def test_what_fails_on_spark_is_said_in_one_line(beside):
    with pytest.raises(UnusableInputError, match=r"trial.*运行失败") as refused:
        select(beside, "select cast('二月三十日' as date)", "trial")
    assert "\n" not in str(refused.value)


@pytest.mark.sample
def test_the_sample_province_gives_the_same_lines_to_the_byte(shared, tmp_path):
    environment = {**os.environ, "ZHIHENG_HOME": str(tmp_path), sessions.MASTER: "local[2]"}
    environment.pop("ZHIHENG_DATABASE_URL", None)

    def zhiheng(*arguments):
        command = [sys.executable, "-m", "zhiheng.cli.main", *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    zhiheng("import", shared / "data" / "sample-province" / "files")
    lines = {}
    for name in ("duckdb", "spark"):
        zhiheng("screen", "--engine", name, "--as-of", "2026-06-30", "--dry-run", "--json", tmp_path / name)
        lines[name] = (tmp_path / name).read_text(encoding="utf-8").splitlines()
    assert len(lines["duckdb"]) > 100
    assert sorted(set(lines["spark"]) ^ set(lines["duckdb"])) == []
    assert lines["spark"] == lines["duckdb"]
