"""为别的机关的留痕作见证：核对检查点只增不改，共同签名并保管 (init, check, compare)."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.cli.output import write_text
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.ledger.core.notes import Key, Note
    from zhiheng.ledger.core.witness import Desk, Logged

NEEDS_DATABASE = False
TITLE = "留痕见证"
REMEDY = "请核对网址、令牌和文件；不能确定的，不要签名"
WAIT_SECONDS = 30
MOST_BYTES = 1 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Three acts, each with its own options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="init|check|compare")
    init = acts.add_parser("init", help="建立见证目录和密钥，印出公钥")
    init.add_argument("place", type=Path, metavar="DIR")
    init.add_argument("--name", required=True, help="见证机关的名称，不含空格和加号")
    check = acts.add_parser("check", help="取检查点，核对与上次见证的一致，签名并保管；不一致的退出码为 1")
    check.add_argument("place", type=Path, metavar="DIR")
    check.add_argument("--log", default="", help="留痕的公钥（第一次须写明，此后可省）")
    check.add_argument("--from", dest="url", default="", metavar="URL", help="平台的网址，如 https://zhiheng.example")
    check.add_argument("--token-file", type=Path, metavar="FILE", help="接口令牌所在的文件")
    check.add_argument("--checkpoint", type=Path, metavar="FILE", help="离线：检查点文件")
    check.add_argument("--proof", type=Path, metavar="FILE", help="离线：一致性证明（zhiheng ledger proof）")
    check.add_argument("--out", metavar="FILE", help="连同见证签名的检查点写到这里")
    compare = acts.add_parser("compare", help="把别处得到的检查点与本见证保管的比对，查出两样的留痕")
    compare.add_argument("place", type=Path, metavar="DIR")
    compare.add_argument("checkpoint", type=Path, metavar="FILE")
    compare.add_argument("--log", default="", help="留痕的公钥")


def run(options: argparse.Namespace) -> int:
    """0 signed, or nothing contradicts; 1 not signed, or a contradiction."""
    acts: dict[str, Callable[[argparse.Namespace], int]] = {"init": init, "check": check, "compare": compare}
    return acts[options.act](options)


def init(options: argparse.Namespace) -> int:
    """Make the folder and print the public key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if any(char.isspace() or char == "+" for char in options.name) or not options.name:
        raise UnusableInputError("见证机关名称", options.name, "不能为空，不能含空格和加号", "请改用如 sc.court.example/witness 的名称")
    try:
        key = desk_of(options).found(options.name, Ed25519PrivateKey.generate())
    except FileExistsError as error:
        raise UnusableInputError("见证目录", str(options.place), "已经有密钥", "请直接使用，或者换一个目录") from error
    print(key)
    return 0


def desk_of(options: argparse.Namespace) -> Desk:
    """The witness's folder."""
    from zhiheng.ledger.core.witness import Desk

    return Desk(options.place)


def check(options: argparse.Namespace) -> int:
    """Examine, sign and keep; tell the log where it was asked over the network."""
    from zhiheng.ledger.core.witness import NotWitnessedError, examine

    desk, source = desk_of(options), source_of(options)
    given = note_in(source.checkpoint(), "检查点")
    at_seconds = int(time.time())
    try:
        log = desk.log(key_in(options.log))
        point = examine(log, given, source.proof)
    except NotWitnessedError as refusal:
        kept = desk.keep_refused(log, given, at_seconds) if refusal.grave else None
        print(f"不予见证：{refusal}" + (f"；这份检查点已作为证据保存在 {kept}，请与其他见证机关核对" if kept else ""))
        return 1
    signed = desk.sign(log, given, at_seconds)
    source.tell(str(signed))
    if options.out:
        write_text(options.out, str(signed))
    print(f"已见证：{point.origin} 共 {point.size} 条，与上次见证的一致")
    return 0


