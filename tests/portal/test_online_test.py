"""A test taken on the person's own page: questions without script, no answer and no mark shown beforehand, the office enters the result."""

from __future__ import annotations

import pytest

from tests.portal.conftest import OFFICE, PERSON, text
from zhiheng.catalog.field_values import holds
from zhiheng.models.in_force import catalog
from zhiheng.procedure import services as procedure
from zhiheng.register.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture()
def test_case(organs, by, account, now):
    spec = catalog().procedures["education_test"]
    return procedure.open_case(
        actor=by(OFFICE), now=now, procedure=spec, subject={"number": PERSON, "name": "周甲"}, organs={"office": OFFICE},
        values={"unit": "rules-01", "due_on": "2026-07-03"},
    )  # fmt: skip


def answers(right):
    paper = catalog().procedures["education_test"].forms["education_paper"]
    questions = [item for item in paper if item.right and holds(item.when, {"unit": "rules-01"})]
    wrong = {item.id: next(code for code in item.codes if code not in item.right) for item in questions}
    return {f"done-answer-{item.id}": item.right[0] if place < right else wrong[item.id] for place, item in enumerate(questions)}


def test_the_person_answers_and_the_office_enters_the_result(test_case, enter, by, clock):
    page = enter()
    shown = text(page.get(f"/portal/me/cases/{test_case.pk}/"))
    assert "离开所居住的市、县以前，应当怎么办？" in shown and "done-answer-score" not in shown
    assert "下列哪一项是法律规定的毒品？" not in shown  # 别的主题的题目
    address = f"/portal/me/cases/{test_case.pk}/"
    assert (
        page.post(address, {"group": "done-answer", "outcome": "submitted", "done-answer-score": "100", **answers(11)}).status_code == 302
    )
    done = {"actor": by(OFFICE), "now": clock("2026-07-01T09:00"), "case_id": test_case.pk, "values": {}}
    procedure.act(**done, step="mark", outcome="failed")
    shown = text(page.get(address))
    assert "不及格，七日内补考" in shown and "补考" in shown
    assert (
        page.post(
            address, {"group": "done-again", "outcome": "submitted", **{k.replace("answer", "again"): v for k, v in answers(15).items()}}
        ).status_code
        == 302
    )
    procedure.act(**done, step="mark_again", outcome="passed")
    kept = Entry.objects.get(register="education_tests")
    assert (kept.values["score"], kept.values["second_score"], kept.state) == (55, 75, "passed")
    assert "补考及格" in text(page.get(address))
