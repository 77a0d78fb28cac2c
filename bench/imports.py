"""Import of 200,000 rows of hotel_stays from CSV, and of 50,000 from Excel: ours against pandas (with openpyxl) doing the same checks.

Both read the same file, mess and all: full-width digits, stray spaces, 15-digit numbers, three date forms, wrong check digits, impossible
times, missing names, rows sent twice, rows replaced. Their numbers of accepted, rejected, repeated and replaced rows are held against each
other before anything is timed. Each runs in a process of its own, in turns, once more than counted, so that nobody pays for a first use.
Ours is timed from the path to the committed batch (durable segment, manifest, trace); the peer from the path to a Parquet file.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from bench.measured import peak_megabytes
from bench.row import Row
from zhiheng.schema.identity import check_character

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ["公民身份号码", "姓名", "登记号", "旅馆行政区划", "入住时间", "退房时间", "备注"]
SURNAMES, NAMES = "张李王刘陈杨黄赵吴周", ["某", "伟", "芳", "建国", "秀英", "志强"]
DIVISIONS = ["510104", "510107", "510181", "513401", "500101", "500235"]
FORMS = ["{}-{:02d}-{:02d} {:02d}:{:02d}:{:02d}"] * 8 + ["{}/{}/{} {:02d}:{:02d}:{:02d}", "{}年{}月{}日 {:02d}:{:02d}"]
TURNS, TIMES = 3, 3
COUNTS = ("rows", "accepted", "duplicates", "superseded", "rejected")


class UnequalError(Exception):
    """The peer accepts or rejects otherwise, so that the times say nothing."""


def run() -> list[Row]:
    """Draw the files, compare, time, and give the rows of the table."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-imports-") as folder:
        for name, count, write in (("hotel_stays.csv", 200_000, write_csv), ("hotel_stays.xlsx", 50_000, write_xlsx)):
            place = Path(folder) / "成都市公安局" / name
            place.parent.mkdir(exist_ok=True)
            write(place, drawn(count))
            rows += compared(place, count)
    return rows


def compared(place: Path, count: int) -> list[Row]:
    turns = [(timed("bench.imports", place), timed("bench.peers.imports_pandas", place)) for _ in range(TURNS)]
    ours, theirs = ([turn[side] for turn in turns] for side in (0, 1))
    if ours[0]["counts"] != theirs[0]["counts"]:
        raise UnequalError(f"{place.name}: ours {ours[0]['counts']}, the peer's {theirs[0]['counts']}")
    seconds, other = (min(one["seconds"] for one in side) for side in (ours, theirs))
    peak, other_peak = (max(one["megabytes"] for one in side) for side in (ours, theirs))
    peer = "pandas" if place.suffix == ".csv" else "pandas + openpyxl"
    name = f"import, {count:,} rows of {place.name}"
    return [
        Row(name, f"{count / seconds:,.0f} rows/s", f"{peer} {count / other:,.0f} rows/s", f"{other / seconds:.1f}×"),
        Row(f"{name}: peak memory", f"{peak:,.0f} MB", f"{peer} {other_peak:,.0f} MB", f"{other_peak / peak:.1f}×"),
    ]


def timed(module: str, place: Path) -> dict:
    """Best seconds, peak memory and counts of a module run on the file in a process of its own."""
    done = subprocess.run([sys.executable, "-m", module, str(place)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(take_in) -> None:
    """Call the import several times, print the best seconds, the peak and the counts it returns."""
    seconds = []
    for turn in range(TIMES):
        began = time.perf_counter()
        counts = take_in(Path(sys.argv[1]), turn)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": min(seconds), "megabytes": peak_megabytes(), "counts": dict(zip(COUNTS, counts, strict=True))}))


def drawn(count: int) -> list[list[str]]:
    """Rows of the file, in the order of HEADINGS; the same for every run."""
    chance = random.Random(20260630)
    people = [person(chance) for _ in range(count // 4)]
    rows = [stay(chance, serial, *chance.choice(people)) for serial in range(count)]
    for serial in range(0, count - 1, 200):
        rows[serial + 1] = list(rows[serial]) if serial % 400 else [*rows[serial][:3], "510703", *rows[serial][4:]]
    return rows


def person(chance: random.Random) -> tuple[str, str]:
    first = f"510104{chance.randrange(1950, 2006)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}{chance.randrange(1000):03d}"
    return first + check_character(first), chance.choice(SURNAMES) + chance.choice(NAMES)


def stay(chance: random.Random, serial: int, number: str, name: str) -> list[str]:
    arrival, departure = moment(chance), moment(chance) if chance.random() < 0.9 else ""
    name = "" if chance.random() < 0.001 else messy(chance, name)
    return [messy_number(chance, number), name, f"H{serial:09d}", chance.choice(DIVISIONS), arrival, departure, "系统导入"]


def moment(chance: random.Random) -> str:
    month, day = (13, 5) if chance.random() < 0.001 else (chance.randrange(1, 13), chance.randrange(1, 29))
    return chance.choice(FORMS).format(2026, month, day, chance.randrange(24), chance.randrange(60), chance.randrange(60))


def messy(chance: random.Random, text: str) -> str:
    draw = chance.random()
    if draw < 0.02:
        return f" {text}"
    return "　".join(text) if draw < 0.05 else text


def messy_number(chance: random.Random, number: str) -> str:
    draw = chance.random()
    if draw < 0.002:
        return number[:17] + ("1" if number[17] != "1" else "2")
    if draw < 0.02 and number[6:8] == "19":
        return number[:6] + number[8:17]
    if draw < 0.03:
        return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in number)
    return number.lower() if draw < 0.06 else messy(chance, number) if draw < 0.1 else number


def write_csv(place: Path, rows: list[list[str]]) -> None:
    with place.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([HEADINGS, *rows])


def write_xlsx(place: Path, rows: list[list[str]]) -> None:
    book = xlsxwriter.Workbook(str(place), {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate([HEADINGS, *rows]):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(line, at, text)
    book.close()


def ours(place: Path, turn: int) -> list[int]:
    """Import into the home, each time for another organ, so that nothing is skipped."""
    from django.utils import timezone

    from zhiheng.exchange.services import receive
    from zhiheng.registry.selectors import COMMAND_LINE

    report = receive(actor=COMMAND_LINE, now=timezone.now(), path=place, organ=f"示例{turn}公安局")
    return [report.rows, report.accepted, report.duplicates, report.superseded, report.rejected_rows]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        os.environ.update(ZHIHENG_HOME=home, ZHIHENG_DATABASE_URL="")
        from zhiheng.cli.main import open_database

        open_database()
        measure(ours)


if __name__ == "__main__":
    main()
