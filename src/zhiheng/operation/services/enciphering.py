"""Brings what lies in a home under the present key, or out of encipherment, while others work."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng.ledger.core import at_rest, data_keys
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.operation.core.copying import sync_directory
from zhiheng.operation.services import enciphered_rows
from zhiheng.schema.errors import UnusableInputError

TURNED, RETIRED = "storage.turned", "storage.keys_retired"
TURN = ".enciphering"
WAIT_SECONDS = 24 * 3600
"""A writer that began before a key was changed has ended after so long."""


@dataclass(frozen=True)
class Turned:
    """What was done. files, bytes, rows: turned; left: files that are not what was stored, left as they are."""

    files: int
    bytes: int
    rows: int
    left: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How many files lie under which key; `""`: not enciphered. present: number of the present key, empty without one.

    rows   of tables with enciphered columns that do not lie as the present key wants
    """

    present: str
    files: dict[str, int]
    rows: int


def standing() -> Standing:
    """How the files of the home lie on the disk."""
    counted: dict[str, int] = {}
    for place in _files():
        number = at_rest.number_of(place).hex()
        counted[number] = counted.get(number, 0) + 1
    keys = at_rest.ring()
    return Standing(keys.present()[0].hex() if keys else "", counted, enciphered_rows.count_other())


def turn_over(*, actor: Actor, now: datetime, plain: bool = False) -> Turned:
    """Write every file and every enciphered column anew that does not lie as it should: under the present key, or with `plain` as it is.

    Each is whole at any moment, so that it may be stopped and begun again; contents and digests stay what they are.
    """
    keys = _demand_ring()
    wanted = b"" if plain else keys.present()[0]
    count, size, left = 0, 0, []
    with _turn():
        for place in _files():
            if at_rest.number_of(place) == wanted:
                continue
            length = _turned(place, enciphered=not plain)
            if length is None:
                left.append(place.relative_to(settings.HOME).as_posix())
                continue
            count, size = count + 1, size + length
        rows = enciphered_rows.turn(plain=plain)
        with transaction.atomic():
            details = {"files": count, "bytes": size, "rows": rows, "key": wanted.hex(), "left": left[:100]}
            append(actor=actor, act=TURNED, thing="home:files", details=details, now=now)
    return Turned(count, size, rows, tuple(left))


def rotate_data_key(*, actor: Actor, now: datetime) -> Turned:
    """Write with a new key from now on, in every process, and bring all files under it; former keys stay until `retire_keys`."""
    data_keys.add(_demand_ring().place)
    return turn_over(actor=actor, now=now)


def retire_keys(*, actor: Actor, now: datetime, wait_seconds: float = WAIT_SECONDS) -> int:
    """Strike out former keys under which nothing lies any more; refused soon after a change, when a writer may still use them."""
    keys = _demand_ring()
    age = now.timestamp() - keys.place.stat().st_mtime
    if age < wait_seconds:
        raise UnusableInputError("数据密钥", str(keys.place), "更换不久，可能还有写入在用原密钥", "请一天以后再做")
    with _turn():
        used = {at_rest.number_of(place) for place in _files()} | enciphered_rows.numbers_used()
        count = data_keys.keep_only(keys.place, used)
        with transaction.atomic():
            append(actor=actor, act=RETIRED, thing="home:files", details={"retired": count, "key": keys.present()[0].hex()}, now=now)
    return count


def _turned(place: Path, *, enciphered: bool) -> int | None:
    """Write one file anew; None where it is damaged or has gone meanwhile. Returns the length of its content."""
    part = place.with_name(f".{place.name}.part")
    part.unlink(missing_ok=True)
    try:
        with at_rest.writing(part, enciphered=enciphered) as file:
            for piece in at_rest.pieces(place):
                file.write(piece)
        if not place.exists() or at_rest.digest_of(part) != file.digest:
            return None
        part.replace(place)
    except (at_rest.DamagedError, FileNotFoundError):
        return None
    finally:
        part.unlink(missing_ok=True)
    sync_directory(place.parent)
    return file.length


def _files() -> Iterator[Path]:
    """Segments and stored files; not what passes, and not what a stopped writer left."""
    for pattern, root in (("*/*.parquet", settings.LIBRARY), ("*/*", settings.FILES)):
        for place in sorted(Path(root).glob(pattern)):
            if place.is_file() and not place.name.startswith(".") and place.parent.name != "incoming":
                yield place


def _demand_ring() -> data_keys.Ring:
    keys = at_rest.ring()
    if keys is None:
        raise UnusableInputError(
            "数据密钥", "ZHIHENG_DATA_KEY", "没有设置", "请用 zhiheng storage key 生成密钥文件，再设置 ZHIHENG_DATA_KEY"
        )
    return keys


@contextmanager
def _turn() -> Iterator[None]:
    """One at a time in a home."""
    with os.fdopen(os.open(Path(settings.HOME) / TURN, os.O_RDWR | os.O_CREAT, 0o600), "r+") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnusableInputError("加密存放", str(settings.HOME), "另一次加密或换密钥正在进行", "请等它完成") from error
        yield
