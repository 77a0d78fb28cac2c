"""Quality of what came in: figures that stay, breaches that follow what organs send, answers, and the trace of all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from zhiheng.exchange.quality import selectors
from zhiheng.exchange.quality.services import examine_after_receipt, examine_batches, explain_breach, withdraw_explanation
from zhiheng.exchange.services import receive, receive_all
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.schema.errors import UnusableInputError

HEAD = "facility,facility_kind,id_number,name,admitted_on,stage,stage_since,released_on,release_reason\n"
GOOD = "{place},prison,11010519491231002X,李某,2026-06-20,serving,2026-06-20,,\n"
BAD = "{place},prison,510104199003078914,张某某,2026-06-10,serving,,{released},term_served\n"
JUNE = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
JULY = JUNE + timedelta(days=20)


@pytest.fixture()
def deliver(home, db, actor, tmp_path):
    """Takes a text in as a file of a dataset; gives the delivery's number."""
    numbers = iter(range(1000))

    def take(
        text: str, *, organ: str = "川西监狱", dataset: str = "custody_records", at: datetime = JUNE, examine: bool = True, mends=None
    ) -> int:
        place = tmp_path / f"{dataset}_{next(numbers)}.csv"
        place.write_text(text, encoding="utf-8")
        number = receive(register_organ=True, actor=actor, now=at, path=place, organ=organ, dataset=dataset, correction_of=mends).delivery
        if examine:
            examine_batches(actor=actor, now=at)
        return number

    return take


def custody(place: str = "川西监狱", released: str = "2026-06-01", *, good: bool = True) -> str:
    return HEAD + BAD.format(place=place, released=released) + (GOOD.format(place=place) if good else "")


def states() -> list[tuple[str, str]]:
    return sorted(apps.get_model("exchange.Breach").objects.values_list("rule", "state"))


def row(dataset: str = "custody_records", **given):
    return next(one for one in selectors.quality_table(COMMAND_LINE, **given) if one.dataset == dataset)


def test_figures_of_a_delivery_by_hand(deliver):
    deliver(custody() + "川西监狱,jail,510104199003078914,张某某,2026-06-10,serving,,,\n")
    one = row()
    assert (one.deliveries, one.records) == (1, 2)
    # person_no (2 asked, 0 filled), stage_since (2, 1), release_reason (1, 1); stage_due is asked of detention houses only
    assert (one.complete.numerator, one.complete.denominator) == (2, 5)
    # released 2026-06-01 → 29 days, admitted 2026-06-20 → 10 days; practice is 7
    assert (one.timely.numerator, one.timely.denominator, one.median_days) == (0, 2, 10)
    assert (one.valid.numerator, one.valid.denominator) == (2, 3)
    assert (one.sound.numerator, one.sound.denominator) == (1, 2)
    assert selectors.reasons_of(COMMAND_LINE, since=None, until=None, organ=one.organ_id, dataset="custody_records") == {"unknown_code": 1}


def test_the_records_behind_a_figure_are_as_many_as_the_figure_leaves_out(deliver):
    deliver(custody())
    figures = selectors.figures_seen_by(COMMAND_LINE)
    gaps = selectors.incomplete_records(figures, "complete")
    assert [(one.row, one.what) for one in gaps] == [(1, "未填：人员编号、阶段起日"), (2, "未填：人员编号")]
    assert [(one.row, one.what) for one in selectors.incomplete_records(figures, "timely")] == [(1, "迟 22 日"), (2, "迟 3 日")]
    assert selectors.incomplete_records([], "timely") == []


def test_a_past_month_keeps_its_figures_when_later_data_come(deliver):
    first = deliver(custody())
    before = row(since=date(2026, 6, 1), until=date(2026, 6, 1))
    deliver(custody(released="2026-06-15", good=False), at=JULY, mends=first)
    after = row(since=date(2026, 6, 1), until=date(2026, 6, 1))
    for name in ("complete", "timely", "valid", "sound", "records", "median_days"):
        assert getattr(before, name) == getattr(after, name)
    assert (dict(before.breaches), dict(after.breaches)) == ({"open": 1}, {"mended": 1})
    assert row(since=date(2026, 7, 1), until=date(2026, 7, 1)).sound.value == 1
    trend = selectors.quality_trend(COMMAND_LINE, until=date(2026, 7, 1), months=3)
    assert [(one.month, one.records) for one in trend] == [(date(2026, 5, 1), 0), (date(2026, 6, 1), 2), (date(2026, 7, 1), 1)]


