"""Signing in by a certificate that the proxy has checked, and at the organ's own sign-in (OpenID Connect)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from django.test import Client
from django.test.client import ClientHandler, FakePayload
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import RSAKey

from zhiheng.ledger.selectors import recent
from zhiheng.registry.models import OutsideName
from zhiheng.registry.services import bind_outside_name
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web import elsewhere, outside
from zhiheng.web.accounts.elsewhere import client_of

from .steps import acts, set_up, shown, sign_in

SUBJECT = "CN=李某,SERIALNUMBER=0042,O=四川省检察院,C=CN"
WORD = "4f0c9a1be7d24f6aa1c05b93"
ISSUER, CLIENT, SECRET = "https://issuer.example/realm", "zhiheng", "between-us-9"
BY_PROXY = {outside.FROM_PROXY: True, "HTTP_X_CLIENT_VERIFY": "SUCCESS", "HTTP_X_CLIENT_SUBJECT": SUBJECT.encode().decode("latin-1")}


@pytest.fixture()
def bind(officers, actor, now):
    def bound(username, kind, subject):
        bind_outside_name(actor=actor, now=now, officer=officers[username], kind=kind, subject=subject, reason="本人 UKey，已当面核实")

    return bound


def by_certificate(client, **environ):
    return client.post(reverse("by_certificate"), **environ)


@pytest.fixture()
def certificates(settings):
    settings.ELSEWHERE = elsewhere.Elsewhere(certificate_header="X-Client-Subject")


def test_a_certificate_checked_by_the_proxy_opens_a_session_that_is_strong(own, certificates, bind, client, settings, officers):
    settings.SECOND_FACTOR = "required"
    bind("chief", "certificate", SUBJECT)
    assert "数字证书" in client.get(reverse("sign_in")).content.decode()
    assert by_certificate(client, REMOTE_ADDR="192.0.2.8", **BY_PROXY)["Location"] == "/"
    assert client.get("/").status_code == 200
    entry = recent(1, act="session.begun")[0]
    assert (entry.actor, entry.facts["way"], entry.facts["address"]) == ("chief", "certificate", "192.0.2.8")


def test_a_password_handed_over_does_not_keep_a_certificate_out(officers, certificates, bind, client):
    officers["chief"].must_change_password = True
    officers["chief"].save()
    bind("chief", "certificate", SUBJECT)
    by_certificate(client, **BY_PROXY)
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{outside.FROM_PROXY: False}, {"HTTP_X_CLIENT_VERIFY": "FAILED:expired"}, {"HTTP_X_CLIENT_VERIFY": ""}, {"HTTP_X_CLIENT_SUBJECT": ""}],
)
def test_a_certificate_that_no_believed_proxy_has_checked_opens_nothing(own, certificates, bind, client, changed):
    bind("chief", "certificate", SUBJECT)
    assert by_certificate(client, **{**BY_PROXY, **changed})["Location"] == reverse("sign_in")
    assert client.get("/").status_code == 302
    assert not recent(1, act="session.begun")


@pytest.mark.parametrize(
    ("before_verify", "before_subject", "opens"),
    [
        (f"{WORD} ", f"{WORD} ", True),
        ("", f"{WORD} ", False),
        (f"{WORD} ", "", False),
        ("", "", False),
        ("x" * 24 + " ", f"{WORD} ", False),
    ],
)
def test_a_header_a_caller_spells_with_underscores_lacks_the_word_of_the_proxy(
    own, settings, bind, client, before_verify, before_subject, opens
):
    """`X_Client_Subject` is one variable with `X-Client-Subject`: a proxy that passes both lets a caller's own stand in its place."""
    settings.ELSEWHERE = elsewhere.Elsewhere(certificate_header="X-Client-Subject", certificate_word=WORD)
    bind("chief", "certificate", SUBJECT)
    told = {"HTTP_X_CLIENT_VERIFY": f"{before_verify}SUCCESS", "HTTP_X_CLIENT_SUBJECT": before_subject + BY_PROXY["HTTP_X_CLIENT_SUBJECT"]}
    assert (by_certificate(client, **{**BY_PROXY, **told})["Location"] == "/") is opens
    assert (client.get("/").status_code == 200) is opens


