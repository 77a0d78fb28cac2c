"""What changes between the form and the act that is sent: an avoidance, a loan that ended; who prepared it, under another post."""

from __future__ import annotations

import html
import re
from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from tests import documents
from tests.api.test_closed_persons import PERSON, WORDS, signed_in
from tests.api.test_matrix import words_of
from tests.oversight.conftest import found
from zhiheng.procedure.models import Case, EventRow
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named
from zhiheng.registry.services import appoint, close_person, delegate_post, end_delegation
from zhiheng.schema.errors import UnusableInputError

REFUSED = (PermissionDenied, UnusableInputError)


@pytest.fixture()
def drafted(screened, acting, catalog, organs, now):
    """A notice that the prosecutor has opened and not yet sent for approval."""
    from zhiheng.oversight import selectors, services

    screened(found(PERSON))
    (clue,) = selectors.clues_seen_by(organs["chief"])
    given = {"actor": acting("prosecutor"), "now": now}
    services.verify_clue(**given, clue_id=clue.pk)
    return documents.open_document(**given, catalog=catalog, clues=[clue.pk], kind="correction_notice", facts_text=WORDS)


def form_of(client, case, step):
    """The address of an act on the page of its case, and what its form holds, as a browser sends it back."""
    page = client.get(f"/cases/{case.pk}/").content.decode()
    place, text = re.search(rf'<form[^>]*action="(/cases/{case.pk}/act/[^"]*{step}[^"]*)"(.*?)</form>', page, re.S).groups()
    fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', text)
    return html.unescape(place).partition("#")[0], {
        name: html.unescape(value) for name, value in [*fields, *areas] if name != "csrfmiddlewaretoken"
    }


def acts_of(case):
    return EventRow.objects.filter(case=case).count()


def test_an_avoidance_declared_while_the_form_is_open_stops_the_act(client, drafted, acting, organs, now):
    signed_in(client, organs["prosecutor"])
    (place, form), before = form_of(client, drafted, "draw_up"), acts_of(drafted)
    given = {"number": PERSON, "kind": "avoidance", "officer": organs["prosecutor"], "reason": "与当事人有近亲属关系"}
    close_person(actor=acting("chief"), now=now, **given)
    nowhere = place.replace(str(drafted.pk), str(UUID(int=7)))
    there, none = (client.post(one, form) for one in (place, nowhere))
    assert (there.status_code, none.status_code) == (404, 404)
    assert words_of(there, place) == words_of(none, nowhere)
    given = {"step": "draw_up", "outcome": "submitted"}
    assert client.post(f"/api/v1/cases/{drafted.pk}/acts", given, content_type="application/json").status_code == 404
    with pytest.raises(REFUSED):
        documents.submit_document(actor=acting("prosecutor"), now=now, case_id=drafted.pk)
    assert acts_of(drafted) == before


def test_a_clue_is_neither_worked_on_by_nor_given_to_who_must_avoid_its_person(client, screened, acting, organs, now):
    from zhiheng.oversight import selectors, services
    from zhiheng.oversight.models import ClueEvent

    screened(found(PERSON))
    (clue,) = selectors.clues_seen_by(organs["chief"])
    given = {"number": PERSON, "kind": "avoidance", "officer": organs["prosecutor"], "reason": "与当事人有近亲属关系"}
    close_person(actor=acting("chief"), now=now, **given)
    before = ClueEvent.objects.count()
    with pytest.raises(UnusableInputError, match="没有这条线索"):
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
    with pytest.raises(UnusableInputError, match="应当回避"):
        services.assign_clue(actor=acting("chief"), now=now, clue_id=clue.pk, to="prosecutor")
    signed_in(client, organs["prosecutor"])
    for act in ("verified", "refuted", "snoozed", "assigned"):
        there, nowhere = (f"/clues/{one}/{act}/" for one in (clue.pk, 999_999))
        answers = [client.post(one, {"reason": "理由", "cause": "data"}) for one in (there, nowhere)]
        assert answers[0].status_code == answers[1].status_code, act
        assert words_of(answers[0], there) == words_of(answers[1], nowhere), act
    assert ClueEvent.objects.count() == before


def test_no_act_is_lent_past_the_end_of_the_loan(client, drafted, acting, organs, now):
    """The leader acts by the prosecutor's post; the loan is taken back while the form stands open."""
    lender, leader = organs["prosecutor"], officer_named("leader")
    lent = {"from_on": now.date(), "until_on": date(2099, 1, 1), "reason": "出差期间代行"}
    loan = delegate_post(actor=acting("prosecutor"), now=now, post=lender.posts.get(), to=leader, **lent)
    signed_in(client, leader)
    (place, form), before = form_of(client, drafted, "draw_up"), acts_of(drafted)
    end_delegation(actor=acting("prosecutor"), now=now, delegation=loan)
    assert client.post(place, form).status_code in {302, 403, 404}
    with pytest.raises(REFUSED):
        documents.submit_document(actor=actor_of(leader, "test"), now=now, case_id=drafted.pk)
    assert acts_of(drafted) == before


@pytest.mark.parametrize("way", ["lent to the preparer", "lent to the approver", "two posts"])
def test_who_prepared_does_not_approve_by_whatever_post(client, drafted, acting, organs, now, way):
    chief, prosecutor = organs["chief"], organs["prosecutor"]
    lent = {"now": now, "from_on": now.date(), "until_on": date(2099, 1, 1), "reason": "出差期间代行"}
    who = prosecutor
    if way == "lent to the preparer":
        delegate_post(actor=acting("chief"), post=chief.posts.get(), to=prosecutor, **lent)
    elif way == "lent to the approver":
        delegate_post(actor=acting("prosecutor"), post=prosecutor.posts.get(), to=chief, **lent)
        who = chief
    else:
        appoint(actor=COMMAND_LINE, now=now, officer=prosecutor, role="chief_prosecutor", from_on=now.date())
    documents.submit_document(actor=actor_of(who, "test"), now=now, case_id=drafted.pk)
    before = acts_of(drafted)
    with pytest.raises(REFUSED):
        documents.approve_document(actor=actor_of(who, "test"), now=now, case_id=drafted.pk)
    signed_in(client, who)
    place, form = form_of(client, drafted, "approve")
    assert client.post(place, {**form, "outcome": "approved"}).status_code == 422
    given = {"step": "approve", "outcome": "approved"}
    assert client.post(f"/api/v1/cases/{drafted.pk}/acts", given, content_type="application/json").status_code in {403, 404, 422}
    assert acts_of(drafted) == before
    assert Case.objects.get(pk=drafted.pk).ended_on is None
    other = chief if who == prosecutor else None
    if other:
        documents.approve_document(actor=actor_of(other, "test"), now=now, case_id=drafted.pk)
        assert acts_of(drafted) == before + 1
