"""Papers of a running case are compared with what the case holds: slips are found before issue, a right paper gives none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from zhiheng.catalog import packs
from zhiheng.dossier import services as dossier
from zhiheng.dossier.core.blocks import blocks_of, plain_text
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.proofing.checking import findings_in
from zhiheng.dossier.core.proofing.facts import NOTHING, facts_of
from zhiheng.dossier.core.proofing.finding import ProofText
from zhiheng.dossier.selectors import document_with, documents_in, findings_of
from zhiheng.procedure import services
from zhiheng.procedure.core.compared import facts_for
from zhiheng.procedure.core.effects import draws_values, effects_of
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import State
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry
from zhiheng.registry.services import appoint, enlist, ensure_organ
from zhiheng.simulate.plays.cases import play
from zhiheng.simulate.plays.officers import Officers
from zhiheng.simulate.plays.persons import Somebody
from zhiheng.simulate.plays.scenes import at_of, scenes_of, stories_of

ROOT = Path(__file__).resolve().parents[2] / "packs"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOMEBODY = Somebody("510107199004075992", "王甲")
RIGHT = ["罪犯王甲认罪悔罪，执行机关沱江监狱出具的材料属实，原判为（2025）川0107刑初12号刑事判决。"]
SET = ("commutation", "parole", "medical_release", "supervision_document", "trial_oversight")


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(ROOT)


@pytest.fixture(scope="module")
def scene(catalog):
    """The first story of a commutation as far as its ruling."""
    found = (one for one in scenes_of(stories_of(catalog)["commutation"][0]) if one.acts and one.acts[-1][0].name == "ruling.granted")
    return next(found)


@pytest.fixture()
def ruled(db, home, settings, scene, monkeypatch):
    """Give the ruling with these words; the case and the draft of its ruling."""
    settings.PACKS = ROOT
    monkeypatch.setattr("zhiheng.simulate.plays.cases.with_cut_end", lambda _opening, _given, _fields, values: dict(values))
    now = at_of(scene.opened)
    cast = {organ: organ for _, organ in scene.sat}
    for name in (*cast, "嘉陵监狱", "四川省检察院"):
        ensure_organ(actor=registry.COMMAND_LINE, name=name, now=now)
    whole = enlist(actor=registry.COMMAND_LINE, now=now, username="prosecutor", name="全省", organ=registry.organ_named("四川省检察院"))
    appoint(actor=registry.COMMAND_LINE, now=now, officer=whole, role="prosecutor", from_on=date(2020, 1, 1))
    officers = Officers(now, date(2020, 1, 1))

    def rule(**values):
        *before, (event, wanted) = scene.acts
        said = replace(event, values={**event.values, "grounds_text": RIGHT, **values})
        case = Case.objects.get(pk=play(replace(scene, acts=(*before, (said, wanted))), cast, officers, SOMEBODY))
        return case, next(one for one in documents_in(case.dossier_key) if one.kind == "ruling")

    return rule


def actor_at(case, organ):
    return next(
        registry.actor_of(one, "test") for one in registry.officers_seen_by(registry.officer_named("prosecutor")) if one.organ.name == organ
    )


def serve(case, scene, outcome="served", **given):
    court = dict(scene.opened.values["organs"])["court"]
    clerk = next(one for one, _ in scene.acts if one.step == "docket")
    officer = case.events.filter(step="docket").first().actor
    assert clerk.organ == court
    now = at_of(scene.acts[-1][0]) + (HOUR if outcome == "returned" else 2 * DAY)
    values = {"served_on": timezone.localdate(now).isoformat()} if outcome == "served" else {}
    actor = registry.actor_of(registry.officer_named(officer), "test")
    return services.act(actor=actor, now=now, case_id=case.pk, step="service", outcome=outcome, part="prison", values=values, **given)


SLIPS = [
    ("another person", {"grounds_text": ["罪犯李四，认罪悔罪。"]}, ("S06", "ask")),
    ("a sign of the number", {"grounds_text": ["罪犯王甲，公民身份号码510107199004075991。"]}, ("I02", "stop")),
    ("another's number", {"grounds_text": ["罪犯王甲，公民身份号码510703199003072738。"]}, ("I02", "ask")),
    ("the end of the term", {"end_on": "2030-01-05"}, ("F01", "stop")),
    ("a sign of the prison", {"grounds_text": ["罪犯王甲在沱红监狱服刑。"]}, ("I07", "ask")),
    ("another prison", {"grounds_text": ["执行机关嘉陵监狱出具材料。"]}, ("F05", "ask")),
    ("the number of the judgment", {"grounds_text": ["原判为（2025）川0107刑初21号刑事判决。"]}, ("N02", "ask")),
    ("more praises than recorded", {"grounds_text": ["罪犯王甲获表扬三次。"]}, ("F03", "ask")),
    ("ruled before it was docketed", {"ruled_on": "2020-01-06"}, ("D02", "stop")),
]


@pytest.mark.django_db
def test_a_right_ruling_is_issued_with_its_service(ruled, scene):
    case, draft = ruled()
    assert [(one.code, one.found) for one in findings_of(draft)] == []
    assert draft.number is None
    serve(case, scene)
    assert document_with(draft.pk).number


@pytest.mark.drawn
@pytest.mark.django_db
@pytest.mark.parametrize(("slip", "values", "wanted"), SLIPS, ids=[one[0] for one in SLIPS])
def test_a_slip_is_found_and_stands_in_the_way_of_issue(ruled, scene, slip, values, wanted):
    case, draft = ruled(**values)
    assert [(one.code, one.level) for one in findings_of(draft)] == [wanted]
    with pytest.raises(DocumentRefused, match="校对发现的问题没有处理"):
        serve(case, scene)


@pytest.mark.django_db
def test_a_returned_ruling_is_drawn_anew_and_issued_once_it_is_right(ruled, scene):
    case, draft = ruled(grounds_text=["罪犯李四，认罪悔罪。"])
    serve(case, scene, "returned", reason="裁定书所写姓名有误")
    *_, (event, _) = scene.acts
    ruling = case.events.filter(step="ruling").first()
    judge = registry.actor_of(registry.officer_named(ruling.actor), "test")
    values = {**ruling.values, "grounds_text": RIGHT}
    now = at_of(event) + 2 * HOUR
    services.act(actor=judge, now=now, case_id=case.pk, step="ruling", outcome="granted", values=values)
    assert [(one.pk, one.version.number) for one in documents_in(case.dossier_key) if one.kind == "ruling"] == [(draft.pk, 2)]
    assert findings_of(document_with(draft.pk)) == []
    serve(case, scene)
    assert document_with(draft.pk).number


@pytest.mark.django_db
def test_a_reason_lets_what_is_asked_about_stay(ruled, scene):
    case, draft = ruled(grounds_text=["罪犯李四，认罪悔罪。"])
    found = findings_of(draft)[0]
    actor = actor_at(case, draft.organ.name)
    dossier.answer_finding(actor=actor, now=at_of(scene.acts[-1][0]), finding_id=found.pk, handled="confirmed", reason="系同案犯")
    serve(case, scene)
    assert document_with(draft.pk).number


def papers_of(catalog, story):
    """Every paper of a story with the facts that its case has, as the services draw it up."""
    spec, scenes = story.spec, list(scenes_of(story))
    if not scenes:
        return
    state = follow(spec, State(), scenes[-1].opened)
    for event, _ in scenes[-1].acts:
        state = follow(spec, state, event)
        for drawing in effects_of(spec, state, event).draws:
            document = catalog.document_for(spec, drawing.document)
            values = draws_values(spec, state, drawing, event, document.placeholders)
            known = {
                "organ": event.organ,
                "number": "",
                "signed_on": "",
                "case_number": "1",
                "case_title": "案",
                "document_number": "1",
                "document_title": "文",
            }
            full = {name: values.get(name) or known.get(name) for name in document.placeholders}
            full = {name: value for name, value in full.items() if value not in (None, "")}
            try:
                text = plain_text(blocks_of(document, {"number": "　", "signed_on": "　", **full}))
            except DocumentRefused:
                continue
            yield document, text, facts_for(spec, state, document, event.on), event.on


@pytest.mark.drawn
def test_no_story_of_the_packs_that_say_what_values_mean_gives_a_stop_finding(catalog):
    seen, found = 0, []
    for stories in stories_of(catalog).values():
        for story in stories:
            if story.spec.pack in SET:
                for document, text, facts, on in papers_of(catalog, story):
                    seen += 1
                    paper = ProofText(tuple(text.splitlines()), on)
                    before = {one.mark for one in findings_in(paper, NOTHING)}
                    new = [
                        one
                        for one in findings_in(paper, facts_of({**facts, "doubtful": []}))
                        if one.level != "hint" and one.mark not in before
                    ]
                    found += [(document.id, str(story), one.code, one.found, one.reason) for one in new]
    assert seen > 60
    assert found == []
