"""A paper that goes out with the act that draws it up is checked before: nothing is half done, or the officer says why words stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from zhiheng.catalog import packs
from zhiheng.dossier import services as dossier
from zhiheng.dossier.core.errors import DocumentRefused, PaperUnexplained
from zhiheng.dossier.selectors import documents_in, findings_of
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure import services
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry
from zhiheng.registry.services import appoint, enlist, ensure_organ
from zhiheng.simulate.plays.cases import play
from zhiheng.simulate.plays.officers import Officers
from zhiheng.simulate.plays.persons import Somebody
from zhiheng.simulate.plays.scenes import at_of, scenes_of, stories_of

ROOT = Path(__file__).resolve().parents[2] / "packs"
SOMEBODY = Somebody("510107199004075992", "王甲")
RIGHT, STRANGER = ["无财产性判项"], ["罪犯李四，没有财产性判项。"]
WRONG = ["罪犯王甲，公民身份号码510107199004075991，无财产性判项"]
UNSURE = "与同案犯李四的判决为同一份，照录原文"


@pytest.fixture(scope="module")
def scene():
    """The first story of a commutation as far as the proposal goes to the court."""
    story = stories_of(packs.loaded(ROOT))["commutation"][0]
    return next(one for one in scenes_of(story) if one.acts and one.acts[-1][0].name == "file.submitted")


@pytest.fixture()
def file(db, home, settings, scene):
    """Play the case up to the proposal; then file it with these words about property."""
    settings.PACKS = ROOT
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    now, cast = at_of(scene.opened), {organ: organ for _, organ in scene.sat}
    for name in (*cast, "四川省检察院"):
        ensure_organ(actor=registry.COMMAND_LINE, name=name, now=now)
    whole = enlist(actor=registry.COMMAND_LINE, now=now, username="prosecutor", name="全省", organ=registry.organ_named("四川省检察院"))
    appoint(actor=registry.COMMAND_LINE, now=now, officer=whole, role="prosecutor", from_on=date(2020, 1, 1))
    *before, (last, _) = scene.acts
    case_id = play(replace(scene, acts=tuple(before)), cast, Officers(now, date(2020, 1, 1)), SOMEBODY)
    case = Case.objects.get(pk=case_id)
    governor = registry.actor_of(registry.officer_named(case.events.filter(step="decide").get().actor), "test")

    def submitted(note, **more):
        given = {**last.values, "property_note": note}
        services.act(
            actor=governor, now=at_of(last) + timedelta(hours=1), case_id=case_id, step="file", outcome="submitted", values=given, **more
        )
        return next(one for one in documents_in(case.dossier_key) if one.kind == "proposal")

    return case, submitted


def kept(case):
    """How much is kept of the case: events and papers."""
    return case.events.count(), [one.number for one in documents_in(case.dossier_key)]


@pytest.mark.django_db
def test_a_right_proposal_goes_out_and_its_check_is_kept(file):
    _, submitted = file
    paper = submitted(RIGHT)
    assert paper.number.endswith("1号")
    assert [one.level for one in findings_of(paper) if one.level != "hint"] == []


@pytest.mark.django_db
def test_what_must_be_mended_keeps_the_act_from_happening(file):
    case, submitted = file
    before = kept(case)
    with pytest.raises(PaperUnexplained, match=r"必须改正.*510107199004075991"):
        submitted(WRONG)
    assert kept(case) == before
    assert submitted(RIGHT).number.endswith("1号")


@pytest.mark.django_db
def test_what_must_be_mended_and_is_kept_waits_for_a_second_person(file):
    _, submitted = file
    paper = submitted(WRONG, explained=UNSURE)
    assert (paper.number, paper.numbered, paper.version.issued_at) == (None, "on_issue", None)
    stop = next(one for one in findings_of(paper) if one.level == "stop")
    assert (stop.handled, stop.handled_reason, stop.confirmed_by) == ("confirmed", UNSURE, "")
    first = Actor(stop.handled_by, "同一人", paper.organ.name, "test")
    with pytest.raises(DocumentRefused, match="不能复核自己"):
        dossier.agree(actor=first, now=timezone.now(), finding_id=stop.pk)
    second = Actor("second", "另一人", paper.organ.name, "test")
    for row in [one for one in findings_of(paper) if one.level == "stop"]:
        assert documents_in(paper.dossier.key)[-1].number is None
        dossier.agree(actor=second, now=timezone.now(), finding_id=row.pk)
    issued = next(one for one in documents_in(paper.dossier.key) if one.pk == paper.pk)
    assert issued.number.endswith("1号")
    assert issued.issued_by == "second"


@pytest.mark.django_db
def test_what_is_asked_about_goes_out_only_with_the_words_of_the_officer(file):
    case, submitted = file
    before = kept(case)
    for nothing in ({}, {"explained": "  "}):
        with pytest.raises(PaperUnexplained, match=r"需要说明.*李四"):
            submitted(STRANGER, **nothing)
    assert kept(case) == before
    paper = submitted(STRANGER, explained=UNSURE)
    found = [one for one in findings_of(paper) if one.level == "ask"]
    assert [(one.handled, one.handled_reason) for one in found] == [("confirmed", UNSURE)]
    assert case.events.get(step="file").more["explained"] == UNSURE


@pytest.mark.django_db
def test_an_explanation_where_nothing_is_asked_is_not_kept_with_the_paper(file):
    _, submitted = file
    assert [one.handled for one in findings_of(submitted(RIGHT, explained=UNSURE)) if one.handled] == []


@pytest.mark.django_db
def test_the_page_asks_beside_its_field_and_takes_the_answer(file, scene, client, monkeypatch):
    case, _ = file
    before, last = kept(case), scene.acts[-1][0]
    governor = registry.officer_named(case.events.filter(step="decide").get().actor)
    type(governor).objects.filter(pk=governor.pk).update(must_change_password=False)
    client.force_login(governor, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("django.utils.timezone.now", lambda: at_of(last) + timedelta(hours=1))
    given = {f"done-file-{name}": value for name, value in {**last.values, "property_note": STRANGER[0]}.items()}
    address = reverse("case_act", args=[case.pk, "done-file"])
    asked = client.post(address, {**given, "outcome": "submitted"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "校对发现需要说明的问题" in page
    assert 'name="done-file-proof-explained"' in page
    assert kept(case) == before
    done = client.post(address, {**given, "outcome": "submitted", "done-file-proof-explained": UNSURE})
    assert done.status_code == 302, done.content.decode()
    assert case.events.get(step="file").more["explained"] == UNSURE
