"""Where two spellings differ."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.subjects.core.spelling import differs_by_slip, marked
from zhiheng.subjects.core.weights import BY_NAME, COMPARISONS, Thresholds, prior_weight, probability

WORDS = st.text("01X张", max_size=6)
DIGITS = st.text("01X", max_size=6)


@given(DIGITS, DIGITS)
def test_a_slip_of_digits_is_what_duckdb_takes_for_one(left, right):
    distance = duckdb.execute("select damerau_levenshtein(?, ?)", [left, right]).fetchone()[0]
    assert differs_by_slip(left, right) == (distance == 1)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("张某某", "张某其", True),
        ("张某某", "张某", True),
        ("张建国", "张国建", True),
        ("张某某", "李某其", False),
        ("张某某", "张某某", False),
    ],
)
def test_a_slip_of_a_name_is_counted_in_characters(left, right, expected):
    assert differs_by_slip(left, right) is expected


@given(WORDS, WORDS)
def test_marks_keep_the_text_and_what_is_unmarked_is_the_same_on_both_sides(left, right):
    one, other = marked(left, right)
    assert ("".join(text for text, _ in one), "".join(text for text, _ in other)) == (left, right)
    assert "".join(text for text, differs in one if not differs) == "".join(text for text, differs in other if not differs)


def test_a_swapped_digit_is_marked_in_place():
    assert marked("510104", "510140") == ([("5101", False), ("04", True)], [("5101", False), ("40", True)])


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
def test_shares_of_a_comparison_add_up_and_its_weights_tell_its_levels_apart(comparison):
    levels = [level for level in comparison.levels if level.m is not None]
    assert sum(level.m for level in levels) == pytest.approx(1)
    assert sum(level.u for level in levels) == pytest.approx(1)
    weights = [level.weight for level in comparison.levels]
    assert len(set(weights)) == len(weights)
    assert [comparison.level(level.weight + 1e-9) for level in comparison.levels] == list(comparison.levels)


def test_one_number_weighs_what_its_three_parts_weigh():
    parts = sum(BY_NAME[name].named("same").weight for name in ("birth", "area", "order"))
    assert BY_NAME["number"].named("same").weight == pytest.approx(parts)


def test_nothing_known_is_as_likely_as_the_prior():
    assert probability(prior_weight()) == pytest.approx(1e-6)


def test_thresholds_part_three_ranges():
    limits = Thresholds(0.99, 0.5)
    assert [limits.suggestion(value) for value in (0.1, 0.5, 0.98, 0.99, 1)] == ["", "unsure", "unsure", "join", "join"]
