"""业务流程：`check` 检查每个流程是否健全（可达、能结束、时限、角色、文书已知），`export` 导出 BPMN 2.0 或图。"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

import zhiheng
from zhiheng.catalog import documents, packs, procedures
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.soundness import check
from zhiheng.cli.output import write_text
from zhiheng.procedure.core.bpmn import to_bpmn
from zhiheng.procedure.core.picture import to_svg
from zhiheng.schema.errors import UnusableInputError

NEEDS_DATABASE = False
PRINTERS = {"bpmn": to_bpmn, "svg": to_svg}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two works: `check [PATH…]` and `export ID --format bpmn|svg`."""
    works = parser.add_subparsers(dest="work", required=True)
    checking = works.add_parser("check", help="检查流程；PATH 为业务包文件夹、其上级文件夹或流程文件")
    checking.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    exporting = works.add_parser("export", help="导出一个流程")
    exporting.add_argument("id", metavar="ID")
    exporting.add_argument("--format", choices=sorted(PRINTERS), default="bpmn")
    exporting.add_argument("--out", default="-", metavar="FILE", help="写入的文件（默认 - 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """Exit 0 when sound or exported, 1 when a procedure has faults."""
    return checked(options.paths or [packs_root()]) if options.work == "check" else exported(options)


def checked(paths: Iterable[Path]) -> int:
    """Print every fault of every procedure with its place."""
    faults = Faults()
    files = [file for path in paths for file in procedure_files(path)]
    specs = [spec for file in files if (spec := procedures.read(file, procedures.root_of(file).name, faults))]
    known = {spec.id: spec for spec in specs}
    papers = {key: paper for spec in specs for key, paper in papers_of(spec, faults).items()}
    for spec in specs:
        check(spec, packs.known_to(spec, Catalog({}, {}, {}, known, papers)), faults)
    for fault in sorted(faults):
        print(fault)
    print(f"检查了 {len(files)} 个流程，{'没有错误' if not faults else f'有 {len(faults)} 处错误'}")
    return 1 if faults else 0


def papers_of(spec: ProcedureSpec, faults: Faults) -> dict[tuple[str, str], DocumentSpec]:
    """The papers of the procedure's pack, and of the packs it shares papers with, which lie beside it."""
    root, found = procedures.root_of(spec.path), {}
    for pack in (root.name, *spec.shares):
        place = root.parent / pack / "documents"
        for path in sorted([*place.glob("*.md"), *place.glob("*.yaml")]):
            paper = documents.read(path, spec.pack if pack == root.name else pack, faults)
            if paper:
                found[paper.pack, paper.id] = paper
    return found


def procedure_files(path: Path) -> list[Path]:
    """The procedures a path names."""
    if path.is_file():
        return [path]
    patterns = ("procedure.yaml", "procedures/*.yaml", "*/procedure.yaml", "*/procedures/*.yaml")
    found = sorted(file for pattern in patterns for file in path.glob(pattern))
    if not found:
        reason = "这里没有 procedures/*.yaml 或 procedure.yaml"
        raise UnusableInputError("业务流程", str(path), reason, "请指定业务包文件夹、其上级文件夹或流程文件")
    return found


def exported(options: argparse.Namespace) -> int:
    """Write one procedure as BPMN or SVG."""
    faults = Faults()
    found = [procedures.read(file, procedures.root_of(file).name, faults) for file in procedure_files(packs_root())]
    faults.raise_any()
    known = {spec.id: spec for spec in found if spec}
    if options.id not in known:
        raise UnusableInputError("业务流程", options.id, "没有这个流程", f"可用：{'、'.join(sorted(known))}")
    text = PRINTERS[options.format](known[options.id])
    write_text(options.out, text)
    return 0


def packs_root() -> Path:
    """Where the packs lie: the environment's word, else those shipped with the package, else those of the source tree."""
    shipped = Path(zhiheng.__file__).parent / "_packs"
    return Path(os.environ.get("ZHIHENG_PACKS") or (shipped if shipped.is_dir() else shipped.parents[2] / "packs"))
