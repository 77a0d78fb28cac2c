"""A person's page goes with the corrections: with the file to the new place, and no further than their end."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.portal.conftest import BUREAU, OFFICE, PASSWORD, PERSON, PROCURATORATE, moment
from tests.portal.test_relocation_records import ENROLLED, NEW, more, relocated  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
NEW_OFFICE, NEW_PROCURATORATE = "歌乐山司法所", "沙坪坝区人民检察院"


@pytest.fixture()
def new_place(more, organs, actor, now):  # noqa: F811
    """The office and the procuratorate of the new place."""
    from datetime import date

    from zhiheng.registry.services import ensure_organ, relate

    for name in (NEW_OFFICE, NEW_PROCURATORATE):
        organs[name] = ensure_organ(actor=actor, name=name, now=now)
    relate(actor=actor, now=now, organ=organs[NEW_PROCURATORATE], kind="supervised_by", other=organs[NEW], since_on=date(2026, 1, 1))


def follow(at):
    from zhiheng.portal.services import follow_terms
    from zhiheng.portal.services.terms import PROGRAM

    return follow_terms(actor=PROGRAM, now=moment(at))


def kept(account):
    account.refresh_from_db()
    return account.organ.name, account.organs


def test_the_page_goes_to_the_new_place_once_it_has_taken_the_file(record, new_place, account, relocated, by):  # noqa: F811
    from zhiheng.portal.services import give_code

    record("corrections_cases", **ENROLLED)
    assert follow("2026-05-19T10:00") == 0 and kept(account)[0] == BUREAU, "handed over, not yet taken: the old place still answers"
    relocated(NEW, "receive", "received", "2026-05-20T09:00", new_office=NEW_OFFICE)
    assert follow("2026-05-20T09:05") == 1 and follow("2026-05-20T09:10") == 0
    assert kept(account) == (NEW, {"office": NEW_OFFICE, "agency": NEW, "procuratorate": NEW_PROCURATORATE})
    assert account.contact == "" and account.closed_at is None
    with pytest.raises(PermissionDenied, match="只有开通该页面的机关"):
        give_code(actor=by(BUREAU), now=moment("2026-05-20T10:00"), account_id=account.pk)
    assert give_code(actor=by(NEW), now=moment("2026-05-20T10:00"), account_id=account.pk)


def test_a_new_place_whose_office_is_not_registered_answers_itself(record, more, account, relocated):  # noqa: F811
    record("corrections_cases", **ENROLLED)
    relocated(NEW, "receive", "received", "2026-05-20T09:00")
    follow("2026-05-20T09:05")
    assert kept(account) == (NEW, {"office": NEW, "agency": NEW})


@pytest.mark.parametrize(
    ("reason", "open_at", "closed_at"),
    [
        ("revoked", None, "2026-07-01T09:00"),
        ("recalled", None, "2026-07-01T09:00"),
        ("died", None, "2026-07-01T09:00"),
        ("served", "2026-07-01T23:50", "2026-07-02T00:10"),
        (None, "2026-07-01T23:50", "2026-07-02T00:10"),
    ],
)
def test_the_page_ends_with_the_corrections(record, account, reason, open_at, closed_at):
    record("corrections_cases", **{**ENROLLED, "released_on": "2026-07-01", "end_reason": reason})
    if open_at:
        assert follow(open_at) == 0, "the certificate is told on the page"
    assert follow(closed_at) == 1
    account.refresh_from_db()
    assert account.closed_at == moment(closed_at) and account.closed_why


def test_who_is_revoked_signs_in_no_more_though_no_round_was_made(record, account, client, clock, enter):
    enter()
    record("corrections_cases", **{**ENROLLED, "released_on": "2026-07-01", "end_reason": "revoked"})
    clock("2026-07-01T09:00")
    answer = client.post("/portal/sign-in/", {"number": account.number, "password": PASSWORD})
    assert answer.status_code != 302
    assert client.get("/portal/me/").status_code in (302, 403)


def test_an_earlier_term_ends_no_page_and_an_open_one_keeps_it(record, account):
    record("corrections_cases", **{**ENROLLED, "person_no": "P0", "released_on": "2026-01-05", "end_reason": "served"})
    assert follow("2026-07-01T09:00") == 0
    record("corrections_cases", **{**ENROLLED, "person_no": "P2", "released_on": "2026-07-02", "end_reason": "served"})
    record("corrections_cases", **ENROLLED)
    assert follow("2026-07-03T09:00") == 0, "another term goes on"
    assert kept(account)[1] == {"office": OFFICE, "agency": BUREAU, "procuratorate": PROCURATORATE}
    assert account.person == PERSON and account.closed_at is None
