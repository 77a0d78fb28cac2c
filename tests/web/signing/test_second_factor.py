"""A second factor on the pages: set up, asked for, used up, reset; demanded of administrators and chiefs."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhiheng.ledger.core.standing import Standing
from zhiheng.ledger.selectors import recent
from zhiheng.registry.models import CodeFactor, RecoveryCode
from zhiheng.registry.sealing import seal, unseal
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.services import appoint, import_officers, reset_password, sign_ins
from zhiheng.registry.services.barriers import delegate_post
from zhiheng.schema.errors import UnusableInputError

from .steps import PASSWORD, acts, set_up, shown, sign_in

FAR = date(2099, 1, 1)


@pytest.mark.parametrize("username", ["security", "system", "auditor", "chief", "prison"])
def test_administrators_and_chiefs_open_nothing_before_they_have_one(own, settings, clock, client, username):
    settings.SECOND_FACTOR = "required"
    assert sign_in(client, username).status_code == 302
    assert client.get("/")["Location"] == reverse("set_up_code")
    assert client.get("/api/v1/me").status_code == 403
    set_up(client)
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/me").status_code == 200


LEADERS = "登录名,姓名,机关,岗位,任职日\nprosecutor,prosecutor某,四川省检察院,检察长（分管领导）,{day}\n"


def by_appointment(officers, actor, now):
    appoint(actor=actor, now=now, officer=officers["prosecutor"], role="chief_prosecutor", from_on=now.date())


def by_loan(officers, actor, now):
    post, borrower = officers["chief"].posts.get(), officers["prosecutor"]
    delegate_post(
        actor=actor_of(officers["chief"], "web"), now=now, post=post, to=borrower, from_on=now.date(), until_on=FAR, reason="出差"
    )


def by_a_file(officers, actor, now):
    import_officers(actor=actor, now=now, content=LEADERS.format(day=now.date()).encode(), name="a.csv")


@pytest.mark.parametrize("become", [by_appointment, by_loan, by_a_file])
def test_who_becomes_a_chief_opens_nothing_more_with_the_session_of_before(own, settings, clock, client, actor, now, become):
    """However the post comes, the open session and the token of before are no longer enough."""
    settings.SECOND_FACTOR = "required"
    sign_in(client, "prosecutor")
    drawn = {"username": "prosecutor", "password": PASSWORD}
    bearer = {"Authorization": f"Bearer {client.post('/api/v1/token', drawn, content_type='application/json').json()['token']}"}
    assert (client.get("/").status_code, Client().get("/api/v1/me", headers=bearer).status_code) == (200, 200)
    become(own, actor, now)
    assert client.get("/")["Location"] == reverse("set_up_code")
    assert client.get("/api/v1/me").status_code == 403
    assert Client().get("/api/v1/me", headers=bearer).status_code == 403
    assert Client().post("/api/v1/token", drawn, content_type="application/json").status_code == 403


def test_others_are_asked_for_none_unless_everybody_is(own, settings, client):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "prosecutor")
    assert client.get("/").status_code == 200
    settings.SECOND_FACTOR = "everyone"
    assert client.get("/")["Location"] == reverse("set_up_code")


def test_a_demonstration_that_goes_on_to_be_served_asks_for_none(own, settings, client):
    """The process that makes a demonstration reads its settings before there is one."""
    settings.SECOND_FACTOR = ""
    sign_in(client, "chief")
    assert client.get("/")["Location"] == reverse("set_up_code")
    settings.DEMONSTRATION = Standing(date(2026, 9, 8), time.time())
    assert client.get("/").status_code == 200


def test_the_qr_code_and_the_secret_are_drawn_here(own, clock, client):
    sign_in(client, "chief")
    page = client.get(reverse("set_up_code"))
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_secret_is_not_readable_in_the_database(own, clock, client):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    assert secret not in CodeFactor.objects.get().secret


def test_the_code_is_asked_for_at_the_next_sign_in_and_taken_once(own, clock, client):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    other = Client()
    assert sign_in(other, "chief")["Location"] == reverse("second_step")
    assert other.get("/")["Location"].startswith("/sign-in/")
    code = shown(secret)
    assert other.post(reverse("second_step"), {"code": code})["Location"] == "/"
    assert other.get("/").status_code == 200
    third = Client()
    sign_in(third, "chief")
    assert "验证码不对或已经用过" in third.post(reverse("second_step"), {"code": code}).content.decode()
    assert third.get("/").status_code == 302


def test_a_set_up_with_a_wrong_password_or_code_is_refused(own, clock, client):
    sign_in(client, "chief")
    client.get(reverse("set_up_code"))
    wrong = client.post(reverse("set_up_code"), {"password": PASSWORD, "code": "000000"})
    assert (wrong.status_code, "动态验证码" in wrong.content.decode()) == (422, True)
    wrong = client.post(reverse("set_up_code"), {"password": "wrong", "code": "000000"})
    assert "密码不对" in wrong.content.decode()
    assert not CodeFactor.objects.exists()


def test_codes_cannot_be_tried_without_end(own, clock, client):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    other = Client()
    for _ in range(5):
        sign_in(other, "chief")
        other.post(reverse("second_step"), {"code": "000000"})
    assert sign_in(other, "chief").status_code == 429
    assert other.post(reverse("second_step"), {"code": shown(secret)}).status_code == 429


def test_the_second_step_waits_five_minutes_and_no_longer(own, clock, client):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    other = Client()
    sign_in(other, "chief")
    clock(301)
    assert other.post(reverse("second_step"), {"code": shown(secret)})["Location"] == reverse("sign_in")


def test_a_recovery_code_stands_in_once(own, clock, client, officers):
    sign_in(client, "chief")
    _, codes = set_up(client)
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        sign_in(other, "chief")
        assert other.post(reverse("second_step"), {"code": codes[0]}).status_code == expected
    assert "factor.code_used" in acts(officers["chief"])
    assert "还有 9 个没有用过" in client.get(reverse("own_security")).content.decode()
    renewed = client.post(reverse("renew_codes"), {"password": PASSWORD}).content.decode()
    assert codes[1] not in renewed
    other = Client()
    sign_in(other, "chief")
    assert other.post(reverse("second_step"), {"code": codes[1]}).status_code == 200


def test_the_security_administrator_resets_it_with_a_reason_and_a_trace(own, clock, client, officers):
    sign_in(client, "chief")
    set_up(client)
    admin, chief = Client(), officers["chief"]
    admin.force_login(officers["security"])
    assert "重置第二因素" in admin.get(reverse("account", args=[chief.pk])).content.decode()
    admin.post(reverse("account_act", args=[chief.pk, "factor"]))
    assert CodeFactor.objects.exists()
    admin.post(reverse("account_act", args=[chief.pk, "factor"]), {"reason": "手机遗失，已当面核实"})
    assert not CodeFactor.objects.exists()
    assert acts(chief)[-1] == "factor.reset"
    assert client.get("/").status_code == 302
    assert sign_in(client, "chief")["Location"] == "/"


def test_nobody_resets_their_own(own, clock, client, officers):
    sign_in(client, "security")
    set_up(client)
    client.post(reverse("account_act", args=[officers["security"].pk, "factor"]), {"reason": "试"})
    assert CodeFactor.objects.exists()


def test_a_token_asks_for_the_code(own, clock, client, settings):
    given = {"username": "chief", "password": PASSWORD}
    settings.SECOND_FACTOR = "required"
    assert client.post("/api/v1/token", given, content_type="application/json").status_code == 403
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    assert client.post("/api/v1/token", given, content_type="application/json").status_code == 401
    made = client.post("/api/v1/token", {**given, "code": shown(secret)}, content_type="application/json")
    assert made.status_code == 200
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {made.json()['token']}"}).status_code == 200


def test_the_trace_says_how_one_signed_in(own, clock, client, officers):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    sign_in(Client(), "nobody")
    other = Client(REMOTE_ADDR="192.0.2.44")
    sign_in(other, "chief")
    other.post(reverse("second_step"), {"code": shown(secret)})
    newest = recent(1, act="session.begun")[0]
    assert (newest.actor, newest.facts["way"], newest.facts["address"]) == ("chief", "password+code", "192.0.2.44")
    assert recent(1, act="session.failed")[0].actor_name == sign_ins.STRANGER


def test_a_reset_password_leaves_the_second_factor_asked_for(own, clock, client, officers):
    sign_in(client, "chief")
    set_up(client)
    given = reset_password(actor=actor_of(officers["security"], "web"), now=timezone.now(), officer=officers["chief"], reason="忘记密码")
    other = Client()
    assert sign_in(other, "chief", given)["Location"] == reverse("second_step")
    assert other.get("/").status_code == 302


def test_a_code_lives_a_minute_and_a_half(own, clock, client):
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    code = shown(secret)
    clock(61)
    other = Client()
    sign_in(other, "chief")
    assert "验证码不对" in other.post(reverse("second_step"), {"code": code}).content.decode()


def test_recovery_codes_are_kept_as_digests_and_are_long(own, clock, client):
    sign_in(client, "chief")
    _, codes = set_up(client)
    kept = [row.code for row in RecoveryCode.objects.all()]
    assert not set(kept) & set(codes)
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    assert len(set(codes)) == len(codes)


def test_a_sealed_secret_that_was_changed_is_refused(db):
    sealed = seal("JBSWY3DPEHPK3PXP")
    assert unseal(sealed) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(UnusableInputError):
        unseal(sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:])
