"""The keys under which an installation keeps its data: a file outside the home, the present key first, former ones below it."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from time import monotonic
from typing import Final

from zhiheng.schema.errors import UnusableInputError

LENGTH: Final = 32
THING: Final = "数据密钥"
LOOKUP: Final = "lookup "
ABOUT: Final = (
    "# 制衡数据密钥：lookup 一行用于按号码查找，不更换；其余第一行在用，后面是换下的。遗失则数据无法读出；请另存两份，分人保管。\n"
)


LOOKED_SECONDS: Final = 1.0
_written = [0]
"""How often this process has written a file of keys."""


class Ring:
    """Keys by number, read again soon after their file has changed, so that a change of keys needs no standstill.

    The file is looked at once a second, not for every value: that took longer than the enciphering.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._seen: tuple[int, int, int] | None = None
        self._keys: dict[bytes, bytes] = {}
        self._lookup = b""
        self._looked: tuple[float, int] = (-LOOKED_SECONDS, 0)

    def present(self) -> tuple[bytes, bytes]:
        """Number and key for what is written now."""
        return next(iter(self._read().items()))

    def numbered(self, number: bytes) -> bytes | None:
        """The key of this number, None where the file has it not."""
        return self._read().get(number) or self._read(again=True).get(number)

    def lookup(self) -> bytes:
        """The key under which equal numbers lie alike."""
        self._read()
        return self._lookup

    def _read(self, *, again: bool = False) -> dict[bytes, bytes]:
        looked, at = self._looked, monotonic()
        if not again and at - looked[0] < LOOKED_SECONDS and looked[1] == _written[0]:
            return self._keys
        try:
            state = self.place.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen != self._seen:
                (self._lookup, self._keys), self._seen = _keys_in(self.place), seen
            self._looked = at, _written[0]
        except OSError as error:
            raise UnusableInputError(THING, str(self.place), "文件不能读取", "请核对 ZHIHENG_DATA_KEY 和权限") from error
        return self._keys


def number_of(key: bytes) -> bytes:
    """What a key is called: it tells nothing of the key."""
    return hashlib.sha256(b"zhiheng.data-key\x00" + key).digest()[:8]


def memory_place(home: Path) -> Path:
    """Where readable copies of a home's files lie unless set: a folder in memory, by account and home; who makes it refuses another's."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path("/dev/shm") / f"zhiheng-{os.geteuid()}-{name}"  # noqa: S108 - checked for owner and mode by `clear.make_place`


def demand_outside(place: Path, home: Path) -> None:
    """Refuse a key that lies with the data, or that others may read: who takes the disk would have both."""
    if place.resolve().is_relative_to(home.resolve()):
        raise UnusableInputError(THING, str(place), "在数据目录之内，拿到磁盘就能解密", "请放到另一处（另一块磁盘，另一个保管人）")
    if not os.access(place, os.R_OK):
        raise UnusableInputError(THING, str(place), "文件不存在或不能读取", "请核对 ZHIHENG_DATA_KEY，或用 zhiheng storage key 生成")
    if place.stat().st_mode & 0o077:
        raise UnusableInputError(THING, str(place), "别的账号也能读", "请执行 chmod 600")


def make(place: Path) -> str:
    """Make a file with a new key; returns the number. One that is there already is refused."""
    if place.exists():
        raise UnusableInputError(THING, str(place), "文件已经存在", "换密钥请用 zhiheng storage rotate")
    key = secrets.token_bytes(LENGTH)
    _write(place, secrets.token_bytes(LENGTH * 2), [key])
    return number_of(key).hex()


def add(place: Path) -> str:
    """Put a new key before the present one; returns its number."""
    key = secrets.token_bytes(LENGTH)
    lookup, keys = _keys_in(place)
    _write(place, lookup, [key, *keys.values()])
    return number_of(key).hex()


def keep_only(place: Path, numbers: set[bytes]) -> int:
    """Strike out former keys that are not among these numbers; the present one stays. Returns how many went."""
    lookup, keys = _keys_in(place)
    present = next(iter(keys))
    kept = [key for number, key in keys.items() if number == present or number in numbers]
    if len(kept) < len(keys):
        _write(place, lookup, kept)
    return len(keys) - len(kept)


def _keys_in(place: Path) -> tuple[bytes, dict[bytes, bytes]]:
    """The key of look-ups, and the others by number."""
    lines = [line.strip() for line in place.read_text(encoding="utf-8", errors="replace").splitlines()]
    try:
        lookup = bytes.fromhex(next((line.removeprefix(LOOKUP) for line in lines if line.startswith(LOOKUP)), ""))
        keys = [bytes.fromhex(line) for line in lines if line and not line.startswith(("#", LOOKUP))]
    except ValueError:
        lookup, keys = b"", []
    if not keys or any(len(key) != LENGTH for key in keys) or len(lookup) != LENGTH * 2:
        raise UnusableInputError(THING, str(place), "内容不是数据密钥", "请用 zhiheng storage key 生成，或找回原文件")
    return lookup, {number_of(key): key for key in keys}


def _write(place: Path, lookup: bytes, keys: list[bytes]) -> None:
    """Whole or not at all, for its owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{ABOUT}{LOOKUP}{lookup.hex()}\n" + "".join(f"{key.hex()}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        _written[0] += 1
    finally:
        part.unlink(missing_ok=True)
