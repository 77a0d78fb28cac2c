"""Trying a text that nobody has judged yet: its faults, its cases, and running it with an end to time, memory and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any, Final

import duckdb
from django.conf import settings

from zhiheng.analysis import statements
from zhiheng.analysis.case_check import check_cases
from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.engine import Library, run_model
from zhiheng.catalog.bundle import NAME
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.kept_tables import dataset_names, is_kept, schemas
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.core.regions import PROVINCE, Plan, defaults_of
from zhiheng.models.in_force import catalog
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot

MOST_CHARACTERS: Final = 200_000
CASES_SECONDS: Final = 60
SHADOW_SECONDS: Final = 300
MEMORY: Final = "1GB"
MOST_ROWS: Final = 1_000_000
MOST_CASE_ROWS: Final = 10_000
SHOWN = 5


@dataclass(frozen=True)
class AddedTables:
    """What stands beside the datasets: how a library is given it, and what a run that read it is pinned to."""

    library: Callable[[Library], Library] = lambda library: library
    pinned: Callable[[Snapshot], dict[str, Any]] = lambda snapshot: snapshot.to_json()


def checked(model: str, pack: str, text: str, cases: str) -> ModelSpec:
    """Read a text exactly as a pack's file is read, and run its cases.

    raises   PackError with all faults and their lines; `RefusedStatementError` in the guard's words; ModelRefused for failing cases
    """
    if not NAME.fullmatch(model):
        raise ModelRefused("模型名称", model[:60], "不合规", "只用小写字母、数字和下划线，以字母开头")
    for name, given in ((f"{model}.sql", text), (f"{model}.cases.yaml", cases)):
        if len(given) > MOST_CHARACTERS:
            raise ModelRefused("模型文件", name, f"有 {len(given)} 个字，超过 {MOST_CHARACTERS}", "请核对是否选错了文件")
        if "\0" in given:
            raise ModelRefused("模型文件", name, "含有空字符，不是文本文件", "请核对是否选错了文件")
    faults = Faults()
    spec = of_text(model, pack, text, cases, faults)
    faults.raise_any()
    statements.statement_for(spec, as_of=date.max, values=defaults_of(spec).values[PROVINCE])
    _check_cases(spec)
    return spec


def _check_cases(spec: ModelSpec) -> None:
    kept = schemas(catalog(), filter(is_kept, spec.reads))
    for name in filter(is_kept, spec.reads):
        if name not in kept:
            raise ModelRefused("数据表", name, "这里没有这个台账或流程", "请先安装有该台账或流程的业务包，或改用数据集")
    with open_cases(kept) as room, limited(room.connection, spec.id, CASES_SECONDS):
        room.connection.execute(f"set memory_limit = '{MEMORY}'")
        try:
            failed = [outcome for outcome in check_cases(spec, room, most_rows=MOST_CASE_ROWS) if not outcome.passed]
        except (ValueError, ArithmeticError) as error:  # a day, number or amount that no record can hold
            raise ModelRefused("用例", f"{spec.id}.cases.yaml", f"有写不成记录的值（{error}）", "按数据字典写出这个值") from error
    if failed:
        text = "；".join(f"第 {one.case.line} 行“{one.case.name}”{one.difference}" for one in failed[:SHOWN])
        reason = f"{len(failed)} 个用例没有通过：{text}"
        raise ModelRefused("用例", f"{spec.id}.cases.yaml", reason, "改正查询语句，或在用例中写明应当查出的")


@contextmanager
def limited(connection: duckdb.DuckDBPyConnection, place: str, seconds: int) -> Iterator[None]:
    """Stop what the connection does after some seconds; what DuckDB then says, or says of the statement, becomes a refusal."""
    timer = Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise ModelRefused("试运行", place, f"超过 {seconds} 秒仍未完成，已停止", "检查连接条件，避免逐行两两比较") from error
    except duckdb.OutOfMemoryException as error:
        raise ModelRefused("试运行", place, f"超过内存上限 {MEMORY}，已停止", "检查连接条件，先筛选再连接") from error
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise ModelRefused("查询语句", place, f"不能运行（{first}）", "对照数据字典检查列名和类型") from error
    finally:
        timer.cancel()


def found_by(
    specs: Mapping[str, ModelSpec],
    plans: Mapping[str, Plan],
    snapshot: Snapshot,
    *,
    as_of: date,
    same_person: Mapping[str, str],
    prepare: Callable[[Library], Library] = lambda library: library,
) -> dict[str, list[FoundClue]]:
    """What each of several texts finds on one snapshot and day, under the same limits; the keys are the caller's."""
    reads = sorted({name for spec in specs.values() for name in spec.reads})
    found: dict[str, list[FoundClue]] = {}
    datasets = dataset_names(reads)
    with open_library(snapshot, Path(settings.LIBRARY), datasets=datasets, same_person=same_person, memory=MEMORY) as bare:
        library = prepare(bare)
        for key, spec in specs.items():
            with limited(library.connection, spec.id, SHADOW_SECONDS):
                found[key] = plans[key].clues(
                    lambda values, spec=spec: run_model(spec, library, as_of=as_of, parameters=values, most_rows=MOST_ROWS)  # type: ignore[misc]
                )
    return found
