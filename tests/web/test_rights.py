"""Every address declares its right, and the right is kept."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from zhiheng.registry.core.roles import RIGHTS
from zhiheng.web.menu import PAGES
from zhiheng.web.rights import PUBLIC, SIGNED_IN, requires


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.pattern), pattern.callback


def test_every_declared_right_is_known():
    declared = {right for _, view in views(get_resolver().url_patterns) for right in getattr(view, "right", "none").split()}
    assert declared <= RIGHTS | {PUBLIC, SIGNED_IN}


def test_a_declared_right_can_be_read_from_the_view():
    assert requires("clue.read")(lambda request: HttpResponse()).right == "clue.read"


def test_lacking_the_right_is_answered_as_if_nothing_were_there(rf, officers):
    request = rf.get("/")
    request.user = officers["system"]
    with pytest.raises(Http404):
        requires("clue.read")(lambda request: HttpResponse())(request)


def test_an_unknown_right_is_an_error_of_the_program(rf, officers):
    request = rf.get("/")
    request.user = officers["prosecutor"]
    with pytest.raises(ValueError, match="no such right"):
        requires("clue.raed")(lambda request: HttpResponse())(request)


@pytest.mark.drawn
@pytest.mark.parametrize("username", ["prosecutor", "chief", "steward", "leader", "auditor", "security", "system", "prison", "organ-01"])
def test_menu_shows_what_opens_and_hides_what_does_not(enter, officers, username):
    from django.urls import reverse

    from zhiheng.registry.rights import may

    client = enter(username)
    desk = client.get("/").content.decode()
    for page in PAGES:
        address = reverse(page.name)
        allowed = may(officers[username], page.right)
        assert client.get(address).status_code == (200 if allowed else 404), page.name
        assert (f'class="nav-link" href="{address}"' in desk) is allowed, page.name


def test_pages_carry_the_content_security_policy(client, db):
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
