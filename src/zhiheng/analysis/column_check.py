"""Whether the SELECTs of packs can run at all: prepared over empty tables, an unknown column is told before there is data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from zhiheng.analysis import binding, law_functions
from zhiheng.analysis.case_library import CaseRoom, open_cases
from zhiheng.analysis.errors import RefusedStatementError
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.kept_tables import schemas
from zhiheng.catalog.packs import Catalog
from zhiheng.schema.errors import UnusableInputError

DAY = date(2026, 6, 30)
STAR_AND_MORE = re.compile(r"\*\s*,")
AGAIN = re.compile(r"(\w+)_\d+")
"""How DuckDB calls a further column of the same name."""
ASKED_ABOUT = {"id_number": "-"}
"""What the SELECT of facts is asked about."""


def check(catalog: Catalog, faults: Faults) -> None:
    """Note every SELECT of a model, indicator, duty or of facts that the tables as they are cannot answer."""
    selects = list(_selects(catalog))
    with open_cases(schemas(catalog, {name for spec, _ in selects for name in spec.reads})) as room:
        for name, schema in TABLES.items():
            room.connection.register(name, schema.empty_table())
        law_functions.register(room.connection)
        for spec, given in selects:
            if reason := _reason(spec, given, room):
                faults.add(
                    spec.path, getattr(spec, "sql_line", 1), f"{spec.id} 的 SELECT", reason, "对照数据字典和 docs/packs.md 检查列名和类型。"
                )


def _selects(catalog: Catalog) -> Iterator[tuple[Any, dict[str, str]]]:
    for spec in (*catalog.models.values(), *catalog.indicators.values()):
        yield spec, {}
    for facts in catalog.facts.values():
        yield facts, ASKED_ABOUT
    for duty in catalog.duties.values():
        if duty.query:
            yield duty.query, {}


def _reason(spec: Any, given: dict[str, str], room: CaseRoom) -> str:
    try:
        values = {**binding.values_for(spec.parameters, None, spec.id), **given}
        statement = statement_for(spec, as_of=DAY, values=values)
        room.connection.execute(f"explain {statement}")
        return next((f"{part} 里有两列 {column}，读到的是先有的一列" for part, column in _doubled(statement, room)), "")
    except (RefusedStatementError, UnusableInputError) as refused:
        return str(refused)
    except duckdb.Error as error:
        return f"不能运行（{str(error).splitlines()[0]}）"


def _doubled(statement: str, room: CaseRoom) -> Iterator[tuple[str, str]]:
    """(part, column) for every part of a WITH that takes all columns of a table and names one more like one of them."""
    if not STAR_AND_MORE.search(statement):
        return
    tree = sqlglot.parse_one(statement, dialect="duckdb")
    parts = tree.args.get("with_") or exp.With(expressions=[])
    for part in parts.expressions:
        if part.this.find(exp.Star):
            asked = exp.select("*").from_(part.alias)
            asked.set("with_", parts.copy())
            columns = [row[0] for row in room.connection.execute(f"describe {asked.sql(dialect='duckdb')}").fetchall()]
            named = {one.alias for one in part.this.find_all(exp.Alias)} & set(columns)
            yield from ((part.alias, again[1]) for name in columns if (again := AGAIN.fullmatch(name)) and again[1] in named)
