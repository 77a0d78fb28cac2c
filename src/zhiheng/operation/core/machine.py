"""Looks at the machine and the home: disk, modes, clock, keys. Nothing of it asks the database."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from zhiheng.operation.core.findings import FAULT, NOTE, SOUND, UNKNOWN, Check

LEAST_FREE_BYTES = 2 << 30
SCARCE_FREE_BYTES = 10 << 30
MOST_DRIFT_SECONDS = 60
MOST_NAMED = 3
OTHERS = 0o077


def disk(home: Path) -> Check:
    """Free space of the disk that the home stands on."""
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        return Check("disk", UNKNOWN, f"磁盘余量：{error.strerror}", "请检查数据目录是否已挂载")
    words = f"磁盘余量 {free / (1 << 30):.1f} GB"
    if free < LEAST_FREE_BYTES:
        return Check("disk", FAULT, words, "请立即腾出空间或扩容：写满后一切办理都会停止")
    return Check("disk", NOTE, words, "请安排扩容") if free < SCARCE_FREE_BYTES else Check("disk", SOUND, words)


def modes(home: Path) -> Check:
    """Whether others may read what lies in the home; the two uppermost levels and every key are looked at."""
    try:
        places = [home, *home.glob("*"), *home.glob("*/*"), *home.glob("keys/**/*")]
        open_ones = sorted({str(place) for place in places if stat.S_IMODE(place.lstat().st_mode) & OTHERS and not place.is_symlink()})
    except OSError as error:
        return Check("modes", UNKNOWN, f"文件权限：{error.strerror}", "请用运行制衡的账号检查")
    if open_ones:
        named = "、".join(open_ones[:MOST_NAMED]) + (f" 等 {len(open_ones)} 处" if len(open_ones) > MOST_NAMED else "")
        return Check("modes", FAULT, f"其他账号能够读写：{named}", f"请运行 chmod -R go= {home}")
    return Check("modes", SOUND, "文件只有本账号可以读写")


def writable(home: Path) -> Check:
    """Whether the home can be written to, and how the clock of its file system stands to the machine's."""
    try:
        with tempfile.NamedTemporaryFile(prefix=".doctor-", dir=home) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
            drift = abs(Path(file.name).stat().st_mtime - time.time())
    except OSError as error:
        return Check("home", FAULT, f"数据目录 {home} 不能写入：{error.strerror}", "请检查所有者、挂载方式和磁盘")
    if drift > MOST_DRIFT_SECONDS:
        return Check("home", FAULT, f"数据目录所在存储的时钟与本机相差 {drift:.0f} 秒", "请让两边与同一时间源对时")
    return Check("home", SOUND, f"数据目录 {home} 可以写入，存储的时钟与本机一致")


def keys(home: Path, signing: Path, *, secret_given: bool, pinned: bool) -> Iterator[Check]:
    """The signing key: there, its owner's alone, outside the home; the key of sessions; public keys pinned."""
    if not signing.is_file():
        yield Check("signing_key", NOTE, f"还没有签署检查点的密钥（{signing}）", "首次签署时会生成；恢复过的，请用 --keys 放回原密钥")
    elif stat.S_IMODE(signing.stat().st_mode) & OTHERS:
        yield Check("signing_key", FAULT, f"签署检查点的密钥其他账号能够读取：{signing}", f"请运行 chmod 600 {signing}")
    elif home in signing.resolve().parents:
        remedy = "请移到另一块磁盘或由另一人保管，用 ZHIHENG_LEDGER_KEY 指明"
        yield Check("signing_key", NOTE, "签署检查点的密钥与数据放在同一目录", remedy)
    else:
        yield Check("signing_key", SOUND, f"签署检查点的密钥在数据目录之外：{signing}")
    if not pinned:
        yield Check("pinned_keys", NOTE, "没有约定公钥", "请用 ZHIHENG_LEDGER_PINNED 指明另行保管的公钥（见 docs/trust.md）")
    if not secret_given and not (home / "secret.key").is_file():
        yield Check("session_key", FAULT, "没有会话密钥", "请检查数据目录能否写入")
