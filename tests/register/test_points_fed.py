"""The month's close of points becomes records of 计分考核: the base points, in the name of the prison whose ledger it is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from zhiheng.catalog import packs
from zhiheng.register.services.feeding import record_of

MONTHS = packs.loaded(Path(__file__).resolve().parents[2] / "packs").registers["conduct_months"]
ENTERED = {"subject_name": "王甲", "id_number": "510107199001012911", "month_end": "2026-11-30", "base_total": "66.67"}
SET = {"score_item": "月度基础分", "score_kind": "base"}
WANTED = {"prison": "沱江监狱", "name": "王甲", "scored_on": "2026-11-30", "item": "月度基础分", "kind": "base", "points": "66.67"}


def test_a_month_becomes_its_base_points():
    record = record_of(
        MONTHS, SimpleNamespace(number="月考1号", state="drawn", organ=SimpleNamespace(name="沱江监狱"), values=ENTERED | SET)
    )
    assert {name: record[name] for name in WANTED} == WANTED
