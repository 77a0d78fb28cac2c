"""What has passed its term goes by two persons' hands and leaves its trace; what has not stays, whoever asks."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta

import pytest
from django.db import transaction

from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import entries_about, recent, verify
from zhiheng.ledger.services import append
from zhiheng.operation.selectors.retained import outlived_by_kind, waiting_orders
from zhiheng.operation.services import carry_out_removal, decline_removal, propose_removal, retaining
from zhiheng.schema.errors import UnusableInputError

ORDER = {"document": "川检办〔2026〕1号", "reason": "保存期满"}
OTHER = Actor("shenji", "丙某", "四川省检察院", "test")


@pytest.fixture()
def old(db, home, actor, now, organ):
    """Entries of reads and rejected rows four years old, and others of yesterday."""
    for at in (now - timedelta(days=4 * 366), now - timedelta(days=1)):
        with transaction.atomic():
            append(actor=actor, act="record.read", thing="person:1", details={"purpose": "核对"}, now=at)
            append(actor=actor, act="clue.verified", thing="clue:1", details={"n": 1}, now=at)
            file = {
                "dataset": "hotel_stays",
                "name": "a.csv",
                "content_digest": at.isoformat()[:64],
                "outcome": "partly",
                "rows": 2,
                "accepted": 1,
            }
            delivery = Delivery.objects.create(organ=organ, received_at=at, sent_by="x", reasons={"missing": 1}, **file)
            RejectedRow.objects.create(delivery=delivery, row=2, cells={"name": "甲某"}, errors=[])
            append(actor=actor, act="delivery.accepted", thing=f"delivery:{delivery.pk}", details={}, now=at)
    return organ


def removed(actor, now, kind, before=date(2023, 1, 1)):
    order = propose_removal(actor=actor, now=now, kind=kind, before=before, **ORDER)
    return carry_out_removal(actor=OTHER, now=now, number=order.pk)


def test_what_has_passed_its_term_is_listed(old, now):
    assert {one.name: one.count for one in outlived_by_kind(now.date())} == {"reads": 1, "sessions": 0, "rejected_rows": 1}


def test_details_of_old_reads_go_and_proofs_stay(old, actor, now):
    order = removed(actor, now, "reads")
    assert (order.outcome, order.removed, order.decided_by) == ("done", 1, "shenji")
    older, newer = entries_about("person:1").order_by("seq")
    assert (older.facts, newer.facts) == ({}, {"purpose": "核对"})
    assert verify().ok
    assert all(entry.facts == {"n": 1} for entry in entries_about("clue:1"))


def test_old_rejected_rows_go_and_counts_stay(old, actor, now):
    assert removed(actor, now, "rejected_rows").removed == 1
    assert [row.delivery.received_at for row in RejectedRow.objects.all()] == [now - timedelta(days=1)]
    assert [one.reasons for one in Delivery.objects.all()] == [{"missing": 1}] * 2
    assert verify().ok


def test_both_hands_stand_in_the_trace(old, actor, now):
    order = removed(actor, now, "reads")
    told = [(entry.act, entry.actor, entry.facts["document"], entry.facts["removed"]) for entry in entries_about(f"retention:{order.pk}")]
    assert told == [("retention.proposed", "test", ORDER["document"], 0), ("retention.carried_out", "shenji", ORDER["document"], 1)]


def test_who_proposed_cannot_carry_out_or_decline(old, actor, now):
    order = propose_removal(actor=actor, now=now, kind="reads", before=date(2023, 1, 1), **ORDER)
    for act in (carry_out_removal, decline_removal):
        with pytest.raises(UnusableInputError, match="提出人不能自己办理"):
            act(actor=actor, now=now, number=order.pk)
    assert waiting_orders() == [order]


def test_a_declined_order_removes_nothing_and_is_decided_once(old, actor, now):
    order = propose_removal(actor=actor, now=now, kind="reads", before=date(2023, 1, 1), **ORDER)
    assert decline_removal(actor=OTHER, now=now, number=order.pk).outcome == "declined"
    with pytest.raises(UnusableInputError, match="已经办理"):
        carry_out_removal(actor=OTHER, now=now, number=order.pk)
    assert entries_about("person:1").order_by("seq").first().facts == {"purpose": "核对"}


@pytest.mark.parametrize(
    ("kind", "before", "words"),
    [
        ("reads", date(2023, 7, 1), "保存期限未满，最晚到 2023-06-30"),
        ("rejected_rows", date(2026, 6, 1), "保存期限未满，最晚到 2024-06-30"),
        ("reads", date(2015, 1, 1), "不需要清除"),
        ("clues", date(2015, 1, 1), "没有这一类"),
    ],
)
def test_a_term_that_has_not_passed_and_what_is_not_there_are_refused(old, actor, now, kind, before, words):
    with pytest.raises(UnusableInputError) as refusal:
        propose_removal(actor=actor, now=now, kind=kind, before=before, **ORDER)
    assert words in str(refusal.value)


def test_an_order_without_a_number_or_a_reason_is_refused(old, actor, now):
    with pytest.raises(UnusableInputError, match="批准文号"):
        propose_removal(actor=actor, now=now, kind="reads", before=date(2023, 1, 1), document=" ", reason="x")


def test_a_failure_leaves_nothing_half_removed(old, actor, now, monkeypatch):
    order = propose_removal(actor=actor, now=now, kind="rejected_rows", before=date(2023, 1, 1), **ORDER)

    def failing(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr(retaining, "_note", failing)
    with pytest.raises(RuntimeError):
        carry_out_removal(actor=OTHER, now=now, number=order.pk)
    assert RejectedRow.objects.count() == 2


@pytest.fixture()
def officers(old, actor, now):
    """A security and an audit administrator with passwords of their own."""
    from django.contrib.auth import get_user_model

    from zhiheng.registry.services import FirstAdministrator, enlist_first

    roles = (("xitong", "system_admin"), ("anquan", "security_admin"), ("shenji", "audit_admin"))
    wanted = [FirstAdministrator(role, name, f"{name}某") for name, role in roles]
    given = enlist_first(actor=actor, now=now, organ="四川省检察院", wanted=wanted, recovery="")
    get_user_model().objects.update(must_change_password=False)
    return {one.username: one.password for one in given}


@pytest.fixture()
def command(officers, monkeypatch, now):
    """Runs `zhiheng retention …`; the password of the officer is typed unless another is."""
    from zhiheng.cli import retention

    monkeypatch.setattr(retention, "moment", lambda: now)
    monkeypatch.setattr(retention.sys.stdin, "isatty", lambda: True, raising=False)

    def run(*words, password=None):
        parser = ArgumentParser()
        retention.arguments(parser)
        options = parser.parse_args(list(words))
        monkeypatch.setattr(retention, "getpass", lambda _ask: password or officers[options.officer])
        return retention.run(options)

    return run


PROPOSE = ("propose", "reads", "--before", "2023-01-01", "--order", "1号", "--reason", "期满", "--officer")


def test_the_command_asks_each_officer_for_their_own_password(command, capsys):
    assert command(*PROPOSE, "anquan") == 0
    (order,) = waiting_orders()
    assert command() == 0
    assert f"待办 {order.pk}\t查阅、导出、试查留痕的细节" in capsys.readouterr().out
    assert command("carry-out", str(order.pk), "--officer", "shenji") == 0
    assert "已清除 1 条" in capsys.readouterr().out
    assert [entry.actor for entry in recent(2, act="retention.")] == ["shenji", "anquan"]


def test_a_wrong_password_and_an_officer_without_the_right_do_nothing(command):
    for officer, password in (("anquan", "wrong"), ("shenji", None)):
        with pytest.raises(UnusableInputError, match="口令不对，或者没有这项权限"):
            command(*PROPOSE, officer, password=password)
    assert waiting_orders() == []


def test_a_wrong_password_at_the_console_is_an_entry_and_waits(command):
    for _ in range(5):
        with pytest.raises(UnusableInputError, match="口令不对"):
            command(*PROPOSE, "anquan", password="wrong")
    with pytest.raises(UnusableInputError, match="登录失败次数过多"):
        command(*PROPOSE, "anquan")
    failed = recent(9, act="session.failed")
    assert [(one.actor, one.via, one.facts["step"]) for one in failed] == [("anquan", "cli", "password")] * 5


def test_an_administrator_without_a_second_factor_does_nothing_at_the_console(command, settings):
    settings.SECOND_FACTOR = "required"
    with pytest.raises(UnusableInputError, match="还没有设置第二因素"):
        command(*PROPOSE, "anquan")
    assert waiting_orders() == []


def test_the_code_is_asked_for_at_the_console_and_taken_once(command, officers, settings, actor, now, monkeypatch):
    """The password alone opens nothing where there is an authenticator; a code that was used opens nothing either."""
    import pyotp

    from zhiheng.cli import retention
    from zhiheng.registry.core import machine
    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import set_code_factor

    settings.SECOND_FACTOR = "required"
    secret, held = pyotp.random_base32(), {"at": 1_800_000_000}
    monkeypatch.setattr(machine, "seconds", lambda: held["at"])
    shown = pyotp.TOTP(secret).generate_otp(held["at"] // 30)
    set_code_factor(actor=actor, now=now, officer=officer_named("anquan"), secret=secret, code=shown, session_key="")
    parser = ArgumentParser()
    retention.arguments(parser)

    def propose(code):
        typed = iter([officers["anquan"], code])
        monkeypatch.setattr(retention, "getpass", lambda _ask: next(typed))
        return retention.run(parser.parse_args([*PROPOSE, "anquan"]))

    with pytest.raises(UnusableInputError, match="验证码不对或已经用过"):
        propose(shown)
    held["at"] += 30
    assert propose(pyotp.TOTP(secret).generate_otp(held["at"] // 30)) == 0
    assert len(waiting_orders()) == 1
