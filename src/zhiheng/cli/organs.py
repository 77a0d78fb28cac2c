"""机关：`organs import FILE` 按 CSV 或 Excel 文件登记机关，`organs relate FILE` 登记机关关系，`organs list` 列出；文件的错误一次说全。"""

from __future__ import annotations

import argparse

from zhiheng.cli.clock import moment
from zhiheng.cli.officers import file_of

TITLE = "机关登记"


def arguments(parser: argparse.ArgumentParser) -> None:
    """A file of organs or relations."""
    parser.add_argument("act", choices=["import", "relate", "list"], help="import：机关；relate：机关关系；list：列出")
    parser.add_argument("file", nargs="?", help="CSV 或 Excel 文件；列名见 docs/install.md")


def run(options: argparse.Namespace) -> int:
    """0 done; 2 the file has faults, all of which are said."""
    from zhiheng.registry.core.errors import TableRefused

    if options.act == "list":
        return show()
    try:
        return take(options)
    except TableRefused as refused:
        for fault in refused.faults:
            print(fault)
        refused.faults = ()
        raise


def take(options: argparse.Namespace) -> int:
    """Take the file in."""
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import import_organs, import_relations

    place = file_of(options)
    work, what = (import_organs, "机关") if options.act == "import" else (import_relations, "关系")
    outcome = work(actor=COMMAND_LINE, now=moment(), content=place.read_bytes(), name=place.name)
    print(f"{place.name}：{outcome.rows} 行，新登记{what} {outcome.new} 个")
    return 0


def show() -> int:
    """A line an organ: name, kind, level, division, upper."""
    from zhiheng.registry.selectors.accounts import every_organ

    for organ in every_organ():
        print("\t".join([organ.name, organ.kind_title, organ.level_title, organ.division, organ.parent.name if organ.parent else ""]))
    return 0
