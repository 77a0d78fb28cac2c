"""Draws the files that the import benchmarks read: seven datasets in the mess that organs send, the same for every run.

Full-width digits, stray spaces, 15-digit numbers, several forms of days, instants, amounts and flags, wrong check digits, impossible days,
unknown codes, missing names, rows sent twice (one in 200) and rows replaced (one in 400).
"""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pyarrow as pa
import xlsxwriter

from zhiheng.schema import DATASETS
from zhiheng.schema.identity import check_character

PERSONS = 60_000
SURNAMES, NAMES = "张李王刘陈杨黄赵吴周", ["某", "伟", "芳", "建国", "秀英", "志强"]

MACROS = """
create macro part(k, salt) as hash(k * 1000003 + salt) % 1000;
create macro messy_number(n, k) as case when part(k, 1) < 2 then n[:17] || case when n[18] <> '1' then '1' else '2' end
    when part(k, 1) < 20 and n[7:8] = '19' then n[:6] || n[9:17]
    when part(k, 1) < 30 then translate(n, '0123456789', '０１２３４５６７８９')
    when part(k, 1) < 60 then lower(n) when part(k, 1) < 100 then ' ' || n else n end;
create macro messy_name(n, k) as case when part(k, 2) < 1 then '' when part(k, 2) < 20 then ' ' || n
    when part(k, 2) < 50 then n[1] || '　' || n[2:] else n end;
create macro instant(t, k, salt) as case when part(k, salt) < 1 then '2026-13-05 10:00:00'
    when part(k, salt) < 100 then strftime(t, '%Y/%-m/%-d %H:%M:%S') when part(k, salt) < 200 then strftime(t, '%Y年%-m月%-d日 %H:%M')
    else strftime(t, '%Y-%m-%d %H:%M:%S') end;
create macro some_day(d, k, salt) as case when part(k, salt) < 1 then '2026-02-30' when part(k, salt) < 100 then strftime(d, '%Y%m%d')
    when part(k, salt) < 200 then strftime(d, '%Y年%-m月%-d日') when part(k, salt) < 300 then strftime(d, '%Y/%-m/%-d')
    else strftime(d, '%Y-%m-%d') end;
create macro yes(y, k, salt) as case when part(k, salt) < 1 then '也许' when y then ['是', '1', 'Y', 'true'][1 + k % 4]
    else ['否', '0', 'N', 'false'][1 + k % 4] end;
create macro yuan(cents, k, salt) as case when part(k, salt) < 1 then '若干'
    when part(k, salt) < 300 then format('{:,}', cents // 100) || '.' || lpad((cents % 100)::varchar, 2, '0')
    else (cents // 100)::varchar || '.' || lpad((cents % 100)::varchar, 2, '0') end;
create macro place(k, salt) as ['510104', '510107', '510181', '513401', '500101', '500235'][1 + (part(k, salt) % 6)::int];
create macro coded(words, k, salt) as case when part(k, salt) < 1 then '不知道' else words[1 + (part(k, salt) % len(words))::int] end;
"""

