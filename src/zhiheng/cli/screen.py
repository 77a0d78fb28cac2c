"""在数据主题库上运行法律监督模型并保存线索；--rerun 在当时的快照上重新运行并逐条比对。"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.cli.clock import moment
from zhiheng.cli.output import write_lines

TITLE = "筛查"


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("--model", action="append", metavar="M", help="只运行该模型（可写多次）")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="核查日（默认今天），如 2026-06-30")
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--dry-run", action="store_true", help="只查不存")
    parser.add_argument("--json", metavar="FILE", help="每条线索一行 JSON 写入文件（- 为标准输出）")
    parser.add_argument("--rerun", type=int, metavar="RUN", help="重新运行第几次筛查并比对；有差异时退出码为 1")


def day(text: str) -> date:
    """A date in ISO form."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-06-30") from error


def run(options: argparse.Namespace) -> int:
    """0 done; 1 a repeated run differs."""
    return again(options) if options.rerun is not None else first(options)


def first(options: argparse.Namespace) -> int:
    """Screen and keep."""
    from django.utils import timezone

    from zhiheng.models.in_force import catalog
    from zhiheng.oversight import services
    from zhiheng.registry.selectors import COMMAND_LINE

    now = moment()
    outcome = services.screen(
        actor=COMMAND_LINE,
        now=now,
        catalog=catalog(),
        models=options.model,
        as_of=options.as_of or timezone.localdate(now),
        engine=options.engine,
        dry_run=options.dry_run,
        on_progress=progress if sys.stderr.isatty() else None,
    )
    write_lines(options.json, (clue.to_json() for clue in outcome.clues))
    if options.json != "-":
        print("\n".join(screening_lines(outcome)))
    return 0


def screening_lines(outcome: Any) -> list[str]:
    """What a screening did, for people."""
    lines = [f"{model:<28}{count:>7}" for model, count in outcome.counts.items()]
    resting = sum(bool(clue.rests_on) for clue in outcome.clues)
    total = f"共发现 {len(outcome.clues)} 条线索" + (f"（其中 {resting} 条依据未认定的同一人）" if resting else "")
    if outcome.run is None:
        return [*lines, f"{total}（试运行，未保存）"]
    kept = f"新增 {outcome.added} 条，不再成立 {outcome.resolved} 条，再次成立 {outcome.reopened} 条"
    return [*lines, f"第 {outcome.run.pk} 次筛查，核查日 {outcome.run.as_of}：{total}，{kept}"]


def again(options: argparse.Namespace) -> int:
    """Repeat a run and print what differs."""

    from zhiheng.models.in_force import catalog
    from zhiheng.oversight import services
    from zhiheng.registry.selectors import COMMAND_LINE

    outcome = services.rerun(actor=COMMAND_LINE, now=moment(), catalog=catalog(), run_id=options.rerun)
    write_lines(options.json, outcome.differences)
    if options.json != "-":
        print(f"第 {outcome.run.pk} 次筛查重新运行：{outcome.found} 条线索，{len(outcome.differences)} 处差异")
        for item in outcome.differences:
            print(f"  {CHANGES[item['change']]}：{item['model']} {item['subject']} {item['occurrence']}")
    return 1 if outcome.differences else 0


CHANGES: Mapping[str, str] = {"missing": "这次没有", "new": "当时没有", "other": "内容不同", "model_changed": "当时的文本没有保存，未比对"}


def progress(model: str, finished: int, total: int) -> None:
    """One line that rewrites itself on a terminal."""
    end = "\n" if finished == total else ""
    print(f"\r{finished}/{total} {model:<30}", end=end, file=sys.stderr, flush=True)
