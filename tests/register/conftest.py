"""A register to try, the organs that share it, and officers with the posts it needs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog import packs
from zhiheng.ledger.core.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
GOODS = """\
register: goods
title: 涉案物品
source: [刑事诉讼法 第二百四十五条]
kept_by: {kinds: [police], right: register.keep}
seen_by: {procuratorate: all, court: own}
number: {word: 物}
key: [tag]
feeds: seized_items
columns: {item_no: number, description: name, quantity: amount, location: place}
fields:
  - {id: tag, title: 标签号, required: true}
  - {id: name, title: 名称, required: true}
  - {id: case_no, title: 案件编号}
  - {id: kind, title: 种类, type: choice, codes: {phone: 手机, car: 车辆, gold: 贵重物品}}
  - {id: amount, title: 数量, type: decimal, default: 1}
  - {id: value, title: 估价, type: amount}
  - {id: place, title: 库位}
  - {id: seized_on, title: 扣押日期, type: date}
  - {id: stored_on, title: 入库日期, type: date}
  - {id: lent_until, title: 归还期限, type: date}
  - {id: holder, title: 权属机关, type: organ}
  - {id: photo, title: 照片, type: file}
  - {id: remark, title: 内部备注, inner: true}
list: [tag, name, kind, amount, place]
states: {seized: 待入库, held: 在库, lent: 借出, moved: 已移送}
acts:
  seize:
    title: 扣押登记
    to: seized
    asks: [tag, name, case_no, kind, amount, value, seized_on, photo, remark]
    required: [seized_on]
    not_ahead: [seized_on]
    within: {hours: 24, policy: 院内规定, mark: P}
  store: {title: 入库, from: seized, to: held, asks: [place, stored_on], required: [place], other_than: [seize], label: qr}
  lend:
    {title: 借出, from: held, to: lent, asks: [lent_until], required: [lent_until], reason: true, right: register.decide,
     within: {due: lent_until}}
  back: {title: 归还, from: lent, to: held}
  hand_over:
    title: 移送权属
    from: held
    to: moved
    asks: [holder]
    required: [holder]
    blocks: [{when: {kind: gold, value: null}, says: 贵重物品没有估价, code: NO_VALUE}]
    confirmed_by: {organ: holder, within: {workdays: 3, policy: 院内规定}}
  note: {title: 权属机关备注, from: moved, by: holder, asks: [remark]}
count: {every: month, share: 1.0, fields: [place, amount], states: [held, lent], other_than: [store], differences: clue}
print: {landscape: true, columns: [number, tag, name, kind, amount, place, state]}
"""
LOG = """\
register: daily
title: 日志
source: []
kept_by: {kinds: [procuratorate], unit: stationed_office}
seen_by: {upper: all}
key: [day]
fields:
  - {id: day, title: 日期, type: date, required: true}
  - {id: before, title: 昨日人数, type: whole, required: true}
  - {id: came, title: 收押, type: whole, required: true}
  - {id: went, title: 释放, type: whole, required: true}
  - {id: today, title: 今日人数, type: whole, required: true}
  - id: items
    title: 事项
    type: rows
    rows:
      - {id: kind, title: 种类, type: choice, codes: {talk: 谈话, letter: 信件}, required: true}
      - {id: content, title: 内容, required: true}
states: {open: 未关闭, added: 补记}
acts:
  write:
    title: 记录
    to: open
    asks: [day, before, came, went, today, items]
    not_ahead: [day]
    balances: [{plus: [before, came], minus: [went], equals: today, says: 人数不平衡}]
  add: {title: 补记, from: [open, added], to: added, asks: [items], reason: true, addition: true}
close: {every: workday, field: day, by: {workdays: 1, at: "12:00"}}
"""
TALKS = """\
register: talks
title: 谈话登记
source: []
kept_by: {kinds: [procuratorate]}
fields:
  - {id: day, title: 日期, type: date}
  - {id: content, title: 内容}
view: {of: daily, rows: items, when: {kind: talk}}
"""


def write_pack(root, name, files):
    for path, text in {"pack.yaml": f"pack: {name}\ntitle: 试用\npurpose: 试用\nsource: []\n", **files}.items():
        (root / name / path).parent.mkdir(parents=True, exist_ok=True)
        (root / name / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def trial_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("packs")
    write_pack(root, "store", {"registers/goods.yaml": GOODS, "registers/daily.yaml": LOG, "registers/talks.yaml": TALKS})
    return root


@pytest.fixture(scope="session")
def trial(trial_root):
    return packs.load(trial_root)


@pytest.fixture()
def moment():
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture()
def people(db, home, actor, now):
    """Officers by short names; each an Actor of his organ. Organs: 甲县公安局, 甲县人民法院, 甲县人民检察院 (upper: 甲市人民检察院)."""
    from zhiheng.registry import services as registry
    from zhiheng.registry.models import Officer

    organs = {
        "police": "金堂县公安局", "court": "金堂县人民法院", "house": "金堂县人民检察院",
        "other": "新津县公安局", "city": "成都市人民检察院",
    }  # fmt: skip
    made = {key: registry.ensure_organ(actor=actor, name=name, now=now) for key, name in organs.items()}
    made["house"].parent = made["city"]
    made["house"].save()
    roles = {
        "seizer": ("police", "organ_handler"), "keeper": ("police", "keeper"), "head": ("police", "organ_leader"),
        "judge": ("court", "organ_handler"), "procurator": ("house", "prosecutor"), "chief": ("house", "chief_prosecutor"),
        "stranger": ("other", "organ_handler"), "upper": ("city", "prosecutor"),
    }  # fmt: skip
    found = {}
    for username, (organ, role) in roles.items():
        officer = registry.enlist(actor=actor, now=now, username=username, name=username, organ=made[organ], password="Abcdef-123456")
        registry.appoint(actor=actor, now=now, officer=officer, role=role, from_on=date(2020, 1, 1))
        found[username] = Actor(username, username, made[organ].name, "test")
    found["unit"] = registry.open_unit(actor=actor, now=now, organ=made["house"], name="派驻金堂县看守所检察室")
    found["organs"] = made
    found["officer"] = lambda name: Officer.objects.select_related("organ").get(username=name)
    return found
