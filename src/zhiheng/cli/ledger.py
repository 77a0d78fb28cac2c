"""检查全部留痕是否被改动；签出检查点、证据包交外部保管；期满清除 (verify, checkpoint, keys, proof, entries, evidence, erase)."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.cli import ledger_keeping
from zhiheng.cli.output import write_json
from zhiheng.ledger.core.used import Used, findings, remembered
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.ledger.core.note import SignedCheckpoint
    from zhiheng.ledger.core.notes import Key
    from zhiheng.ledger.core.verdict import Finding, Verdict


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two acts, each with its own options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify|checkpoint|keys|proof|entries|evidence|verifier|erase")
    verify = acts.add_parser("verify", help="re-hash the whole trace; exit 1 when it is broken")
    verify.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint an outside organ holds")
    verify.add_argument("--library", action="store_true", help="also compare every file of the theme library with what was stored")
    verify.add_argument("--json", metavar="FILE", help="write the verdict as JSON (- = standard output)")
    verify.add_argument("--key", default="", metavar="KEY|FILE", help="public key pinned outside (default ZHIHENG_LEDGER_PINNED)")
    ledger_keeping.arguments(acts)


def only_reads(options: argparse.Namespace) -> bool:
    """Whether the database is to be opened for reading only: a check must not mend what it looks for."""
    return options.act in {"verify", "proof", "entries", "verifier"}


def run(options: argparse.Namespace) -> int:
    """0 sound or signed; 1 the trace is broken."""
    return verify(options) if options.act == "verify" else ledger_keeping.run(options)


NOT_UPGRADED = "数据主题库没有核对：数据库还是旧版程序的结构。请启动一次本程序（任何命令），升级后再核对"


def not_compared() -> str:
    """Why the files of the library were held against nothing."""
    return NOT_UPGRADED if there_is_a_database() else "数据主题库没有核对：没有数据库，不知道应有哪些批次文件"


def waiting_to_upgrade() -> bool:
    """Whether the database, if there is one, still has the shape that an older program left."""
    from zhiheng.cli.opening import waits_for_migrations

    return there_is_a_database() and waits_for_migrations()


def verify(options: argparse.Namespace) -> int:
    """Print the verdict, for people or as JSON."""
    pinned = pinned_keys(options.key)
    held = read_checkpoint(options.checkpoint, pinned) if options.checkpoint else None
    noted = remembered(home_of_settings())
    verdict = with_memory(verdict_of(held, pinned), noted)
    files, amiss = compare_files() if options.library and there_is_a_database() else (0, [])
    verdict = replace(verdict, ok=verdict.ok and not amiss, findings=[*verdict.findings, *amiss])
    segments, faults = library_faults() if options.library and there_is_a_database() and not waiting_to_upgrade() else (0, [])
    if options.json:
        library = {"segments": segments, "faults": faults, "files": files} if options.library else {}
        write_json(options.json, {**verdict.to_json(), **library})
    if options.json != "-":
        print(sentence(verdict))
    if options.library and options.json != "-":
        print(library_sentence(segments, faults) if there_is_a_database() and not waiting_to_upgrade() else not_compared())
    if options.json != "-" and verdict.size:
        print("\n".join(coverage(verdict, files if options.library else None, pinned=bool(pinned))))
    return 0 if verdict.ok and not faults else 1


def verdict_of(held: SignedCheckpoint | None, pinned: list[Key]) -> Verdict:
    """The audit of the trace; a database without one is an empty trace."""
    from zhiheng.ledger import selectors
    from zhiheng.ledger.core.audit import audit

    return selectors.verify(held, pinned) if there_is_a_database() else audit([], None, [held] if held else [], frozenset)


def there_is_a_database() -> bool:
    """Whether the trace's tables are there."""
    from zhiheng.cli.opening import tables

    return "ledger_head" in tables()


