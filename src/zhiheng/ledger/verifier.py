#!/usr/bin/env python3
"""制衡留痕独立核验程序。只用 Python 3.9 以上自带的库，不联网，不读取被核验系统的任何程序或数据库。

它回答三个问题：
  1. 证据包里的文书，是不是留痕当时记下的那一份（摘要一致）；
  2. 记下它的那一条留痕，是不是在检查点所签的全部留痕之中（默克尔包含证明，RFC 9162 第 2.1.3 节）；
  3. 检查点是不是您手里那把公钥签的（C2SP signed-note，Ed25519），见证机关有没有共同签名（C2SP tlog-cosignature）。

用法：
  python3 核验.py 证据包.zip --key '名称+编号+base64' [--witness '名称+编号+base64' …]
  python3 核验.py --entries 留痕.jsonl --checkpoint 检查点.txt --key …        逐条重算全部留痕的根
  python3 核验.py --checkpoint 新检查点.txt --held 旧检查点.txt --proof 一致性证明.json --key …
公钥必须另行取得（公文、当面、机关网站），不能用证据包里自带的。结果：0 属实；1 不属实；2 用法或文件有误。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Key = tuple[str, bytes, int, bytes]  # 名称、编号（4 字节）、种类、公钥（32 字节）
Point = tuple[int, int, int, int]  # 曲线上的点 X, Y, Z, T
DASH = "— "
LOG, WITNESS = 1, 4  # 公钥种类：日志签名；见证签名（带时间）
OWN = {"证据.json", "检查点.txt", "核验.py", "说明.txt"}
DIGESTS = ("files", "digest", "segment", "content")  # 细节中由程序写入摘要的栏目；人写的文字里出现的摘要不算数


class WrongError(Exception):
    """核验不能通过的理由。"""


# ---- 一、Ed25519 验签（RFC 8032 第 5.1.7 节，逐字实现，只做验签）----

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one: Point, other: Point) -> Point:
    """曲线上两点之和（扩展坐标 X, Y, Z, T）。"""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    """点的倍数。"""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def same(one: Point, other: Point) -> bool:
    """两点是否相同。"""
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def point_of(data: bytes) -> Point | None:
    """32 字节所表示的点；不是曲线上的点则为 None。"""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """签名是否为这把公钥对这段内容所签。"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, first, second = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or first is None or second >= Q:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return same(times(second, BASE), add(first, times(hashed, key)))


# ---- 二、检查点（C2SP signed-note、tlog-checkpoint、tlog-cosignature）----


def key_of(text: str) -> Key:
    """“名称+编号+base64”一行公钥：名称、编号、种类、32 字节。"""
    try:
        name, number, coded = text.strip().split("+", 2)
        raw = base64.b64decode(coded, validate=True)
    except ValueError:
        raise WrongError("公钥写错：应为“名称+编号+base64”一行") from None
    if len(raw) != 33 or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != number:
        raise WrongError("公钥的编号与内容不符，抄写有误")
    return name, bytes.fromhex(number), raw[0], raw[1:]


def read_checkpoint(text: str) -> tuple[str, str, int, bytes, list[tuple[str, bytes, bytes]]]:
    """检查点：正文、名称、条数、根、签名行。"""
    body, gap, lines = text.rpartition("\n\n")
    told = body.split("\n")
    if not gap or len(told) < 3:
        raise WrongError("检查点写错：应有名称、条数、根三行和签名")
    signatures = []
    for line in lines.splitlines():
        name, _, coded = line[len(DASH) :].partition(" ")
        raw = base64.b64decode(coded)
        if not line.startswith(DASH) or len(raw) < 5:
            raise WrongError("检查点写错：签名一行不合格式")
        signatures.append((name, raw[:4], raw[4:]))
    size, root = told[1], base64.b64decode(told[2], validate=True)
    if not (size.isascii() and size.isdigit() and str(int(size)) == size) or len(root) != 32:
        raise WrongError("检查点写错：条数或者根不合格式")
    return body + "\n", told[0], int(size), root, signatures


def signed_at(body: str, signatures: list[tuple[str, bytes, bytes]], key: Key) -> int:
    """这把公钥是否签了正文：日志签名返回 0，见证签名返回其时间（秒）；没有签则报错。"""
    name, number, kind, public = key
    for by, by_number, content in signatures:
        if (by, by_number) != (name, number):
            continue
        message, seconds, signature = body.encode(), 0, content
        if kind == WITNESS:
            seconds, signature = int.from_bytes(content[:8], "big"), content[8:]
            message = f"cosignature/v1\ntime {seconds}\n".encode() + message
        if signed(public, message, signature):
            return seconds
        raise WrongError(f"{name} 的签名无效：检查点被改动过")
    raise WrongError(f"检查点没有 {name} 这把公钥的签名：可能是别人的公钥签的，或者公钥拿错了")


