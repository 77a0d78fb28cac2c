"""Blocks of a step on the values given with an act, and drawings by lot that anybody can repeat."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.step_guards import Sample
from zhiheng.procedure.core import acts, sampling
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State

FORM = """
title: 方案
fields:
  - {id: kind, title: 种类, type: choice, codes: {long: 长, short: 短}}
  - {id: from_on, title: 起, type: date}
  - {id: to_on, title: 止, type: date}
  - {id: stop_from, title: 停止起, type: date}
  - {id: stop_to, title: 停止止, type: date}
  - {id: born_on, title: 出生, type: date}
  - {id: checked_on, title: 核对日, type: date}
  - {id: score_a, title: 甲评分, type: whole}
  - {id: score_b, title: 乙评分, type: whole}
  - {id: rest, title: 其余, type: whole}
  - {id: caught_at, title: 拘留时刻, type: time}
  - {id: told_at, title: 通知时刻, type: time}
  - {id: seed, title: 种子}
  - {id: note, title: 说明, type: paragraphs}
  - {id: item, title: 条目, type: item, of: points}
  - id: members
    title: 成员
    type: rows
    rows:
      - {id: name, title: 姓名}
      - {id: left_on, title: 离任日, type: date}
      - {id: outside, title: 外单位, type: flag}
      - {id: head, title: 组}
      - {id: mark, title: 评查项, type: item, of: points}
      - {id: less, title: 扣分, type: decimal}
"""
PROCEDURE = """
procedure: trial
title: 试办
source: 刑法 第七十八条
about: none
start: plan
roles: {court: {title: 人民法院, kinds: [court]}}
steps:
  - id: plan
    title: 立项
    by: court
    form: plan
    blocks:
      - {when: {kind: long}, from: from_on, to: to_on, days: 15, first_day: true, says: 少于十五日, code: TOO_SHORT}
      - {from: from_on, to: to_on, months: 12, first_day: true, longer: true, says: 超过一年, code: TOO_LONG}
      - {rows: members, from: left_on, to: from_on, months: 36, says: 离任未满三年, code: WORKED_THERE}
      - {rows: members, same: [name, event.officer], says: 不得选自己, code: SELF}
      - {rows: members, share: "0.5", of: {outside: true}, when: {kind: short}, says: 外单位不足半数, code: FEW, reason: true}
      - {from: caught_at, to: told_at, limit: custody.limit/family_notice, longer: true, says: 超过二十四小时, code: LATE}
      - {text: note, words: [应当判], says: 指示处理结果, code: RESULT}
      - {apart: [score_a, score_b], over: 10, says: 相差超过十分, code: APART}
      - {rows: members, fewer: 2, of: {outside: true}, when: {note: 小组}, says: 外单位不足二人, code: TWO}
      - {month: [to_on, from_on], after: 1, when: {note: 次月}, says: 不是次月, code: MONTH}
      - {at: [caught_at, told_at], clock: ["22:00", "06:00"], when: {note: 夜间}, says: 夜间, code: NIGHT}
      - {at: told_at, clock: ["08:00", "18:00"], when: {note: 白天}, says: 白天, code: DAY}
      - {exceeds: [score_a, score_b], when: {kind: long}, unless: {note: 已说明}, says: 甲高于乙, code: MORE}
      - {exceeds: [score_a, score_b], share: 5, when: {note: 抽样}, says: 抽样不足百分之五, code: THIN}
      - {sum: [score_a, score_b, rest], when: {note: 合计}, says: 合计不符, code: SUM_OFF}
      - {outside: {value: score_b, item: item, times: 10}, when: {note: 条目}, says: 超出幅度, code: RANGE}
      - {outside: {value: score_b, item: item, times: 10, unknown: true}, when: {note: 条目}, says: 没有幅度, code: NO_RANGE}
      - {when: {note: 停止}, from: from_on, to: to_on, months: 1, then_days: 15, longer: true, excludes: [stop_from, stop_to],
         says: 超过一个月又十五日, code: STOPPED}
      - {from: born_on, to: checked_on, months: 192, last_day: true, says: 未满十六周岁, code: AGE}
      - {rows: members, outside: {value: less, item: mark, times: 10}, when: {note: 扣分}, says: 超出评查项, code: ROW_RANGE}
      - {tally: {rows: members, of: less, by: mark, from: 100, value: score_a}, when: {note: 扣分}, says: 得分与扣分不符, code: SUM}
    sample: {of: members, key: name, by: head, seed: seed, share: "0.05", least: 2}
    outcomes: {done: end}
