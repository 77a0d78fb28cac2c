"""Whole and decimal numbers, against Python's Decimal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.schema import numbers

YUAN = pa.decimal128(18, 2)
AMOUNTS = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=2)


def read(values, kind=YUAN):
    got, faults = numbers.decimals(pa.array(values, type=pa.string()), kind)
    return got.to_pylist(), {reason: mask.tolist() for reason, mask in faults.items()}


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["{}", "{:,}", "+{}", "{}0"])), min_size=1))
def test_an_amount_in_any_form_is_the_amount(amounts):
    texts = [form.format(abs(amount) if form[0] == "+" else amount) for amount, form in amounts]
    assert read(texts)[0] == [abs(amount) if form[0] == "+" else amount for amount, form in amounts]


@given(st.decimals(-1000, 1000, places=5))
def test_more_places_are_rounded_half_up(value):
    assert read([str(value)])[0] == [value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)]


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_whole_numbers(values):
    got, faults = numbers.whole_numbers(pa.array([str(value) for value in values]))
    assert got.to_pylist() == values
    assert faults == {}


@given(st.lists(st.one_of(st.none(), st.text(alphabet="0123456789.,-+eE １一", max_size=10)), max_size=10))
def test_a_column_is_read_as_its_values_are(values):
    got, faults = read(values)
    for place, value in enumerate(values):
        alone = None if value is None else numbers.read_decimal(value, YUAN)
        reasons = [reason for reason, mask in faults.items() if mask[place]]
        assert (got[place], reasons) == ((None, [alone]) if isinstance(alone, str) else (alone, []))


@pytest.mark.parametrize(
    "text", ["", "abc", "12,34", "1 000", "1.2.3", "-", ".", "٣", "约三千", "——", "1e", "0x10", "NaN", "Infinity", "9" * 70]
)
def test_text_is_no_number(text):
    assert read([text]) == ([None], {"not_a_number": [True]})


@pytest.mark.parametrize("text", ["1E400", "99999999999999999", "-99999999999999999.99"])
def test_what_is_too_large_is_told_apart(text):
    assert read([text]) == ([None], {"out_of_range": [True]})


@pytest.mark.parametrize(
    ("text", "value"), [("30.0", 30), ("1,200", 1200), ("1e3", 1000), ("-5", -5), ("30.5", "not_a_number"), (str(2**63), "out_of_range")]
)
def test_single_whole_numbers(text, value):
    assert numbers.read_whole(text) == value


def test_degrees_have_six_places():
    assert read(["104.0665411", "30.5"], pa.decimal128(9, 6))[0] == [Decimal("104.066541"), Decimal("30.500000")]
