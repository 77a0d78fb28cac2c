"""Why a row is rejected, in words for those who sent it."""

from __future__ import annotations

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
LONGEST_VALUE = 200  # characters of a value that are kept in a rejection


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
    return Rejection(row, field.name, shown(value), reason, remedy, code)


def unreadable(row: int, value: str, reason: str, remedy: str) -> Rejection:
    """A rejection of a row that cannot be cut into columns."""
    return Rejection(row, "", shown(value), reason, remedy, UNREADABLE_ROW)


def shown(value: str | None) -> str:
    """The value as it may be kept and shown: without NUL, not longer than `LONGEST_VALUE`."""
    text = (value or "").replace("\x00", "\ufffd")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _check_digit(field: Field, value: str) -> tuple[str, str]:
    if "E+" in value.upper():
        return f"“{field.zh}”被表格软件改成了科学计数法", "请把该列设为文本格式后重新填写完整号码"
    if len(value.strip()) not in {15, 18}:
        return f"“{field.zh}”不是 18 位（或者第一代 15 位）号码", "请按身份证件补全；护照、通行证等请同时填写证件类型"
    return f"“{field.zh}”的校验码不对", "请对照身份证件逐位核对；护照、通行证等请同时填写证件类型"


def _impossible_date(field: Field, _value: str) -> tuple[str, str]:
    form = "2024-01-31 08:30" if field.type == "datetime" else "2024-01-31"
    return f"“{field.zh}”不是存在的日期" + ("时间" if field.type == "datetime" else ""), f"请改为实际日期，写法如 {form}"


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


WORDS: Mapping[str, Callable[[Field, str], tuple[str, str]]] = MappingProxyType(
    {
        CHECK_DIGIT: _check_digit,
        IMPOSSIBLE_DATE: _impossible_date,
        UNKNOWN_CODE: _unknown_code,
        MISSING_REQUIRED: _missing_required,
        NOT_A_NUMBER: _not_a_number,
        OUT_OF_RANGE: _out_of_range,
    }
)
