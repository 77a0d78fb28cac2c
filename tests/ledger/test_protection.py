"""On PostgreSQL, tables that are only added to refuse a change, a removal and an emptying, whoever asks for it."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.ledger.rows import one_of_each
from zhiheng.ledger.protection import protected
from zhiheng.ledger.services import append, erase_details

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles; what is changed there is found by verify")


def refused(statement):
    with pytest.raises(ProgrammingError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_table_that_is_only_added_to_refuses_change_removal_and_emptying(db, home, now):
    made = one_of_each(now)
    connection.check_constraints()
    assert {"procedure_eventrow", "oversight_clueevent", "register_actrow", "exchange_packagehop"} <= set(protected())
    for table in [*protected(), "ledger_entry"]:
        key = made[table]._meta.pk.column
        refused(f'UPDATE "{table}" SET "{key}" = "{key}"' if table != "ledger_entry" else "UPDATE ledger_entry SET act = 'x'")
        refused(f'DELETE FROM "{table}"')
        refused(f'TRUNCATE "{table}" CASCADE')


def test_an_entry_lets_its_details_be_emptied_and_nothing_put_in_their_place(db, home, actor, now):
    with transaction.atomic():
        seq = append(actor=actor, act="clue.verified", thing="clue:1", details={"n": 1}, now=now)
    refused(f"UPDATE ledger_entry SET details = '{{}}' WHERE seq = {seq}")
    assert erase_details(actor=actor, seqs=[seq], reason="期满清除", now=now) == 1
    refused(f"UPDATE ledger_entry SET details = '{{}}' WHERE seq = {seq}")


@pytest.mark.django_db(transaction=True)
def test_what_another_account_writes_is_told_with_its_name(home, actor, now):
    from django.db import connections

    from zhiheng.ledger.selectors import verify

    other = connections.create_connection("default")
    other.commit = lambda: None
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO oversight_cursor (name, position) VALUES ('stranger', 1)")
    other.close()
    with transaction.atomic():
        append(actor=actor, act="clue.verified", thing="clue:1", details={}, now=now)
    (finding,) = verify().findings
    assert "编号 stranger 的行是不经本程序添加的，没有留痕；数据库账号 " in finding.message
    assert "直接写入" in finding.message
