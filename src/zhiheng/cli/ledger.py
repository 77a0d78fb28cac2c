"""检查全部留痕是否被改动，或签出检查点交外部机关保管 (verify, checkpoint)."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.cli.output import write_json, write_text
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.ledger.core.note import SignedCheckpoint
    from zhiheng.ledger.core.verdict import Verdict


def arguments(parser: argparse.ArgumentParser) -> None:
    """Two acts, each with its own options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify|checkpoint")
    verify = acts.add_parser("verify", help="re-hash the whole trace; exit 1 when it is broken")
    verify.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint an outside organ holds")
    verify.add_argument("--library", action="store_true", help="also compare every file of the theme library with what was stored")
    verify.add_argument("--json", metavar="FILE", help="write the verdict as JSON (- = standard output)")
    checkpoint = acts.add_parser("checkpoint", help="sign what the trace is now")
    checkpoint.add_argument("--out", type=Path, metavar="FILE", required=True, help="where the signed checkpoint is written")


def only_reads(options: argparse.Namespace) -> bool:
    """Whether the database is to be opened for reading only: a check must not mend what it looks for."""
    return bool(options.act == "verify")


def run(options: argparse.Namespace) -> int:
    """0 sound or signed; 1 the trace is broken."""
    return verify(options) if options.act == "verify" else sign(options)


def verify(options: argparse.Namespace) -> int:
    """Print the verdict, for people or as JSON."""
    held = read_checkpoint(options.checkpoint) if options.checkpoint else None
    verdict = with_memory(verdict_of(held))
    segments, faults = library_faults() if options.library and there_is_a_database() else (0, [])
    if options.json:
        library = {"segments": segments, "faults": faults} if options.library else {}
        write_json(options.json, {**verdict.to_json(), **library})
    if options.json != "-":
        print(sentence(verdict))
    if options.library and options.json != "-":
        print(library_sentence(segments, faults))
    return 0 if verdict.ok and not faults else 1


def verdict_of(held: SignedCheckpoint | None) -> Verdict:
    """The audit of the trace; a database without one is an empty trace."""
    from zhiheng.ledger import selectors
    from zhiheng.ledger.core.audit import audit

    return selectors.verify(held) if there_is_a_database() else audit([], None, [held] if held else [], frozenset)


def there_is_a_database() -> bool:
    """Whether the trace's tables are there."""
    from zhiheng.cli.opening import tables

    return "ledger_head" in tables()


def with_memory(verdict: Verdict) -> Verdict:
    """The verdict with what the home remembers of its use beside the database."""
    from zhiheng.ledger.core.used import findings
    from zhiheng.ledger.core.verdict import Finding

    told = [Finding("lost", None, message) for message in findings(home_of_settings(), verdict.size)]
    return replace(verdict, ok=verdict.ok and not told, findings=[*verdict.findings, *told])


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


def sign(options: argparse.Namespace) -> int:
    """Sign and write a checkpoint."""
    from django.utils import timezone

    from zhiheng.ledger import services
    from zhiheng.registry.selectors import COMMAND_LINE

    if not options.out.parent.is_dir():
        raise UnusableInputError("检查点", str(options.out), "所在目录不存在", "请先建立该目录，或换一个位置")
    signed = services.checkpoint(actor=COMMAND_LINE, now=timezone.now())
    write_text(str(options.out), signed.to_text())
    print(f"已签出检查点：共 {signed.size} 条，写入 {options.out}；请交外部机关保管")
    return 0


def read_checkpoint(place: Path) -> SignedCheckpoint:
    """The checkpoint in the file; an unreadable or forged one is refused."""
    from zhiheng.ledger.core import note

    remedy = "请使用 zhiheng ledger checkpoint 签出的原文件"
    try:
        signed = note.read(place.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableInputError("检查点", str(place), f"文件不能读取：{error.strerror}", remedy) from error
    except ValueError as error:
        raise UnusableInputError("检查点", str(place), str(error), remedy) from error
    if not signed.is_genuine():
        raise UnusableInputError("检查点", str(place), "签名无效，文件被改动过", remedy)
    return signed