def test_examined_late_or_in_time_the_months_are_the_same(deliver, actor):
    deaths = "id_number,name,died_on\n510104199003078914,张某某,2026-05-01\n"
    deliver(custody(released=""), examine=False)
    deliver(deaths, organ="四川省民政厅", dataset="persons", at=JULY, examine=False)
    examine_batches(actor=actor, now=JULY)
    june = row(since=date(2026, 6, 1), until=date(2026, 6, 1))
    assert june.sound.numerator == june.sound.denominator - 1  # a reason without a day; the death was not known yet
    assert ("after_death", "open") in states()
    assert dict(june.breaches) == {"open": 1}


def test_a_mended_record_ends_its_breach_and_says_by_which_delivery(deliver):
    first = deliver(custody())
    assert states() == [("released_before_admitted", "open")]
    second = deliver(custody(released="2026-06-15", good=False), at=JULY, mends=first)
    breach = apps.get_model("exchange.Breach").objects.get()
    assert (breach.state, breach.mended_by_id, breach.ended_at) == ("mended", second, JULY)


def test_a_record_mended_wrongly_is_open_again(deliver):
    first = deliver(custody())
    deliver(custody(released="2026-06-02", good=False), at=JULY, mends=first)
    assert states() == [("released_before_admitted", "open"), ("released_before_admitted", "repeated")]


def test_a_breach_beside_another_record_clears_when_that_one_changes(deliver):
    deliver(
        HEAD + "甲看守所,detention_house,510104199003078914,张某某,2026-01-01,serving,2026-01-01,2026-03-01,transfer\n", organ="甲公安局"
    )
    deliver(HEAD + "川西监狱,prison,510104199003078914,张某某,2026-02-01,serving,2026-02-01,,\n")
    assert states() == [("in_two_places", "open"), ("in_two_places", "open")]
    assert sorted(apps.get_model("exchange.Breach").objects.values_list("at_receipt", flat=True)) == [False, True]
    mended = HEAD + "甲看守所,detention_house,510104199003078914,张某某,2026-01-01,serving,2026-01-01,2026-02-01,transfer\n"
    deliver(mended, organ="甲公安局", at=JULY)
    assert states() == [("in_two_places", "cleared"), ("in_two_places", "mended")]


def test_an_answer_keeps_the_record_and_is_traced(deliver, actor):
    from zhiheng.ledger.selectors import entries_about

    deliver(custody())
    number = apps.get_model("exchange.Breach").objects.get().pk
    for reason in ("", " \n", "长" * 501):
        with pytest.raises(UnusableInputError):
            explain_breach(actor=actor, now=JUNE, breach_id=number, reason=reason)
    explained = explain_breach(actor=actor, now=JUNE, breach_id=number, reason="档案如此")
    assert (explained.state, explained.explained_by) == ("explained", "测试员（test）")
    with pytest.raises(UnusableInputError, match="属实"):
        explain_breach(actor=actor, now=JUNE, breach_id=number, reason="再答")
    withdraw_explanation(actor=actor, now=JUNE, breach_id=number, reason="证据不足")
    assert [entry.act for entry in entries_about(f"breach:{number}")] == ["breach.explained", "breach.reopened"]
    with pytest.raises(UnusableInputError):
        withdraw_explanation(actor=actor, now=JUNE, breach_id=number, reason="再退")
    assert states() == [("released_before_admitted", "open")]


def test_examining_again_changes_nothing(deliver, actor):
    from zhiheng.ledger.selectors import size

    deliver(custody())
    entries = size()
    assert examine_batches(actor=actor, now=JULY) == 0
    assert size() == entries
    assert row().sound.denominator == 2


def test_a_correction_counts_as_mending_of_the_delivery_it_mends(deliver):
    first = deliver(custody(good=False) + GOOD.format(place="川西监狱").replace("prison", "jail"))
    assert (row().valid.numerator, row().valid.denominator) == (1, 2)
    deliver(custody(released="2026-06-15", good=False) + GOOD.format(place="川西监狱"), at=JULY, mends=first)
    june = row(since=date(2026, 6, 1), until=date(2026, 6, 1))
    assert (june.valid.numerator, june.valid.denominator, june.mended_rows) == (1, 2, 1)
    assert june.valid_after_mending.value == 1


