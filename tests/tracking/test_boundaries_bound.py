"""Boundaries decide whether somebody is outside: which file was held against stands in the trace, a changed one is named."""

from __future__ import annotations

import pytest

from zhiheng.ledger.selectors import entries_about
from zhiheng.ledger.selectors.files import compare_files

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return [finding.message for finding in compare_files()[1]]


def test_the_file_of_boundaries_is_bound_when_it_is_used_and_a_change_is_named(home, send):
    send(("2026-06-30T09:00",), at="2026-06-30T09:01")
    send(("2026-06-30T09:02",), at="2026-06-30T09:03")
    assert (entries_about("tracking:boundaries").count(), told()) == (1, [])
    place = home / "boundaries.geojson"
    place.write_text(place.read_text(encoding="utf-8").replace("104.", "103."), encoding="utf-8")
    (message,) = told()
    assert message.startswith("执行地边界文件") and "boundaries.geojson" in message
    send(("2026-06-30T09:04",), at="2026-06-30T09:05")
    assert (entries_about("tracking:boundaries").count(), told()) == (2, [])
    place.unlink()
    assert "不见了" in told()[0]
