"""Signing in without a password kept here: by a certificate that the proxy has checked, or at the organ's own sign-in."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from joserfc.errors import JoseError
from requests import RequestException

from zhiheng.registry.callers import caller_of
from zhiheng.registry.services import sign_ins
from zhiheng.web.accounts.entering import admit, enter
from zhiheng.web.elsewhere import Elsewhere
from zhiheng.web.outside import FROM_PROXY
from zhiheng.web.rights import PUBLIC, requires

CHECKED = "HTTP_X_CLIENT_VERIFY"
"""Header in which the proxy says `SUCCESS` once it has checked the certificate against its authorities and their lists of recalled ones."""
TO = "elsewhere_to"
SECONDS = 10
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the issuer can make; others that it may announce are not taken."""
FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
log = logging.getLogger(__name__)


@requires(PUBLIC)
@require_POST
def by_certificate(request: HttpRequest) -> HttpResponseBase:
    """Open a session for the officer whose certificate the proxy has checked."""
    if not settings.ELSEWHERE.certificate_header:
        raise Http404
    subject = certificate_of(request)
    if not subject:
        messages.error(request, _("没有收到证书。请插好 UKey，关闭浏览器后重新打开本页，并在提示时选择证书。"))
        return redirect("sign_in")
    return named(request, "certificate", subject, "certificate", request.POST.get("next", ""))


def certificate_of(request: HttpRequest) -> str:
    """The subject of the caller's certificate; empty unless a proxy that is believed says that it has checked it."""
    header = "HTTP_" + settings.ELSEWHERE.certificate_header.upper().replace("-", "_")
    if not request.META.get(FROM_PROXY) or of_proxy(request, CHECKED) != "SUCCESS":
        return ""
    return of_proxy(request, header).encode("latin-1", "replace").decode("utf-8", "replace").strip()


def of_proxy(request: HttpRequest, header: str) -> str:
    """What the proxy put into the header behind the word that it alone knows; a caller's own, spelt with underscores, lacks the word."""
    said, word = str(request.META.get(header, "")), settings.ELSEWHERE.certificate_word
    if not word:
        return said
    before, _, rest = said.partition(" ")
    return rest if constant_time_compare(before, word) else ""


@requires(PUBLIC)
@require_GET
def at_issuer(request: HttpRequest) -> HttpResponseBase:
    """Send the officer to the organ's own sign-in."""
    client = client_or_404()
    request.session[TO] = request.GET.get("next", "")
    try:
        return client.authorize_redirect(request, request.build_absolute_uri(reverse("from_issuer")))  # type: ignore[no-any-return]
    except FAULTS as error:
        log.warning("the issuer's sign-in cannot be used: %s", error)
        messages.error(request, _("统一身份认证暂时不能用，请用账号和密码登录，或稍后再试。"))
        return redirect("sign_in")


@requires(PUBLIC)
@require_GET
def from_issuer(request: HttpRequest) -> HttpResponseBase:
    """Take what the issuer says of the officer, once it is certain that it says it, to us, now."""
    client, declared = client_or_404(), settings.ELSEWHERE
    try:
        said = statements(client, request, declared)
    except FAULTS as error:
        log.warning("the issuer's answer is refused: %s", error)
        return refused(request, "oidc", "", _("统一身份认证没有通过，请重新登录；仍不行的，请告诉系统管理员。"))
    subject = name_in(said, declared.claim)
    if not subject:
        return refused(request, "oidc", "", _("统一身份认证没有给出人员编号，请告诉系统管理员。"))
    way = "oidc-strong" if asked_more(said, declared) else "oidc"
    return named(request, "oidc", subject, way, request.session.pop(TO, ""))


def statements(client: Any, request: HttpRequest, declared: Elsewhere) -> dict[str, Any]:
    """What the issuer's signed token says; raises one of FAULTS where it is not the issuer's, for another, or of another try."""
    announced = client.load_server_metadata().get("id_token_signing_alg_values_supported") or SIGNED_BY[:1]
    client.server_metadata["id_token_signing_alg_values_supported"] = [one for one in announced if one in SIGNED_BY]
    demanded = {
        "iss": {"essential": True, "values": [declared.issuer]},
        "aud": {"essential": True, "values": [declared.client]},
    }
    return dict(client.authorize_access_token(request, claims_options=demanded)["userinfo"])


def name_in(claims: dict[str, Any], claim: str) -> str:
    """How the issuer names the officer; an address of mail that it has not checked is whatever somebody wrote."""
    if claim == "email" and claims.get("email_verified") is not True:
        return ""
    return str(claims.get(claim) or "").strip()


def asked_more(claims: dict[str, Any], declared: Elsewhere) -> bool:
    """Whether the issuer says that it asked more than a password."""
    ways = claims.get("amr")
    told = {str(claims.get("acr", "")), *(map(str, ways) if isinstance(ways, list) else ())}
    return bool(told & set(declared.strong))


def named(request: HttpRequest, kind: str, subject: str, way: str, to: str) -> HttpResponseBase:
    """Let the officer of this name in; after more than a password at once, else by way of the second step where there is one."""
    officer = sign_ins.officer_elsewhere(kind=kind, subject=subject)
    if officer is None:
        unknown = _("“%(subject)s”还没有登记到账号，请把这一行告诉本单位安全管理员。") % {"subject": subject}
        return refused(request, kind, subject, unknown)
    return admit(request, officer, way, to) if way == "oidc" else enter(request, officer, way, to)


def refused(request: HttpRequest, kind: str, subject: str, message: str) -> HttpResponse:
    """Back to the sign-in page, with the entry of a failure; many in a row wait."""
    try:
        sign_ins.refuse_elsewhere(kind=kind, subject=subject, caller=caller_of(request), now=timezone.now())
    except sign_ins.HeldBackError as held:
        message = f"{held.reason}。"
    messages.error(request, message)
    return redirect("sign_in")


def client_or_404() -> Any:
    """The client of the organ's own sign-in; 404 where there is none."""
    if not settings.ELSEWHERE.issuer:
        raise Http404
    return client_of(settings.ELSEWHERE)


@lru_cache(maxsize=4)
def client_of(declared: Elsewhere) -> Any:
    """The client, with proof of the code's owner (PKCE); what the issuer says of itself is read once."""
    place = f"{declared.issuer.rstrip('/')}/.well-known/openid-configuration"
    asked = {"scope": "openid profile", "code_challenge_method": "S256", "default_timeout": SECONDS, "max_redirects": 0}
    named_so = {"client_id": declared.client, "client_secret": declared.secret}
    return OAuth().register("issuer", server_metadata_url=place, client_kwargs=asked, **named_so)
