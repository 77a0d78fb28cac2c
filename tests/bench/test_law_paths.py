"""The paths of the law benchmark answer alike: without that their times say nothing."""

from pathlib import Path

import numpy as np
import pytest

from bench import law
from bench.law_facts import columns, drawn
from bench.law_paths import case_by_case, draw, over_columns
from bench.measured import loaded
from bench.peers import law_flat

COUNT, SAMPLE = 20_000, 200


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench-law")
    draw(made, COUNT, SAMPLE, 7)
    np.savez(made / "ours.npz", **over_columns(loaded(made / "facts.npz"))())
    return made


def test_the_flat_script_gives_every_array_of_the_assessment(place):
    np.savez(place / "flat.npz", **law_flat.assess(loaded(place / "facts.npz")))
    assert len(law.equal(place / "ours.npz", place / "flat.npz")) == 16


def test_single_cases_told_as_raw_facts_answer_as_their_columns(place):
    np.savez(place / "singly.npz", **case_by_case(loaded(place / "cases.npz"))())
    assert "reasons" in law.equal(place / "ours.npz", place / "singly.npz")


def test_a_difference_is_named_with_its_array_and_case(place):
    answer = loaded(place / "ours.npz")
    answer["most_months"][3] += 1
    np.savez(place / "other.npz", **answer)
    with pytest.raises(law.UnequalError, match="other: most_months differs in 1 cases, first in case 3"):
        law.equal(place / "ours.npz", place / "other.npz")


def test_every_class_reason_and_doubt_occurs_among_the_facts_drawn(place):
    ours = loaded(place / "ours.npz")
    assert set(ours["class_code"]) == set(range(22))
    assert np.bitwise_or.reduce(ours["reasons"]) == 0b10111111111
    assert ours["unknown"].any()
    assert 0.3 < ours["eligible"].mean() < 0.9


def test_the_same_seed_draws_the_same_facts():
    first, again = columns(drawn(100, 5)), columns(drawn(100, 5))
    assert all(np.array_equal(first[name], again[name], equal_nan=first[name].dtype.kind == "M") for name in first)