# ---- 三、默克尔树（RFC 9162 第 2.1 节）----


def inner(left: bytes, right: bytes) -> bytes:
    """两棵子树合成的摘要。"""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_of(text: str) -> bytes:
    """一条留痕的叶摘要。"""
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def root_by(leaf: bytes, index: int, size: int, proof: Iterable[bytes]) -> bytes:
    """按包含证明算出的根。"""
    at, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise WrongError("包含证明过长")
        if at & 1 or at == last:
            reached = inner(step, reached)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            reached = inner(reached, step)
        at, last = at >> 1, last >> 1
    if last or not 0 <= index < size:
        raise WrongError("包含证明过短，或者序号超出条数")
    return reached


def roots_by(first: int, second: int, proof: list[bytes], first_root: bytes) -> tuple[bytes, bytes]:
    """按一致性证明算出的旧根和新根。"""
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            raise WrongError("一致性证明过长")
        if at & 1 or at == last:
            old, new = inner(step, old), inner(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = inner(new, step)
        at, last = at >> 1, last >> 1
    if last:
        raise WrongError("一致性证明过短")
    return old, new


def root_of(leaves: Iterable[bytes]) -> bytes:
    """全部叶摘要的根。"""
    peaks: list[bytes] = []
    for place, leaf in enumerate(leaves):
        number, reached = place, leaf
        while number & 1:
            reached, number = inner(peaks.pop(), reached), number >> 1
        peaks.append(reached)
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks.pop()
    while peaks:
        root = inner(peaks.pop(), root)
    return root


# ---- 四、核验 ----


def check_pack(place: str, key: Key, witnesses: list[Key]) -> list[str]:
    """证据包：文书、留痕、证明、检查点、签名，一样不符即报错；返回逐项结论。"""
    with zipfile.ZipFile(place) as pack:
        content = json.loads(pack.read("证据.json"))
        check_names(pack.namelist(), content["files"])
        files = {name: hashlib.sha256(pack.read(name)).hexdigest() for name in content["files"]}
        checkpoint = pack.read("检查点.txt").decode()
    said = check_signatures(checkpoint, key, witnesses)
    _, _, size, root, _ = read_checkpoint(checkpoint)
    digests: set[str] = set()
    for entry in content["entries"]:
        event = json.loads(entry["text"])
        name, steps = f"第 {event['seq']} 条留痕", [bytes.fromhex(step) for step in entry["proof"]]
        if root_by(leaf_of(entry["text"]), event["seq"] - 1, size, steps) != root:
            raise WrongError(f"{name}不在检查点所签的留痕之中")
        said.append(f"{name}（{event['at']}，{event['act']}，{event['organ']} {event['actor_name']}）在检查点之中")
        digests |= details_of(entry, event)
    for name, digest in files.items():
        if digest not in digests:
            raise WrongError(f"{name} 与留痕所记的摘要不符：文件被改动过，或者不是这一份")
        said.append(f"{name} 与留痕所记的摘要一致（SHA-256 {digest}）")
    return said


def check_names(names: list[str], files: list[str]) -> None:
    """包内每个文件只有一份，除本程序认识的四个以外都要核验：没有列出的文书不能混在“核验通过”里。"""
    if len(set(names)) != len(names):
        raise WrongError("包内有同名的文件：不同的工具会取出不同的一份")
    if strange := sorted(set(names) - set(files) - OWN):
        raise WrongError(f"{'、'.join(strange)} 没有列入证据，不能核验")


def details_of(entry: dict[str, Any], event: dict[str, Any]) -> set[str]:
    """留痕细节所记的摘要；细节已依法清除的没有细节，叶摘要和证明仍然有效。"""
    if entry.get("details") is None:
        return set()
    if hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["details"].encode()).hexdigest() != event["details_digest"]:
        raise WrongError(f"第 {event['seq']} 条留痕的细节被改动过")
    facts = json.loads(entry["details"])
    return {digest for name in DIGESTS for digest in texts_in(facts.get(name))}


def texts_in(value: Any) -> Iterator[str]:
    """其中的全部文字。"""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str):
        yield value


