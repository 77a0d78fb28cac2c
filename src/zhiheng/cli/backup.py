"""备份：不停机，数据库和文件取自同一时点，附检查点和清单；密钥另存（--keys）。恢复用 zhiheng restore。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhiheng.cli.clock import moment
from zhiheng.schema.errors import UnusableInputError

TITLE = "备份"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, where the keys go, how many stay."""
    parser.add_argument("target", type=Path, metavar="TARGET", help="存放备份的目录，每次备份在其中新建一个文件夹；应在另一块磁盘上")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="把密钥另存为这个文件（只有本人可读），不能放在备份目录里")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="做成之后只留最新的 N 份（默认全部保留）")

    parser.add_argument("--read-back", action="store_true", help="不做新的备份，把最近一份逐个文件读回，与清单核对")


def run(options: argparse.Namespace) -> int:
    """0 done; 1 done, but something was found damaged."""
    from zhiheng.operation.services import back_up
    from zhiheng.registry.selectors import COMMAND_LINE

    if options.read_back:
        return run_read_back(options)
    if options.keep < 0:
        raise UnusableInputError("保留份数", str(options.keep), "不能小于 0", "请写 1 以上的数，不写则全部保留")
    done = back_up(actor=COMMAND_LINE, now=moment(), target=options.target, keys=options.keys, keep=options.keep)
    manifest = done.manifest
    size = sum(one.bytes for one in manifest.files)
    print(f"已备份到 {done.place}：{len(manifest.files)} 个文件，{size} 字节，留痕 {manifest.entries} 条")
    print(f"清单 SHA-256 {manifest.digest}；请把其中的 checkpoint.txt 和这个摘要另交外部机关保管")
    print(f"密钥另存在 {done.keys}，请由另一人保管" if done.keys else "没有备份密钥（--keys FILE 另存）")
    if done.swept:
        print(f"已清理上次中断留下的：{'、'.join(done.swept)}")
    if done.removed:
        print(f"已删除较早的备份：{'、'.join(done.removed)}")
    for fault in manifest.faults:
        print(f"注意：{fault}", file=sys.stderr)
    return 1 if manifest.faults else 0


def run_read_back(options: argparse.Namespace) -> int:
    """0 as the manifest says; 1 something is not."""
    from zhiheng.operation.services import read_back
    from zhiheng.registry.selectors import COMMAND_LINE

    if options.keys or options.keep:
        raise UnusableInputError("--read-back", "", "只核对，不能与 --keys、--keep 同用", "请分两次运行")
    found = read_back(actor=COMMAND_LINE, now=moment(), target=options.target)
    stands = "有问题" if found.faults else "与清单一致"
    print(f"已读回 {found.place}：{len(found.manifest.files)} 个文件，{found.manifest.made_at} 做成，{stands}")
    for fault in found.faults:
        print(f"注意：{fault}", file=sys.stderr)
    return 1 if found.faults else 0
