"""Facts and duties by data are read from records with the records named; Spark gives the same digests as DuckDB."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.analysis import duties, facts
from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.selects import DuckEngine
from zhiheng.catalog import duties as duty_files
from zhiheng.catalog import facts as fact_files
from zhiheng.catalog.errors import Faults
from zhiheng.schema.errors import UnusableInputError

FACTS = """\
/* ---
facts: held
title: 羁押事实
source: []
reads: [custody_records]
columns: {stage: 环节, admitted_on: 入所日}
--- */
select stage, admitted_on, _ref as evidence from custody_records where id_number = :id_number
"""
DUTY = """\
duty: notice
title: 期限届满提示
source: []
from: notice.sql
due: {days: 0, at: "18:00"}
does: {procedure: notice}
"""
DUTY_SQL = """\
/* ---
reads: [custody_records]
parameters: {ahead: {default: 7, unit: 日, mark: policy}}
--- */
select id_number as subject, stage_due as due_on, facility as organ, _ref as evidence
from custody_records
where stage_due is not null and stage_due <= law_add_days(:as_of, :ahead)
"""
HOUSE = {"facility": "甲县看守所", "facility_kind": "detention_house"}
ROWS = [
    {
        **HOUSE, "id_number": "510104199003078914", "name": "甲", "admitted_on": "2026-03-20", "stage": "arrest_investigation",
        "stage_due": "2026-05-20",
    },
    {
        **HOUSE, "id_number": "51010419900307893X", "name": "乙", "admitted_on": "2026-04-01", "stage": "prosecution",
        "stage_due": "2026-08-01",
    },
]  # fmt: skip


@pytest.fixture()
def specs(tmp_path):
    found = Faults()
    for name, text in (("facts/held.sql", FACTS), ("duties/notice.yaml", DUTY), ("duties/notice.sql", DUTY_SQL)):
        (tmp_path / "p" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "p" / name).write_text(text, encoding="utf-8")
    read = fact_files.read(tmp_path / "p" / "facts" / "held.sql", "p", found)
    duty = duty_files.read(tmp_path / "p" / "duties" / "notice.yaml", "p", found)
    found.raise_any()
    return read, duty


@pytest.fixture()
def engine():
    with open_cases() as room:
        yield lambda rows: DuckEngine(room.library({"custody_records": rows}))


def test_facts_name_their_records(specs, engine):
    found = facts.gather(specs[0], engine(ROWS), "510104199003078914", as_of=date(2026, 5, 13))
    assert (found["stage"].value, found["admitted_on"].value) == ("arrest_investigation", date(2026, 3, 20))
    assert [(one.dataset, one.ref) for one in found["stage"].records] == [("custody_records", 1)]


def test_what_no_record_says_is_not_known(specs, engine):
    found = facts.gather(specs[0], engine(ROWS), "110101199003070000", as_of=date(2026, 5, 13))
    assert (found["stage"].value, found["stage"].records) == (None, ())


def test_records_that_do_not_agree_leave_a_fact_unknown_and_are_all_shown(specs, engine):
    rows = [*ROWS, {**ROWS[0], "facility": "乙县看守所", "stage": "prosecution"}]
    found = facts.gather(specs[0], engine(rows), "510104199003078914", as_of=date(2026, 5, 13))
    assert found["stage"].value is None
    assert sorted(found["stage"].others) == ["arrest_investigation", "prosecution"]
    assert len(found["stage"].records) == 2
    assert found["admitted_on"].value == date(2026, 3, 20)


def test_a_duty_by_data_is_owed_by_who_holds_the_record(specs, engine):
    (one,) = duties.owed_by_data(specs[1], engine(ROWS), as_of=date(2026, 5, 13))
    assert (one.subject, one.organ, one.period, one.due_at.isoformat()) == (
        "510104199003078914", "甲县看守所", "2026-05-20", "2026-05-20T18:00:00+08:00",
    )  # fmt: skip
    assert [row["key"] for row in one.evidence]
    assert duties.owed_by_data(specs[1], engine(ROWS), as_of=date(2026, 5, 12)) == []


def test_a_select_that_lacks_a_column_is_refused(specs, engine, tmp_path):
    path = tmp_path / "p" / "duties" / "notice.sql"
    path.write_text(DUTY_SQL.replace("facility as organ,", ""), encoding="utf-8")
    spec = duty_files.read(path.with_name("notice.yaml"), "p", Faults())
    with pytest.raises(UnusableInputError, match="organ"):
        duties.owed_by_data(spec, engine(ROWS), as_of=date(2026, 5, 13))


@pytest.mark.spark
@pytest.mark.slow
def test_spark_gives_the_same_digests(specs, tmp_path, monkeypatch):
    from zhiheng.analysis.spark import session as sessions

    if reason := sessions.missing():
        pytest.skip(f"Spark cannot run here: {reason}")
    from tests.analysis.segments import stored
    from tests.analysis.test_spark import SHORT_LIVED, SMALL
    from zhiheng.analysis.spark.library import open_spark_library
    from zhiheng.analysis.spark.selects import SparkEngine
    from zhiheng.records.core.library import open_library

    monkeypatch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
    root, as_of = tmp_path / "library", date(2026, 5, 13)
    with open_cases() as room:
        snapshot = stored(room, root, {"custody_records": ROWS})
    read, duty = specs
    with open_library(snapshot, root, datasets=["custody_records"]) as library:
        here = DuckEngine(library)
        wanted = [
            duties.digest_of(duties.owed_by_data(duty, here, as_of=as_of)),
            facts.digest_of(facts.gather(read, here, ROWS[0]["id_number"], as_of=as_of)),
        ]
    with sessions.open_session(root, settings=SMALL) as session, open_spark_library(
        session, snapshot, root, datasets=["custody_records"]
    ) as on_spark:  # fmt: skip
        there = SparkEngine(on_spark)
        found = duties.owed_by_data(duty, there, as_of=as_of)
        assert len(found) == 1
        assert [duties.digest_of(found), facts.digest_of(facts.gather(read, there, ROWS[0]["id_number"], as_of=as_of))] == wanted
