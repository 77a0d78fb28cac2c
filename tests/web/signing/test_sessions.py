"""Sessions end when idle and at their longest; officers list and recall their own, the security administrator everybody's."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhiheng.ledger.selectors import recent
from zhiheng.registry.models import OfficerSession
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.sign_ins import sessions_of
from zhiheng.registry.services import end_post
from zhiheng.registry.services.barriers import delegate_post, end_delegation

from .steps import PASSWORD, acts, sign_in

IDLE = 30 * 60


def test_an_idle_session_ends_with_its_entry_and_says_so(own, clock, client):
    sign_in(client, "chief")
    clock(IDLE - 1)
    assert client.get("/").status_code == 200
    clock(IDLE - 1)
    assert client.get("/").status_code == 200, "use keeps it open"
    clock(IDLE)
    assert client.get("/").status_code == 302
    assert "长时间没有操作" in client.get("/sign-in/").content.decode()
    assert recent(1, act="session.ended")[0].facts["why"] == "idle"


def test_a_screen_that_asks_by_itself_is_no_use_of_the_session(own, clock, client):
    """The screen of the command centre goes on showing; who comes by opens nothing else with it, and it is listed to be recalled."""
    itself = {"HX-Request": "true", "HX-Trigger": "numbers"}
    sign_in(client, "chief")
    for _ in range(2 * IDLE // 600):
        clock(600)
        assert client.get(reverse("centre"), headers=itself).status_code == 200
    assert client.get("/clues/", headers=itself).status_code == 401
    assert recent(1, act="session.ended")[0].facts["why"] == "idle"
    sign_in(client, "chief")
    clock(IDLE)
    assert [one.way for one in sessions_of(own["chief"])] == ["password"]
    clock(8 * 3600 - IDLE)
    answer = client.get(reverse("centre"), headers=itself)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_a_session_ends_at_its_longest_though_it_is_used(own, clock, client, settings):
    sign_in(client, "chief")
    for _ in range(settings.SESSION_COOKIE_AGE // (IDLE - 60) + 1):
        clock(IDLE - 60)
        client.get("/")
    assert client.get("/").status_code == 302
    assert recent(1, act="session.ended")[0].facts["why"] == "longest"


def test_signing_in_gives_the_session_another_key(own, client):
    client.get(reverse("sign_in"))
    session = client.session
    session.save()
    before = session.session_key
    sign_in(client, "chief")
    assert client.session.session_key != before


def test_signing_out_removes_the_session(own, client):
    sign_in(client, "chief")
    key = client.session.session_key
    assert client.post(reverse("sign_out"))["Clear-Site-Data"] == '"cache", "storage"'
    assert not OfficerSession.objects.filter(session_key=key).exists()


def test_one_sees_and_recalls_ones_own_sessions_only(own, clock, client, officers):
    sign_in(client, "chief", REMOTE_ADDR="192.0.2.1")
    other = Client(REMOTE_ADDR="192.0.2.2", headers={"User-Agent": "另一台机器"})
    sign_in(other, "chief")
    page = client.get(reverse("own_security")).content.decode()
    assert "192.0.2.2" in page
    assert "本次登录" in page
    assert other.session.session_key not in page, "the key of a session is never shown"
    (address,) = re.findall(r'action="(/security/sessions/\w+/end/)"', page)
    stranger = Client()
    sign_in(stranger, "prosecutor")
    assert stranger.post(address).status_code == 404
    assert other.get("/").status_code == 200
    assert "密码不对" in client.post(address, {"password": "wrong"}, follow=True).content.decode()
    assert other.get("/").status_code == 200
    assert client.post(address, {"password": PASSWORD}).status_code == 302
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200
    assert "session.recalled" in acts(officers["chief"])


def test_the_security_administrator_recalls_one_or_all(own, clock, officers):
    sessions = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in (1, 2, 3)]
    for one in sessions:
        sign_in(one, "chief")
    admin, chief = Client(), officers["chief"]
    sign_in(admin, "security")
    page = admin.get(reverse("account", args=[chief.pk])).content.decode()
    addresses = re.findall(r'action="(/system/accounts/\d+/sessions/\w+/end/)"', page)
    assert len(addresses) == 3
    admin.post(addresses[0])
    assert sorted(one.get("/").status_code for one in sessions) == [200, 200, 302]
    admin.post(reverse("account_act", args=[chief.pk, "recall"]), {"reason": "账号疑似被盗用"})
    assert [one.get("/").status_code for one in sessions] == [302] * 3
    assert acts(chief)[-1] == "session.recalled"
    other = Client()
    sign_in(other, "prosecutor")
    assert other.post(addresses[1]).status_code == 404


def test_a_token_is_listed_and_recalled(own, client, officers):
    made = client.post("/api/v1/token", {"username": "chief", "password": PASSWORD}, content_type="application/json").json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    sign_in(client, "chief")
    page = client.get(reverse("own_security")).content.decode()
    assert "接口令牌" in page
    (address,) = re.findall(r'action="(/security/sessions/\w+/end/)"', page)
    client.post(address, {"password": PASSWORD})
    assert Client().get("/api/v1/me", headers=headers).status_code == 401


def test_changing_reset_or_closing_ends_every_session(own, clock, officers, client):
    for kind in ("reset", "close"):
        other = Client()
        sign_in(other, "chief")
        assert other.get("/").status_code == 200
        client.force_login(officers["security"])
        client.post(reverse("account_act", args=[officers["chief"].pk, kind]), {"reason": "试"})
        assert other.get("/").status_code == 302
        assert not OfficerSession.objects.filter(officer=officers["chief"]).exists()
        officers["chief"].save()


def test_changing_ones_password_ends_the_other_sessions(own, clock, client):
    sign_in(client, "chief")
    other = Client()
    sign_in(other, "chief")
    fresh = "lake-9-under-ice"
    client.post(reverse("change_password"), {"old_password": PASSWORD, "new_password": fresh, "again": fresh})
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_what_has_expired_is_swept_at_the_next_sign_in(own, client):
    OfficerSession.objects.create(session_key="old", session_data="", expire_date="2001-01-01T00:00:00Z")
    sign_in(client, "chief")
    assert not OfficerSession.objects.filter(session_key="old").exists()


def test_a_token_lasts_its_hours_where_the_clock_of_a_demonstration_stands(own, client, monkeypatch):
    """Its row is swept by the clock of the home, whatever the machine's says."""
    ahead = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    made = client.post("/api/v1/token", {"username": "prosecutor", "password": PASSWORD}, content_type="application/json").json()
    sign_in(client, "chief")
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {made['token']}"}).status_code == 200


