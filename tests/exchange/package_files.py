"""Exchange packages as other systems make them."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile

PRISON, COURT, OFFICE = "沱江监狱", "资阳市中级人民法院", "资阳市检察院"
ENVELOPE = {
    "PTTYAH": "PT-2026-1", "SJBS": "", "AJBH": "A1", "AH": "（2026）沱江监狱试7号", "AJMC": "王甲减刑案", "YWLB": "9901", "LCJDBH": "9901A",
    "JSDWBH": "851", "JSDWMC": COURT, "FSDWBH": "2301002301", "FSDWMC": PRISON, "FSSJ": "2026-06-29 10:11:12", "YSRQ": "2026-06-29",
    "SJLX": "1",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
FILES = {"WS/提请减刑建议书.pdf": PDF, "JZ/正卷/001.jpg": b"\xff\xd8\xff" + b"1" * 900, "JZ/说明.txt": "卷宗说明".encode()}
SETS = "<JXXX><R><LY>merit</LY><XM>王甲</XM></R></JXXX>"


def xml_of(values=None, *, sets=SETS, index=None, declared="UTF-8", encoding="utf-8", root="ROOT"):
    given = ENVELOPE | {"SJBS": uuid.uuid4().hex.upper()} | (values or {})
    envelope = "".join(f"<{key}>{value}</{key}>" for key, value in given.items() if value is not None)
    listed = "".join(f'<JZWJ WJLJ="{path}" WJMC="x" WJLX="3"/>' for path in (FILES if index is None else index))
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<{root}><XTXX>{envelope}</XTXX><JZJBXX>{listed}</JZJBXX>{sets}</{root}>'
    return text.encode(encoding)


def zip_of(entries, *, names="utf-8", folders=("WS/", "JZ/"), method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, content) pairs; `names`: gbk writes the names without the flag of UTF-8."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in [*entries, *((folder, b"") for folder in folders)]:
            if names == "utf-8":
                file.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, (2026, 6, 29, 0, 0, 0)), content, method)
            else:
                info = zipfile.ZipInfo(name.encode(names).decode("cp437"), (2026, 6, 29, 0, 0, 0))
                file.writestr(info, content, method)
    return _without_flag(made.getvalue()) if names != "utf-8" else made.getvalue()


def _without_flag(content: bytes) -> bytes:
    """The names as raw bytes: what cp437 made UTF-8 of becomes the bytes meant, lengths and offsets put right."""
    read = zipfile.ZipFile(io.BytesIO(content))
    made, directory = b"", b""
    for part in read.infolist():
        raw, at = part.filename.encode("cp437"), part.header_offset
        head = content[at : at + 30]
        length, extra = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
        body = content[at + 30 + length + extra : at + 30 + length + extra + part.compress_size]
        offset = len(made)
        fixed = head[:6] + b"\0\0" + head[8:26] + len(raw).to_bytes(2, "little") + b"\0\0"
        made += fixed + raw + body
        directory += b"PK\x01\x02" + b"\x14\x03" + head[4:6] + b"\0\0" + head[8:26] + len(raw).to_bytes(2, "little") + b"\0" * 8
        directory += part.external_attr.to_bytes(4, "little") + offset.to_bytes(4, "little") + raw
    count = len(read.infolist()).to_bytes(2, "little")
    end = b"PK\x05\x06\0\0\0\0" + count + count + len(directory).to_bytes(4, "little") + len(made).to_bytes(4, "little") + b"\0\0"
    return made + directory + end


def package(values=None, *, files=None, names="utf-8", xml=None, **given):
    entries = [("ywxx.xml", xml if xml is not None else xml_of(values, **given)), *(FILES if files is None else files).items()]
    return zip_of(entries, names=names)


def named(content: bytes, mark: str = "") -> str:
    return f"2301002301_851_9901A_9901_{hashlib.md5(content, usedforsecurity=False).hexdigest()}_{mark}.zip"
