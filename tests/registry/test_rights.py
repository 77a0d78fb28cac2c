from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from zhiheng.ledger.selectors import entries_about, recent, verify
from zhiheng.registry import rights, selectors, services
from zhiheng.registry.core.organs import division_of, is_provincial, kind_of, region_of
from zhiheng.registry.core.roles import ADMINISTRATORS, RIGHTS, ROLES, rights_of
from zhiheng.registry.models import Delegation
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db


@pytest.fixture()
def seat(actor, now):
    """An officer of an organ holding a role since 1 June."""

    def seated(username, organ, role=None, **ends):
        office = services.ensure_organ(actor=actor, name=organ, now=now)
        officer = services.enlist(actor=actor, now=now, username=username, name=username, organ=office)
        if role in ADMINISTRATORS:
            begun = datetime(2026, 6, 1, 9, tzinfo=now.tzinfo)
            proposal = services.propose_administrator(
                actor=actor, now=begun, officer=officer, role=role, from_on=date(2026, 6, 1), reason="工作需要", **ends
            )
            services.confirm_administrator(actor=replace(actor, id="another"), now=begun, proposal=proposal)
        elif role:
            services.appoint(actor=actor, now=now, officer=officer, role=role, from_on=date(2026, 6, 1), **ends)
        return officer

    return seated


@pytest.mark.parametrize(
    ("name", "kind", "division", "provincial"),
    [
        ("金堂县司法局", "justice", "510121", False),
        ("凉山州公安局", "police", "513400", False),
        ("沱江监狱", "prison", "", False),
        ("重庆市第一中级法院", "court", "500000", False),
        ("四川省检察院", "procuratorate", "510000", True),
        ("重庆市检察院", "procuratorate", "500000", True),
        ("四川省人民检察院驻沱江监狱检察室", "procuratorate", "510000", False),
        ("四川省成都市锦江区人民检察院", "procuratorate", "510104", False),
        ("四川省民政厅", "civil_affairs", "510000", True),
        ("定位平台", "device", "", False),
        ("渝中区市场监管局", "enforcement_agency", "500103", False),
        ("市中区法院", "court", "", False),
        ("内江市市中区法院", "court", "511002", False),
        ("北川县公安局", "police", "510726", False),
        ("内蒙古自治区人民检察院", "procuratorate", "", True),
    ],
)
def test_what_a_name_says(name, kind, division, provincial):
    assert (kind_of(name), division_of(name), is_provincial(name)) == (kind, division, provincial)


@pytest.mark.parametrize(("code", "region"), [("511000", "5110"), ("510000", "51"), ("510100", "5101"), ("510104", "510104"), ("", "")])
def test_a_region_is_what_its_codes_share(code, region):
    assert region_of(code) == region


def test_an_organ_is_registered_once_and_traced(actor, now):
    first = services.ensure_organ(actor=actor, name="金堂县司法局", now=now)
    assert services.ensure_organ(actor=actor, name="金堂县司法局", now=now) == first == selectors.organ_named("金堂县司法局")
    assert [entry.act for entry in entries_about(f"organ:{first.pk}")] == ["organ.registered"]


@pytest.mark.parametrize("name", ["", "  ", "长" * 101])
def test_an_organ_without_a_usable_name_is_refused(actor, now, name):
    with pytest.raises(UnusableInputError, match="机关名称"):
        services.ensure_organ(actor=actor, name=name, now=now)


def test_every_right_belongs_to_some_role_and_every_role_has_known_rights_only():
    held = rights_of(set(ROLES))
    assert held == RIGHTS


def test_a_right_comes_with_a_post_and_ends_with_it(seat):
    officer = seat("wang", "四川省检察院", "prosecutor", until_on=date(2026, 7, 1))
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [rights.may(officer, "clue.verify", on=day) for day in days] == [False, True, True, False]
    with pytest.raises(PermissionDenied):
        rights.demand(officer, "document.approve", on=date(2026, 6, 2))


def test_ending_a_post_and_closing_an_account_are_traced_and_take_effect(seat, actor, now):
    officer = seat("wang", "四川省检察院", "prosecutor")
    services.end_post(actor=actor, now=now, post=officer.posts.get(), until_on=date(2026, 6, 15))
    officer = selectors.officer_named("wang")
    assert not rights.may(officer, "data.read", on=date(2026, 6, 15))
    assert rights.may(officer, "data.read", on=date(2026, 6, 14))
    services.close_account(actor=actor, now=now, officer=officer, reason="调离")
    assert not rights.may(selectors.officer_named("wang"), "data.read", on=date(2026, 6, 14))
    acts = [entry.act for entry in entries_about(f"officer:{officer.pk}")]
    assert acts == ["officer.enlisted", "officer.appointed", "officer.relieved", "officer.barred"]


def test_many_rights_are_asked_with_one_query_where_nobody_lent_a_post(seat, django_assert_num_queries):
    officer = selectors.officer_named(seat("wang", "四川省检察院", "prosecutor").username)
    with django_assert_num_queries(1):
        held = {right for right in RIGHTS if rights.may(officer, right, on=date(2026, 6, 2))}
        assert rights.scope_of(officer, on=date(2026, 6, 2)), "how far the records reach is read with the posts"
    assert held == ROLES["prosecutor"].rights


