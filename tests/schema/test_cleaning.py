"""What people and systems leave around values: properties that hold for any text, and that a column equals its rows."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.schema.cleaning import CLEANERS, INVISIBLE, SPACES, clean, clean_column

MESSY = st.text(
    alphabet=st.sampled_from([*"aXx1 2３Ａｚ张三·（）〔〕'=\"", *SPACES, *INVISIBLE, "\x00", "\x07", "\U00020bb7"]), max_size=12
)
ANY = st.text(max_size=12)


@pytest.mark.parametrize("form", CLEANERS)
@given(values=st.lists(st.one_of(MESSY, ANY, st.none()), max_size=20))
def test_a_column_is_cleaned_as_its_values_are(form, values):
    cleaned = clean_column(pa.array(values, type=pa.string()), form).to_pylist()
    assert cleaned == [None if value is None else CLEANERS[form](value) or None for value in values]


@given(st.lists(MESSY, min_size=3, max_size=12), st.integers(0, 2))
def test_a_slice_of_a_column_is_cleaned_like_a_column(values, start):
    whole = pa.array(values, type=pa.string())
    assert (
        clean_column(whole[start:], "person_name").to_pylist()
        == clean_column(pa.array(values[start:], type=pa.string()), "person_name").to_pylist()
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
    assert clean_column(pa.array([value]), form).to_pylist() == [cleaned]
