"""Sealed files of juveniles, persons of limited access and things of an upper organ: everywhere as if nothing were there, counts too."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote
from uuid import UUID

import pytest
from django.utils import timezone

from tests import documents
from tests.api.test_matrix import MISSING, places, words_of
from tests.api.test_work_routes import call, moment, people, trial, trial_root
from tests.oversight.conftest import BUREAU, found
from zhiheng.registry.models import Barrier
from zhiheng.registry.selectors import COMMAND_LINE, actor_of
from zhiheng.registry.services import close_person

__all__ = ["call", "moment", "people", "trial", "trial_root"]
PERSON = "510107198812120019"
WORDS = "依法纠正"
CLOSED = ("sealed", "limited")


@pytest.fixture()
def about(things, screened, acting, catalog, organs, now):
    """Parts of addresses of what is kept about one person: a clue, a case with its paper and file, an order with an alarm."""
    from zhiheng.dossier.selectors import documents_in
    from zhiheng.dossier.services.files import attach
    from zhiheng.oversight import selectors, services
    from zhiheng.tracking.models import Order

    screened(found(PERSON), found("510107199004075992"), found("510107199004076004"))
    clue = selectors.clues_seen_by(organs["chief"]).get(subject=PERSON)
    prosecutor = {"actor": acting("prosecutor"), "now": now}
    services.verify_clue(**prosecutor, clue_id=clue.pk)
    case = documents.open_document(**prosecutor, catalog=catalog, clues=[clue.pk], kind="correction_notice", facts_text=WORDS)
    documents.submit_document(**prosecutor, case_id=case.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=case.pk)
    documents.serve_document(**prosecutor, case_id=case.pk)
    file = attach(actor=acting("prosecutor"), now=now, dossier_key=case.dossier_key, name="笔录.txt", content="笔录".encode())
    Order.objects.update(person=PERSON)
    paper = documents_in(f"case:{case.pk}")[0].pk
    kept = {"clue_id": clue.pk, "case_id": UUID(str(case.pk)), "document_id": UUID(str(paper)), "file_id": file.pk}
    return kept | {"order_id": things["order_id"], "alarm_id": things["alarm_id"]}


def signed_in(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def close(organs, kind, number=PERSON):
    close_person(actor=actor_of(organs["chief"], "test"), now=timezone.now(), number=number, kind=kind, reason="依法不得知悉", officer=None)


@pytest.mark.parametrize("kind", CLOSED)
@pytest.mark.parametrize("who", ["prosecutor", BUREAU])
def test_nothing_of_a_closed_person_is_there_for_who_is_not_named(client, about, organs, kind, who):
    """Pages and routes with a clue, case, paper, file, order or alarm in their address; for the own organ and the organ served."""
    viewer = organs[who]
    signed_in(client, viewer)
    open_before = {there for there, named in places(about) if named and client.get(there).status_code == 200}
    assert len(open_before) > (8 if who == "prosecutor" else 5)
    close(organs, kind)
    missing = {name: MISSING[name] for name in about}
    walked = 0
    for (there, named), (nowhere, _) in zip(places(about), places(missing), strict=True):
        if named and there in open_before:
            answer, other = client.get(there), client.get(nowhere)
            assert (answer.status_code, other.status_code) == (404, 404), there
            assert words_of(answer, there) == words_of(other, nowhere), there
            walked += 1
    assert walked == len(open_before)


@pytest.mark.parametrize("kind", CLOSED)
def test_counts_and_searches_are_those_without_the_closed_person(client, about, organs, kind):

    asked = {"clues": f"/api/v1/clues?q={PERSON}", "cases": f"/api/v1/cases?q={PERSON}"}
    whole = {"clues": "/api/v1/clues", "cases": "/api/v1/cases"}
    pages = {"/cases/": {"text": PERSON}, "/clues/": {"q": PERSON}, "/documents/search/": {"words": WORDS}}

    def told(addresses):
        return {name: client.get(address).json()["count"] for name, address in addresses.items()}

    def shown():
        purpose = {"Zhiheng-Purpose": quote("核实有关情况用于制发文书")}
        return [place for place, words in pages.items() if re.search(there, client.get(place, words, headers=purpose).content.decode())]

    there = f"/cases/{about['case_id']}/|/clues/{about['clue_id']}/"
    signed_in(client, organs["prosecutor"])
    before = told(whole)
    assert (told(asked)["cases"], shown()) == (1, list(pages))
    close(organs, kind)
    assert told(whole) == {name: count - 1 for name, count in before.items()}
    assert (told(asked)["cases"], shown()) == (0, [])
    signed_in(client, organs["chief"])
    assert (told(whole), shown()) == (before, list(pages)), "who closed it is named"


def test_things_of_an_upper_organ_are_not_there_for_a_lower_one(client, about, organs, now):
    from zhiheng.registry.services import appoint, enlist, register_organ

    lower = register_organ(actor=COMMAND_LINE, now=now, name="崇州市检察院", kind="procuratorate", level="county", division="510184")
    officer = enlist(actor=COMMAND_LINE, now=now, username="jintang", name="李检", organ=lower, password="Long-enough-2026")
    appoint(actor=COMMAND_LINE, now=now, officer=officer, role="prosecutor", from_on=date(2026, 1, 1))
    officer.must_change_password = False
    officer.save()
    signed_in(client, officer)
    missing = {name: MISSING[name] for name in about}
    walked = 0
    for (there, named), (nowhere, _) in zip(places(about), places(missing), strict=True):
        if named and ("/cases/" in there or "/documents/" in there):
            answer, other = client.get(there), client.get(nowhere)
            assert (answer.status_code, words_of(answer, there)) == (other.status_code, words_of(other, nowhere)), there
            assert answer.status_code in {302, 404, 405}, there  # 302: persons sign in elsewhere
            walked += 1
    assert walked > 8
    assert client.get("/api/v1/cases").json()["count"] == 0


@pytest.mark.parametrize("kind", CLOSED)
def test_an_entry_about_a_closed_person_is_in_no_ledger_but_for_the_named(call, people, kind):
    values = {"tag": "T1", "name": f"黑色手机（{PERSON}）", "kind": "phone", "seized_on": "2026-06-29"}
    number = call("seizer", "post", "ledgers/goods/entries", {"values": values, "on": "2026-06-29"}).json()["id"]
    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 1
    Barrier.objects.create(number=PERSON, kind=kind, admitted=["keeper"], reason="依法封存", since_on=date(2026, 1, 1), set_by="head")
    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 0
    assert call("seizer", "get", f"entries/{number}").status_code == 404
    there, nowhere = (call("seizer", "get", f"entries/{one}") for one in (number, UUID(int=4)))
    assert words_of(there, number) == words_of(nowhere, str(UUID(int=4)))
    assert call("seizer", "post", f"entries/{number}/acts", {"act": "store", "values": {"place": "A1"}}).status_code == 404
    assert call("keeper", "get", f"entries/{number}").status_code == 200


@pytest.mark.parametrize("kind", CLOSED)
def test_what_waits_and_what_came_are_those_without_the_closed_person(client, about, organs, now, kind):
    """Notices with their badge, and steps that wait, of the organ served; check-ins under an order, on their page and to be compared."""
    from zhiheng.law.clocks import OF_INSTANTS
    from zhiheng.procedure import selectors as procedure
    from zhiheng.tracking.models import CheckIn, Order

    day = OF_INSTANTS["hour"] * 24
    made = CheckIn.objects.create(order=Order.objects.get(), window_at=now, at=now, state="waiting")
    viewer, span = organs[BUREAU], {"since": now - day, "now": now + day}

    def came():
        arrived = [one.case_id for one in procedure.arrivals(viewer, **span)]
        waits = {row.case_id for row in procedure.waiting_for(viewer, now=now)}
        return set(arrived), procedure.waiting_count(viewer, now=now), waits

    signed_in(client, viewer)
    (arrived, count, waits), own = came(), {about["case_id"]}
    assert (arrived >= own, waits >= own) == (True, True)
    assert f"/tracking/check-ins/{made.pk}/" in client.get("/tracking/check-ins/").content.decode()
    close(organs, kind)
    assert came() == (arrived - own, count - 1, waits - own)
    assert f"/tracking/check-ins/{made.pk}/" not in client.get("/tracking/check-ins/").content.decode()
    there, nowhere = (f"/tracking/check-ins/{one}/compare/" for one in (made.pk, 999_999))
    given = {"outcome": "same", "note": ""}
    answers = [client.post(one, given) for one in (there, nowhere)]
    assert [one.status_code for one in answers] == [404, 404]
    assert words_of(answers[0], there) == words_of(answers[1], nowhere)


OTHER = "510107199004075992"


@pytest.mark.parametrize("closed", [PERSON, OTHER])
def test_a_case_on_clues_of_several_persons_is_closed_with_any_of_them(client, screened, acting, catalog, organs, now, closed):
    from zhiheng.oversight import selectors, services

    screened(found(PERSON), found(OTHER))
    numbers = [clue.pk for clue in selectors.clues_seen_by(organs["chief"]).order_by("subject")]
    for number in numbers:
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=number)
    given = {"actor": acting("prosecutor"), "now": now, "catalog": catalog, "kind": "correction_notice", "facts_text": WORDS}
    case = documents.open_document(**given, clues=numbers)
    signed_in(client, organs["prosecutor"])
    there, listed = f"/api/v1/cases/{case.pk}", "/api/v1/cases"
    assert (client.get(there).status_code, client.get(listed).json()["count"]) == (200, 1)
    close(organs, "limited", closed)
    assert (client.get(there).status_code, client.get(listed).json()["count"]) == (404, 0)
    signed_in(client, organs["chief"])
    assert client.get(there).status_code == 200, "who closed it is named"


@pytest.mark.parametrize("place", ["/cases/{case_id}/documents/{document_id}/pdf/", "/cases/{case_id}/files/{file_id}/"])
def test_the_entry_of_a_file_handed_out_says_whose_it_is(client, about, organs, place):
    """A paper and what was handed in are about the persons of the case, whatever their content shows."""
    from zhiheng.ledger.models import Entry
    from zhiheng.registry.services.reading import person_key

    signed_in(client, organs["prosecutor"])
    answer = client.get(place.format(**about), headers={"Zhiheng-Purpose": quote("核实有关情况用于制发文书")})
    assert answer.status_code == 200
    facts = Entry.objects.filter(act="record.read").latest("seq").facts
    assert (facts["files"], facts["persons"], facts["whose"]) == (1, 1, [person_key(PERSON)])
    assert facts.get("unread", 0) == int("documents" in place), "a PDF is not looked through, and the entry says so"


def test_a_clue_and_a_case_that_know_their_person_by_name_alone_are_closed_with_who_bears_it(
    client, screened, acting, catalog, organs, now
):
    """Drawn from a ledger that records names; also a case whose person came without a number."""
    from zhiheng.oversight import selectors, services
    from zhiheng.procedure.models import Case
    from zhiheng.subjects.models import Identity

    given = {"kind": "resident", "name": "何小满", "names": "\n何小满\n", "first_received_at": now, "last_received_at": now}
    Identity.objects.create(number=PERSON, digest="d", **given)
    screened(found("何小满"), found(OTHER))
    kept = {"actor": acting("prosecutor"), "now": now}
    cases = {}
    for clue in selectors.clues_seen_by(organs["chief"]):
        services.verify_clue(**kept, clue_id=clue.pk)
        cases[clue.subject] = documents.open_document(**kept, catalog=catalog, clues=[clue.pk], kind="correction_notice", facts_text=WORDS)
    signed_in(client, organs["prosecutor"])
    listed = ("/api/v1/clues", "/api/v1/cases")
    assert [client.get(one).json()["count"] for one in listed] == [2, 2]
    close(organs, "limited")
    assert [client.get(one).json()["count"] for one in listed] == [1, 1]
    assert client.get(f"/api/v1/cases/{cases['何小满'].pk}").status_code == 404
    Case.objects.filter(pk=cases[OTHER].pk).update(subject="", subject_name="何小满")
    assert client.get("/api/v1/cases").json()["count"] == 0, "the case itself knows a name and no number"
    signed_in(client, organs["chief"])
    assert [client.get(one).json()["count"] for one in listed] == [2, 2]


@pytest.mark.parametrize("values", [{"name": "何小满", "prison": "川西监狱"}, {"other": f"同案（{PERSON}）"}])
def test_a_clue_that_names_a_closed_person_beside_its_subject_is_closed_with_the_person(client, screened, organs, now, values):
    """About a prison's worker whom it knows by name; about one person, naming another by number."""
    from zhiheng.subjects.models import Identity

    given = {"kind": "resident", "name": "何小满", "names": "\n何小满\n", "first_received_at": now, "last_received_at": now}
    Identity.objects.create(number=PERSON, digest="d", **given)
    subject = "川西监狱何小满" if "name" in values else OTHER
    screened(found(subject, **values), found("510107199004076004"))
    signed_in(client, organs["prosecutor"])
    assert client.get("/api/v1/clues").json()["count"] == 2
    close(organs, "sealed")
    assert client.get("/api/v1/clues").json()["count"] == 1
    screened(found(subject), found("510107199004076004"))
    assert client.get("/api/v1/clues").json()["count"] == 1, "who was once named stays so"


