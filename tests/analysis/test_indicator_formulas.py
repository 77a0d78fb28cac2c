"""The worked figures of the domain's table of indicators come out of the indicators themselves, over as many rows as the table says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.analysis.written import changed, written

AS_OF = date(2026, 6, 30)
TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "domain" / "indicators_cases.yaml"
ON, DUE, LATE = date(2026, 4, 1), date(2026, 6, 1), date(2026, 6, 2)
OPEN = date(2026, 8, 1)


def papers():
    """Served 120: 18 still open, 96 replied (90 in time; 88 adopted, 5 in part, 3 refused), 6 overdue."""
    replied = [{"replied_on": DUE if n < 90 else LATE, "adopted": n < 93} for n in range(96)]
    rows = [*replied, *({"reply_due": OPEN} for _ in range(18)), *({} for _ in range(6))]
    return [
        {"id": f"{n}", "document_no": f"{n}号", "kind": "proposal", "issued_to": "甲监狱", "served_on": ON, "reply_due": DUE, **row}
        for n, row in enumerate(rows)
    ]


def problems():
    return [
        {"problem_no": f"{n}", "place": "甲监狱", "due": "2026-06-01", "state": "accepted" if n < 249 else "open"}
        | ({"accepted_on": "2026-05-20"} if n < 249 else {})
        for n in range(260)
    ]


def acts(base, added):
    bases = [{"case_no": f"{n}", "activity": "prosecution", "happened_on": "2026-02-01", "number": f"b{n}"} for n in range(base)]
    again = [{"case_no": "0", "activity": "arrest", "happened_on": "2026-01-05", "number": "again"}] if base else []
    more = [{"case_no": f"{n % base}", "activity": "return_1", "happened_on": "2026-03-01", "number": f"a{n}"} for n in range(added)]
    return [{"state": "recorded", "organ": "甲检察院", **row} for row in (*bases, *again, *more)]


def trials(accepted=0, closed=0, **row):
    some = [{"accepted_on": "2026-02-01", "case_no": f"r{n}", "level": "first"} for n in range(accepted)]
    done = [{"closed_on": "2026-05-01", "case_no": f"c{n}", "level": "first", **row} for n in range(closed)]
    return [{"state": "closed", "organ": "甲法院", **one} for one in (*some, *done)]


FIRST = [*trials(closed=10_000 - 1_344), *trials(closed=1_344, contested=True)]
SECOND = [*trials(closed=857, level="second", result="changed"), *trials(closed=386, level="second", result="remanded")]
WORKED = {
    ("indicators-w1", "reply rate %"): ("reply_rate", {}, {"documents": papers()}),
    ("indicators-w1", "in time %"): ("reply_in_time", {}, {"documents": papers()}),
    ("indicators-w1", "adoption on replied %"): ("adoption_rate", {}, {"documents": papers()}),
    ("indicators-w1", "adoption on issued %"): ("adoption_issued", {}, {"documents": papers()}),
    ("indicators-w2", "rectification %"): ("patrol_rectified", {"register_patrol_problems": problems()}, {}),
    ("indicators-w3", "ratio"): ("case_item_ratio", {"register_quality_cases": acts(512, 77)}, {}),
    ("indicators-w3", "Guangxi 2019"): ("case_item_ratio", {"register_quality_cases": acts(100, 108)}, {}),
    ("indicators-w3", "Guangxi 2020"): ("case_item_ratio", {"register_quality_cases": acts(400, 80)}, {}),
    ("indicators-w5", "结收案比 %"): ("closing_ratio", {"register_trial_quality": trials(5120, 4812)}, {}),
    ("indicators-w5", "一审服判息诉率 %"): ("satisfied_rate", {"register_trial_quality": FIRST}, {}),
    ("indicators-w5", "二审改判-发回 ratio"): ("change_remand_ratio", {"register_trial_quality": SECOND}, {}),
}
CHECKS = {
    (case["id"], check["value"]): check
    for case in yaml.safe_load(TABLE.read_text())["cases"]
    for check in case["checks"]
    if "value" in check
}


@pytest.fixture()
def number(catalog, room):
    def of(name, given, platform, period="2026"):
        room.library(given)
        tables = {key: pa.Table.from_pylist(rows, schema=TABLES[key]) for key, rows in platform.items()}
        ground = IndicatorTables(room.connection, tables)
        return compute(catalog.indicators[name], ground, filters=Filters(parse(period)), as_of=AS_OF)

    return of


@pytest.mark.parametrize("key", WORKED, ids="-".join)
def test_a_worked_figure_comes_out_of_its_indicator(number, key):
    check, found = CHECKS[key], number(*WORKED[key])
    scale = 100 if key[1].endswith("%") else 1
    assert round(scale * found.value, 4) == check["expect"]
    if "wilson95" in check:
        assert [round(100 * bound, 1) for bound in found.interval] == check["wilson95"]


def test_every_worked_value_is_run_or_named():
    elsewhere = {("indicators-w4", "n = 5"), ("indicators-w4", "n = 12"), ("indicators-w5", "change in 个百分点")}
    assert set(CHECKS) == set(WORKED) | elsewhere


def test_a_change_is_told_in_points_of_the_rounded_shares_and_never_in_percent(number, catalog):
    now = number("closing_ratio", {"register_trial_quality": trials(5120, 4812)}, {})
    before = number("closing_ratio", {"register_trial_quality": trials(10_000, 9_261)}, {})
    assert changed(now.spec, now.figure, before.figure) == "上升1.37个百分点"
    assert written(now.spec, now.figure) == "93.98%"
    ratio = number("case_item_ratio", {"register_quality_cases": acts(512, 77)}, {})
    assert written(ratio.spec, ratio.figure) == "1:1.15" and ratio.interval is None


def test_nothing_to_count_gives_no_number(number):
    for name in ("closing_ratio", "case_item_ratio", "satisfied_rate", "reply_rate"):
        found = number(name, {}, {})
        assert found.value is None and written(found.spec, found.figure) == ""
    late = number("closing_ratio", {"register_trial_quality": trials(0, 3)}, {})
    assert late.value is None


def test_a_case_taken_in_twice_counts_once_and_an_act_on_its_own_day(number):
    rows = {"register_quality_cases": acts(10, 4)}
    assert (number("case_item_ratio", rows, {}).numerator, number("case_item_ratio", rows, {}).denominator) == (14, 10)
    assert number("case_item_ratio", rows, {}, "2026-03").value is None
    removed = [{**row, "state": "removed"} if row["activity"] == "return_1" else row for row in acts(10, 4)]
    assert number("case_item_ratio", {"register_quality_cases": removed}, {}).numerator == 10


WHOLE = {
    "enter__case_no": "市监1", "organ__organ": "江城市场监管局", "enter__field": "quality", "enter__source": "report",
    "enter__party": "王甲",
    "enter__party_id": "510107199004075992", "enter__filed_on": "2026-02-02", "enter__facts": ["售假"], "enter__officers": ["甲", "乙"],
    "enter__amount": 62000, "enter__goods": ["卷烟"], "enter__decided_on": "2026-02-09", "enter__decision_no": "罚1",
    "enter__penalty": ["罚款"],
    "enter__legal_basis": "烟草专卖法", "enter__legality_checked": True, "enter__on": "2026-02-10", "enter__outcome": "plain",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({}, (24, 24)),
        ({"enter__party_id": "510107199004075991", "enter__amount": None}, (18, 24)),
        ({"enter__party_id": "91510100MA6CW2YT5H"}, (24, 24)),
        ({"enter__officers": ["甲"], "enter__decided_on": "2026-02-01"}, (22, 24)),
        ({"enter__goods": None, "enter__no_goods": True}, (23, 23)),
        ({"enter__goods": None}, (23, 24)),
        ({"enter__no_penalty": True, "enter__decided_on": None, "transfer__outcome": "sent"}, (19, 27)),
        ({"decide__on": "2026-02-11", "transfer__on": "2026-02-12", "transfer__outcome": "sent", "transfer__documents": ["item_list"],
          "report__suspected_crime": "非法经营罪", "review__outcome": "filed", "review__on": "2026-02-13"}, (35, 35)),
    ],
)  # fmt: skip
def test_points_of_an_entry_by_its_stage(number, changes, points):
    row = {key: value for key, value in {"case": "一", **WHOLE, **changes}.items() if value is not None}
    found = number("entry_completeness", {"case_referral": [row]}, {})
    assert [(one["points_held"], one["points_due"]) for one in found.rows] == [points]


def test_completeness_of_an_organ_is_the_mean_of_its_cases(number):
    without = {key: value for key, value in WHOLE.items() if key not in {"enter__party_id", "enter__amount"}}
    rows = [{"case": "一", **without}, {"case": "二", **WHOLE, "enter__source": None}, {"case": "三", **WHOLE}]
    given = {"case_referral": [{key: value for key, value in row.items() if value is not None} for row in rows]}
    mean, share = (number(name, given, {}) for name in ("entry_completeness", "entry_complete_share"))
    assert (round(mean.numerator, 2), mean.denominator, written(mean.spec, mean.figure)) == (75 + 95.83 + 100, 300, "90.28%")
    assert (share.numerator, share.denominator) == (2, 3)


def paper(number, topic, **row):
    return {"case": number, "draw_up__topic": topic, "serve__outcome": "served", "serve__on": ON, **row}


def test_persons_outside_are_counted_and_what_was_revoked_leaves(number):
    replied = {"reply__outcome": "adopted", "reply__on": DUE}
    right = {**replied, "rectify__outcome": "rectified", "accept__outcome": "accepted"}
    rows = [
        paper("1", "outside", draw_up__persons=7, rectify__people_corrected=5, **right),
        paper("2", "outside", draw_up__persons=3, rectify__people_corrected=3, look_back__outcome="relapsed", **right),
        paper("3", "outside", draw_up__persons=4, reply__due_on=LATE),
        paper("4", "outside", draw_up__persons=9, reply__due_on=OPEN),
        paper("5", "outside", draw_up__persons=8, result="revoked", **replied),
        paper("6", "property", **right),
        paper("7", "property", **{**right, "accept__outcome": "returned"}),
    ]
    given = {"case_supervision_document": rows}
    assert [(one.numerator, one.denominator) for one in (number(n, given, {}) for n in ("outside_corrected", "property_corrected"))] == [
        (5, 14),
        (1, 2),
    ]