def test_a_missing_file_is_told_and_loses_nothing(deliver, actor, settings):
    deliver(custody(), examine=False)
    path = next(settings.LIBRARY.rglob("*.parquet"))
    aside = path.with_suffix(".aside")
    path.rename(aside)
    assert "数据质量检查未完成" in examine_after_receipt(actor=actor, now=JUNE)
    aside.rename(path)
    assert examine_after_receipt(actor=actor, now=JUNE) == ""
    assert states() == [("released_before_admitted", "open")]


def test_who_stopped_sending_is_found_by_the_days_of_receipt_and_of_the_records(deliver):
    for month in range(1, 6):
        deliver(
            "prison,id_number,name,scored_on,item,kind,points\n"
            f"川西监狱,510104199003078914,张某某,2026-0{min(month, 3)}-01,劳动改造{month},base,60\n",
            dataset="conduct_scores",
            at=JUNE.replace(month=month, day=5),
        )
    found = selectors.missing_deliveries(COMMAND_LINE, today=date(2026, 5, 30))
    assert [(one.organ, one.dataset, one.late.kind) for one in found] == [("川西监狱", "conduct_scores", "content")]
    found = selectors.missing_deliveries(COMMAND_LINE, today=date(2026, 7, 1))
    assert [(one.late.kind, one.late.expected_on) for one in found] == [("delivery", date(2026, 6, 12))]
    assert selectors.missing_deliveries(COMMAND_LINE, today=date(2026, 4, 6)) == []


def test_the_workbook_comes_back_as_the_same_records(deliver, actor, tmp_path):
    """A record sent back untouched is a duplicate: every value survives the workbook."""
    rows = (
        "stay_no,id_number,name,division,checkin_at,checkout_at\n"
        "=1+1,510104199003078914,张某某,510107,2026-05-07 22:00:09,2026-05-06 09:00\n"
    )
    number = deliver(rows, organ="成都市公安局", dataset="hotel_stays")
    book = tmp_path / "back.xlsx"
    book.write_bytes(selectors.breach_workbook(selectors.breaches_seen_by(COMMAND_LINE).filter(delivery=number)))
    report = receive(
        register_organ=True, actor=actor, now=JULY, path=book, organ="成都市公安局", dataset="hotel_stays", correction_of=number
    )
    assert (report.rows, report.accepted, report.duplicates, list(report.unknown_columns)) == (1, 1, 1, [])


def test_a_mended_key_field_takes_the_old_record_away_and_the_file_can_be_restored(deliver, actor, tmp_path, settings):
    """The day of admission is part of the key: mended, it must not leave the wrong record beside the right one."""
    from openpyxl import load_workbook

    from zhiheng.records.core.library import open_library
    from zhiheng.records.selectors import snapshot_now

    first = deliver(custody())
    path = tmp_path / "mended.xlsx"
    path.write_bytes(selectors.breach_workbook(selectors.breaches_seen_by(COMMAND_LINE).filter(delivery=first)))
    book = load_workbook(path)
    sheet = book.active
    sheet.cell(2, [cell.value for cell in sheet[1]].index("入所日期") + 1).value = "2026-05-10"
    sheet.insert_rows(2)
    book.save(path)
    given = {"path": path, "organ": "川西监狱", "dataset": "custody_records", "correction_of": first}
    report = receive(register_organ=True, actor=actor, now=JULY, **given)
    assert (report.accepted, report.superseded, report.duplicates) == (1, 1, 0)
    examine_batches(actor=actor, now=JULY)
    breach = apps.get_model("exchange.Breach").objects.get()
    assert (breach.state, breach.mended_by_id) == ("mended", report.delivery)
    with open_library(snapshot_now(), settings.LIBRARY, datasets=["custody_records"]) as library:
        assert library.connection.sql("select admitted_on::varchar from custody_records order by 1").fetchall() == [
            ("2026-05-10",),
            ("2026-06-20",),
        ]
    batch = apps.get_model("records.Batch").objects.get(pk=report.batch)
    segment = settings.LIBRARY / batch.path
    content = segment.read_bytes()
    segment.unlink()
    assert receive(register_organ=True, actor=actor, now=JULY, **given).restored
    assert segment.read_bytes() == content


