"""计算全部指标：分子、分母、数值和背后的查询；--json 输出完整列表。"""

from __future__ import annotations

import argparse
from typing import Any

from zhiheng.cli.output import write_json
from zhiheng.schema.errors import UnusableInputError

NUMBERS = {"share": "{:.1%}", "ratio": "{:.2%}", "count": "{:.0f}"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("--period", metavar="P", help="2026、2026Q2 或 2026-06（默认今年）")
    parser.add_argument("--region", metavar="CODE", help="行政区划代码，如 510100")
    parser.add_argument("--organ", metavar="O", help="只看该机关")
    parser.add_argument("--json", metavar="FILE", help="列表写入文件（- 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """Exit 0."""
    from zhiheng.oversight.selectors import indicator_results
    from zhiheng.registry.selectors import COMMAND_LINE, organ_named

    if options.organ and organ_named(options.organ) is None:
        raise UnusableInputError("机关", options.organ, "没有登记这个机关", "请写机关全称，如“金堂县司法局”")
    results = indicator_results(COMMAND_LINE, options.period, options.organ, region=options.region)
    if options.json:
        write_json(options.json, [result.to_json() for result in results])
    if options.json != "-":
        print("\n".join(line for result in results for line in result_lines(result)))
    return 0


def result_lines(result: Any) -> list[str]:
    """An indicator and its parts, for people."""
    head = f"{result.spec.title}（{result.filters.period.name}）：{figure(result.spec, result.figure)}"
    return [head, *(f"    {name}：{figure(result.spec, part)}" for name, part in result.parts.items())]


def figure(spec: Any, number: Any) -> str:
    """A number in words: value, numerator over denominator, interval; a quotient that is no share stands without a per cent sign."""
    from zhiheng.analysis.written import written

    if number.value is None:
        return "无数据"
    value = written(spec, number) if spec.written_as else NUMBERS[spec.kind].format(number.value)
    if spec.kind == "count":
        return value
    interval = f"，95% 区间 {number.interval[0]:.1%}–{number.interval[1]:.1%}" if number.interval else ""
    return f"{value}（{number.numerator}/{number.denominator}{interval}）"
