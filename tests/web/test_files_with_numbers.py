"""Files cannot be masked as pages are: one with a person's number in any field asks for a purpose, and its entry says whose it holds."""

from __future__ import annotations

import pytest

from tests.api.test_closed_work import OTHER, PERSON, page, phones
from tests.api.test_work_routes import call, moment, people, trial, trial_root
from zhiheng.ledger.models import Entry
from zhiheng.registry.services.reading import person_key

__all__ = ["call", "moment", "page", "people", "phones", "trial", "trial_root"]
FILES = ("/ledgers/goods/?format=xlsx", "/ledgers/goods/print/", "/ledgers/goods/labels/")


@pytest.mark.parametrize("place", FILES)
def test_numbers_in_plain_fields_ask_for_a_purpose_and_are_traced(client, people, page, phones, place):
    """The name of a thing may hold a number, though the ledger has no field for persons."""
    client.force_login(people["officer"]("seizer"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(place).status_code == 403
    assert page("seizer", place).status_code == 200
    facts = Entry.objects.filter(act="record.read").order_by("-seq").first().facts
    assert (facts["persons"], set(facts["whose"])) == (2, {person_key(PERSON), person_key(OTHER)})


def test_a_ledger_without_numbers_asks_for_none(client, people, call):
    from tests.api.test_work_routes import PHONE

    assert call("seizer", "post", "ledgers/goods/entries", {"values": PHONE, "on": "2026-06-29"}).status_code == 201
    client.force_login(people["officer"]("seizer"), backend="django.contrib.auth.backends.ModelBackend")
    assert [client.get(place).status_code for place in FILES] == [200, 200, 200]
