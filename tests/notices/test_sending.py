"""Notices leave the platform as their officer chose: once, tried again, given up, sent again by a person; each stands in the trace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from zhiheng.client import MessageError, read_officer_notice
from zhiheng.exchange.peers.services import make_message_key
from zhiheng.ledger.selectors import recent, verify
from zhiheng.notices import selectors, sources
from zhiheng.notices.core.texts import Counted, OutsideNotice, plain_title, text_of
from zhiheng.notices.models import Outbound
from zhiheng.notices.services import choose, note_hook, send_again, work
from zhiheng.notices.services.sending import MOST_TRIES
from zhiheng.registry.selectors import COMMAND_LINE, actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.work.services.own_views import save_view

pytestmark = pytest.mark.django_db
ADDRESS = "zhou@example.org"
URL = "https://oa.example/notices"


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL_READY, settings.MAIL_DOMAINS = True, []


@pytest.fixture()
def came(monkeypatch, now):
    """What the pages find for the officer, as a list that tests change."""
    shelf: list[OutsideNotice] = []
    monkeypatch.setattr(sources, "found", lambda officer, since, until: [one for one in shelf if since < one.at <= until])
    return shelf


@pytest.fixture()
def mine(officers):
    return officers["prosecutor"]


@pytest.fixture()
def acting(mine):
    return actor_of(mine, "test")


def told(now, number=1, kind="overdue", title="周海明减刑案"):
    return OutsideNotice(kind, now + timedelta(minutes=number), title, f"/cases/{number}/")


def round_at(now, hours=1):
    return work(actor=COMMAND_LINE, now=now + timedelta(hours=hours))


def acts():
    return [entry.act for entry in recent(100) if entry.act.startswith("notice.")]


def test_chosen_kinds_are_mailed_once_with_title_and_link_alone(came, mine, acting, now, settings):
    settings.OUTSIDE = replace(settings.OUTSIDE, origins=("https://zhiheng.example",))
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    came += [told(now), told(now, 2, "near"), told(now, 3, title="510107199004075992 超期羁押")]
    assert round_at(now) == "新增 2 条，发出 2 条"
    assert round_at(now, 2) == ""
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to, letter.subject) == (1, [ADDRESS], "工作通知：已超期 2 条")
    assert "周海明减刑案\nhttps://zhiheng.example/cases/1/" in letter.body
    assert "510107199004075992" not in letter.body
    assert mine.name not in letter.body
    assert acts().count("notice.sent") == 2
    assert verify().ok


def test_what_came_before_the_choice_is_not_told(came, acting, now):
    came.append(told(now, -5))
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    assert round_at(now) == ""


def test_a_failing_mail_server_is_tried_again_then_given_up_and_sent_by_a_person(came, mine, acting, now, monkeypatch):
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    came.append(told(now))
    from django.core.mail import EmailMessage

    def refuse(self):
        raise ConnectionRefusedError("no way")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        for hours in range(1, MOST_TRIES + 4):
            round_at(now, hours)
    row = Outbound.objects.get()
    assert (row.state, row.tries, row.last_error) == ("dead", MOST_TRIES, "邮件服务器：no way")
    assert acts().count("notice.failed") == MOST_TRIES - 1
    assert acts().count("notice.given_up") == 1
    send_again(actor=acting, now=now + timedelta(hours=20), number=row.pk)
    assert round_at(now, 20) == "新增 0 条，发出 1 条"
    assert len(mail.outbox) == 1
    with pytest.raises(UnusableInputError):
        send_again(actor=acting, now=now, number=row.pk)


def test_without_a_mail_server_nothing_is_said_to_be_sent(came, acting, now, settings):
    settings.MAIL_READY = False
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    came.append(told(now))
    assert round_at(now) == "新增 1 条，发出 0 条"
    assert "ZHIHENG_MAIL_HOST" in Outbound.objects.get().last_error


def test_what_is_no_longer_wanted_is_dropped(came, acting, now, settings):
    settings.MAIL_READY = False
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    came.append(told(now))
    round_at(now)
    settings.MAIL_READY = True
    choose(actor=acting, now=now, address=ADDRESS, mail=["near"], hook=[])
    round_at(now, 2)
    assert Outbound.objects.get().state == "dropped"
    assert mail.outbox == []


def test_an_organs_system_takes_signed_notices(came, mine, acting, now, monkeypatch):
    public = make_message_key(actor=COMMAND_LINE, now=now, organ=mine.organ.name)
    note_hook(actor=COMMAND_LINE, now=now, organ=mine.organ.name, url=URL)
    choose(actor=acting, now=now, address="", mail=[], hook=["overdue"])
    came.append(told(now))
    posted, answers = [], [(500, {}), (204, {})]

    def post(url, fields, payload=None, *, resolve):
        posted.append((url, fields["statement"], fields["signature"], payload))
        return answers.pop(0)

    monkeypatch.setattr("zhiheng.exchange.peers.services.hooking.post", post)
    for hours in (1, 2, 3):
        round_at(now, hours)
    assert [one[0] for one in posted] == [URL, URL]
    _url, statement, signature, payload = posted[-1]
    got = read_officer_notice(statement, signature, payload, public=[public], receiver=mine.organ.name)
    assert (got.to, got.kind, got.title, got.number) == (mine.username, "overdue", "周海明减刑案", Outbound.objects.get().pk)
    assert set(json.loads(payload)) == {"to", "kind", "title", "link", "at"}
    with pytest.raises(MessageError):
        read_officer_notice(statement, signature, payload + b" ", public=[public], receiver=mine.organ.name)


def test_an_address_inside_is_not_called(came, mine, acting, now):
    make_message_key(actor=COMMAND_LINE, now=now, organ=mine.organ.name)
    with pytest.raises(UnusableInputError, match="没有加密"):
        note_hook(actor=COMMAND_LINE, now=now, organ=mine.organ.name, url="http://oa.example/")
    note_hook(actor=COMMAND_LINE, now=now, organ=mine.organ.name, url="https://127.0.0.1:9/")
    choose(actor=acting, now=now, address="", mail=[], hook=["overdue"])
    came.append(told(now))
    round_at(now)
    assert "在内部网络" in Outbound.objects.get().last_error


def test_a_watched_view_tells_its_owner_when_it_grows(came, mine, acting, now, monkeypatch):
    choose(actor=acting, now=now, address=ADDRESS, mail=["view"], hook=[])
    save_view(actor=acting, now=now, page="/clues/", title="急办", query="view=open", watched=True)
    stands = Counted(3, now - timedelta(hours=1))
    monkeypatch.setattr(sources, "counted", lambda officer, view: stands)
    assert round_at(now, 1) == "", "what was there when it was saved is no news"
    stands = Counted(5, now + timedelta(hours=1))
    round_at(now, 2)
    assert "号）增加 2 条，现有 5 条" in mail.outbox[0].body
    assert "/clues/#view-" in mail.outbox[0].body
    assert "急办" not in mail.outbox[0].body and "view=open" not in mail.outbox[0].body
    assert round_at(now, 3) == ""
    stands = Counted(4, now + timedelta(hours=1))
    assert round_at(now, 4) == "", "it shrank"
    stands = Counted(4, now + timedelta(hours=4))
    round_at(now, 5)
    assert "有新内容" in mail.outbox[1].body


def test_a_closed_account_is_told_nothing(came, mine, acting, now):
    choose(actor=acting, now=now, address=ADDRESS, mail=["overdue"], hook=[])
    mine.is_active = False
    mine.save()
    came.append(told(now))
    assert round_at(now) == ""


@pytest.mark.parametrize(
    ("address", "reason"), [("", "没有填写邮箱"), ("zhou", "不是邮箱地址"), ("zhou@elsewhere.example", "只能发往 example.org 的邮箱")]
)
def test_an_address_that_cannot_be_mailed_is_refused(acting, now, settings, address, reason):
    settings.MAIL_DOMAINS = ["example.org"]
    with pytest.raises(UnusableInputError, match=reason):
        choose(actor=acting, now=now, address=address, mail=["new"], hook=[])


def test_titles_are_one_line_without_numbers_of_persons():
    assert plain_title("甲\n 51010719900407599X 案") == "甲 （证件号码略） 案"
    assert "登录平台后打开 /cases/1/" in text_of([("new", "甲", "/cases/1/")], "")


def test_the_page_keeps_the_choice_and_shows_what_failed(enter, officers, came, now):
    client = enter("prosecutor")
    ways = reverse("notice_ways")
    assert client.post(ways, {"mail": ["new"]}).status_code == 422
    assert client.post(ways, {"mail": ["new", "view"], "address": ADDRESS}).status_code == 302
    assert selectors.choice_of(officers["prosecutor"]).mail == ["new", "view"]
    mine = officers["prosecutor"]
    row = Outbound.objects.create(
        officer=mine, channel="mail", kind="new", key="k", title="周海明减刑案", address="/cases/1/", at=now, state="dead",
        made_at=now, next_at=now, last_error="邮件服务器：no way",
    )  # fmt: skip
    shown = client.get(ways).content.decode()
    assert "停止发送" in shown and "邮件服务器：no way" in shown and "checked" in shown
    assert "1 条未发出" in client.get(reverse("notices")).content.decode()
    again = reverse("notice_again", args=[row.pk])
    assert enter("chief").post(again).status_code == 404, "it is another's"
    assert enter("system").post(again).status_code == 404, "mails are their officer's own"
    assert "已放回待发" in enter("prosecutor").post(again, follow=True).content.decode()


def test_the_system_administrator_names_the_organs_system_and_sends_again(enter, officers, now):
    mine, page = officers["prosecutor"], reverse("notice_hooks")
    assert enter("prosecutor").get(page).status_code == 404
    client = enter("system")
    assert client.post(page, {"organ": mine.organ.name, "url": "http://oa.example/"}).status_code == 422
    assert URL in client.post(page, {"organ": mine.organ.name, "url": URL}, follow=True).content.decode()
    row = Outbound.objects.create(
        officer=mine, channel="hook", kind="new", key="k", title="周海明减刑案", address="/cases/1/", at=now, state="dead",
        made_at=now, next_at=now, last_error="对方回答 500",
    )  # fmt: skip
    shown = client.get(page).content.decode()
    assert "对方回答 500" in shown and "周海明" not in shown, "administrators see that it failed, not what it says"
    client.post(reverse("notice_again", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)
