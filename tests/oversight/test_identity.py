"""Who is one person, within screening: decided matches, undecided ones, and decisions that come later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import documents
from tests.oversight.conftest import BUREAU, PACKS, PRISON
from tests.oversight.rows import A, B, C, case, custody, send, sentence
from zhiheng.catalog import packs
from zhiheng.ledger import selectors as ledger
from zhiheng.oversight import services
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue, ClueCase
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.subjects.core.identities import Identities, Undecided

pytestmark = pytest.mark.django_db
DEAD, UNDELIVERED = "supervised_after_death", "undelivered_sentence"
AS_OF = date(2026, 6, 30)
COURT = "东山法院"
OPEN = Identities(undecided=(Undecided(7, (A, B)),))
SAME = Identities(aliases={B: A})


@pytest.fixture(scope="module")
def everything():
    return packs.loaded(PACKS)


@pytest.fixture()
def persons(monkeypatch):
    """Says who is held to be one person from now on."""
    from zhiheng.subjects import selectors

    def held(identities):
        monkeypatch.setattr(selectors, "identities_now", lambda: identities)

    held(Identities())
    return held


@pytest.fixture()
def screen(home, organs, persons, everything, now):
    def run(*models, at=now, as_of=AS_OF, **options):
        return services.screen(actor=COMMAND_LINE, now=at, catalog=everything, models=models, as_of=as_of, **options)

    return run


def told(outcome):
    return [(clue.subject, clue.occurrence, [rest["effect"] for rest in clue.rests_on]) for clue in outcome.clues]


def kinds(clue):
    return list(clue.events.order_by("id").values_list("kind", flat=True))


@pytest.fixture()
def death_under_another_number(now, home, organs):
    send(now, BUREAU, corrections_cases=[case(A)])
    send(now, "成都市公安局", persons=[{"id_number": B, "died_on": date(2026, 3, 1)}])


@pytest.fixture()
def prison_under_another_number(now, home, organs):
    send(now, COURT, sentences=[sentence(A)])
    send(now, PRISON, custody_records=[custody(B)])


def test_decided_matches_join_records(screen, persons, death_under_another_number):
    assert told(screen(DEAD)) == []
    persons(SAME)
    outcome = screen(DEAD)
    assert told(outcome) == [(A, "P1", [])]
    assert [item["key"] for item in outcome.clues[0].evidence] == ["P1", B]


def test_a_run_is_repeated_with_who_was_one_person_then(screen, persons, everything, death_under_another_number, now):
    persons(SAME)
    run = screen(DEAD).run
    assert run.identities == {"aliases": {B: A}}
    persons(Identities())
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=everything, run_id=run.pk)
    assert (again.found, again.differences) == (1, [])


def test_a_clue_there_would_be_only_if_two_are_one_says_so(screen, persons, everything, death_under_another_number, now):
    persons(OPEN)
    outcome = screen(DEAD)
    assert told(outcome) == [(A, "P1", ["only_if_same"])]
    clue = Clue.objects.get()
    assert clue.rests_on == [{"match": 7, "effect": "only_if_same", "numbers": [A, B]}]
    assert outcome.clues[0].to_json()["rests_on"] == clue.rests_on
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=everything, run_id=outcome.run.pk)
    assert (again.found, again.differences) == (1, [])


def test_a_clue_that_a_match_would_clear_says_so(screen, persons, prison_under_another_number):
    assert told(screen(UNDELIVERED)) == [(A, "（2026）川0104刑初1号", [])]
    digest = Clue.objects.get().digest
    persons(OPEN)
    assert told(screen(UNDELIVERED)) == [(A, "（2026）川0104刑初1号", ["gone_if_same"])]
    assert Clue.objects.get().digest == digest


def test_a_clue_both_ways_rests_on_nothing_though_it_is_told_under_the_other_number(screen, persons, now):
    send(now, COURT, sentences=[sentence(B)])
    persons(OPEN)
    assert told(screen(UNDELIVERED)) == [(B, "（2026）川0104刑初1号", [])]


def test_others_are_left_as_they_are(screen, persons, now, prison_under_another_number):
    send(now, COURT, sentences=[sentence(C, "（2026）川0104刑初2号")])
    persons(OPEN)
    assert told(screen(UNDELIVERED))[1] == (C, "（2026）川0104刑初2号", [])


def test_two_matches_of_one_person_are_taken_one_at_a_time(screen, persons, now):
    send(now, COURT, sentences=[sentence(A)])
    send(now, PRISON, custody_records=[custody(B), custody(C)])
    persons(Identities(undecided=(Undecided(7, (A, B)), Undecided(8, (A, C)))))
    assert [rest["match"] for rest in screen(UNDELIVERED).clues[0].rests_on] == [7, 8]


def test_a_child_rests_on_the_match_of_its_parent(screen, persons, now):
    child = "510107201504075990"
    dependant = {"child_id_number": child, "child_name": "张小", "parent_id_number": A, "other_parent": "dead"}
    send(now, PRISON, dependants=[dependant], custody_records=[custody(B)])
    persons(OPEN)
    assert told(screen("child_unprotected")) == [(child, child, ["only_if_same"])]


def test_a_match_on_top_of_decided_ones(screen, persons, now):
    send(now, BUREAU, corrections_cases=[case(C)])
    send(now, "成都市公安局", persons=[{"id_number": B, "died_on": date(2026, 3, 1)}])
    persons(Identities(aliases={C: A}, undecided=(Undecided(7, (B, C)),)))
    assert told(screen(DEAD)) == [(B, "P1", ["only_if_same"])]


def test_a_clue_that_rests_on_a_match_is_verified_only_after_it_is_decided(screen, persons, acting, now, death_under_another_number):
    persons(OPEN)
    screen(DEAD)
    clue = Clue.objects.get()
    act = {"actor": acting("prosecutor"), "now": now, "clue_id": clue.pk}
    with pytest.raises(ClueRefused, match=r"第 7 号匹配.*尚未认定") as refused:
        services.verify_clue(**act)
    assert "同一人认定" in refused.value.remedy
    persons(Identities())
    with pytest.raises(ClueRefused, match="不再成立"):
        services.verify_clue(**act)
    persons(SAME)
    assert services.verify_clue(**act).state == "verified"


def test_a_clue_that_a_match_would_clear_is_verified_once_they_are_two(screen, persons, acting, now, prison_under_another_number):
    persons(OPEN)
    screen(UNDELIVERED)
    act = {"actor": acting("prosecutor"), "now": now, "clue_id": Clue.objects.get().pk}
    for held, refusal in ((OPEN, "尚未认定"), (SAME, "不再成立")):
        persons(held)
        with pytest.raises(ClueRefused, match=refusal):
            services.verify_clue(**act)
    persons(Identities())
    assert services.verify_clue(**act).state == "verified"


def test_it_may_be_refuted_at_any_time(screen, persons, acting, now, death_under_another_number):
    persons(OPEN)
    screen(DEAD)
    act = {"actor": acting("prosecutor"), "now": now, "clue_id": Clue.objects.get().pk}
    assert services.refute_clue(**act, cause="identity", reason="不是同一人").state == "refuted"


def test_a_decision_against_it_takes_the_clue_away_by_name(screen, persons, death_under_another_number):
    persons(OPEN)
    screen(DEAD)
    persons(Identities())
    assert screen(DEAD).resolved == 1
    assert kinds(Clue.objects.get()) == ["found", "resolved_by_identity"]


def test_a_decision_for_it_keeps_the_clue(screen, persons, death_under_another_number):
    persons(OPEN)
    digest = screen(DEAD).clues[0].digest
    persons(SAME)
    outcome = screen(DEAD)
    clue = Clue.objects.get()
    assert (outcome.added, clue.rests_on, clue.digest, kinds(clue)) == (0, [], digest, ["found"])


@pytest.fixture()
def verified_under_b(screen, acting, now):
    """A clue under the number B, verified by the prosecutor."""
    send(now, COURT, sentences=[sentence(B)])
    screen(UNDELIVERED)
    return services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=Clue.objects.get().pk, reason="核对无误")


def test_work_goes_on_under_the_other_number(screen, persons, verified_under_b, now):
    persons(SAME)
    outcome = screen(UNDELIVERED, at=now + timedelta(days=1))
    old, new = Clue.objects.get(subject=B), Clue.objects.get(subject=A)
    assert (outcome.added, outcome.resolved) == (1, 1)
    assert (new.state, new.reason, new.resolved_at) == ("verified", "核对无误", None)
    assert (old.state, old.resolved_at) == ("received", now + timedelta(days=1))
    assert kinds(new) == ["verified", "found", "continues"]
    assert kinds(old) == ["found", "verified", "continued"]
    assert new.events.get(kind="continues").details == {"run": outcome.run.pk, "clue": old.pk, "number": B}
    assert old.events.get(kind="continued").details == {"run": outcome.run.pk, "clue": new.pk, "number": A}
    assert new.events.get(kind="verified").actor_name == old.events.get(kind="verified").actor_name
    assert [entry.act for entry in ledger.entries_about(f"clue:{old.pk}")].count("clue.continued") == 1


def test_and_back_when_the_decision_is_undone(screen, persons, verified_under_b):
    persons(SAME)
    screen(UNDELIVERED)
    persons(Identities())
    outcome = screen(UNDELIVERED)
    old, new = Clue.objects.get(subject=B), Clue.objects.get(subject=A)
    assert (outcome.added, outcome.resolved, outcome.reopened) == (0, 1, 1)
    assert (old.state, old.resolved_at, new.state) == ("verified", None, "received")
    assert new.resolved_at


def test_a_case_goes_along(screen, persons, verified_under_b, everything, acting, now):
    case_of = documents.open_document(
        actor=acting("prosecutor"), now=now, catalog=everything, clues=[verified_under_b.pk], kind="correction_notice"
    )
    persons(SAME)
    screen(UNDELIVERED)
    new = Clue.objects.get(subject=A)
    assert list(ClueCase.objects.values_list("clue_id", "case_id")) == [(new.pk, case_of.pk)]
    services.follow_cases(actor=COMMAND_LINE, now=now)
    assert (Clue.objects.get(subject=A).state, Clue.objects.get(subject=B).state) == ("documented", "received")


def test_of_two_clues_that_become_one_the_work_that_came_further_stays(screen, persons, acting, now):
    send(now, COURT, sentences=[sentence(A)])
    send(now, "西山法院", sentences=[sentence(B)])
    screen(UNDELIVERED)
    one, two = Clue.objects.get(subject=A), Clue.objects.get(subject=B)
    services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=one.pk, cause="data", reason="数据有误")
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=two.pk)
    persons(SAME)
    screen(UNDELIVERED)
    assert Clue.objects.get(subject=A).state == "verified"
    assert Clue.objects.get(subject=B).resolved_at


def test_what_was_refuted_for_the_wrong_person_is_looked_at_again(screen, persons, acting, now):
    send(now, COURT, sentences=[sentence(B)])
    screen(UNDELIVERED)
    services.refute_clue(actor=acting("prosecutor"), now=now, clue_id=Clue.objects.get().pk, cause="identity", reason="身份认错")
    persons(SAME)
    screen(UNDELIVERED)
    assert Clue.objects.get(subject=A).state == "received"


def test_data_that_are_mended_are_still_called_so(screen, persons, prison_under_another_number, now):
    screen(UNDELIVERED)
    send(now, PRISON, custody_records=[custody(A)])
    screen(UNDELIVERED)
    assert kinds(Clue.objects.get()) == ["found", "resolved_by_data"]


def test_from_an_undecided_match_to_the_decision_the_clue_stays_the_same(home, organs, everything, acting, now, death_under_another_number):
    from zhiheng.subjects.models import Identity, Match
    from zhiheng.subjects.services import decide_match, undo_decision

    def identity(number, organs_said):
        times = {"first_received_at": now, "last_received_at": now}
        return Identity.objects.create(number=number, kind="other", name="张三", names="张三", organs=organs_said, digest="0" * 64, **times)

    said = {"weight": 5, "probability": 0.97, "suggestion": "unsure", "evidence_digest": "0" * 64, "found_at": now, "refreshed_at": now}
    match = Match.objects.create(kind="pair", left=identity(A, 1), right=identity(B, 3), **said)

    def screen():
        return services.screen(actor=COMMAND_LINE, now=now, catalog=everything, models=[DEAD], as_of=AS_OF)

    resting = screen().clues[0]
    assert resting.rests_on == ({"match": match.pk, "effect": "only_if_same", "numbers": [B, A]},)
    decide_match(actor=acting("chief"), now=now, match_id=match.pk, decision="same", reason="核对户籍")
    decided = screen()
    assert [(clue.identity, clue.digest, clue.rests_on) for clue in decided.clues] == [(resting.identity, resting.digest, ())]
    assert (decided.added, decided.resolved) == (0, 0)
    undo_decision(actor=acting("chief"), now=now, match_id=match.pk, reason="认定有误")
    assert screen().clues[0].rests_on == resting.rests_on
    decide_match(actor=acting("chief"), now=now, match_id=match.pk, decision="different", reason="不是同一人")
    assert (screen().resolved, kinds(Clue.objects.get())) == (1, ["found", "resolved_by_identity"])