@pytest.mark.parametrize("own", ["prosecutor", None])
def test_posts_that_were_lent_are_read_by_a_second_query_whether_there_are_own_ones_or_none(seat, own, django_assert_num_queries):
    holder, to = seat("zhang", "四川省检察院", "chief_prosecutor"), seat("wang", "四川省检察院", own)
    Delegation.objects.create(post=holder.posts.get(), to=to, from_on=date(2026, 1, 1), until_on=date(2027, 1, 1), reason="出差期间")
    officer = selectors.officer_named("wang")
    with django_assert_num_queries(2):
        assert rights.roles_of(officer, on=date(2026, 6, 2)) == {"chief_prosecutor", *filter(None, [own])}
        assert not rights.roles_of(officer, on=date(2027, 1, 1)) - {own}
        assert [post.officer.username for post in officer.posts.all()] == ["wang"] * bool(own)


def test_an_unknown_right_is_an_error_and_a_stranger_has_none(seat):
    with pytest.raises(ValueError, match="no such right"):
        rights.may(seat("wang", "四川省检察院", "prosecutor"), "clue.destroy")
    assert not rights.may(AnonymousUser(), "home.read")


@pytest.mark.parametrize(
    ("held", "wanted"), [("prosecutor", "audit_admin"), ("security_admin", "system_admin"), ("audit_admin", "security_admin")]
)
def test_the_three_administrations_and_business_are_different_persons(seat, actor, now, held, wanted):
    officer = seat("wang", "四川省检察院", held)
    with pytest.raises(UnusableInputError, match="不得由一人兼任"):
        services.appoint(actor=actor, now=now, officer=officer, role=wanted, from_on=date(2026, 6, 2))


def test_a_post_that_begins_later_counts_too(seat, actor, now):
    officer = seat("wang", "四川省检察院")
    services.appoint(actor=actor, now=now, officer=officer, role="prosecutor", from_on=date(2026, 9, 1))
    wanted = {"actor": actor, "now": now, "officer": officer, "role": "audit_admin", "from_on": date(2026, 8, 1), "reason": "轮岗"}
    proposal = services.propose_administrator(until_on=date(2026, 9, 1), **wanted)
    services.confirm_administrator(actor=replace(actor, id="another"), now=now, proposal=proposal)
    with pytest.raises(UnusableInputError, match="不得由一人兼任"):
        services.propose_administrator(until_on=date(2026, 9, 2), **wanted)


def test_an_unknown_role_and_a_used_sign_in_name_are_refused(seat, actor, now):
    officer = seat("wang", "四川省检察院", "prosecutor")
    with pytest.raises(UnusableInputError, match="没有这个岗位"):
        services.appoint(actor=actor, now=now, officer=officer, role="king", from_on=date(2026, 6, 2))
    with pytest.raises(UnusableInputError, match="已有人使用"):
        seat("wang", "四川省检察院")


def test_who_sees_which_organs(seat):
    own = {
        "province": seat("a", "四川省检察院", "prosecutor"),
        "city": seat("b", "成都市检察院", "prosecutor"),
        "county": seat("c", "锦江区检察院", "prosecutor"),
        "justice": seat("d", "锦江区司法局", "organ_handler"),
        "audit": seat("e", "四川省检察院", "audit_admin"),
        "nobody": seat("f", "四川省检察院"),
        "prison": seat("g", "沱江监狱", "organ_handler"),
    }
    seen = {name: {organ.name for organ in selectors.organs_seen_by(officer)} for name, officer in own.items()}
    everything = {"四川省检察院", "成都市检察院", "锦江区检察院", "锦江区司法局", "沱江监狱"}
    assert seen == {
        "province": everything,
        "city": {"成都市检察院", "锦江区检察院", "锦江区司法局"},
        "county": {"锦江区检察院", "锦江区司法局"},
        "justice": {"锦江区司法局"},
        "audit": {"四川省检察院"},
        "nobody": set(),
        "prison": {"沱江监狱"},
    }
    assert {name for name, officer in own.items() if selectors.sees_everything(officer)} == {"province"}
    assert selectors.organ_ids_seen_by(own["prison"]) == {own["prison"].organ_id}


def test_an_organ_above_sees_those_below_it(seat):
    above, below = seat("a", "四川省监狱管理局", "organ_leader"), seat("b", "沱江监狱", "organ_handler")
    type(below.organ).objects.filter(pk=below.organ_id).update(parent=above.organ)
    assert {organ.name for organ in selectors.organs_seen_by(above)} == {"四川省监狱管理局", "沱江监狱"}
    assert {organ.name for organ in selectors.organs_seen_by(below)} == {"沱江监狱"}


