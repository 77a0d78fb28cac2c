"""Officers who act at the same moment on PostgreSQL: numbers without gaps, no lock that waits for itself."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from tests import documents
from tests.oversight.conftest import found
from zhiheng.oversight import selectors, services
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.simulate.persons import check_digit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("ZHIHENG_TEST_DATABASE_URL" not in os.environ, reason="SQLite lets one writer in at a time"),
]

NUMBERS = [body + check_digit(body) for body in (f"51010719900407{number:03d}" for number in range(8))]


def apart(work):
    """Run in a thread with a connection of its own, which is closed after."""

    def run(*arguments):
        try:
            return work(*arguments)
        finally:
            connection.close()

    return run


def test_documents_opened_at_once_are_numbered_without_gaps(screened, acting, catalog, now):
    screened(*(found(number) for number in NUMBERS))
    prosecutor, chief = acting("prosecutor"), acting("chief")
    ids = list(selectors.clues_seen_by(COMMAND_LINE).order_by("pk").values_list("pk", flat=True))

    def issue(clue_id):
        services.verify_clue(actor=prosecutor, now=now, clue_id=clue_id)
        case = documents.open_document(actor=prosecutor, now=now, catalog=catalog, clues=[clue_id], kind="proposal")
        documents.submit_document(actor=prosecutor, now=now, case_id=case.pk)
        documents.approve_document(actor=chief, now=now, case_id=case.pk)

    with ThreadPoolExecutor(4) as officers:
        list(officers.map(apart(issue), ids))
        screened(*(found(number) for number in NUMBERS))
    register = selectors.document_register(COMMAND_LINE, date(2026, 7, 1))
    numbers = sorted(int(row.number.partition("〕")[2].removesuffix("号")) for row in register)
    assert numbers == list(range(1, 9))


def test_screening_while_officers_act(screened, acting, catalog, now):
    clues = [found(f"51010719900407{number:04d}") for number in range(8)]
    screened(*clues)
    prosecutor, chief = acting("prosecutor"), acting("chief")
    ids = list(selectors.clues_seen_by(COMMAND_LINE).order_by("pk").values_list("pk", flat=True))

    def judge(clue_id):
        services.verify_clue(actor=prosecutor, now=now, clue_id=clue_id)
        case = documents.open_document(actor=prosecutor, now=now, catalog=catalog, clues=[clue_id], kind="proposal")
        services.act_aside(actor=prosecutor, now=now, case_id=case.pk, kind="withdraw_asked", reason="试")
        return services.act_aside(actor=chief, now=now, case_id=case.pk, kind="withdrawn", reason="试")

    with ThreadPoolExecutor(4) as officers:
        acts = [officers.submit(apart(judge), clue_id) for clue_id in ids]
        runs = [officers.submit(apart(lambda: screened(*clues))) for _ in range(4)]
        outcomes = [run.result() for run in runs]
        assert [act.result() is not None for act in acts] == [True] * 8
    assert [outcome.added for outcome in outcomes] == [0] * 4
    assert set(selectors.clues_seen_by(COMMAND_LINE).values_list("state", flat=True)) == {"verified"}
