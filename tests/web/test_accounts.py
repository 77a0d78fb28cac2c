"""Pages of the security administrator and of those who confirm."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhiheng.ledger.selectors import entries_about
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.services import change_password

TODAY = timezone.localdate().isoformat()


def given_in(page):
    return re.search(r'id="given-password">([a-z0-9-]+)<', page.content.decode()).group(1)


def make(client, officers, **more):
    wanted = {"username": "wang", "name": "王某", "organ": officers["prison"].organ_id, "role": "organ_handler", "from_on": TODAY}
    return client.post(reverse("enlist"), {**wanted, **more})


def text(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_a_new_account_is_made_with_its_post_and_its_password_is_shown_once(enter, officers, client):
    page = make(enter("security"), officers)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    password, officer = given_in(page), officer_named("wang")
    assert officer.check_password(password)
    assert officer.must_change_password
    assert [post.role for post in officer.posts.all()] == ["organ_handler"]
    shown = text(client, "account", officer.pk)
    assert password not in shown
    assert "机关经办人" in shown
    assert "未改初始密码" in shown
    assert "王某" in client.get(reverse("accounts"), {"q": "王某"}).content.decode()
    client.post(reverse("sign_out"))
    client.post(reverse("sign_in"), {"username": "wang", "password": password})
    assert client.get("/")["Location"] == reverse("change_password")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "prosecutor"}, "已有人使用"),
        ({"username": "有 空格"}, "登录名"),
        ({"role": "prosecutor"}, "不设检察官"),
        ({"role": "security_admin"}, "不在可用的选项中"),
        ({"until_on": TODAY}, "终止日不晚于任职日"),
        ({"organ": "999999"}, "不在可用的选项中"),
        ({"from_on": "昨天"}, "有效的日期"),
    ],
)
def test_a_wrong_account_is_refused_beside_the_field_and_nothing_is_kept(enter, officers, wrong, said):
    page = make(enter("security"), officers, **wrong)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert officer_named("wang") is None


def test_posts_are_given_for_a_unit_and_some_work_and_ended(enter, officers, client):
    make(enter("security"), officers, role="")
    officer = officer_named("wang")
    unit = officer.organ.units.get(name="一监区")
    wanted = {"post-role": "organ_handler", "post-from_on": TODAY, "post-unit": unit.pk, "post-packs": ["commutation"]}
    assert client.post(reverse("appoint", args=[officer.pk]), wanted).status_code == 302
    (post,) = officer.posts.all()
    assert (post.unit, post.packs) == (unit, ["commutation"])
    shown = text(client, "account", officer.pk)
    assert "减刑" in shown
    assert "一监区" in shown
    client.post(reverse("end_post", args=[officer.pk, post.pk]), {"until_on": "2026-06-01"})
    assert "终止日不能早于今天" in text(client, "account", officer.pk)
    client.post(reverse("end_post", args=[officer.pk, post.pk]), {"until_on": TODAY})
    assert "已终止" in text(client, "account", officer.pk)
    assert client.post(reverse("end_post", args=[officer.pk, 999]), {"until_on": TODAY}).status_code == 404


def test_an_administrator_is_proposed_by_one_and_confirmed_by_another(enter, officers, client):
    make(enter("security"), officers, organ=officers["security"].organ_id, role="")
    officer = officer_named("wang")
    wanted = {"post-role": "security_admin", "post-from_on": TODAY}
    page = client.post(reverse("appoint", args=[officer.pk]), wanted)
    assert (page.status_code, "须写明理由" in page.content.decode()) == (422, True)
    client.post(reverse("appoint", args=[officer.pk]), {**wanted, "post-reason": "增设一人"})
    proposal = officer.proposals.get()
    assert "提出人和本人不能确认" in text(client, "proposals")
    client.post(reverse("decide_proposal", args=[proposal.pk, "confirm"]))
    assert "提出人不得自己确认" in text(client, "proposals")
    assert officer.posts.count() == 0
    client = enter("auditor")
    assert "增设一人" in text(client, "proposals")
    client.post(reverse("decide_proposal", args=[proposal.pk, "confirm"]))
    assert [post.role for post in officer_named("wang").posts.all()] == ["security_admin"]
    assert "已确认" in text(client, "proposals")
    assert client.post(reverse("decide_proposal", args=[proposal.pk, "explode"])).status_code == 404


def test_a_proposal_is_declined_with_a_reason(enter, officers):
    client = enter("security")
    make(client, officers, organ=officers["security"].organ_id, role="")
    officer = officer_named("wang")
    client.post(reverse("appoint", args=[officer.pk]), {"post-role": "audit_admin", "post-from_on": TODAY, "post-reason": "增设一人"})
    client = enter("auditor")
    address = reverse("decide_proposal", args=[officer.proposals.get().pk, "decline"])
    client.post(address)
    assert "没有写明理由" in text(client, "proposals")
    client.post(address, {"reason": "本年已有二人"})
    assert officer.proposals.get().outcome == "declined"


def test_reset_close_reopen_and_unlock_each_ask_for_a_reason_and_leave_a_trace(enter, officers, client):
    officer, client = officers["prison"], enter("security")
    for _ in range(5):
        Client().post(reverse("sign_in"), {"username": "prison", "password": "wrong"})
    assert [one.username for one in client.get(reverse("accounts"), {"view": "locked"}).context["listing"].page] == ["prison"]
    client.post(reverse("account_act", args=[officer.pk, "close"]))
    assert "请写明理由" in text(client, "account", officer.pk)

    def done(kind):
        return client.post(reverse("account_act", args=[officer.pk, kind]), {"reason": "本人申请"})

    assert done("unlock").status_code == 302
    password = given_in(done("reset"))
    assert officer_named("prison").check_password(password)
    done("close")
    assert not officer_named("prison").is_active
    assert "停用" in text(client, "account", officer.pk)
    password = given_in(done("reopen"))
    assert officer_named("prison").check_password(password)
    assert done("explode").status_code == 404
    acts = [entry.act for entry in entries_about(f"officer:{officer.pk}").order_by("seq")]
    assert acts == ["session.failed"] * 5 + ["officer.unlocked", "officer.password_reset", "officer.barred", "officer.readmitted"]


def test_nobody_acts_on_the_own_account(enter, officers, client):
    own = officers["security"]
    shown = enter("security").get(reverse("account", args=[own.pk])).content.decode()
    assert "不得对本人的账号办理" in shown
    assert reverse("appoint", args=[own.pk]) not in shown
    client.post(reverse("account_act", args=[own.pk, "reset"]), {"reason": "试"})
    assert "不得对本人" in text(client, "account", own.pk)


def test_the_list_is_filtered_and_exported(enter, officers):
    client = enter("security")
    make(client, officers, role="")
    address = reverse("accounts")
    assert "wang" in client.get(address, {"view": "postless"}).content.decode()
    assert "wang" not in client.get(address, {"role": "organ_handler"}).content.decode()
    assert client.get(address, {"q": "王", "organ": officers["prison"].organ_id}).context["listing"].count == 1
    assert client.get(address, {"view": "given"}).context["listing"].count == 1
    assert client.get(address, {"format": "xlsx"})["Content-Type"].endswith("sheet")


def test_administrators_of_another_organ_reach_their_own_only(enter, officers, actor, now):
    from dataclasses import replace

    from zhiheng.registry import services

    organ = officers["prison"].organ
    officer = services.enlist(actor=actor, now=now, username="own", name="自管", organ=organ, password="kx7-mountain-river")
    for role in ("security_admin",):
        wanted = services.propose_administrator(actor=actor, now=now, officer=officer, role=role, from_on=now.date(), reason="自管")
        services.confirm_administrator(actor=replace(actor, id="another"), now=now, proposal=wanted)
    change_password(actor=actor, now=now, officer=officer, password="lake-9-under-ice")
    officers["own"] = officer_named("own")
    client = enter("own")
    assert {one.organ_id for one in client.get(reverse("accounts")).context["listing"].page} == {organ.pk}
    assert client.get(reverse("account", args=[officers["chief"].pk])).status_code == 404
    assert client.post(reverse("account_act", args=[officers["chief"].pk, "reset"]), {"reason": "试"}).status_code == 404
    assert make(client, officers, organ=officers["chief"].organ_id).status_code == 422


@pytest.mark.parametrize("username", ["prosecutor", "system", "auditor", "prison", "steward"])
def test_others_find_no_accounts(enter, officers, username):
    client = enter(username)
    for address in (reverse("accounts"), reverse("enlist"), reverse("account", args=[officers["chief"].pk])):
        assert client.get(address).status_code == 404
    assert client.post(reverse("account_act", args=[officers["chief"].pk, "reset"]), {"reason": "试"}).status_code == 404
