"""与其他平台、机关系统交换签名报文：密钥（key）、系统账号（account、rotate、close）、对方平台（add、test）、收发（deliver、list、again）。"""

from __future__ import annotations

import argparse
from datetime import date

from zhiheng.cli.clock import moment
from zhiheng.schema.errors import UnusableInputError

TITLE = "系统间报文"


def only_reads(options: argparse.Namespace) -> bool:
    """The board only reads."""
    return bool(options.act == "list")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Acts of the exchange between systems."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    key = acts.add_parser("key", help="make a key with which an organ's messages are signed; prints the public key for others to register")
    key.add_argument("organ")
    key.add_argument("--sm2", action="store_true", help="of SM2 with SM3 instead of Ed25519; needs the extra zhiheng[sm]")
    account = acts.add_parser("account", help="let a system of an organ send messages")
    account.add_argument("organ")
    account.add_argument("name")
    account.add_argument("--public", required=True, metavar="HEX", help="its public key (Ed25519; sm2: before one of SM2)")
    account.add_argument("--scopes", default="cases", help="cases, packages, datasets, separated by commas")
    account.add_argument("--until", required=True, metavar="DATE", type=date.fromisoformat, help="first day without it")
    account.add_argument("--hook", default="", metavar="URL", help="is told when a message comes to its end")
    rotate = acts.add_parser("rotate", help="register a new key of an account")
    rotate.add_argument("number", type=int)
    rotate.add_argument("--public", required=True, metavar="HEX")
    rotate.add_argument("--former-until", required=True, metavar="DATE", type=date.fromisoformat, help="first day without the former keys")
    close = acts.add_parser("close", help="take nothing more from an account")
    close.add_argument("number", type=int)
    add = acts.add_parser("add", help="note where the system of an organ is")
    add.add_argument("organ")
    add.add_argument("url")
    add.add_argument("--closed", action="store_true")
    test = acts.add_parser("test", help="test the connection as one of our organs; exit 1 where it fails")
    test.add_argument("organ", help="the other side")
    test.add_argument("--sender", required=True, metavar="ORGAN")
    acts.add_parser("deliver", help="one round: finish what came, send what waits")
    acts.add_parser("list", help="how the exchange with each organ stands")
    again = acts.add_parser("again", help="try a message that was given up once more")
    again.add_argument("number", type=int)


def run(options: argparse.Namespace) -> int:
    """0 done; 1 the test failed; 2 unusable input."""
    return int(globals()[f"_{options.act}"](options))


def _key(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import make_message_key
    from zhiheng.registry.selectors import COMMAND_LINE

    print(make_message_key(actor=COMMAND_LINE, now=moment(), organ=options.organ, sm2=options.sm2))
    return 0


def _account(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import open_service_account
    from zhiheng.registry.selectors import COMMAND_LINE

    account = open_service_account(
        actor=COMMAND_LINE, now=moment(), organ=options.organ, name=options.name, scopes=options.scopes.split(","),
        expires_on=options.until, public=options.public, hook=options.hook,
    )  # fmt: skip
    print(f"第 {account.pk} 号系统账号：{account}")
    return 0


def _rotate(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import rotate_key
    from zhiheng.registry.selectors import COMMAND_LINE

    key = rotate_key(
        actor=COMMAND_LINE, now=moment(), account_id=options.number, public=options.public, former_until=options.former_until
    )  # fmt: skip
    print(f"新密钥 {key.mark}")
    return 0


def _close(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import close_service_account
    from zhiheng.registry.selectors import COMMAND_LINE

    print(f"已停用：{close_service_account(actor=COMMAND_LINE, now=moment(), account_id=options.number)}")
    return 0


def _add(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import note_peer
    from zhiheng.registry.selectors import COMMAND_LINE

    peer = note_peer(actor=COMMAND_LINE, now=moment(), organ=options.organ, url=options.url, closed=options.closed)
    print(f"{peer}\t{peer.url}")
    return 0


def _test(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.selectors import peers_known
    from zhiheng.exchange.peers.services import connection_tested
    from zhiheng.exchange.peers.services.operating import WELL
    from zhiheng.registry.selectors import COMMAND_LINE

    peer = peers_known().filter(organ__name=options.organ).first()
    if peer is None:
        raise UnusableInputError("对方平台", options.organ, "没有登记它的网址", "请先用 zhiheng peers add 登记")
    words = connection_tested(actor=COMMAND_LINE, now=moment(), peer=peer, sender=options.sender)
    print(words)
    return 0 if words.startswith(WELL) else 1


def _deliver(_options: argparse.Namespace) -> int:
    from zhiheng.cli.worker import WORKER
    from zhiheng.exchange.peers.services import work

    print(work(actor=WORKER, now=moment()) or "没有要办的报文")
    return 0


def _list(_options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.selectors import board
    from zhiheng.registry.selectors import COMMAND_LINE

    for one in board(COMMAND_LINE):
        print(
            f"{one.organ}\t{one.url}\t待发 {one.waiting} 已收 {one.sent} 采纳 {one.accepted} 退回 {one.returned} 停发 {one.dead}"
            f"\t来文 {one.came} 等待 {one.held} 待处理 {one.quarantined}\t{one.last_error}".rstrip()
        )
    return 0


def _again(options: argparse.Namespace) -> int:
    from zhiheng.exchange.peers.services import send_again
    from zhiheng.registry.selectors import COMMAND_LINE

    print(f"重新发送：{send_again(actor=COMMAND_LINE, now=moment(), outgoing_id=options.number)}")
    return 0
