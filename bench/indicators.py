"""All indicators of a province-year over records, cases and ledgers drawn in bulk: CPU beside the bare statements on DuckDB.

Each indicator is computed as its page does (statement, filters, figure, parts, rows); the bare way runs the same statements and throws
the rows away. `BENCH_INDICATOR_PERSONS` sets the size (default 5,000 persons).
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.row import Row
from bench.screening_province import draw
from zhiheng.analysis import binding
from zhiheng.analysis.engine import select
from zhiheng.analysis.indicators import Filters, IndicatorTables, compute, prepared
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import dataset_names, is_kept, schemas
from zhiheng.catalog.packs import Catalog
from zhiheng.law.moments import SHANGHAI
from zhiheng.records.core.library import open_library

ROOT = Path(__file__).resolve().parent.parent
PERSONS = int(os.environ.get("BENCH_INDICATOR_PERSONS", "5000"))
AS_OF = date(2026, 12, 31)
MORNING = datetime(2026, 6, 30, 9, tzinfo=SHANGHAI)
AIM = 5.0


def run() -> list[Row]:
    """Draw a province-year, compute every indicator both ways, give the row of the table."""
    known = packs.load(ROOT / "packs")
    specs = [known.indicators[name] for name in sorted(known.indicators)]
    reads = {name for spec in specs for name in spec.reads}
    tables = {name: drawn(name, schema, known) for name, schema in (schemas(known, filter(is_kept, reads)) | TABLES).items()}
    datasets = dataset_names(reads - TABLES.keys())
    with tempfile.TemporaryDirectory(prefix="bench-indicators-") as folder:
        snapshot = draw(Path(folder), PERSONS)
        with open_library(snapshot, Path(folder), datasets=datasets) as library:
            ground = IndicatorTables(library.connection, tables)
            with prepared(ground) as ready:
                statements = [statement_for(spec, as_of=AS_OF, values=binding.values_for(spec.parameters, None, spec.id)) for spec in specs]
                bare = seconds(lambda: [select(ready.connection, one) for one in statements])
            begun = time.process_time()
            with prepared(ground) as ready:
                results = [compute(spec, ready, filters=Filters(parse("2026")), as_of=AS_OF) for spec in specs]
            ours, rows = time.process_time() - begun, sum(len(one.rows) for one in results)
    kept = sum(table.num_rows for table in tables.values())
    name = f"indicators, all {len(specs)} of a province-year, {snapshot.rows:,} records, {kept:,} rows kept, {rows:,} rows counted: CPU"
    return [
        Row(name, f"{ours:.2f} s", f"under {AIM:.0f} s", "met" if ours < AIM else "missed"),
        Row(f"{name} beside bare SQL", f"{ours:.2f} s", f"bare SQL on DuckDB {bare:.2f} s", f"{ours / bare:.2f}×"),
    ]


def seconds(act: Any) -> float:
    """Processor seconds of an act."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def drawn(name: str, schema: pa.Schema, known: Catalog) -> pa.Table:
    """Rows of a table of what the platform keeps: as many as a province has in a year, one case a person."""
    chance = random.Random(name)
    many = {"case_steps": 4 * PERSONS, "cases": PERSONS, "organs": 30, "items": 300}.get(name, PERSONS // 5)
    words = words_of(name, known)
    columns = {field.name: [value(field, words, chance, number) for number in range(many)] for field in schema}
    return pa.table(columns, schema=schema)


def words_of(name: str, known: Catalog) -> dict[str, list[str]]:
    """Words that a pack gives to columns of its ledger, and those of steps."""
    register = known.registers.get(name.removeprefix("register_"))
    procedures = list(known.procedures)
    found = {"kind": ["prison", "detention_house", "justice"], "procedure": procedures, "state": ["verified", "closed", "refuted"]}
    if register is None:
        return found
    codes = {one.id: list(one.codes) for one in register.shape.fields if one.codes}
    return {**found, **codes, "state": list(register.shape.states)}


def value(field: pa.Field, words: dict[str, list[str]], chance: random.Random, number: int) -> Any:
    """A value of a column, seldom none where it may be none."""
    if field.name in words:
        return chance.choice(words[field.name])
    if field.nullable and chance.random() < 0.1:
        return None
    kind = str(field.type).split("[")[0].split("(")[0]
    makers = {
        "date32": lambda: AS_OF - timedelta(days=chance.randrange(400)),
        "timestamp": lambda: MORNING + timedelta(hours=chance.randrange(900)),
        "bool": lambda: chance.random() < 0.5, "int64": lambda: number, "decimal128": lambda: Decimal(chance.randrange(100, 1000)),
        "string": lambda: f"{field.name} {number % 30}",
    }  # fmt: skip
    return makers[kind]() if kind in makers else None