def test_the_word_of_the_proxy_is_read_and_a_guessable_one_refused():
    header = {"ZHIHENG_CERTIFICATE_HEADER": "X-Client-Subject"}
    assert elsewhere.read({**header, "ZHIHENG_CERTIFICATE_WORD": WORD}, behind_proxy=True).certificate_word == WORD
    for wrong in ({**header, "ZHIHENG_CERTIFICATE_WORD": "short"}, {"ZHIHENG_CERTIFICATE_WORD": WORD}):
        with pytest.raises(UnusableInputError, match="ZHIHENG_CERTIFICATE_WORD"):
            elsewhere.read(wrong, behind_proxy=True)


def test_only_requests_of_declared_proxies_bear_the_mark():
    seen = {}

    def application(environ, start):
        seen.update(environ)
        return []

    read = outside.read({"ZHIHENG_ORIGIN": "https://a.example", "ZHIHENG_PROXIES": "10.1.2.0/24, 10.9.9.9"})
    wrapped = outside.passed_on(application, read)
    for address, believed in (("10.1.2.77", True), ("10.9.9.9", True), ("10.1.3.1", False), ("", False), ("unix", False)):
        wrapped({"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": "192.0.2.3", "HTTP_ZHIHENG_FROM_PROXY": "1"}, None)
        assert (seen[outside.FROM_PROXY], seen["REMOTE_ADDR"]) == (believed, "192.0.2.3" if believed else address)


def test_through_the_wrapped_application_a_header_of_others_is_not_heard(own, certificates, bind, settings):
    """The whole way of a request, as the server calls it: straight from another machine, and through the proxy."""
    bind("chief", "certificate", SUBJECT)
    read = outside.read({"ZHIHENG_ORIGIN": "https://a.example", "ZHIHENG_PROXIES": "10.9.9.9"})
    settings.ALLOWED_HOSTS = [*read.hosts]
    handler = ClientHandler(enforce_csrf_checks=True)
    application = outside.passed_on(lambda environ, _start: handler(environ), read)
    places = {}
    for address in ("203.0.113.5", "10.9.9.9"):
        client = Client()
        client.get(reverse("sign_in"), HTTP_HOST="a.example")
        token = client.cookies["csrftoken"].value
        body = f"csrfmiddlewaretoken={token}".encode()
        environ = {
            **client._base_environ(), "REQUEST_METHOD": "POST", "PATH_INFO": reverse("by_certificate"), "REMOTE_ADDR": address,
            "HTTP_HOST": "a.example", "HTTP_COOKIE": f"csrftoken={token}", "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body), "HTTP_X_FORWARDED_FOR": "192.0.2.3",
            "HTTP_X_CLIENT_VERIFY": "SUCCESS", "HTTP_X_CLIENT_SUBJECT": SUBJECT.encode().decode("latin-1"),
        }  # fmt: skip
        places[address] = application(environ, None)["Location"]
    assert places == {"203.0.113.5": reverse("sign_in"), "10.9.9.9": "/"}


def test_an_unknown_certificate_is_an_entry_with_its_subject(own, certificates, client):
    page = client.post(reverse("by_certificate"), follow=True, REMOTE_ADDR="192.0.2.8", **BY_PROXY).content.decode()
    assert "还没有登记到账号" in page
    entry = recent(1, act="session.failed")[0]
    assert (entry.facts["step"], entry.facts["subject"], entry.facts["address"]) == ("certificate", SUBJECT, "192.0.2.8")


def test_the_certificate_of_a_closed_account_opens_nothing(own, certificates, bind, client, officers):
    bind("chief", "certificate", SUBJECT)
    officers["chief"].is_active = False
    officers["chief"].save()
    assert by_certificate(client, **BY_PROXY)["Location"] == reverse("sign_in")


def test_a_form_of_another_site_does_not_sign_in_by_certificate(own, certificates, bind):
    bind("chief", "certificate", SUBJECT)
    assert by_certificate(Client(enforce_csrf_checks=True), **BY_PROXY).status_code == 403


def test_what_is_not_declared_is_not_there(own, client):
    assert by_certificate(client, **BY_PROXY).status_code == 404
    assert client.get(reverse("at_issuer")).status_code == 404
    assert client.get(reverse("from_issuer")).status_code == 404
    page = client.get(reverse("sign_in")).content.decode()
    assert "数字证书" not in page
    assert "统一身份" not in page


