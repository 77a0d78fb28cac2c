"""Cases can be told apart: each bears a number, or the paper that begins it does."""

from __future__ import annotations

from pathlib import Path

from zhiheng.catalog.packs import loaded

PACKS = Path(__file__).resolve().parents[2] / "packs"
OTHERWISE = {
    "supervision_document": "监督文书自己的文号就是案号",
    "complaint": "投诉人凭回执号查询，受理机关可以后定",
    "sealing_complaint": "当事人提出，封存机关后定",
}


def test_every_procedure_gives_its_cases_a_number():
    bare = {spec.id for spec in loaded(PACKS).procedures.values() if spec.number is None}
    assert bare == set(OTHERWISE)
