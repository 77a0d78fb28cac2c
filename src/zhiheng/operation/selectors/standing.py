"""How the installation stands: the database, its shape, the clock, the worker, the last backup; each is one short question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhiheng.ledger.selectors import doubt_about, latest_checkpoint, recent, size
from zhiheng.operation.core.beating import read_beat
from zhiheng.operation.core.findings import FAULT, NOTE, SOUND, Check
from zhiheng.operation.core.machine import MOST_DRIFT_SECONDS
from zhiheng.operation.services.backing_up import BACKED_UP
from zhiheng.operation.services.reading_back import READ_BACK

OLD_BACKUP_HOURS, NO_BACKUP_HOURS = 26, 24 * 8
OLD_READ_BACK_DAYS = 9
LOOPBACK = {"", "127.0.0.1", "::1", "localhost"}
ENCRYPTED = {"require", "verify-ca", "verify-full"}


def hours_since(instant: datetime, now: datetime) -> float:
    """Hours from the instant until now."""
    return (now - instant).total_seconds() / 3600


def _asked(sql: str) -> Any:
    """The one value that the database answers with."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()[0][0]


def reachable() -> Check:
    """Whether the database answers, and which it is; an error of the database is the caller's to say."""
    if connection.vendor == "postgresql":
        return Check("database", SOUND, f"数据库 PostgreSQL {_asked('show server_version')}")
    return Check("database", SOUND, f"数据库 SQLite {_asked('select sqlite_version()')}")


def shape() -> Check:
    """Whether the database has the shape of this program."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return Check("migrations", FAULT, f"数据库还差 {waiting} 步升级", "请先备份，再启动一次本程序（见 docs/upgrade.md）")
    return Check("migrations", SOUND, "数据库结构与程序一致")


def clock(now: datetime) -> Check:
    """How this machine's clock stands to the database's and to the trace."""
    if doubt := doubt_about(now):
        return Check("clock", FAULT, f"{doubt.thing}：{doubt.reason}", doubt.remedy)
    if connection.vendor != "postgresql":
        return Check("clock", SOUND, "时钟不早于留痕（内置数据库与程序用同一时钟）")
    drift = abs(float(_asked("select extract(epoch from clock_timestamp())")) - datetime.now(now.tzinfo).timestamp())
    if drift > MOST_DRIFT_SECONDS:
        return Check("clock", FAULT, f"时钟与数据库服务器相差 {drift:.0f} 秒", "请让两台机器与同一时间源对时")
    return Check("clock", SOUND, f"时钟与数据库服务器相差 {drift:.1f} 秒")


def worker(now: datetime) -> Check:
    """Whether the worker lives, and what failed in its last round."""
    beat, start = read_beat(Path(settings.HOME)), "请启动 zhiheng worker（deploy/systemd）"
    if beat is None:
        return Check("worker", FAULT, "定时任务还没有运行过", start)
    minutes = (now.timestamp() - beat.at_seconds) / 60
    if beat.late(now.timestamp()):
        return Check("worker", FAULT, f"定时任务 {minutes:.0f} 分钟没有运行", start)
    if beat.failed:
        return Check("worker", FAULT, f"定时任务上一轮未完成：{'、'.join(beat.failed)}", "请看它的日志")
    return Check("worker", SOUND, f"定时任务 {max(0, minutes):.0f} 分钟前运行过")


def backup(now: datetime) -> Check:
    """How old the newest backup is, and whether something was found damaged while it was made."""
    newest, remedy = (
        next(iter(recent(1, act=BACKED_UP)), None),
        "请运行 zhiheng backup，并设每日定时（deploy/systemd）",
    )
    if newest is None:
        return Check("backup", FAULT if size() else NOTE, "还没有备份过", remedy)
    hours = hours_since(newest.at, now)
    words = f"最近一次备份在 {hours:.0f} 小时前"
    if faults := newest.facts.get("faults"):
        return Check("backup", FAULT, f"{words}，发现 {faults} 处损坏", "请看备份的清单 manifest.json，从较早的备份恢复损坏的文件")
    if hours > NO_BACKUP_HOURS:
        return Check("backup", FAULT, words, remedy)
    return Check("backup", NOTE, words, remedy) if hours > OLD_BACKUP_HOURS else Check("backup", SOUND, words)


def read_back(now: datetime) -> Check:
    """How long ago a backup was last read back from its disk, how old that one is, and what was found."""
    newest, remedy = next(iter(recent(1, act=READ_BACK)), None), "请运行 zhiheng backup TARGET --read-back，并设每周定时（deploy/systemd）"
    if newest is None:
        return Check("read_back", NOTE, "备份还没有读回核对过", remedy)
    days, made = hours_since(newest.at, now) / 24, hours_since(datetime.fromisoformat(newest.facts["made_at"]), now) / 24
    words = f"最近一次读回核对在 {days:.0f} 天前，所核对的备份在 {made:.0f} 天前做成"
    if faults := newest.facts["faults"]:
        return Check("read_back", FAULT, f"{words}，{faults} 处与清单不符", "请立即另做一份备份，换用另一块磁盘")
    return Check("read_back", NOTE, words, remedy) if days > OLD_READ_BACK_DAYS else Check("read_back", SOUND, words)


def checkpoint(now: datetime) -> Check:
    """How old the newest signed checkpoint is."""
    newest, remedy = latest_checkpoint(), "请启动 zhiheng worker，或运行 zhiheng ledger checkpoint --out FILE，并送外部机关保管"
    if newest is None:
        return Check("checkpoint", NOTE, "还没有签署过检查点", remedy)
    hours = hours_since(newest.at, now)
    late = hours > 2 * settings.LEDGER_CHECKPOINT_SECONDS / 3600 and size() > newest.size + 1
    words = f"最近的检查点在 {hours:.0f} 小时前，共 {newest.size} 条"
    return Check("checkpoint", NOTE, words, remedy) if late else Check("checkpoint", SOUND, words)


def transport() -> Iterator[Check]:
    """Whether callers and the database are reached by TLS."""
    if settings.OUTSIDE.encrypted:
        yield Check("tls", SOUND, f"网页经 TLS 访问：{'、'.join(settings.OUTSIDE.origins)}")
    else:
        yield Check("tls", NOTE, "没有设 ZHIHENG_ORIGIN，只能在本机访问", "对外服务前请设 TLS 代理（见 docs/operate.md）")
    told: dict[str, Any] = settings.DATABASES["default"]
    if connection.vendor == "postgresql" and str(told["HOST"]) not in LOOPBACK and not str(told["HOST"]).startswith("/"):
        yield _database_transport(str(told["OPTIONS"].get("sslmode", "")))


def _database_transport(mode: str) -> Check:
    if mode in ENCRYPTED - {"require"}:
        return Check("database_tls", SOUND, f"与数据库的连接经 TLS，并核对服务器（sslmode={mode}）")
    remedy = "请在 ZHIHENG_DATABASE_URL 加 sslmode=verify-full&sslrootcert=FILE"
    if mode in ENCRYPTED:
        return Check("database_tls", NOTE, "与数据库的连接加密，但没有核对服务器是谁", remedy)
    return Check("database_tls", FAULT, "与数据库的连接可能是明文", remedy)