#: Dataset → its share of all rows, and its own columns by field name, over `k` (a serial) and `again` (sent to replace).
DRAWN: dict[str, tuple[float, dict[str, str]]] = {
    "hotel_stays": (
        0.25,
        {
            "stay_no": "'H' || lpad(k::varchar, 9, '0')",
            "division": "case when again then '510703' else place(k, 3) end",
            "checkin_at": "instant(timestamp '2025-07-01' + to_minutes((k % 500000)::int), k, 4)",
            "checkout_at": "case when k % 10 > 0 then instant(timestamp '2025-07-02' + to_minutes((k % 500000)::int), k, 5) end",
        },
    ),
    "journeys": (
        0.25,
        {
            "ticket_no": "'T' || lpad(k::varchar, 9, '0')",
            "mode": "coded(['铁路', '火车', 'air', '公路', '水运'], k, 3)",
            "from_division": "place(k, 4)",
            "to_division": "case when again then '510703' else place(k, 5) end",
            "depart_at": "instant(timestamp '2025-07-01' + to_minutes((k % 500000)::int), k, 6)",
            "refunded": "yes(k % 50 = 0, k, 7)",
        },
    ),
    "checkins": (
        0.175,
        {
            "at": "instant(timestamp '2025-07-01' + to_seconds(7 * k), k, 3)",
            "kind": "coded(['人脸识别', '声纹', '电话', 'visit', '抽查'], k, 4)",
            "lon": "(103 + part(k, 5) / 1000)::decimal(9, 6)::varchar",
            "lat": "(30 + part(k, 6) / 1000)::decimal(9, 6)::varchar",
            "passed": "yes(not again and k % 41 > 0, k, 7)",
        },
    ),
    "labour_days": (
        0.15,
        {
            "prison": "'嘉陵监狱'",
            "day": "some_day(date '2025-07-01' + (k % 365)::int, k, 3)",
            "labour_minutes": "case when again then '0' else (300 + k % 200)::varchar end",
            "study_minutes": "case when k % 7 = 0 then '480' when k % 3 = 0 then '60.0' end",
            "kind": "coded(['劳动日', '学习日', 'rest'], k, 4)",
        },
    ),
    "conduct_scores": (
        0.075,
        {
            "prison": "'锦江监狱'",
            "scored_on": "some_day(date '2025-07-01' + (k % 365)::int, k, 3)",
            "item": "'第' || (k % 226)::varchar || '项'",
            "kind": "coded(['日常基础分', '加分', 'deduction', '专项加分'], k, 4)",
            "points": "case when again then '1' else yuan(k % 2000, k, 5) end",
            "reviews": "coded(['分监区、监区、监狱', '分监区；监区', '[\"subward\", \"ward\", \"prison\"]', 'subward,ward,prison'], k, 6)",
        },
    ),
    "inmate_accounts": (
        0.05,
        {
            "account_no": "'A' || (k % 5000)::varchar",
            "entry_no": "k::varchar",
            "booked_on": "some_day(date '2025-07-01' + (k % 365)::int, k, 3)",
            "amount": "yuan(100 + 37 * k % 900000, k, 4)",
            "kind": "coded(['汇入', '劳动报酬', '狱内消费', 'fine_payment'], k, 5)",
            "balance": "case when again then '0' else yuan(91 * k % 900000, k, 6) end",
        },
    ),
    "benefit_payments": (
        0.05,
        {
            "payment_no": "'B' || k::varchar",
            "benefit": "coded(['养老金', 'unemployment', '失业金'], k, 3)",
            "month": "some_day(date '2025-01-01' + 31 * (k % 12)::int, k, 4)",
            "amount": "case when again then '1' else yuan(150000 + k % 90000, k, 5) end",
        },
    ),
}


def draw_csv(root: Path, rows: int) -> dict[str, int]:
    """One CSV file a dataset under `root`; file name → rows."""
    drawn: dict[str, int] = {}
    with _people() as connection:
        root.mkdir(parents=True, exist_ok=True)
        for dataset, (share, _) in DRAWN.items():
            place = root / f"{dataset}.csv"
            drawn[place.name] = int(rows * share)
            connection.execute(f"copy ({_sql(dataset, drawn[place.name])}) to '{place}' (header, quote '\"')")
    return drawn


def draw_deliveries(root: Path, files: int, rows: int) -> None:
    """Many small CSV files of one dataset, each with rows of its own."""
    root.mkdir(parents=True, exist_ok=True)
    with _people() as connection:
        connection.execute(f"create table stays as {_sql('hotel_stays', files * rows)}")
        for file in range(files):
            part = f"select * from stays where rowid >= {file * rows} and rowid < {(file + 1) * rows}"
            connection.execute(f"copy ({part}) to '{root}/hotel_stays_{file:04d}.csv' (header, quote '\"')")


def draw_xlsx(place: Path, dataset: str, rows: int) -> None:
    """One workbook of texts."""
    place.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(place), {"constant_memory": True})
    sheet = book.add_worksheet()
    with _people() as connection:
        relation = connection.sql(_sql(dataset, rows))
        for line, row in enumerate([relation.columns, *relation.fetchall()]):
            for at, text in enumerate(row):
                if text:
                    sheet.write_string(line, at, text)
    book.close()


def _people() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(MACROS)
    chance = random.Random(20260630)
    people = [_person(chance) for _ in range(PERSONS)]
    drawn = pa.table({"p": range(PERSONS), "number": [number for number, _ in people], "called": [name for _, name in people]})
    connection.register("drawn_people", drawn)
    connection.execute("create table people as from drawn_people")
    return connection


def _person(chance: random.Random) -> tuple[str, str]:
    first = f"510104{chance.randrange(1950, 2006)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}{chance.randrange(1000):03d}"
    return first + check_character(first), chance.choice(SURNAMES) + chance.choice(NAMES)


def _sql(dataset: str, rows: int) -> str:
    """Every second of 200 rows repeats the one before it, half of them with something changed."""
    fields, own = DATASETS[dataset].fields, DRAWN[dataset][1]
    columns = {"id_number": "messy_number(number, k)", "name": "messy_name(called, k)", **own, "备注": "'系统导入'"}
    told = ", ".join(f'{sql} as "{fields[name].zh if name in fields else name}"' for name, sql in columns.items())
    serials = f"""select s, case when s % 200 = 1 then s - 1 else s end as k, s % 400 = 1 as again from range({rows}) as t(s)"""
    return f"select {told} from ({serials}) join people on p = hash(k) % {PERSONS} order by s"
