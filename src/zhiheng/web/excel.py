"""Rows of a list as an Excel file: the same rows the viewer sees, written in constant memory, and noted in the trace."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone

from zhiheng.ledger import services as ledger
from zhiheng.registry.callers import caller_of
from zhiheng.registry.gate import PurposeNeededError, current, demand_for_numbers
from zhiheng.registry.selectors import actor_of
from zhiheng.web.listing import Column

MOST_ROWS = 1_000_000
MEASURED_ROWS = 500
WIDEST = 60
WIDE_FROM = 0x2E7F
DIGITS_HELD = 15
LARGEST_HELD = 10**DIGITS_HELD
FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", str: "@"}
GIVEN = ("xlsx", "pdf")
"""What a list is given as, beside its page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: HttpRequest, title: str, columns: Sequence[Column], rows: Any) -> HttpResponseBase:
    """Answer with the rows as a workbook, or as a printed sheet (`format=pdf`); the act is in the ledger with its filters and rows."""
    if request.GET.get("format") == "pdf":
        from zhiheng.web.sheets.printing import print_list

        return print_list(request, title, [watched(column) for column in columns], rows)
    book = io.BytesIO()
    gate, before = current(), current().hidden
    watching = [watched(column) for column in columns]
    written = write_rows(book, title, watching, rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows)
    if gate.hidden > before:
        raise PurposeNeededError
    gate.given += 1
    with transaction.atomic():
        details = {"rows": written, "filters": request.GET.urlencode(), "address": caller_of(request).address}
        ledger.append(actor=actor_of(request.user, "web"), act="list.exported", thing=f"list:{title}", details=details, now=timezone.now())
    book.seek(0)
    name = f"{title}{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


def write_rows(target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
    """Write a head and the rows; text stays text, so that no cell becomes a formula, a link or a rounded number. Returns the rows written.

    Columns are as wide as what stands in their first rows, and the head has a filter.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#E5EEF8", "border": 1})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        for place, column in enumerate(columns):
            sheet.write_string(0, place, str(column.title), head)
        sheet.freeze_panes(1, 0)
        widths = [width_of(str(column.title)) + 3 for column in columns]  # room for the button of the filter
        number = 0
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                break
            for place, column in enumerate(columns):
                value = column.value(row)
                write_cell(sheet, number, place, value, formats)
                if number <= MEASURED_ROWS:
                    widths[place] = max(widths[place], width_of(value))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(WIDEST, width + 1))
        if columns:
            sheet.autofilter(0, 0, max(min(number, MOST_ROWS), 1), len(columns) - 1)
        return number


def watched(column: Column) -> Column:
    """The column as it may be exported: an identity number asks for a purpose first."""

    def value(row: Any) -> Any:
        told = column.value(row)
        if isinstance(told, str):
            demand_for_numbers(told)
        return told

    return replace(column, value=value)


def width_of(value: object) -> int:
    """How wide a value is shown, in characters of the Latin alphabet; Chinese ones take two."""
    if isinstance(value, datetime):
        return 16
    return sum(2 if ord(character) > WIDE_FROM else 1 for character in str("" if value is None else value)[:WIDEST])


def write_cell(sheet: Any, row: int, place: int, value: object, formats: dict[type, Any]) -> None:
    """One cell by the type of its value; an instant is local time, a number that a sheet cannot hold whole is text."""
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats[date])
    elif isinstance(value, bool) or value is None:
        sheet.write_string(row, place, {True: "是", False: "否", None: ""}[value])
    elif isinstance(value, int | float | Decimal) and is_held(value):
        sheet.write_number(row, place, float(value))
    else:
        sheet.write_string(row, place, str(value), formats[str])


def is_held(value: float | Decimal) -> bool:
    """Whether a number cell of a sheet holds the number to its last digit."""
    if isinstance(value, int):
        return bool(abs(value) < LARGEST_HELD)
    if isinstance(value, Decimal):
        return bool(value.is_finite()) and len(value.normalize().as_tuple().digits) <= DIGITS_HELD
    return bool(abs(value) < LARGEST_HELD)  # NaN and infinity are no cells either
