"""Workbooks (.xlsx, .xls, .et, .xlsb, .ods), read by calamine after their container has been looked at."""

from __future__ import annotations

import zipfile
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from zhiheng.exchange.core.blocks import Reading
from zhiheng.exchange.core.old_sheets import LockedError, TooLargeError, first_error
from zhiheng.exchange.core.packed import with_plain_names
from zhiheng.exchange.core.sheet_faults import Workings, workings
from zhiheng.exchange.core.sheets import read_sheets
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.exchange.core.workbook_walls import damaged, inspect
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.standard import Dataset


def read_xlsx(source: Source, dataset: Dataset) -> Reading:
    """The rows of an .xlsx workbook. Empty rows are passed over but counted."""
    faulty = inspect(source)
    try:
        book = with_plain_names(source.path)
        told = workings(book, faulty)
        book.seek(0)
        return _read(source, book, told, dataset)
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise_if_of_machine(error)
        raise damaged(source) from error


def read_old(source: Source, dataset: Dataset) -> Reading:
    """The rows of a workbook of another form; one with error values is refused, for they are seen as empty cells."""
    if source.kind != "xls":
        inspect(source)
    try:
        place = first_error(source.path, source.kind)
        if place:
            reason = f"单元格 {place} 等处是错误值或者没有结果的公式"
            raise unusable(source.path, reason, "请改正后另存为 .xlsx 再报送；没有内容请清空该格")
        return _read(source, source.path.open("rb"), Workings(), dataset)
    except LockedError as error:
        raise unusable(source.path, "工作簿加了密码（或者是旧版 Excel 的加密文件）", "请去掉密码，另存为 .xlsx 后再报送") from error
    except TooLargeError as error:
        raise unusable(source.path, "工作表占用的区域过大", "请删除远处的空白行列，或者拆成几个文件报送") from error
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise_if_of_machine(error)
        raise unusable(
            source.path, "旧版 Excel 或者其他电子表格文件不完整、已损坏", "请用 Excel 打开确认，另存为 .xlsx 后再报送"
        ) from error


def _read(source: Source, book: IO[bytes], workings: Workings, dataset: Dataset) -> Reading:
    with book:
        return read_sheets(source, CalamineWorkbook.from_filelike(book), workings, dataset)
