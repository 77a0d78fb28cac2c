"""A package read whole and judged before anything of it is kept: envelope, index, entries, checksums, hash in its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from zhiheng.exchange.core import package_archive
from zhiheng.exchange.core.package_archive import PIECE, YWXX, Archive
from zhiheng.exchange.core.package_envelope import Envelope, envelope_of
from zhiheng.exchange.core.package_index import named_files
from zhiheng.exchange.core.package_names import read_name
from zhiheng.exchange.core.package_sets import Contract, RecordSet, record_sets
from zhiheng.exchange.core.package_xml import Element, read, refused

BRANCHES: Final = ("WS", "JZ")
MOST_TOLD: Final = 5
NO_CONTRACT: Final = Contract()


@dataclass(frozen=True)
class Hashes:
    """MD5 (what other systems name) and SHA-256 (what is trusted here) of a file, and its length."""

    md5: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ReadPackage:
    """What a package says. `files`: entries of WS and JZ with their lengths; `unread`: parts that are kept but not read, in words;
    `doubts`: what keeps it from being bound without an officer; `sets`: business sets that fill datasets."""

    envelope: Envelope
    root: Element
    files: tuple[tuple[str, int], ...]
    unread: tuple[str, ...]
    doubts: tuple[str, ...]
    sets: tuple[RecordSet, ...] = ()


def hashes_of(path: Path) -> Hashes:
    """Both hashes in one pass."""
    md5, sha256, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            md5.update(piece)
            sha256.update(piece)
            size += len(piece)
    return Hashes(md5.hexdigest(), sha256.hexdigest(), size)


def read_package(path: Path, name: str, md5: str, contract: Contract = NO_CONTRACT) -> ReadPackage:
    """The package, its business sets by the contract of the installation.

    Raises UnusableInputError where it is damaged, hostile or incomplete; `.envelope` is then told where it was read.
    """
    with package_archive.opened(path, name) as archive:
        part = archive.only(YWXX)
        if part is None:
            raise refused(name, "包的根目录里没有 ywxx.xml", "请由来件单位核对后重新打包")
        root = read(archive.read(part), YWXX)
        envelope = _envelope(archive, root, name)
        try:
            return _judged(archive, root, envelope, name, md5, contract)
        except Exception as error:
            error.envelope = envelope  # type: ignore[attr-defined]
            raise


def _envelope(archive: Archive, root: Element, name: str) -> Envelope:
    outer = archive.outer.only("xtxx.xml") if archive.outer else None
    if archive.outer and outer:
        return envelope_of(read(archive.outer.read(outer), "xtxx.xml"), name)
    return envelope_of(root, name)


def _judged(archive: Archive, root: Element, envelope: Envelope, name: str, md5: str, contract: Contract) -> ReadPackage:
    said = read_name(name)
    fits = said.fits_hash(md5, envelope.mark)
    if fits is False:
        raise refused(name, f"内容的 MD5 是 {md5.upper()}，与文件名中的不符，传送中损坏或者被改动", "请由来件单位重新传送")
    missing = [branch for branch in BRANCHES if branch not in archive.branches]
    if missing:
        raise refused(name, f"缺少{'、'.join(missing)}文件夹（WS 文书、JZ 卷宗）", "请由来件单位补全后重新打包")
    _demand_named(archive, root, name)
    for part in archive.entries.values():
        archive.check(part)
    files = {inner: part.file_size for inner, part in archive.entries.items() if _branch(inner) in BRANCHES}
    beside = [inner for inner in archive.entries if inner not in files and inner.lower() != YWXX]
    sets, unread = record_sets(root, envelope.node, contract)
    unread += [f"{inner} 不在 WS、JZ 之内，随包保存，没有归卷" for inner in beside]
    return ReadPackage(
        envelope, root, tuple(files.items()), tuple(unread), tuple(_doubts(envelope, said.lcjdbh, said.marks, md5)), tuple(sets)
    )


def _branch(inner: str) -> str:
    parts = PurePosixPath(inner).parts
    return parts[0].upper() if len(parts) > 1 else ""


def _demand_named(archive: Archive, root: Element, name: str) -> None:
    missing = [one.path or one.title for one in named_files(root) if one.among(archive.entries) is None]
    if missing:
        more = f"等 {len(missing)} 个" if len(missing) > MOST_TOLD else ""
        raise refused(
            name, f"目录所列的文件不在包里，或者不能确定是哪一个：{'、'.join(missing[:MOST_TOLD])}{more}", "请由来件单位补全后重新打包"
        )


def _doubts(envelope: Envelope, lcjdbh: tuple[str, ...], marks: tuple[str, ...], md5: str) -> list[str]:
    others = [one for one in marks if one.lower() not in {md5.lower(), envelope.mark.lower()}]
    told = [f"文件名中的数据标识 {others[0]} 与信封中的 {envelope.mark} 不同"] if others else []
    if lcjdbh and envelope.node not in lcjdbh:
        told.append(f"文件名中的流程节点 {lcjdbh[0]} 与信封中的 {envelope.node} 不同")
    return told
