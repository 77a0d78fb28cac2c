"""Reading field by field: every fault is noted with its line and reading goes on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhiheng.catalog.errors import Faults
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.yaml_strict import load

TEXT = """name: 甲
count: 3
share: 0.5
flag: true
list: [a, b]
one: a
map: {x: {y: 1}, z: {y: 2}}
rows: [{id: a}, {id: b}]
wrong: [{}, 1]
"""


def fields(text=TEXT):
    faults = Faults()
    return Fields(load(text, path=Path("x.yaml"), faults=faults), faults, "试"), faults


def test_values_of_every_kind():
    read, faults = fields()
    assert (read.text("name"), read.whole("count"), read.number("share"), read.flag("flag")) == ("甲", 3, Decimal("0.5"), True)
    assert (read.texts("list"), read.texts("one"), read.one_of("one", ("a", "b"))) == (("a", "b"), ("a",), "a")
    assert {name: entry.whole("y") for name, entry in read.named("map", "项").items()} == {"x": 1, "z": 2}
    assert [entry.text("id") for entry in read.listed("rows", lambda row: f"行 {row.get('id')}")] == ["a", "b"]
    assert read.inner("map").inner("x").whole("y") == 1
    assert ("name" in read, "nothing" in read, list(read)[:2], faults) == (True, False, ["name", "count"], [])


def test_defaults_stand_in_for_what_is_absent():
    read, faults = fields()
    assert (read.text("a", default="x"), read.whole("b", default=7), read.flag("c"), read.texts("d")) == ("x", 7, False, ())
    assert (read.number("e", default=Decimal(2)), read.mapping("f"), read.listed("g", str)) == (Decimal(2), {}, [])
    assert faults == []


def test_every_fault_has_its_line_and_word():
    read, faults = fields()
    read.whole("name")
    read.flag("count")
    read.whole("flag")
    read.text("list")
    read.texts("wrong")
    read.one_of("one", ("b", "c"))
    read.mapping("list")
    read.text("absent")
    read.number("gone")
    assert [(fault.line, fault.thing) for fault in faults] == [
        (1, "试 name"),
        (2, "试 count"),
        (4, "试 flag"),
        (5, "试 list"),
        (9, "试 wrong"),
        (6, "试 one"),
        (5, "试 list"),
        (1, "试 absent"),
        (1, "试 gone"),
    ]


def test_what_nobody_asked_about_is_refused():
    read, faults = fields("name: 甲\nnmae: 乙\n")
    read.text("name")
    read.only()
    assert [(fault.line, fault.remedy) for fault in faults] == [(2, "是不是要写 name？")]


def test_a_list_where_a_mapping_should_be():
    _, faults = fields("- a\n- b\n")
    assert "映射" in str(faults[0])
