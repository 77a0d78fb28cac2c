"""Files that cannot be used at all: one clear line each, nothing of them in, little memory."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhiheng.exchange.core.blocks import FIRST_ROWS
from zhiheng.exchange.core.folders import files_under
from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

from .conftest import csv_bytes, jsonl_bytes, parquet_bytes, stays, xlsx_bytes

GOOD = stays(range(20))
OTHER_HEADINGS = [{"甲": "1", "乙": "2"}]


def only_headings():
    head = csv_bytes(GOOD).splitlines()[0]
    return head + b"\n"


def empty_parquet():
    made = io.BytesIO()
    pq.write_table(pa.table({"姓名": pa.array([], pa.string())}), made)
    return made.getvalue()


def sheet_with(xml: bytes, name: str = "xl/worksheets/sheet1.xml", keep: dict | None = None) -> bytes:
    """The good workbook with one part replaced."""
    parts = zipfile.ZipFile(io.BytesIO(xlsx_bytes(GOOD)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for part in parts.namelist():
            book.writestr(part, xml if part == name else parts.read(part))
    return made.getvalue()


def far_cell():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    head = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return sheet_with(f"{head}<sheetData>{rows}</sheetData></worksheet>".encode())


def lying_bomb():
    """A part of 96 MB whose directory entry and header say 1000 bytes."""
    content = bytes(96 << 20)
    made = sheet_with(content)
    return made.replace(struct.pack("<I", len(content)), struct.pack("<I", 1000))


def old_excel():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


UNUSABLE = {
    "empty.csv": (b"", "空的"),
    "empty.xlsx": (b"", "空的"),
    "headings.csv": (only_headings(), "没有数据行"),
    "headings_no_end.csv": (only_headings().strip(), "没有数据行"),
    "blank.csv": (b"\n\n\n", "列名"),
    "headings.xlsx": (xlsx_bytes([dict.fromkeys(GOOD[0], "")]), "没有数据行"),
    "rows.parquet": (empty_parquet(), "没有数据行"),
    "blank.jsonl": (b"\n \n", "没有数据行"),
    "array.jsonl": (b'[{"name": "x"}]', "JSON 数组"),
    "truncated.xlsx": (xlsx_bytes(GOOD)[:-200], "损坏"),
    "half.xlsx": (xlsx_bytes(GOOD)[: len(xlsx_bytes(GOOD)) // 2], "损坏"),
    "truncated.parquet": (parquet_bytes(GOOD)[:-20], "损坏"),
    "half.parquet": (parquet_bytes(GOOD)[:300], "损坏"),
    "text.xlsx": (b"name,x\n", "Excel"),
    "text.parquet": (b"name,x\n", "Parquet"),
    "other.zip.xlsx": (b"PK\x03\x04" + bytes(100), "损坏"),
    "old.xls": (old_excel(), "旧版"),
    "utf16.csv": (csv_bytes(GOOD).decode().encode("utf-16"), "UTF-16"),
    "latin.csv": (csv_bytes(GOOD).decode().encode() + b"\xff\xfe\xff", "编码"),
    "binary.csv": (bytes(1000), "不是文本"),
    "picture.png": (b"\x89PNG", "不认识"),
    "other.csv": (csv_bytes(OTHER_HEADINGS), "列名"),
    "other.xlsx": (xlsx_bytes(OTHER_HEADINGS), "列名"),
    "other.jsonl": (jsonl_bytes(OTHER_HEADINGS), "列名"),
    "other.parquet": (parquet_bytes(OTHER_HEADINGS), "列名"),
    "doubled.csv": ("姓名,name\n张某,张某\n".encode(), "重复"),
    "doubled.jsonl": ('{"姓名": "张某"}\n{"name": "张某"}\n'.encode(), "重复"),
    "one_line.csv": (b"name,stay_no\n" + b"x" * (17 << 20), "16 MB"),
    "one_line.jsonl": (b'{"name": "' + b"x" * (17 << 20), "16 MB"),
    "one_row.csv": (b'name,stay_no\n"' + b"x\n" * (20 << 20) + b'"', "16 MB"),
    "bomb.xlsx": (sheet_with(bytes(64 << 20)), "压缩炸弹"),
    "lying_bomb.xlsx": (lying_bomb(), "压缩炸弹"),
    "far_cell.xlsx": (far_cell(), "区域超过"),
    "no_sheet.xlsx": (sheet_with(b"<nonsense"), ""),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_one_clear_line_says_what_where_why_and_how_to_mend_it(sent, name):
    content, reason = UNUSABLE[name]
    place = sent(name, content)
    with pytest.raises(UnusableInputError) as refusal:
        take_in(open_source(place), DATASETS["hotel_stays"])
    assert reason in refusal.value.reason
    assert refusal.value.place == str(place)
    assert refusal.value.remedy
    assert "\n" not in str(refusal.value)


def test_a_line_of_two_gigabytes_is_refused_without_loading_it(tmp_path):
    place = tmp_path / "hotel_stays.csv"
    with place.open("wb") as file:
        file.write(b"name,stay_no\n" + b"x" * 100)
        file.truncate(2 << 30)
    code = f"""