@pytest.mark.parametrize(
    ("purpose", "fault"),
    [
        ("x", "不足 10 个字"),
        ("核查外出情况", "不足 10 个字"),
        ("核查　外　出　情　况", "不足 10 个字"),
        ("核 查 外 出 情 况 的", "不足 10 个字"),
        ("aaaaaaaaaaaa", "没有实际内容"),
        ("查查查查查查看看看看看看", "没有实际内容"),
    ],
)
def test_a_purpose_that_says_nothing_is_refused_and_leaves_no_trace(seat, actor, now, purpose, fault):
    handler = seat("handler", "四川省检察院", "prosecutor")
    with pytest.raises(UnusableInputError, match=fault):
        services.record_sensitive_read(actor=actor, purpose=purpose, what="record:positions/1", now=now, reader=handler)
    assert not entries_about("record:positions/1")


def test_a_sensitive_read_needs_a_purpose_and_a_post_and_leaves_a_trace(seat, actor, now):
    with pytest.raises(UnusableInputError, match="没有写明用途"):
        services.record_sensitive_read(actor=actor, purpose=" ", what="record:checkins/1", now=now)
    leader = seat("leader", "四川省检察院", "leader")
    with pytest.raises(UnusableInputError, match="本岗位无权查阅"):
        services.record_sensitive_read(
            actor=actor, purpose="核查川检线索十二号的外出情况", what="record:positions/1", now=now, reader=leader
        )
    handler = seat("handler", "四川省检察院", "prosecutor")
    services.record_sensitive_read(actor=actor, purpose="川检线索12号核查外出", what="record:positions/1", now=now, reader=handler)
    (entry,) = entries_about("record:positions/1")
    assert (entry.act, entry.facts) == ("record.read", {"purpose": "川检线索12号核查外出"})


@pytest.mark.parametrize("password", ["1234567890123", "password123", "short-8", "wangwang-wang"])
def test_a_weak_password_is_refused(seat, actor, now, password):
    officer = seat("wangwangwang", "四川省检察院", "prosecutor")
    with pytest.raises(UnusableInputError, match="请换一个密码"):
        services.change_password(actor=actor, now=now, officer=officer, password=password)
    assert selectors.officer_named("wangwangwang").must_change_password


def test_a_new_one_ends_the_demand_for_one(seat, actor, now):
    officer = seat("wang", "四川省检察院", "prosecutor")
    assert officer.must_change_password
    assert not officer.has_usable_password()
    services.change_password(actor=actor, now=now, officer=officer, password="长风-破浪-2026-会有时")
    fresh = selectors.officer_named("wang")
    assert not fresh.must_change_password
    assert fresh.check_password("长风-破浪-2026-会有时")
    assert "2026-会有时" not in recent(1)[0].details


def test_demonstration_accounts_can_sign_in_and_do_their_part(actor, now, rf):
    organs = ["成都市公安局", "锦江区司法局", "沱江监狱", "锦江区法院", "成都市检察院"]
    accounts = {account.username: account for account in services.seed_demonstration(actor=actor, now=now, organs=organs)}
    assert len({account.password for account in accounts.values()}) == 1
    today = now.date()
    shown = {name: (account.organ, account.role) for name, account in accounts.items()}
    assert shown["prosecutor"] == ("四川省检察院", "检察官")
    assert shown["police"] == ("成都市公安局", "机关负责人")
    assert {name for name in shown if name.startswith("organ-")} == {f"organ-{number:02d}" for number in range(1, 6)}
    assert {name.replace("head", "organ") for name in shown if name.startswith("head-")} == {n for n in shown if n.startswith("organ-")}
    assert {account.organ for name, account in accounts.items() if name.startswith("head-")} == set(organs)
    words = {role.zh for role in ROLES.values()}
    assert not [account.name for account in accounts.values() if account.name in words or "经办" in account.name]
    expected = {
        "prosecutor": "clue.verify",
        "chief": "document.approve",
        "steward": "data.send",
        "auditor": "ledger.verify",
        "security": "registry.manage",
    }
    for username, right in expected.items():
        officer = authenticate(rf.post("/"), username=username, password=accounts[username].password)
        assert rights.may(officer, right, on=today)
    assert not rights.may(selectors.officer_named("auditor"), "data.read", on=today)
    assert verify().ok


def test_seeding_again_keeps_the_accounts_and_gives_a_new_password(actor, now):
    first = services.seed_demonstration(actor=actor, now=now, organs=["沱江监狱"])
    second = services.seed_demonstration(actor=actor, now=now, organs=["沱江监狱", "万州区公安局"])
    assert {(a.username, a.organ) for a in first} < {(a.username, a.organ) for a in second}
    assert first[0].password != second[0].password
    officer = selectors.officer_named("organ-01")
    assert officer.organ.name == "沱江监狱"
    assert officer.posts.count() == 1
    assert not officer.check_password(first[0].password)
    assert officer.check_password(second[0].password)


def test_the_actor_of_an_officer(seat):
    actor = selectors.actor_of(seat("wang", "四川省检察院", "prosecutor"), "web")
    assert (actor.id, actor.organ, actor.via) == ("wang", "四川省检察院", "web")
