"""The ledger as a whole: counted, closed by period, read as another register, filled by Excel, fed to the theme library, printed."""

from __future__ import annotations

import io
import json

import duckdb
import openpyxl
import pytest
import xlsxwriter
from pypdf import PdfReader

from zhiheng.register import selectors, services
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import sample, sortable
from zhiheng.register.models import Closing, Count
from zhiheng.register.selectors import files
from zhiheng.register.selectors.tables import entry_table, last_act, locate
from zhiheng.register.services import RegisterAct

PHONE = {"tag": "T1", "name": "黑色手机", "case_no": "C1", "kind": "phone", "seized_on": "2026-06-29"}


@pytest.fixture()
def stock(people, trial, now):
    """Three things in store: T1, T2, T3 at A1."""
    made = []
    for tag in ("T1", "T2", "T3"):
        wanted = RegisterAct("seize", {**PHONE, "tag": tag})
        entry = services.enter(actor=people["seizer"], now=now, catalog=trial, register="goods", wanted=wanted)
        store = RegisterAct("store", {"place": "A1", "stored_on": "2026-06-30"})
        made.append(services.act(actor=people["keeper"], now=now, catalog=trial, entry_id=entry.pk, wanted=store))
    return made


def test_a_count_finds_what_is_missing_elsewhere_and_too_much(people, trial, stock, now):
    seizer, told = people["seizer"], selectors.happenings_after(0)[-1].pk
    count = services.begin_count(actor=seizer, now=now, catalog=trial, register="goods")
    assert services.begin_count(actor=seizer, now=now, catalog=trial, register="goods").pk == count.pk
    assert len(count.book) == 3

    def found(entry, **values):
        return services.record_found(actor=seizer, now=now, catalog=trial, count_id=count.pk, entry_id=entry and entry.pk, found=values)

    found(stock[0], place="A1", amount="1.0")
    found(stock[1], place="A9", amount=1)
    found(None, name="无主手表", place="A2")
    with pytest.raises(RegisterRefused) as caught:
        services.record_found(
            actor=people["keeper"], now=now, catalog=trial, count_id=count.pk, entry_id=stock[0].pk, found={"place": "A1"}
        )
    assert caught.value.code == "OTHER_PERSON"
    view = selectors.count_view(count.pk, people["officer"]("keeper"), trial)
    assert view.left == [str(stock[2].pk)] and view.agreement is None
    ended = services.end_count(actor=seizer, now=now, catalog=trial, count_id=count.pk)
    assert [(one["kind"], one["number"], one["fields"]) for one in sorted(ended.differences, key=lambda one: one["kind"])] == [
        ("differs", stock[1].number, {"place": ["A1", "A9"]}),
        ("missing", stock[2].number, {}),
        ("surplus", "", {"name": [None, "无主手表"], "place": [None, "A2"]}),
    ]
    assert selectors.count_view(count.pk, people["officer"]("keeper"), trial).agreement == pytest.approx(1 / 3)
    assert selectors.count_view(count.pk, people["officer"]("judge"), trial) is None
    event = [one for one in selectors.happenings_after(told) if one.kind == "counted"]
    assert (len(event), event[0].data["raises"], len(event[0].data["differences"])) == (1, "clue", 3)
    whole, *odd = selectors.count_table(trial.registers["goods"]).to_pylist()
    assert (whole["kind"], whole["counted"], whole["agreed"], whole["ended_on"]) == ("counted", 3, 1, odd[0]["ended_on"])
    assert sorted((one["kind"], one["counted"]) for one in odd) == [("differs", None), ("missing", None), ("surplus", None)]
    with pytest.raises(RegisterRefused):
        services.end_count(actor=seizer, now=now, catalog=trial, count_id=count.pk)


