"""生成模拟省域的交换文件，并附真值文件 truth.json：每个文件导入后应有的报告、各模型应当发现的线索。人员均为虚构；参数相同则文件相同。"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.law.calendar import is_published
from zhiheng.schema.errors import UnusableInputError

NEEDS_DATABASE = False
FEWEST, MOST = 20, 2_000_000
AS_OF = date(2026, 6, 30)
COMMAND = "zhiheng simulate"
LARGE = {
    "days-of-labour": "每名罪犯若干天的劳动记录",
    "stays-per-person": "每名矫正对象若干次住宿",
    "journeys-per-person": "每名矫正对象若干次出行",
    "checkins-per-person": "每名矫正对象若干次签到，每天一次",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--persons", type=int, default=400, metavar="N", help=f"人数，{FEWEST} 至 {MOST}（默认 400）")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="种子；不同的种子生成不同的省域（默认 1）")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="新目录或者空目录，写入 files/ 和 truth.json")
    parser.add_argument("--as-of", type=day, default=AS_OF, metavar="DATE", help=f"核查日，如 2026-06-30（默认 {AS_OF}）")
    parser.add_argument("--json", metavar="FILE", help="把摘要以 JSON 写入文件（- 为标准输出）")
    plain = parser.add_argument_group("大数据量", "不带差错的干净文件，用于测量；追加的行均属合法")
    plain.add_argument("--plain", choices=("csv", "parquet"), help="生成该格式的干净文件，表头为字段名")
    for flag, what in LARGE.items():
        plain.add_argument(f"--{flag}", type=int, default=0, metavar="N", help=f"与 --plain 同用：{what}")


def day(text: str) -> date:
    """A date in ISO form."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-06-30") from error


def plays() -> Any:
    """What plays the packs' stories in a demonstration; unlike the province it needs the database."""
    from zhiheng.simulate.plays import programme

    return programme


def boundaries() -> Any:
    """Invented boundaries of the province's districts, as a demonstration draws them."""
    from zhiheng.simulate.boundaries import drawn

    return drawn()


def run(options: argparse.Namespace) -> int:
    """Make the province; 0 done, unusable arguments are refused before anything is written."""
    check(options)
    make_room(options.out)
    from zhiheng.simulate.making import make

    with progress(options.persons) as tell:
        summary = make(options, tell)
    if options.json:
        write_json(options.json, summary)
    if options.json != "-":
        print(summary_text(summary))
    return 0


def check(options: argparse.Namespace) -> None:
    """Refuse numbers and days nothing can be made of."""
    if not FEWEST <= options.persons <= MOST:
        raise UnusableInputError(COMMAND, f"--persons {options.persons}", "人数超出范围", f"请给出 {FEWEST} 至 {MOST} 之间的人数")
    if not (is_published(options.as_of.year) and is_published(options.as_of.year - 3)):
        raise UnusableInputError(
            COMMAND, f"--as-of {options.as_of}", "该年份的节假日安排尚未公布或者未收录", "请给出节假日已公布年份内的日期"
        )
    for flag in LARGE:
        count = getattr(options, flag.replace("-", "_"))
        if count < 0 or (count and not options.plain):
            raise UnusableInputError(
                COMMAND, f"--{flag} {count}", "该选项须为非负整数并与 --plain 同用", "请加上 --plain parquet 或者去掉该选项"
            )


def make_room(target: Path) -> None:
    """Make the target place; one that holds something, or cannot be written, is refused."""
    if target.is_dir() and any(target.iterdir()):
        raise UnusableInputError(COMMAND, str(target), "目标目录不是空的", "请指定一个新目录或者空目录")
    try:
        (target / "files").mkdir(parents=True)
    except OSError as error:
        raise UnusableInputError(COMMAND, str(target), f"目标目录不能写入：{error.strerror}", "请指定一个可写的目录") from error


@contextmanager
def progress(persons: int) -> Iterator[Any]:
    """A bar on a terminal; a function to tell how many persons were made."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("生成模拟省域", total=persons)
        yield lambda finished: bar.update(task, completed=finished)


def summary_text(summary: dict[str, Any]) -> str:
    """The summary for people."""
    return (
        f"已生成模拟省域：{summary['persons']} 人、{summary['files']} 个文件、{summary['rows']} 行，"
        f"植入线索 {summary['clues']} 条（{summary['models']} 个模型）。目录：{summary['out']}。全部人员均为虚构。"
    )


def write_json(target: str, summary: dict[str, Any]) -> None:
    """Write the summary to a file, or to standard output for `-`."""
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    if target == "-":
        print(text)
        return
    try:
        Path(target).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableInputError(COMMAND, target, f"不能写入：{error.strerror}", "请指定一个可写的文件") from error
