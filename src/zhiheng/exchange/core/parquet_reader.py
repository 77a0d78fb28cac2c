"""Parquet: typed columns turned into the text that the checks read, where that is certain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhiheng.exchange.core.blocks import BLOCK_ROWS, MOST_ROWS, Block, Reading, agreed, aside_of, columns_of, no_rows
from zhiheng.exchange.core.counted_days import certain_days
from zhiheng.exchange.core.sheets import CERTAIN_BELOW
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.checking import Faults
from zhiheng.schema.columns import Mask, as_texts
from zhiheng.schema.headings import Columns
from zhiheng.schema.rejections import (
    IMPOSSIBLE_DATE,
    LOST_DIGITS,
    NOT_A_NUMBER,
    UNCERTAIN_DAY,
    WRONG_KIND,
)
from zhiheng.schema.standard import Dataset, Field

_DAY_US = 86_400_000_000
_EIGHT_HOURS_US = 8 * 3_600_000_000


def read_parquet(source: Source, dataset: Dataset) -> Reading:
    """The rows of a Parquet file, in batches."""
    try:
        file = pq.ParquetFile(source.for_arrow)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise_if_of_machine(error)
        raise _damaged(source) from error
    headings = file.schema_arrow.names
    columns = columns_of(source, headings, dataset)
    if file.metadata.num_rows == 0:
        raise no_rows(source)
    if file.metadata.num_rows > MOST_ROWS:
        raise unusable(source.path, f"超过 {MOST_ROWS // 10_000} 万行", "请拆成几个文件报送")
    return Reading(_blocks(source, file, columns, dataset), list(columns.unknown))


def _blocks(source: Source, file: pq.ParquetFile, columns: Columns, dataset: Dataset) -> Iterator[Block]:
    headings = file.schema_arrow.names
    taken = {**columns.places, **aside_of(headings, columns)}
    seen = 0
    try:
        instants = _instants_of_96_bits(file)
        for batch in file.iter_batches(batch_size=BLOCK_ROWS):
            batch.validate(full=True)
            doubts: dict[str, Faults] = {}
            texts: dict[str, pa.StringArray] = {}
            for name, position in taken.items():
                column, one = batch.column(position), dataset.fields.get(name)
                if headings[position] in instants:
                    column = column.cast(pa.timestamp("us", tz="UTC"), safe=False)
                if one is not None and (faults := _doubts(column, one, in_96_bits=headings[position] in instants)):
                    doubts[name] = faults
                texts[name] = as_texts(column)
            table, differ = agreed(pa.table(texts), columns, {position: name for name, position in taken.items()})
            doubts |= {name: {**doubts.get(name, {}), **faults} for name, faults in differ.items()}
            yield Block(table, np.arange(seen + 1, seen + batch.num_rows + 1, dtype=np.int64), (), doubts)
            seen += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise_if_of_machine(error)
        raise _damaged(source) from error


def _instants_of_96_bits(file: pq.ParquetFile) -> set[str]:
    """Columns of the old type INT96: an instant in UTC although it does not say so."""
    columns = (file.schema.column(place) for place in range(len(file.schema.names)))
    return {column.path for column in columns if column.physical_type == "INT96"}


def _doubts(column: pa.Array, one: Field, *, in_96_bits: bool) -> Faults:
    """The rows whose value is no certain value of the field, by reason."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    is_text = one.type in {"str", "list"} and not one.codes
    found: dict[str, Mask] = {}
    if pa.types.is_floating(kind):
        found = _doubts_of_numbers(column, is_text=is_text)
    elif pa.types.is_nested(kind):
        flat = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        if not (flat and one.type == "list" and not pa.types.is_nested(kind.value_type)):
            found[WRONG_KIND] = _filled(column)
    elif (
        (pa.types.is_boolean(kind) and (is_text or one.type not in {"bool", "str"}))
        or (is_text and (pa.types.is_temporal(kind)))
        or (one.form.startswith("person_name") and pa.types.is_integer(kind))
    ):
        found[WRONG_KIND] = _filled(column)
    elif in_96_bits and one.type == "date":
        found[UNCERTAIN_DAY] = _of_unsure_day(column)
    if one.type in {"date", "datetime"} and (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        found[IMPOSSIBLE_DATE] = _filled(column) & ~certain_days(
            pc.fill_null(column.cast(pa.float64()), 0).to_numpy(zero_copy_only=False), one
        )
    return {code: mask for code, mask in found.items() if mask.any()}


def _doubts_of_numbers(column: pa.Array, *, is_text: bool) -> dict[str, Mask]:
    values = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    filled = _filled(column)
    with np.errstate(invalid="ignore"):
        lost = filled & ((np.abs(values) >= CERTAIN_BELOW) | (is_text & (values != np.floor(values))))
    odd = filled & ~np.isfinite(values)
    return {LOST_DIGITS: lost & ~odd, NOT_A_NUMBER: odd}


def _of_unsure_day(column: pa.Array) -> Mask:
    """Midnight in UTC that is no midnight here: the writer may have meant its own wall."""
    micros = pc.fill_null(column.cast(pa.int64()), -_EIGHT_HOURS_US).to_numpy(zero_copy_only=False)
    return np.asarray((micros % _DAY_US == 0) & ((micros + _EIGHT_HOURS_US) % _DAY_US != 0))


def _filled(column: pa.Array) -> Mask:
    return np.asarray(pc.is_valid(column).to_numpy(zero_copy_only=False))


def _damaged(source: Source) -> Exception:
    return unusable(source.path, "Parquet 文件不完整或者已损坏", "请重新导出后再报送")
