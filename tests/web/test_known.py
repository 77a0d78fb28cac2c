"""The clue page: what was known on a day, and what a clue rests on while it is undecided who is one person."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.oversight.conftest import day
from tests.oversight.rows import A, B, case, send
from tests.web.conftest import PURPOSE
from zhiheng.ledger.selectors import entries_about, recent
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.subjects.core.identities import Identities, Undecided

pytestmark = pytest.mark.drawn

BUREAU, POLICE = "金堂县司法局", "成都市公安局"


@pytest.fixture()
def held(monkeypatch):
    """Says who is held to be one person."""
    from zhiheng.subjects import selectors

    def hold(identities):
        monkeypatch.setattr(selectors, "identities_now", lambda: identities)

    hold(Identities(undecided=(Undecided(7, (A, B)),)))
    return hold


def screened(model):
    services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=[model], as_of=date(2026, 5, 31))
    return Clue.objects.get()


@pytest.fixture()
def resting(officers, home, held):
    """A clue that is there only if two persons are one."""
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A)])
    send(day("2026-02-01"), POLICE, persons=[{"id_number": B, "died_on": date(2026, 1, 15)}])
    return screened("supervised_after_death")


@pytest.fixture()
def stayed(officers, home, held):
    """A clue on a stay in a hotel, a sensitive record."""
    held(Identities())
    rows = [{"id_number": A, "stay_no": f"H{n}", "division": "110101", "checkin_at": day(f"2026-03-{n}")} for n in (10, 12)]
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(A)])
    send(day("2026-03-11"), POLICE, hotel_stays=rows[:1])
    send(day("2026-04-20"), POLICE, hotel_stays=rows[1:])
    services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=["absent_without_leave"], as_of=date(2026, 5, 31))
    return Clue.objects.get(occurrence="H12")


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_the_page_says_on_which_match_a_clue_rests(enter, resting, held):
    client = enter("prosecutor")
    assert A not in text(client.get(reverse("clue", args=[resting.pk])))
    shown = text(client.get(reverse("clue", args=[resting.pk]), headers=PURPOSE))
    assert "依据未认定的同一人" in shown
    assert f"身份号码 {A} 与 {B}：认定为同一人，线索才成立" in shown
    assert 'id="act-verified"' not in client.get(reverse("clue", args=[resting.pk])).content.decode()
    refused = client.post(reverse("clue_act", args=[resting.pk, "verified"]), {"verified-reason": "核对"})
    assert refused.status_code == 422
    held(Identities(aliases={B: A}))
    after = client.get(reverse("clue", args=[resting.pk]))
    assert "同一人认定支持本线索" in text(after)
    assert 'id="act-verified"' in after.content.decode()
    held(Identities())
    assert "同一人认定与本线索不符" in text(client.get(reverse("clue", args=[resting.pk])))


def test_the_match_is_linked_to_who_may_decide_it(enter, resting):
    address = reverse("match", args=[7])
    assert address in enter("prosecutor").get(reverse("clue", args=[resting.pk])).content.decode()
    assert address not in enter("leader").get(reverse("clue", args=[resting.pk])).content.decode()


def test_the_list_marks_and_filters_them(enter, resting, held):
    held(Identities())
    send(day("2026-02-02"), BUREAU, corrections_cases=[case("510107199004079993", "P2", term_end=date(2026, 3, 1))])
    services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=["release_mistimed"], as_of=date(2026, 5, 31))
    client = enter("prosecutor")
    assert client.get(reverse("clues")).context["listing"].count == 2
    only = client.get(reverse("clues"), {"identity": "undecided"})
    assert [clue.pk for clue in only.context["listing"].page] == [resting.pk]
    assert only.content.decode().count("依据未认定的同一人") == 2  # the choice of the filter and the mark


def test_clues_that_went_on_name_each_other(enter, officers, home, held):
    held(Identities())
    send(day("2026-02-01"), BUREAU, corrections_cases=[case(B, term_end=date(2026, 3, 1))])
    old = screened("release_mistimed")
    held(Identities(aliases={B: A}))
    services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=["release_mistimed"], as_of=date(2026, 5, 31))
    new = Clue.objects.get(subject=A)
    client = enter("prosecutor")
    assert "并入同一人的线索" in text(client.get(reverse("clue", args=[old.pk])))
    assert f"线索 {old.pk}" in text(client.get(reverse("clue", args=[new.pk])))
    assert "并入同一人的线索" in text(client.get(reverse("clues"), {"view": "resolved"}))


def test_a_day_is_asked_about(enter, resting, held):
    held(Identities())
    client, address = enter("prosecutor"), reverse("clue_known", args=[resting.pk])
    part = client.get(address, {"day": "2026-01-31"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "不能据此认定迟录" in text(part)
    assert "无此线索" in text(part)
    whole = client.get(address, {"day": "2026-05-31"})
    assert "<html" in whole.content.decode()
    assert "有此线索" in text(whole)
    assert client.get(address, {"day": "2026-02-31"}).status_code == 400


def test_sensitive_days_are_shown_to_a_stated_purpose_and_noted(enter, stayed):
    client, address = enter("prosecutor"), reverse("clue_known", args=[stayed.pk])
    before = client.get(address, {"day": "2026-03-31"})
    assert "2026-03-12" not in text(before).split("某日知悉情况")[1].split("为什么是线索")[0]
    assert "敏感，写明用途后显示" in text(before)
    assert client.post(address, {"day": "2026-03-31", "known-purpose": ""}).status_code == 422
    after = client.post(address, {"day": "2026-03-31", "known-purpose": "核对外出线索的知悉情况"})
    assert "迟录：入住时间为 2026-03-12，2026-04-20 才报送（晚 39 日）" in text(after)
    assert next(iter(recent(limit=1))).facts["purpose"] == "核对外出线索的知悉情况"
    assert list(entries_about(f"clue:{stayed.pk}"))


def test_who_may_not_read_sensitive_records_is_not_shown_their_days(enter, stayed):
    client, address = enter("leader"), reverse("clue_known", args=[stayed.pk])
    refused = client.post(address, {"day": "2026-03-31", "known-purpose": "看看有没有值得一看的记录"})
    assert refused.status_code == 422
    assert "才报送" not in text(refused)


def test_a_clue_that_is_not_seen_is_not_asked_about(enter, resting):
    assert enter("prison").get(reverse("clue_known", args=[resting.pk])).status_code == 404


def test_a_model_whose_text_is_gone_is_said(enter, resting, settings):
    run = resting.last_run
    run.models_run = [{**run.models_run[0], "digest": "0" * 64}]
    run.save()
    assert "模型文本已不在" in text(enter("prosecutor").get(reverse("clue_known", args=[resting.pk])))
