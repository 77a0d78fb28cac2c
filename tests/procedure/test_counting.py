"""Numbers of a form that are counted: from days of the form, over records of the person; what is typed may not be less."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load
from zhiheng.procedure.core.acts import admit
from zhiheng.procedure.core.counting import EARLIER
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State

TEXT = """
procedure: away
title: 试用外出
source: [试用]
roles: {office: {title: 承办机关, right: case.handle}}
start: check
steps: [{id: check, title: 核实, by: office, form: span, outcomes: {done: end}}]
"""
FORM = """
title: 外出
fields:
  - {id: from, title: 起日, type: date}
  - {id: to, title: 止日, type: date}
  - {id: days, title: 天数, type: whole, required: true, counts: {from: from, to: to}}
  - id: sum
    title: 累计
    type: whole
    counts: {from: from, to: to, months: 2, records: leaves, begins: from_date, ends: [returned_on, to_date], without: {approver: refused}}
"""
ROWS = {"leaves": [{"from_date": date(2026, 6, 1), "to_date": date(2026, 6, 10), "returned_on": date(2026, 6, 4), "approver": "county"}]}
DAYS = {"from": "2026-06-20", "to": "2026-06-25"}


def spec_of(form=FORM, text=TEXT):
    faults = Faults()
    read = {"span": load(form, path=Path("span.yaml"), faults=faults)}
    spec = procedures.from_documents(load(text, path=Path("away.yaml"), faults=faults), read, "trial", faults)
    faults.raise_any()
    return spec


def done(values, rows=ROWS):
    spec = spec_of()
    opened = Event("opened", date(2026, 6, 19), organ="甲", values={"organs": {"office": "甲"}})
    state = follow(spec, State(), opened)
    event = Event("done", date(2026, 6, 19), "check", "done", "甲", "a", values=values, more={EARLIER: rows} if rows is not None else {})
    return admit(spec, state, event, date(2026, 6, 19))[1]


def test_what_is_left_out_is_counted_and_says_how():
    event = done(DAYS)
    assert (event.values["days"], event.values["sum"]) == (6, 10)
    assert event.more["counted"]["sum"] == "2026年4月26日至2026年6月25日，含本次共 2 次、10 日" and EARLIER not in event.more


@pytest.mark.parametrize(("given", "refused"), [({"days": 5}, "天数填写 5"), ({"days": 7}, "天数填写 7"), ({"sum": 9}, "少于算得的 10")])
def test_days_must_agree_and_a_sum_may_not_be_less(given, refused):
    with pytest.raises(ActRefused, match=refused):
        done({**DAYS, **given})


def test_a_sum_may_be_more_since_not_everything_is_on_record():
    assert done({**DAYS, "sum": 20}).values["sum"] == 20


def test_records_that_were_not_read_leave_the_sum_to_the_officer():
    """Not known is not ten, and not six."""
    assert "sum" not in done(DAYS, rows=None).values


@pytest.mark.parametrize("values", [{}, {"from": "2026-06-20"}, {"from": "2026-06-20", "to": "2026-06-19"}])
def test_without_both_days_in_order_a_needed_number_is_asked_for(values):
    with pytest.raises(ActRefused, match="天数：必须填写"):
        done(values)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("to: to}}", "to: until}}", "until"),
        ("records: leaves", "records: leavings", "leavings"),
        ("[returned_on, to_date]", "[back_on]", "back_on"),
    ],
)
def test_names_it_counts_from_are_checked(old, new, word):
    faults = Faults()
    known = soundness.Known(datasets={"leaves": {"from_date", "to_date", "returned_on", "approver"}})
    soundness.check(spec_of(FORM.replace(old, new, 1)), known, faults)
    assert any(word in str(fault) for fault in faults)


def test_the_form_of_an_opening_counts_nothing():
    faults = Faults()
    soundness.check(spec_of(text=TEXT + "opens: {by: office, form: span}\n"), soundness.Known(), faults)
    assert any("建案表单不计数" in str(fault) for fault in faults)


@pytest.mark.parametrize("wrong", ["type: text, required: true, counts: {from: from, to: to}", "type: whole, counts: {from: from}",
                                   "type: whole, counts: {from: from, to: to, records: leaves}"])  # fmt: skip
def test_a_count_that_is_not_whole_is_a_fault(wrong):
    with pytest.raises(Exception, match=r"counts"):
        spec_of(FORM.replace("type: whole, required: true, counts: {from: from, to: to}", wrong, 1))


SANCTIONS = """
title: 违规
fields:
  - {id: found_on, title: 发现, type: date}
  - {id: overlap, title: 有外出期, type: flag}
  - {id: since, title: 自, type: date}
  - {id: back_on, title: 返回, type: date}
  - {id: away, title: 日数, type: whole, counts: {from: since, to: back_on, last_day: false, when: {overlap: [false, null]}}}
  - id: admonitions
    title: 已受训诫
    type: whole
    counts: {from: found_on, to: found_on, months: 60, records: discipline, begins: day, ends: day,
      only: {kind: admonition}, own: false, what: times}
"""
DISCIPLINE = {
    "discipline": [
        {"day": date(2021, 6, 12), "kind": "admonition"},
        {"day": date(2025, 6, 12), "kind": "admonition"},
        {"day": date(2026, 1, 5), "kind": "warning"},
        {"day": date(2026, 6, 1), "kind": "admonition"},
    ]
}


def sanctioned(values, rows=DISCIPLINE):
    spec = spec_of(SANCTIONS)
    state = follow(spec, State(), Event("opened", date(2026, 6, 12), organ="甲", values={"organs": {"office": "甲"}}))
    event = Event("done", date(2026, 6, 12), "check", "done", "甲", "a", values=values, more={EARLIER: rows})
    return admit(spec, state, event, date(2026, 6, 12))[1]


def test_only_what_is_on_record_is_counted_of_one_kind_within_the_months():
    event = sanctioned({"found_on": "2026-06-12"})
    assert event.values["admonitions"] == 2 and event.more["counted"]["admonitions"].endswith("在案共 2 次、2 日")
    assert sanctioned({"found_on": "2026-06-11"}).values["admonitions"] == 3
    assert sanctioned({"found_on": "2026-06-12"}, {"discipline": []}).values["admonitions"] == 0
    with pytest.raises(ActRefused, match="少于算得的 2"):
        sanctioned({"found_on": "2026-06-12", "admonitions": 1})


def test_the_day_of_return_may_be_left_out_and_a_number_left_to_the_officer():
    days = {"since": "2026-06-01", "back_on": "2026-06-12"}
    assert sanctioned(days).values["away"] == 11
    with pytest.raises(ActRefused, match="不同于算得的 11"):
        sanctioned({**days, "away": 12})
    assert sanctioned({**days, "overlap": True, "away": 4}).values["away"] == 4
