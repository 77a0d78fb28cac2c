"""What many parts of a page ask is asked once while it is drawn, each time anywhere else; a page asks no more for having more ledgers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhiheng.ledger.core.once import drawing, once
from zhiheng.models.in_force import catalog
from zhiheng.register import selectors
from zhiheng.registry.models import Barrier
from zhiheng.registry.selectors import COMMAND_LINE, barred_numbers

pytestmark = pytest.mark.drawn
NUMBER = "510107199001011237"


def test_an_answer_lasts_as_long_as_the_page():
    asked = []
    for _round in range(2):
        once("x", lambda: asked.append(1))
    assert len(asked) == 2
    with drawing():
        for _round in range(3):
            once("x", lambda: asked.append(1))
    assert len(asked) == 3
    once("x", lambda: asked.append(1))
    assert len(asked) == 4


@pytest.mark.django_db
def test_closed_records_are_asked_anew_by_the_next_page(officers):
    viewer = officers["prosecutor"]
    with drawing():
        assert barred_numbers(viewer) == frozenset()
    Barrier.objects.create(number=NUMBER, kind="sealed", since_on=date(2020, 1, 1), admitted=[], reason="封存", set_by="x")
    with drawing():
        assert NUMBER in barred_numbers(viewer)


@pytest.mark.django_db
def test_ledgers_seen_alike_are_counted_in_one_question(officers):
    specs = [spec for spec in catalog().registers.values() if not spec.shape.view]
    for viewer in (officers["prosecutor"], COMMAND_LINE):
        with drawing(), CaptureQueriesContext(connection) as asked:
            found = selectors.ledger_figures(viewer, specs, now=timezone.now())
        assert set(found) == {spec.id for spec in specs}
        assert len(asked) < len(specs) / 3


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/clues/", "/cases/", "/ledgers/", "/indicators/"])
def test_a_page_asks_little(enter, address):
    client = enter("prosecutor")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) < 60, "\n".join(sorted(one["sql"][:120] for one in asked))
