"""业务包：`check` 读出全部业务包，逐条说明错误（文件、行、改法），`--stories` 并走一遍故事；`schema` 给出某种文件的 JSON Schema。"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from zhiheng.analysis import column_check
from zhiheng.catalog import kinds, packs
from zhiheng.catalog.errors import Faults, PackError
from zhiheng.cli import story_runs
from zhiheng.cli.output import write_text
from zhiheng.cli.procedures import packs_root
from zhiheng.schema.errors import UnusableInputError

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two works: `check [PATH] [--stories]` and `schema [KIND]`."""
    works = parser.add_subparsers(dest="work", required=True)
    checking = works.add_parser("check", help="检查业务包；PATH 为含有业务包的文件夹")
    checking.add_argument("path", nargs="?", type=Path, metavar="PATH")
    checking.add_argument("--stories", action="store_true", help="并走一遍故事")
    schema = works.add_parser("schema", help="给出某种文件的 JSON Schema，供编辑器补全和检查")
    schema.add_argument("kind", nargs="?", metavar="KIND")
    schema.add_argument("--out", default="-", metavar="FILE", help="写入的文件（默认 - 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """Exit 0 when sound, 1 when something is wrong."""
    return checked(options.path or packs_root(), stories=options.stories) if options.work == "check" else write_schema(options)


def checked(root: Path, *, stories: bool) -> int:
    """Print every fault of every pack with its place."""
    try:
        catalog = packs.load(root)
        faults = Faults()
        column_check.check(catalog, faults)
        faults.raise_any()
    except PackError as error:
        for fault in sorted(error.faults):
            print(fault)
        print(f"有 {len(error.faults)} 处错误")
        return 1
    failed = list(story_runs.run_all(catalog)) if stories else []
    for one in failed:
        print(one)
    told = sum(len(one.shape.stories) if one.shape else len(one.document.value.get("stories") or []) for one in catalog.stories)
    said = f"，走了 {told} 个故事，{f'{len(failed)} 处不符' if failed else '都相符'}" if stories else ""
    print(f"检查了 {len(catalog.packs)} 个业务包、{len(catalog.procedures)} 个流程，没有错误{said}")
    return 1 if failed else 0


def write_schema(options: argparse.Namespace) -> int:
    """Write the schema of one kind of file, or of all of them."""
    if options.kind and options.kind not in kinds.SHAPES:
        raise UnusableInputError("文件种类", options.kind, "没有这一种", f"可用：{'、'.join(kinds.SHAPES)}")
    wanted = kinds.schema_of(options.kind) if options.kind else {kind: kinds.schema_of(kind) for kind in kinds.SHAPES}
    write_text(options.out, json.dumps(wanted, ensure_ascii=False, indent=2) + "\n")
    return 0
