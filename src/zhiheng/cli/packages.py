"""业务数据包：receive 接收，send 发出，list 列出，receipt 取回执，answer 登记对方回执，bind 归入案件，code 登记单位编号."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from zhiheng.cli.clock import moment
from zhiheng.schema.errors import UnusableInputError

TITLE = "业务数据包"


def only_reads(options: argparse.Namespace) -> bool:
    """Lists and receipts only read."""
    return options.act in {"list", "receipt"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Acts of packages."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    receive = acts.add_parser("receive", help="take packages in; exit 1 when one is kept back or refused")
    receive.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a ZIP; its signature is FILE.sig.json beside it")
    receive.add_argument("--receipts", type=Path, metavar="DIR", help="write the receipts (XML) into this folder")
    receive.add_argument("--json", action="store_true")
    send = acts.add_parser("send", help="make a package of a case for another organ")
    send.add_argument("case", metavar="CASE", help="id or number of the case")
    send.add_argument("--to", required=True, metavar="ORGAN")
    send.add_argument("--sender", default="", metavar="ORGAN", help="in whose name; default: the organ that opened the case")
    send.add_argument("--node", default="", help="node of the business, such as 0111A; default: that of the procedure")
    send.add_argument("--out", type=Path, metavar="DIR", help="folder to put it into; default: packages/send of the home")
    listing = acts.add_parser("list", help="packages, newest first")
    listing.add_argument("--state", default="", help="bound, quarantined, refused, sent, acknowledged, rejected")
    receipt = acts.add_parser("receipt", help="write the receipt (XML) of a package that came")
    receipt.add_argument("number", type=int)
    receipt.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    answer = acts.add_parser("answer", help="note the receipt that another system gave")
    answer.add_argument("file", type=Path, metavar="FILE")
    bind = acts.add_parser("bind", help="put a package that was kept back into a case")
    bind.add_argument("number", type=int)
    bind.add_argument("case", metavar="CASE")
    code = acts.add_parser("code", help="note by which number other systems call an organ")
    code.add_argument("code")
    code.add_argument("organ")


def run(options: argparse.Namespace) -> int:
    """0 done; 1 a package was kept back or refused; 2 unusable input."""
    return int(globals()[f"_{options.act}"](options))


def _receive(options: argparse.Namespace) -> int:
    from zhiheng.exchange.core.package_seal import ENDING, MOST_BYTES
    from zhiheng.exchange.packages.selectors import receipt_of
    from zhiheng.exchange.packages.services import receive_package
    from zhiheng.registry.selectors import COMMAND_LINE

    rows = []
    for file in options.files:
        if not file.is_file():
            raise UnusableInputError("业务数据包", str(file), "文件读不到", "请核对路径和权限")
        beside = file.with_name(file.name + ENDING)
        seal = beside.read_bytes()[: MOST_BYTES + 1] if beside.is_file() else None
        row = receive_package(actor=COMMAND_LINE, now=moment(), path=file, seal=seal)
        rows.append(row)
        if options.receipts:
            _write(options.receipts, *receipt_of(row))
        if not options.json:
            print(_package_line(row))
    if options.json:
        print(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=2))
    return 0 if all(row.state == "bound" for row in rows) else 1


def _send(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.services import send_package
    from zhiheng.registry.selectors import COMMAND_LINE

    given = {"to": options.to, "node": options.node, "sender": options.sender, "outbox": options.out}
    case = _case(options.case)
    row = send_package(actor=COMMAND_LINE, now=moment(), viewer=COMMAND_LINE, case_id=case, **given)
    print(_package_line(row))
    return 0


def _list(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.selectors import packages_seen_by
    from zhiheng.registry.selectors import COMMAND_LINE

    found = packages_seen_by(COMMAND_LINE)
    for row in found.filter(state=options.state) if options.state else found:
        print(_package_line(row))
    return 0


def _receipt(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.selectors import receipt_of

    print(_write(options.out, *receipt_of(_package(options.number))))
    return 0


def _answer(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.services import take_receipt
    from zhiheng.registry.selectors import COMMAND_LINE

    if not options.file.is_file():
        raise UnusableInputError("回执", str(options.file), "文件读不到", "请核对路径和权限")
    content = options.file.read_bytes()
    print(_package_line(take_receipt(actor=COMMAND_LINE, now=moment(), content=content, name=options.file.name)))
    return 0


def _bind(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.services import bind_package
    from zhiheng.registry.selectors import COMMAND_LINE

    case = _case(options.case)
    row = bind_package(actor=COMMAND_LINE, now=moment(), viewer=COMMAND_LINE, package_id=options.number, case_id=case)
    print(_package_line(row))
    return 0


def _code(options: argparse.Namespace) -> int:
    from zhiheng.exchange.packages.services import register_code
    from zhiheng.registry.selectors import COMMAND_LINE

    row = register_code(actor=COMMAND_LINE, now=moment(), code=options.code, organ=options.organ)
    print(f"{row.code}\t{row.organ.name}")
    return 0


def _case(wanted: str) -> UUID:
    """The id of a case given by id or number."""
    from zhiheng.procedure.selectors import cases_seen_by
    from zhiheng.registry.selectors import COMMAND_LINE

    try:
        return UUID(wanted)
    except ValueError:
        found = list(cases_seen_by(COMMAND_LINE).filter(number=wanted)[:2])
    if len(found) != 1:
        raise UnusableInputError("案件", wanted, "没有这个案号的案件，或者不止一个", "请写案件的编号（UUID）")
    return found[0].pk


def _package(number: int) -> Any:
    from zhiheng.exchange.packages.selectors import packages_seen_by
    from zhiheng.registry.selectors import COMMAND_LINE

    found = packages_seen_by(COMMAND_LINE).filter(pk=number, direction="received").first()
    if found is None:
        raise UnusableInputError("业务数据包", str(number), "没有收到过这个编号的数据包", "请用 zhiheng packages list 查看")
    return found


def _write(place: Path, name: str, content: bytes) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    target = place / name
    target.write_bytes(content)
    return target


def _package_line(row: Any) -> str:
    about = f"第 {row.pk} 号 {row.get_direction_display()} {row.get_state_display()}：{row.name}"
    left = [f"{part['name']} {part['reason']}" for part in row.parts if row.state == "bound" and "reason" in part]
    case = f"；案件 {row.case_id} {row.case}" if row.case_id else ""
    return "\n  ".join([about + case + (f"；{row.reason}" if row.reason else ""), *left, *row.unread])


def _facts(row: Any) -> dict[str, Any]:
    return {
        "number": row.pk, "name": row.name, "state": row.state, "reason": row.reason, "mark": row.mark, "md5": row.md5,
        "sha256": row.digest, "size": row.size, "seal": row.seal, "case": str(row.case_id) if row.case_id else None,
        "first": row.first_id, "parts": row.parts, "unread": row.unread,
    }  # fmt: skip
