"""A database that an earlier program left is verified as it is: tables and columns that came later are no error, and hide nothing."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.ledger.tampering import past_the_program
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.services import append
from zhiheng.operation.models import RetentionOrder

TABLE = "operation_retentionorder"


@pytest.fixture()
def trace(db, home, actor, now):
    with transaction.atomic():
        append(actor=actor, act="test.filled", thing="test:home", details={}, now=now)


@pytest.fixture()
def order(trace, actor, now):
    """A row of the table that the trace binds."""
    with transaction.atomic():
        told = {"kind": "reads", "before": now.date(), "document": "1号", "reason": "期满", "proposed_by": "x", "proposed_at": now}
        row = RetentionOrder.objects.create(found=1, **told)
        append(actor=actor, act="test.ordered", thing="test:home", details={}, now=now)
    return row


LATER = [f"DROP TABLE {TABLE}", f"ALTER TABLE {TABLE} DROP COLUMN removed"]


@pytest.mark.parametrize("statement", LATER)
def test_what_came_later_is_no_error(trace, settings, statement):
    past_the_program(statement)
    settings.READ_ONLY = True
    assert verify().ok


@pytest.mark.parametrize(("statement", "words"), zip(LATER, ["被删去", "不能核对"], strict=True))
def test_what_was_there_and_is_gone_is_found(order, settings, statement, words):
    past_the_program(statement)
    settings.READ_ONLY = True
    (finding,) = verify().findings
    assert f"（{TABLE}）编号 {order.pk} 的行{words}" in finding.message
