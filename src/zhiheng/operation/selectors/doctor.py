"""Looks at everything an operator answers for, one matter after the other; what cannot be looked at is said to be so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import Error

from zhiheng import VERSION
from zhiheng.dossier.core.pdf import fonts
from zhiheng.ledger.core.at_rest import ring
from zhiheng.ledger.keys import key_place
from zhiheng.operation.core import machine
from zhiheng.operation.core.findings import FAULT, NOTE, SOUND, UNKNOWN, Check
from zhiheng.operation.selectors import standing

FACES = ("仿宋", "FangSong", "Noto Serif CJK")
ASK_DATABASE = "请先让数据库可以连接"


def checks(now: datetime) -> list[Check]:
    """Every matter in a fixed order; where the database does not answer, those that need it were not looked at."""
    home = Path(settings.HOME)
    found = [Check("version", SOUND, f"制衡 {VERSION}"), machine.writable(home), machine.disk(home), machine.modes(home)]
    secret_given, pinned = bool(os.environ.get("ZHIHENG_SECRET_KEY")), bool(settings.LEDGER_PINNED)
    found += machine.keys(home, key_place(), secret_given=secret_given, pinned=pinned)
    database = _looked("database", "数据库", standing.reachable)
    found.append(database)
    for name, title, look in _of_database(now):
        unasked = Check(name, UNKNOWN, f"{title}：数据库连接不上", ASK_DATABASE)
        found.append(_looked(name, title, look) if database.state == SOUND else unasked)
    return [*found, *standing.transport(), at_rest(), faces()]


def _of_database(now: datetime) -> Iterable[tuple[str, str, Callable[[], Check]]]:
    return (
        ("migrations", "数据库结构", standing.shape),
        ("clock", "时钟", lambda: standing.clock(now)),
        ("checkpoint", "检查点", lambda: standing.checkpoint(now)),
        ("worker", "定时任务", lambda: standing.worker(now)),
        ("backup", "备份", lambda: standing.backup(now)),
        ("read_back", "备份的核对", lambda: standing.read_back(now)),
    )


def _looked(name: str, title: str, look: Callable[[], Check]) -> Check:
    """What a look found; where it failed, a fault of the database itself and unknown for all else."""
    try:
        return look()
    except (Error, OSError) as error:
        state, remedy = (FAULT, "请启动数据库，检查地址和口令") if name == "database" else (UNKNOWN, "请先让数据库升级到本程序的结构")
        return Check(name, state, f"{title}：{type(error).__name__}，不能使用", remedy)


def at_rest() -> Check:
    """Whether what is kept lies enciphered, and that names do not: they are searched by parts and sorted (docs/security.md)."""
    names = "姓名和标题、摘要中的字句要按部分检索和排序，仍是明文"
    if ring() is None:
        remedy = "请设 ZHIHENG_DATA_KEY（见 docs/operate.md），并对磁盘加密"
        return Check("at_rest", NOTE, f"没有数据密钥：证件号码、案件内容、文书和文件是明文；{names}", remedy)
    return Check("at_rest", SOUND, f"证件号码、案件内容、文书和文件加密存放；{names}，由磁盘加密保护")


def faces() -> Check:
    """Whether documents find the faces that official papers are set in."""
    families = set(fonts().families())
    found = sorted(name for name in families if name.startswith(FACES))
    if any(name.startswith(("仿宋", "FangSong")) for name in found):
        return Check("fonts", SOUND, f"文书字体：{'、'.join(found)}")
    if found:
        return Check("fonts", NOTE, f"没有仿宋等公文字体，以 {found[0]} 代替", "请用 ZHIHENG_FONTS 指明放有公文字体的目录")
    return Check("fonts", FAULT, "没有能显示汉字的字体，文书无法打印", "请运行 make setup，或用 ZHIHENG_FONTS 指明字体目录")
