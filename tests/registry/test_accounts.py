"""Accounts in a real installation: first administrators, two persons for an administrator, nobody on himself, everything traced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import authenticate

from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.registry import rights, selectors, services
from zhiheng.registry.selectors import accounts
from zhiheng.registry.services import FirstAdministrator
from zhiheng.registry.services.sign_ins import Caller, judged
from zhiheng.registry.signing_models import CodeFactor
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)
PROVINCE = "四川省检察院"
THREE = [
    FirstAdministrator("system_admin", "xitong", "甲某"),
    FirstAdministrator("security_admin", "anquan", "乙某"),
    FirstAdministrator("audit_admin", "shenji", "丙某"),
]


@pytest.fixture()
def first(now):
    given = services.enlist_first(actor=selectors.COMMAND_LINE, now=now, organ=PROVINCE, wanted=THREE)
    return {one.username: one for one in given}


@pytest.fixture()
def acting(first):
    return lambda username: selectors.actor_of(selectors.officer_named(username), "web")


@pytest.fixture()
def officer(first, acting, now):
    office = services.ensure_organ(actor=acting("anquan"), name="金堂县司法局", now=now)
    return services.enlist(actor=acting("anquan"), now=now, username="ding", name="丁某", organ=office, password=services.given_password())


def acts(officer):
    return [entry.act for entry in entries_about(f"officer:{officer.pk}").order_by("seq")]


def lock(username, now, times=5):
    for _ in range(times):
        judged(username=username, password="wrong", caller=Caller(address="192.0.2.1"), now=now)


def test_the_first_administrators_are_three_persons_who_must_change_their_passwords(first, rf):
    assert {one.role for one in first.values()} == {"system_admin", "security_admin", "audit_admin"}
    assert len({one.password for one in first.values()}) == 3
    for one in first.values():
        officer = authenticate(rf.post("/"), username=one.username, password=one.password)
        assert officer.must_change_password
    assert rights.may(selectors.officer_named("anquan"), "registry.manage", on=DAY)
    assert rights.may(selectors.officer_named("xitong"), "organ.manage", on=DAY)
    assert not rights.may(selectors.officer_named("xitong"), "registry.manage", on=DAY)
    assert selectors.organ_named(PROVINCE).runs_home
    assert [entry.act for entry in entries_about("registry")] == ["administrators.enlisted"]
    assert verify().ok


def test_enlisting_them_again_changes_nothing_and_others_are_refused(first, now):
    known = selectors.officer_named("anquan").password
    assert services.enlist_first(actor=selectors.COMMAND_LINE, now=now, organ=PROVINCE, wanted=THREE) == []
    assert selectors.officer_named("anquan").password == known
    other = [*THREE[:2], FirstAdministrator("audit_admin", "lisi", "李某")]
    with pytest.raises(UnusableInputError, match="已有管理员：乙某（anquan）"):
        services.enlist_first(actor=selectors.COMMAND_LINE, now=now, organ=PROVINCE, wanted=other)
    assert selectors.officer_named("lisi") is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (THREE[:2], "审计管理员"),
        ([*THREE[:2], FirstAdministrator("audit_admin", "anquan", "乙某")], "一人不得兼任两员"),
        ([*THREE[:2], FirstAdministrator("audit_admin", "a b", "丙某")], "登录名"),
    ],
)
def test_incomplete_or_doubled_administrators_are_refused_whole(db, now, wanted, said):
    with pytest.raises(UnusableInputError, match=said):
        services.enlist_first(actor=selectors.COMMAND_LINE, now=now, organ=PROVINCE, wanted=wanted)
    assert selectors.organ_named(PROVINCE) is None
    assert selectors.officer_named("xitong") is None


def test_recovery_at_the_console_gives_new_passwords_with_its_reason(first, now, rf):
    lock("anquan", now)
    given = services.enlist_first(actor=selectors.COMMAND_LINE, now=now, organ=PROVINCE, wanted=THREE, recovery="三人均忘记口令")
    fresh = {one.username: one.password for one in given}
    assert fresh["anquan"] != first["anquan"].password
    assert authenticate(rf.post("/"), username="anquan", password=fresh["anquan"])
    assert selectors.officer_named("anquan").posts.count() == 1
    entry = entries_about("registry").order_by("-seq")[0]
    assert (entry.act, entry.facts["reason"]) == ("administrators.recovered", "三人均忘记口令")


def test_an_administrators_post_is_given_by_two_persons(officer, acting, now):
    with pytest.raises(UnusableInputError, match="须两人授予"):
        services.appoint(actor=acting("anquan"), now=now, officer=officer, role="security_admin", from_on=DAY)
    wanted = {"now": now, "officer": officer, "role": "security_admin", "from_on": DAY}
    with pytest.raises(UnusableInputError, match="没有写明理由"):
        services.propose_administrator(actor=acting("anquan"), reason=" ", **wanted)
    proposal = services.propose_administrator(actor=acting("anquan"), reason="轮岗", **wanted)
    with pytest.raises(UnusableInputError, match="等待确认"):
        services.propose_administrator(actor=acting("anquan"), reason="轮岗", **wanted)
    assert not rights.may(selectors.officer_named("ding"), "registry.manage", on=DAY)
    with pytest.raises(UnusableInputError, match="提出人不得自己确认"):
        services.confirm_administrator(actor=acting("anquan"), now=now, proposal=proposal)
    with pytest.raises(UnusableInputError, match="不得对本人"):
        services.confirm_administrator(actor=acting("ding"), now=now, proposal=proposal)
    services.confirm_administrator(actor=acting("shenji"), now=now, proposal=proposal)
    assert rights.may(selectors.officer_named("ding"), "registry.manage", on=DAY)
    with pytest.raises(UnusableInputError, match="已经办理"):
        services.confirm_administrator(actor=acting("shenji"), now=now, proposal=proposal)
    assert acts(officer) == ["officer.enlisted", "officer.proposed", "officer.appointed"]


@pytest.mark.parametrize("act", ["reset_password", "reset_second_factor", "readmitted"])
def test_who_was_handed_a_password_or_factor_by_the_proposer_does_not_confirm(officer, acting, now, act):
    """Whoever gives a password to another administrator could confirm the own proposal under that account."""
    auditor = selectors.officer_named("shenji")
    CodeFactor.objects.create(officer=auditor, secret="x", since_at=now)
    given = {"actor": acting("anquan"), "now": now, "officer": auditor, "reason": "忘记口令"}
    if act == "readmitted":
        services.close_account(**given)
        services.open_account_again(**given)
    else:
        getattr(services, act)(**given)
    wanted = {"actor": acting("anquan"), "officer": officer, "role": "security_admin", "from_on": DAY, "reason": "轮岗"}
    proposal = services.propose_administrator(now=now, **wanted)
    with pytest.raises(UnusableInputError, match="由提出人"):
        services.confirm_administrator(actor=acting("shenji"), now=now, proposal=proposal)
    assert not rights.may(selectors.officer_named("ding"), "registry.manage", on=DAY)
    later = now + OF_INSTANTS["hour"] * 24 * 31
    services.confirm_administrator(actor=acting("shenji"), now=later, proposal=proposal)
    assert rights.may(selectors.officer_named("ding"), "registry.manage", on=later.date())


def test_a_declined_proposal_gives_nothing(officer, acting, now):
    proposal = services.propose_administrator(
        actor=acting("anquan"), now=now, officer=officer, role="audit_admin", from_on=DAY, reason="轮岗"
    )
    services.decline_administrator(actor=acting("shenji"), now=now, proposal=proposal, reason="本年已有二人")
    assert not rights.may(selectors.officer_named("ding"), "ledger.read", on=DAY)
    with pytest.raises(UnusableInputError, match="已经办理"):
        services.confirm_administrator(actor=acting("shenji"), now=now, proposal=proposal)
    assert acts(officer)[-1] == "officer.declined"


@pytest.mark.parametrize("act", ["close_account", "reset_password", "unlock", "open_account_again"])
def test_nobody_acts_on_himself_and_nothing_without_a_reason(officer, acting, now, act):
    me = selectors.officer_named("anquan")
    with pytest.raises(UnusableInputError, match="不得对本人"):
        getattr(services, act)(actor=acting("anquan"), now=now, officer=me, reason="试")
    with pytest.raises(UnusableInputError, match="没有写明理由"):
        getattr(services, act)(actor=acting("anquan"), now=now, officer=officer, reason=" ")


def test_nobody_appoints_or_relieves_himself(officer, acting, now):
    me = selectors.officer_named("anquan")
    with pytest.raises(UnusableInputError, match="不得对本人"):
        services.appoint(actor=acting("anquan"), now=now, officer=me, role="prosecutor", from_on=DAY)
    with pytest.raises(UnusableInputError, match="不得对本人"):
        services.end_post(actor=acting("anquan"), now=now, post=me.posts.get(), until_on=DAY)


def test_the_last_security_administrator_stays(first, acting, now):
    me = selectors.officer_named("anquan")
    with pytest.raises(UnusableInputError, match="最后一名安全管理员"):
        services.close_account(actor=acting("shenji"), now=now, officer=me, reason="调离")
    with pytest.raises(UnusableInputError, match="最后一名安全管理员"):
        services.end_post(actor=acting("shenji"), now=now, post=me.posts.get(), until_on=DAY)
    assert rights.may(selectors.officer_named("anquan"), "registry.manage", on=DAY)


def test_a_closed_account_cannot_sign_in_until_it_is_opened_again(officer, acting, now, rf):
    services.close_account(actor=acting("anquan"), now=now, officer=officer, reason="调离")
    with pytest.raises(UnusableInputError, match="已经停用"):
        services.close_account(actor=acting("anquan"), now=now, officer=officer, reason="调离")
    password = services.open_account_again(actor=acting("anquan"), now=now, officer=officer, reason="调回")
    assert authenticate(rf.post("/"), username="ding", password=password).must_change_password
    with pytest.raises(UnusableInputError, match="没有停用"):
        services.open_account_again(actor=acting("anquan"), now=now, officer=officer, reason="调回")
    assert acts(officer) == ["officer.enlisted", "officer.barred", "officer.readmitted"]


def test_a_reset_password_replaces_the_old_one_and_must_be_changed(officer, acting, now, rf):
    services.change_password(actor=acting("ding"), now=now, officer=officer, password="长风-破浪-2026-会有时")
    password = services.reset_password(actor=acting("anquan"), now=now, officer=officer, reason="本人忘记")
    assert authenticate(rf.post("/"), username="ding", password="长风-破浪-2026-会有时") is None
    assert authenticate(rf.post("/"), username="ding", password=password).must_change_password
    assert password not in str([entry.details for entry in entries_about(f"officer:{officer.pk}")])


def test_a_locked_account_is_shown_and_unlocked(officer, acting, now):
    viewer = selectors.officer_named("anquan")
    with pytest.raises(UnusableInputError, match="没有在等待"):
        services.unlock(actor=acting("anquan"), now=now, officer=officer, reason="本人申请")
    lock("ding", now)
    assert [one.username for one in accounts.accounts_managed_by(viewer) if one.locked] == ["ding"]
    services.unlock(actor=acting("anquan"), now=now, officer=officer, reason="本人申请")
    assert not [one for one in accounts.accounts_managed_by(viewer) if one.locked]
    assert entries_about(f"officer:{officer.pk}").order_by("-seq")[0].facts["failures"] == 5


def test_administrators_look_after_their_own_organ_and_those_below(officer, acting, now):
    bureau = officer.organ
    office = services.register_organ(
        actor=acting("xitong"), now=now, name="金堂县赵镇司法所", kind="justice_office", level="township", parent=bureau
    )
    services.enlist(actor=acting("anquan"), now=now, username="wu", name="戊某", organ=office)
    proposal = services.propose_administrator(
        actor=acting("anquan"), now=now, officer=officer, role="security_admin", from_on=DAY, reason="本局自管"
    )
    services.confirm_administrator(actor=acting("shenji"), now=now, proposal=proposal)
    own, province = selectors.officer_named("ding"), selectors.officer_named("anquan")
    assert {one.username for one in accounts.accounts_managed_by(own)} == {"ding", "wu"}
    assert accounts.account_managed_by(own, province.pk) is None
    assert {one.username for one in accounts.accounts_managed_by(province)} == {"xitong", "anquan", "shenji", "ding", "wu"}
    assert [organ.name for organ in accounts.organs_managed_by(own)] == ["金堂县司法局", "金堂县赵镇司法所"]


def test_posts_end_once_and_not_before_they_began(officer, acting, now):
    post = services.appoint(actor=acting("anquan"), now=now, officer=officer, role="organ_handler", from_on=date(2026, 6, 1))
    with pytest.raises(UnusableInputError, match="早于任职日"):
        services.end_post(actor=acting("anquan"), now=now, post=post, until_on=date(2026, 5, 1))
    services.end_post(actor=acting("anquan"), now=now, post=post, until_on=DAY)
    with pytest.raises(UnusableInputError, match="已定于2026-06-30终止"):
        services.end_post(actor=acting("anquan"), now=now, post=post, until_on=DAY)
    with pytest.raises(UnusableInputError, match="终止日不晚于任职日"):
        services.appoint(actor=acting("anquan"), now=now, officer=officer, role="keeper", from_on=DAY, until_on=DAY)


def test_sign_in_names_differ_by_more_than_case(officer, acting, now):
    for wrong in ("DING", "有 空格", "", "长" * 61):
        with pytest.raises(UnusableInputError, match="登录名"):
            services.enlist(actor=acting("anquan"), now=now, username=wrong, name="某", organ=officer.organ)
    with pytest.raises(UnusableInputError, match="姓名"):
        services.enlist(actor=replace(acting("anquan")), now=now, username="ji", name=" ", organ=officer.organ)
