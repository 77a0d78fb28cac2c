"""YAML without its traps, each fault at its line."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tools.english_of_packs import HEADS
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load

PACKS = Path(__file__).resolve().parents[2] / "packs"


def read(text, first_line=1):
    faults = Faults()
    return load(text, path=Path("x.yaml"), faults=faults, first_line=first_line), faults


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2024-01-31", "2024-01-31"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("True", "True"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("3.50", Decimal("3.50")),
        ("[a, 1]", ["a", 1]),
        ("一句话。", "一句话。"),
    ],
)
def test_a_value_is_what_it_looks_like(written, value):
    document, faults = read(f"key: {written}\n")
    assert (document.value, faults) == ({"key": value}, [])


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "两次"),
        ("a: 1\nb: !python/object x\n", 2, "标签"),
        ("a: &x 1\nb: 2\n", 1, "锚点"),
        ("a: 1\nb:\n  <<: {c: 1}\n", 3, "合并"),
        ("a: 1\nb: [1, 2\n", 3, "解析"),
        ("a: 1\n\tb: 2\n", 2, "解析"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "文字"),
        ("a: 1\n---\nb: 2\n", 2, "解析"),
    ],
)
def test_a_fault_stands_at_its_line(text, line, word):
    _, faults = read(text)
    assert [(fault.line, word in str(fault)) for fault in faults] == [(line, True)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (">-\n  前一行；\n  后一行\n  再一行", "前一行；后一行再一行"),
        ("前一行\n  （后一行）", "前一行（后一行）"),
        ("'前一行，\n  “后一行”'", "前一行，“后一行”"),
        (">-\n  word\n  word\n  3\n  日", "word word 3 日"),
        (">-\n  一段\n\n  二段", "一段\n二段"),
        ("|-\n  甲 乙\n  丙", "甲 乙\n丙"),
        ("刑法 第三条", "刑法 第三条"),
    ],
)
def test_folded_lines_leave_no_blank_between_chinese_signs(written, value):
    document, faults = read(f"key: {written}\n")
    assert (document.value, faults) == ({"key": value}, [])


def test_lines_are_those_of_the_file_around():
    document, _ = read("a:\n  b: 1\n  c:\n    - x\n    - y\n", first_line=10)
    assert document.line_of(("a", "c", 1)) == 14
    assert document.line_of(("a", "c", 7, "z")) == 12
    assert document.line_of(("nothing",)) == 10


def test_control_characters_are_a_fault_not_a_crash():
    _, faults = read("a: \x00\n")
    assert len(faults) == 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_without_end_is_refused_not_a_crash(opening):
    faults = Faults()
    load("x: " + opening * 60_000 if opening != "- " else opening * 60_000, path=Path("a.yaml"), faults=faults)
    assert [fault.thing for fault in faults] == ["YAML"]


@pytest.mark.parametrize("number", ["9" * 5_000, "0." + "3" * 5_000])
def test_a_number_without_end_is_a_fault(number):
    _, faults = read(f"x: {number}")
    assert [fault.reason for fault in faults] == ["数字超过 40 位"]


def texts_in(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(inner)


def test_no_text_of_a_pack_has_a_blank_that_only_a_fold_put_there():
    chinese = "[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]"
    read_texts = 0
    for path in sorted(PACKS.rglob("*")):
        head = HEADS[path.suffix].match(path.read_text(encoding="utf-8")) if path.suffix in HEADS else None
        document, faults = read(re.sub(r"\{\{\w+\}\}", "某", head[1])) if head else (None, ())
        assert not faults, path
        for text in texts_in(document.value if document else None):
            read_texts += 1
            for blank in re.finditer(f".?{chinese} {chinese}.?", text):
                assert blank[0] in head[1], f"{path}: {blank[0]}"
    assert read_texts > 10_000
