"""What is handed in as a file: its name, whether its content is what the ending says, whether a PDF carries script."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from zhiheng.dossier.core.blocks import clean
from zhiheng.dossier.core.errors import DocumentRefused

OPENINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
    ".jpg": (b"\xff\xd8",),
    ".jpeg": (b"\xff\xd8",),
    ".png": (b"\x89PNG",),
    ".mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    ".wav": (b"RIFF",),
    ".amr": (b"#!AMR",),
    ".m4a": (b"ftyp",),
    ".csv": (),
    ".txt": (),
}
"""The first bytes of each kind that is taken (of .m4a those after its length); texts have none."""
FORBIDDEN = {
    "/JavaScript": "脚本",
    "/JS": "脚本",
    "/Launch": "启动程序的动作",
    "/EmbeddedFile": "嵌入的文件",
    "/EmbeddedFiles": "嵌入的文件",
    "/RichMedia": "多媒体",
    "/XFA": "可执行表单",
    "/ImportData": "导入数据的动作",
    "/SubmitForm": "提交数据的动作",
}
MOST_OBJECTS = 200_000
UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, IndexError, AssertionError, OSError)
_RESERVED = re.compile(r'[<>:"|?*\x00-\x1f]')
_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)(?=[\s/<(\[\d])")


def safe_name(name: str) -> str:
    """The last part of the name, without what could hide its ending, leave its place, or not be a file's name; an ending stays."""
    shown = clean(_RESERVED.sub("", PurePath(name.replace("\\", "/")).name)).lstrip(". ").rstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        return shown[:200] or "未命名"
    return f"{(stem or '未命名')[: 199 - len(ending)]}.{ending}"


def demand_kind(name: str, head: bytes) -> str:
    """The file's ending in lower case; refused where the kind is not taken or the content is of another one."""
    ending = PurePath(name).suffix.lower()
    if ending not in OPENINGS:
        raise DocumentRefused("附件", name, "不接收这种格式", f"可用：{'、'.join(suffix[1:] for suffix in OPENINGS)}")
    if not head:
        raise DocumentRefused("附件", name, "文件是空的", "请重新选择文件")
    opens = OPENINGS[ending]
    head = head[4:] if ending == ".m4a" else head
    if opens and not head.lstrip(b"\xef\xbb\xbf\r\n ").startswith(opens):
        raise DocumentRefused("附件", name, f"内容不是{ending[1:].upper()}，与扩展名不符", "请用原程序另存为所选格式后再上传")
    if not opens and head.startswith((b"MZ", b"%PDF", b"PK\x03\x04", b"\x7fELF", b"\x89PNG", b"\xff\xd8")):
        raise DocumentRefused("附件", name, "内容不是文本，与扩展名不符", "请改用与内容相符的扩展名")
    return ending


def demand_size(name: str, size: int, most: int) -> None:
    """Refuse a file that is too large, before it is read."""
    if size > most:
        raise DocumentRefused("附件", name, f"文件大于 {most // 1024 // 1024} MB", "请压缩或分成几个文件")


def demand_harmless_pdf(name: str, path: Path) -> None:
    """Refuse a PDF that carries script, starts programs, or holds other files; what cannot be read as PDF is searched as bytes."""
    try:
        found = next(_dangers(PdfReader(path)), "")
    except UNREADABLE:
        found = ""
    found = found or _danger_in_bytes(path)
    if found:
        raise DocumentRefused("附件", name, f"PDF 内含{found}，可能在打开时执行", "请用打印成 PDF 的方式另存后再上传")


def _dangers(reader: PdfReader) -> Iterator[str]:
    """What is forbidden in any object; a damaged object does not hide the others."""
    if reader.is_encrypted:
        yield "打开密码（内容无法查验）"
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        yield f"{MOST_OBJECTS}个以上的对象（无法逐一查验）"
    for number, generation in sorted(numbers):
        try:
            found = reader.get_object(IndirectObject(number, generation, reader))
        except UNREADABLE:
            continue
        yield from _dangers_of(found)


def _dangers_of(found: Any, depth: int = 0) -> Iterator[str]:
    """Forbidden keys and kinds of a dictionary and of those written into it."""
    if not isinstance(found, DictionaryObject) or depth > 6:
        return
    for key, value in found.items():
        for word in (key, value if isinstance(value, str) else ""):
            if word in FORBIDDEN:
                yield FORBIDDEN[word]
        yield from _dangers_of(value, depth + 1)


def _danger_in_bytes(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _RAW.search(content)
        return FORBIDDEN.get(f"/{found[1].decode()}", "脚本") if found else ""
