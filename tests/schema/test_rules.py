"""Rules of impossible records and practice: faults of the declaration are named by line and by what would be right."""

from __future__ import annotations

import pytest

from zhiheng.schema.declared import read
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.impossible import read_rules, rule_named, rules, rules_of
from zhiheng.schema.practice import practices, read_practices
from zhiheng.schema.standard import DATASETS

HEAD = "rules:\n"
A = "  - {id: a, title: b, "


@pytest.mark.parametrize(
    ("rule", "line", "said"),
    [
        ("  - {title: 无名}", 2, "规则应有 id 和 title"),
        (A + "compare: ordre, dataset: persons, fields: [birth_date, died_on]}", 2, "没有这个比较方式：ordre。是不是 order？"),
        (A + "compare: order, dataset: person, fields: [birth_date, died_on]}", 2, "没有这个数据集：person。是不是 persons？"),
        ("  - id: a\n    title: b\n    compare: order\n    dataset: persons\n    fields: [died_at, died_on]", 6, "是不是 died_on？"),
        (A + "compare: order, dataset: persons, fields: [birth_date]}", 2, "order 需要 2 个字段"),
        (A + "compare: order, dataset: persons, fields: [birth_date, gender]}", 2, "字段 gender 的类型是 str"),
        (A + "compare: range, dataset: positions, fields: [battery]}", 2, "缺少 least、most"),
        (A + "compare: range, dataset: positions, fields: [battery], most: 高}", 2, "most 应为数字"),
        (A + "compare: absent, dataset: seized_items, fields: [value], when: {disposal: [hold]}}", 2, "hold。是不是 held？"),
        (A + "compare: absent, dataset: seized_items, fields: [value], when: {disposal: held}}", 2, "条件应为取值列表"),
        (A + "compare: absent, dataset: seized_items, datasets: {persons: [name]}, fields: [value]}", 2, "只能写一个"),
        (A + "compare: absent, dataset: seized_items, fields: [value], wenn: 1}", 2, "没有这个规则项目：wenn"),
        (A + "compare: future, datasets: [persons]}", 2, "数据集与字段的对照"),
        ("\n".join([A + "compare: future, dataset: persons, fields: [died_on]}"] * 2), 3, "声明了两次"),
        (A + "compare: states, dataset: persons, fields: [gender], number: id_no, part: sex}", 2, "没有这个人员基本信息的字段"),
        ("  - {id: a: b}", 2, "无法解析"),
    ],
)  # fmt: skip
def test_a_fault_names_line_reason_and_remedy(rule, line, said):
    with pytest.raises(UnusableInputError) as refused:
        read_rules(read("rules.yaml", HEAD + rule))
    assert f"rules.yaml:{line})" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("practice", "said"),
    [
        ("  person: {}", "没有这个数据集"),
        ("  positions: {event: [at]}", "event 与 within_days 应当同时写明"),
        ("  positions: {event: [lon], within_days: 1}", "字段 lon 不是日期"),
        ("  positions: {event: [at], within_days: 1, every: moon}", "没有这个周期：moon。是不是 month？"),
        ("  positions: {expected: [{field: battery, wenn: {}}]}", "没有这个项目：wenn"),
        ("  positions: {expected: [{field: batery}]}", "batery。是不是 battery？"),
        ("  positions: {espected: []}", "没有这个项目：espected"),
    ],
)
def test_a_fault_of_practice_is_named_as_well(practice, said):
    with pytest.raises(UnusableInputError) as refused:
        read_practices(read("rules.yaml", "practice:\n" + practice))
    assert "rules.yaml:2)" in str(refused.value)
    assert said in str(refused.value)


def test_every_dataset_has_rules_or_a_practice():
    for name in DATASETS:
        assert rules_of(name) or practices()[name].event or practices()[name].expected, name
    assert rule_named("released_before_admitted", "custody_records") is not None
    assert rule_named("released_before_admitted", "persons") is None


def test_every_rule_says_what_is_wrong_and_what_to_do_in_chinese():
    for rule in rules():
        assert rule.reason and rule.remedy and rule.title, rule.id
        assert "{" not in rule.reason
        assert set(rule.shown_fields) <= set(DATASETS[rule.dataset].fields)
