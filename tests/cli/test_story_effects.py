"""What an act of a story leads to must be possible: papers that cannot be printed, records and entries that are refused are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.cli.story_runs import of_procedures

PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.mark.parametrize(
    ("pack", "file", "was", "now", "found"),
    [
        (
            "custody",
            "procedures/detention.yaml",
            "draws: {arrest_receipt: {addressee: organs.procuratorate}}",
            "draws: [arrest_receipt]",
            "不能制作批准逮捕决定执行回执（arrest_receipt）：缺少受文机关",
        ),
        ("tracking", "documents/alarm_record.yaml", ", died: 本人死亡", "", "结论应为选项之一"),
        (
            "parole",
            "procedures/parole_revocation.yaml",
            "kind: revocation_kind, ruled_on",
            "kind: subject.name, ruled_on",
            "记录 rulings 不合标准",
        ),
        (
            "investigation_oversight",
            "procedures/filing_oversight.yaml",
            'facts: affair, demands: "=依法立案侦查或者撤销案件"',
            "facts: affair",
            "另立监督文书办理：不能制作纠正违法通知书（correction_notice）：缺少纠正意见",
        ),
        ("incident", "procedures/incident.yaml", "called_at: called_at, channel", "called_at: channel, channel", "登记台账 alarms"),
    ],
)
def test_an_act_that_could_not_be_carried_out_is_found(tmp_path, pack, file, was, now, found):
    root = tmp_path / "packs"
    shutil.copytree(PACKS, root)
    path = root / pack / file
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now), "utf-8")
    catalog = packs.load(root)
    only = [one for one in catalog.stories if one.path.parent.parent.name == pack]
    assert any(found in str(one) for one in of_procedures(catalog, only))


def test_an_outcome_that_leaves_the_work_undone_draws_no_paper_of_the_step():
    """A case that ends with a death in the middle of a decision draws no record of that decision."""
    catalog = packs.loaded(PACKS)
    bare = [
        (spec.id, step.id, outcome.id)
        for spec in catalog.procedures.values()
        for step in spec.steps.values()
        for outcome in step.outcomes
        if outcome.bare and step.draws
    ]
    assert ("commutation", "decide", "dead") in bare
