"""恢复：把一份备份放进空目录，先核对清单、全部留痕和文件，再启用；与外部保管的检查点相比缺哪些，逐段说明。"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.operation.core import restoring
from zhiheng.operation.core.manifest import read_manifest
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.ledger.core.note import SignedCheckpoint
    from zhiheng.operation.core.manifest import Manifest
    from zhiheng.operation.core.restoring import Restoration

TITLE = "恢复"
NEEDS_DATABASE = False
AGAIN = "请改用另一份备份"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, its keys, and what is kept outside."""
    parser.add_argument("source", type=Path, metavar="FROM", help="一份备份（含 manifest.json 的文件夹）；--home 指定恢复到的空目录")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="另存的密钥文件")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="外部机关保管的最近的检查点")
    parser.add_argument("--key", default="", metavar="KEY|FILE", help="外部约定的公钥（默认 ZHIHENG_LEDGER_PINNED）")


def run(options: argparse.Namespace) -> int:
    """0 restored whole; 1 restored, but entries that an outside checkpoint covers are missing; 2 refused."""
    from zhiheng.cli.opening import home_directory

    os.umask(0o077)
    home, source = home_directory(), options.source.resolve()
    manifest = read_manifest(source)
    demand_kind(manifest)
    restoration = restoring.begin(home, manifest)
    try:
        restoring.put_files(source, restoration, manifest)
        held = opened(source, restoration, manifest, options)
        missing = held.size - manifest.entries if held and held.size > manifest.entries else 0
        demand_sound(source, manifest, None if missing else held, options)
        keys = restoring.put_keys(options.keys, restoration, signing_place()) if options.keys else []
        remember(restoration, manifest, missing)
    except Exception:
        if manifest.database == "sqlite" or not database_is_filled():
            restoring.abandon(restoration)
        raise
    restoring.into_place(restoration)
    describe(home, manifest, held, keys)
    return 1 if missing else 0


def demand_kind(manifest: Manifest) -> None:
    """Refuse a copy of SQLite where PostgreSQL is set, and the other way round."""
    server = bool(os.environ.get("ZHIHENG_DATABASE_URL"))
    if server != (manifest.database == "postgresql"):
        reason = "是 PostgreSQL 的，但没有设 ZHIHENG_DATABASE_URL" if not server else "是内置数据库的，但设了 ZHIHENG_DATABASE_URL"
        raise UnusableInputError("备份", manifest.made_at, reason, "请按备份时的数据库设置，PostgreSQL 须先建一个空的数据库")


def opened(source: Path, restoration: Restoration, manifest: Manifest, options: argparse.Namespace) -> SignedCheckpoint | None:
    """Put the database in, open the home that is being made to read only; the checkpoint held outside."""
    from zhiheng.cli.ledger import pinned_keys, read_checkpoint
    from zhiheng.cli.opening import open_to_read

    os.environ["ZHIHENG_HOME"] = str(restoration.made)
    if manifest.database == "sqlite":
        restoring.put_database(source, restoration, manifest)
    else:
        fill_server(source, restoration, manifest)
    open_to_read()
    return read_checkpoint(options.checkpoint, pinned_keys(options.key)) if options.checkpoint else None


def fill_server(source: Path, restoration: Restoration, manifest: Manifest) -> None:
    """Put the dump into the empty database; one that a stopped restore of the same backup has filled is left as it is."""
    from django.conf import settings

    from zhiheng.cli.opening import READ_ONLY, entries_now, place_of_database, set_up, tables, unusable_in_words
    from zhiheng.operation.core import postgres

    os.environ[READ_ONLY] = "1"
    with unusable_in_words(restoration.home):
        set_up()
        if not tables():
            postgres.load(settings.DATABASES["default"], restoring.database_of(source, manifest))
        elif restoration.begun != manifest.digest or entries_now() != manifest.entries:
            reason = "不是空的，不能恢复到这里"
            raise UnusableInputError("数据库", place_of_database(), reason, "请新建一个空的数据库，或删去上次没有恢复完的那个")


def database_is_filled() -> bool:
    """Whether the server's database already holds what was restored."""
    from django.conf import settings
    from django.db import Error

    from zhiheng.cli.opening import tables

    try:
        return settings.configured and bool(tables())
    except Error:
        return True


def demand_sound(source: Path, manifest: Manifest, held: SignedCheckpoint | None, options: argparse.Namespace) -> None:
    """Verify the whole trace, every row and file; refuse a backup that is not what its manifest and checkpoints say."""
    from zhiheng.cli.ledger import compare_files, library_faults, pinned_keys, read_checkpoint, verdict_of, waiting_to_upgrade

    pinned = pinned_keys(options.key)
    verdict = verdict_of(held or read_checkpoint(restoring.checkpoint_of(source), pinned), pinned)
    if (verdict.size, verdict.root) != (manifest.entries, manifest.root):
        raise UnusableInputError("备份", str(source), "数据库与清单不符", AGAIN)
    amiss = [one.message for one in [*verdict.findings, *compare_files()[1]]]
    amiss += [] if waiting_to_upgrade() else library_faults()[1]  # segments were compared with the manifest as they were copied
    unknown = [words for words in amiss if words not in manifest.faults and not is_told(words, manifest)]
    if unknown:
        raise UnusableInputError("备份", str(source), f"核对发现 {len(unknown)} 处问题：{'；'.join(unknown[:5])}", AGAIN)


def is_told(words: str, manifest: Manifest) -> bool:
    """Whether the file that a finding names was already damaged when the backup was made, as the manifest says."""
    return any(fault.rpartition("：")[2] in words for fault in manifest.faults)


def signing_place() -> Path | None:
    """Where the signing key lies, if it is set to lie outside the home."""
    from django.conf import settings

    return Path(settings.LEDGER_KEY) if settings.LEDGER_KEY else None


def remember(restoration: Restoration, manifest: Manifest, missing: int) -> None:
    """Note beside the database how many entries there are, and what the trace is to say of the restore."""
    from datetime import datetime

    from django.db import connections

    from zhiheng.ledger.core import used
    from zhiheng.operation.services import write_note

    used.remember(restoration.made, entries=manifest.entries, at=datetime.fromisoformat(manifest.made_at), version=manifest.program)
    write_note(restoration.made, manifest=manifest.digest, entries=manifest.entries, missing=missing)
    connections.close_all()


def describe(home: Path, manifest: Manifest, held: SignedCheckpoint | None, keys: list[str]) -> None:
    """Say what was restored, what is missing, and what is to be done."""
    from zhiheng.ledger.core.verdict import run_of

    print(f"已恢复到 {home}：{len(manifest.files)} 个文件，留痕 {manifest.entries} 条，{manifest.made_at} 做成，核对无误")
    for fault in manifest.faults:
        print(f"备份时已发现：{fault}")
    if held is None:
        print("没有与外部保管的检查点核对（--checkpoint FILE）：备份之后的行为是否缺失，没有核对")
    elif held.size > manifest.entries:
        count = held.size - manifest.entries
        print(f"缺少{run_of(manifest.entries + 1, held.size)}留痕，共 {count} 条：检查点签于 {held.at}，这些行为不在备份中")
        print("请按各机关保存的回执、证据包和送达文书逐件补办，并告知各见证机关：留痕从此处重新接续")
    else:
        print(f"与外部保管的检查点（{held.size} 条，签于 {held.at}）一致")
    print(
        f"已放回密钥：{'、'.join(keys)}"
        if keys
        else "没有放回密钥：将另生成新密钥，须重新登录、重置第二因素，并把新的公钥送达各机关（--keys FILE 放回原密钥）"
    )
