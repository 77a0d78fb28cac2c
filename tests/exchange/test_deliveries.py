"""A file comes in whole with its receipts and its trace, once; what is wrong can be mended and sent again."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from zhiheng.exchange import selectors, services
from zhiheng.exchange.closed.selectors import OPEN
from zhiheng.exchange.core.source import open_source
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.ledger.core.acts import BOUND
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.records.core.library import open_library
from zhiheng.records.models import Batch
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.models import Organ
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import appoint, enlist, ensure_organ
from zhiheng.schema.errors import UnusableInputError

from .conftest import csv_bytes, stays, xlsx_bytes

pytestmark = pytest.mark.django_db
STATEMENTS = 25
"""Of one delivery at most, savepoints included: each statement costs every delivery of a province."""


@pytest.fixture()
def receive(home, actor, now):
    def take(path, **more):
        return services.receive(**{"register_organ": True, "actor": actor, "now": now, "path": path, "dataset": "hotel_stays", **more})

    return take


def mixed():
    """Four rows: good, wrong number, good, without name and with an impossible time."""
    rows = stays([1, 2, 3, 4])
    rows[1]["id_number"] = "510104199003078915"
    rows[3].update(name="", checkin_at="2026-13-01 08:00")
    return rows


def current(settings, dataset="hotel_stays"):
    with open_library(snapshot_now([dataset]), settings.LIBRARY, datasets=[dataset]) as library:
        return library.connection.sql(f"select * from {dataset} order by _ref").to_arrow_table().to_pylist()


def test_the_rows_that_are_right_go_in_and_the_others_are_kept_with_their_reasons(receive, sent, settings):
    report = receive(sent("hotel_stays_1.csv", csv_bytes([{**row, "备注": "x"} for row in mixed()])))
    entry = report.to_json()
    assert (entry["rows"], entry["accepted"], entry["duplicates"], entry["superseded"]) == (4, 2, 0, 0)
    assert [(one["row"], one["column"], one["reason_code"]) for one in entry["rejected"]] == [
        (2, "id_number", "check_digit"),
        (4, "name", "missing_required"),
        (4, "checkin_at", "impossible_date"),
    ]
    assert entry["unknown_columns"] == ["备注"]
    assert [row["stay_no"] for row in current(settings)] == ["H000001", "H000003"]
    assert [row["_row"] for row in current(settings)] == [1, 3]
    delivery = Delivery.objects.get()
    assert (delivery.organ.name, delivery.outcome, str(delivery.batch_id), delivery.rejected) == (
        "成都市公安局",
        "partly",
        entry["batch"],
        2,
    )
    rows = list(selectors.rejected_rows(delivery))
    assert [row.row for row in rows] == [2, 4]
    assert rows[0].cells["id_number"] == "510104199003078915"
    assert len(rows[1].errors) == 2


def test_every_hop_has_a_receipt_and_a_trace(receive, sent, now):
    receive(sent("hotel_stays_1.csv", csv_bytes(stays([1]))))
    delivery = Delivery.objects.get()
    assert selectors.receipts(delivery) == [("received", now), ("validated", now), ("accepted", now)]
    assert [entry.act for entry in entries_about(f"delivery:{delivery.pk}")] == ["delivery.accepted"]
    assert verify().ok


def test_a_file_without_one_right_row_is_returned(receive, sent, now):
    rows = stays([1])
    rows[0]["name"] = ""
    report = receive(sent("hotel_stays_1.csv", csv_bytes(rows)))
    assert (report.accepted, report.batch) == (0, None)
    delivery = Delivery.objects.get()
    assert delivery.outcome == "returned"
    assert selectors.receipts(delivery)[-1] == ("returned", now)
    assert Batch.objects.count() == 0
    assert [entry.act for entry in entries_about(f"delivery:{delivery.pk}")] == ["delivery.returned"]


def test_content_imported_before_is_skipped_whatever_the_file_is_called(receive, sent):
    first = receive(sent("hotel_stays_1.csv", csv_bytes(mixed())))
    again = receive(sent("hotel_stays_9.csv", csv_bytes(mixed())))
    assert again.skipped
    assert not first.skipped
    assert {**again.to_json(), "path": "", "skipped": None} == {**first.to_json(), "path": "", "skipped": None}
    assert (Delivery.objects.count(), Batch.objects.count(), RejectedRow.objects.count()) == (1, 1, 2)


def test_the_same_content_of_another_organ_goes_in(receive, sent):
    receive(sent("hotel_stays_1.csv", csv_bytes(stays([1]))))
    assert not receive(sent("hotel_stays_1.csv", csv_bytes(stays([1])), "绵阳市公安局")).skipped
    assert Delivery.objects.count() == 2


def test_duplicates_and_superseding_rows_are_counted_across_files(receive, sent, settings):
    receive(sent("hotel_stays_1.csv", csv_bytes(stays([1, 2, 3]))))
    rows = [*stays([1]), *stays([2], name="李某"), *stays([4, 4]), *stays([4], name="王某")]
    second = receive(sent("hotel_stays_2.xlsx", xlsx_bytes(rows)))
    assert (second.accepted, second.duplicates, second.superseded) == (5, 2, 2)
    assert {row["stay_no"]: row["name"] for row in current(settings)} == {
        "H000001": "张某某",
        "H000002": "李某",
        "H000003": "张某某",
        "H000004": "王某",
    }


def test_a_trial_run_writes_nothing_and_foresees_the_counts(receive, sent):
    receive(sent("hotel_stays_1.csv", csv_bytes(stays([1, 2]))))
    before = (Delivery.objects.count(), Batch.objects.count(), Organ.objects.count(), verify().size)
    rows = [*stays([1]), *stays([2], name="李某"), *mixed()[3:]]
    foreseen = receive(sent("hotel_stays_2.csv", csv_bytes(rows)), dry_run=True)
    assert (foreseen.accepted, foreseen.duplicates, foreseen.superseded, foreseen.batch, foreseen.rejected_rows) == (2, 1, 1, None, 1)
    unknown = receive(sent("hotel_stays_2.csv", csv_bytes([*stays([1, 1])]), "新都区公安局"), dry_run=True)
    assert (unknown.accepted, unknown.duplicates) == (2, 1)
    assert (Delivery.objects.count(), Batch.objects.count(), Organ.objects.count(), verify().size) == before
    taken = receive(sent("hotel_stays_2.csv", csv_bytes(rows)))
    assert (taken.accepted, taken.duplicates, taken.superseded) == (2, 1, 1)


def test_thousands_of_refused_rows_leave_one_entry(receive, sent):
    rows = [{**row, "checkin_at": "昨天"} for row in stays(range(1, 4501))]
    report = receive(sent("hotel_stays_1.csv", csv_bytes(rows)))
    assert (report.accepted, RejectedRow.objects.count()) == (0, 4500)
    assert not Entry.objects.filter(act=BOUND).exists(), "nobody fills the trace with entries that say nothing by sending wrong rows"
    assert verify().ok


def test_the_rejected_rows_are_mended_in_a_workbook_and_sent_again(receive, sent, settings):
    receive(sent("hotel_stays_1.csv", csv_bytes([{**row, "name": row["name"] and "=1+1"} for row in mixed()])))
    first = Delivery.objects.get()
    book = openpyxl.load_workbook(io.BytesIO(selectors.rejected_workbook(first, OPEN)))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    assert headings[-3:] == ["原行号", "拒收原因", "处理办法"]
    assert [row[headings.index("原行号")].value for row in sheet.iter_rows(min_row=2)] == [2, 4]
    assert sheet.cell(2, headings.index("姓名") + 1).value == "=1+1"
    assert sheet.cell(2, headings.index("姓名") + 1).data_type == "s"
    assert "校验码" in sheet.cell(2, headings.index("拒收原因") + 1).value
    number = stays([2])[0]["id_number"]
    sheet.cell(2, headings.index("公民身份号码") + 1).value = number
    sheet.cell(3, headings.index("姓名") + 1).value = "李某"
    sheet.cell(3, headings.index("入住时间") + 1).value = "2026-05-06 04:00"
    mended = io.BytesIO()
    book.save(mended)
    report = receive(sent("改正.xlsx", mended.getvalue()), correction_of=first.pk)
    assert (report.rows, report.accepted, list(report.unknown_columns)) == (2, 2, [])
    second = Delivery.objects.get(pk=report.delivery)
    assert second.correction_of == first
    assert list(first.corrections.all()) == [second]
    assert len(current(settings)) == 4


def test_a_correction_mends_a_delivery_of_its_own_organ_and_dataset(receive, sent):
    receive(sent("hotel_stays_1.csv", csv_bytes(mixed())))
    first = Delivery.objects.get()
    with pytest.raises(UnusableInputError, match="更正"):
        receive(sent("hotel_stays_2.csv", csv_bytes(stays([9])), "绵阳市公安局"), correction_of=first.pk)
    with pytest.raises(UnusableInputError, match="更正"):
        receive(sent("hotel_stays_2.csv", csv_bytes(stays([9]))), correction_of=first.pk + 1)
    assert Delivery.objects.exclude(outcome="returned").count() == 1


def test_a_file_that_cannot_be_read_leaves_a_receipt_with_an_organ_that_is_known(receive, sent, actor, now):
    bad = b"unknown,headings\n1,2\n"
    with pytest.raises(UnusableInputError):
        receive(sent("hotel_stays_1.csv", bad, "没有登记的机关"))
    assert (Delivery.objects.count(), Organ.objects.count()) == (0, 0)
    ensure_organ(actor=actor, name="成都市公安局", now=now)
    for _ in range(2):
        with pytest.raises(UnusableInputError):
            receive(sent("hotel_stays_1.csv", bad))
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.rows, delivery.batch) == ("returned", 0, None)
    assert "列名" in delivery.refusal
    assert Batch.objects.count() == 0


def test_a_folder_comes_in_file_by_file_and_a_bad_file_stops_none(home, actor, now, sent):
    sent("hotel_stays_1.csv", csv_bytes(stays([1])))
    sent("hotel_stays_2.csv", b"")
    sent("hotel_stays_3.csv", csv_bytes(stays([1], name="李某")))
    folder = sent("其他.csv", b"x\n1\n", "绵阳市公安局").parent.parent
    told = []
    reports = services.receive_all(
        register_organ=True, actor=actor, now=now, paths=[folder], on_file=lambda report, files: told.append((report.path, files))
    )
    assert [report.refusal is None for report in reports] == [True, False, True, False]
    assert [report.superseded for report in reports] == [0, 0, 1, 0]
    assert told == [(report.path, 4) for report in reports]
    assert {organ.name for organ in Organ.objects.all()} == {"成都市公安局"}


def test_organ_and_dataset_may_be_given(receive, sent):
    place = sent("导出.csv", csv_bytes(stays([1])))
    report = receive(place, organ="四川省公安厅", dataset="旅馆住宿比中信息")
    assert (report.organ, report.dataset) == ("四川省公安厅", "hotel_stays")
    with pytest.raises(UnusableInputError, match="没有这个数据集"):
        receive(place, dataset="旅馆")
    with pytest.raises(UnusableInputError, match="哪个数据集"):
        receive(place, dataset=None)


def test_a_temporary_path_keeps_the_name_of_the_file(receive, sent):
    report = receive(sent("tmp1234.upload", xlsx_bytes(stays([1]))), name="hotel_stays_1.xlsx", dataset=None)
    assert report.dataset == "hotel_stays"
    assert Delivery.objects.get().name == "hotel_stays_1.xlsx"


def test_when_the_store_fails_nothing_is_half_done(receive, sent, monkeypatch):
    receive(sent("hotel_stays_1.csv", csv_bytes(stays([1]))))
    before = (Delivery.objects.count(), Batch.objects.count(), RejectedRow.objects.count(), verify().size)

    def fail(*_args, **_more):
        raise RuntimeError("the trace is not at hand")

    monkeypatch.setattr(services, "_trace", fail)
    with pytest.raises(RuntimeError):
        receive(sent("hotel_stays_2.csv", csv_bytes(mixed())))
    assert (Delivery.objects.count(), Batch.objects.count(), RejectedRow.objects.count(), verify().size) == before
    monkeypatch.undo()


def test_a_delivery_among_others_asks_few_statements(home, actor, now, sent, django_assert_max_num_queries):
    paths = [sent(f"hotel_stays_{number}.csv", csv_bytes(stays([number, number + 1]))) for number in range(1, 5)]
    services.receive_all(actor=actor, now=now, paths=paths[:1], register_organ=True)
    with django_assert_max_num_queries(STATEMENTS * len(paths[1:]) + 8):
        reports = services.receive_all(actor=actor, now=now, paths=paths[1:])
    assert [(report.accepted, report.duplicates) for report in reports] == [(2, 1)] * 3
    assert verify().findings == []


def test_two_senders_of_the_same_content_at_once_are_one_delivery(receive, sent, monkeypatch):
    place = sent("hotel_stays_1.csv", csv_bytes(stays([1])))
    receive(place)
    answers = iter([None])
    real = services.delivery_of_content
    monkeypatch.setattr(services, "delivery_of_content", lambda *given: next(answers, real(*given)))
    report = receive(place)
    assert report.skipped
    assert (Delivery.objects.count(), Batch.objects.count()) == (1, 1)


def test_who_sees_which_deliveries(receive, sent, actor, now):
    for organ in ("成都市公安局", "绵阳市公安局"):
        receive(sent("hotel_stays_1.csv", csv_bytes(mixed()), organ))
    province = ensure_organ(actor=actor, name="四川省检察院", now=now)
    seats = {"steward": (province, "data_steward"), "handler": (Organ.objects.get(name="成都市公安局"), "organ_handler")}
    seen = {}
    for username, (organ, role) in seats.items():
        officer = enlist(actor=actor, now=now, username=username, name=username, organ=organ)
        appoint(actor=actor, now=now, officer=officer, role=role, from_on=now.date().replace(year=2020))
        seen[username] = {delivery.organ.name for delivery in selectors.deliveries_seen_by(officer)}
        quality = selectors.quality_by_organ(officer)
        assert {row["organ"] for row in quality} == seen[username]
        assert all((row["rows"], row["accepted"], row["rejected"]) == (4, 2, 2) for row in quality)
        later = datetime(2030, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert selectors.quality_by_organ(officer, since=later) == []
        assert len(selectors.quality_by_organ(officer, until=later)) == len(quality)
    assert seen == {"steward": {"成都市公安局", "绵阳市公安局"}, "handler": {"成都市公安局"}}


def test_a_hostile_cell_is_kept_as_text(receive, sent):
    rows = stays([1])
    rows[0].update(name="", stay_no="a\x00" + "长" * 500)
    place = sent("hotel_stays_1.csv", csv_bytes(rows))
    assert open_source(place).kind == "csv"
    receive(place)
    kept = RejectedRow.objects.get()
    assert "\x00" not in kept.cells["stay_no"]
    assert kept.cells["stay_no"] == "a\ufffd" + "长" * 500
    assert all(len(error["value"]) <= 200 for error in kept.errors)


def test_a_hostile_name_in_json_is_kept_as_text(receive, sent):
    line = '{"stay_no": "H1", "id_number": "1", "name": "a\\u0000", "备\\u0000注": "b\\u0000"}\n'
    report = receive(sent("hotel_stays_1.jsonl", line.encode()))
    assert report.unknown_columns == ("备注",)
    assert RejectedRow.objects.get().cells["+备注"] == "b\ufffd"


def test_columns_nobody_knows_are_set_aside_with_the_file(receive, sent, settings, home):
    content = csv_bytes([{**row, "备注": "另有说明"} for row in stays([1, 2])])
    receive(sent("hotel_stays_9.csv", content))
    delivery = Delivery.objects.get(name="hotel_stays_9.csv")
    assert delivery.unknown_columns == ["备注"]
    kept = [path for path in settings.FILES.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [content]
    assert selectors.original_of(delivery, COMMAND_LINE) is None, "a sensitive dataset is read by purpose only"


def test_an_ordinary_file_is_not_kept_twice_and_one_with_more_columns_can_be_read_again(receive, sent, settings, home):
    heading = "leave_no,id_number,name,destination,from_date,to_date,approver{more}\n"
    row = heading + "L1,510104199003078916,张三,510104,2026-01-01,2026-01-02,county{more}\n"
    receive(sent("leaves_1.csv", row.format(more="").encode(), "金堂县司法局"), dataset="leaves")
    assert not settings.FILES.exists()
    more = row.format(more=",more").encode()
    receive(sent("leaves_2.csv", more, "金堂县司法局"), dataset="leaves")
    assert selectors.original_of(Delivery.objects.get(name="leaves_2.csv"), COMMAND_LINE) == more
