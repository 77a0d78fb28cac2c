"""数据怎样存在磁盘上：数据密钥、加密、换密钥、合并小批次文件。见 docs/operate.md。"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.cli.clock import moment

if TYPE_CHECKING:
    from zhiheng.operation.services.enciphering import Turned

TITLE = "数据存放"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which act."""
    acts = parser.add_subparsers(dest="act", metavar="status|key|encipher|rotate|retire|merge")
    acts.add_parser("status", help="列出有多少文件用哪个密钥加密（默认）")
    acts.add_parser("key", help="生成一个数据密钥文件").add_argument("file", type=Path, metavar="FILE", help="放在数据目录之外")
    encipher = acts.add_parser("encipher", help="把已有的文件改用在用的密钥加密；可随时停下再做")
    encipher.add_argument("--plain", action="store_true", help="反过来：全部改为不加密")
    acts.add_parser("rotate", help="换一个新密钥，并把全部文件改用新密钥；不用停机")
    merge = acts.add_parser("merge", help="把同一单位同一数据集的小批次文件合成大文件；留痕、快照和摘要不变")
    merge.add_argument("--least", type=int, default=16, metavar="N", help="至少有这么多小文件才合并（默认 16）")
    acts.add_parser("retire", help="从密钥文件里删去已没有文件使用的旧密钥（换密钥一天以后）")


def opens_home(options: argparse.Namespace) -> bool:
    """All but the making of a key, which the home may wait for already."""
    return bool(options.act != "key")


def run(options: argparse.Namespace) -> int:
    """0 done; 1 something was found damaged and left as it is."""
    acts: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: show, "status": show, "key": make_key, "encipher": encipher, "rotate": rotate, "retire": retire, "merge": merge,
    }  # fmt: skip
    return acts[options.act](options)


def show(_options: argparse.Namespace) -> int:
    """How many files lie under which key."""
    from zhiheng.operation.services.enciphering import standing

    told = standing()
    for number, count in sorted(told.files.items()):
        named = "不加密" if not number else f"密钥 {number}" + ("（在用）" if number == told.present else "（旧）")
        print(f"{named}\t{count} 个文件")
    print(f"数据库里 {told.rows} 行还不是应有的样子（zhiheng storage encipher）" if told.rows else "数据库的加密栏目都是应有的样子")
    if not told.present:
        print("没有设置 ZHIHENG_DATA_KEY：新写的文件不加密")
    return 0


def make_key(options: argparse.Namespace) -> int:
    """A file with a new key."""
    from zhiheng.cli.opening import home_directory
    from zhiheng.ledger.core import data_keys

    data_keys.make(options.file)
    data_keys.demand_outside(options.file, home_directory())
    print(f"已生成 {options.file}。请设置 ZHIHENG_DATA_KEY={options.file.resolve()}，并把该文件另存两份，分人保管：遗失则数据无法读出")
    return 0


def encipher(options: argparse.Namespace) -> int:
    """Bring all files under the present key, or out of encipherment."""
    from zhiheng.operation.services.enciphering import turn_over
    from zhiheng.registry.selectors import COMMAND_LINE

    return exit_status(turn_over(actor=COMMAND_LINE, now=moment(), plain=options.plain))


def rotate(_options: argparse.Namespace) -> int:
    """A new key for everything."""
    from zhiheng.operation.services.enciphering import rotate_data_key
    from zhiheng.registry.selectors import COMMAND_LINE

    return exit_status(rotate_data_key(actor=COMMAND_LINE, now=moment()))


def retire(_options: argparse.Namespace) -> int:
    """Strike out keys that nothing needs."""
    from zhiheng.operation.services.enciphering import retire_keys
    from zhiheng.registry.selectors import COMMAND_LINE

    print(f"删去 {retire_keys(actor=COMMAND_LINE, now=moment())} 个旧密钥。旧备份仍需旧密钥才能恢复，请保留其另存件")
    return 0


def merge(options: argparse.Namespace) -> int:
    """Merge small files; the batches' own ones go a day later."""
    from zhiheng.records.services import merge_segments, sweep_merged
    from zhiheng.registry.selectors import COMMAND_LINE

    now = moment()
    made = merge_segments(actor=COMMAND_LINE, now=now, least=max(2, options.least))
    swept = sweep_merged(actor=COMMAND_LINE, now=now)
    print(f"合并 {sum(one.batches for one in made)} 个批次文件为 {len(made)} 个；移除一天以前已合并的 {swept} 个")
    return 0


def exit_status(turned: Turned) -> int:
    """Say what was done; 1 where something was found damaged."""
    print(f"改写 {turned.files} 个文件（{turned.bytes} 字节），数据库 {turned.rows} 行")
    for path in turned.left:
        print(f"注意：{path} 与入库时不一致，没有改写；请从备份恢复", file=sys.stderr)
    return 1 if turned.left else 0