@pytest.mark.parametrize(
    ("environment", "behind_proxy"),
    [
        ({"ZHIHENG_CERTIFICATE_HEADER": "X-Client-Subject"}, False),
        ({"ZHIHENG_CERTIFICATE_HEADER": "X_Client_Subject"}, True),
        ({"ZHIHENG_OIDC_ISSUER": ISSUER}, True),
        ({"ZHIHENG_OIDC_CLIENT": CLIENT, "ZHIHENG_OIDC_SECRET": SECRET}, True),
        ({"ZHIHENG_OIDC_ISSUER": "http://issuer.example", "ZHIHENG_OIDC_CLIENT": CLIENT, "ZHIHENG_OIDC_SECRET": SECRET}, True),
    ],
)
def test_declarations_that_cannot_be_safe_are_refused(environment, behind_proxy):
    with pytest.raises(UnusableInputError):
        elsewhere.read(environment, behind_proxy=behind_proxy)


class Provider:
    """A sign-in of the standard, in the place of the network: gives codes and signed tokens, and checks the client strictly."""

    def __init__(self):
        self.key, self.stranger = RSAKey.generate_key(2048, {"kid": "k1"}), RSAKey.generate_key(2048, {"kid": "k1"})
        self.codes, self.says, self.with_key, self.down = {}, {}, self.key, False
        self.alg, self.mac_key = "RS256", SECRET.encode()

    def send(self, request):
        """What the network answers."""
        if self.down:
            raise requests.ConnectionError("no route to the issuer")
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        path = urlsplit(request.url).path.removeprefix("/realm")
        told = {"/.well-known/openid-configuration": self.metadata, "/keys": self.keys, "/token": lambda: self.token(request, answer)}[
            path
        ]()
        answer._content, answer.headers["Content-Type"] = json.dumps(told).encode(), "application/json"
        return answer

    def metadata(self):
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        told = {"issuer": ISSUER, "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
        return told | {name: f"{ISSUER}{place}" for name, place in places.items()}

    def keys(self):
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, address):
        """Where the browser is sent after the officer has signed in at the issuer."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, request, answer):
        given, client = dict(parse_qsl(request.body)), base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(given["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"] or request.headers["Authorization"] != f"Basic {client}":
            answer.status_code = 400
            return {"error": "invalid_grant"}
        now = 1_800_000_000
        claims = {"iss": ISSUER, "aud": CLIENT, "sub": "u-77", "nonce": asked["nonce"], "iat": now, "exp": now + 300} | self.says
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.signed(claims)}

    def signed(self, claims):
        """The token of the issuer, as an attacker would spell it where `alg` is another."""
        if self.alg == "RS256":
            return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.with_key)
        parts = [json.dumps(part).encode() for part in ({"alg": self.alg, "kid": "k1"}, claims)]
        head = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
        mac = hmac.new(self.mac_key, head, hashlib.sha256).digest() if self.alg == "HS256" else b""
        return (head + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


@pytest.fixture()
def provider(settings, monkeypatch):
    made = Provider()
    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", lambda _adapter, request, **_given: made.send(request))
    monkeypatch.setattr("time.time", lambda: 1_800_000_010)
    settings.ELSEWHERE = elsewhere.Elsewhere(issuer=ISSUER, client=CLIENT, secret=SECRET, strong=("mfa",), title="全省统一身份")
    client_of.cache_clear()
    yield made
    client_of.cache_clear()


def go(client, provider, **asked):
    """The way to the issuer and back."""
    leaving = client.get(reverse("at_issuer"), asked)
    assert leaving["Location"].startswith(f"{ISSUER}/authorize?")
    return client.get(provider.authorize(leaving["Location"]))


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


def test_the_security_administrator_enters_and_takes_back_names(own, client, officers):
    client.force_login(officers["security"])
    chief = officers["chief"]
    given = {"kind": "certificate", "subject": SUBJECT, "reason": "本人 UKey"}
    client.post(reverse("bind_outside_name", args=[chief.pk]), given)
    assert SUBJECT in client.get(reverse("account", args=[chief.pk])).content.decode()
    assert acts(chief)[-1] == "outside_name.bound"
    twice = client.post(reverse("bind_outside_name", args=[officers["prosecutor"].pk]), given, follow=True)
    assert OutsideName.objects.count() == 1, twice.content.decode()
    client.post(reverse("account_act", args=[chief.pk, "names"]), {"reason": "UKey 遗失"})
    assert not OutsideName.objects.exists()
    assert acts(chief)[-1] == "outside_name.unbound"


def test_nobody_enters_a_name_for_the_own_account(own, client, officers):
    client.force_login(officers["security"])
    given = {"kind": "certificate", "subject": SUBJECT, "reason": "本人 UKey"}
    client.post(reverse("bind_outside_name", args=[officers["security"].pk]), given)
    assert not OutsideName.objects.exists()


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
