"""Acts of `zhiheng ledger` that sign, hand out or erase: checkpoint, keys, proof, entries, evidence, verifier, erase."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from zhiheng.cli.output import write_text
from zhiheng.schema.errors import UnusableInputError

AT_ONCE = 2000


def arguments(acts: Any) -> None:
    """The acts, each with its own options."""
    checkpoint = acts.add_parser("checkpoint", help="sign what the trace is now")
    checkpoint.add_argument("--out", type=Path, metavar="FILE", help="where the signed checkpoint is written")
    checkpoint.add_argument("--if-due", action="store_true", help="only where the newest is older than ZHIHENG_LEDGER_CHECKPOINT_SECONDS")
    keys = acts.add_parser("keys", help="print the public key that outsiders pin")
    keys.add_argument("--rotate", action="store_true", help="put a new key in its place; the former is kept beside it")
    proof = acts.add_parser("proof", help="proof that the trace only grew, for a witness without a network")
    proof.add_argument("--since", type=int, required=True, metavar="SIZE", help="size of the checkpoint the witness holds")
    proof.add_argument("--size", type=int, metavar="SIZE", help="size of the new checkpoint (default: the newest)")
    proof.add_argument("--out", metavar="FILE", required=True)
    entries = acts.add_parser("entries", help="every entry, a line of JSON each, for the stand-alone verifier")
    entries.add_argument("--out", type=Path, metavar="FILE", required=True)
    evidence = acts.add_parser("evidence", help="a 证据包: a document or a receipt, its entries, proofs and checkpoint in one file")
    evidence.add_argument("thing", metavar="THING", help="id of a document, or delivery:N, batch:ID, case:ID")
    evidence.add_argument("--out", type=Path, metavar="FILE", required=True)
    verifier = acts.add_parser("verifier", help="write the stand-alone verifier, one file of Python")
    verifier.add_argument("--out", metavar="FILE", required=True)
    acts.add_parser("bind-positions", help="bind, from now on, positions that an earlier program took in by their number alone")
    erase = acts.add_parser("erase", help="erase details whose retention has ended; proofs stay valid")
    erase.add_argument("--seq", type=int, nargs="+", default=[], metavar="N", help="numbers of entries")
    erase.add_argument("--before", type=date.fromisoformat, metavar="DATE", help="entries before this day")
    erase.add_argument("--act", dest="kind", default="", metavar="WORD", help="with --before: only acts that begin so, such as person.read")
    erase.add_argument("--order", required=True, help="文号 of the approval")
    erase.add_argument("--reason", required=True, help="basis and reason")


def run(options: argparse.Namespace) -> int:
    """0 done."""
    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "checkpoint": sign, "keys": keys, "proof": proof, "entries": entries,
        "evidence": evidence, "verifier": verifier, "erase": erase,
        "bind-positions": bind_positions,
    }  # fmt: skip
    return acts[options.act](options)


def sign(options: argparse.Namespace) -> int:
    """Sign and write a checkpoint."""
    from django.utils import timezone

    from zhiheng.ledger import services
    from zhiheng.registry.selectors import COMMAND_LINE

    demand_parent(options.out, "检查点")
    make = services.checkpoint_if_due if options.if_due else services.checkpoint
    signed = make(actor=COMMAND_LINE, now=timezone.now())
    if signed is None:
        print("还没有到签署的时候")
        return 0
    if options.out:
        write_text(str(options.out), signed.to_text())
    print(f"已签出检查点：共 {signed.size} 条{f'，写入 {options.out}' if options.out else ''}；请交外部机关保管")
    return 0


def bind_positions(_options: argparse.Namespace) -> int:
    """Bind what was not bound row by row; done again it goes on, or finds nothing."""
    from django.utils import timezone

    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.tracking.services.late_binding import bind_earlier

    found = bind_earlier(actor=COMMAND_LINE, now=timezone.now())
    apart = "".join(f"；{count} 次{words}" for count, words in ((found.fewer, "比接收时少"), (found.more, "比接收时多")) if count)
    print(f"已自即日起绑定 {found.intakes} 次接收的 {found.positions} 个位置{apart}")
    return 0


def demand_parent(place: Path | None, thing: str) -> None:
    """Refuse to begin where the result could not be written."""
    if place is not None and not place.parent.is_dir():
        raise UnusableInputError(thing, str(place), "所在目录不存在", "请先建立该目录，或换一个位置")


def keys(options: argparse.Namespace) -> int:
    """Print the public key; with --rotate, a new one."""
    from django.utils import timezone

    from zhiheng.ledger import services
    from zhiheng.registry.selectors import COMMAND_LINE

    if options.rotate:
        aside = services.rotate_key(actor=COMMAND_LINE, now=timezone.now())
        print(f"已更换密钥，原密钥保存在 {aside}；请把下面的新公钥送达各见证机关和受送达机关")
    print(services.log_key())
    return 0


def proof(options: argparse.Namespace) -> int:
    """Write a consistency proof."""
    from zhiheng.ledger import selectors

    newest = selectors.latest_checkpoint()
    size = options.size or (newest.size if newest else selectors.size())
    if not 0 < options.since <= size <= selectors.size():
        raise UnusableInputError("一致性证明", f"{options.since}—{size}", "条数超出留痕", "请核对两个检查点的条数")
    steps = [step.hex() for step in selectors.consistency(options.since, size)]
    write_text(options.out, json.dumps({"first": options.since, "second": size, "proof": steps}, indent=1) + "\n")
    print(f"已写出一致性证明：{options.since} 条至 {size} 条")
    return 0


def entries(options: argparse.Namespace) -> int:
    """Write every entry as the stand-alone verifier reads them: number, leaf hash, text of the leaf."""
    demand_parent(options.out, "留痕")
    count = 0
    with options.out.open("w", encoding="utf-8") as file:
        for count, entry in enumerate(all_entries(), start=1):  # noqa: B007 - the last number is the count
            details = {"seq": entry.seq, "leaf": entry.leaf, "text": entry.event().text()}
            file.write(json.dumps(details, ensure_ascii=False) + "\n")
    print(f"已写出 {count} 条")
    return 0


def all_entries() -> Iterator[Any]:
    """Every entry in its order."""
    from zhiheng.ledger.selectors import entries_after

    last = 0
    while found := entries_after(last, AT_ONCE):
        yield from found
        last = found[-1].seq


def evidence(options: argparse.Namespace) -> int:
    """Write an evidence pack."""
    from django.utils import timezone

    from zhiheng.dossier.evidence import pack_of_document, pack_of_thing
    from zhiheng.registry.selectors import COMMAND_LINE

    demand_parent(options.out, "证据包")
    make = pack_of_thing if ":" in options.thing else pack_of_document
    content = make(options.thing, actor=COMMAND_LINE, now=timezone.now())
    options.out.write_bytes(content)
    print(f"已写出证据包 {options.out}；请连同另行送达的公钥（zhiheng ledger keys）使用")
    return 0


def verifier(options: argparse.Namespace) -> int:
    """Write the stand-alone verifier."""
    from zhiheng.ledger.evidence import verifier_source

    write_text(options.out, verifier_source())
    return 0


def erase(options: argparse.Namespace) -> int:
    """Erase the details of entries by their numbers or their age."""
    from django.utils import timezone

    from zhiheng.ledger import selectors, services
    from zhiheng.registry.selectors import COMMAND_LINE

    if bool(options.seq) == bool(options.before):
        raise UnusableInputError("清除留痕细节", "", "--seq 和 --before 须写一个，且只写一个", "请写明编号，或者写明日期")
    before = timezone.make_aware(datetime.combine(options.before, time())) if options.before else None
    seqs = options.seq or selectors.erasable(before=before, act=options.kind)
    details = {"reason": options.reason, "order": options.order}
    erased = services.erase_details(actor=COMMAND_LINE, seqs=seqs, now=timezone.now(), **details)
    print(f"已清除 {erased} 条的细节，依据 {options.order}；编号、时间、经办人、行为和证明仍在")
    return 0
