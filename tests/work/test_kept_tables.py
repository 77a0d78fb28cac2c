"""Cases and ledgers are tables: models find clues in them, runs on them can be repeated, and what is inner stands in none."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from tests.procedure.test_services_of_packs import PRISON, ROOT, acting, at, case, filed, go, people, spec
from zhiheng.analysis.case_check import check_cases
from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.column_check import check
from zhiheng.analysis.spark import session as sessions
from zhiheng.catalog import packs
from zhiheng.catalog.errors import Faults, PackError
from zhiheng.catalog.kept_tables import schemas
from zhiheng.oversight import services as oversight
from zhiheng.oversight.models import Clue, Run
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.work.selectors.library import kept_tables, located

pytestmark = pytest.mark.django_db
__all__ = ["acting", "case", "filed", "go", "people", "spec"]

LATE = """/* ---
model: opinion_late
title: 检察意见超期
grain: 一个案件一行
purpose: 查出提请后超过期限没有检察意见的案件
logic: 检察意见的期限已过而没有办理
source: [刑事诉讼法 第二百七十三条]
reads: [case_trial, case_steps, persons]
occurrence: [案件编号]
columns: {due_on: 期限, ground: 理由, filed_on: 提请日}
level: medium
summary: "{subject}的案件检察意见应于{due_on}前提出，至今没有"
answers: 检察机关
clears: 已经提出
--- */
select c.subject, c.number as occurrence, s.organ, s.due_on, c.opening__ground as ground, c.value__filed_on as filed_on, c._ref as evidence
from case_trial c join case_steps s on s."case" = c."case" left join persons p on p.id_number = c.subject
where s.step = 'opinion' and s.done_on is null and s.due_on < :as_of
"""
LATE_CASES = """of: opinion_late
as_of: "2026-06-30"
defaults:
  case_trial: {case: c1, number: 一号, subject: 甲, opening__ground: merit, value__filed_on: "2026-06-11"}
  case_steps: {case: c1, step: opinion, organ: 某检察院, due_on: "2026-06-12"}
cases:
  - {name: 没有意见, given: {case_trial: [{}], case_steps: [{}]}, expect: [{subject: 甲, occurrence: 一号, due_on: "2026-06-12"}]}
  - {name: 已经提出, given: {case_trial: [{}], case_steps: [{done_on: "2026-06-12"}]}, expect: []}
