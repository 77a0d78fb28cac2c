"""Every address that names a row of the database × a row of an organ nobody knows: read or acted on, answered as one that is not there."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.contrib.messages import get_messages

from tests.api.test_matrix import MISSING, addresses, words_of
from tests.ledger.rows import one_of_each
from tests.ledger.tampering import past_the_program
from zhiheng.ledger.models import Head
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.web.purposes import scope_of

TABLES = {
    "api/v1/counts/": "register_count", "api/v1/ratings/": "work_rating", "api/v1/duties/": "work_owed",
    "data/files/": "exchange_delivery",
    "api/v1/deliveries/": "exchange_delivery", "data/packages/": "exchange_package", "data/messages/": "exchange_incoming",
    "data/mandates/": "exchange_mandate", "data/breaches/": "exchange_breach", "duties/": "work_owed", "ratings/": "work_rating",
    "notices/": "notices_outbound", "security/key/": "registry_passkey",
}  # fmt: skip
"""Of addresses whose part says no more than `number`."""
PARTS = {
    "clue_id": "oversight_clue", "case_id": "procedure_case", "document_id": "dossier_document", "package_number": "exchange_package",
    "message_id": "exchange_incoming", "alarm_id": "tracking_alarm", "order_id": "tracking_order", "entry_id": "register_entry",
    "count_id": "register_count", "rating_id": "work_rating", "identity_id": "subjects_identity", "match_id": "subjects_match",
    "batch_id": "records_batch", "view_id": "work_savedview", "file_id": "dossier_storedfile", "barrier_id": "registry_barrier",
    "delegation_id": "registry_delegation", "gateway_id": "tracking_gateway", "checkin_id": "tracking_checkin",
    "organ_id": "registry_organ",
    "account_id": "portal_account", "code_id": "portal_querycode",
}  # fmt: skip
WORDS = {
    "data/breaches/": "explain", "persons/matches/": "confirm", "tracking/alarms/": "seen", "tracking/": "watch", "clues/": "verified",
    "ledgers/": "store", "cases/": "pdf",
}  # fmt: skip
"""What stands beside a row in an address: an act, a form."""
OTHERS = {"key": "x", "step": "x", "dataset": "leaves", "which": "front", "mark": "x", "name": "store"}


def first_of(table, place):
    return next((value for start, value in table.items() if place.startswith(start)), None)


def pairs(made):
    """(address with rows that are there, the same with none that is), of those that `test_matrix` does not walk."""
    for place, _name, _view in addresses():
        parts = re.findall(r"<(?:\w+:)?(\w+)>", place)
        table = {part: PARTS.get(part) or (first_of(TABLES, place) if part == "number" else None) for part in parts}
        walked = set(parts) <= set(MISSING) and not any(place.startswith(start) for start in TABLES)
        if walked or "$" in place or "^" in place or place.startswith(("system/", "portal/")) or not any(table.values()):
            continue
        there = nowhere = "/" + place
        for part in parts:
            pattern = rf"<(?:\w+:)?{part}>"
            row = made.get(table[part] or "")
            plain = OTHERS.get(part) or first_of(WORDS, place) or "x"
            missing = UUID(int=7) if row is not None and isinstance(row.pk, UUID) else 999_999
            there = re.sub(pattern, str(row.pk if row is not None else plain), there)
            nowhere = re.sub(pattern, str(missing if row is not None else plain), nowhere)
        if there != nowhere:
            yield there, nowhere


def said_of(answer, address):
    """What is said, without the address; a page that answers a form names the page of the thing, to go back to."""
    back = scope_of(address)
    return re.sub(rf"{re.escape(back)}(?=[^0-9])", "…", words_of(answer, address))


def answered(client, method, place):
    """The answer; what it leaves to be said on the next page is not left to that of another address."""
    answer = getattr(client, method)(place)
    answer.left = [str(message) for message in get_messages(answer.wsgi_request)]
    session = client.session
    if session.pop("_messages", None):
        session.save()
    return answer


@pytest.fixture()
def strangers(organs, now):
    """A prison's handler, and a prosecutor of a county that has nothing to do with the rows."""
    from zhiheng.registry.services import appoint, enlist, register_organ

    office = register_organ(actor=COMMAND_LINE, now=now, name="崇州市检察院", kind="procuratorate", level="county", division="510184")
    officer = enlist(actor=COMMAND_LINE, now=now, username="chongzhou", name="李检", organ=office, password="Long-enough-2026")
    appoint(actor=COMMAND_LINE, now=now, officer=officer, role="prosecutor", from_on=date(2026, 1, 1))
    officer.must_change_password = False
    officer.save()
    return [organs["嘉陵监狱"], officer]


def test_rows_of_an_organ_nobody_knows_are_answered_as_none(client, home, strangers, now):
    made = one_of_each(now, there=[Head.objects.get()])
    organ, identity = made["registry_organ"].pk, made["subjects_identity"].pk
    past_the_program(("UPDATE registry_organ SET division = '000000' WHERE id = %s", [organ]))
    past_the_program(("UPDATE subjects_identity SET said = '[]' WHERE id = %s", [identity]))
    assert {name for name in [*TABLES.values(), *PARTS.values()] if name not in made} == set()
    client.raise_request_exception = False
    handler, prosecutor = strangers
    walked, told = 0, []
    for there, nowhere in pairs(made):
        client.force_login(handler if "/data/" in there else prosecutor, backend="django.contrib.auth.backends.ModelBackend")
        for method in ("get", "post"):
            one, other = (answered(client, method, place) for place in (there, nowhere))
            same, alike = ((each.status_code, each.headers.get("Location"), each.left) for each in (one, other))
            if same != alike or said_of(one, there) != said_of(other, nowhere) or one.status_code not in {302, 400, 404, 405, 422}:
                lines = [said_of(*pair).splitlines() for pair in ((one, there), (other, nowhere))]
                apart = [both for both in zip(*lines, strict=False) if both[0] != both[1]][:2]
                told.append((method, there, one.status_code, other.status_code, apart))
            walked += 1
    assert told == [], told
    assert walked > 60
