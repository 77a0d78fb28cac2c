"""First values of a form come from where the pack says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.state import State

NOW = datetime(2026, 6, 30, 1, 5, tzinfo=ZoneInfo("UTC"))
STATE = State(
    values={"months": 9},
    rounds={"study": ({"opinion": "旧"}, {"opinion": "新", "points": ["登记不全", "逾期未报"]})},
    subject={"name": "王甲", "number": "51"},
    parent={"no": "一号"},
)
AROUND = Around(NOW, "沱江监狱", "张三", {"term_months": 84}, {"item": "手机"}, {"days": 3})
ANSWERS = FieldShape(
    id="answers", title="逐项答复", type="rows", fills="study.points",
    rows=(FieldShape(id="fact", title="所提问题"), FieldShape(id="measure", title="整改措施")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("fills", "value"),
    [
        ("today", "2026-06-30"), ("now", "2026-06-30T09:05+08:00"), ("organ.name", "沱江监狱"), ("officer.name", "张三"),
        ("subject.name", "王甲"), ("subject.id_number", "51"), ("facts.term_months", 84), ("study.opinion", "新"), ("months", 9),
        ("parent.no", "一号"), ("entry.item", "手机"), ("clue.days", 3),
    ],
)  # fmt: skip
def test_each_source(fills, value):
    assert first_values([FieldShape(id="x", title="甲", fills=fills)], STATE, AROUND) == {"x": value}


def test_what_has_no_value_is_left_out():
    assert first_values([FieldShape(id="x", title="甲", fills="ruling.months"), FieldShape(id="y", title="乙")], STATE, AROUND) == {}


def test_rows_of_clues_about_the_organ_of_a_role_come_from_what_stands_around():
    rows = [{"model": "超期羁押", "clues": 2}]
    fields = [FieldShape(id="x", title="甲", fills="clues.place"), FieldShape(id="y", title="乙", fills="clues.office")]
    assert first_values(fields, STATE, Around(NOW, kept={"clues.place": rows})) == {"x": rows}


def test_paragraphs_become_rows_to_be_answered_one_by_one():
    assert first_values([ANSWERS], STATE, AROUND) == {"answers": [{"fact": "登记不全"}, {"fact": "逾期未报"}]}


def test_rows_stay_as_they_are():
    kept = [{"fact": "登记不全", "measure": "补登"}]
    around = Around(NOW, kept={"pool.listed": kept})
    assert first_values([ANSWERS.model_copy(update={"fills": "register.pool.listed"})], STATE, around) == {"answers": kept}