from pathlib import Path
from zhiheng.exchange.core.source import open_source
from zhiheng.schema.errors import UnusableInputError
try:
    open_source(Path({str(place)!r}))
except UnusableInputError as refusal:
    print(refusal.reason)
print(int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert "16 MB" in out[0]
    assert int(out[1]) < 300


def test_a_bomb_needs_little_memory(sent):
    code = """
import sys
from pathlib import Path
from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
for path in sys.argv[1:]:
    try:
        take_in(open_source(Path(path)), DATASETS["hotel_stays"])
    except UnusableInputError as refusal:
        print(refusal.reason)
print(int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024)
"""
    names = ["bomb.xlsx", "lying_bomb.xlsx", "far_cell.xlsx"]
    paths = [str(sent(name, UNUSABLE[name][0])) for name in names]
    out = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(out) == 4
    assert int(out[3]) < 300


def test_what_is_no_file(tmp_path):
    fifo = tmp_path / "hotel_stays.csv"
    os.mkfifo(fifo)
    for place in (fifo, Path("/dev/null"), tmp_path):
        with pytest.raises(UnusableInputError, match="不是普通文件"):
            open_source(place)
    with pytest.raises(UnusableInputError, match="不能读取"):
        open_source(tmp_path / "none.csv")


def test_what_names_no_files(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnusableInputError, match="没有可以导入的文件"):
        files_under([tmp_path / "folder"])
    with pytest.raises(UnusableInputError, match="不存在"):
        files_under([tmp_path / "none"])


WHOLE = {"a.xlsx": xlsx_bytes(GOOD), "a.parquet": parquet_bytes(GOOD), "a.csv": csv_bytes(GOOD, "gb18030"), "a.jsonl": jsonl_bytes(GOOD)}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_refused_or_read_but_never_fails_otherwise(sent, name, seed):
    """Bytes changed or cut at places that differ with each seed."""
    damaged = bytearray(WHOLE[name])
    for step in range(1 + seed % 5):
        at = zlib.crc32(f"{seed} {step} {name}".encode())
        damaged[at % len(damaged)] = at >> 24
    if seed % 3 == 0:
        del damaged[zlib.crc32(f"{seed}{name}".encode()) % len(damaged) :]
    place = sent(name, bytes(damaged))
    try:
        got = take_in(open_source(place), DATASETS["hotel_stays"])
    except UnusableInputError as refusal:
        assert refusal.remedy
    else:
        assert got.rows == got.accepted + len(got.rejected)


@pytest.mark.slow
def test_the_command_says_one_line_and_ends_with_2(tmp_path, sent):
    environment = {**os.environ, "ZHIHENG_HOME": str(tmp_path / "home"), "ZHIHENG_DATABASE_URL": ""}
    bad = sent("hotel_stays_1.csv", b"")
    sent("hotel_stays_2.csv", csv_bytes(GOOD))
    report = tmp_path / "report.json"

    def run(*arguments):
        command = [sys.executable, "-m", "zhiheng.cli.main", "import", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    alone = run(bad)
    assert alone.returncode == 2
    assert alone.stderr.count("\n") == 1
    assert "空的" in alone.stderr
    assert "Traceback" not in alone.stderr
    among = run(bad.parent, "--json", report)
    assert among.returncode == 2
    entries = json.loads(report.read_text())
    assert [entry["accepted"] for entry in entries] == [0, 20]
    assert "空的" in entries[0]["refusal"]
    for arguments in ([tmp_path / "none"], [bad, "--dataset", "nothing"], [], ["--template", "nothing"]):
        refused = run(*arguments)
        assert refused.returncode == 2, arguments
        assert refused.stderr.count("\n") == 1


def test_a_wrong_file_of_short_lines_is_given_up_at_its_first_rows(sent):
    """1.2 MB of 400,000 wrong rows lie in one block: all of them were checked, for a minute and 1.6 GB, before it was given up."""
    place = sent("旅馆住宿.csv", ("姓名,性别\n" + "x,\n" * 60_000).encode())
    told = []
    got = take_in(open_source(place), DATASETS["hotel_stays"], told.append)
    assert got.stopped
    assert told == [FIRST_ROWS]


def test_the_first_rows_alone_change_nothing(sent, monkeypatch):
    """Rows, faults, blanks and doubts are those of the file taken whole."""
    rows = csv_bytes(GOOD).decode().splitlines()
    place = sent("旅馆住宿.csv", "\n".join([*rows[:6], rows[3].replace("2026", "20x6"), "", *rows[6:], "a,b"]).encode())
    whole = take_in(open_source(place), DATASETS["hotel_stays"])
    monkeypatch.setattr("zhiheng.exchange.core.intake.FIRST_ROWS", 4)
    parted = take_in(open_source(place), DATASETS["hotel_stays"])
    assert (parted.rows, parted.blank, parted.accepted, parted.unread) == (whole.rows, whole.blank, whole.accepted, whole.unread)
    assert parted.rejected == whole.rejected and len(whole.rejected) > 1
    assert parted.checked.table.equals(whole.checked.table)
    assert parted.checked.row_numbers.tolist() == whole.checked.row_numbers.tolist()