"""
LESS = [{"name": name, "mark": "a", "less": less} for name, less in (("乙", "30"), ("丙", "10"))]
POINTS = "id,title,from,to\na,甲项,0.5,3\nb,乙项,,\n"
FILES = (("forms", "plan.yaml", FORM), ("procedures", "trial.yaml", PROCEDURE), ("items", "points.csv", POINTS))


@pytest.fixture
def spec(tmp_path: Path) -> procedures.ProcedureSpec:
    for folder, name, text in FILES:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    faults = Faults()
    found = procedures.read(tmp_path / "procedures" / "trial.yaml", "trial", faults)
    assert found is not None
    soundness.check(found, soundness.Known(), faults)
    assert not list(faults), list(faults)
    return found


def admitted(spec: procedures.ProcedureSpec, values: dict[str, object], reason: str = "") -> Event:
    """Let the one act of the trial be admitted, with these values beside a seed."""
    state = follow(spec, State(), Event("opened", date(2026, 1, 5), organ="甲院", values={"organs": {"court": "甲院"}}))
    event = Event("done", date(2026, 1, 6), "plan", "done", "甲院", "甲", reason, {"seed": "s", **values})
    return acts.admit(spec, state, event, date(2026, 1, 6))[1]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "long", "from_on": "2026-05-11", "to_on": "2026-05-24"}, "TOO_SHORT"),
        ({"kind": "long", "from_on": "2026-01-01", "to_on": "2027-01-01"}, "TOO_LONG"),
        ({"from_on": "2026-05-11", "members": [{"name": "丙", "left_on": "2023-06-11"}]}, "WORKED_THERE"),
        ({"members": [{"name": "乙"}, {"name": "甲"}]}, "SELF"),
        ({"kind": "short", "members": [{"name": "乙"}]}, "FEW"),
        ({"score_a": 82, "score_b": 93}, "APART"),
        ({"kind": "long", "score_a": 83, "score_b": 82}, "MORE"),
        ({"caught_at": "2026-09-22T21:00", "told_at": "2026-09-23T21:01"}, "LATE"),
        ({"note": ["尽快报告", "本案应当判缓刑"]}, "RESULT"),
        ({"note": ["小组"], "members": [{"name": "乙", "outside": True}, {"name": "丙"}]}, "TWO"),
        ({"note": ["小组"]}, "TWO"),
        ({"note": ["次月"], "from_on": "2026-12-31", "to_on": "2026-12-31"}, "MONTH"),
        ({"note": ["次月"], "from_on": "2026-12-31", "to_on": "2027-02-01"}, "MONTH"),
        ({"note": ["夜间"], "caught_at": "2026-09-22T22:00"}, "NIGHT"),
        ({"note": ["夜间"], "told_at": "2026-09-22T05:59"}, "NIGHT"),
        ({"note": ["夜间"], "caught_at": "2026-09-22T21:10", "told_at": "2026-09-22T22:01"}, "NIGHT"),
        ({"note": ["夜间"], "caught_at": "2026-09-22T21:30", "told_at": "2026-09-23T07:00"}, "NIGHT"),
        ({"note": ["夜间"], "caught_at": "2026-09-22T14:00:00+00:00"}, "NIGHT"),
        ({"note": ["白天"], "told_at": "2026-09-22T08:00"}, "DAY"),
        ({"note": ["抽样"], "score_a": 6, "score_b": 1}, "THIN"),
        ({"note": ["合计"], "score_a": 10, "score_b": 3, "rest": 6}, "SUM_OFF"),
        ({"note": ["合计"], "score_a": 10, "score_b": 10}, "SUM_OFF"),
        ({"note": ["条目"], "item": "a", "score_b": 31}, "RANGE"),
        ({"note": ["条目"], "item": "a", "score_b": 4}, "RANGE"),
        ({"note": ["条目"], "item": "a", "score_b": -31}, "RANGE"),
        ({"note": ["条目"], "item": "c", "score_b": 10}, "RANGE"),
        ({"note": ["条目"], "item": "b", "score_b": 10}, "NO_RANGE"),
        ({"note": ["停止"], "from_on": "2027-01-31", "to_on": "2027-03-16"}, "STOPPED"),
        ({"note": ["停止"], "from_on": "2026-09-01", "to_on": "2026-11-06", "stop_from": "2026-09-10", "stop_to": "2026-09-29"}, "STOPPED"),
        ({"note": ["停止"], "from_on": "2026-09-01", "to_on": "2026-10-17", "stop_from": "2026-09-10"}, "STOPPED"),
        ({"note": ["停止"], "from_on": "2026-09-01", "to_on": "2026-10-17", "stop_from": "2026-09-29", "stop_to": "2026-09-10"}, "STOPPED"),
        ({"born_on": "2010-11-03", "checked_on": "2026-11-03"}, "AGE"),
        ({"note": ["扣分"], "score_a": 69, "members": [{"name": "乙", "mark": "a", "less": "31"}]}, "ROW_RANGE"),
        ({"note": ["扣分"], "score_a": 60, "members": LESS}, "SUM"),
        ({"note": ["扣分"], "score_a": 71, "members": LESS}, "SUM"),
    ],
)
def test_a_block_refuses_by_its_code(spec, values, code):
    """Each block holds one value away from where it would let the act pass."""
    with pytest.raises(BlockedAct) as refused:
        admitted(spec, values)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "long", "from_on": "2026-05-11", "to_on": "2026-05-25"},
        {"note": ["扣分"], "score_a": 70, "members": LESS},
        {"note": ["扣分"], "score_a": 61, "members": [{"name": "乙", "mark": "a", "less": "30"}, {"name": "丙", "mark": "a"}]},
        {"note": ["扣分"], "score_a": 61, "members": []},
        {"note": ["夜间"], "caught_at": "2026-09-22T06:00", "told_at": "2026-09-22T22:00"},
        {"note": ["夜间"]},
        {"note": ["白天"], "told_at": "2026-09-22T18:00"},
        {"kind": "short", "from_on": "2026-05-11", "to_on": "2026-05-12", "members": [{"name": "乙", "outside": True}, {"name": "丙"}]},
        {"from_on": "2026-01-01", "to_on": "2026-12-31"},
        {"from_on": "2026-05-11", "members": [{"name": "丙", "left_on": "2023-05-11"}]},
        {"score_a": 82, "score_b": 92},
        {"note": ["小组"], "members": [{"name": "乙", "outside": True}, {"name": "丙", "outside": True}]},
        {"kind": "long", "score_a": 82, "score_b": 82},
        {"kind": "long", "score_a": 83, "score_b": 82, "note": ["已说明"]},
        {"caught_at": "2026-09-22T21:00", "told_at": "2026-09-23T21:00"},
        {"note": ["次月"], "from_on": "2026-12-31", "to_on": "2027-01-01"},
        {"note": ["次月"], "from_on": "2026-12-01", "to_on": "2027-01-31"},
        {"note": ["抽样"], "score_a": 5, "score_b": 1},
        {"note": ["合计"], "score_a": 10, "score_b": 3, "rest": 7},
        {"note": ["条目"], "item": "a", "score_b": -30},
        {"note": ["条目"], "item": "a", "score_b": 5},
        {"note": ["条目"], "item": "a"},
        {"note": ["条目"], "score_b": 99},
        {"note": ["停止"], "from_on": "2027-01-31", "to_on": "2027-03-15"},
        {"note": ["停止"], "from_on": "2026-09-01", "to_on": "2026-11-05", "stop_from": "2026-09-10", "stop_to": "2026-09-29"},
        {"born_on": "2010-11-03", "checked_on": "2026-11-04"},
    ],
)
def test_on_the_bound_the_act_passes(spec, values):
    """The last value that is allowed is allowed."""
    assert admitted(spec, values).values["seed"] == "s"


def test_a_block_that_asks_for_a_reason_goes_on_with_one(spec):
    """The reason stands with the act."""
    assert admitted(spec, {"kind": "short", "members": [{"name": "乙"}]}, "本市人手不足").reason == "本市人手不足"


def test_the_lot_is_kept_with_the_act_and_can_be_repeated(spec):
    """Rows drawn, the digest of all candidates and the seed stand in the event."""
    members = [{"name": f"案{number}", "head": "甲" if number else "乙"} for number in range(32)]
    event = admitted(spec, {"members": members})
    assert [row["head"] for row in event.values["drawn"]] == ["乙", "甲", "甲"]
    order = sorted(members[1:], key=lambda row: sampling.lot("s", row["name"]))
    assert event.values["drawn"][1:] == order[:2]
    assert event.values["frame_digest"] == sampling.digest_of(list(reversed(members)))


def test_one_candidate_less_does_not_change_the_order_of_the_others():
    """A candidate left out is replaced by the next one."""
    asked = Sample.model_validate({"of": "rows", "key": "no", "seed": "seed", "number": "n", "without": "out"})
    rows = [{"no": str(number)} for number in range(9)]
    drawn = [row["no"] for row in sampling.draw_rows(asked, rows, "s", {"n": 3})]
    again = [row["no"] for row in sampling.draw_rows(asked, rows, "s", {"n": 3, "out": [drawn[0]]})]
    assert again[:2] == drawn[1:] and drawn[0] not in again


@pytest.mark.parametrize(("count", "wanted"), [(31, 2), (118, 6), (3, 2), (1, 1)])
def test_a_share_is_rounded_up_and_never_under_the_least(count, wanted):
    """Five in a hundred, at least two, never more than there are."""
    asked = Sample.model_validate({"of": "rows", "key": "no", "seed": "seed", "share": Decimal("0.05"), "least": 2})
    assert sampling.how_many(asked, count, {}) == wanted


def test_a_pinned_case_goes_by_the_figures_of_its_day(spec):
    """What the catalogue gave when the case was opened stays with it."""
    pinned = procedures.from_content(json.loads(json.dumps(spec.content)), "trial")
    assert pinned.digest == spec.digest
    with pytest.raises(BlockedAct, match="超出幅度"):
        admitted(pinned, {"note": ["条目"], "item": "a", "score_b": 31})


def test_names_that_a_guard_does_not_know_are_faults(tmp_path):
    """A block and a drawing name values, columns and outcomes that there are."""
    for folder, name, text in (("forms", "plan", FORM), ("procedures", "trial", PROCEDURE.replace("left_on, to", "gone_on, to"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    faults = Faults()
    found = procedures.read(tmp_path / "procedures" / "trial.yaml", "trial", faults)
    soundness.check(found, soundness.Known(), faults)
    assert any("gone_on" in str(fault) for fault in faults)