def test_row_numbers_of_another_file_replace_nothing(deliver, actor, tmp_path):
    first = deliver(custody())
    foreign = "facility,facility_kind,id_number,name,admitted_on,stage,原行号,处理办法\n"
    rows = "".join(
        f"川西监狱,prison,11010519491231002X,李某,2026-04-0{day},serving,{number},\n"
        for day, number in enumerate(["2", "99", "-1", "一"], 1)
    )
    number = deliver(foreign + rows, at=JULY, mends=first)
    assert apps.get_model("exchange.Delivery").objects.get(pk=number).superseded == 0
    assert states() == [("released_before_admitted", "open")]


EXAMINE = """
from pathlib import Path
from django.conf import settings
from zhiheng.exchange.models import Breach, QualityFigures
from zhiheng.exchange.quality.services import examine_batches
from zhiheng.exchange.services import receive
rows = ["facility,facility_kind,id_number,name,admitted_on,stage,released_on"]
rows += [f"{sys.argv[1]},prison,510104199003078914,张某某,2026-03-{day:02d},serving,2026-02-01" for day in range(1, 21)]
place = Path(settings.HOME) / f"{sys.argv[1]}.csv"
place.write_text(chr(10).join(rows), encoding="utf-8")
receive(register_organ=True, actor=actor, now=now, path=place, organ=sys.argv[1] + "监狱", dataset="custody_records")
for _ in range(3):
    examine_batches(actor=actor, now=now)
print(QualityFigures.objects.count(), Breach.objects.count())
"""


def test_two_writers_examine_each_batch_once(apart):
    counts = sorted(apart(EXAMINE, writers=2))
    assert counts[-1] == "2 40"


@pytest.mark.sample
def test_sample_province_has_exactly_these_breaches(home, db, actor, shared):
    now = datetime(2026, 6, 30, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    receive_all(register_organ=True, actor=actor, now=now, paths=[shared / "data" / "sample-province" / "files"])
    assert examine_batches(actor=actor, now=now) == 200
    counted: dict[tuple[str, str, str], int] = {}
    for one in selectors.breaches_seen_by(COMMAND_LINE):
        counted[one.rule, one.dataset, one.state] = counted.get((one.rule, one.dataset, one.state), 0) + 1
    assert counted == {
        ("accepted_before_proposed", "rulings", "open"): 1,
        ("after_death", "checkins", "open"): 6,
        ("birth_date_differs", "persons", "mended"): 3,
        ("checkout_before_checkin", "hotel_stays", "mended"): 1,
        ("deduction_positive", "conduct_scores", "mended"): 1,
        ("detention_too_long", "sentences", "mended"): 1,
        ("effective_before_judged", "sentences", "mended"): 2,
        ("gender_differs", "persons", "mended"): 3,
        ("place_outside", "checkins", "mended"): 9,
        ("place_outside", "positions", "mended"): 3,
    }
    rows = selectors.quality_table(COMMAND_LINE)
    assert (sum(one.valid.numerator for one in rows), sum(one.valid.denominator for one in rows)) == (2928, 2959)
    assert sum(one.records for one in rows) == 2900
    assert organ_named("川西监狱") is None
    assert selectors.missing_deliveries(COMMAND_LINE, today=now.date()) == []


@pytest.mark.files
@pytest.mark.slow
def test_a_simulated_province_raises_no_false_alarm(home, db, actor, tmp_path):
    """Its planted violations are clues, not faults of the data: what is impossible in it was replaced by later files of the same organ."""
    from zhiheng.cli.main import main

    assert (
        main(["simulate", "--persons", "300", "--seed", "7", "--out", str(tmp_path / "province"), "--json", str(tmp_path / "made.json")])
        == 0
    )
    now = datetime(2026, 6, 30, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    receive_all(register_organ=True, actor=actor, now=now, paths=[tmp_path / "province" / "files"])
    examine_batches(actor=actor, now=now)
    found = apps.get_model("exchange.Breach").objects
    assert [(one.rule, one.dataset) for one in found.exclude(state="mended")] == []
    assert found.count() > 0
