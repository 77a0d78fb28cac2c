"""Columns of cases, clues, papers, positions and the trace that lie enciphered, and what is still found in them."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.ledger.tampering import past_the_program
from tests.operation.test_enciphered import key, raw
from tests.records.conftest import organ
from tests.tracking.conftest import HOME, bureau, device, officer, order, record, send, write_order
from zhiheng.ledger.binding import bind_rest
from zhiheng.ledger.core import at_rest, at_rest_text
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.ledger.services import append
from zhiheng.operation.services.enciphering import rotate_data_key, standing, turn_over

__all__ = ["bureau", "device", "key", "officer", "order", "organ", "record", "send", "write_order"]
pytestmark = pytest.mark.django_db
NUMBER = "510107199004075992"
LON = str(HOME[0])


def everything() -> str:
    """All values of all tables as the database has them."""
    with connection.cursor() as cursor:
        names, found = connection.introspection.table_names(cursor), []
        for name in names:
            cursor.execute(f'select * from "{name}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_number_and_no_position_lies_in_the_database_after_positions_came(key, order, send):
    send(("2026-06-30T09:00",), ("2026-06-30T09:05",), at="2026-06-30T09:06")
    kept = everything()
    assert NUMBER not in kept
    assert LON not in kept
    position = order.positions.first()
    assert (position.lon, position.lat) == HOME
    assert type(order).objects.get(person=NUMBER).person == NUMBER
    assert verify().ok


def test_a_position_that_lay_plain_is_taken_over_and_goes_back(home, actor, now, order, send, key):
    at_rest.use(None)
    send(("2026-06-30T09:00",), at="2026-06-30T09:06")
    plain = raw("tracking_position", "lon")
    at_rest.use(key)
    assert plain[0].startswith(LON)
    turn_over(actor=actor, now=now)
    assert LON not in everything()
    assert (standing().rows, order.positions.get().lon) == (0, HOME[0])
    turn_over(actor=actor, now=now, plain=True)
    assert raw("tracking_position", "lon") == plain
    assert verify().ok


def test_what_organs_wrote_of_a_person_beside_the_name_lies_enciphered(home, key, organ, now):
    from zhiheng.portal.models import Account
    from zhiheng.subjects.models import Identity

    said = [{"name": "周甲", "organ": "旧址所属单位", "records": 3}]
    written = {"births": ["1990-04-07"], "divisions": ["510107"], "former_names": ["周旧名"], "said": said, "sexes": ["male"]}
    Identity.objects.create(
        number=NUMBER, kind="resident", name="周甲", names="周甲", first_received_at=now, last_received_at=now, **written
    )
    Account.objects.create(**account_of(organ, now), person=NUMBER, contact="13800001234")
    kept = everything()
    assert [one for one in ("1990-04-07", "周旧名", "旧址所属单位", "13800001234") if one in kept] == []
    identity = Identity.objects.get(number=NUMBER)
    assert {name: getattr(identity, name) for name in written} == written
    assert Account.objects.get().contact == "13800001234"


def account_of(organ, now):
    """What an account of a person needs beside the person."""
    return {"number": "J1", "kind": "person", "name": "周甲", "organ": organ, "made_at": now, "made_by": "test"}


@pytest.fixture()
def clue(organ, now):
    from zhiheng.oversight.models import Clue, Run

    run = Run.objects.create(as_of="2026-06-30", engine="duckdb", started_at=now, started_by="test", snapshot={}, snapshot_digest="0" * 64)
    return Clue.objects.create(
        model="m", pack="p", subject=NUMBER, occurrence=f"a|{NUMBER}", level="high", summary=f"周甲（{NUMBER}）脱管，另见 zhk1.甲",
        organ=organ, as_of="2026-06-30",
        digest="0" * 64, first_run=run, last_run=run, found_at=now, state_at=now, values={"number": NUMBER},
    )  # fmt: skip


def test_words_and_whole_numbers_are_still_found(home, key, clue):
    from zhiheng.oversight.models import Clue

    assert NUMBER not in everything()
    kept = Clue.objects.get(subject=NUMBER)
    assert (kept.summary, kept.occurrence) == (f"周甲（{NUMBER}）脱管，另见 zhk1.甲", f"a|{NUMBER}")
    assert kept.values == {"number": NUMBER}
    for words in ("脱管", NUMBER, f"甲（{NUMBER}）脱"):
        assert Clue.objects.filter(summary__icontains=words).count() == 1
    assert Clue.objects.filter(subject__icontains=NUMBER).count() == 1
    assert [Clue.objects.filter(summary__icontains=words).count() for words in ("ZHK1.甲", "zhk1.甲", "Zhk2")] == [1, 1, 0]


def test_only_words_with_capitals_are_compared_in_capitals(home, clue):
    from zhiheng.oversight.models import Clue

    asked = {words: str(Clue.objects.filter(summary__icontains=words).query) for words in ("脱管", "zhk1")}
    with_capitals = {words for words, sql in asked.items() if "UPPER" in sql}
    assert with_capitals == ({"zhk1"} if connection.vendor == "postgresql" else set())


def test_entries_lie_enciphered_for_good_and_their_leaves_stay(home, actor, now, key, organ):
    from django.db import transaction

    person = type(actor)(id=f"person:{NUMBER}", name="周甲", organ="", via="portal")
    with transaction.atomic():
        append(actor=person, act="test.read", thing="test:1", details={"whose": [NUMBER]}, now=now)
    assert NUMBER not in everything()
    before = raw("ledger_entry", "details")
    rotate_data_key(actor=actor, now=now)
    assert set(before) <= set(raw("ledger_entry", "details"))
    entry = entries_about("test:1").get(actor=f"person:{NUMBER}")
    assert (entry.facts, entry.actor) == ({"whose": [NUMBER]}, f"person:{NUMBER}")
    assert verify().ok


def bind_all():
    """The verdict once what the test wrote is bound, as a commit binds it."""
    bind_rest(connection)
    return verify()


@pytest.mark.parametrize("column", ["subject", "summary", "evidence"])
def test_a_spoilt_column_is_a_finding_that_names_the_row(home, key, clue, column):
    with connection.cursor() as cursor:
        cursor.execute(f"select cast({column} as text) from oversight_clue")
        text = cursor.fetchone()[0]
    at = text.index("zhr1." if column == "evidence" else "zhk1.") + 20
    spoilt = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    assert bind_all().ok
    past_the_program((f"update oversight_clue set {column} = %s", [spoilt]))
    found = verify()
    assert any("oversight_clue" in one.message and f"编号 {clue.pk} " in one.message for one in found.findings)


def test_a_spoilt_entry_is_a_finding_that_names_it(home, actor, now, key):
    from django.db import transaction

    with transaction.atomic():
        seq = append(actor=actor, act="test.read", thing="test:1", details={"whose": [NUMBER]}, now=now)
    text = raw("ledger_entry", "details")[-1]
    past_the_program(("update ledger_entry set details = %s where seq = %s", [text[:30] + "AAAA" + text[34:], seq]))
    assert seq in [one.seq for one in verify().findings]


def test_words_typed_like_enciphered_ones_are_words(home, key, clue):
    from zhiheng.oversight.models import Clue

    typed = "zhk1." + "A" * 46 + "=="
    Clue.objects.update(summary=typed, reason="zhr1.x", subject="zhk1.y")
    kept = Clue.objects.get()
    assert (kept.summary, kept.reason, kept.subject) == (typed, "zhr1.x", "zhk1.y")
    at_rest.use(None)
    Clue.objects.update(summary=typed, reason="zhr1.x", subject="zhk1.y", occurrence="", values={}, evidence=[])
    kept = Clue.objects.get()
    assert (kept.summary, kept.reason, kept.subject) == (typed, "zhr1.x", "zhk1.y")
    assert at_rest_text.escaped("zhp1.z") == "zhp1.zhp1.z"
