"""Passwords that repeat, are known, easily guessed or were used before are refused, on the page, with the reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zhiheng.registry import passwords
from zhiheng.registry.models import FormerPassword

from .steps import PASSWORD, sign_in

FRESH = [
    "lake-9-under-ice",
    "seven-lamps-by-noon",
    "竹林深处有人家-闻犬吠",
    "copper-kettle-8-sings",
    "old-bridge-wet-stone",
    "paper-crane-in-rain",
]


def change(client, old, new):
    return client.post(reverse("change_password"), {"old_password": old, "new_password": new, "again": new})


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("aaaaaaaaaaa", "重复"),
        ("abcabcabcabc", "重复"),
        ("lake-1234-ice", "连续"),
        ("Zhiheng2026", "太容易猜到"),
        ("jianchayuan2026", "太容易猜到"),
        ("qwertyuiop[]", "太容易猜到"),
        ("woaini1314520", "太容易猜到"),
        ("P@ssw0rd2026", "太容易猜到"),
        ("password123", "常见"),
        (PASSWORD, "最近用过"),
        ("四川省检察院2026", "太容易猜到"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(own, client, password, said):
    sign_in(client, "chief")
    page = change(client, PASSWORD, password)
    assert (page.status_code, said in page.content.decode()) == (422, True), page.content.decode()[-3000:]


def test_the_operators_list_is_asked(own, client, settings, tmp_path):
    place = tmp_path / "known.txt"
    place.write_text("Lake-9-Under-Ice\n", encoding="utf-8")
    settings.WEAK_PASSWORDS = str(place)
    passwords.known_weak.cache_clear()
    sign_in(client, "chief")
    assert "名单" in change(client, PASSWORD, "lake-9-under-ice").content.decode()


def test_the_last_five_are_not_taken_again(own, client):
    sign_in(client, "chief")
    old = PASSWORD
    for fresh in FRESH:
        assert change(client, old, fresh).status_code == 302, fresh
        old = fresh
    assert "最近用过" in change(client, old, FRESH[1]).content.decode()
    assert change(client, old, FRESH[0]).status_code == 302


def test_an_old_password_opens_the_interface_no_more_than_the_pages(own, clock, client, settings, officers):
    settings.PASSWORD_DAYS = 180
    FormerPassword.objects.create(officer=officers["chief"], password="", at=1_800_000_000)
    asked = {"path": "/api/v1/token", "data": {"username": "chief", "password": PASSWORD}, "content_type": "application/json"}
    clock(180 * 86400 - 1)
    assert client.post(**asked).status_code == 200
    clock(2)
    answer = client.post(**asked)
    assert (answer.status_code, "口令已满使用期限" in answer.json()["reason"]) == (403, True)
    sign_in(client, "chief")
    assert client.get("/api/v1/me").status_code == 403
    assert change(client, PASSWORD, FRESH[0])["Location"] == "/"
    assert client.get("/api/v1/me").status_code == 200


def test_an_old_password_must_be_changed_at_sign_in(own, clock, client, settings, officers):
    settings.PASSWORD_DAYS = 180
    FormerPassword.objects.create(officer=officers["chief"], password="", at=1_800_000_000)
    clock(180 * 86400 - 1)
    sign_in(client, "chief")
    assert client.get("/").status_code == 200
    client.post(reverse("sign_out"))
    clock(2)
    sign_in(client, "chief")
    assert client.get("/")["Location"] == reverse("change_password")
    assert change(client, PASSWORD, FRESH[0])["Location"] == "/"
    assert client.get("/").status_code == 200
