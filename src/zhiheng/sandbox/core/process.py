"""The process in which one query of the sandbox runs: `python -I -m zhiheng.sandbox.core.process`, a request on its input, the answer
on its output, one JSON value a line.

request   {starter, root, copies, snapshot, tables, barred, sql, limits}, `tables` being the only views there are, without records that
          name a `barred` person
answer    {walls}, {columns: [{name, kind}]}, {rows: [[…]]} …, {end: {rows, truncated: "" | rows | bytes}}; or {refused: {kind, said}}
          kinds of columns: text number flag date instant list; of refusals: foreign memory time error data

The statement runs behind every wall: nothing of the database is reachable but these views, nothing of the machine but their files.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from zhiheng import law
from zhiheng.analysis import law_functions
from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger.core import clear
from zhiheng.records.core.library import fill
from zhiheng.records.core.persons import identity_columns
from zhiheng.records.core.segment import quoted, text_of
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.sandbox.core import reading
from zhiheng.sandbox.core.limits import ADDED, Limits
from zhiheng.sandbox.core.walls import raise_walls
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

HELD: Final = "held"
PORTION: Final = 200
SPARE_MB: Final = 512
"""Address space beside working memory: code, arenas and stacks that are taken but not used."""
Answer = dict[str, Any]


def main() -> int:
    """Answer the one request."""
    sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    snapshot = Snapshot.from_json(request["snapshot"])
    root = Path(request["root"])
    clear.use(Path(request["copies"]) if request.get("copies") else None)
    try:
        connection = opened(snapshot, root, request["tables"], limits, request.get("barred") or [])
        files = sorted({clear.path_of(root / segment.file, segment.file_digest) for segment in snapshot.segments})
        readable = [*files, *map(Path, law.__path__)]
        space = (limits.memory_mb + SPARE_MB) << 20
        tell({"walls": raise_walls(readable=readable, memory_bytes=space, seconds=limits.seconds + 1, starter=request["starter"])})
        for answer in answers(connection, request["sql"], request["tables"], limits):
            tell(answer)
    except (duckdb.OutOfMemoryException, MemoryError):
        tell({"refused": {"kind": "memory", "said": ""}})
    except duckdb.InterruptException:
        tell({"refused": {"kind": "time", "said": ""}})
    except duckdb.Error as error:
        tell({"refused": {"kind": "error", "said": str(error)[:2000]}})
    except (OverflowError, ValueError, pa.ArrowException) as error:
        tell({"refused": {"kind": "error", "said": f"Value Error: {error}"[:500]}})
    except UnusableInputError as error:
        tell({"refused": {"kind": "data", "said": f"{error.reason}。{error.remedy}"}})
    return 0


def tell(answer: Answer) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def opened(snapshot: Snapshot, root: Path, tables: list[str], limits: Limits, barred: Sequence[str] = ()) -> duckdb.DuckDBPyConnection:
    """A connection with one view per table and nothing else in its search path, its settings closed for good."""
    connection = duckdb.connect(
        config={
            "threads": 1,
            "async_threads": 0,
            "memory_limit": f"{limits.memory_mb}MB",
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
            "allow_persistent_secrets": False,
            "enable_external_file_cache": False,
        }
    )
    files = ", ".join(text_of(str(clear.path_of(root / segment.file, segment.file_digest))) for segment in snapshot.segments)
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    connection.execute(f"set allowed_paths = [{files}]")
    connection.execute("set enable_external_access = false")
    law_functions.register(connection)
    connection.execute(f"create schema {HELD}")
    connection.execute(f"set schema = '{HELD}'")
    fill(connection, snapshot, root, tables)
    connection.execute(f"create table {HELD}._barred as select unnest(?::varchar[]) as number", [list(barred)])
    for name in tables:
        columns = ", ".join(quoted(column) for column in (*DATASETS[name].fields, *ADDED))
        seen = where_seen(name) if barred else ""
        connection.execute(f"create view main.{quoted(name)} as select {columns} from {HELD}.{quoted(name)}{seen}")  # noqa: S608
    connection.execute("set schema = 'main'")
    warm(connection)
    connection.execute("set enable_progress_bar = false")
    connection.execute("set max_streaming_buffer_size = '4MB'")
    connection.execute(f"set max_expression_depth = {limits.nesting * 10}")
    connection.execute(f"set max_execution_time = {limits.seconds * 1000}")
    connection.execute("set lock_configuration = true")
    return connection


def where_seen(name: str) -> str:
    """The condition that leaves out records which name a person whose records are closed to the reader."""
    named = [f"({quoted(one)} is null or {quoted(one)} not in (select number from {HELD}._barred))" for one in identity_columns(name)]  # noqa: S608
    return " where " + " and ".join(named) if named else ""


def warm(connection: duckdb.DuckDBPyConnection) -> None:
    """Let Python load what it loads at first use, while it still can."""
    connection.sql(
        "select date '2026-01-01' as d, timestamptz '2026-01-01 00:00:00+08' as t, 1.5 as n, ['甲'] as l"
    ).to_arrow_table().to_pylist()
    connection.execute("select json_serialize_sql('select 1')").fetchall()


def answers(connection: duckdb.DuckDBPyConnection, sql: str, tables: list[str], limits: Limits) -> Iterator[Answer]:
    """Run the statement and give its columns, its rows in portions, and how it ended."""
    if strange := reading.foreign(connection, sql, tables, law_functions.names()):
        yield {"refused": {"kind": "foreign", "said": strange}}
        return
    reader = connection.sql(sql).to_arrow_reader(PORTION)
    yield {"columns": [{"name": field.name, "kind": kind_of(field.type)} for field in reader.schema]}
    rows, size = 0, 0
    for batch in reader:
        plain: list[list[Any]] = []
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            told = [cell_of(value, limits.cell_chars) for value in row]
            size += sum(len(str(cell)) * 3 for cell in told)
            if rows + len(plain) == limits.rows or size > limits.result_bytes:
                yield {"rows": plain}
                yield {"end": {"rows": rows + len(plain), "truncated": "rows" if size <= limits.result_bytes else "bytes"}}
                return
            plain.append(told)
        rows += len(plain)
        yield {"rows": plain}
    yield {"end": {"rows": rows, "truncated": ""}}


def kind_of(kind: pa.DataType) -> str:
    """What the page makes of a type."""
    if pa.types.is_boolean(kind):
        return "flag"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "instant"
    return "list" if pa.types.is_list(kind) else "text"


def cell_of(value: Any, most: int) -> Any:
    """A value as plain JSON: days and instants in ISO, decimals as text, long texts cut."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return (value.astimezone(SHANGHAI) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [cell_of(one, most) for one in value[:100]]
    said = str(value)
    return said if len(said) <= most else said[:most] + "…"


if __name__ == "__main__":
    sys.exit(main())