def check_signatures(checkpoint: str, key: Key, witnesses: list[Key]) -> list[str]:
    """日志的签名和每一个见证签名。"""
    body, origin, size, _, signatures = read_checkpoint(checkpoint)
    if key[2] != LOG or any(witness[2] != WITNESS for witness in witnesses):
        raise WrongError("公钥种类不对：--key 要日志的公钥，--witness 要见证机关的公钥")
    if key[0] != origin:
        raise WrongError(f"检查点属于 {origin}，公钥属于 {key[0]}：不是同一个留痕")
    signed_at(body, signatures, key)
    seen = [f"{witness[0]} 见证过，时间（1970 年起的秒数）{signed_at(body, signatures, witness)}" for witness in witnesses]
    return [f"检查点由 {origin} 签署，共 {size} 条", *seen]


def check_entries(place: str, checkpoint: str, key: Key, witnesses: list[Key]) -> list[str]:
    """逐条重算全部留痕：每行一条 JSON，有 text（正文）的重算叶摘要，只给 leaf（叶摘要）的照用。"""
    said = check_signatures(checkpoint, key, witnesses)
    _, _, size, root, _ = read_checkpoint(checkpoint)
    leaves: list[bytes] = []
    texts = 0
    with Path(place).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if len(leaves) == size:
                break
            if entry["seq"] != len(leaves) + 1:
                raise WrongError(f"第 {len(leaves) + 1} 条缺失")
            leaves.append(bytes.fromhex(entry["leaf"]))
            texts += bool(entry.get("text"))
            if entry.get("text") and leaf_of(entry["text"]) != leaves[-1]:
                raise WrongError(f"第 {entry['seq']} 条的内容与叶摘要不符")
    if len(leaves) < size or root_of(leaves) != root:
        raise WrongError(f"所给 {len(leaves)} 条重算的根与检查点（{size} 条）不符")
    return [*said, f"重算 {size} 条的根与检查点一致，其中 {texts} 条有正文"]


def check_growth(checkpoint: str, held: str, proof: str, key: Key, witnesses: list[Key]) -> list[str]:
    """新检查点是否只是在旧检查点之后追加。"""
    said = check_signatures(checkpoint, key, witnesses)
    check_signatures(held, key, [])
    _, _, size, root, _ = read_checkpoint(checkpoint)
    _, _, held_size, held_root, _ = read_checkpoint(held)
    if held_size > size:
        raise WrongError(f"新检查点只有 {size} 条，旧检查点已有 {held_size} 条：留痕被截短")
    if held_size == size:
        if held_root != root:
            raise WrongError(f"同样 {size} 条，两个检查点的根不同：对不同的人给出了不同的留痕")
        return [*said, "两个检查点相同"]
    steps = [bytes.fromhex(step) for step in json.loads(proof)["proof"]] if proof else []
    if held_size and (not steps or roots_by(held_size, size, steps, held_root) != (held_root, root)):
        raise WrongError(f"新检查点不是旧检查点的延续：前 {held_size} 条被改写过")
    return [*said, f"在旧检查点（{held_size} 条）之后只追加了 {size - held_size} 条"]


def read(place: str | None) -> str:
    """文件的文字；没有给出文件则为空。"""
    return Path(place).read_text(encoding="utf-8") if place else ""


def run(options: argparse.Namespace) -> list[str]:
    """按所给的文件选用一种核验。"""
    key, witnesses = key_of(options.key), [key_of(one) for one in options.witness]
    if options.pack:
        return check_pack(options.pack, key, witnesses)
    if options.entries:
        return check_entries(options.entries, read(options.checkpoint), key, witnesses)
    return check_growth(read(options.checkpoint), read(options.held), read(options.proof), key, witnesses)


def main(arguments: list[str] | None = None) -> int:
    """命令行。"""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", nargs="?", help="证据包")
    parser.add_argument("--key", required=True, help="另行取得的公钥，一行")
    parser.add_argument("--witness", action="append", default=[], help="见证机关的公钥，一行；可以多次")
    parser.add_argument("--entries", help="导出的留痕，每行一条")
    parser.add_argument("--checkpoint", help="检查点")
    parser.add_argument("--held", help="先前保管的检查点")
    parser.add_argument("--proof", help="一致性证明")
    options = parser.parse_args(arguments)
    if not (options.pack or (options.checkpoint and (options.entries or options.held))):
        parser.error("请给出证据包，或者 --checkpoint 连同 --entries 或 --held")
    try:
        for line in run(options):
            print("属实  " + line)
    except WrongError as wrong:
        print(f"不属实  {wrong}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile) as error:
        print(f"文件不能核验：{error}")
        return 2
    print("核验通过")
    return 0


if __name__ == "__main__":
    sys.exit(main())
