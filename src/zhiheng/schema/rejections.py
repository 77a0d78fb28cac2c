"""Why a row is rejected, in words for those who sent it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhiheng.schema.standard import Field

CHECK_DIGIT = "check_digit"
IMPOSSIBLE_DATE = "impossible_date"
UNKNOWN_CODE = "unknown_code"
MISSING_REQUIRED = "missing_required"
NOT_A_NUMBER = "not_a_number"
OUT_OF_RANGE = "out_of_range"
UNREADABLE_ROW = "unreadable_row"
MOVED_HEADINGS = "moved_headings"
DAMAGED_TEXT = "damaged_text"
MASKED = "masked_value"
SEVERAL_PERSONS = "several_persons"
NOT_A_NAME = "not_a_name"
LOST_DIGITS = "lost_digits"
FORMULA = "formula"
ERROR_CELL = "error_cell"
WRONG_KIND = "wrong_kind"
DOUBLED = "doubled_value"
MERGED_CELLS = "merged_cells"
UNCERTAIN_DAY = "uncertain_day"
DITTO = "ditto"
SEVERAL_VALUES = "several_values"
STRUCK_OUT = "struck_out"
SHOWN_OTHERWISE = "shown_otherwise"
LONGEST_VALUE = 200  # characters of a value that are kept in a rejection
EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
"""Years a date may lie in; later ones are years of the Buddhist era or stand for "for ever"."""
FIRST_DOUBTFUL_COUNT, LAST_DOUBTFUL_COUNT = 7_305, 25_567
"""Counts of days that may be meant from 1970 (1990 to 2039) as well as from 1900 (1920 to 1969)."""
LAST_COUNT = 73_050
"""The last day of 2099 as a sheet counts it; more is no count of days."""
FIRST_WRITTEN_DAY, LAST_WRITTEN_DAY = 18_000_101, 21_991_231
"""Days written as one number."""
PLACEHOLDER_DAYS = ("1899-12-30", "1899-12-31", "1899/12/30", "1899/12/31", "1900-01-01", "1900/1/1", "1900/01/01", "19000101")
"""What programs write where a day is empty."""
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年]|\d{4}(?!\d))", re.ASCII)


@dataclass(frozen=True)
class Rejection:
    """One value that rejects its row.

    row     1 = first data row of the file
    column  field name; empty where the row as a whole cannot be read
    value   what was sent, shortened
    reason  in Chinese, for the sender; remedy: what to do
    code    the reason for machines: one of the constants above
    """

    row: int
    column: str
    value: str
    reason: str
    remedy: str
    code: str


def rejection(row: int, field: Field, value: str | None, code: str) -> Rejection:
    """A rejection of one value in the words of its field."""
    reason, remedy = WORDS[code](field, value or "")
    return Rejection(row, field.name, shortened_value(value), reason, remedy, code)


def unreadable(row: int, value: str, reason: str, remedy: str) -> Rejection:
    """A rejection of a row that cannot be cut into columns; the value is its whole text."""
    return Rejection(row, "", value, reason, remedy, UNREADABLE_ROW)


def shortened_value(value: str | None) -> str:
    """The value as it may be kept and shown: without NUL, not longer than `LONGEST_VALUE`."""
    text = (value or "").replace("\x00", "\ufffd")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _check_digit(field: Field, value: str) -> tuple[str, str]:
    if "E+" in value.upper():
        return f"“{field.zh}”被表格软件改成了科学计数法", "请把该列设为文本格式后重新填写完整号码"
    if len(value.strip()) not in {15, 18}:
        return f"“{field.zh}”不是 18 位（或者第一代 15 位）号码", "请按身份证件补全；护照、通行证等请同时填写证件类型"
    return f"“{field.zh}”的校验码不对", "请对照身份证件逐位核对；护照、通行证等请同时填写证件类型"


def _impossible_date(field: Field, value: str) -> tuple[str, str]:
    if _out_of_time(value):
        return f"“{field.zh}”的年份不合常理（可能是佛历、占位日期或者笔误）", "请改为实际日期；没有日期的请留空"
    form = "2024-01-31 08:30" if field.type == "datetime" else "2024-01-31"
    return f"“{field.zh}”不是存在的日期" + ("时间" if field.type == "datetime" else ""), f"请改为实际日期，写法如 {form}"


def _out_of_time(value: str) -> bool:
    text = value.strip()
    found = _YEAR_FIRST.match(text)
    return found is not None and (not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR or text.startswith(PLACEHOLDER_DAYS))


def _unknown_code(field: Field, _value: str) -> tuple[str, str]:
    if field.type == "division":
        return f"“{field.zh}”不是 6 位行政区划代码", "请填写 GB/T 2260 的 6 位数字代码，如 510104"
    if field.type == "bool":
        return f"“{field.zh}”既不是“是”也不是“否”", "请填写：是、否（或者 1、0）"
    if not field.codes:
        return f"“{field.zh}”不是可以读懂的列表", "多个值请用顿号分开"
    return f"“{field.zh}”的取值不在代码表内", f"可填：{'、'.join(spellings[0] for spellings in field.codes.values())}"


def _missing_required(field: Field, _value: str) -> tuple[str, str]:
    return f"必填的“{field.zh}”为空", f"请补填{field.zh}"


def _not_a_number(field: Field, _value: str) -> tuple[str, str]:
    kind = "整数" if field.type == "int" else "数字"
    return f"“{field.zh}”不是{kind}", f"请只填{kind}" + (f"，单位为{field.unit}" if field.unit else "")


def _out_of_range(field: Field, _value: str) -> tuple[str, str]:
    return f"“{field.zh}”的数值过大", "请核对数值和单位"


_UNCERTAIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        DAMAGED_TEXT: (
            "“{0}”中有字符在导出或者传送时损坏、丢失",
            "请在原系统核对这些字，改用 UTF-8 编码重新导出，或者用 Unicode 标准字填写",
        ),
        MASKED: ("“{0}”被掩码遮盖", "请填写完整内容，不要用星号等代替"),
        SEVERAL_PERSONS: (
            "“{0}”一格中写了几个人",
            "请每人一行分别填写；只有一个人的，姓名中间不要空格，少数民族和外国人姓名用间隔号“·”",
        ),
        NOT_A_NAME: ("“{0}”不是姓名，或者夹有姓名以外的内容", "请只填写当事人姓名，与证件一致；曾用名、说明等另列填写"),
        DITTO: ("“{0}”写的是“同上”一类的话，没有实际内容", "请逐行填写实际内容"),
        SEVERAL_VALUES: ("“{0}”一格中写了几个编号，或者编号中有换行", "请每个编号一行分别填写，编号中不要换行"),
        STRUCK_OUT: ("“{0}”加了删除线，不能确定是否作废", "作废的请删去整行或者该内容；有效的请去掉删除线"),
        SHOWN_OTHERWISE: (
            "“{0}”显示的与存放的不同（如补零、百分号格式，日期只显示年月或者月日）",
            "请设为文本格式（数值列为常规格式，日期列显示年月日），核对后按实际内容重新填写",
        ),
        LOST_DIGITS: ("“{0}”的号码超过 15 位而以数字存放，末尾数字已经丢失", "请把该列设为文本格式，重新填写完整号码"),
        FORMULA: ("“{0}”是公式，没有可靠的计算结果", "请用 Excel 打开，重新计算并保存（或者粘贴为数值）后再报送"),
        ERROR_CELL: ("“{0}”是表格的错误值（如 #N/A）", "请改正公式，或者填写实际内容；没有内容请清空该格"),
        WRONG_KIND: ("“{0}”的内容不是一个文本值（是与否、日期、对象或者数组等）", "请把该列设为文本格式，每格只填一个值"),
        DOUBLED: ("“{0}”给出了两个不同的值", "请只保留一列（一项），或者改为一致"),
        MERGED_CELLS: ("“{0}”所在的单元格与旁边的列合并", "请取消合并单元格，逐格填写"),
        UNCERTAIN_DAY: ("“{0}”的时刻没有说明时区，不能确定是哪一天", "请改写为日期，或者带时区的时间"),
    }
)


def _uncertain(code: str) -> Callable[[Field, str], tuple[str, str]]:
    reason, remedy = _UNCERTAIN[code]
    return lambda field, _value: (reason.format(field.zh), remedy)


WORDS: Mapping[str, Callable[[Field, str], tuple[str, str]]] = MappingProxyType(
    {
        CHECK_DIGIT: _check_digit,
        IMPOSSIBLE_DATE: _impossible_date,
        UNKNOWN_CODE: _unknown_code,
        MISSING_REQUIRED: _missing_required,
        NOT_A_NUMBER: _not_a_number,
        OUT_OF_RANGE: _out_of_range,
        **{code: _uncertain(code) for code in _UNCERTAIN},
    }
)
