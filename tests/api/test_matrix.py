"""Every address × every role × own, other and missing things, against `matrix.yaml`; and no page shows a number without a purpose."""

import re
import statistics
import time
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from django.http import Http404
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from zhiheng.api.access import allowed
from zhiheng.registry.core.masking import numbers_in
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.models import Officer, Organ, Post

DECLARED = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text(encoding="utf-8"))
WAY = "certificate"
"""A way of signing in that is enough for every post."""
OPEN = {"public", "signed_in", "none"}
MISSING = {
    "clue_id": 999_999, "case_id": UUID(int=7), "document_id": UUID(int=8), "number": 999_999, "batch_id": UUID(int=9),
    "package_number": 999_999, "message_id": 999_999, "file_id": 999_999, "alarm_id": 999_999, "order_id": 999_999,
}  # fmt: skip
OTHERWISE = yaml.safe_load((Path(__file__).parent / "matrix_parts.yaml").read_text(encoding="utf-8"))


def addresses(patterns=None, before=""):
    """(address, view's name, view) of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern) and not place.startswith("static"):
            yield place, place if place.startswith("api/") else pattern.name or place, pattern.callback


@cache
def roles_of():
    """Name of a page or route -> roles that are answered."""
    return {
        name: frozenset(line["roles"]) for line in DECLARED for name in (*line.get("pages", ()), *line.get("interface", ()))
    }  # fmt: skip


def officer(role):
    """An officer with one post, of no database."""
    made = Officer(
        pk=1, username=role, organ=Organ(pk=1, name="四川省检察院", kind="procuratorate", level="province"), must_change_password=False
    )
    made._prefetched_objects_cache = {"posts": [Post(role=role, from_on=date(2020, 1, 1))], "delegations": []}
    return made


def refused_by_right(request, view):
    """Whether the view is not even begun: 404 comes from where its right is asked."""
    try:
        view(request)
    except Http404 as missing:
        frame = missing.__traceback__
        while frame.tb_next:
            frame = frame.tb_next
        return frame.tb_frame.f_code.co_name == "guarded"
    except Exception:  # noqa: BLE001 - it went on without its parts and its database, so it was let in
        return False
    return False


def test_every_address_and_every_role_is_declared():
    assert {name for _place, name, _view in addresses()} == set(roles_of())
    assert {role for roles in roles_of().values() for role in roles} - OPEN == set(ROLES)


def test_every_part_of_an_address_is_walked_or_says_why_not():
    parts = {part for place, _name, _view in addresses() for part in re.findall(r"<(?:\w+:)?(\w+)>", place)}
    words, shown = OTHERWISE["words"], OTHERWISE["shown_by"]
    assert parts - set(MISSING) == {*words, *shown}
    assert not set(words) & set(shown)
    for where in shown.values():
        path, _, name = where.partition("::")
        assert f"def {name}(" in (Path(__file__).parents[2] / path).read_text(encoding="utf-8"), where


@pytest.mark.parametrize("role", list(ROLES))
def test_pages_answer_the_roles_declared_and_404_to_all_others(rf, role):
    request = rf.get("/")
    request.user, request.session = officer(role), {"way": WAY}
    wrong = [
        name
        for _place, name, view in addresses()
        if not name.startswith("api/") and not roles_of()[name] & OPEN and refused_by_right(request, view) == (role in roles_of()[name])
    ]
    assert wrong == []


@pytest.mark.parametrize("role", list(ROLES))
def test_the_interface_answers_the_roles_declared_and_404_to_all_others(rf, role):
    request, wrong = rf.get("/"), []
    for _place, name, view in addresses():
        if name.startswith("api/") and not roles_of()[name] & OPEN:
            answered = False
            for right in view.right.split():
                try:
                    answered = allowed(request, officer(role), right, WAY) is not None or answered
                except Http404:
                    continue
            wrong += [name] if answered != (role in roles_of()[name]) else []
    assert wrong == []


def places(parts):
    """Addresses of pages and routes that take none but these parts."""
    for place, name, _view in addresses():
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", place))
        if "sign-out" in place or "trace/verify" in place or not wanted <= set(parts):
            continue
        if name.startswith("api/"):
            if "$" not in place and "^" not in place:
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(parts[found[1]]), place), bool(wanted)
            continue
        try:
            yield reverse(name, kwargs={one: parts[one] for one in wanted}), bool(wanted)
        except NoReverseMatch:
            continue


@pytest.fixture()
def known(things):
    """The things of the bureau: a clue, a case with its document, a delivery, a package; the organ of another prison has none of them."""
    kept = {name: value for name, value in things.items() if name in MISSING}
    return kept | {"case_id": UUID(things["case_id"]), "document_id": UUID(things["document_id"])}


def words_of(answer, address):
    """What is said, without the address asked for and what differs in every answer."""
    said = answer.content.decode().replace(address, "…")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", said)


def test_things_of_others_are_answered_as_things_that_are_not_there(client, known, organs):
    client.force_login(organs["嘉陵监狱"], backend="django.contrib.auth.backends.ModelBackend")
    missing = {name: value for name, value in MISSING.items() if name in known}
    pairs = list(zip(places(known), places(missing), strict=True))
    assert sum(named for (_there, named), _ in pairs) > 12
    for (there, named), (nowhere, _named) in pairs:
        if named:
            answer, other = client.get(there), client.get(nowhere)
            assert (answer.status_code, other.status_code) in {(404, 404), (405, 405), (302, 302)}, there  # 302: persons sign in elsewhere
            assert answer.headers.get("Location") == other.headers.get("Location"), there
            assert words_of(answer, there) == words_of(other, nowhere), there


def others_things(organs, now):
    """Acts on what belongs to the bureau and its officer: (name of the address, number, whether it was done)."""
    from zhiheng.law.clocks import OF_INSTANTS
    from zhiheng.registry.models import Delegation
    from zhiheng.tracking.models import CheckIn, Gateway, Order
    from zhiheng.work.models import SavedView

    bureau, chief = organs["金堂县司法局"], organs["chief"]
    day = {"from_on": now.date(), "until_on": date(2099, 1, 1)}
    given = Delegation.objects.create(post=chief.posts.first(), to=organs["prosecutor"], reason="出差", **day)
    view = SavedView.objects.create(officer=bureau, page="/cases/", title="急", query="open=1", made_at=now)
    gateway = Gateway.objects.create(name="网关", organ=bureau.organ, token_digest="d" * 64, made_at=now, made_by="x")
    seen = CheckIn.objects.create(order=Order.objects.get(), window_at=now, at=now + OF_INSTANTS["minute"], state="waiting")
    return [
        ("end_delegation", given.pk, lambda: Delegation.objects.get().until_on != date(2099, 1, 1)),
        ("close_gateway", gateway.pk, lambda: Gateway.objects.get().closed_at is not None),
        ("compare_checkin", seen.pk, lambda: CheckIn.objects.get().state != "waiting"),
        ("drop_view", view.pk, lambda: not SavedView.objects.exists()),
    ]


def test_acts_on_things_of_others_are_answered_as_on_things_that_are_not_there(client, known, organs, now):
    things_of_others = others_things(organs, now)
    client.force_login(organs["嘉陵监狱"], backend="django.contrib.auth.backends.ModelBackend")
    for name, number, done in things_of_others:
        place = reverse(name, args=[number]).replace(f"/{number}/", "/{}/")
        given = {"reason": "试", "outcome": "same", "note": "试", "until_on": now.date().isoformat()}
        there, nowhere = (client.post(place.format(one), given) for one in (number, 999_999))
        assert (there.status_code, there.headers.get("Location")) == (nowhere.status_code, nowhere.headers.get("Location")), place
        assert there.status_code in {302, 404, 405}, place
        assert words_of(there, place.format(number)) == words_of(nowhere, place.format(999_999)), place
        assert not done(), place
    there, nowhere = (client.post(f"/cases/{known['case_id']}/findings/{one}/", {"answer": "无误"}) for one in (1, 999_999))
    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_no_page_shows_a_whole_number_without_a_purpose(client, known, organs):
    seen = 0
    for officer_named in ("prosecutor", "金堂县司法局"):
        client.force_login(organs[officer_named], backend="django.contrib.auth.backends.ModelBackend")
        for address, _named in places(known):
            answer = client.get(address)
            assert answer.status_code < 500, address
            body = b"" if answer.streaming else answer.content
            if not address.endswith("openapi.json"):
                assert numbers_in(body) == [], address
            seen += b"********" in body
    assert seen > 3, "some pages of these speak of persons"


@pytest.mark.parametrize("kind", ["sealed", "limited", "avoidance"])
def test_what_is_closed_is_answered_as_if_nothing_were_there(client, known, organs, kind):
    from django.utils import timezone

    from zhiheng.oversight.selectors import clues_seen_by
    from zhiheng.registry.selectors import actor_of
    from zhiheng.registry.services import close_person

    clue = clues_seen_by(organs["chief"]).get(pk=known["clue_id"])
    barred = organs["prosecutor"] if kind == "avoidance" else None
    given = {"number": clue.subject, "kind": kind, "reason": "依法不得知悉", "officer": barred}
    client.force_login(organs["prosecutor"], backend="django.contrib.auth.backends.ModelBackend")
    before = client.get("/api/v1/clues").json()["count"]
    close_person(actor=actor_of(organs["chief"], "test"), now=timezone.now(), **given)
    for address in ("/clues/{}/", "/clues/{}/known/", "/api/v1/clues/{}"):
        there, nowhere = address.format(known["clue_id"]), address.format(MISSING["clue_id"])
        answer, other = client.get(there), client.get(nowhere)
        assert (answer.status_code, other.status_code) == (404, 404), address
        assert words_of(answer, there) == words_of(other, nowhere), address
    assert client.get("/api/v1/clues").json()["count"] == before - 1
    client.force_login(organs["chief"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/clues/{known['clue_id']}/").status_code == 200
    assert client.get("/api/v1/clues").json()["count"] == before


def took(client, address):
    """Seconds of an answer."""
    began = time.perf_counter()
    client.get(address)
    return time.perf_counter() - began


def test_things_of_others_take_as_long_as_things_that_are_not_there(client, known, organs):
    """The least of several tries of each, turn about: a busy machine lengthens both; what is looked up for one alone shows in all."""
    client.force_login(organs["嘉陵监狱"], backend="django.contrib.auth.backends.ModelBackend")
    missing = {name: value for name, value in MISSING.items() if name in known}
    pairs = [(there, nowhere) for (there, named), (nowhere, _) in zip(places(known), places(missing), strict=True) if named]
    longer = []
    for there, nowhere in pairs:
        tries = [(took(client, there), took(client, nowhere)) for _ in range(6)]
        one, other = (min(times) for times in zip(*tries, strict=True))
        longer.append(one / other)
    assert len(longer) > 12
    assert 0.7 < statistics.median(longer) < 1.4, sorted(longer)
