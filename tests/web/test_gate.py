"""The gate through the pages and the interface: masked without a purpose, whole with one, and then in the trace."""

import io
import json
from urllib.parse import quote

import openpyxl
import pytest
from django.urls import reverse

from tests.web.conftest import PURPOSE
from tests.web.test_acts import clues
from zhiheng.ledger.selectors import recent
from zhiheng.registry.services import person_key

__all__ = ["clues"]
NUMBER, MASK = "510121199005072715", "510121********2715"
REASON = "核查线索所涉矫正对象的记录"


def text(answer):
    return answer.content.decode()


def state(client, address, **given):
    return client.post(reverse("purpose"), {"next": address, **given})


def test_numbers_are_masked_until_a_purpose_is_stated_and_each_whole_page_is_an_entry(enter, clues):
    client, address = enter("prosecutor"), reverse("clue", args=[clues[0].pk])
    before = recent(1)[0].seq
    for closed in (text(client.get(address)), text(client.get("/clues/")), text(client.post(reverse("clue_records", args=[clues[0].pk])))):
        assert NUMBER not in closed
        assert MASK in closed
    assert recent(1)[0].seq == before, "what shows nobody whole leaves no entry"
    for reason in ("", "x", "看看", "。。。。。。。。。。。。"):
        assert state(client, address, purpose=reason).status_code == 422
    assert NUMBER not in text(client.get(address))
    assert state(client, address, purpose=REASON)["Location"] == address
    opened = text(client.get(address))
    assert NUMBER in opened and REASON in opened
    entry = recent(1)[0]
    assert (entry.act, entry.thing, entry.actor) == ("record.read", f"clue:{clues[0].pk}", "prosecutor")
    assert (entry.facts["purpose"], entry.facts["persons"], entry.facts["whose"]) == (REASON, 1, [person_key(NUMBER)])
    assert entry.facts["address"] == "127.0.0.1"
    assert NUMBER not in json.dumps(entry.facts)
    client.get(address)
    assert recent(1)[0].seq == entry.seq + 1, "each view of whole numbers is an entry"
    for other in (reverse("clue", args=[clues[1].pk]), "/clues/"):
        assert NUMBER not in text(client.get(other)), "a purpose opens one thing, not the next"


def test_a_workbook_asks_first_and_links_and_forms_of_a_masked_page_still_work(enter, clues):
    client = enter("prosecutor")
    asked = client.get("/clues/?format=xlsx")
    assert asked.status_code == 403
    assert "先写明用途" in text(asked)
    assert recent(1)[0].act != "list.exported"
    assert state(client, "/clues/?format=xlsx", purpose=REASON)["Location"] == "/clues/?format=xlsx"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/clues/?format=xlsx").streaming_content)))
    assert NUMBER in str(list(book.active.values))
    assert [entry.act for entry in recent(2)] == ["record.read", "list.exported"]
    assert [entry.facts["address"] for entry in recent(2)] == ["127.0.0.1"] * 2
    client.get("/clues/?format=pdf")
    printed = next(entry for entry in recent(2) if entry.act == "sheet.printed")
    assert printed.facts["address"] == "127.0.0.1"
    client.session.flush()
    client = enter("prosecutor")
    page = text(client.get("/clues/", {"q": NUMBER}))
    assert NUMBER not in page
    assert f'value="{MASK}"' in page
    assert reverse("clue", args=[clues[0].pk]) in text(client.get("/clues/", {"q": MASK})), "the session knows the mask"
    assert NUMBER not in str(dict(client.session.items()))


def test_the_interface_masks_and_opens_by_header_or_question(enter, clues):
    client, place = enter("prosecutor"), f"/api/v1/clues/{clues[0].pk}"
    closed = client.get(place)
    assert closed.json()["subject"] == MASK
    assert NUMBER not in text(closed) + text(client.get("/api/v1/clues"))
    refused = client.get(place, headers={"Zhiheng-Purpose": "x"})
    assert (refused.status_code, set(refused.json())) == (403, {"thing", "place", "reason", "remedy"})
    for more in ({"headers": PURPOSE}, {"data": {"purpose": REASON}}):
        assert client.get(place, **more).json()["subject"] == NUMBER
        assert (recent(1)[0].act, recent(1)[0].via, recent(1)[0].facts["persons"]) == ("record.read", "api", 1)


@pytest.mark.parametrize("username", ["auditor", "security", "system"])
def test_administrators_open_nothing_with_any_purpose(enter, clues, username):
    client = enter(username)
    for address in ("/trace/", "/", "/api/v1/ledger/entries"):
        assert NUMBER not in text(client.get(address, headers={"Zhiheng-Purpose": quote(REASON)}))
    assert state(client, "/trace/", purpose=REASON).status_code == 422
    assert state(client, "https://elsewhere.example/", purpose=REASON).status_code == 422


def test_a_purpose_leads_nowhere_but_to_this_site(enter, clues):
    for onward in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert state(enter("prosecutor"), onward, purpose=REASON)["Location"] == "/"


@pytest.mark.parametrize(("purpose", "sensitive"), [("", True), (REASON, False), (REASON, True)])
def test_lists_are_neither_narrowed_nor_sorted_by_what_is_hidden(db, purpose, sensitive):
    """Else a filter told of whom a hidden flag holds, and the order of a list its values."""
    from django.http import QueryDict

    from zhiheng.models.in_force import catalog
    from zhiheng.procedure.models import LISTED
    from zhiheng.register.selectors import EntryFilter, entries_seen_by
    from zhiheng.registry.gate import Gate, entered
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.web.cases.cases import listed_column
    from zhiheng.web.registers.forms import facets_of
    from zhiheng.web.registers.ledger_page import columns_for

    ledger, penalty = catalog().registers["treatment_residents"], catalog().procedures["penalty"]
    with entered(Gate(purpose, lambda: sensitive)):
        facets = [item.id for item in facets_of(ledger.shape)]
        sorts = {str(column.title): column.sort for column in columns_for(ledger, QueryDict(), COMMAND_LINE, several=False, organs=False)}
        narrowed = entries_seen_by(COMMAND_LINE, ledger, EntryFilter(columns={"danger": True})).query.is_empty()
        order = entries_seen_by(COMMAND_LINE, ledger, sort="danger").query.order_by
        cases = listed_column(penalty, "party", 0).sort
    opened = bool(purpose) and sensitive
    assert ("danger" in facets, bool(sorts["仍有人身危险性"]), narrowed) == (opened, opened, not opened)
    assert (order[0] == "-entered_at", cases) == (not opened, LISTED[0] if opened else "")
