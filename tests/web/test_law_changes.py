"""法律变化: the page tells what changed since a day and for whom."""

import pytest
from django.test import Client

pytestmark = pytest.mark.drawn


@pytest.fixture()
def everybody(settings, db):
    settings.LAW_IS_PUBLIC = True
    return Client()


def test_the_page_tells_what_changed_with_both_articles(everybody):
    page = everybody.get("/law/changes/?since=2026-11-01").content.decode()
    assert "收监之日起五个工作日" in page
    assert "监狱法（2012年修正） 第二十条" in page
    assert "监狱法（2026年修订） 第三十七条" in page
    assert "治安管理处罚法" not in page


def test_one_organ_sees_its_own(everybody):
    page = everybody.get("/law/changes/?since=2026-01-01&who=律师").content.decode()
    assert "辩护律师会见不被监听" in page
    assert "禁闭" not in page.split("<tbody>", 1)[1]


def test_what_is_no_day_is_told_and_a_year_back_shown(everybody):
    page = everybody.get("/law/changes/?since=昨天").content.decode()
    assert "不是日期" in page
    assert "2026-11-01" in page


def test_no_change_is_said(everybody):
    assert "没有已录入的变化" in everybody.get("/law/changes/?since=2199-01-01").content.decode()


def test_the_calculators_lead_to_it(everybody):
    assert "/law/changes/" in everybody.get("/law/").content.decode()


def test_who_has_not_signed_in_is_sent_to_sign_in(settings, db):
    settings.LAW_IS_PUBLIC = False
    assert Client().get("/law/changes/").status_code == 302