def test_a_search_finds_nothing_by_a_part_of_a_masked_number(client, screened, organs, acting, catalog, now):
    """Else a number is read out digit by digit without a purpose, by what is found and what is not."""
    from zhiheng.oversight import selectors, services
    from zhiheng.procedure.models import Case

    screened(found(PERSON))
    clue = selectors.clues_seen_by(organs["chief"]).get()
    kept = {"actor": acting("prosecutor"), "now": now}
    services.verify_clue(**kept, clue_id=clue.pk)
    case = documents.open_document(**kept, catalog=catalog, clues=[clue.pk], kind="correction_notice", facts_text=WORDS)
    Case.objects.filter(pk=case.pk).update(title=f"张某（{PERSON}）纠正违法")
    signed_in(client, organs["prosecutor"])
    for place in ("/api/v1/clues", "/api/v1/cases"):
        told = [client.get(place, {"q": text}).json()["count"] for text in (PERSON, PERSON[6:14], PERSON[:9], PERSON[-4:])]
        assert told == [1, 0, 0, 0], place
        opened = client.get(place, {"q": PERSON[6:14]}, headers={"Zhiheng-Purpose": quote("核实有关情况用于制发文书")})
        assert opened.json()["count"] == 1, "a purpose was stated"
    for place, name, thing in (("/clues/", "q", f"/clues/{clue.pk}/"), ("/cases/", "text", f"/cases/{case.pk}/")):
        shown = [thing in client.get(place, {name: text}).content.decode() for text in (PERSON, PERSON[6:14])]
        assert shown == [True, False], place


def test_a_search_finds_no_clue_by_words_that_are_hidden(client, screened, organs, monkeypatch):
    """Of a model that tells something sensitive the summary is shown for a purpose alone."""
    from zhiheng.catalog.models import ModelSpec
    from zhiheng.oversight.models import Clue

    screened(found(PERSON))
    Clue.objects.update(summary="住院记录与外出时间冲突")
    signed_in(client, organs["prosecutor"])
    asked = {"q": "住院"}
    assert client.get("/api/v1/clues", asked).json()["count"] == 1
    monkeypatch.setattr(ModelSpec, "tells_sensitive", property(lambda _spec: True))
    assert "住院" not in client.get("/api/v1/clues").content.decode()
    assert client.get("/api/v1/clues", asked).json()["count"] == 0
    assert client.get("/clues/", asked).content.decode().count("/clues/") < client.get("/clues/").content.decode().count("/clues/")
    opened = client.get("/api/v1/clues", asked, headers={"Zhiheng-Purpose": quote("核实有关情况用于制发文书")})
    assert opened.json()["count"] == 1
