"""What people and systems leave around values: properties that hold for any text, and that a column equals its rows."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.schema.cleaning import CLEANERS, INVISIBLE, SPACES, clean, clean_column, read_value

MESSY = st.text(
    alphabet=st.sampled_from(
        [
            *"aXx1 2３Ａｚ张三·（）〔〕'=\"•．.●、,;/?？□*×⼀無\ufffd\ue863\uaaa1\u202eN无不详-—\\+E等",
            *SPACES,
            *INVISIBLE,
            "\x00",
            "\x07",
            "\U00020bb7",
        ]
    ),
    max_size=12,
)
ANY = st.text(max_size=12)


@pytest.mark.parametrize("form", CLEANERS)
@given(values=st.lists(st.one_of(MESSY, ANY, st.none()), max_size=20))
def test_a_column_is_cleaned_as_its_values_are(form, values):
    cleaned = clean_column(pa.array(values, type=pa.string()), form, "x")
    read = [("", "", "") if value is None else read_value(value, form) for value in values]
    assert cleaned.column.to_pylist() == [text or None for text, _, _ in read]
    for code in {doubt for _, doubt, _ in read} - {""}:
        assert cleaned.doubts[code].tolist() == [doubt == code for _, doubt, _ in read]
    assert set(cleaned.doubts) == {doubt for _, doubt, _ in read} - {""}
    assert {one.kind: one.count for one in cleaned.folded} == Counter(way for _, _, way in read if way)


@pytest.mark.parametrize("digits", ["²", "٣٤", "①"])
def test_digits_of_any_script_are_no_name(digits):
    cleaned = clean_column(pa.array(["张三", digits], type=pa.string()), "person_name", "x")
    assert cleaned.doubts["not_a_name"].tolist() == [False, True]


@given(st.lists(MESSY, min_size=3, max_size=12), st.integers(0, 2))
def test_a_slice_of_a_column_is_cleaned_like_a_column(values, start):
    whole = pa.array(values, type=pa.string())
    assert (
        clean_column(whole[start:], "person_name").column.to_pylist()
        == clean_column(pa.array(values[start:], type=pa.string()), "person_name").column.to_pylist()
    )


@given(MESSY)
def test_what_is_clean_stays_clean(value):
    once = clean(value)
    assert clean(once) == once or once.startswith(("'", "="))  # each wrapping of Excel's is one layer
    assert not any(mark in once for mark in INVISIBLE)
    assert once == once.strip()


@pytest.mark.parametrize(
    ("value", "form", "cleaned"),
    [
        ("　张　三 ", "person_name", "张三"),
        ("扎西·卓玛", "person_name", "扎西·卓玛"),
        ("John  Smith", "person_name", "John Smith"),
        ("５１０１０４１９９００３０７８９１ｘ", "identity", "51010419900307891X"),
        ("510104 1990 0307 8914", "identity", "510104199003078914"),
        ('="510104199003078914"', "identity", "510104199003078914"),
        ("'510104199003078914", "identity", "510104199003078914"),
        ("（2024）川01刑更１５号", "", "（2024）川01刑更15号"),
        ("人民路\u00a01号\x00", "", "人民路 1号"),
        ("\ufeff一", "", "一"),
    ],
)
def test_values_that_organs_send(value, form, cleaned):
    assert CLEANERS[form](value) == cleaned
    assert clean_column(pa.array([value]), form).column.to_pylist() == [cleaned]


@pytest.mark.parametrize(
    ("value", "form", "stored", "doubt"),
    [
        ("\ue863某", "person_name", "䶮某", ""),
        ("\ue001某", "person_name", None, "damaged_text"),
        ("⼀某", "person_name", "一某", ""),
        ("\uf914某", "person_name", "樂某", ""),
        ("阿某 ● 某提", "person_name", "阿某·某提", ""),
        ("J. Smith", "person_name", "J. Smith", ""),
        ("甲?", "person_name", None, "damaged_text"),
        ("锟斤拷", "person_name", None, "damaged_text"),
        ("张*某", "person_name", None, "masked_value"),
        ("张某、李某", "person_name", None, "several_persons"),
        ("张某\n李某", "person_name", None, "several_persons"),
        ("张某等3人", "person_name", None, "several_persons"),
        ("李, 某", "person_name", "李,某", ""),
        ("12345", "person_name", None, "not_a_name"),
        ("张\u202e某", "person_name", None, "damaged_text"),
        ("张\u200b某\u2066", "person_name", "张某", ""),
        ("张某、李某", "person_names", "张某、李某", ""),
        ("NULL", "text", "", ""),
        ("不详", "text", "", ""),
        ("——", "person_names", "", ""),
        ("6.22202E+18", "text", None, "lost_digits"),
        ("某路?号", "text", None, "damaged_text"),
        ("是吗？", "text", "是吗？", ""),
    ],
)
def test_what_is_not_certain_is_said(value, form, stored, doubt):
    text, said, _ = read_value(value, form)
    assert said == doubt
    if not doubt:
        assert text == stored
