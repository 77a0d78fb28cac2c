"""Security keys (WebAuthn): a key in software answers as one of hardware does; copied, foreign and replayed answers are refused."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import struct

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from django.urls import reverse
from webauthn.helpers import bytes_to_base64url as text_of

from zhiheng.ledger.selectors import recent
from zhiheng.registry.models import PassKey

from .steps import PASSWORD, acts, sign_in

HERE = "http://testserver"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class SoftKey:
    """A key as the standard has it: makes a pair, signs challenges, counts."""

    def __init__(self, origin=HERE):
        self.pair, self.id, self.count, self.origin = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(32), 0, origin

    def _client_data(self, kind, options):
        return json.dumps({"type": f"webauthn.{kind}", "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, host, flags, more=b""):
        self.count += 1
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count) + more

    def _answer(self, response):
        told = {name: text_of(value) for name, value in response.items()}
        return json.dumps(
            {"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key", "response": told, "clientExtensionResults": {}}
        )

    def made(self, options):
        numbers = self.pair.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        credential = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(options["rp"]["id"], PRESENT | VERIFIED | WITH_KEY, credential)
        told = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": self._client_data("create", options), "attestationObject": told})

    def shown(self, options):
        data, client = self._data(options["rpId"], PRESENT | VERIFIED), self._client_data("get", options)
        signature = self.pair.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})


def options_in(page):
    return json.loads(re.search(r'id="key-options" type="application/json">(.*?)</script>', page.content.decode()).group(1))


def add(client, key, password=PASSWORD):
    answer = key.made(options_in(client.get(reverse("set_up_key"))))
    return client.post(reverse("set_up_key"), {"name": "蓝色 UKey", "password": password, "answer": answer})


@pytest.fixture()
def key(own, clock, client):
    """A key added to the account `chief` by `client`."""
    made = SoftKey()
    sign_in(client, "chief")
    assert "恢复码" in add(client, made).content.decode()
    return made


def at_second_step():
    client = Client()
    assert sign_in(client, "chief")["Location"] == reverse("second_step")
    return client, options_in(client.get(reverse("second_step")))


def answer(client, text):
    return client.post(reverse("second_key"), {"answer": text})["Location"]


def test_a_key_is_added_and_opens_the_second_step(key, client, officers):
    assert "蓝色 UKey" in client.get(reverse("own_security")).content.decode()
    assert "factor.added" in acts(officers["chief"])
    other, options = at_second_step()
    assert answer(other, key.shown(options)) == "/"
    assert other.get("/").status_code == 200
    assert recent(1, act="session.begun")[0].facts["way"] == "password+key"


def test_a_key_is_enough_where_a_second_factor_is_demanded(own, clock, client, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "chief")
    assert client.get("/")["Location"] == reverse("set_up_code")
    add(client, SoftKey())
    assert client.get("/").status_code == 200
    page = client.post(reverse("drop_key", args=[PassKey.objects.get().pk]), follow=True)
    assert "唯一的第二因素" in page.content.decode()


def test_the_key_of_another_is_refused(key):
    other, options = at_second_step()
    assert answer(other, SoftKey().shown(options)) == reverse("second_step")
    assert other.get("/").status_code == 302
    assert recent(1, act="session.failed")[0].facts["step"] == "key"


def test_an_answer_given_to_another_site_is_refused(key):
    key.origin = "https://zhlheng.example"
    other, options = at_second_step()
    assert answer(other, key.shown(options)) == reverse("second_step")


def test_the_key_of_another_account_opens_nothing_though_it_is_registered(key, clock):
    """Another officer's own key answers the challenge of the chief's second step."""
    others, client = SoftKey(), Client()
    sign_in(client, "prosecutor")
    add(client, others)
    other, options = at_second_step()
    assert answer(other, others.shown(options)) == reverse("second_step")
    assert other.get("/").status_code == 302


def test_an_answer_is_taken_once(key):
    other, options = at_second_step()
    given = key.shown(options)
    assert answer(other, given) == "/"
    third, _ = at_second_step()
    assert answer(third, given) == reverse("second_step")


def test_a_copied_key_is_known_by_its_count(key):
    other, options = at_second_step()
    assert answer(other, key.shown(options)) == "/"
    key.count = 0
    third, options = at_second_step()
    assert answer(third, key.shown(options)) == reverse("second_step")


@pytest.mark.parametrize("text", ["", "{}", "[]", "no", '{"id": "x"}', "\x00", "[" * 19_000, '{"a":' * 3_000])
def test_what_is_no_answer_is_refused(key, text):
    other, _ = at_second_step()
    assert answer(other, text) == reverse("second_step")


def test_a_key_is_not_added_without_the_password_or_by_another_answer(own, clock, client):
    sign_in(client, "chief")
    assert add(client, SoftKey(), password="wrong").status_code == 422
    assert add(client, SoftKey(origin="https://elsewhere.example")).status_code == 422
    assert not PassKey.objects.exists()


def test_a_key_is_dropped_after_the_password_with_its_entry(key, client, officers):
    place = reverse("drop_key", args=[PassKey.objects.get().pk])
    assert "密码不对" in client.post(place, {"password": "wrong"}, follow=True).content.decode()
    assert PassKey.objects.exists()
    client.post(place, {"password": PASSWORD})
    assert not PassKey.objects.exists()
    assert acts(officers["chief"])[-1] == "factor.dropped"
