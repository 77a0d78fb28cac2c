"""What every page is sent with, and that no page holds a script or a style of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

import zhiheng
from zhiheng.web import outside
from zhiheng.web.menu import PAGES

pytestmark = pytest.mark.drawn

SOURCE = Path(zhiheng.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SCRIPTS = sorted((SOURCE / "web" / "static" / "web").glob("*.js"))
INLINE = {
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script element without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "a handler attribute": re.compile(r"""<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=""", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "a script, style or picture from elsewhere": re.compile(
        r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I
    ),
}
POLICY = {
    "default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "object-src": "'none'",
    "base-uri": "'none'", "frame-ancestors": "'self'", "form-action": "'self'",
}  # fmt: skip


def without_comments(text):
    """The markup alone: without comments and template tags (`{% include … with on=… %}` is no handler)."""
    return re.sub(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|{%.*?%}|{{.*?}}", "", text, flags=re.S)


def inline_in(text):
    return [what for what, found in INLINE.items() if found.search(text)]


@pytest.mark.parametrize("place", TEMPLATES, ids=lambda place: str(place.relative_to(SOURCE)))
def test_no_template_holds_a_script_or_a_style(place):
    assert inline_in(without_comments(place.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color:red">', "a style attribute"),
        ("<style>p{}</style>", "a style element"),
        ("<script>1</script>", "a script element without src"),
        ('<a onclick="x()">', "a handler attribute"),
        ('<a href="javascript:x()">', "a javascript address"),
        ('<script src="https://elsewhere.example/x.js">', "a script, style or picture from elsewhere"),
    ],
)
def test_what_is_looked_for_is_found(text, what):
    assert what in inline_in(text)


@pytest.mark.parametrize("place", SCRIPTS, ids=lambda place: place.name)
def test_no_script_writes_markup_with_styles_or_runs_text(place):
    text = place.read_text(encoding="utf-8")
    assert not re.search(r"""\beval\(|new Function|document\.write|style=\\?["']|setAttribute\(["'](?:style|on)""", text)


def policy_of(answer):
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


@pytest.mark.parametrize("address", ["/sign-in/", "/no/such/page/", "/api/v1/me", "/api/v1/nothing"])
def test_every_answer_carries_the_policy_without_inline_anything(client, db, address):
    answer = client.get(address)
    assert policy_of(answer) == POLICY
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("username", ["prosecutor", "chief", "security", "system", "auditor", "prison"])
def test_pages_as_sent_hold_nothing_inline_and_are_not_kept(enter, username):
    client = enter(username)
    for page in PAGES:
        answer = client.get(reverse(page.name))
        if answer.status_code == 200:
            text = re.sub(r'<script id="[^"]*" type="application/json">.*?</script>', "", answer.content.decode(), flags=re.S)
            assert inline_in(text) == [], page.name
            assert "no-store" in answer["Cache-Control"], page.name
            assert f'action="{reverse("sign_out")}"' in text, f"{page.name} does not lead out"


def test_no_folder_is_listed_and_no_request_is_echoed(client, db):
    assert [client.get(place).status_code for place in ("/static/", "/static/web/", "/files/", "/library/")] == [404] * 4
    echoed = client.trace("/sign-in/", headers={"X-Told": "of-the-caller"})
    assert (echoed.status_code, b"of-the-caller" in echoed.content) == (405, False)


@pytest.mark.parametrize("name", ["own_security", "set_up_code", "change_password"])
def test_pages_of_ones_own_are_not_kept_either(enter, name):
    answer = enter("chief").get(reverse(name))
    assert (answer.status_code, inline_in(answer.content.decode())) == (200, [])
    assert "no-store" in answer["Cache-Control"]


def test_behind_tls_browsers_are_told_to_come_by_tls_for_a_year(db, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = outside.YEAR_SECONDS, True
    assert Client().get("/sign-in/", secure=True)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_setting_of_the_origin_switches_hsts_and_secure_cookies_on():
    read = outside.read({"ZHIHENG_ORIGIN": "https://zhiheng.example"})
    assert read.encrypted
    assert not outside.read({}).encrypted
    assert (settings.SECURE_HSTS_SECONDS > 0) is settings.SESSION_COOKIE_SECURE is settings.OUTSIDE.encrypted


def test_cookies_of_sessions_are_kept_from_scripts_and_other_sites(officers, client):
    officers["chief"].set_password("kx7-mountain-river")
    officers["chief"].save()
    client.post(reverse("sign_in"), {"username": "chief", "password": "kx7-mountain-river"})
    kept = client.cookies[settings.SESSION_COOKIE_NAME]
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


def test_files_of_the_pages_carry_the_policy_too(tmp_path, settings):
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    settings.STATIC_ROOT = tmp_path
    answer = Client().get(f"{settings.STATIC_URL}a.svg")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
