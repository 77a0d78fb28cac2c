"""What of a paper stands: clauses whose values are given, headings with something under them, lead-ins that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import documents
from zhiheng.catalog.document_parts import Placeholder
from zhiheng.catalog.errors import Faults
from zhiheng.dossier.core.blocks import blocks_of, plain_text
from zhiheng.dossier.core.values import chinese_term, numeral, value_text

FRONT = """---
document: trial
title: 试用决定书
number_word: 试
placeholders:
  name: {title: 姓名}
  starts: {title: 起日, type: date, optional: true}
  ends: {title: 止日, type: date, optional: true}
  facts: {title: 事实, type: paragraphs, optional: true}
  grounds: {title: 依据, type: list, optional: true}
  means: {title: 财产, type: list, optional: true}
---
"""
TERM = "罪犯{{name}}[[，刑期自{{starts}}起至{{ends}}止|，刑期自{{starts}}起]]。"
BODY = """{term}
heading 一、事实
{{{{facts}}}}
heading 二、依据
依据下列规定：
list {{{{grounds}}}}
heading 三、财产
list {{{{means}}}}
heading 四、权利
可以申诉。
"""
REST = FRONT + BODY.format(term=TERM)


def read(text, name="trial.md"):
    faults = Faults()
    return documents.of_text(text, Path(name), "trial", faults), [str(fault) for fault in sorted(faults)]


def paper(**values):
    spec, faults = read(REST)
    assert faults == []
    return plain_text(blocks_of(spec, {"name": "王甲", **values})).splitlines()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"starts": "2026-01-02", "ends": "2027-01-01"}, "罪犯王甲，刑期自2026年1月2日起至2027年1月1日止。"),
        ({"starts": "2026-01-02"}, "罪犯王甲，刑期自2026年1月2日起。"),
        ({"ends": "2027-01-01"}, "罪犯王甲。"),
        ({}, "罪犯王甲。"),
    ],
)
def test_a_clause_stands_where_its_values_do(values, sentence):
    assert paper(**values)[0] == sentence


def test_a_heading_and_a_lead_in_with_nothing_under_them_are_left_out_and_the_rest_is_numbered_anew():
    assert paper(facts=["甲事。"], means=["乙物"])[1:] == ["一、事实", "甲事。", "二、财产", "乙物", "三、权利", "可以申诉。"]


def test_a_heading_alone_has_no_numeral():
    assert paper()[1:] == ["权利", "可以申诉。"]


def test_what_a_value_says_is_never_a_clause():
    assert paper(starts="2026-01-02", facts=["[[{{name}}]]"])[1:3] == ["一、事实", "[[{{name}}]]"]


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("罪犯{{name}}[[，自{{starts}}起。", "不成对"),
        ("罪犯{{name}}[[，自[[{{starts}}]]起]]。", "分句"),
        ("罪犯{{name}}[[，刑期不明]]{{starts}}。", "没有占位"),
        ("罪犯{{name}}，自{{starts}}起。", "放进分句"),
    ],
)
def test_a_clause_that_cannot_be_read_is_a_fault(term, reason):
    _, faults = read(FRONT + BODY.format(term=term))
    assert any(reason in fault for fault in faults)


def test_headings_count_in_characters():
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 32)] == ["一", "九", "十", "十一", "二十", "三十二"]


def test_entries_of_a_list_are_numbered_where_there_are_several():
    assert paper(means=["乙物", "丙物"])[1:4] == ["一、财产", "1．乙物", "2．丙物"]


def test_terms_and_points_are_written_as_officials_write_them():
    assert [chinese_term(months) for months in (9, 12, 18, 264)] == ["九个月", "一年", "一年六个月", "二十二年"]
    points = Placeholder("points", "分值", type="tenths")
    assert [value_text(points, value) for value in (120, "125", 0)] == ["12", "12.5", "0"]
