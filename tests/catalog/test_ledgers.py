"""Registers, catalogues, sheets, duties, facts and reports are read whole: every fault has file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import kinds, packs
from zhiheng.catalog.errors import PackError

REGISTER = """\
register: goods
title: 物品
source: [刑事诉讼法 第二百四十五条]
kept_by: {kinds: [police]}
seen_by: {court: own}
number: {word: 物}
key: [tag]
fields:
  - {id: tag, title: 编号, required: true}
  - {id: kind, title: 种类, type: choice, codes: kinds}
  - {id: until, title: 期限, type: date}
  - {id: court, title: 法院, type: organ}
states: {held: 在库, lent: 借出}
acts:
  enter: {title: 入库, to: held, asks: [tag, kind, court]}
  lend: {title: 借出, from: held, to: lent, asks: [until], reason: true, within: {due: until}}
  back: {title: 归还, from: lent, to: held}
"""
DUTY = """\
duty: monthly
title: 月度盘点
every: month
of: {kinds: [police]}
due: {workdays: 3}
does: {register: goods, act: enter}
nothing_to_report: true
"""
SHEET = """\
sheet: rating
title: 评定
full: 10
criteria:
  - {id: lent, title: 归还, weight: 6, from: {register: goods, when: {state: held}}, scale: [[2, 6], [1, 3], [0, 0]]}
  - {id: order, title: 秩序, weight: 4, choices: {good: [好, 4], bad: [差, 0]}}
grades: [{least: 8, title: 优}, {least: 0, title: 差}]
"""
ITEMS = """\
# 物品清单
id,title,article,mark,group,register,duty
A1,手机,刑事诉讼法 第一百四十一条,T,扣押,goods,monthly
A2,车辆,,P,扣押,,
"""
FACTS = """\
/* ---
facts: held
title: 羁押
source: [刑事诉讼法 第九十八条]
reads: [custody_records]
columns: {stage: 环节}
--- */
select stage, _ref as evidence_stage from custody_records where id_number = :id_number
"""
REPORT = """\
---
report: brief
title: 简报
---
# {{organ}}{{period}}工作
本期登记 {{register:goods}} 件。
"""


@pytest.fixture()
def root(tmp_path):
    place = tmp_path / "packs" / "store"
    for name, text in {
        "pack.yaml": "pack: store\ntitle: 库\npurpose: 管物\nsource: []\n",
        "codes.yaml": "kinds: {phone: 手机, car: 车辆}\n",
        "registers/goods.yaml": REGISTER,
        "duties/monthly.yaml": DUTY,
        "sheets/rating.yaml": SHEET,
        "items/goods_list.csv": ITEMS,
        "facts/held.sql": FACTS,
        "reports/brief.md": REPORT,
    }.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return tmp_path / "packs"


def test_every_kind_is_read(root):
    found = packs.load(root)
    goods = found.registers["goods"]
    assert goods.shape.field["kind"].codes == {"phone": "手机", "car": "车辆"}
    assert goods.shape.entering == ("enter",)
    assert found.duties["monthly"].shape.due.workdays == 3
    assert found.sheets["rating"].shape.grade_of(found.sheets["rating"].shape.full) == "优"
    assert found.items["goods_list"].title == "物品清单"
    assert found.items["goods_list"].by_id["A1"].covers == {"register": ("goods",), "duty": ("monthly",)}
    assert found.facts["store", "held"].columns == {"stage": "环节"}
    assert [place.kind for _, place in found.reports["brief"].places] == ["organ", "period", "register"]


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        ("registers/goods.yaml", "to: lent, asks", "to: lended, asks", 16, "是不是要写 lent"),
        ("registers/goods.yaml", "asks: [until]", "asks: [untill]", 16, "是不是要写 until"),
        ("registers/goods.yaml", "codes: kinds", "codes: kindz", 10, "是不是要写 kinds"),
        ("registers/goods.yaml", "within: {due: until}", "within: {due: until, days: 3}", 16, "应写明一个时长"),
        ("registers/goods.yaml", "within: {due: until}", "within: {limit: custody.limit/nothing}", 16, "没有时限"),
        ("registers/goods.yaml", "lent: 借出}", "lent: 借出, lost: 遗失}", 13, "不能到达"),
        ("registers/goods.yaml", "register: goods", "register: good", 1, "与文件名 goods 不符"),
        ("registers/goods.yaml", "reason: true", "reasons: true", 16, "是不是要写 reason"),
        ("registers/goods.yaml", "key: [tag]", "key: [tag]\nfeeds: seized_items", 8, "必填的"),
        ("duties/monthly.yaml", "act: enter", "act: close", 6, "没有 close"),
        ("duties/monthly.yaml", "every: month", "every: moon", 3, "是不是要写 month"),
        ("duties/monthly.yaml", "every: month", "from: monthly.sql", 1, "查出的对象"),
        ("duties/monthly.yaml", "act: enter", "act: enter, in_period: true", 1, "去掉 does 中的 in_period"),
        ("sheets/rating.yaml", "weight: 4", "weight: 5", 1, "合计 11"),
        ("sheets/rating.yaml", "[[2, 6], [1, 3], [0, 0]]", "[[0, 0], [2, 6]]", 5, "从高到低"),
        ("sheets/rating.yaml", "register: goods", "register: foods", 4, "是不是要写 goods"),
        ("items/goods_list.csv", "goods,monthly", "foods,monthly", 3, "没有台账 foods"),
        ("items/goods_list.csv", "A2,", "A1,", 4, "编号相同"),
        ("facts/held.sql", "reads: [custody_records]", "reads: [custody_record]", 5, "是不是要写 custody_records"),
        ("reports/brief.md", "register:goods", "register:foods", 6, "是不是要写 goods"),
        ("reports/brief.md", "{{organ}}", "{{organs}}", 5, "是不是要写 organ"),
    ],
)
def test_a_fault_names_its_line_and_a_remedy(root, name, old, new, line, words):
    path = root / "store" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        packs.load(root)
    found = [fault for fault in caught.value.faults if words in f"{fault.reason} {fault.remedy}"]
    assert found, str(caught.value)
    assert (Path(found[0].path).name, found[0].line) == (path.name, line)


@pytest.mark.parametrize("kind", ["duty", "form", "register", "sheet"])
def test_each_kind_has_a_schema_that_names_its_keys(kind):
    schema = kinds.schema_of(kind)
    assert {"title"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False


def test_the_schema_of_registers_speaks_the_words_of_the_file():
    assert {"register", "of", "list", "print"} <= set(kinds.schema_of("register")["properties"])
