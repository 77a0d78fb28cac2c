"""From the simulated files through import and screening: the reports and the clues equal the truth, nothing more and nothing less."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date

import pytest

from .conftest import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_import_and_screening_find_exactly_what_was_planted(seed, home, now, tmp_path):
    from zhiheng.exchange.services import receive_all
    from zhiheng.models.in_force import catalog
    from zhiheng.oversight.services import screen
    from zhiheng.registry.selectors import COMMAND_LINE

    place = make(tmp_path / "sent", "--persons", "200", "--seed", str(seed)).place
    truth = json.loads((place / "truth.json").read_text(encoding="utf-8"))
    reports = [report.to_json() for report in receive_all(register_organ=True, actor=COMMAND_LINE, now=now, paths=[place / "files"])]
    assert {tail(report["path"]): counts(report) for report in reports} == {tail(entry["path"]): counts(entry) for entry in truth["files"]}
    found = screen(actor=COMMAND_LINE, now=now, catalog=catalog(), as_of=date.fromisoformat(truth["as_of"]), dry_run=True).clues
    assert by_model((clue.model, clue.subject, clue.occurrence) for clue in found) == by_model(
        (clue["model"], clue["subject"], clue["occurrence"]) for clue in truth["clues"]
    )


def tail(path: str) -> str:
    return path.rsplit("files/", maxsplit=1)[-1]


def counts(report: dict) -> dict:
    return {
        **{name: report[name] for name in ("dataset", "rows", "accepted", "superseded", "duplicates")},
        "rejected": sorted((fault["row"], fault["column"]) for fault in report["rejected"]),
    }


def by_model(clues) -> dict[str, set]:
    sorted_out = defaultdict(set)
    for model, subject, occurrence in clues:
        sorted_out[model].add((subject, occurrence))
    return dict(sorted_out)
