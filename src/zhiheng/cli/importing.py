"""Takes exchange files in: CSV, Excel, JSON Lines or Parquet, files or folders in the order of their names.

A row that is wrong is rejected with its reason and the others go in; content imported before is skipped; after a stop the same command
completes the work. A file that cannot be used at all is reported, the others go in, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from zhiheng.cli.clock import moment
from zhiheng.cli.output import write_json
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.exchange.core.report import FileReport
    from zhiheng.schema.rejections import Rejection

TITLE = "导入"
REJECTIONS_SHOWN = 5  # of one file
DETAILS_SHOWN = 60
NAMES_SHOWN = 40


class Watch(Protocol):
    """Follows an import on a terminal."""

    def rows(self, path: str, rows: int) -> None:
        """Told the rows done of the file being read."""

    def file(self, report: FileReport, files: int) -> None:
        """Told each report as it is ready, and how many files there are."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument("--dataset", metavar="D", help="the dataset, where the file names do not say it")
    parser.add_argument("--organ", metavar="O", help="the sending organ (default: the nearest folder named after one)")
    parser.add_argument("--register-organ", action="store_true", help="register organs that are not registered yet")
    parser.add_argument("--any-source", action="store_true", help="take datasets in although another kind of organ sends them")
    parser.add_argument("--dry-run", action="store_true", help="check only; nothing is stored")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON (- for standard output)")
    parser.add_argument("--template", metavar="D", help="write an Excel template of the dataset into the current folder and exit")


def run(options: argparse.Namespace) -> int:
    """0 done (rejected rows are reported), 2 where a file could not be used."""
    if options.template:
        return write_template(options.template)
    if not options.paths:
        raise UnusableInputError(
            "zhiheng import", "", "没有给出文件或者目录", "用法：zhiheng import 路径… [--dataset 数据集] [--organ 机关]"
        )
    reports = take_in(options)
    if not options.dry_run and (told := examined()):
        print(told, file=sys.stderr)
    for report in reports:
        if report.refusal and not report.passed_over:
            print(" ".join(str(report.refusal).split()), file=sys.stderr)
    if options.json:
        write_json(options.json, [report.to_json() for report in reports], "数据已经入库；请换一个位置重新运行以取得报告")
    if options.json != "-":
        print(summary(reports, dry_run=options.dry_run))
    return 2 if any(report.refusal and not report.passed_over for report in reports) else 0


def take_in(options: argparse.Namespace) -> list[FileReport]:
    """Run the import and clear away what stopped ones left behind."""
    from zhiheng.exchange.services import receive_all
    from zhiheng.records.services import sweep_orphans
    from zhiheng.registry.selectors import COMMAND_LINE

    now = moment()
    if not options.dry_run:
        sweep_orphans(actor=COMMAND_LINE, now=now)
    with watching() as watch:
        return receive_all(
            actor=COMMAND_LINE,
            now=now,
            paths=options.paths,
            dataset=options.dataset,
            organ=options.organ,
            dry_run=options.dry_run,
            register_organ=options.register_organ,
            any_source=options.any_source,
            on_progress=watch.rows,
            on_file=watch.file,
        )


def examined() -> str:
    """Examine the quality of what came in; why it could not be, empty if it was."""
    from django.utils import timezone

    from zhiheng.exchange.quality.services import examine_after_receipt
    from zhiheng.registry.selectors import COMMAND_LINE

    return " ".join(examine_after_receipt(actor=COMMAND_LINE, now=timezone.now()).split())


class Silent:
    """Where nobody looks on."""

    def rows(self, path: str, rows: int) -> None:
        """Nothing is shown."""

    def file(self, report: FileReport, files: int) -> None:
        """Nothing is shown."""


class FileProgress:
    """A progress bar of files, with the rows of the file being read."""

    def __init__(self, progress: Any) -> None:
        self.progress = progress
        self.task = progress.add_task("导入", total=None)

    def rows(self, path: str, rows: int) -> None:
        """Show the rows done of the file being read."""
        self.progress.update(self.task, description=f"{Path(path).name} {rows:,} 行")

    def file(self, report: FileReport, files: int) -> None:
        """One file more is done."""
        self.progress.update(self.task, total=files, advance=1, description=Path(report.path).name)