def test_a_sample_is_of_the_size_said_and_always_the_same():
    ids = [f"e{number}" for number in range(95)]
    picked = sample(ids, 0.1, "2026-06")
    assert (len(picked), picked) == (10, sample(reversed(ids), 0.1, "2026-06"))
    assert picked != sample(ids, 0.1, "2026-07")


def test_an_entry_opens_cases_in_its_states_with_its_values(trial):
    from zhiheng.catalog.registers import OpensCase
    from zhiheng.register.core.ledgers import openings

    opens = (OpensCase.model_validate({"procedure": "back", "title": "退还", "from": "held", "with": {"item": "name", "value": "value"}}),)
    shape = trial.registers["goods"].shape.model_copy(update={"opens": opens})
    (one,) = openings(shape, "held", {"name": "手机", "value": None})
    assert (one.procedure, one.title, one.values) == ("back", "退还", {"item": "手机"})
    assert openings(shape, "lent", {"name": "手机"}) == ()


def test_numbers_sort_as_text():
    from decimal import Decimal

    numbers = [Decimal(text) for text in ("-100.5", "-2", "-1", "0", "0.5", "3", "20", "1000000")]
    assert [sortable(one) for one in numbers] == sorted(sortable(one) for one in numbers)


@pytest.fixture()
def log(people, trial, moment):
    def write(day, at, items=(), today=12, **more):
        values = {"day": day, "before": 10, "came": 4, "went": 2, "today": today, "items": list(items)}
        return services.enter(
            actor=people["procurator"], now=moment(at), catalog=trial, register="daily", unit=people["unit"],
            wanted=RegisterAct("write", values, **more),
        )  # fmt: skip

    return write


def test_a_closed_period_takes_only_signed_additions(people, trial, log, moment):
    entry = log("2026-06-29", "2026-06-29T17:00", [{"kind": "talk", "content": "与甲谈话"}])

    def close(period, at, by="chief", **more):
        return services.close_period(
            actor=people[by], now=moment(at), catalog=trial, register="daily", period=period, unit=people["unit"], **more
        )  # fmt: skip

    first = close("2026-06-29", "2026-06-30T09:00")
    assert (first.entries, close("2026-06-29", "2026-06-30T10:00").pk, Closing.objects.count()) == (1, first.pk, 1)
    with pytest.raises(RegisterRefused) as caught:
        log("2026-06-29", "2026-06-30T11:00")
    assert caught.value.code in {"CLOSED", "DUPLICATE"}
    add = RegisterAct("add", {"items": [{"kind": "letter", "content": "补录信件"}]})
    with pytest.raises(RegisterRefused) as caught:
        services.act(actor=people["procurator"], now=moment("2026-06-30T11:00"), catalog=trial, entry_id=entry.pk, wanted=add)
    assert caught.value.code == "REASON"
    add = RegisterAct("add", add.values, reason="漏记")
    assert (
        services.act(actor=people["procurator"], now=moment("2026-06-30T11:00"), catalog=trial, entry_id=entry.pk, wanted=add).state
        == "added"
    )
    with pytest.raises(RegisterRefused) as caught:
        close("2026-06-30", "2026-06-30T18:00")
    assert caught.value.code == "REASON"
    assert close("2026-06-30", "2026-06-30T18:00", reason="当日无事项").entries == 0
    with pytest.raises(RegisterRefused) as caught:
        close("2026-07-02", "2026-06-30T18:00", reason="x")
    assert caught.value.code == "AHEAD"


def test_a_head_count_that_does_not_add_up_needs_a_reason(log):
    with pytest.raises(RegisterRefused) as caught:
        log("2026-06-29", "2026-06-29T17:00", today=13)
    assert (caught.value.code, caught.value.reason) == ("BALANCE", "人数不平衡")
    assert log("2026-06-29", "2026-06-29T17:00", today=13, reason="一人临时外出就医").values["today"] == 13


def test_a_future_day_is_refused(log):
    with pytest.raises(RegisterRefused) as caught:
        log("2026-06-30", "2026-06-29T17:00")
    assert caught.value.code == "AHEAD"


