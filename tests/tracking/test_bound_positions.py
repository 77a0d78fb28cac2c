"""Positions are bound by their delivery: a changed one is named, those whose time is over leave no finding, late ones are judged anew."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.ledger.tampering import past_the_program
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.models import Entry
from zhiheng.tracking.core.binding import bound_of
from zhiheng.tracking.models import Intake, Position
from zhiheng.tracking.selectors.bound_positions import group_of, sealed
from zhiheng.tracking.services import summarise_positions
from zhiheng.tracking.services.late_binding import bind_earlier

from .conftest import moment, north

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return [(finding.kind, finding.message) for finding in ledger.verify().findings]


@pytest.fixture()
def sent(send):
    send(("2026-06-30T09:00",), ("2026-06-30T09:05", north(200)), ("2026-06-30T09:10", north(400)), at="2026-06-30T09:11")
    send(("2026-06-30T09:20",), at="2026-06-30T09:21")
    return list(Position.objects.order_by("at"))


def test_what_was_taken_in_is_sound_also_after_late_ones_were_judged(send, sent):
    assert ledger.verify().covered["tracking_position"] == len(sent) == 4
    send(("2026-06-30T09:03", north(100)), ("2026-06-30T09:04", north(5000)), at="2026-06-30T09:22")
    assert (Intake.objects.count(), Position.objects.count(), told()) == (3, 6, [])


def test_one_changed_position_is_named(sent):
    past_the_program(("UPDATE tracking_position SET accuracy_m = 900 WHERE id = %s", [sent[1].pk]))
    ((kind, message),) = told()
    assert kind == "row_changed"
    assert f"tracking_position）编号 {sent[1].pk} 的行被改动过，与第 {sent[1].intake_id} 次接收所记不符" in message


def test_one_sealed_anew_by_who_knows_how_is_told_with_its_person_and_day(sent):
    changed = sent[1]
    changed.accuracy_m = 900.0
    sealed(changed)
    given = [changed.accuracy_m, changed.salt, changed.seal, changed.pk]
    past_the_program(("UPDATE tracking_position SET accuracy_m = %s, salt = %s, seal = %s WHERE id = %s", given))
    ((kind, message),) = told()
    assert kind == "row_changed"
    assert all(str(one.pk) in message for one in sent[:3])


def test_a_delivery_bound_anew_is_a_changed_delivery(sent):
    past_the_program(("DELETE FROM tracking_position WHERE id = %s", [sent[3].pk]))
    assert [kind for kind, _ in told()] == ["row_removed"]
    past_the_program(("UPDATE tracking_intake SET bound = %s WHERE id = %s", ["{}", sent[3].intake_id]))
    assert ["tracking_intake" in message for _, message in told()] == [True]


def test_a_position_added_to_a_delivery_is_named(sent):
    columns = [field.column for field in Position._meta.concrete_fields if field.name not in {"id", "at", "device_no"}]
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    for at in (moment("2026-06-29T09:00"), moment("2026-06-30T10:00")):  # of another day; of a day that it bound
        given = [at, sent[3].pk]
        past_the_program(
            (
                f"INSERT INTO tracking_position (device_no, at, {listed}) SELECT 'D2', %s, {listed} FROM tracking_position WHERE id = %s",
                given,
            )
        )
        added = Position.objects.get(device_no="D2")
        assert any(kind == "row_added" and str(added.pk) in message for kind, message in told())
        past_the_program("DELETE FROM tracking_position WHERE device_no = 'D2'")
    assert told() == []


def test_what_an_older_program_took_in_is_let_be_but_not_more_than_it_told_of(db, home, actor, now, sent, monkeypatch):
    """Deliveries without bindings: nothing can be said of each row; more rows than were taken in are a finding."""
    bound = {one.pk: bound_of((group_of(row), row.seal) for row in sent if row.intake_id == one.pk) for one in Intake.objects.all()}
    assert {one.pk: one.bound for one in Intake.objects.all()} == bound
    from zhiheng.tracking.selectors import bound_positions

    intake = Intake.objects.get(pk=sent[0].intake_id)
    intake.bound = {}
    assert list(bound_positions.amiss_of(intake, [], frozenset())) == []
    rows = [row for _, row in bound_positions.rows_of(Position.objects.filter(intake=intake))]
    assert list(bound_positions.amiss_of(intake, rows, frozenset())) == []
    assert [one.kind for one in bound_positions.amiss_of(intake, [*rows, *rows], frozenset())] != []


def test_those_whose_time_is_over_are_no_finding_and_leave_nothing_to_guess_by(actor, sent):
    assert summarise_positions(actor=actor, now=moment("2026-10-02T00:00")) == 4
    assert told() == []
    assert not Position.objects.exists()
    past_the_program("DELETE FROM tracking_daysummary")
    assert {kind for kind, _ in told()} == {"row_removed"}


@pytest.fixture()
def earlier(send, monkeypatch):
    """Positions as a program took them in that bound no rows."""
    with monkeypatch.context() as before:
        before.setattr("zhiheng.tracking.services.intake.bound_of", lambda rows: dict(list(rows)[:0]))
        before.setattr("zhiheng.tracking.services.intake.sealed", lambda position: position)
        send(("2026-06-30T09:00",), ("2026-06-30T09:05", north(200)), at="2026-06-30T09:06")
    send(("2026-06-30T09:10", north(400)), at="2026-06-30T09:11")
    return list(Position.objects.order_by("at"))


def test_positions_of_an_earlier_program_are_bound_from_now_on_and_verify_says_since_when(earlier, actor):
    """A command binds them as they are found; what is changed after that is named, and that nothing is known of before is told."""
    assert (told(), [one.seal != "" for one in earlier]) == ([], [False, False, True])
    assert "2 个位置由旧版程序接收，只核对总数" in ledger.verify().not_covered["tracking（部分）"]
    found = bind_earlier(actor=actor, now=moment("2026-07-01T08:00"))
    assert (found.intakes, found.positions, found.fewer, found.more) == (1, 2, 0, 0)
    words = ledger.verify().not_covered["tracking（部分）"]
    assert "1 次接收的 2 个位置由旧版程序接收，自 2026-07-01 起才逐个绑定" in words
    assert "只核对总数" not in words
    entry = Entry.objects.get(act="tracking.bound_late")
    assert entry.facts == {"intakes": [earlier[0].intake_id], "positions": 2, "fewer": 0, "more": 0, "since": "2026-07-01T08:00:00+08:00"}
    assert bind_earlier(actor=actor, now=moment("2026-07-01T09:00")).intakes == 0, "again it finds nothing"
    past_the_program(("UPDATE tracking_position SET accuracy_m = 900 WHERE id = %s", [earlier[1].pk]))
    ((kind, message),) = told()
    assert (kind, f"编号 {earlier[1].pk} 的行被改动过" in message) == ("row_changed", True)


def test_more_positions_than_came_stay_a_finding_when_they_are_bound_late(earlier, actor):
    columns = [field.column for field in Position._meta.concrete_fields if field.name not in {"id", "device_no"}]
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    for device in ("D2", "D3"):
        past_the_program(
            (
                f"INSERT INTO tracking_position (device_no, {listed}) SELECT %s, {listed} FROM tracking_position WHERE id = %s",
                [device, earlier[0].pk],
            )
        )
    before = told()
    assert before
    assert bind_earlier(actor=actor, now=moment("2026-07-01T08:00")).more == 1
    assert [kind for kind, _ in told()] == ["row_added"]