@contextmanager
def watching() -> Iterator[Watch]:
    """Progress on a terminal, silence elsewhere; shown on standard error, so that standard output stays clean."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield FileProgress(progress)


def summary(reports: Sequence[FileReport], *, dry_run: bool) -> str:
    """What happened, for people: totals, then of each file what the sender should look at."""
    beside = [report for report in reports if report.passed_over]
    used = [report for report in reports if not report.refusal]
    fresh = [report for report in used if not report.skipped]
    restored = sum(report.restored for report in used)
    refused = len(reports) - len(used) - len(beside)
    lines = [("试运行（未入库）：" if dry_run else "") + totals(fresh)]
    if len(used) > len(fresh):
        lines.append(f"跳过 {len(used) - len(fresh)} 个文件：内容以前已经导入")
    if restored:
        lines.append(f"恢复 {restored} 个丢失或者损坏的批次文件：由相同的原文件重新写成，与入库时一致")
    if refused:
        lines.append(f"不能使用 {refused} 个文件，原因见上")
    details = [line for report in fresh for line in about(report)]
    if len(details) > DETAILS_SHOWN:
        details = [*details[:DETAILS_SHOWN], f"  另有 {len(details) - DETAILS_SHOWN} 条，用 --json 查看全部"]
    return "\n".join([*lines, *details, *report_lines(fresh), *(over(report) for report in beside), *registered(fresh, dry_run=dry_run)])


def registered(reports: Sequence[FileReport], *, dry_run: bool) -> list[str]:
    """The line about organs that are registered with these files."""
    names = list(dict.fromkeys(report.organ for report in reports if report.registered and report.organ))
    return [f"{'将登记' if dry_run else '新登记'}机关 {len(names)} 个：{listed(names)}"] if names else []


def report_lines(reports: Sequence[FileReport]) -> list[str]:
    """What of the files was not taken as it stood: always said, by file, or together where it is much."""
    lines = [line for report in reports for line in left_out(report)]
    if len(lines) <= DETAILS_SHOWN:
        return lines
    unknown = dict.fromkeys(column for report in reports for column in report.unknown_columns)
    files = sum(bool(report.unknown_columns) for report in reports)
    changes: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (one for report in reports for one in report.folded):
        known = changes.setdefault((one["field"], one["kind"]), {**one, "count": 0})
        known["count"] += one["count"]
    return [
        f"  {files} 个文件有未采用的列：{listed(list(unknown))}",
        *(f"  {report.path} {part}" for report in reports for part in report.unread),
        *(f"  {changed(one)}" for one in changes.values()),
        *([f"  共跳过 {blank:,} 个空白行"] if (blank := sum(report.blank_rows for report in reports)) else []),
    ]


def left_out(report: FileReport) -> list[str]:
    """What of one file was not taken as it stood."""
    lines = [f"  {report.path} 未采用的列：{'、'.join(report.unknown_columns)}"] if report.unknown_columns else []
    lines += [f"  {report.path} {part}" for part in report.unread]
    if report.blank_rows:
        lines.append(f"  {report.path} 跳过 {report.blank_rows:,} 个空白行")
    return [" ".join(line.split("\n")) for line in [*lines, *(f"  {report.path} {changed(one)}" for one in report.folded)]]


def over(report: FileReport) -> str:
    """The line about a file that lies beside the others and was not taken."""
    said = f"{report.refusal.reason}；{report.refusal.remedy}" if report.refusal else ""
    return f"  没有导入 {report.path}：{said}"


def listed(names: Sequence[str]) -> str:
    """The first names of a list."""
    return "、".join(names[:NAMES_SHOWN]) + (f" 等 {len(names)} 个" if len(names) > NAMES_SHOWN else "")


def totals(reports: Sequence[FileReport]) -> str:
    """Files and rows in one sentence."""
    rows, accepted = (sum(getattr(report, count) for report in reports) for count in ("rows", "accepted"))
    duplicates, superseded = (sum(getattr(report, count) for report in reports) for count in ("duplicates", "superseded"))
    taken = f"接收 {accepted:,} 行（其中重复 {duplicates:,}、更新 {superseded:,}）"
    return f"{len(reports)} 个文件，{rows:,} 行：{taken}，拒收 {rows - accepted:,} 行"


def place_of(one: Rejection) -> str:
    """Row, field and value of a rejection; a row that is wrong as a whole has no field."""
    return " ".join([f"第 {one.row} 行", *([one.column] if one.column else [])]) + (f"＝{one.value}" if one.value else "")


def about(report: FileReport) -> list[str]:
    """The lines about one file that the sender should look at."""
    lines = [f"  {report.path} {place_of(one)}：{one.reason}；{one.remedy}" for one in report.rejected[:REJECTIONS_SHOWN]]
    if len(report.rejected) > REJECTIONS_SHOWN:
        lines.append(f"  {report.path} 另有 {len(report.rejected) - REJECTIONS_SHOWN} 处错误，用 --json 查看全部")
    return [" ".join(line.split("\n")) for line in lines]


def changed(one: Mapping[str, Any]) -> str:
    """What was changed in a column on reading, with its examples."""
    examples = "、".join(f"{sent.strip() or '（空格）'}→{stored or '（空）'}" for sent, stored in one["examples"])
    return f"{one['field']} 有 {one['count']:,} 处{one['kind']}已经统一，如 {examples}"


def write_template(name: str) -> int:
    """Write the dataset's Excel template into the current folder."""
    from zhiheng.schema import DATASETS
    from zhiheng.schema.templates import write_template as write

    found = [dataset for dataset in DATASETS.values() if name in {dataset.name, dataset.zh, dataset.short_zh}]
    if not found:
        raise UnusableInputError("数据集", name, "没有这个数据集", "可用：" + "、".join(DATASETS))
    place = Path(f"{found[0].short_zh}_模板.xlsx")
    try:
        write(found[0], place)
    except OSError as error:
        raise UnusableInputError("模板", str(place), f"不能写入（{error.strerror}）", "请换一个可写的目录再运行") from error
    print(f"已写入 {place}")
    return 0
