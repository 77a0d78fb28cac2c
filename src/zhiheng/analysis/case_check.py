"""Running a model's cases: what it finds in the given rows against what its file expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.analysis.case_library import CaseRoom
from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.engine import run_model
from zhiheng.catalog import digest
from zhiheng.catalog.cases import Case, Row
from zhiheng.catalog.models import ModelSpec


@dataclass(frozen=True)
class CaseOutcome:
    """One case and how it came out; `difference` is empty when it came out as expected."""

    case: Case
    difference: str

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.difference


def check_cases(model: ModelSpec, room: CaseRoom, *, most_rows: int | None = None) -> list[CaseOutcome]:
    """Run every case of a model; `most_rows` as `run_model` takes it."""
    return [CaseOutcome(case, _difference(model, case, room, most_rows)) for case in (model.cases.cases if model.cases else ())]


def _difference(model: ModelSpec, case: Case, room: CaseRoom, most_rows: int | None) -> str:
    day, library = date.fromisoformat(case.as_of), room.library(case.given)
    found = run_model(model, library, as_of=day, parameters=case.parameters, most_rows=most_rows)
    expected = {(str(row.get("subject")), str(row.get("occurrence"))): row for row in case.expect}
    got = {(clue.subject, clue.occurrence): clue for clue in found}
    missed = [f"漏掉 {'|'.join(key)}" for key in sorted(expected.keys() - got.keys())]
    false = [f"多出 {'|'.join(key)}（{got[key].summary}）" for key in sorted(got.keys() - expected.keys())]
    other = [line for key in sorted(expected.keys() & got.keys()) for line in _unlike(got[key], expected[key])]
    return "；".join([*missed, *false, *other])


def _unlike(clue: FoundClue, expected: Row) -> Iterable[str]:
    shown: Mapping[str, Any] = {
        **clue.values,
        "subject": clue.subject,
        "occurrence": clue.occurrence,
        "organ": clue.organ,
        "level": clue.level,
    }
    for name, value in expected.items():
        if digest.plain(shown.get(name)) != digest.plain(value):
            yield f"{clue.occurrence} 的 {name} 为 {shown.get(name)}，应为 {value}"
