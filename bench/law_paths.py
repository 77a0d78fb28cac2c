"""The product's own two paths over the benchmark's facts: whole columns, and one case after another.

`python -m bench.law_paths columns|cases FACTS ANSWER ROUNDS` after `… draw FOLDER COUNT SAMPLE SEED`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.law_facts import columns, drawn
from bench.law_told import told
from bench.measured import Arrays, measure
from zhiheng.law.check import load_rules, question
from zhiheng.law.sentence.columns import columns_from
from zhiheng.law.sentence.commutation_core import BIT, Assessment, assess

RESULT = {
    "max_reduction_months": "most_months",
    "min_term_months": "least_term_months",
    "max_term_months": "most_term_months",
    "min_probation_months": "least_probation_months",
}


def draw(place: Path, count: int, sample: int, seed: int) -> None:
    """Write the facts: all of them as columns, the first `sample` of them as raw facts too."""
    facts = drawn(count, seed)
    np.savez(place / "facts.npz", **columns(facts))
    cases = [told(facts, number) for number in range(sample)]
    text = json.dumps([[said, filed_on.isoformat()] for said, filed_on in cases])
    np.savez(place / "cases.npz", json=np.array(text))


def over_columns(facts: Arrays) -> Callable[[], Arrays]:
    def compute() -> Arrays:
        found = assess(columns_from(facts))
        answered = {"eligible": found.eligible, "earliest_date": np.where(found.unknown == 0, found.earliest_on, np.datetime64("NaT"))}
        return {each.name: getattr(found, each.name) for each in fields(Assessment)} | answered

    return compute


def case_by_case(facts: Arrays) -> Callable[[], Arrays]:
    load_rules()
    cases = [(said, date.fromisoformat(day)) for said, day in json.loads(str(facts["json"]))]
    return lambda: _gathered([question("commutation.assess", day, said)[1].result for said, day in cases])


def _gathered(results: list[Any]) -> Arrays:
    """Answers of single cases as columns under the names of the assessment."""
    answer: Arrays = {name: np.array([-1 if each[said] is None else each[said] for each in results]) for said, name in RESULT.items()}
    days = [each["earliest_date"] for each in results]
    answer["earliest_date"] = np.array(days, dtype="datetime64[D]")
    answer["reasons"] = np.array([sum(BIT[code] for code in each["reasons"]) for each in results])
    answer["eligible"] = np.array([each["eligible"] is True for each in results])
    return answer


if __name__ == "__main__":
    way = sys.argv.pop(1)
    if way == "draw":
        draw(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    else:
        measure({"columns": over_columns, "cases": case_by_case}[way])
