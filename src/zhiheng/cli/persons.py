"""人员：`persons match` 从数据主题库汇集身份，列出疑似同一人的号码，供人逐一认定。"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from zhiheng.cli.output import write_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """One act."""
    parser.add_argument("act", choices=["match"], help="match：汇集身份并列出疑似同一人")
    parser.add_argument("--json", metavar="FILE", help="结果写入文件（- 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """0 done."""
    from django.utils import timezone

    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.subjects.services import MatchOutcome, find_matches

    outcome: MatchOutcome = find_matches(actor=COMMAND_LINE, now=timezone.now(), on_progress=progress if sys.stderr.isatty() else None)
    if options.json:
        write_json(options.json, outcome.to_json())
    if options.json != "-":
        print(summary(outcome))
    return 0


def summary(outcome: Any) -> str:
    """What a run did, for people."""
    if outcome.overtaken:
        return "已有更晚的一次汇集，本次没有写入。"
    lines = [
        f"身份号码 {outcome.identities} 个（新增或有变 {outcome.written} 个，不再出现 {outcome.gone} 个）",
        f"待认定 {outcome.listed} 条：建议认定 {outcome.join} 条，需要核实 {outcome.unsure} 条；本次新列 {outcome.found} 条",
    ]
    if outcome.changed:
        lines.append(f"已认定而依据有变 {outcome.changed} 条，请复核")
    if outcome.left_out:
        lines.append(f"过长而不像证件号码、没有汇集的 {outcome.left_out} 个")
    return "\n".join(lines)


def progress(step: str, finished: int, total: int) -> None:
    """One line that rewrites itself on a terminal."""
    end = "\n" if finished == total else ""
    print(f"\r{finished}/{total} {step:<12}", end=end, file=sys.stderr, flush=True)
