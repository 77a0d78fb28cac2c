"""Signing in, being locked out, and changing one's password."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from zhiheng.registry.services import change_password, enlist
from zhiheng.site import settings as declared

STRONG = "kx7-mountain-river"


@pytest.fixture()
def newcomer(officers, actor, now):
    return enlist(actor=actor, now=now, username="new", name="新来的", organ=officers["prosecutor"].organ, password=STRONG)


def sign_in(client, username, password):
    return client.post(reverse("sign_in"), {"username": username, "password": password})


def test_every_page_sends_strangers_to_sign_in(client, db):
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/")


def test_partial_request_of_a_stranger_loads_the_sign_in_page(client, db):
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")


def test_given_password_must_be_changed_first(client, newcomer):
    assert sign_in(client, "new", STRONG).status_code == 302
    assert client.get("/")["Location"] == reverse("change_password")
    answer = client.post(
        reverse("change_password"), {"old_password": STRONG, "new_password": "lake-9-under-ice", "again": "lake-9-under-ice"}
    )
    assert answer["Location"] == "/"
    assert "密码已修改" in client.get("/").content.decode()
    newcomer.refresh_from_db()
    assert newcomer.check_password("lake-9-under-ice")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old_password": "wrong", "new_password": "lake-9-under-ice", "again": "lake-9-under-ice"}, "原密码不对"),
        ({"old_password": STRONG, "new_password": "lake-9-under-ice", "again": "lake-9-under-snow"}, "两次输入的新密码不一样"),
        ({"old_password": STRONG, "new_password": "1234567890", "again": "1234567890"}, "密码"),
        ({"old_password": STRONG, "new_password": "short", "again": "short"}, "10"),
        ({"old_password": STRONG, "new_password": "", "again": ""}, "这个字段是必填项"),
    ],
)
def test_weak_or_mistyped_passwords_are_refused_beside_the_field(client, newcomer, given, said):
    sign_in(client, "new", STRONG)
    answer = client.post(reverse("change_password"), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.check_password(STRONG)


def test_after_five_wrong_passwords_the_next_try_waits(client, newcomer):
    for _ in range(5):
        assert "账号或密码不对" in sign_in(client, "new", "wrong").content.decode()
    held = sign_in(client, "new", STRONG)
    assert held.status_code == 429
    assert "登录失败次数过多" in held.content.decode()


def test_closed_account_cannot_sign_in(client, newcomer, actor, now):
    from zhiheng.registry.services import close_account

    close_account(actor=actor, now=now, officer=newcomer, reason="调离")
    assert "账号或密码不对" in sign_in(client, "new", STRONG).content.decode()


def test_signing_in_never_leads_to_another_host(client, newcomer, actor, now):
    change_password(actor=actor, now=now, officer=newcomer, password="lake-9-under-ice")
    answer = client.post(reverse("sign_in") + "?next=//evil.example/", {"username": "new", "password": "lake-9-under-ice"})
    assert answer["Location"] == "/"


def test_sign_out_needs_a_post(enter):
    client = enter("prosecutor")
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out"))["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_fields_of_passwords_are_masked_and_known_to_managers(client, newcomer):
    pages = client.get(reverse("sign_in")).content.decode()
    sign_in(client, "new", STRONG)
    pages += client.get(reverse("change_password")).content.decode()
    fields = [field for field in re.findall(r"<input[^>]*>", pages) if "password" in field and 'name="next"' not in field]
    assert len(fields) == 4
    assert all('type="password"' in field and re.search(r'autocomplete="(current|new)-password"', field) for field in fields)


def test_a_long_password_counts_to_its_last_character(client, newcomer, actor, now):
    long = "copper-kettle-8-sings-old-bridge-wet-stone-paper-crane-in-rain-seven-lamps-by-noon"
    change_password(actor=actor, now=now, officer=newcomer, password=long)
    assert sign_in(client, "new", long[:-1]).status_code == 200
    assert sign_in(client, "new", long).status_code == 302


def test_passwords_are_kept_by_argon2():
    assert declared.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert make_password(STRONG, hasher="argon2").startswith("argon2$argon2id$")


def test_nothing_of_the_program_is_shown_where_it_fails(officers, monkeypatch):
    def fails(*_given):
        raise RuntimeError("inner words")

    monkeypatch.setattr("zhiheng.web.desk.home.todo_for", fails)
    client = Client(raise_request_exception=False)
    client.force_login(officers["prosecutor"])
    answer = client.get("/")
    assert answer.status_code == 500
    assert not re.search(r"inner words|Traceback|RuntimeError|\.py", answer.content.decode())
