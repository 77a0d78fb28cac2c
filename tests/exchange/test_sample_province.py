"""The sample province comes in exactly as its truth says."""

from __future__ import annotations

import json

import pytest

from zhiheng.exchange.services import receive_all
from zhiheng.ledger.selectors import verify
from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now, verify_segments
from zhiheng.schema import DATASETS

pytestmark = [pytest.mark.sample, pytest.mark.django_db]


def expected(entry):
    rejected = sorted((one["row"], one["column"], one["reason_code"]) for one in entry["rejected"])
    return entry["dataset"], entry["rows"], entry["accepted"], entry["duplicates"], entry["superseded"], rejected


@pytest.mark.slow
def test_every_file_gives_the_rows_of_the_truth(home, actor, now, shared, settings):
    folder = shared / "data" / "sample-province"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    reports = [report.to_json() for report in receive_all(register_organ=True, actor=actor, now=now, paths=[folder / "files"])]
    got = {report["path"].removeprefix(f"{folder}/"): expected(report) for report in reports}
    assert got == {entry["path"]: expected(entry) for entry in truth["files"]}
    assert not any(report["skipped"] for report in reports)
    with open_library(snapshot_now(), settings.LIBRARY) as library:
        counts = {name: library.connection.sql(f"select count(*) from {name}").fetchall()[0][0] for name in DATASETS}
    assert {name: count for name, count in counts.items() if count} == truth["records"]
    assert verify().ok
    assert verify_segments() == []
    again = [report.to_json() for report in receive_all(register_organ=True, actor=actor, now=now, paths=[folder / "files"])]
    assert all(report["skipped"] for report in again)
    assert [expected(report) for report in again] == [expected(report) for report in reports]
