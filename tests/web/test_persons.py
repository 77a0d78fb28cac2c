"""Pages of persons: nothing before a purpose is noted; matches side by side, decided and undone; who may see what."""

import csv
import io
import re

import pytest

from tests.web.conftest import PURPOSE
from zhiheng.ledger.selectors import entries_about, recent
from zhiheng.schema.identity import check_character

POLICE, JUSTICE = "成都市公安局", "金堂县司法局"


def number(area, born, order):
    return area + born + order + check_character(area + born + order)


ZHANG = number("510104", "19900307", "891")
SLIPPED = number("510104", "19900307", "897")
SAMENAME = number("513401", "19770101", "115")


@pytest.fixture()
def sent(officers, home, actor, now):
    """Two organs wrote one person's number differently; another bears the same name."""
    from zhiheng.exchange.services import receive
    from zhiheng.subjects.services import find_matches

    warned = {"文书号": "矫1", "公民身份号码": SLIPPED, "姓名": "张某某", "种类": "警告", "日期": "2026-03-01", "事由": "迟到"}
    same_name = {"公民身份号码": SAMENAME, "姓名": "张某某", "曾用名": ""}
    files = {
        (POLICE, "人员基本信息"): [{"公民身份号码": ZHANG, "姓名": "张某某", "曾用名": "张三"}, same_name],
        (JUSTICE, "社区矫正奖惩"): [warned],
    }
    for (organ, dataset), rows in files.items():
        made = io.StringIO()
        writer = csv.DictWriter(made, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        place = home / "sent" / organ / f"{dataset}_0001.csv"
        place.parent.mkdir(parents=True)
        place.write_text(made.getvalue(), encoding="utf-8")
        assert receive(register_organ=True, any_source=True, actor=actor, now=now, path=place).rejected == []
    find_matches(actor=actor, now=now)


@pytest.fixture()
def ids(sent):
    """Number → id of its identity."""
    from django.apps import apps

    return dict(apps.get_model("subjects.Identity").objects.values_list("number", "pk"))


@pytest.fixture()
def match_id(sent):
    from django.apps import apps

    return apps.get_model("subjects.Match").objects.get().pk


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def opened(client, identity, purpose="核查（2026）川0104刑初1号"):
    return text(client.post(f"/persons/{identity}/", {"purpose": purpose}, follow=True))


@pytest.mark.drawn
def test_nobody_is_looked_up_without_a_purpose(enter, sent):
    client = enter("prosecutor")
    answer = client.post("/persons/", {"q": "张某某", "purpose": ""})
    assert answer.status_code == 422
    assert ZHANG not in text(answer)
    assert not entries_about("persons").filter(act="record.read").exists()


@pytest.mark.parametrize("asked", [ZHANG, ZHANG[:6] + ZHANG[8:17], f" {ZHANG[:6]} {ZHANG[6:]}", "张某某", "张　某某", "张三"])
def test_a_number_in_any_spelling_a_name_or_a_former_name_finds_and_leaves_a_trace(enter, sent, asked):
    answer = enter("prosecutor").post("/persons/", {"q": asked, "purpose": "核查线索一号所涉人员"})
    assert ZHANG in text(answer)
    assert entries_about("persons").get(act="record.read").facts["purpose"].startswith("核查线索一号所涉人员")


@pytest.mark.parametrize("asked", ["张", "%", "_", "\\n", "'; drop table x; --", "李四" * 40, "　", "\x00", "null"])
def test_what_nobody_is_called_finds_nobody(enter, sent, asked):
    answer = enter("prosecutor").post("/persons/", {"q": asked, "purpose": "核查线索一号所涉人员"})
    assert answer.status_code in {200, 422}
    assert ZHANG not in text(answer)


@pytest.mark.drawn
@pytest.mark.parametrize("purpose", ["x", "核查", "核查线索一号", "。。。。。。。。。。。。"])
def test_too_short_a_purpose_shows_nobody(enter, sent, ids, purpose):
    client = enter("prosecutor")
    looked = client.post("/persons/", {"q": "张某某", "purpose": purpose})
    asked = client.post(f"/persons/{ids[ZHANG]}/", {"purpose": purpose})
    assert (looked.status_code, asked.status_code) == (422, 422)
    assert ZHANG not in text(looked) + text(asked)
    assert not entries_about("persons").filter(act="record.read").exists()
    assert not entries_about(f"person:{ids[ZHANG]}").exists()


def test_a_person_is_shown_only_once_a_purpose_is_noted(enter, ids):
    client = enter("prosecutor")
    assert "张某某" not in text(client.get(f"/persons/{ids[ZHANG]}/"))
    assert client.post(f"/persons/{ids[ZHANG]}/", {"purpose": " "}).status_code == 422
    page = opened(client, ids[ZHANG])
    assert "张某某" in page
    assert POLICE in page
    assert entries_about(f"person:{ids[ZHANG]}").get().facts["purpose"] == "核查（2026）川0104刑初1号"
    assert "张某某" not in text(client.get(f"/persons/{ids[SAMENAME]}/"))


def test_half_an_hour_later_the_purpose_is_asked_again(enter, ids, monkeypatch):
    from zhiheng.web import purposes

    client = enter("prosecutor")
    opened(client, ids[ZHANG])
    monkeypatch.setattr(purposes, "timezone", type("Later", (), {"now": staticmethod(later)}))
    assert "先写明用途" in text(client.get(f"/persons/{ids[ZHANG]}/"))


def later():
    from datetime import UTC, datetime

    return datetime.fromtimestamp(4_000_000_000, UTC)


@pytest.mark.drawn
@pytest.mark.parametrize("username", ["steward", "leader", "auditor", "security", "system", "prison", "organ-01"])
def test_others_do_not_know_that_there_are_such_pages(enter, ids, match_id, username):
    client = enter(username)
    for address in ("/persons/", f"/persons/{ids[ZHANG]}/", "/persons/matches/", f"/persons/matches/{match_id}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/persons/matches/{match_id}/decide/", {"decision": "same", "decide-reason": "核对"}).status_code == 404


def test_the_list_shows_both_numbers_and_its_exact_count(enter, match_id):
    client = enter("prosecutor")
    page = text(client.get("/persons/matches/?view=open", headers=PURPOSE))
    assert ZHANG in page
    assert SLIPPED in page
    assert "共 1 条" in page
    assert "顺序码只差一个数字" in page
    for narrowed in ("view=same", "suggestion=unsure", "kind=name", "q=李四", "view=gone"):
        assert "没有疑似同一人" in text(client.get(f"/persons/matches/?{narrowed}")), narrowed


def test_the_list_as_a_workbook_is_traced(enter, match_id):
    from openpyxl import load_workbook

    answer = enter("prosecutor").get("/persons/matches/?view=open&format=xlsx", headers=PURPOSE)
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert SLIPPED in rows[1][0]
    assert [entry.act for entry in recent(2)] == ["record.read", "list.exported"]


def test_a_match_shows_what_differs_and_what_it_weighs(enter, match_id):
    page = text(enter("prosecutor").get(f"/persons/matches/{match_id}/", headers=PURPOSE))
    assert page.count('<mark class="differs">') >= 2
    for said in ("姓名相同", "顺序码只差一个数字或相邻两位颠倒", "有力支持是同一人", POLICE, JUSTICE, "建议认定", "待认定"):
        assert said in page, said


def test_to_decide_joins_both_numbers_on_the_person_page_and_undoing_parts_them(enter, ids, match_id):
    client = enter("prosecutor")
    client.defaults["HTTP_ZHIHENG_PURPOSE"] = PURPOSE["Zhiheng-Purpose"]
    done = client.post(f"/persons/matches/{match_id}/decide/", {"decision": "same", "decide-reason": "指纹相同"}, follow=True)
    assert "认定已记录" in text(done)
    assert "已认定为同一人" in text(done)
    page = opened(client, ids[SLIPPED])
    assert "2 个号码认定为同一人" in page
    assert "警告" in page
    assert "指纹相同" in page
    undone = client.post(f"/persons/matches/{match_id}/undo/", {"undo-reason": "材料有误"}, follow=True)
    assert "认定已撤销" in text(undone)
    assert "材料有误" in text(undone)
    assert "个号码认定为同一人" not in text(client.get(f"/persons/{ids[SLIPPED]}/"))


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("decide", {"decision": "same", "decide-reason": ""}, "这个字段是必填项"),
        ("decide", {"decision": "perhaps", "decide-reason": "核对"}, "没有“perhaps”这种认定"),
        ("decide", {"decide-reason": "核对"}, "没有“”这种认定"),
        ("undo", {"undo-reason": "误点"}, "没有有效的认定"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(enter, match_id, act, given, said):
    client = enter("prosecutor")
    answer = client.post(f"/persons/matches/{match_id}/{act}/", given, headers=PURPOSE)
    assert answer.status_code == 422
    if act == "decide":
        assert said in text(answer)
    assert "待认定" in text(client.get(f"/persons/matches/{match_id}/", headers=PURPOSE))
    assert client.post(f"/persons/matches/{match_id}/explode/", given).status_code == 404


def test_a_procuratorate_of_another_county_does_not_see_the_match(officers, client, match_id, ids, actor, now):
    from zhiheng.registry.services import appoint, enlist, ensure_organ

    county = ensure_organ(actor=actor, name="雷波县检察院", now=now)
    officer = enlist(actor=actor, username="leibo", name="甲", organ=county, now=now)
    appoint(actor=actor, officer=officer, role="prosecutor", from_on=now.date(), now=now)
    officer.must_change_password = False
    officer.save()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/persons/").status_code == 200
    assert client.get(f"/persons/matches/{match_id}/", headers=PURPOSE).status_code == 404
    assert client.get(f"/persons/{ids[ZHANG]}/").status_code == 404
    assert "没有疑似同一人" in text(client.get("/persons/matches/"))
    assert ZHANG not in text(client.post("/persons/", {"q": "张某某", "purpose": "核查线索一号所涉人员"}))


@pytest.fixture()
def hostile(officers, home, actor, now):
    """Names and numbers that would like to be something else."""
    from zhiheng.exchange.services import receive
    from zhiheng.subjects.services import find_matches

    names = ["<script>alert(1)</script>", "某" * 3000, '=HYPERLINK("http://x")', "{{ 7|add:7 }}", "\u202e张某某"]
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(["公民身份号码", "姓名", "证件类型"])
    writer.writerows([[ZHANG, name, ""] for name in names[:1]])
    writer.writerows([[f"<b>{place}</b>'\"", name, "其他"] for place, name in enumerate(names)])
    for organ in (POLICE, JUSTICE):
        place = home / "sent" / organ / "人员基本信息_0001.csv"
        place.parent.mkdir(parents=True)
        place.write_text(made.getvalue() if organ == POLICE else made.getvalue().replace(names[0], names[1]), encoding="utf-8")
        receive(register_organ=True, any_source=True, actor=actor, now=now, path=place)
    find_matches(actor=actor, now=now)


@pytest.mark.drawn
def test_hostile_names_are_shown_as_what_they_are_and_run_nowhere(enter, hostile):
    from django.apps import apps

    client = enter("prosecutor")
    matches = list(apps.get_model("subjects.Match").objects.all())
    assert matches
    identities = list(apps.get_model("subjects.Identity").objects.values_list("pk", flat=True))
    pages = [
        text(client.get("/persons/matches/", headers=PURPOSE)),
        *(text(client.get(f"/persons/matches/{one.pk}/", headers=PURPOSE)) for one in matches),
    ]
    pages += [opened(client, identity) for identity in identities]
    pages.append(text(client.post("/persons/", {"q": "<script>alert(1)</script>", "purpose": "<script>alert(1)</script>"})))
    for page in pages:
        assert "<script>alert(1)" not in page
        assert "<b>0</b>" not in page
    assert any("&lt;script&gt;alert(1)&lt;/script&gt;" in page for page in pages)
    assert any("{{ 7|add:7 }}" in page for page in pages)
    assert client.get("/persons/matches/?format=xlsx", headers=PURPOSE).status_code == 200


@pytest.mark.parametrize(
    "address", ["?view=nothing", "?organ=abc", "?sort=left__names", "?page=9999", "?q=%00", "?kind=' or 1=1", "?size=-5"]
)
def test_an_odd_address_is_answered_with_a_list_or_told_what_is_odd(enter, match_id, address):
    answer = enter("prosecutor").get(f"/persons/matches/{address}")
    told = any(words in text(answer) for words in ("没有", "不是", "不能识别"))
    assert answer.status_code == 200 or (answer.status_code == 400 and told)


def note(officer, of):
    from django.template import Context, Template

    request = type("Asked", (), {"user": officer})()
    return Template("{% load persons %}{% number_note number %}").render(Context({"request": request, "number": of}))


def test_a_shared_number_and_an_open_match_are_said_wherever_the_number_is_shown(officers, hostile, actor, now):
    from django.apps import apps

    from zhiheng.subjects.services import decide_match

    found = apps.get_model("subjects.Match").objects.get(kind="name", left__number=ZHANG)
    assert f"/persons/matches/{found.pk}/" in note(officers["prosecutor"], ZHANG)
    assert "待认定" in note(officers["prosecutor"], ZHANG)
    decide_match(actor=actor, now=now, match_id=found.pk, decision="different", reason="两人照片不同")
    assert "此号码已认定由两人共用" in note(officers["prosecutor"], ZHANG)
    assert "此号码已认定由两人共用" in note(officers["leader"], ZHANG)
    assert "<a " not in note(officers["leader"], ZHANG)
    assert note(officers["leader"], "nobody").strip() == ""