def test_a_view_reads_another_register_and_takes_no_acts(people, trial, log):
    talks = trial.registers["talks"]
    entry = log("2026-06-29", "2026-06-29T17:00", [{"kind": "talk", "content": "与甲谈话"}, {"kind": "letter", "content": "来信"}])
    rows = selectors.rows_of_view(people["officer"]("procurator"), talks, trial)
    assert [(row["day"], row["content"], row["entry"]) for row in rows] == [("2026-06-29", "与甲谈话", entry.pk)]
    assert selectors.rows_of_view(people["officer"]("judge"), talks, trial) == []
    assert len(selectors.rows_of_view(people["officer"]("upper"), talks, trial)) == 1
    with pytest.raises(IndexError):
        services.enter(actor=people["procurator"], now=entry.entered_at, catalog=trial, register="talks", wanted=RegisterAct())


def workbook(rows):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def test_excel_goes_in_by_its_template_and_out_again(people, trial, now):
    goods = trial.registers["goods"]
    template = openpyxl.load_workbook(io.BytesIO(files.template_of(goods)))
    heads = [cell.value for cell in template.worksheets[0][1]]
    assert heads[:4] == ["标签号", "名称", "案件编号", "种类"] and "照片" not in heads
    rows = [
        heads,
        ["E1", "手机", "C1", "手机", 2, None, "2026-06-01", None],
        ["E2", "汽车", "C1", "飞机", 1, None, "2026-06-01", None],
        ["E3", None, "C1", "汽车", "二", None, "2026-06-01", None],
        ["E4", "=1+1", "C1", "车辆", 1, "1000.5", "2026-06-02", "内部"],
    ]
    content = workbook(rows)  # once: a workbook holds the second it was written

    def send(**more):
        return services.import_entries(
            actor=people["seizer"], now=now, catalog=trial, register="goods", name="物品.xlsx", content=content, **more
        )  # fmt: skip

    dry = send(dry_run=True)
    assert (dry.rows, dry.entered) == (4, 4) and selectors.entry_counts(people["officer"]("keeper"), goods) == {}
    report = send()
    assert (report.entered, [(one["row"], one["code"]) for one in report.rejected]) == (2, [(3, "FIELDS"), (4, "FIELDS")])
    assert "没有选项 飞机" in report.rejected[0]["reason"] and "名称：必须填写" in report.rejected[1]["reason"]
    again = send()
    assert (again.entered, again.known, len(again.rejected)) == (0, 2, 2)
    out = openpyxl.load_workbook(io.BytesIO(files.export(people["officer"]("procurator"), goods, trial, now=now))).worksheets[0]
    cells = {cell.value: place for place, cell in enumerate(out[1])}
    assert [row[cells["种类"]].value for row in out.iter_rows(min_row=2)] == ["手机", "车辆"]
    assert [row[cells["名称"]].value for row in out.iter_rows(min_row=2)] == ["手机", "=1+1"]
    assert out.cell(3, cells["名称"] + 1).data_type == "s"
    assert [row[cells["内部备注"]].value for row in out.iter_rows(min_row=2)] == ["", ""]
    with pytest.raises(RegisterRefused) as caught:
        services.import_entries(actor=people["seizer"], now=now, catalog=trial, register="goods", name="x.xlsx", content=b"nothing")
    assert caught.value.code == "UNREADABLE"