def lend(officers, now):
    """The prosecutor's post, lent to the leader, who has no right of it."""
    lender = officers["prosecutor"]
    lent = {"post": lender.posts.get(), "to": officers["leader"], "from_on": now.date(), "until_on": date(2099, 1, 1), "reason": "出差"}
    return delegate_post(actor=actor_of(lender, "web"), now=now, **lent)


@pytest.mark.parametrize("username", ["prosecutor", "leader"])
def test_a_post_or_a_loan_that_ended_a_minute_ago_opens_nothing_in_an_open_session(own, client, actor, now, username):
    """Session and token stay, and give no more than the posts of this minute."""
    loan = lend(own, now)
    sign_in(client, username)
    drawn = {"username": username, "password": PASSWORD}
    token = client.post("/api/v1/token", drawn, content_type="application/json").json()["token"]

    def opened():
        interface = Client().get("/api/v1/deliveries", headers={"Authorization": f"Bearer {token}"})
        return client.get("/sandbox/").status_code, interface.status_code

    assert opened() == (200, 200)
    if username == "leader":
        end_delegation(actor=actor_of(own["prosecutor"], "web"), now=timezone.now(), delegation=loan)
    else:
        end_post(actor=actor, now=timezone.now(), post=loan.post, until_on=timezone.localdate())
    assert opened() == (404, 404)
    refused = recent(2, act="access.denied")
    assert [(one.actor, one.facts["path"]) for one in refused] == [(username, "/sandbox/"), (username, "/api/v1/deliveries")]
