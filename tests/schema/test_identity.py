"""Identity numbers, against a second implementation (python-stdnum) and the standard's own example."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from zhiheng.schema import identity

SEVENTEEN = st.from_regex(r"[1-9][0-9]{16}", fullmatch=True)
FIFTEEN = st.from_regex(r"[1-9][0-9]{14}", fullmatch=True)


def rows(numbers, width):
    return np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(-1, width)


def test_the_example_of_the_standard():
    assert identity.check_character("11010519491231002") == "X"
    assert identity.is_valid("11010519491231002X")
    assert identity.to_18("110105491231002") == "11010519491231002X"


@given(SEVENTEEN)
def test_the_check_character_is_the_library_s(first_17):
    assert identity.check_character(first_17) == ric.calc_check_digit(first_17 + "0")


@given(st.lists(st.tuples(SEVENTEEN, st.sampled_from("0123456789X")), min_size=1))
def test_a_column_is_judged_as_its_numbers_are(parts):
    numbers = [first + last for first, last in parts]
    assert identity.valid_rows(rows(numbers, 18)).tolist() == [ric.calc_check_digit(number) == number[17] for number in numbers]
    assert identity.valid_rows(rows(numbers, 18)).tolist() == [identity.is_valid(number) for number in numbers]


@given(st.lists(FIFTEEN, min_size=1))
def test_a_column_of_the_first_generation_is_lengthened_as_its_numbers_are(numbers):
    lengthened = [bytes(row).decode() for row in identity.to_18_rows(rows(numbers, 15))]
    assert lengthened == [identity.to_18(number) for number in numbers]
    assert all(identity.is_valid(number) and number[6:8] == "19" for number in lengthened)


@given(SEVENTEEN, st.integers(0, 16), st.integers(1, 9))
def test_a_single_wrong_digit_is_found(first_17, place, shift):
    number = first_17 + identity.check_character(first_17)
    other = str((int(number[place]) + shift) % 10)
    assert not identity.is_valid(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize("number", ["", "1", "1101051949123100", "11010519491231002x", "1101051949123100２X", "X1010519491231002X"])
def test_what_is_no_number_is_not_valid(number):
    assert not identity.is_valid(number)


def test_what_is_not_fifteen_digits_stays():
    assert identity.to_18("E12345678") == "E12345678"
    with pytest.raises(ValueError, match="17 digits"):
        identity.check_character("1")


def test_birth_date_and_sex():
    assert identity.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert identity.birth_date("11010519491331002X") is None
    assert identity.sex("11010519491231002X") == "female"
    assert identity.sex("510104199003078914") == "male"
