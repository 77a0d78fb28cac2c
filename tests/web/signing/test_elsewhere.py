"""Signing in by a certificate that the proxy has checked, what is declared of it, and who enters the names certificates bear."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.client import ClientHandler, FakePayload
from django.urls import reverse

from zhiheng.ledger.selectors import recent
from zhiheng.registry.models import OutsideName
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web import elsewhere, outside

from .issuer import CLIENT, ISSUER, SECRET
from .steps import acts

SUBJECT = "CN=李某,SERIALNUMBER=0042,O=四川省检察院,C=CN"
WORD = "4f0c9a1be7d24f6aa1c05b93"
BY_PROXY = {outside.FROM_PROXY: True, "HTTP_X_CLIENT_VERIFY": "SUCCESS", "HTTP_X_CLIENT_SUBJECT": SUBJECT.encode().decode("latin-1")}


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
