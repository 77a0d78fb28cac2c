"""A package is read as its sender wrote it, or refused with the reason; nothing hostile is opened."""

from __future__ import annotations

import hashlib
import io
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.exchange.package_files import ENVELOPE, FILES, PDF, named, package, xml_of, zip_of
from zhiheng.exchange.core import package_archive
from zhiheng.exchange.core.package_reading import hashes_of, read_package
from zhiheng.exchange.core.package_xml import read as read_xml
from zhiheng.schema.errors import UnusableInputError


def read(content: bytes, name: str = "包.zip"):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.zip"
        path.write_bytes(content)
        return read_package(path, name, hashes_of(path).md5)


def refusal(content: bytes, name: str = "包.zip") -> str:
    with pytest.raises(UnusableInputError) as caught:
        read(content, name)
    return caught.value.reason


def test_a_package_is_read_with_its_hash_at_either_place():
    content = package()
    found = read(content, named(content))
    assert found.envelope.case_title == ENVELOPE["AJMC"]
    assert dict(found.files) == {name: len(one) for name, one in FILES.items()}
    assert found.doubts == ()
    mark = found.envelope.mark
    assert read(content, f"a_b_{mark}_{hashes_md5(content)}.zip").doubts == ()
    assert "不同" in read(content, named(content, "0" * 32)).doubts[0]


def hashes_md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest().upper()


@pytest.mark.parametrize(("declared", "encoding"), [("UTF-8", "utf-8"), ("UTF-8", "gbk"), ("GBK", "gbk"), ("UTF-8", "utf-8-sig")])
def test_names_in_gbk_and_xml_outside_its_declaration_are_read(declared, encoding):
    found = read(package(declared=declared, encoding=encoding, names="gbk" if encoding == "gbk" else "utf-8"))
    assert (found.envelope.case_title, set(dict(found.files))) == (ENVELOPE["AJMC"], set(FILES))


def test_xml_that_could_be_of_either_encoding_is_refused():
    both = b'<?xml version="1.0" encoding="GBK"?><ROOT><XTXX><AJMC>' + "中文".encode() + b"</AJMC></XTXX></ROOT>"
    with pytest.raises(UnusableInputError, match="不能确定是哪一种编码"):
        read_xml(both, "ywxx.xml")


def test_the_older_form_of_two_levels_is_read():
    inner = zip_of([("YWXX.xml", xml_of()), *FILES.items()])
    envelope = xml_of(sets="", index=[]).replace(b"<ROOT>", b"<ROOT>")
    found = read(zip_of([("xtxx.xml", envelope), ("ywxx.zip", inner)], folders=()))
    assert set(dict(found.files)) == set(FILES)


