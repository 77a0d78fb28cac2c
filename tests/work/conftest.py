"""Duties, a sheet and a catalogue over the registers that are tried in tests of registers."""

from __future__ import annotations

import pytest

from tests.register.conftest import GOODS, LOG, TALKS, moment, people, write_pack
from zhiheng.catalog import packs

__all__ = ["moment", "people"]

LOG_WITH_ITEMS = LOG.replace(
    "      - {id: content, title: 内容, required: true}",
    "      - {id: content, title: 内容, required: true}\n      - {id: duty, title: 履职项, type: items, of: duty_list}",
)
DAILY = """\
duty: log_daily
title: 检察日志
source: [看守所条例 第八条]
every: workday
since: "2026-06-25"
of: {kinds: [procuratorate], unit: stationed_office}
due: {workdays: 1, at: "12:00"}
does: {register: daily, act: close}
nothing_to_report: true
escalates: [{after: {workdays: 3}, to: upper}]
"""
TALK = """\
duty: talk_weekly
title: 每周谈话
source: []
every: week
of: {kinds: [procuratorate], unit: stationed_office}
due: {days: 1}
does: {register: daily, act: write, field: day, least: 2}
"""
EITHER = """\
duty: noted_weekly
title: 每周记事
source: []
every: week
of: {kinds: [procuratorate], unit: stationed_office}
due: {days: 1}
does: {register: daily, act: add, also: [write], field: day}
"""
GRADE = """\
duty: yearly_grade
title: 年度评定
source: []
every: year
of: {kinds: [procuratorate], unit: stationed_office}
due: {days: 30}
does: {sheet: grade}
"""
LATE = """\
duty: stored_in_time
title: 扣押物入库
source: []
from: stored_in_time.sql
due: {days: 0}
does: {register: goods, act: seize, field: tag}
lapses: true
"""
LATE_SQL = """\
/* ---
reads: [seized_items]
--- */
select item_no as subject, law_add_days(seized_on, 1) as due_on, _organ as organ, _ref as evidence
from seized_items
where stored_on is null
"""
WEEKLY = """\
duty: like_weekly
title: 每周登记同类物品
source: []
from: like_weekly.sql
due: {days: 0, at: "23:59"}
does: {register: goods, act: seize, field: name, in_period: true}
escalates: [{after: {days: 1}, to: upper}]
"""
WEEKLY_SQL = """\
/* ---
reads: [seized_items]
--- */
with weeks as (
    select distinct description as subject, _organ as organ,
        law_add_days(date '2026-06-28', 7 * cast(ceil(date_diff('day', date '2026-06-28', :as_of) / 7.0) as integer)) as due_on
    from seized_items
)
select subject, organ, due_on, law_add_days(due_on, -6) as first_on
from weeks
"""
SHEET = """\
sheet: grade
title: 规范化等级评定
source: []
version: 试行
of: {unit: stationed_office}
every: year
full: 100
criteria:
  - id: closed
    title: 日志
    weight: 40
    from: {register: daily, when: {state: open}, of: {}}
    scale: [[0.9, 40], [0.5, 20], [0, 0]]
  - {id: duties, title: 履职清单, weight: 40, from: {items: duty_list, covered_by: daily}}
  - {id: facility, title: 设施, weight: 20, filled: true, raters: 2, differs: "0.1"}
vetoes: [{id: false_log, title: 日志造假, grade: 未达标}]
more: [{id: praised, title: 典型案例, each: 1, most: 5, filled: true}]
grades: [{least: 90, title: 一级}, {least: 60, title: 三级}, {least: 0, title: 未达标}]
"""
ITEMS = "# 履职清单\nid,title,article,mark,group\nD1,谈话,,P,日常\nD2,信箱,,P,日常\nD3,联席会议,,P,会议\nD4,授课,,P,会议\n"


@pytest.fixture(scope="session")
def trial_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("work-packs")
    files = {
        "registers/goods.yaml": GOODS, "registers/daily.yaml": LOG_WITH_ITEMS, "registers/talks.yaml": TALKS,
        "duties/log_daily.yaml": DAILY,
        "duties/talk_weekly.yaml": TALK, "duties/noted_weekly.yaml": EITHER,
        "duties/yearly_grade.yaml": GRADE, "duties/stored_in_time.yaml": LATE,
        "duties/like_weekly.yaml": WEEKLY, "duties/like_weekly.sql": WEEKLY_SQL,
        "duties/stored_in_time.sql": LATE_SQL, "sheets/grade.yaml": SHEET, "items/duty_list.csv": ITEMS,
    }  # fmt: skip
    write_pack(root, "store", files)
    return root


@pytest.fixture(scope="session")
def trial(trial_root):
    return packs.load(trial_root)
