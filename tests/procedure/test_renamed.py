"""An organ that is renamed while it has cases goes on seeing them and acting in them."""

from __future__ import annotations

import pytest

from tests.procedure.test_cases_moving import BUREAU, acting, case, officers, reply, served  # noqa: F401
from zhiheng.procedure import selectors
from zhiheng.registry import selectors as registry
from zhiheng.registry.services import rename_organ

pytestmark = pytest.mark.django_db


def test_a_renamed_organ_answers_under_its_new_name(served, officers, actor, now):  # noqa: F811
    rename_organ(actor=actor, now=now, organ=registry.organ_named(BUREAU), name="金堂区司法局", reason="撤县设区")
    officer = registry.officer_named(officers[BUREAU].username)
    view = selectors.case_view(served.pk, officer, now.date())
    assert [act.step for act in view.acts_allowed if act.kind == "done"]
    assert view.state.organs["supervised"] == "金堂区司法局"
    answered = reply(served, registry.actor_of(officer, "test"), now)
    assert answered.events.last().organ == "金堂区司法局"
    assert answered.events.first().values["organs"]["supervised"] == BUREAU
