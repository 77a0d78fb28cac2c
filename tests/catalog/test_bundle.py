"""The exchange file of a model: the same bytes for the same model, and nothing taken that is not exactly what was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.catalog import bundle as bundles
from zhiheng.catalog import packs
from zhiheng.catalog.bundle import Bundle, BundleRefused

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=20), min_size=1, max_size=6)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), max_size=20)


def bundle(**changes) -> Bundle:
    said = {
        "model": "late_release", "pack": "custody", "title": "刑满未释放", "origin": "四川省检察院", "licence": "Apache-2.0",
        "sql": "/* ---\nmodel: late_release\n--- */\nselect 1\n", "cases": "of: late_release\n",
    }  # fmt: skip
    return Bundle(**{**said, **changes})


def refusal(content: bytes) -> str:
    with pytest.raises(BundleRefused) as caught:
        bundles.read(content, "a.zhm")
    return str(caught.value)


def changed(**parts) -> bytes:
    return json.dumps({**json.loads(bundles.write(bundle())), **parts}, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", sorted(CATALOG.models))
def test_every_model_of_the_packs_goes_out_and_in_unchanged(name):
    spec = CATALOG.models[name]
    told = Bundle(name, spec.pack, spec.title, "甲省", "Apache-2.0", spec.text, spec.cases.text)
    text = bundles.write(told)
    assert bundles.write(bundles.read(text.encode(), "a.zhm")) == text
    assert json.loads(text)["sql_digest"] == spec.digest


@given(sql=LINES, cases=LINES, origin=WORDS, title=WORDS)
def test_whatever_the_texts_writing_reading_writing_gives_the_same_bytes(sql, cases, origin, title):
    text = bundles.write(bundle(sql="\n".join(sql), cases="\n".join(cases), origin=origin, title=title))
    assert bundles.write(bundles.read(text.encode(), "a.zhm")) == text


@given(data=st.data())
def test_a_changed_letter_is_never_taken(data):
    content = bundles.write(bundle())
    place = data.draw(st.integers(0, len(content) - 1))
    letter = data.draw(st.sampled_from('ax0 {}"“中\\'))
    tampered = content[:place] + letter + content[place + 1 :]
    try:
        taken = bundles.read(tampered.encode(), "a.zhm")
    except BundleRefused:
        return
    assert bundles.write(taken) == content  # only space between the parts was changed


@given(cut=st.integers(0, 700))
def test_a_truncated_file_is_refused(cut):
    content = bundles.write(bundle()).encode()
    with pytest.raises(BundleRefused):
        bundles.read(content[: min(cut, len(content) - 3)], "a.zhm")


@given(content=st.binary(max_size=200))
def test_any_other_file_is_refused(content):
    with pytest.raises(BundleRefused):
        bundles.read(content, "a.zhm")


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"sql": ["select 2"]}, "查询语句（sql）与其摘要不符"),
        ({"cases": ["of: other"]}, "用例（cases）与其摘要不符"),
        ({"licence": "none"}, "说明项"),
        ({"title": "别的"}, "说明项"),
        ({"format": "zip"}, "格式“zip”不是"),
        ({"version": 2}, "格式版本 2 不是 1"),
        ({"version": True}, "格式版本 True 不是 1"),
        ({"colour": "red"}, "不认识的项 colour"),
        ({"sql": "select 1"}, "不是一行一项的文字"),
        ({"sql": ["select 1\nselect 2"]}, "不是一行一项的文字"),
        ({"origin": 5}, "origin 不是一段文字"),
        ({"origin": "x" * 301}, "origin 不是一段文字"),
        ({"origin": "a\u202eb"}, "origin 不是一段文字"),
    ],
)
def test_the_refusal_names_the_part(parts, why):
    assert why in refusal(changed(**parts))


def test_lines_that_are_not_canonical_are_refused():
    assert "行尾有多余的空格" in refusal(changed(cases=["of: late_release  "]))


def test_a_name_that_is_no_name_is_refused():
    assert "不合规" in refusal(bundles.write(bundle(model="../evil")).encode())


def test_a_missing_part_is_named():
    told = json.loads(bundles.write(bundle()))
    del told["cases"]
    assert "缺少 cases" in refusal(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是约定的格式"),
        (b"[]", "不是约定的格式"),
        ("模型".encode("gb18030"), "不是 UTF-8"),
        (b'{"a": 1, "a": 2}', "不是约定的格式"),
        (b"[" * 200_000, "嵌套太深"),
        (b'{"sql": ["\\ud800"]}', "缺少"),
        (b" " * 1_000_001, "超过"),
    ],
)
def test_other_files_are_refused_in_words(content, why):
    assert why in refusal(content)


def test_half_a_sign_is_no_text():
    assert "不是一行一项的文字" in refusal(changed(sql=["x"]).replace(b'"x"', b'"\\ud800"'))
