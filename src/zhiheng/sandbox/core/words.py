"""What DuckDB and the machine say of a query that did not end well, in plain Chinese: what, why, and what to do."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from typing import Final

from zhiheng.sandbox.core.limits import Limits


@dataclass(frozen=True)
class Words:
    """thing, reason, remedy; name: the word of the query it is about, to be found in its text (empty where it is the whole)."""

    thing: str
    reason: str
    remedy: str
    name: str = ""


_KNOWN: Final = (
    (r'Referenced column "([^"]+)" (?:was )?not found', "列 {0}", "所查的数据表里没有这一列", "请从左侧的字段中选，或检查表的别名。"),
    (r'"[^"]+" does not have a column named "([^"]+)"', "列 {0}", "这张表里没有这一列", "请从左侧的字段中选，或检查表的别名。"),
    (r'Referenced table "([^"]+)" not found', "表 {0}", "FROM 中没有这个名字", "请检查表的别名。"),
    (r'Column "([^"]+)" does not exist on (?:left|right) side of join', "列 {0}", "USING 的列在一侧的表中没有", "请改用 ON。"),
    (r'Ambiguous reference to column name "([^"]+)"', "列 {0}", "不止一张表有这一列", "请在列名前写表名或别名，如 p.{0}。"),
    (r'column "([^"]+)" must appear in the GROUP BY', "列 {0}", "没有分组", "请把它写进 GROUP BY，或者用 any_value 取一个值。"),
    (r"(WHERE|GROUP BY) clause cannot contain (?:aggregates|window)", "{0}", "其中不能用汇总或窗口函数", "请改用 HAVING 或 QUALIFY。"),
    (
        r"No function matches the given name and argument types '([^(']+)\(",
        "函数 {0}",
        "参数的个数或类型不合",
        "请核对参数。",
    ),
    (r'best candidate function for the function call "([^("]+)\(', "函数 {0}", "参数的类型不明", "请用 CAST 写明类型。"),
    (r"Cannot compare values of type (\S+) and type (\S+)", "比较", "{0} 与 {1} 不能相比", "请用 CAST 换成同一类型。"),
    (r"Could not convert \S+ '([^']*)' to (\S+)", "值 {0}", "不能换成 {1}", "请改用 TRY_CAST，换不成的成为空值。"),
    (r'(?:date|timestamp) field value out of range: "([^"]*)"', "日期 {0}", "没有这一天", "请写成 2026-01-31 的样子。"),
    (r'invalid (?:date|timestamp) field format: "([^"]*)"', "日期 {0}", "不是日期", "请写成 2026-01-31 的样子。"),
    (r"Set operations can only apply", "UNION", "两边的列数不同", "请让两边的列一样多。"),
    (r"More than one row returned by a subquery", "子查询", "应当只有一行，却有多行", "请用 IN，或加 LIMIT 1、MAX 等。"),
    (r"Overflow|Out of Range|value out of range|Value Error", "数值", "超出可以表示的范围", "请缩小数值，或者先换成更大的类型。"),
    (r"Max expression depth|expression depth", "语句", "嵌套太深", "请拆成几个 WITH。"),
)
_PATHS: Final = re.compile(r"(/[\w.\-]+){2,}")


def of_refusal(kind: str, text: str) -> Words:
    """What the process told. kind: foreign, memory, time, error, data."""
    if kind == "foreign":
        return Words(text, "不允许这种写法", "请用基本的 SELECT 写法和左侧的数据表。", text.rsplit(" ", 1)[-1])
    if kind == "memory":
        return Words("查询", "用完了允许的内存", "请减少行和列，先用 WHERE 筛小，避免没有条件的连接。")
    if kind == "time":
        return Words("查询", "用完了允许的时间", "请先用 WHERE 筛小，避免没有条件的连接。")
    if kind == "data":
        return Words("数据", text, "")
    return _of_error(text)


def _of_error(text: str) -> Words:
    for pattern, thing, reason, remedy in _KNOWN:
        if found := re.search(pattern, text):
            parts = found.groups()
            return Words(thing.format(*parts), reason.format(*parts), remedy.format(*parts), parts[0] if parts else "")
    first = _PATHS.sub("…", text.splitlines()[0] if text else "")[:300]
    return Words("语句", f"数据库不能执行（{first}）", "请检查写法。")


def of_stop(reason: str, limits: Limits) -> Words:
    """Why the process was ended from outside. reason: stopped, time, size, noise."""
    if reason == "stopped":
        return Words("查询", "已由您取消", "可以修改后重新运行。")
    if reason == "time":
        return Words("查询", f"用完了允许的时间（{limits.seconds} 秒）", "请先用 WHERE 筛小，避免没有条件的连接。")
    if reason == "noise":
        return Words("查询", "结果读不通", "请重新运行；仍然如此，请告诉系统管理员。")
    return Words("查询", f"结果超过 {limits.result_mb} MB", "请减少行和列。")


def of_death(code: int, limits: Limits) -> Words:
    """Why a process ended without an answer: the kernel or its own limits."""
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        return Words(
            "查询", f"用完了允许的时间（{limits.seconds} 秒）或内存（{limits.memory_mb} MB）", "请先用 WHERE 筛小，避免没有条件的连接。"
        )
    return Words("查询", f"中途停止（{code}），多半是用完了内存", "请减少行和列；仍然如此，请告诉系统管理员。")
