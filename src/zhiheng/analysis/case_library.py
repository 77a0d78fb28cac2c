"""A theme library made from the rows of a case: in memory, one view per dataset (and per table of what the platform keeps), typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import duckdb
import pyarrow as pa

from zhiheng.catalog.cases import Row
from zhiheng.catalog.errors import did_you_mean
from zhiheng.law.moments import SHANGHAI
from zhiheng.records.core.library import RecordRef
from zhiheng.schema import DATASETS, Dataset
from zhiheng.schema.errors import UnusableInputError

INSTANT: Final = pa.timestamp("us", tz="Asia/Shanghai")
RECORD_COLUMNS: Final = pa.schema(
    [("_ref", pa.int64()), ("_key", pa.string()), ("_organ", pa.string()), ("_batch", pa.string()), ("_received_at", INSTANT)]
)
RECEIVED_AT: Final = datetime(2026, 1, 1, tzinfo=SHANGHAI)
ORGAN: Final = "示例机关"


@dataclass(frozen=True)
class CaseLibrary:
    """A library over given rows."""

    connection: duckdb.DuckDBPyConnection
    refs: Mapping[int, RecordRef]

    def locate(self, refs: Sequence[int]) -> dict[int, RecordRef]:
        """Give where each row lies."""
        return {ref: self.refs[ref] for ref in refs}


class CaseRoom:
    """One connection for many cases: each case's rows take the place of the last one's."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, kept: Mapping[str, pa.Schema] | None = None) -> None:
        self.connection = connection
        self._kept = dict(kept or {})
        self._filled: set[str] = set()
        for name in (*DATASETS, *self._kept):
            connection.register(name, self._table(name, (), {}))

    def library(self, given: Mapping[str, Iterable[Row]]) -> CaseLibrary:
        """Give a library that holds the given rows and nothing else, until the next one is asked for."""
        known = {*DATASETS, *self._kept}
        for name in given:
            if name not in known:
                raise UnusableInputError(f"数据集 {name}", "用例", "没有这个数据集", did_you_mean(name, known))
        refs: dict[int, RecordRef] = {}
        for name in sorted(self._filled | set(given)):
            self.connection.unregister(name)
            self.connection.register(name, self._table(name, given.get(name, ()), refs))
        self._filled = set(given)
        return CaseLibrary(self.connection, refs)

    def _table(self, name: str, rows: Iterable[Row], refs: dict[int, RecordRef]) -> pa.Table:
        return _table(DATASETS[name], rows, refs) if name in DATASETS else planted(name, self._kept[name], rows, refs)


@contextmanager
def open_cases(kept: Mapping[str, pa.Schema] | None = None) -> Iterator[CaseRoom]:
    """Open a connection in memory that speaks China time and reaches no file.

    kept   tables of what the platform keeps that rows may be given for (`catalog.kept_tables.schemas`)
    """
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("set timezone = 'Asia/Shanghai'")
        connection.execute("set enable_external_access = false")
        yield CaseRoom(connection, kept)


def _table(dataset: Dataset, rows: Iterable[Row], refs: dict[int, RecordRef]) -> pa.Table:
    schema = pa.schema([*dataset.arrow_schema(), *RECORD_COLUMNS])
    records = [_record(dataset, row, refs) for row in rows]
    return pa.Table.from_pylist(records, schema=schema)


def _record(dataset: Dataset, row: Row, refs: dict[int, RecordRef]) -> dict[str, Any]:
    fields = dataset.fields
    for name in row:
        if name not in fields and name != "_organ":
            raise UnusableInputError(f"字段 {dataset.name}.{name}", "用例", "没有这个字段", did_you_mean(name, fields))
    record = {name: _typed(f"{dataset.name}.{name}", field.type, row.get(name, field.default)) for name, field in fields.items()}
    ref = len(refs) + 1
    key = "|".join(str(row.get(name, "")) for name in dataset.key)
    organ = str(row.get("_organ", ORGAN))
    refs[ref] = RecordRef(ref, dataset.name, key, f"{dataset.name}-1", organ, RECEIVED_AT)
    return {**record, "_ref": ref, "_key": key, "_organ": organ, "_batch": refs[ref].batch, "_received_at": RECEIVED_AT}


def planted(name: str, schema: pa.Schema, rows: Iterable[Row], refs: dict[int, RecordRef]) -> pa.Table:
    """Given rows of a table of what the platform keeps; a column that is not given is null."""
    return pa.Table.from_pylist([_kept_record(name, schema, row, refs) for row in rows], schema=schema)


def _kept_record(name: str, schema: pa.Schema, row: Row, refs: dict[int, RecordRef]) -> dict[str, Any]:
    own = [field for field in schema if not field.name.startswith("_")]
    for column in row:
        if column not in schema.names:
            raise UnusableInputError(f"字段 {name}.{column}", "用例", "没有这个字段", did_you_mean(column, [field.name for field in own]))
    record = {field.name: _typed(f"{name}.{field.name}", _kind_of(field.type), row.get(field.name)) for field in own}
    ref = len(refs) + 1
    key = str(row.get("number") or row.get("entry") or row.get("case") or ref)
    organ = str(row.get("_organ") or row.get("organ") or ORGAN)
    refs[ref] = RecordRef(ref, name, key, f"{name}-1", organ, RECEIVED_AT)
    return {**record, "_ref": ref, "_key": key, "_organ": organ, "_batch": refs[ref].batch, "_received_at": RECEIVED_AT}


def _kind_of(kind: pa.DataType) -> str:
    """The word under which values of an Arrow type are read."""
    if pa.types.is_list(kind):
        return "list"
    if pa.types.is_timestamp(kind):
        return "datetime"
    return "decimal" if pa.types.is_decimal(kind) else {"string": "str", "int64": "int", "bool": "bool", "date32[day]": "date"}[str(kind)]


def _typed(name: str, kind: str, value: Any) -> Any:
    try:
        return None if value is None else _READ[kind](value)
    except (ValueError, ArithmeticError) as error:
        raise UnusableInputError(f"字段 {name}", "用例", f"{value} 不是 {kind}", "按数据字典写出这个值。") from error


def _instant(value: Any) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=SHANGHAI)


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "str": str,
    "division": str,
    "int": int,
    "decimal": lambda value: Decimal(str(value)),
    "bool": bool,
    "date": lambda value: date.fromisoformat(str(value)),
    "datetime": _instant,
    "list": lambda value: [str(item) for item in value] if isinstance(value, list) else [str(value)],
}
