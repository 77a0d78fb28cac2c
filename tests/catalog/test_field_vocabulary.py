"""One vocabulary of fields: what is declared wrongly is told with its line, what is given wrongly is told with its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import declared, field_values, yaml_strict
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.field_shapes import FieldShape, FormShape

FORM = """
title: 提请
fields:
  - {id: months, title: 减去, type: int, least: 1, most: 12, unit: 个月, required: true}
  - {id: paid, title: 已履行, type: amount}
  - {id: held_at, title: 开庭, type: time}
  - {id: grounds, title: 理由, type: choices, codes: {merit: 立功, repentance: 悔改}}
  - {id: merit_note, title: 立功情况, when: {grounds: merit}, required: true}
  - id: votes
    title: 表决
    type: rows
    rows: [{id: who, title: 姓名, required: true}, {id: agreed, title: 同意, type: flag, required: true}]
"""


def form_of(text: str) -> tuple[FormShape | None, Faults]:
    faults = Faults()
    document = yaml_strict.load(text, path=Path("forms/proposal.yaml"), faults=faults)
    return declared.read(FormShape, document, faults, "表单 proposal"), faults


def fields() -> tuple[FieldShape, ...]:
    form, faults = form_of(FORM)
    assert form is not None, faults
    return form.fields


def test_values_are_kept_as_plain_json():
    kept = field_values.read(
        fields(),
        {
            "months": "9", "paid": "2,000.5", "held_at": "2026-11-20T09:30", "grounds": ["merit"], "merit_note": " 制止斗殴 ",
            "votes": [{"who": "甲", "agreed": True}],
        },
    )  # fmt: skip
    assert kept == {
        "months": 9, "paid": "2000.50", "held_at": "2026-11-20T09:30+08:00", "grounds": ["merit"], "merit_note": "制止斗殴",
        "votes": [{"who": "甲", "agreed": True}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "减去：必须填写"),
        ({"months": 13}, "不得大于 12个月"),
        ({"months": 0}, "不得小于 1个月"),
        ({"months": "九"}, "不是数字"),
        ({"months": "²"}, "不是数字"),
        ({"months": 3, "paid": "1.005"}, "两位小数"),
        ({"months": 3, "held_at": "2026-11-20"}, "时刻"),
        ({"months": 3, "grounds": ["luck"]}, "没有选项 luck"),
        ({"months": 3, "grounds": ["merit"]}, "立功情况：必须填写"),
        ({"months": 3, "grounds": ["repentance"], "merit_note": "无"}, "在此情形下不填"),
        ({"months": 3, "votes": [{"agreed": True}]}, "第 1 行姓名：必须填写"),
        ({"months": 3, "more": 1}, "没有这个字段"),
    ],
)
def test_faulty_values_are_named(given, words):
    with pytest.raises(field_values.FieldFaultsError, match=words):
        field_values.read(fields(), given)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- {id: months, title: 减去, type: whol}", "是不是要写 whole"),
        ("- {id: months, titel: 减去}", "是不是要写 title"),
        ("- {id: ground, title: 理由, type: choice}", "没有选项"),
        ("- {id: votes, title: 表决, type: rows}", "组内字段"),
        ("- {id: Months, title: 减去}", "小写字母"),
        ("- {id: a, title: 甲, required: 是}", "true 或 false"),
    ],
)
def test_a_field_declared_wrongly_is_told_with_its_line(line, words):
    form, faults = form_of(f"title: 提请\nfields:\n  {line}\n")
    assert form is None
    assert any(words in str(fault) for fault in faults), faults
    assert {fault.line for fault in faults} == {3}


def test_the_schema_knows_every_type():
    described = declared.json_schema(FormShape)
    assert "rows" in str(described["$defs"]["FieldShape"]["properties"]["type"])


@pytest.mark.parametrize("kind", ["officers", "files"])
def test_the_least_of_a_list_counts_its_entries_not_their_letters(kind):
    item = FieldShape(id="team", title="专案组执法人员", type=kind, least=2, most=3)
    assert field_values.read([item], {"team": ["甲", "乙"]}) == {"team": ["甲", "乙"]}
    for given in (["甲乙丙"], ["甲", "乙", "丙", "丁"]):
        with pytest.raises(field_values.FieldFaultsError, match="个数"):
            field_values.read([item], {"team": given})


def test_what_is_written_elsewhere_is_neither_taken_nor_offered_and_says_where():
    situations = FieldShape(id="situations", title="情形", type="items", of="four_classes", elsewhere={"F22": "在封存台账登记"})
    assert field_values.read([situations], {"situations": ["F10", "F20"]}) == {"situations": ["F10", "F20"]}
    with pytest.raises(field_values.FieldFaultsError, match="F22 不在这里填写：在封存台账登记"):
        field_values.read([situations], {"situations": ["F10", "F22"]})
    with pytest.raises(field_values.FieldFaultsError, match="在封存台账登记"):
        field_values.read([situations.model_copy(update={"type": "item"})], {"situations": "F22"})