def test_entries_become_records_once_and_a_correction_replaces_them(people, trial, stock, now, settings):
    from pathlib import Path

    from zhiheng.records import selectors as records
    from zhiheng.records.core.library import open_library

    def fed():
        return services.feed_all(actor=people["seizer"], now=now, catalog=trial)

    def rows():
        with open_library(records.snapshot_now(["seized_items"]), Path(settings.LIBRARY), datasets=["seized_items"]) as library:
            return library.connection.sql("select item_no, description, location from seized_items order by 1").fetchall()

    first = fed()
    assert [(one.rows, one.batch.rows, one.rejected) for one in first] == [(3, 3, [])]
    assert rows()[0] == (stock[0].number, "黑色手机", "A1")
    assert fed()[0].batch is None
    mended = RegisterAct("correct", {"name": "白色手机"}, reason="笔误")
    services.act(actor=people["seizer"], now=now, catalog=trial, entry_id=stock[0].pk, wanted=mended)
    assert [(one.batch.rows, one.batch.superseded) for one in fed()] == [(1, 1)]
    assert rows()[0] == (stock[0].number, "白色手机", "A1") and len(rows()) == 3


def test_a_register_is_a_table_whose_rows_can_be_located(people, trial, stock, now):
    goods = trial.registers["goods"]
    pinned = last_act()
    services.act(
        actor=people["head"], now=now, catalog=trial, entry_id=stock[0].pk,
        wanted=RegisterAct("lend", {"lent_until": "2026-07-05"}, reason="辨认"),
    )  # fmt: skip
    table = entry_table(goods)
    with duckdb.connect() as connection:
        connection.register("register_goods", table)
        found = connection.sql("select tag, state, amount, lent_until, _ref from register_goods order by tag").fetchall()
    assert [(row[0], row[1], float(row[2])) for row in found] == [("T1", "lent", 1.0), ("T2", "held", 1.0), ("T3", "held", 1.0)]
    where = locate([row[4] for row in found])
    assert where[found[0][4]].key == stock[0].number and where[found[0][4]].dataset == "register_goods"
    assert sorted(entry_table(goods, until=pinned)["state"].to_pylist()) == ["held", "held", "held"]
    assert entry_table(goods, people["officer"]("judge")).num_rows == 0


def test_labels_and_the_ledger_are_printed(people, trial, stock, now):
    goods, viewer = trial.registers["goods"], people["officer"]("keeper")
    labels = PdfReader(io.BytesIO(files.labels(viewer, goods, "https://example.invalid/e/{entry}", now=now)))
    assert all(one.number in labels.pages[0].extract_text().replace("\n", "") for one in stock)
    columns, rows = files.print_data(viewer, goods, trial, now=now)
    assert columns == ["编号", "标签号", "名称", "种类", "数量", "库位", "状态"]
    assert [stock[0].number, "T1", "黑色手机", "手机", "1", "A1", "在库"] in rows
    book = PdfReader(io.BytesIO(files.printed(viewer, goods, trial, now=now)))
    assert "黑色手机" in book.pages[0].extract_text()


def test_two_who_enter_the_same_thing_at_once_make_one_entry(apart, trial_root, people):
    code = f"""
    from datetime import date
    from pathlib import Path
    from zhiheng.catalog import packs
    from zhiheng.register import services
    from zhiheng.register.core.errors import RegisterRefused
    from zhiheng.registry import services as registry
    me = Actor("seizer", "seizer", "金堂县公安局", "test")
    catalog = packs.load(Path({str(trial_root)!r}))
    organ = registry.ensure_organ(actor=actor, name="金堂县公安局", now=now)
    try:
        officer = registry.enlist(actor=actor, now=now, username="seizer", name="seizer", organ=organ)
        registry.appoint(actor=actor, now=now, officer=officer, role="organ_handler", from_on=date(2020, 1, 1))
    except Exception:
        pass
    done = 0
    for number in range(10):
        values = {{"tag": f"T{{number}}", "name": "手机", "seized_on": "2026-06-29"}}
        try:
            services.enter(actor=me, now=now, catalog=catalog, register="goods", wanted=services.RegisterAct("seize", values))
            done += 1
        except RegisterRefused as refused:
            assert refused.code == "DUPLICATE", refused
    print(done)
    """
    assert sum(map(int, apart(code, writers=2))) == 10
    assert json.dumps(Count.objects.count()) == "0"
