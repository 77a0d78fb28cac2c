"""A case of a pack in the database: seats by relation, units, numbers, records, papers, sub-cases, lists and what each organ sees."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from zhiheng.catalog import packs
from zhiheng.dossier.selectors import documents_in
from zhiheng.ledger.selectors import verify
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.models import Case, Waiting
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint
from zhiheng.registry.services.relations import open_unit, relate

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent / "packs"
PRISON, OTHER, OFFICE, COURT = "沱江监狱", "嘉陵监狱", "资阳市检察院", "资阳市中级人民法院"
VOTES = {"votes": [{"name": name, "agreed": True} for name in "甲乙丙"]}
FACTS = {
    "commutation": {
        "sentence": {"kind": "fixed", "months": 84, "starts_on": "2020-01-10", "effective_on": "2020-06-20", "admitted_on": "2020-07-10"},
        "offender": {"repentant": True},
    }
}
SUBJECT = {"name": "王甲", "number": "510107199004075992", "person_no": "P1"}
PEOPLE = [
    ("ward1", PRISON, "organ_handler", "一监区"),
    ("ward2", PRISON, "organ_handler", "二监区"),
    ("prison", PRISON, "organ_handler", ""),
    ("governor", PRISON, "organ_leader", ""),
    ("station", OFFICE, "prosecutor", ""),
    ("judge", COURT, "organ_handler", ""),
    ("other", OTHER, "organ_handler", ""),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def people(db, home, settings):
    """Officers of a prison with two wards, the procuratorate stationed there, its court, and another prison."""
    settings.PACKS = ROOT
    now, actor = at("2026-01-02T09:00"), registry.COMMAND_LINE
    organs = {name: ensure_organ(actor=actor, name=name, now=now) for name in (PRISON, OTHER, OFFICE, COURT)}
    relate(actor=actor, now=now, organ=organs[OFFICE], kind="stationed_at", other=organs[PRISON], since_on=date(2026, 1, 1))
    relate(actor=actor, now=now, organ=organs[COURT], kind="court_of", other=organs[PRISON], since_on=date(2026, 1, 1))
    units = {name: open_unit(actor=actor, now=now, organ=organs[PRISON], name=name) for name in ("一监区", "二监区")}
    for username, organ, role, unit in PEOPLE:
        officer = enlist(actor=actor, now=now, username=username, name=username, organ=organs[organ], password="Zhiheng-2026-x")
        officer = registry.officer_named(username)
        appoint(actor=actor, now=now, officer=officer, role=role, from_on=date(2026, 1, 1), unit=units.get(unit))
    return {username: registry.officer_named(username) for username, *_ in PEOPLE}


@pytest.fixture()
def acting(people):
    return lambda name: registry.actor_of(people[name], "test")


@pytest.fixture()
def spec():
    return packs.loaded(ROOT).procedures["trial"]


@pytest.fixture()
def case(acting, spec):
    given = {"subject": SUBJECT, "values": {"ground": "merit", "complex": True}, "facts": FACTS}
    return services.open_case(actor=acting("ward1"), now=at("2026-06-01T09:00"), procedure=spec, organs={"prison": PRISON}, **given)


@pytest.fixture()
def go(acting):
    def act(case, who, on, name, **given):
        step, outcome = name.split(".")
        return services.act(
            actor=acting(who), now=at(on if "T" in on else f"{on}T09:00"), case_id=case.pk, step=step, outcome=outcome, **given
        )

    return act


@pytest.fixture()
def filed(case, go):
    go(case, "ward1", "2026-06-01", "study.agreed", values={**VOTES, "private_note": "仅供内部"}, files={})
    go(case, "prison", "2026-06-02", "check.agreed")
    go(case, "prison", "2026-06-11", "notice.clear")
    return go(case, "governor", "2026-06-11T10:30", "propose.filed")


def test_seats_unit_and_number_are_found_not_typed(case):
    assert selectors.organs_of(case) == {"prison": PRISON, "prosecutor": OFFICE, "court": COURT}
    assert (case.number, case.unit, case.subject_name) == ("（2026）沱江狱试1号", "一监区", "王甲")


def test_a_case_of_one_ward_is_not_another_wards(case, people, go):
    with pytest.raises((ActRefused, PermissionDenied)):
        go(case, "ward2", "2026-06-01", "study.agreed", values=VOTES)
    assert selectors.case_view(case.pk, people["ward2"], date(2026, 6, 1)) is None
    assert selectors.case_view(case.pk, people["prison"], date(2026, 6, 1)) is not None


def test_a_key_opens_one_case(acting, spec):
    given = {"actor": acting("ward1"), "now": at("2026-06-01T09:00"), "procedure": spec, "organs": {"prison": PRISON}, "key": "2026-06"}
    made = [services.open_case(**given, values={"ground": "merit"}, subject=SUBJECT).pk for _ in range(2)]
    assert made[0] == made[1]


def test_inner_steps_stay_inside_and_organs_see_from_their_first_step_on(case, people, filed):
    when = at("2026-06-11T11:00")
    court, station = (selectors.case_view(case.pk, people[name], when) for name in ("judge", "station"))
    assert selectors.case_view(case.pk, people["other"], when) is None
    assert {"study", "check"} <= court.hidden
    assert [event.step for event in court.events] == ["propose"]
    assert all("private_note" not in event.values for event in (*court.events, *station.events))
    assert {act.step for act in court.acts_allowed if act.kind == "done"} == {"trial"}
    assert [row.facts for row in selectors.case_rows(selectors.cases_seen_by(people["judge"]), people["judge"], when)] == [("merit", None)]


def test_a_field_that_is_inner_is_for_who_filled_it_in_and_who_opened_the_case(case, people, filed, go):
    """In a step that is not inner: the others see the step, and not what is marked so, as event, as value and over the interface."""
    go(case, "judge", "2026-06-12", "trial.heard", values={"hearing_on": "2026-06-20", "bench_note": "仅供合议庭"})
    when = at("2026-06-12T11:00")
    told = {}
    for name in ("judge", "station", "prison"):
        view = selectors.case_view(case.pk, people[name], when)
        told[name] = next("bench_note" in event.values for event in view.events if event.step == "trial")
    assert told == {"judge": True, "station": False, "prison": True}
    shown = next(one for one in selectors.case_view(case.pk, people["station"], when).events if one.step == "trial")
    assert shown.values["hearing_on"] == "2026-06-20"


def test_a_clock_of_hours_runs_to_the_minute(case, people, filed):
    clocks = {clock.step: clock for clock in selectors.case_view(case.pk, people["station"], at("2026-06-12T10:29")).clocks}
    assert (clocks["opinion"].due_text, clocks["opinion"].colour) == ("2026年6月12日10时30分", "near")
    late = selectors.case_view(case.pk, people["station"], at("2026-06-12T10:31")).clocks
    assert next(clock for clock in late if clock.step == "opinion").colour == "overdue"
    assert Waiting.objects.get(case=case, step="opinion").due_at == at("2026-06-12T10:30")


def test_lists_are_narrowed_by_columns(case, people, filed):
    now = at("2026-06-12T11:00")

    def numbers(who, **wanted):
        return selectors.cases_seen_by(people[who], CaseFilter(**wanted), now=now).count()

    assert numbers("station", procedure="trial", step="opinion", clock="overdue") == 1
    assert numbers("station", clock="near") == 0
    assert numbers("judge", mine=True, open=True) == 1
    assert numbers("prison", mine=True) == 0
    assert numbers("prison", open=False) == 0
    assert numbers("prison", text="王甲") == 1
    assert numbers("prison", facts={"ground": "merit"}, listed=("ground", "ruling.months")) == 1
    assert numbers("prison", facts={"ground": "repentance"}, listed=("ground", "ruling.months")) == 0
    assert numbers("other") == 0
    services.take_in_hand(actor=registry.actor_of(people["judge"], "test"), now=now, case_id=case.pk)
    assert Case.objects.get(pk=case.pk).holder == "judge"
    assert [row.step for row in selectors.waiting_for(people["judge"], now=now)] == ["trial"]
    assert [row["step"] for row in selectors.counts_by_step(people["judge"], "trial")] == ["opinion", "trial"]


def test_lists_are_filled_anew_from_the_events(case, filed):
    before = sorted(Waiting.objects.filter(case=case).values_list("step", "organ__name", "due_at"))
    Waiting.objects.all().delete()
    Case.objects.update(fact_1="")
    assert services.refill_lists(now=at("2026-06-12T11:00")) == 1
    assert sorted(Waiting.objects.filter(case=case).values_list("step", "organ__name", "due_at")) == before
    assert Case.objects.get(pk=case.pk).fact_1 == "merit"
    assert services.refill_lists(now=at("2026-06-12T11:00")) == 0


def test_a_sub_case_is_waited_for(case, people, go, filed):
    go(case, "station", "2026-06-12T09:00", "opinion.given")
    go(case, "judge", "2026-06-15", "trial.heard", values={"hearing_on": "2026-06-15"})
    assert Case.objects.get(pk=case.pk).open_steps == []
    sub = Case.objects.get(opened_by_case=case)
    assert (sub.procedure, sub.subject_name, sub.waited_for) == ("inquiry", "王甲", True)
    assert selectors.organs_of(sub) == {"asker": COURT, "asked": PRISON}
    services.act(
        actor=registry.actor_of(people["prison"], "test"), now=at("2026-06-16T09:00"), case_id=sub.pk, step="answer", outcome="replied"
    )
    assert Case.objects.get(pk=case.pk).open_steps == ["ruling"]
    assert verify().ok


@pytest.fixture()
def ruled(case, people, go, filed):
    go(case, "station", "2026-06-12T09:00", "opinion.given")
    go(case, "judge", "2026-06-15", "trial.heard", values={"hearing_on": "2026-06-15"})
    sub = Case.objects.get(opened_by_case=case)
    services.act(
        actor=registry.actor_of(people["prison"], "test"), now=at("2026-06-16T09:00"), case_id=sub.pk, step="answer", outcome="replied"
    )
    values = {"months": 8, "ruling_no": "川20刑更1号", "release_on": "2026-12-31"}
    return go(case, "judge", "2026-06-17", "ruling.granted", values=values)


def test_a_ruling_is_drawn_up_and_written_back_as_a_record(ruled):
    papers = documents_in(ruled.dossier_key)
    assert [(paper.title, "8个月" in paper.version.text) for paper in papers] == [("裁定书", True)]
    segments = [segment for segment in snapshot_now().segments if segment.dataset == "rulings"]
    assert [(segment.organ, segment.rows) for segment in segments] == [(COURT, 1)]
    assert Case.objects.get(pk=ruled.pk).fact_2.startswith("#")


def test_served_once_for_each(ruled, go):
    with pytest.raises(ActRefused, match="逐一办理"):
        go(ruled, "judge", "2026-06-18", "service.served")
    go(ruled, "judge", "2026-06-18", "service.served", part="prison")
    go(ruled, "judge", "2026-06-18", "service.served", part="prosecutor")
    assert Case.objects.get(pk=ruled.pk).open_steps == ["review"]


def test_a_refused_record_leaves_nothing(case, people, go, filed):
    go(case, "station", "2026-06-12T09:00", "opinion.given")
    go(case, "judge", "2026-06-15", "trial.heard", values={"hearing_on": "2026-06-15"})
    before = Case.objects.get(pk=case.pk).last_event_at
    sub = Case.objects.get(opened_by_case=case)
    with pytest.raises(ActRefused, match="无权办理"):
        services.act(
            actor=registry.actor_of(people["other"], "test"), now=at("2026-06-16T09:00"), case_id=sub.pk, step="answer", outcome="replied"
        )
    assert Case.objects.get(pk=case.pk).last_event_at == before


def test_a_case_is_moved_to_a_newer_version_with_a_reason(case, acting, spec, tmp_path):
    import shutil

    shutil.copytree(ROOT, tmp_path / "packs")
    path = tmp_path / "packs" / "trial" / "procedures" / "trial.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 审查", "title: 复核"), encoding="utf-8")
    newer = packs.load(tmp_path / "packs").procedures["trial"]
    move = {"now": at("2026-06-02T09:00"), "case_id": case.pk, "procedure": newer, "reason": "流程修订"}
    with pytest.raises((ActRefused, PermissionDenied)):
        services.transfer(actor=acting("judge"), **move)
    with pytest.raises(ActRefused, match="不是同一流程"):
        services.transfer(actor=acting("governor"), **{**move, "procedure": spec})
    services.transfer(actor=acting("governor"), **move)
    assert Case.objects.get(pk=case.pk).definition_id == newer.digest


def test_a_definition_of_an_earlier_database_is_read(spec):
    from zhiheng.catalog import procedures

    old = {
        "procedure": {
            "procedure": "old", "title": "旧", "source": ["试用 第一条"], "start": "one",
            "roles": {"a": {"title": "甲", "right": "document.draft"}},
            "steps": [
                {"id": "one", "title": "一", "by": "a", "form": "f", "assess": "no.such", "documents": ["paper"],
                 "within": {"days": 3, "from": "one.done", "policy": "试"},
                 "extend": {"approved_by": "a", "source": "条", "when": "whatever"},
                 "outcomes": {"done": "end"}},
            ],
        },
        "forms": {"f": {"title": "表", "fields": [{"id": "n", "title": "数", "type": "int"}, {"id": "b", "title": "否", "type": "bool"}]}},
    }  # fmt: skip
    read = procedures.from_content(old, "p")
    assert (read.steps["one"].assess, read.fields["n"].type, read.fields["b"].type) == (None, "whole", "flag")


def test_an_entry_of_a_register_is_made_by_who_keeps_registers(case, acting, people, go, filed, monkeypatch):
    from zhiheng.procedure import above
    from zhiheng.procedure.core.effects import Entering
    from zhiheng.procedure.core.state import Event
    from zhiheng.procedure.services import carrying

    entering = Entering("seized_items", "enter", {"name": "手机"})
    given = {"actor": acting("prison"), "now": at("2026-06-12T09:00")}
    monkeypatch.setattr(above, "ENTERS", [])
    with pytest.raises(ActRefused, match="没有启用台账"):
        carrying._enter(entering, case, Event("done", date(2026, 6, 12)), **given)
    made = []
    above.enter_entries_with(lambda **entry: made.append(entry["entering"]) or "1")
    carrying._enter(entering, case, Event("done", date(2026, 6, 12)), **given)
    assert made == [entering]


def test_the_person_concerned_acts_for_themselves_only(acting, people):
    from zhiheng.ledger.core.actor import Actor

    now, spec = at("2026-06-01T09:00"), packs.loaded(ROOT).procedures["objection"]
    case = services.open_case(actor=acting("prison"), now=now, procedure=spec, subject=SUBJECT)
    services.act(actor=acting("prison"), now=now, case_id=case.pk, step="hear", outcome="done")
    given = {"now": at("2026-06-02T09:00"), "case_id": case.pk, "step": "object", "outcome": "clear"}
    for wrong in ("person:510107199004070000", "person:"):
        with pytest.raises(ActRefused, match="无权办理"):
            services.act(actor=Actor(wrong, "某人", "", "portal"), **given)
    services.act(actor=Actor(f"person:{SUBJECT['number']}", "王甲", "", "portal"), **given)
    assert Case.objects.get(pk=case.pk).ended_on == date(2026, 6, 2)


def test_an_act_changes_neither_seats_nor_facts_that_are_not_its_own(case, people, acting, go, filed):
    with pytest.raises(ActRefused, match="已经确定"):
        go(case, "station", "2026-06-12", "opinion.given", organs={"prison": OTHER})
    with pytest.raises(ActRefused, match="不核对事实"):
        go(case, "station", "2026-06-12", "opinion.given", facts={"commutation": {}})
    given = {"actor": acting("judge"), "now": at("2026-06-12T11:00"), "case_id": case.pk, "kind": "handed_over", "reason": "管辖"}
    with pytest.raises(ActRefused, match="不能担任法院"):
        services.act_aside(**given, values={"role": "court", "organ": OTHER})
    with pytest.raises(ActRefused, match="没有登记的机关"):
        services.act_aside(**given, values={"role": "court", "organ": "无名法院"})


def test_a_page_of_cases_asks_the_database_a_fixed_number_of_times(acting, people, spec, django_assert_max_num_queries):
    for number in range(6):
        given = {"values": {"ground": "merit"}, "facts": FACTS, "subject": {**SUBJECT, "name": f"甲{number}"}}
        services.open_case(actor=acting("ward1"), now=at("2026-06-01T09:00"), procedure=spec, organs={"prison": PRISON}, **given)
    viewer = registry.officer_named("prison")
    with django_assert_max_num_queries(18):
        found = selectors.cases_seen_by(viewer, CaseFilter(open=True), now=at("2026-06-02T09:00"))
        assert found.count() == 6
        assert len(selectors.case_rows(list(found[:50]), viewer, at("2026-06-02T09:00"))) == 6
