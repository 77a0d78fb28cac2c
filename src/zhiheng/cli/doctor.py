"""体检：数据库、时钟、磁盘、权限、密钥、定时任务、备份、字体、TLS 逐项检查，只看不改；有故障或没能检查的，退出码为 1。"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime

from zhiheng.cli.output import write_json
from zhiheng.schema.errors import UnusableInputError

TITLE = "体检"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the answer."""
    parser.add_argument("--json", metavar="FILE", help="结果写成 JSON（- 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """0 nothing wrong; 1 a fault, or something that could not be looked at."""
    from zhiheng.cli.opening import READ_ONLY, home_directory, set_up
    from zhiheng.operation.core.findings import exit_status
    from zhiheng.operation.core.restoring import refuse_half_restored

    home = home_directory()
    if not home.is_dir():
        raise UnusableInputError("目录", str(home), "不存在", "请用 --home 指定已在使用的目录")
    refuse_half_restored(home)
    os.environ[READ_ONLY] = "1"
    set_up()
    from zhiheng.operation.selectors import checks

    found = checks(datetime.now(UTC))
    status = exit_status(found)
    if options.json:
        write_json(options.json, {"ok": status == 0, "checks": [one.to_json() for one in found]})
    if options.json != "-":
        print("\n".join(one.line() for one in found))
    return status