def with_memory(verdict: Verdict, noted: Used | None) -> Verdict:
    """The verdict with what the home remembered of its use, beside the database, before the entries were read."""
    from zhiheng.ledger.core.verdict import Finding

    told = [Finding("lost", None, message) for message in findings(home_of_settings(), verdict.size, noted)]
    return replace(verdict, ok=verdict.ok and not told, findings=[*verdict.findings, *told])


def own_keys() -> list[Key]:
    """The keys with which this trace has signed, where none is pinned."""
    from zhiheng.ledger import selectors

    return selectors.own_keys() if there_is_a_database() else []


def pinned_keys(source: str) -> list[Key]:
    """The public keys kept outside."""
    from zhiheng.ledger.keys import pinned_keys

    return pinned_keys(source)


def compare_files() -> tuple[int, list[Finding]]:
    """Every kept file against its digest."""
    from zhiheng.ledger.selectors.files import compare_files

    return compare_files()


def home_of_settings() -> Path:
    """The home as the settings have it."""
    from django.conf import settings

    return Path(settings.HOME)


def library_faults() -> tuple[int, list[str]]:
    """How many segments there are, and what is wrong with which."""
    from zhiheng.records.selectors import snapshot_now, unnamed_segments, verify_segments

    return len(snapshot_now().segments), [*verify_segments(), *unnamed_segments(datetime.now(UTC))]


def library_sentence(segments: int, faults: list[str]) -> str:
    """The state of the files in a few lines of Chinese."""
    if not faults:
        return f"数据主题库完好：{segments} 个批次文件"
    return "\n".join([f"数据主题库有 {len(faults)} 处问题", *(f"  {fault}" for fault in faults)])


def sentence(verdict: Verdict) -> str:
    """The verdict in a few lines of Chinese."""
    if verdict.ok and not verdict.size:
        return "留痕是空的：这个目录还没有使用过，没有可核对的内容"
    if verdict.ok:
        return f"留痕完整：共 {verdict.size} 条，根 {verdict.root}"
    lines = [f"留痕已被破坏：现有 {verdict.size} 条，发现 {len(verdict.findings)} 处"]
    return "\n".join(lines + [f"  {finding.message}" for finding in verdict.findings])


def coverage(verdict: Verdict, files: int | None, *, pinned: bool) -> list[str]:
    """What the verdict covers and what it does not, and why."""
    lines = [f"已核对 {sum(verdict.covered.values())} 行（{len(verdict.covered)} 个表）与留痕所记是否一致"]
    lines += verdict.erased
    lines.append(f"已核对 {files} 个文书、附件和数据包文件" if files is not None else "没有核对文件：加 --library 一并核对")
    lines.append("没有核对：" + "；".join(f"{name}（{reason}）" for name, reason in verdict.not_covered.items()))
    if not pinned:
        lines.append("没有约定公钥：运行单位重写全部留痕的，只有外部保管的检查点和公钥能查出（--checkpoint、--key，见 docs/trust.md）")
    return lines


def read_checkpoint(place: Path, pinned: list[Key]) -> SignedCheckpoint:
    """The checkpoint in the file; an unreadable or forged one is refused."""
    from zhiheng.ledger.core import note

    remedy = "请使用 zhiheng ledger checkpoint 签出的原文件"
    try:
        signed = note.read(place.read_text(encoding="utf-8"), pinned or own_keys())
    except OSError as error:
        raise UnusableInputError("检查点", str(place), f"文件不能读取：{error.strerror}", remedy) from error
    except ValueError as error:
        raise UnusableInputError("检查点", str(place), str(error), remedy) from error
    if not signed.is_genuine():
        raise UnusableInputError("检查点", str(place), "签名无效，文件被改动过，或者不是约定的公钥签的", remedy)
    if pinned and not signed.is_of(pinned):
        raise UnusableInputError("检查点", str(place), "不是约定的公钥签的", remedy)
    return signed
