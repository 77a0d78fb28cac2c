"""按业务包中的报告（reports/*.md）生成工作报告、季度通报、评定表：数字取自指标和台账，文末列出每个数字的出处。"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from zhiheng.catalog.errors import did_you_mean
from zhiheng.schema.errors import UnusableInputError

ENDINGS = (".docx", ".pdf")


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("kind", metavar="KIND", help="报告名称（业务包 reports 中的文件名）")
    parser.add_argument("--period", metavar="P", required=True, help="2026、2026Q2 或 2026-06")
    parser.add_argument("--out", metavar="FILE", required=True, help="写入 FILE.docx 或 FILE.pdf")
    parser.add_argument("--organ", metavar="O", help="只统计该机关")


def run(options: argparse.Namespace) -> int:
    """Exit 0."""
    from zhiheng.cli.clock import moment
    from zhiheng.models.in_force import catalog as in_force
    from zhiheng.oversight.selectors.reports import drawn
    from zhiheng.registry.selectors import COMMAND_LINE, organ_named

    catalog, place = in_force(), Path(options.out)
    if options.kind not in catalog.reports:
        raise UnusableInputError("报告", options.kind, "没有这种报告", did_you_mean(options.kind, catalog.reports))
    if place.suffix.lower() not in ENDINGS:
        raise UnusableInputError("输出文件", options.out, "不是 Word 或者 PDF", "文件名以 .docx 或 .pdf 结尾")
    if options.organ and organ_named(options.organ) is None:
        raise UnusableInputError("机关", options.organ, "没有登记这个机关", "请写机关全称，如“金堂县司法局”")
    now = moment()
    report = drawn(COMMAND_LINE, catalog, options.kind, options.period, organ=options.organ or "", now=now)
    write(place, report, catalog.reports[options.kind], organ=options.organ or "", now=now)
    print(f"已生成{report.title}：{place}（{len(report.figures)} 个数字）")
    return 0


def write(place: Path, report: Any, spec: Any, *, organ: str, now: Any) -> None:
    """Write the report as Word or PDF."""
    from zhiheng.oversight.selectors.reports import as_file

    try:
        place.write_bytes(as_file(report, spec, place.suffix.lower().lstrip("."), organ=organ, now=now))
    except OSError as error:
        raise UnusableInputError("输出文件", str(place), f"不能写入（{error.strerror}）", "请换一个可写的位置") from error