LINK = zipfile.ZipInfo("JZ/link.jpg", (2026, 1, 1, 0, 0, 0))
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16
XML = xml_of(index=[])
HOSTILE = [
    ("疑似压缩炸弹", zip_of([("ywxx.xml", XML), ("JZ/a.txt", b"0" * (40 << 20))])),
    ("指向包外", zip_of([("ywxx.xml", XML), ("JZ/../../a.txt", b"1")])),
    ("指向包外", zip_of([("ywxx.xml", XML), ("/etc/a.txt", b"1")])),
    ("指向包外", zip_of([("ywxx.xml", XML), ("C:\\a.txt", b"1")])),
    ("出现两次", zip_of([("ywxx.xml", XML), ("JZ/a.txt", b"1"), ("jz/A.txt", b"2")])),
    ("链接", zip_of([("ywxx.xml", XML), (LINK, b"/etc/passwd")])),
    ("没有 ywxx.xml", zip_of([("JZ/a.txt", b"1")])),
    ("目录所列的文件不在包里", zip_of([("ywxx.xml", xml_of(index=["JZ/no.jpg"]))])),
    ("缺少WS", zip_of([("ywxx.xml", XML), ("JZ/a.txt", b"1")], folders=())),
    ("实体定义", zip_of([("ywxx.xml", b'<!DOCTYPE a [<!ENTITY x "1">]>' + XML.split(b"?>")[1])])),
    ("嵌套过深", zip_of([("ywxx.xml", b"<a>" * 100 + b"</a>" * 100)])),
    ("元素过多", zip_of([("ywxx.xml", b"<a>" + b"<b/>" * 300_001 + b"</a>")])),
    ("超过", zip_of([("ywxx.xml", b"<a>" + b"1" * (33 << 20) + b"</a>")], method=zipfile.ZIP_STORED)),
    ("没有信封", zip_of([("ywxx.xml", b"<ROOT/>")])),
    ("缺少平台统一案号", package({"PTTYAH": None})),
    ("不一致", package(xml=xml_of().replace(b"<SJLX>1</SJLX>", b"<SJLX>1</SJLX><SJLX>2</SJLX>"))),
    ("发送时间", package({"FSSJ": "2026-06-29"})),
    ("发送时间", package({"FSSJ": "2026-02-30 10:00:00"})),
    ("不能确定的字符", package({"AJMC": "王\ufffd"})),
    ("压缩包不完整", package()[:-40]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "content"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_or_incomplete_is_refused_with_the_reason(reason, content):
    assert reason in refusal(content)


def test_a_wrong_hash_and_a_damaged_part_are_refused():
    content = package()
    assert "MD5" in refusal(content, named(content[:-1]))
    stored = zip_of([("ywxx.xml", xml_of()), *FILES.items()], method=zipfile.ZIP_STORED)
    assert "已损坏" in refusal(stored.replace(b"1" * 900, b"1" * 899 + b"2", 1))


def test_what_is_written_is_read_to_the_byte(tmp_path, now):
    big = tmp_path / "大.pdf"
    big.write_bytes(PDF + b"\n" * 3_000_000)
    package_archive.write(tmp_path / "x.zip", [("ywxx.xml", xml_of(index=["WS/大.pdf"])), ("WS/大.pdf", big)], now)
    with package_archive.opened(tmp_path / "x.zip", "x.zip") as archive, archive.opened(archive.entries["WS/大.pdf"]) as content:
        assert content.read() == big.read_bytes()
    assert read((tmp_path / "x.zip").read_bytes()).unread == ("业务数据 JXXX 随包保存，没有转入数据主题库",)


GOOD = package({"SJBS": "A" * 32})
PLAIN = zip_of([("ywxx.xml", xml_of({"SJBS": "A" * 32})), *FILES.items()], method=zipfile.ZIP_STORED)


def contents(content: bytes) -> dict[str, bytes]:
    """What the writer of the good package put into it, read by the plain library."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.booleans(), st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=6), st.sampled_from(["put", "cut", "insert", "end"]))
def test_no_mutation_of_bytes_leads_to_what_the_sender_did_not_write(packed, place, piece, how):
    good = GOOD if packed else PLAIN
    place %= len(good)
    ways = {
        "put": good[:place] + piece + good[place + len(piece) :],
        "cut": good[:place] + good[place + len(piece) :],
        "insert": good[:place] + piece + good[place:],
        "end": good[:place],
    }
    name = named(good)
    mutated = ways[how]
    try:
        found = read(mutated, name)
    except UnusableInputError as refusal:
        assert refusal.reason
        assert refusal.remedy
        return
    assert mutated == good, "another file under the good one's hash"
    assert found.envelope.values["AJMC"] == ENVELOPE["AJMC"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=6))
@example(PLAIN.rindex(b"PK\x01\x02") + 25, b"\x01")
def test_even_without_a_hash_in_the_name_every_byte_kept_is_one_the_sender_wrote(place, piece):
    mutated = PLAIN[:place] + piece + PLAIN[place + len(piece) :]
    wrote = contents(PLAIN)
    try:
        found = read(mutated)
    except UnusableInputError:
        return
    for name, size in found.files:
        if name in wrote:
            assert size == len(wrote[name])
    assert dict(found.envelope.values) == ENVELOPE | {"SJBS": "A" * 32}
    assert sorted(size for _, size in found.files) == sorted(len(one) for name, one in wrote.items() if name in FILES)
