"""Signing in at the organ's own sign-in (OpenID Connect)."""

from __future__ import annotations

import io
import json

import pytest
import requests
from django.test import Client
from django.urls import reverse

from zhiheng.ledger.selectors import recent
from zhiheng.web import elsewhere
from zhiheng.web.accounts.elsewhere import client_of

from .issuer import CLIENT, ISSUER, SECRET, Provider, go
from .steps import set_up, shown, sign_in


@pytest.fixture()
def provider(settings, monkeypatch):
    made = Provider()
    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", lambda _adapter, request, **_given: made.send(request))
    monkeypatch.setattr("time.time", lambda: 1_800_000_010)
    settings.ELSEWHERE = elsewhere.Elsewhere(issuer=ISSUER, client=CLIENT, secret=SECRET, strong=("mfa",), title="全省统一身份")
    client_of.cache_clear()
    yield made
    client_of.cache_clear()


def test_the_issuers_word_opens_a_session(own, provider, bind, client):
    bind("prosecutor", "oidc", "u-77")
    assert "用全省统一身份登录" in client.get(reverse("sign_in")).content.decode()
    assert go(client, provider, next="/clues/")["Location"] == "/clues/"
    assert client.get("/").status_code == 200
    assert recent(1, act="session.begun")[0].facts["way"] == "oidc"


def test_nobody_is_sent_to_another_site_afterwards(own, provider, bind, client):
    bind("prosecutor", "oidc", "u-77")
    assert go(client, provider, next="https://elsewhere.example/")["Location"] == "/"


def test_an_issuer_that_asked_more_than_a_password_is_enough_for_chiefs(own, provider, bind, client, settings):
    settings.SECOND_FACTOR = "required"
    bind("chief", "oidc", "u-77")
    go(client, provider)
    assert client.get("/")["Location"] == reverse("set_up_code")
    client.post(reverse("sign_out"))
    provider.says = {"amr": ["pwd", "mfa"]}
    assert go(client, provider)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_who_has_a_second_factor_here_is_asked_for_it(own, provider, bind, clock, client):
    bind("chief", "oidc", "u-77")
    sign_in(client, "chief")
    secret, _ = set_up(client)
    clock(60)
    other = Client()
    assert go(other, provider)["Location"] == reverse("second_step")
    assert other.post(reverse("second_step"), {"code": shown(secret)})["Location"] == "/"
    assert recent(1, act="session.begun")[0].facts["way"] == "oidc+code"


@pytest.mark.parametrize(
    "says",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["another"], "azp": CLIENT},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "of another try"},
        {"nonce": None},
        {"exp": 1_799_999_000},
        {"sub": None},
    ],
)
def test_a_token_of_another_for_another_or_of_another_try_is_refused(own, provider, bind, client, says):
    bind("prosecutor", "oidc", "u-77")
    provider.says = says
    assert go(client, provider)["Location"] == reverse("sign_in")
    assert client.get("/").status_code == 302
    assert recent(1, act="session.failed")[0].facts["step"] == "oidc"


def test_a_token_signed_by_another_key_is_refused(own, provider, bind, client):
    bind("prosecutor", "oidc", "u-77")
    provider.with_key = provider.stranger
    assert go(client, provider)["Location"] == reverse("sign_in")


@pytest.mark.parametrize("by", ["nothing", "the client's secret", "the issuer's public key"])
def test_a_token_signed_by_nothing_or_by_what_others_know_is_refused(own, provider, bind, client, by):
    """The issuer announces `none` and `HS256` too; an attacker picks the algorithm."""
    bind("prosecutor", "oidc", "u-77")
    provider.alg = "none" if by == "nothing" else "HS256"
    provider.mac_key = provider.key.as_pem(private=False) if by == "the issuer's public key" else SECRET.encode()
    assert go(client, provider)["Location"] == reverse("sign_in")
    assert client.get("/").status_code == 302


def test_an_address_of_mail_names_nobody_unless_the_issuer_has_checked_it(own, provider, bind, client, settings):
    """Where officers write their own address at the issuer, anybody writes the chief's."""
    bind("chief", "oidc", "chief@a.example")
    settings.ELSEWHERE = elsewhere.Elsewhere(issuer=ISSUER, client=CLIENT, secret=SECRET, claim="email")
    for checked in (None, False, "true"):
        provider.says = {"email": "chief@a.example", "email_verified": checked}
        assert go(client, provider)["Location"] == reverse("sign_in")
    provider.says = {"email": "chief@a.example", "email_verified": True}
    assert go(client, provider)["Location"] == "/"


def test_an_answer_is_taken_in_the_browser_that_asked_and_once(own, provider, bind, client):
    bind("prosecutor", "oidc", "u-77")
    place = provider.authorize(client.get(reverse("at_issuer"))["Location"])
    assert Client().get(place)["Location"] == reverse("sign_in"), "the try of another browser"
    assert client.get(place)["Location"] == "/"
    client.post(reverse("sign_out"))
    assert client.get(place)["Location"] == reverse("sign_in")


@pytest.mark.parametrize("address", ["?error=access_denied&state=x", "?code=x&state=y", ""])
def test_answers_that_are_none_are_refused(own, provider, client, address):
    assert client.get(reverse("from_issuer") + address)["Location"] == reverse("sign_in")


def test_who_is_not_registered_is_told_what_to_pass_on(own, provider, client):
    go(client, provider)
    assert "“u-77”还没有登记到账号" in client.get(reverse("sign_in")).content.decode()
    assert recent(1, act="session.failed")[0].facts["subject"] == "u-77"


def test_another_statement_may_name_the_officer(own, provider, bind, client, settings):
    bind("prosecutor", "oidc", "51000042")
    settings.ELSEWHERE = elsewhere.Elsewhere(issuer=ISSUER, client=CLIENT, secret=SECRET, claim="police_number")
    provider.says = {"police_number": "51000042"}
    assert go(client, provider)["Location"] == "/"


def test_an_issuer_that_cannot_be_reached_leaves_the_password(own, provider, client):
    provider.down = True
    page = client.get(reverse("at_issuer"), follow=True).content.decode()
    assert "统一身份认证暂时不能用" in page
    assert sign_in(client, "prosecutor").status_code == 302


def test_tokens_of_the_issuer_reach_neither_browser_nor_database(own, provider, bind, client):
    bind("prosecutor", "oidc", "u-77")
    answer = go(client, provider)
    kept = json.dumps(dict(client.session.items()), default=str)
    assert "id_token" not in kept
    assert "access_token" not in kept
    assert not [name for name in (*answer.headers, *client.cookies) if "token" in name.lower() and name != "csrftoken"]


def test_a_redirect_of_the_issuer_is_not_followed(own, provider, bind, client, monkeypatch):
    bind("prosecutor", "oidc", "u-77")
    moved = requests.Response()
    moved.status_code, moved.headers["Location"], moved.raw = 302, f"{ISSUER}/keys", io.BytesIO()
    monkeypatch.setattr(provider, "send", lambda request: setattr(moved, "request", request) or setattr(moved, "url", request.url) or moved)
    assert "统一身份认证暂时不能用" in client.get(reverse("at_issuer"), follow=True).content.decode()
