"""The peer: the province's files read, cleaned, checked and written by polars, written as one would."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from bench.province import measured
from zhiheng.schema import DATASETS
from zhiheng.schema.standard import Dataset, Field

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
WIDE, PLAIN = list("０１２３４５６７８９ＡＢＣＸｘ　"), list("0123456789ABCXx ")
TRUE, FALSE = ["是", "1", "y", "yes", "true"], ["否", "0", "n", "no", "false"]


def is_number(column: pl.Expr) -> pl.Expr:
    """Whether a cleaned identity number has the right check digit."""
    digits = [column.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(WEIGHTS)]
    rest = pl.sum_horizontal(digits) % 11
    wanted = rest.replace_strict(dict(enumerate("10X98765432")), return_dtype=pl.String)
    return column.str.contains(r"^[0-9]{17}[0-9X]$") & (wanted == column.str.slice(17, 1))


def days(column: pl.Expr) -> pl.Expr:
    """A column of days in any of the forms."""
    return pl.coalesce(column.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%Y年%-m月%-d日", "%Y%m%d", "%Y/%m/%d"))


def value(one: Field) -> tuple[pl.Expr, pl.Expr]:
    """The typed value of a cleaned column, and whether it is wrong."""
    column = pl.col(one.name)
    if one.form == "identity":
        number = column.str.replace_all(" ", "").str.to_uppercase()
        return number, ~is_number(number) if one.name == "id_number" else pl.lit(value=False)
    if one.codes and one.type == "list":
        known = {word: code for code, words in one.codes.items() for word in (code, *words)}
        read = column.str.replace_all("[，,；;]", "、").str.split("、").list.eval(pl.element().replace_strict(known, default=None))
        return read, read.list.eval(pl.element().is_null()).list.any()
    if one.codes:
        known = {word: code for code, words in one.codes.items() for word in (code, *words)}
        read = column.replace_strict(known, default=None, return_dtype=pl.String)
        return read, read.is_null()
    small = column.str.to_lowercase()
    forms = {
        "int": column.cast(pl.Int64, strict=False),
        "decimal": column.str.replace_all(",", "").cast(pl.Decimal(18, one.places), strict=False),
        "bool": pl.when(small.is_in(TRUE)).then(statement=True).when(small.is_in(FALSE)).then(statement=False),
        "date": days(column),
        "datetime": pl.coalesce(column.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False), days(column).cast(pl.Datetime)),
        "division": pl.when(column.str.contains("^[0-9]{6}$")).then(column),
        "list": column.str.replace_all("[，,；;]", "、").str.split("、"),
    }
    read = forms.get(one.type, column.str.replace_all(" ", "") if one.form == "person_name" else column)
    return read, read.is_null()


def take_in(dataset: Dataset, file: Path, target: Path) -> int:
    """One file: rows accepted."""
    by_heading = {one.zh: one.name for one in dataset.fields.values()}
    raw = pl.read_csv(file, infer_schema=False).rename(by_heading, strict=False)
    cleaned = raw.with_columns(pl.all().str.replace_many(WIDE, PLAIN).str.strip_chars()).with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in raw.columns
    )
    read = {name: value(dataset.fields[name]) for name in raw.columns if name in dataset.fields}
    faults = [pl.col(name).is_not_null() & fault for name, (_, fault) in read.items()]
    faults += [pl.col(one.name).is_null() for one in dataset.fields.values() if dataset.demands(one) and one.default is None]
    good = cleaned.filter(~pl.any_horizontal(fault.fill_null(value=False) for fault in faults))
    whole = pl.concat_str([pl.col(name).fill_null("") for name in read], separator="\x1f").hash().alias("_content")
    key = pl.concat_str(list(dataset.key), separator="|").alias("_key")
    typed = good.with_row_index("_row").with_columns(key, whole).with_columns(made.alias(name) for name, (made, _) in read.items())
    repeated = (pl.col("_content") == pl.col("_content").shift().over("_key")).fill_null(value=False)
    typed.filter(~repeated).write_parquet(target, compression="zstd")
    return good.height


def take_all(files: Sequence[Path]) -> int:
    accepted = 0
    with tempfile.TemporaryDirectory() as target:
        for number, file in enumerate(files):
            accepted += take_in(DATASETS[file.stem.rsplit("_", 1)[0]], file, Path(target) / f"{number}.parquet")
    return accepted


if __name__ == "__main__":
    print(json.dumps(measured(take_all)))
