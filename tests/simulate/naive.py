"""A second reader of exchange files, written from the text of the exchange standard, one cell at a time.

It shares nothing with the importer but the declaration of the datasets: headers, types, keys, defaults, codes.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from zhiheng.schema import DATASETS, Dataset, Field

HOME = timezone(timedelta(hours=8))
FOLD = str.maketrans("０１２３４５６７８９", "0123456789")
YES, NO = {"是", "1", "Y", "true", "True"}, {"否", "0", "N", "false", "False"}


class WrongError(Exception):
    """A value the standard refuses; the argument is the reason code."""


def dataset_of(path: Path) -> Dataset:
    stem = path.name.rsplit("_", 1)[0]
    return next(one for one in DATASETS.values() if stem in {one.name, one.zh.split(" ")[0]})


def raw_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(decoded(path.read_bytes()).splitlines()))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    header, *rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read_row(raw: dict[str, Any], dataset: Dataset) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """The row in canonical form; else its first fault as column and reason."""
    row: dict[str, Any] = {}
    fault = None
    for field in dataset.fields.values():
        cell = raw.get(field.name, raw.get(field.zh))
        cell = cell.strip(" 　") if isinstance(cell, str) else cell
        try:
            row[field.name] = field_of(field, cell, demanded=dataset.demands(field))
        except WrongError as wrong:
            fault = fault or (field.name, str(wrong))
    return row, fault or identity_fault(row, dataset)


def identity_fault(row: dict[str, Any], dataset: Dataset) -> tuple[str, str] | None:
    for field in dataset.fields.values():
        number = row.get(field.name)
        if field.form != "identity" or not number or (field.name == "id_number" and row.get("id_type") != "resident"):
            continue
        total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17]))
        if number[17] != "10X98765432"[total % 11]:
            return field.name, "check_digit"
    return None


def field_of(field: Field, cell: Any, *, demanded: bool) -> Any:
    if cell is not None and cell != "":
        return value_of(field, cell)
    if demanded:
        raise WrongError("missing_required")
    return field.default


def value_of(field: Field, cell: Any) -> Any:
    if field.codes and field.type == "str":
        return code_of(field, str(cell))
    return READERS[field.type](field, cell)


def code_of(field: Field, text: str) -> str:
    for code, spellings in field.codes.items():
        if text == code or text in spellings:
            return code
    raise WrongError("unknown_code")


def text_of(field: Field, cell: Any) -> str:
    text = str(cell)
    if field.form == "identity":
        text = text.translate(FOLD).replace(" ", "").upper()
        return long_number(text) if len(text) == 15 and text.isdigit() else text
    return re.sub(r"[ 　]", "", text) if field.form == "person_name" and re.search(r"[一-鿿]", text) else text


def long_number(short: str) -> str:
    body = f"{short[:6]}19{short[6:]}"
    return body + "10X98765432"[sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11]


def number_of(_: Field, cell: Any) -> Decimal:
    try:
        return Decimal(str(cell).translate(FOLD).replace(",", ""))
    except ArithmeticError:
        raise WrongError("not_a_number") from None


def whole_of(field: Field, cell: Any) -> int:
    return int(number_of(field, cell))


def decimal_of(field: Field, cell: Any) -> Decimal:
    return number_of(field, cell).quantize(Decimal(1).scaleb(-field.places))


def flag_of(_: Field, cell: Any) -> bool:
    if str(cell) in YES | NO:
        return str(cell) in YES
    raise WrongError("unknown_code")


def date_of(_: Field, cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell)
    if re.fullmatch(r"\d{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    parts = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text) or re.fullmatch(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?", text)
    try:
        return date(*map(int, parts.groups()))
    except (AttributeError, ValueError):
        raise WrongError("impossible_date") from None


def instant_of(field: Field, cell: Any) -> datetime:
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=HOME)
    day, clock, zone = re.fullmatch(r"(.+?)[T ](\d\d:\d\d(?::\d\d)?)(Z|\+08:00)?", str(cell)).groups()
    moment = datetime.combine(date_of(field, day), time.fromisoformat(clock))
    return moment.replace(tzinfo=UTC if zone == "Z" else HOME).astimezone(HOME)


def list_of(field: Field, cell: Any) -> list[str]:
    words = cell if isinstance(cell, list) else json.loads(cell) if cell.startswith("[") else re.split("[、，,；;]", cell)
    return [code_of(field, word) for word in words] if field.codes else words


READERS = {
    "str": text_of,
    "division": lambda _, cell: str(cell),
    "int": whole_of,
    "decimal": decimal_of,
    "bool": flag_of,
    "date": date_of,
    "datetime": instant_of,
    "list": list_of,
}


def follow(place: Path) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], dict[tuple, dict]]]:
    """Report of every file by its path, and the current rows by organ and dataset."""
    reports: dict[str, dict[str, Any]] = {}
    current: dict[tuple[str, str], dict[tuple, dict]] = {}
    for path in sorted((place / "files").glob("*/*")):
        dataset = dataset_of(path)
        known = current.setdefault((path.parent.name, dataset.name), {})
        report = {"dataset": dataset.name, "rows": 0, "accepted": 0, "rejected": [], "superseded": 0, "duplicates": 0}
        for place_in_file, raw in enumerate(raw_rows(path), 1):
            report["rows"] += 1
            row, fault = read_row(raw, dataset)
            if fault:
                report["rejected"].append({"row": place_in_file, "column": fault[0], "reason_code": fault[1]})
                continue
            report["accepted"] += 1
            key = tuple(row[name] for name in dataset.key)
            report["duplicates"] += known.get(key) == row
            report["superseded"] += key in known and known[key] != row
            known[key] = row
        reports[path.relative_to(place).as_posix()] = report
    return reports, current