"""


@pytest.fixture()
def root(tmp_path):
    """The pack to try, with a model that reads its cases."""
    shutil.copytree(ROOT, tmp_path / "packs")
    models = tmp_path / "packs" / "trial" / "models"
    models.mkdir()
    (models / "opinion_late.sql").write_text(LATE, encoding="utf-8")
    (models / "opinion_late.cases.yaml").write_text(LATE_CASES, encoding="utf-8")
    return tmp_path / "packs"


@pytest.fixture()
def catalog(root, settings, people):
    settings.PACKS = root
    return packs.load(root)


def screen(catalog, day="2026-06-30", **more):
    given = {"actor": COMMAND_LINE, "now": at(f"{day}T09:00"), "as_of": date.fromisoformat(day), **more}
    return oversight.screen(catalog=catalog, models=["opinion_late"], **given)


def test_a_model_finds_what_a_case_shows_and_says_where_it_stands(catalog, filed):
    assert screen(catalog).added == 1
    clue = Clue.objects.get()
    assert (clue.occurrence, clue.organ.name) == (filed.number, "资阳市检察院")
    assert clue.values == {"due_on": "2026-06-12", "ground": "merit", "filed_on": "2026-06-11"}
    assert [(one["dataset"], one["key"], one["batch"]) for one in clue.evidence] == [("case_trial", filed.number, f"case:{filed.pk}")]


def test_a_run_on_cases_can_be_repeated_after_the_case_moved_on(catalog, filed, go):
    run = screen(catalog).run
    go(filed, "station", "2026-07-01T10:00", "opinion.given")
    assert oversight.rerun(actor=COMMAND_LINE, now=at("2026-07-02T09:00"), catalog=catalog, run_id=run.pk).differences == []
    assert screen(catalog, "2026-07-02").resolved == 1
    assert Run.objects.order_by("pk").last().snapshot["kept"]["events"] > run.snapshot["kept"]["events"]


def test_what_is_inner_stands_in_no_table(catalog, filed):
    tables = kept_tables(catalog, ["cases", "case_steps", "case_trial"])
    steps = tables["case_steps"].to_pylist()
    assert {row["step"] for row in steps} == {"notice", "propose", "opinion", "trial"}
    assert not [name for name in tables["case_trial"].schema.names if name.startswith(("study__", "check__"))]
    assert "仅供内部" not in str([table.to_pylist() for table in tables.values()])
    (row,) = tables["case_trial"].to_pylist()
    assert (row["organ"], row["organ__prison"], row["propose__outcome"], row["propose__on"]) == (PRISON, PRISON, "filed", date(2026, 6, 11))
    assert row["opinion__due_on"] == date(2026, 6, 12) and row["opening__complex"] is True and row["opinion__on"] is None
    place = located([row["_ref"]])[row["_ref"]]
    assert (place.key, place.batch) == (filed.number, f"case:{filed.pk}")


def test_a_step_done_after_its_last_day_is_late(catalog, filed, go):
    go(filed, "station", "2026-06-20T10:00", "opinion.given")
    rows = {row["step"]: row for row in kept_tables(catalog, ["case_steps"])["case_steps"].to_pylist()}
    assert (rows["opinion"]["late"], rows["opinion"]["done_on"], rows["trial"]["late"]) == (True, date(2026, 6, 20), None)
    assert rows["opinion"]["organ"] == "资阳市检察院"


def test_a_person_of_two_numbers_is_one_in_the_tables_too(catalog, filed):
    from zhiheng.analysis.selects import DuckEngine
    from zhiheng.records.core.library import open_library
    from zhiheng.records.core.snapshot import Snapshot
    from zhiheng.work.selectors.library import with_kept

    tables = kept_tables(catalog, ["case_trial"])
    for aliases, shown in (({filed.subject: "另一号码"}, "另一号码"), ({}, filed.subject)):
        with open_library(Snapshot(()), ROOT, datasets=["persons"], same_person=aliases) as library:
            rows = DuckEngine(with_kept(library, tables)).run("select subject from case_trial", "t").to_pylist()
        assert rows == [{"subject": shown}]


def test_cases_of_a_model_plant_rows_of_cases(catalog):
    with open_cases(schemas(catalog)) as room:
        outcomes = check_cases(catalog.models["opinion_late"], room)
    assert [(one.case.name, one.difference) for one in outcomes] == [("没有意见", ""), ("已经提出", "")]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("c.opening__ground as", "c.opening__grund as", "opening__grund"),
        ("select c.subject", "with late as (select *, done_on as due_on from case_steps) select c.subject", "late 里有两列 due_on"),
        ("c.subject, c.number", "c.study__votes as subject, c.number", "study__votes"),
    ],
)
def test_a_column_that_there_is_not_or_twice_is_told(root, old, new, word):
    path = root / "trial" / "models" / "opinion_late.sql"
    path.write_text(LATE.replace(old, new), encoding="utf-8")
    faults = Faults()
    check(packs.load(root), faults)
    assert [str(fault) for fault in faults if word in str(fault) and "opinion_late.sql:16" in str(fault)]


def test_a_table_that_there_is_not_is_told(root):
    path = root / "trial" / "models" / "opinion_late.sql"
    path.write_text(LATE.replace("[case_trial,", "[case_trail,"), encoding="utf-8")
    with pytest.raises(PackError, match=r"(?s)case_trail.*case_trial"):
        packs.load(root)


@pytest.mark.spark
@pytest.mark.slow
def test_spark_finds_the_same_in_cases(catalog, filed, settings):
    if reason := sessions.missing():
        pytest.skip(f"Spark cannot run here: {reason}")
    found = [[clue.digest for clue in screen(catalog, engine=engine, dry_run=True).clues] for engine in ("duckdb", "spark")]
    assert found[0] == found[1] and len(found[0]) == 1