def compare(options: argparse.Namespace) -> int:
    """Look for a checkpoint of ours that contradicts the given one."""
    from zhiheng.ledger.core.witness import NotWitnessedError, contradiction

    desk = desk_of(options)
    given = note_in(text_of(options.checkpoint), str(options.checkpoint))
    try:
        log: Logged = desk.log(key_in(options.log))
    except NotWitnessedError as refusal:
        raise UnusableInputError("留痕的公钥", options.log, str(refusal), "请用 --log 写明") from refusal
    found = [told for kept in desk.history(log) if (told := contradiction(kept, given, log.key))]
    print(found[0] if found else "没有矛盾：保管的检查点与这一份相容（条数不同的，请用 check 核对一致性证明）")
    return 1 if found else 0


def key_in(text: str) -> Key | None:
    """The key that an option names, itself or the file it is in."""
    from zhiheng.ledger.core.notes import read_key

    if not text:
        return None
    try:
        return read_key(text_of(Path(text)) if Path(text).is_file() else text)
    except ValueError as error:
        raise UnusableInputError("公钥", text, str(error), "请使用 zhiheng ledger keys 印出的那一行") from error


def note_in(text: str, place: str) -> Note:
    """The checkpoint in a text."""
    from zhiheng.ledger.core.notes import read_note, read_point

    try:
        note = read_note(text)
        read_point(note.body)
    except ValueError as error:
        raise UnusableInputError("检查点", place, str(error), REMEDY) from error
    return note


def text_of(place: Path) -> str:
    """The text of a file."""
    try:
        return place.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UnusableInputError("文件", str(place), f"不能读取：{error}", REMEDY) from error


def steps_in(text: str, place: str) -> list[bytes]:
    """The hashes of a proof."""
    try:
        return [bytes.fromhex(step) for step in json.loads(text)["proof"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableInputError("一致性证明", place, "写错", "请使用 zhiheng ledger proof 或接口给出的原文") from error


def source_of(options: argparse.Namespace) -> Any:
    """Where checkpoint and proof come from: the network or files."""
    if bool(options.url) == bool(options.checkpoint):
        raise UnusableInputError(
            "检查点来源", "", "--from 和 --checkpoint 须写一个，且只写一个", "联网的写 --from，离线的写 --checkpoint 和 --proof"
        )
    return Online(options) if options.url else Offline(options)


class Offline:
    """Files that were carried here."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options

    def checkpoint(self) -> str:
        """The checkpoint's text."""
        return text_of(self.options.checkpoint)

    def proof(self, _before: int, _size: int) -> list[bytes]:
        """The consistency proof."""
        if self.options.proof is None:
            raise UnusableInputError(
                "一致性证明", "", "上次见证之后留痕有增加，须有一致性证明", "请用 --proof 给出 zhiheng ledger proof 写的文件"
            )
        return steps_in(text_of(self.options.proof), str(self.options.proof))

    def tell(self, _signed: str) -> None:
        """Nobody is told: --out writes what is carried back."""


class Online:
    """The interface of the platform."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.url = options.url.rstrip("/") + "/api/v1/ledger"
        self.token = text_of(options.token_file).strip() if options.token_file else ""

    def checkpoint(self) -> str:
        """The checkpoint's text."""
        return self.asked("/checkpoint")

    def proof(self, before: int, size: int) -> list[bytes]:
        """The consistency proof."""
        place = f"/proof?first={before}&second={size}"
        return steps_in(self.asked(place), self.url + place)

    def tell(self, signed: str) -> None:
        """Hand our signature to the platform, so that evidence packs carry it."""
        self.asked("/cosignatures", json.dumps({"note": signed}).encode())

    def asked(self, place: str, body: bytes | None = None) -> str:
        """The answer of the platform."""
        from urllib.error import URLError
        from urllib.request import Request, urlopen

        if not self.url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise UnusableInputError("平台的网址", self.url, "不是 https", "请使用 https 网址")
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        request = Request(self.url + place, data=body, headers={**headers, **({"Content-Type": "application/json"} if body else {})})  # noqa: S310 - the scheme was looked at
        try:
            with urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310
                return str(answer.read(MOST_BYTES).decode("utf-8"))
        except (URLError, OSError, ValueError) as error:
            raise UnusableInputError("平台", self.url + place, f"没有答复：{error}", REMEDY) from error
