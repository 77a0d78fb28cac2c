"""Draws a province-year into segments of the theme library, in bulk: quick, regular, with a few things to find in each model timed.

For every person: 60 stays, 60 journeys, 50 labour days, 10 scores, 1.2 payments, and for three in ten 100 check-ins and 3 leaves.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from zhiheng.records.core.files import digest_of
from zhiheng.records.core.library import duck_type
from zhiheng.records.core.segment import ROW_BITS, key_sql, quoted
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS

AS_OF = "2026-06-30"
DIVISIONS = "['510104', '510107', '510181', '510703', '511302', '513401', '500101', '500103', '500235', '511402']"
HOME = f"({DIVISIONS})[1 + p % 10]"
ANYWHERE = f"({DIVISIONS})[1 + (hash(p * 1009 + k) % 10)::int]"

#: Dataset → its rows: a SELECT over `p` (the person's number) and `k`, giving some of the dataset's fields; the others are empty.
DRAWN = {
    "corrections_cases": f"""select 'J' || p as person_no, 'probation' as category, {HOME} as division,
        date '2025-07-01' as term_start, date '2027-06-30' as term_end,
        date '2025-07-03' as enrolled_on, date '2025-07-02' as reported_on,
        case when p % 500 <> 0 then date '2025-07-04' end as exit_ban_reported_on from persons_drawn where p % 10 < 3""",
    "hotel_stays": f"""select 'H' || p || '-' || k as stay_no, case when hash(p + k) % 1000 = 0 then {ANYWHERE} else {HOME} end as division,
        timestamptz '2025-07-01 20:00:00+08' + to_hours(6 * 24 * k::int) as checkin_at from persons_drawn, range(60) as t(k)""",
    "journeys": f"""select 'T' || p || '-' || k as ticket_no, 'rail' as mode, {HOME} as from_division,
        case when hash(p + k) % 1000 = 1 then {ANYWHERE} else {HOME} end as to_division, k % 20 = 0 as refunded,
        timestamptz '2025-07-02 08:00:00+08' + to_hours(6 * 24 * k::int) as depart_at from persons_drawn, range(60) as t(k)""",
    "leaves": f"""select 'L' || p || '-' || k as leave_no, {ANYWHERE} as destination, date '2025-09-01' + (60 * k)::int as from_date,
        date '2025-09-05' + (60 * k)::int as to_date, 'office' as approver from persons_drawn, range(3) as t(k) where p % 10 < 3""",
    "checkins": """select timestamptz '2025-07-03 09:00:00+08' + to_hours((24 * 3.6 * k)::int) as at, 'face' as kind, k % 25 <> 0 as passed
        from persons_drawn, range(100) as t(k) where p % 10 < 3 and (p % 400 <> 0 or k < 80)""",
    "labour_days": """select '监狱' || p % 20 as prison, date '2026-01-01' + k::int as day,
        case when k % 7 in (2, 3) and p % 300 <> 0 then 0 else 480 + (hash(p + k) % 2000 = 0)::int end as labour_minutes,
        case when k % 7 = 3 and p % 300 <> 0 then 'rest' when k % 7 = 2 then 'study' else 'labour' end as kind
        from persons_drawn, range(50) as t(k) where p % 10 >= 3""",
    "conduct_scores": """select '监狱' || p % 20 as prison, date '2026-01-05' + (7 * k)::int as scored_on, 'i' || k as item,
        case when k % 4 = 3 then 'bonus' else 'base' end as kind, (20 + (hash(p * 31 + k) % 9000 = 0)::int * 90)::decimal(18, 2) as points,
        ['subward', 'ward', 'prison'] as reviews from persons_drawn, range(10) as t(k) where p % 10 >= 3""",
    "custody_records": """select '监狱' || (p + k) % 20 as facility, 'prison' as facility_kind, 'serving' as stage,
        date '2024-01-10' + (400 * k + p % 30)::int as admitted_on,
        case when k = 0 then date '2024-01-10' + (400 + p % 30)::int end as released_on
        from persons_drawn, range(2) as t(k) where p % 10 >= 3""",
    "benefit_payments": """select 'B' || p || '-' || k as payment_no, 'pension' as benefit, date '2025-01-01' + (31 * k)::int as month,
        2000.00::decimal(18, 2) as amount from persons_drawn, range(12) as t(k) where p % 10 = 3 and (p // 10) % 50 = 0
        or p % 10 = 1""",
    "compulsory_measures": """select 'M' || p as measure_no, 'detention' as kind, date '2026-05-01' as from_date
        from persons_drawn where p % 4000 = 0""",
}
WITH_PERSON = "(500000190001010000 + p)::varchar as id_number, '人' || p as name, "
ORGAN = "示范机关"


def draw(folder: Path, persons: int) -> Snapshot:
    """Write one segment a dataset under the folder and give (and keep beside them) the snapshot of all."""
    folder.mkdir(parents=True, exist_ok=True)
    segments = []
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB", "temp_directory": str(folder)}) as connection:
        connection.execute("set timezone = 'Asia/Shanghai'")
        connection.execute(f"create table persons_drawn as select range as p from range({persons})")
        for seq, (dataset, rows) in enumerate(DRAWN.items(), start=1):
            place = folder / f"{dataset}.parquet"
            connection.execute(f"copy ({_segment_sql(dataset, rows, seq)}) to '{place}' (format parquet)")
            [(count,)] = connection.execute(f"select count(*) from '{place}'").fetchall()
            segments.append(Segment(dataset, place.name, f"b{seq}", seq, ORGAN, datetime(2026, 6, 30, tzinfo=UTC), count, digest_of(place)))
    snapshot = Snapshot.of(segments)
    (folder / "snapshot.json").write_text(json.dumps(snapshot.to_json()))
    return snapshot


def _segment_sql(dataset: str, rows: str, seq: int) -> str:
    """The rows with every field of the dataset and the columns that a segment adds."""
    kinds = {field.name: duck_type(field.arrow_type) for field in DATASETS[dataset].fields.values()}
    drawn = rows.replace("select ", f"select {WITH_PERSON}", 1)
    given = set(duckdb.sql(f"with persons_drawn as (select 1::bigint as p) select * from ({drawn}) limit 0").columns)
    fields = ", ".join(f"{quoted(name) if name in given else 'null'}::{kind} as {quoted(name)}" for name, kind in kinds.items())
    numbered = f"select *, row_number() over () as _row from (select {fields} from ({drawn}))"
    return f"select *, {seq}::bigint << {ROW_BITS} | _row as _ref, {key_sql(dataset)} as _key from ({numbered})"
