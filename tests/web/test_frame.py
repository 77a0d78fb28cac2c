"""The frame: search, notices, own views, next and previous, charts without a script, names of static files, the first page by post."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tests.web.test_acts import clues, do, state  # noqa: F401 - the same clues
from zhiheng.oversight.selectors import todo_for
from zhiheng.oversight.selectors.todo import TodoItem, pressing
from zhiheng.site.static_files import NamedByContent
from zhiheng.web.clues.clues import row_of
from zhiheng.web.desk.notices import notices_of, unread
from zhiheng.web.desk.search import article_query
from zhiheng.web.templatetags.charts import chart
from zhiheng.web.templatetags.pages import hide_numbers, key_in_words, limit, sentence_text, spoken_day
from zhiheng.work.selectors.own_views import views_kept_by

pytestmark = pytest.mark.drawn

CLUES = "/clues/"


def page(client, address, **asked):
    return client.get(address, asked, follow=True).content.decode()


def of_kind(kind, viewer):
    return [one for one in notices_of(viewer, timezone.now() - timedelta(days=1), timezone.now()) if one.kind == kind]


@pytest.fixture()
def paper(enter, clues):  # noqa: F811
    """A correction notice on two clues, as the bulk of the list draws it."""
    client = enter("prosecutor")
    data = {"clue": [clue.pk for clue in clues[:2]], "bulk-act": "verified", "bulk-reason": "已调阅材料，属实。"}
    form = client.post(reverse("bulk_clues"), data, follow=True)
    words = {"kind": "correction_notice", "facts": "一\n二", "demands": "改", "reply_days": "15"}
    where = form.redirect_chain[-1][0]
    assert where.startswith("/cases/open/supervision_document/?clue=")
    made = client.post(where, {"open": "1", **{f"open-{name}": value for name, value in words.items()}})
    assert made.status_code == 302, made.content.decode()
    return made["Location"]


def test_several_clues_are_verified_at_once_on_the_way_to_their_paper(paper, clues, enter):  # noqa: F811
    assert {state(clue) for clue in clues[:2]} == {"documented"}
    assert state(clues[2]) == "received"
    assert "改用其他办理方式" in page(enter("prosecutor"), f"/cases/open/supervision_document/?clue={clues[2].pk}")


def test_search_finds_cases_clues_persons_pages_and_articles(paper, enter):
    client = enter("prosecutor")
    assert ORGAN_PAPER in page(client, "/search/", q="金堂县司法局")
    found = page(client, "/search/", q="周海明")
    assert "按人员查找" in found and "条线索提到“周海明”" in found
    assert reverse("indicators") in page(client, "/search/", q="指标")
    assert "社区矫正法" in page(client, "/search/", q="社区矫正法第四十四条")
    assert "请输入要查找的内容" in page(client, "/search/", q="  ")


ORGAN_PAPER = "纠正违法通知书"


@pytest.mark.parametrize("typed", ["川检纠违〔2026〕7号", "川检纠违[2026]7", "川检纠违 （２０２６） 第７号", "(2026)川检纠违7号"])
def test_a_number_of_one_case_leads_to_it_in_any_spelling(paper, enter, officers, typed):
    from zhiheng.procedure.selectors import cases_seen_by

    cases_seen_by(officers["prosecutor"]).update(number="（2026）川检纠违7号")
    answer = enter("prosecutor").get("/search/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, paper.split("?")[0].split("#")[0])
    assert enter("prosecutor").get("/search/", {"q": "川检纠违〔2026〕8号"}).status_code == 200


def test_search_shows_only_what_one_may_see(paper, enter):
    found = page(enter("system"), "/search/", q="金堂县司法局")
    assert ORGAN_PAPER not in found and "按人员查找" not in found and "条线索提到" not in found


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("刑法第七十八条", {"law": "刑法", "article": "第七十八条"}),
        ("《社区矫正法》 44条", {"law": "社区矫正法", "article": "44条"}),
        ("刑诉法 第一百零五条之一", {"law": "刑诉法", "article": "第一百零五条之一"}),
        ("超期羁押", {"q": "超期羁押"}),
    ],
)
def test_articles_are_asked_by_law_and_number_where_both_are_said(typed, asked):
    assert article_query(typed) == asked


def test_a_name_and_a_purpose_open_the_one_person(enter, officers, monkeypatch):
    from types import SimpleNamespace

    from zhiheng.web.persons import persons

    one = SimpleNamespace(identity=SimpleNamespace(pk=7, number="1", former_names=[], kind="id"), names=["甲"], organs=["乙"])
    monkeypatch.setattr(persons.subjects, "persons_found", lambda viewer, text: [one])
    asked = {"q": "周海明", "purpose": "核查（2026）川检线索第1号，核对身份", "one": "1"}
    answer = enter("prosecutor").post(reverse("persons"), asked)
    assert (answer.status_code, answer["Location"]) == (302, reverse("person", args=[7]))


def test_notices_are_counted_shown_and_read(paper, enter, officers, clues):  # noqa: F811
    client, viewer, now = enter("prosecutor"), officers["prosecutor"], timezone.now()
    do(client, clues[2], "assigned", to="prosecutor")
    told = list(notices_of(viewer, now - timedelta(days=1), timezone.now()))
    assert {one.kind for one in told} == {"new", "clue"}
    assert unread(viewer) == len(told) == 2
    shown = page(client, "/notices/")
    assert "新到" in shown and "分派给我的线索" in shown and shown.count("未读") >= 2
    assert client.post(reverse("notices_seen")).status_code == 302
    assert unread(viewer) == 0
    assert "bell-count" not in page(client, "/notices/")


def test_a_view_is_kept_shown_watched_and_dropped(enter, officers, clues):  # noqa: F811
    client, viewer = enter("prosecutor"), officers["prosecutor"]
    data = {"view-page": CLUES, "view-query": "view=open&density=tight&hide=3&page=2", "view-title": "急办", "view-watched": "on"}
    assert client.post(reverse("save_view"), data).status_code == 302
    kept = views_kept_by(viewer).get()
    assert (kept.title, kept.query, kept.watched) == ("急办", "view=open&density=tight&hide=3", True)
    shown = page(client, CLUES, **QueryDict(kept.query).dict())
    assert "急办" in shown and 'data-density="tight"' in shown and 'class="hide-3 "' in shown
    fresh = of_kind("view", viewer)
    assert [(one.title, one.more) for one in fresh] == [("急办", "3 条新内容")]
    assert "急办" not in page(enter("chief"), CLUES), "a view is its officer's own"
    assert enter("chief").post(reverse("drop_view", args=[kept.pk])).status_code == 302
    assert views_kept_by(viewer).exists()
    enter("prosecutor").post(reverse("drop_view", args=[kept.pk]))
    assert not views_kept_by(viewer).exists()


@pytest.mark.parametrize("where", ["//elsewhere.example/", "https://elsewhere.example/", "/no/such/page/", ""])
def test_a_view_leads_nowhere_else(enter, where):
    assert enter("prosecutor").post(reverse("save_view"), {"view-page": where, "view-title": "x"}).status_code == 400


def test_a_view_whose_filter_is_gone_says_nothing(enter, officers, clues):  # noqa: F811
    client = enter("prosecutor")
    client.post(reverse("save_view"), {"view-page": CLUES, "view-query": "model=none_such", "view-title": "旧", "view-watched": "on"})
    assert of_kind("view", officers["prosecutor"]) == []


def test_the_next_and_the_previous_clue_of_the_list_one_came_from(enter, clues):  # noqa: F811
    client, pks = enter("prosecutor"), [clue.pk for clue in clues]
    middle = client.get(reverse("clue", args=[pks[1]]), {"from": "view=open&sort=model"}).context
    assert (middle["before"], middle["after"]) == (pks[0], pks[2])
    last = client.get(reverse("clue", args=[pks[2]]), {"from": "sort=-found_at"}).context
    assert last["after"] is None
    assert "after" not in client.get(reverse("clue", args=[pks[0]])).context
    assert client.get(reverse("clue", args=[pks[0]]), {"from": "model=none_such"}).status_code == 200


def test_a_clue_in_a_list_shows_whom_what_and_for_how_long(clues, enter):  # noqa: F811
    row = row_of(clues[2])
    assert (row.name, row.number) == ("周海明", "510121199005072715")
    assert row.late_days == 30
    shown = page(enter("prosecutor"), CLUES)
    assert "510121********2715" in shown and "510121199005072715" not in shown


def test_clues_of_a_model_are_claimed_from_the_desk(enter, officers, clues):  # noqa: F811
    client = enter("prosecutor")
    assert client.post(reverse("claim_clues"), {"model": clues[0].model}).status_code == 302
    assert {state(clue) for clue in clues} == {"assigned"}
    assert [item.kind for item in todo_for(officers["prosecutor"], timezone.localtime())] == ["clue"] * 3
    assert 'class="menu-count">3' in page(client, "/")


def test_liberty_comes_before_the_clock_and_the_clock_before_age():
    today = timezone.localdate()
    late = TodoItem("step", "1", "甲", "办", today - timedelta(days=9), "overdue")
    held = TodoItem("step", "2", "乙", "办", None, "normal", liberty=True)
    near = TodoItem("step", "3", "丙", "办", today, "near")
    old, young = (TodoItem("clue", str(n), "丁", "办", None, "normal", since=today - timedelta(days=n)) for n in (40, 4))
    assert sorted([young, old, near, held, late], key=pressing) == [held, late, near, old, young]


def test_packs_say_where_liberty_is_at_stake(db):
    from zhiheng.models.in_force import catalog

    known = catalog()
    assert {"detention_overdue", "overdue_release"} <= known.liberty
    assert known.liberty <= set(known.models) | set(known.procedures)


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("leader", "本月办结"), ("chief", "现有超期"), ("auditor", "查看与验证"), ("security", "未改初始密码"),
        ("system", "没有账号的机关"), ("prosecutor", "待认领的线索"),
    ],
)  # fmt: skip
def test_the_first_page_is_made_for_the_post(enter, officers, clues, username, words):  # noqa: F811
    shown = page(enter(username), "/")
    assert words in shown


def test_all_that_is_overdue_is_counted_not_only_at_the_organs_named(officers):
    from zhiheng.models.in_force import catalog
    from zhiheng.procedure.models import Case, Waiting
    from zhiheng.procedure.services import publish
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services.organs import ensure_organ
    from zhiheng.web.desk.variants import figures_for

    now, spec = timezone.now(), catalog().procedures["commutation"]
    publish(actor=COMMAND_LINE, now=now, procedure=spec)
    for number in range(14):
        organ = ensure_organ(actor=COMMAND_LINE, name=f"第{number}监狱", now=now)
        case = Case.objects.create(
            definition_id=spec.digest, procedure=spec.id, pack="commutation", title="案", opened_at=now, last_event_at=now
        )
        for step in ("propose", "hear"):
            common = {"role": "prison", "right": "case.act", "opened_at": now, "near_at": now}
            Waiting.objects.create(case=case, procedure=spec.id, step=step, organ=organ, due_at=now - timedelta(days=2), **common)
    told = figures_for(officers["leader"], frozenset({"leader"}), now)
    assert told["figures"][1].now == 14
    assert [count for _organ, count in told["late_organs"]] == [1] * 12, "cases are counted, as in the list that opens"


def test_no_right_and_no_page_keep_the_menu_and_name_whom_to_ask(enter):
    shown = enter("prison").get("/clues/1/")
    said_there = shown.content.decode()
    assert shown.status_code == 404
    assert 'id="menu"' in said_there and "请向川西监狱的安全管理员申请岗位授权" in said_there


def test_who_has_not_signed_in_sees_no_menu(client, db):
    assert 'id="menu"' not in client.get("/nothing/").content.decode()


def test_charts_are_drawn_by_the_server():
    numbers = {"kind": "bars", "unit": "%", "names": ["甲<i>", "乙"], "values": [91.67, None], "notes": ["11 / 12", ""]}
    drawn = chart(numbers, "各项比率")
    assert all(part in drawn for part in ('width="91.67%"', "91.7%", "甲&lt;i&gt;", "—"))
    assert "style=" not in drawn
    names = [f"26-{n:02d}" for n in range(1, 13)]
    months = {"kind": "line", "unit": "%", "names": names, "values": [50, None, *[100] * 10], "notes": ["1 / 2"] * 12}
    line = chart(months, "趋势", small=True)
    assert line.count("<circle") == 11 and line.count('class="trend-line"') == 9, "a month without a value breaks the line"
    assert "26-12" in line and "style=" not in line
    assert chart({"kind": "line", "unit": "件", "names": ["26-01"], "values": [3], "notes": [""]}, "一").count("<circle") == 1


def test_static_files_keep_their_plain_names_until_they_are_gathered(tmp_path):
    store = NamedByContent(location=tmp_path, base_url="/static/")
    assert store.url("web/app.css") == "/static/web/app.css"
    store.hashed_files = {"web/app.css": "web/app.0123456789ab.css"}
    assert store.url("web/app.css") == "/static/web/app.0123456789ab.css"


def test_texts_of_lists_hide_numbers_and_say_what_is_unknown():
    assert hide_numbers("夏鹏（513437198001247050）尚有") == "夏鹏（513437********7050）尚有"
    assert hide_numbers("渝中市监罚〔2026〕00002号") == "渝中市监罚〔2026〕00002号"
    assert key_in_words("绵阳市看守所|513437198001247050|2026-02-06") == "绵阳市看守所，513437********7050，2026-02-06"
    assert sentence_text("回复日期—，已超125日。") == "回复日期未记载，已超125日。"


def test_a_day_of_another_year_is_said_with_its_year():
    today = timezone.localdate().replace(month=6, day=1)
    assert spoken_day(today.replace(month=9, day=5), today) == "9月5日"
    assert spoken_day(today.replace(year=today.year + 1), today) == f"{today.year + 1}年6月1日"


def test_a_clock_is_said_in_one_line():
    from types import SimpleNamespace

    today = timezone.localdate()
    clock = SimpleNamespace(due_on=today - timedelta(days=3), colour="overdue", how="", source="", policy="", mark="", earlier=())
    assert limit(clock, today)["left"] == "超期 3 天"


def test_names_in_the_menu_wrap_instead_of_being_cut():
    from django.contrib.staticfiles import finders

    text = Path(finders.find("web/frame.css")).read_text(encoding="utf-8")
    selector = ".navbar-vertical[class*=navbar-expand] .navbar-nav .nav-link-title"
    vendor = Path(finders.find("vendor/tabler.min.css")).read_text(encoding="utf-8")
    assert f"{selector}{{min-width:0;overflow:hidden" in vendor, "a rule of less weight would not be heard"
    rule = text.partition(f"{selector} {{")[2].partition("}")[0]
    assert "white-space: normal" in rule and "overflow: visible" in rule


@pytest.mark.parametrize(
    ("months", "said"),
    [(0, "零个月"), (6, "六个月"), (12, "一年"), (42, "三年六个月"), (72, "六年"), (180, "十五年"), (299, "二十四年十一个月")],
)
def test_lengths_are_said_as_officials_write_them(months, said):
    from zhiheng.schema.lengths import length_in_words

    assert length_in_words(months) == said


def test_facts_of_the_time_line_say_years_and_months():
    from zhiheng.web.persons.persons import fact_told

    assert fact_told("rulings", "months_reduced", 6) == ("减刑", "六个月")
    assert fact_told("sentences", "term_months", 72) == ("刑期", "六年")
    assert fact_told("sentences", "term_months", None) == ("刑期月数", "—")


@pytest.mark.parametrize(("period", "last"), [("2026", "2025"), ("2026Q1", "2025Q4"), ("2026-01", "2025-12"), ("2026-06", "2026-05")])
def test_the_period_before(period, last):
    from zhiheng.analysis.periods import parse
    from zhiheng.web.periods import before

    assert before(parse(period)) == parse(last)
