"""Waits instead of locks, by account, address and overall; the alarm on spraying; the trace of sign-ins and refusals."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from zhiheng.client.message import Statement, digest_of
from zhiheng.ledger.selectors import entries_about, recent
from zhiheng.registry.core.brakes import ACCOUNT
from zhiheng.registry.models import Officer, SignInTry
from zhiheng.web.rights import requires

from .steps import PASSWORD, sign_in

UNKNOWN = Statement("川西监狱", "四川省检察院", "0" * 16, 0, "test", digest_of(b""), "2026-06-30T09:00:00+08:00")
"""What a system says that nobody knows."""


def fail(client, username, times):
    return [sign_in(client, username, "wrong").status_code for _ in range(times)]


def test_the_wait_doubles_and_has_an_end():
    assert [ACCOUNT.wait(failures) for failures in (0, 4, 5, 6, 7, 10, 99, 100_000)] == [0, 0, 30, 60, 120, 900, 900, 900]


def test_after_the_wait_the_right_password_opens(own, clock, client):
    fail(client, "chief", 5)
    assert sign_in(client, "chief").status_code == 429
    clock(31)
    assert sign_in(client, "chief").status_code == 302
    client.post(reverse("sign_out"))
    assert fail(client, "chief", 4) == [200] * 4, "a sign-in forgets the failures before it"


def test_tries_that_wait_are_not_judged_and_do_not_lengthen_the_wait(own, clock, client):
    fail(client, "chief", 5)
    assert fail(client, "chief", 10) == [429] * 10
    clock(31)
    assert sign_in(client, "chief").status_code == 302


def test_nobody_keeps_an_officer_out_who_has_signed_in_on_this_device(own, clock, client):
    sign_in(client, "chief")
    client.post(reverse("sign_out"))
    stranger = Client(REMOTE_ADDR="192.0.2.66")
    fail(stranger, "chief", 5)
    assert sign_in(stranger, "chief").status_code == 429
    assert sign_in(client, "chief").status_code == 302


def test_a_known_device_of_another_account_opens_no_way_round(own, clock, client):
    sign_in(client, "prosecutor")
    client.post(reverse("sign_out"))
    fail(client, "chief", 5)
    assert sign_in(client, "chief").status_code == 429


def test_failures_on_a_known_device_wait_too(own, clock, client):
    sign_in(client, "chief")
    client.post(reverse("sign_out"))
    assert fail(client, "chief", 6) == [200] * 5 + [429]


def test_a_thief_of_the_session_does_not_try_passwords_without_end(own, clock, client):
    sign_in(client, "chief")
    given = {"old_password": "wrong", "new_password": "lake-9-under-ice", "again": "lake-9-under-ice"}
    pages = [client.post(reverse("change_password"), given).content.decode() for _ in range(6)]
    assert ["原密码不对" in page for page in pages] == [True] * 5 + [False]
    assert "登录失败次数过多" in client.post(reverse("set_up_code"), {"password": PASSWORD, "code": "1"}).content.decode()
    assert recent(1, act="session.held_back")[0].actor == "chief"
    assert recent(9, act="session.failed")[0].facts["step"] == "own_password"


def test_an_address_is_braked_over_all_accounts(own, clock, settings):
    settings.SIGN_IN_ADDRESS_FREE = 6
    sprayer = Client(REMOTE_ADDR="192.0.2.66")
    names = sorted(own)[:7]
    assert [sign_in(sprayer, name, "wrong").status_code for name in names] == [200] * 6 + [429]
    assert sign_in(Client(REMOTE_ADDR="192.0.2.67"), names[-1]).status_code == 302


def test_the_whole_platform_is_braked_but_for_known_devices(own, clock, client, settings):
    settings.SIGN_IN_ALL_FREE = 6
    sign_in(client, "chief")
    client.post(reverse("sign_out"))
    for number in range(6):
        fail(Client(REMOTE_ADDR=f"198.51.100.{number}"), f"name{number}", 1)
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), "prosecutor").status_code == 429
    assert sign_in(client, "chief").status_code == 302
    clock(6)
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), "prosecutor").status_code == 302


def test_an_alarm_tells_of_spraying_once_an_hour(own, clock, client, officers):
    sprayer = Client(REMOTE_ADDR="192.0.2.66")
    for number in range(14):
        fail(sprayer, f"name{number}", 1)
    alarms = recent(9, act="session.spraying")
    assert [(one.facts["address"], one.facts["accounts"]) for one in alarms] == [("192.0.2.66", 10)]
    for username, page in (("security", "home"), ("security", "accounts"), ("auditor", "trace")):
        client.force_login(officers[username])
        assert "疑似撞库" in client.get(reverse(page)).content.decode()


def test_a_line_of_ipv6_waits_as_one_address(own, clock, settings):
    """Whoever has a line has 2^64 addresses: all of them are one to the brake, another line is not."""
    settings.SIGN_IN_ADDRESS_FREE = 6
    names = sorted(own)[:7]
    tried = [fail(Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), name, 1) for number, name in enumerate(names)]
    assert tried == [[200]] * 6 + [[429]]
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), names[-1]).status_code == 302


@pytest.mark.parametrize("written", ["192.0.2.66:{}", "::ffff:192.0.2.66", "[::ffff:192.0.2.66]:{}"])
def test_an_address_with_its_port_is_the_address(own, clock, settings, written):
    settings.SIGN_IN_ADDRESS_FREE = 6
    names = sorted(own)[:7]
    tried = [fail(Client(REMOTE_ADDR=written.format(40_000 + number)), name, 1) for number, name in enumerate(names)]
    assert tried == [[200]] * 6 + [[429]]
    assert recent(1, act="session.failed")[0].facts["address"] == "192.0.2.66"


def test_an_alarm_over_all_is_told_once_an_hour_however_many_addresses_there_are(own, clock):
    for number in range(34):
        fail(Client(REMOTE_ADDR=f"198.51.100.{number}"), f"name{number}", 1)
    assert [(one.facts["address"], one.facts["accounts"]) for one in recent(9, act="session.spraying")] == [("*", 30)]
    clock(3601)
    for number in range(31):
        fail(Client(REMOTE_ADDR=f"198.51.100.{number}"), f"other{number}", 1)
    assert len(recent(9, act="session.spraying")) == 2


def test_callers_of_the_interface_are_told_how_long_to_wait(own, clock, client):
    fail(client, "chief", 5)
    answer = client.post("/api/v1/token", {"username": "chief", "password": PASSWORD}, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert set(answer.json()) == {"thing", "place", "reason", "remedy"}


def test_every_failure_sign_in_and_sign_out_is_an_entry_with_the_address(own, clock, officers):
    client = Client(REMOTE_ADDR="192.0.2.7")
    fail(client, "chief", 6)
    clock(31)
    sign_in(client, "chief")
    client.post(reverse("sign_out"))
    entries = list(entries_about(f"officer:{officers['chief'].pk}").order_by("seq"))
    assert [one.act for one in entries] == ["session.failed"] * 5 + ["session.held_back", "session.begun", "session.ended"]
    assert {one.facts["address"] for one in entries} == {"192.0.2.7"}
    assert entries[0].facts["step"] == "password"
    assert entries[-1].facts["why"] == "signed_out"


def test_a_flood_of_tries_that_wait_is_one_entry(own, clock, client):
    fail(client, "chief", 30)
    assert len(recent(99, act="session.held_back")) == 1


def test_what_was_typed_as_a_name_is_not_kept_where_it_is_none(own, client):
    sign_in(client, "my-password-by-mistake", "x")
    entry = recent(1, act="session.failed")[0]
    assert "my-password" not in f"{entry.actor}{entry.thing}{entry.details}"
    assert not SignInTry.objects.filter(account__contains="password").exists()


@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        ("system", "/clues/", 404),
        ("prosecutor", "/clues/999999/", 404),
        ("prosecutor", "/system/accounts/", 404),
        ("system", "/api/v1/clues", 404),
    ],
)
def test_a_refusal_of_access_is_an_entry(own, officers, username, address, status):
    client = Client(REMOTE_ADDR="192.0.2.9")
    client.force_login(officers[username])
    assert client.get(address).status_code == status
    entry = recent(1, act="access.denied")[0]
    assert (entry.actor, entry.facts["path"], entry.facts["address"]) == (username, address, "192.0.2.9")


def test_a_refusal_to_a_token_is_an_entry(own, client):
    made = client.post("/api/v1/token", {"username": "system", "password": PASSWORD}, content_type="application/json").json()
    client.get("/api/v1/clues", headers={"Authorization": f"Bearer {made['token']}"})
    assert recent(1, act="access.denied")[0].actor == "system"


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        ("token", lambda client: client.get("/api/v1/me", headers={"Authorization": "Bearer made-up"})),
        ("signature", lambda client: client.post("/api/v1/exchange/test", {"statement": UNKNOWN.text(), "signature": "x"})),
    ],
)
def test_a_token_or_signature_that_opens_nothing_is_an_entry_and_a_flood_a_few(own, clock, step, asked):
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert [asked(client).status_code for _ in range(12)] == [401] * 12
    entries = recent(99, act="session.failed")
    assert {(one.facts["step"], one.facts["address"], one.via) for one in entries} == {(step, "192.0.2.9", "api")}
    assert len(entries) == 5
    assert sign_in(client, "chief").status_code == 302, "officers at the same address do not wait for it"


def test_who_brings_no_token_is_told_how_to_come_in_without_an_entry(own, client):
    assert client.get("/api/v1/me").status_code == 401
    assert not recent(9, act="session.failed")


def test_a_form_of_another_site_is_refused_with_an_entry(own, officers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officers["chief"])
    assert client.post(reverse("sign_out")).status_code == 403
    assert recent(1, act="access.denied")[0].facts["status"] == 403


def test_addresses_that_are_none_are_no_entries(own, officers, client):
    client.force_login(officers["chief"])
    client.get("/no/such/address/")
    assert not recent(1, act="access.denied")


def test_the_audit_administrator_reads_them(own, clock, officers, client):
    fail(client, "chief", 1)
    client.force_login(officers["auditor"])
    page = client.get(reverse("trace"), {"act": "session."}).content.decode()
    assert "登录失败" in page


def test_the_officers_of_a_closed_account_do_not_sign_in(own, clock, client):
    Officer.objects.filter(username="chief").update(is_active=False)
    assert sign_in(client, "chief").status_code == 200
    assert client.get("/").status_code == 302


def test_rights_are_asked_for_without_a_session_too(rf, officers):
    request = rf.get("/")
    request.user = officers["prosecutor"]
    assert requires("clue.read")(lambda request: make_password("x"))(request)
