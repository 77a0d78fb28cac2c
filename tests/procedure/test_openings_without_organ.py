"""A case opened by an act of another may not know all its organs yet: the act that leads to a step names who does it."""

from __future__ import annotations

import shutil

import pytest

from tests.procedure.test_services_of_packs import COURT, FACTS, PRISON, ROOT, SUBJECT, VOTES, acting, at, go, people
from zhiheng.catalog import packs
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.models import Case

pytestmark = pytest.mark.django_db
__all__ = ["acting", "go", "people"]

OPENS = "opens: {procedure: inquiry, roles: {asked: prison}, with: {question: ground}, waits: true, when: {complex: true}}"
INQUIRY = """procedure: inquiry
title: 征询
source: [试用 第二条]
about: person
roles:
  asker: {title: 征询机关, seat: opener}
  asked: {title: 被征询机关}
start: ask
opens: {by: asker, from: [case]}
steps:
  - {id: ask, title: 提出, by: asker, outcomes: {asked: {to: answer, title: 发出}}}
  - {id: answer, title: 答复, by: asked, outcomes: {replied: end}}
"""


@pytest.fixture()
def root(tmp_path, settings, people):
    """The pack to try, whose sub-case is opened without the organ that is asked; `inquiry` in place of its text."""

    def made(inquiry=None):
        shutil.copytree(ROOT, tmp_path / "packs")
        trial = tmp_path / "packs" / "trial" / "procedures" / "trial.yaml"
        text = trial.read_text(encoding="utf-8")
        assert OPENS in text
        trial.write_text(text.replace(OPENS, OPENS.replace("roles: {asked: prison}, ", "")), encoding="utf-8")
        if inquiry:
            (trial.parent / "inquiry.yaml").write_text(inquiry, encoding="utf-8")
        settings.PACKS = tmp_path / "packs"
        return packs.load(settings.PACKS).procedures["trial"]

    return made


def heard(spec, acting, go):
    given = {"subject": SUBJECT, "values": {"ground": "merit", "complex": True}, "facts": FACTS}
    one = services.open_case(actor=acting("ward1"), now=at("2026-06-01T09:00"), procedure=spec, organs={"prison": PRISON}, **given)
    go(one, "ward1", "2026-06-01", "study.agreed", values={**VOTES, "private_note": "仅供内部"}, files={})
    go(one, "prison", "2026-06-02", "check.agreed")
    go(one, "prison", "2026-06-11", "notice.clear")
    go(one, "governor", "2026-06-11T10:30", "propose.filed")
    go(one, "station", "2026-06-12T09:00", "opinion.given")
    return go(one, "judge", "2026-06-15", "trial.heard", values={"hearing_on": "2026-06-15"})


def test_the_organ_is_named_by_the_act_that_leads_to_its_step(root, acting, go):
    spec = root(INQUIRY)
    sub = Case.objects.get(opened_by_case=heard(spec, acting, go))
    assert selectors.organs_of(sub) == {"asker": COURT}
    with pytest.raises(ActRefused, match="被征询机关办理，尚未确定"):
        go(sub, "judge", "2026-06-16", "ask.asked")
    go(sub, "judge", "2026-06-16", "ask.asked", organs={"asked": PRISON})
    go(sub, "prison", "2026-06-17", "answer.replied")
    assert Case.objects.get(pk=sub.pk).ended_on is not None


def test_a_case_that_nobody_could_begin_is_not_opened(root, acting, go):
    spec = root()
    with pytest.raises(ActRefused, match="没有指定被征询机关"):
        heard(spec, acting, go)
    assert not Case.objects.filter(procedure="inquiry").exists()
