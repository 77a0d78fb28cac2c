"""A value that is set for a declared parameter: of the default's kind, within its bounds, and not away from the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.parameters import Parameter, Scalar, Value
from zhiheng.schema.errors import UnusableInputError

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_TRUTH = {"true": True, "是": True, "false": False, "否": False}
_PAIR = re.compile(r"[:：=]")


def read_value(parameter: Parameter, text: str) -> Value:
    """Read what somebody wrote: one value, or for a mapping one `key: value` a line (its other keys stay as they are).

    raises   UnusableInputError when it is of another kind, out of bounds, an unknown key, or the parameter is the law's own
    """
    if parameter.mark == "law":
        reason, remedy = f"是法律规定的（{parameter.note}），不能另定", "只能设定政策默认值和依据二手资料的参数；改法的，请发布新版本"
        raise refused(parameter, text, reason, remedy)
    if not text.strip():
        raise refused(parameter, text, "没有填写", "请填写新值")
    return _mapping(parameter, text) if isinstance(parameter.default, Mapping) else _scalar(parameter, parameter.default, text)


def _mapping(parameter: Parameter, text: str) -> dict[str, Scalar]:
    declared = parameter.default if isinstance(parameter.default, Mapping) else {}
    found: dict[str, Scalar] = {}
    for line in filter(str.strip, text.splitlines()):
        parts = _PAIR.split(line, maxsplit=1)
        key = parts[0].strip()
        if len(parts) != 2:
            raise refused(parameter, line, "不是“名称: 值”", "一行写一项，如 tax: 100000")
        if key not in declared:
            raise refused(parameter, key, "没有这一项", did_you_mean(key, declared))
        if key in found:
            raise refused(parameter, key, "写了两次", "只留一处")
        found[key] = _scalar(parameter, declared[key], parts[1])
    return found


def _scalar(parameter: Parameter, default: Value, text: str) -> Scalar:
    given = text.strip()
    if isinstance(default, bool):
        if given not in _TRUTH:
            raise refused(parameter, given, "应为“是”或“否”", "请改正")
        return _TRUTH[given]
    if isinstance(default, (int, Decimal)):
        return _number(parameter, given, whole=isinstance(default, int) and not isinstance(parameter.default, Mapping))
    return given


def _number(parameter: Parameter, given: str, *, whole: bool) -> int | Decimal:
    if not _NUMBER.fullmatch(given) or (whole and "." in given):
        raise refused(parameter, given, f"应为{'整数' if whole else '数字'}", f"单位为{parameter.unit}，只写数字")
    number = Decimal(given)
    if number < parameter.least:
        raise refused(parameter, given, f"小于 {parameter.least}", f"请填写不小于 {parameter.least} 的数")
    if parameter.most is not None and number > parameter.most:
        raise refused(parameter, given, f"大于 {parameter.most}", f"请填写不大于 {parameter.most} 的数")
    return int(given) if "." not in given else number


def refused(parameter: Parameter, given: str, reason: str, remedy: str) -> UnusableInputError:
    """The refusal of one given value."""
    return UnusableInputError(f"参数 {parameter.name}", given, reason, remedy)
