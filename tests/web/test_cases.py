"""Cases of any procedure through the pages: a commutation from the sub-ward to its ruling, lists, seats, law, what stays inside."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from zhiheng.law.clocks import add_days, next_working_day
from zhiheng.procedure.models import Case
from zhiheng.procedure.selectors import case_view, tellings
from zhiheng.registry import services as registry
from zhiheng.registry.selectors import COMMAND_LINE, officer_named, organ_named

PRISON, COURT, PROCURATORATE = "川西监狱", "成都市中级人民法院", "四川省检察院"
SUBJECT = {"open-subject_name": "王甲", "open-subject_number": "510107199001012910"}
OPENING = {
    "judgment_no": "（2025）川0107刑初12号", "sentence_now": "fixed", "term_months": "72", "starts_on": "2024-09-05",
    "ends_on": "2030-09-04", "admitted_on": "2025-04-10", "property_open": "false",
}  # fmt: skip
FACTS = {
    "confirmed": "1", "sentence.kind": "fixed", "sentence.months": "72", "sentence.starts_on": "2024-09-05",
    "sentence.effective_on": "2025-02-20", "sentence.admitted_on": "2025-04-10", "sentence.offences.rows": "1",
    "sentence.offences.1.category": "other", "sentence.offences.1.kind": "fixed", "sentence.offences.1.months": "72",
    "offender.repentant": "yes",
}  # fmt: skip
OPEN = "/cases/open/commutation/"


@pytest.fixture()
def people(officers, now):
    """More officers of the prison and the court: no step is done by who did the one before."""
    made = dict(officers)
    for username, name, organ, role in (
        ("ward-a", "甲", PRISON, "organ_handler"), ("prison-b", "丁", PRISON, "organ_handler"),
        ("prison-head", "丙", PRISON, "organ_leader"), ("committee", "戊", PRISON, "organ_leader"),
        ("clerk", "癸", COURT, "organ_handler"), ("judge", "子", COURT, "organ_leader"),
    ):  # fmt: skip
        registry.enlist(actor=COMMAND_LINE, now=now, username=username, name=name, organ=organ_named(organ), password="Long-Enough-9")
        registry.appoint(actor=COMMAND_LINE, now=now, officer=officer_named(username), role=role, from_on=timezone.localdate(now))
        registry.change_password(actor=COMMAND_LINE, now=now, officer=officer_named(username), password="Much-Longer-99")
        made[username] = officer_named(username)
    return made


@pytest.fixture()
def come(client, people):
    def signed_in(username):
        client.force_login(people[username], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture()
def begun():
    """A working day long enough ago for every step that follows."""
    return next_working_day(add_days(timezone.localdate(), -60))


@pytest.fixture()
def case(come, begun):
    given = {**SUBJECT, **{f"open-{name}": value for name, value in OPENING.items()}, **FACTS, "open-on": begun, "open": "1"}
    answer = come("ward-a").post(OPEN, given)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get()


@pytest.fixture()
def do(come, case):
    def act(who, key, outcome, on=None, **given):
        rows = {name: value for name, value in given.items() if isinstance(value, list)}
        data = {f"{key}-{name}": value for name, value in given.items() if name not in rows}
        for name, several in rows.items():
            data[f"{key}-{name}-count"] = len(several)
            data |= {f"{key}-{name}-{place}-{inner}": value for place, row in enumerate(several) for inner, value in row.items()}
        return come(who).post(reverse("case_act", args=[case.pk, key]), {**data, "outcome": outcome, **({f"{key}-on": on} if on else {})})

    return act


VOTES = [{"name": name, "agreed": "true"} for name in "一二三四五六七八九"]


def steps_of(begun):
    """The walk: who, form, outcome, days after the beginning, values."""

    def day(after):
        return str(add_days(begun, after))

    study = {"meeting_on": day(0), "attended": "甲、乙", "facts_found": "遵守监规", "repentant": "true", "opinion": "同意提请减刑"}
    checked = {"complete": "true", "self_written": "own_hand", "identity_checked": "verified", "note": "材料齐全"}
    return [
        ("ward-a", "study", "submitted", 0, study),
        ("prison-head", "ward_review", "approved", 1, {"meeting_on": day(1), "attended": "丙", "opinion": "同意"}),
        ("prison-b", "division_check", "complete", 2, checked),
        ("committee", "committee", "approved", 3, {"meeting_on": day(3), "procurator_present": "true", "votes": VOTES, "opinion": "同意"}),
        ("prison-b", "notice", "clear", 18, {"from_on": day(4), "until_on": day(17), "content": "拟提请减刑九个月"}),
        ("prosecutor", "ask_procuratorate", "agreed", 19, {"received_on": day(18), "given_on": day(19), "opinion": "无不同意见"}),
        ("committee", "decide", "to_court", 20, {"decided_on": day(20), "attended": "辛、壬", "opinion": "同意提请"}),
    ]  # fmt: skip


@pytest.fixture()
def walked(do, begun):
    """The case as far as the step that asks the law."""
    for who, step, outcome, after, values in steps_of(begun):
        answer = do(who, f"done-{step}", outcome, add_days(begun, after), **values)
        assert answer.status_code == 302, (step, text_of(answer))
    return begun


def text_of(answer):
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))[:6000]


def proposal(begun, months="9"):
    return {
        "ground": "repentance", "proposed_months": months, "period_from": "2025-04-10", "period_to": str(begun), "praises": "2",
        "property_note": "无财产性判项", "filed_on": str(add_days(begun, 21)),
    }  # fmt: skip


@pytest.mark.drawn
def test_the_opening_form_takes_seats_from_relations_and_keeps_facts_as_confirmed(case, people):
    view = case_view(case.pk, people["ward-a"], timezone.localtime())
    assert (view.state.organs["prison"], view.state.organs["court"], view.state.organs["procuratorate"]) == (PRISON, COURT, PROCURATORATE)
    assert view.state.facts["commutation"]["offender"] == {"repentant": True}
    assert case.number.endswith("减1号")
    assert case.subject_name == "王甲"


@pytest.mark.drawn
def test_a_wrong_number_or_an_empty_form_opens_nothing(come):
    answer = come("ward-a").post(OPEN, {**SUBJECT, "open-subject_number": "510107199001012911", "open": "1"})
    assert answer.status_code == 422
    assert "身份证号码不对" in answer.content.decode()
    assert "必须填写" in answer.content.decode()
    assert not Case.objects.exists()
    assert come("clerk").get(OPEN).status_code == 404


def test_the_law_stops_or_lets_pass_at_the_step(do, case, come, walked):
    shown = come("committee").get(reverse("case", args=[case.pk])).content.decode()
    assert "法律条件" in shown
    answer = do("committee", "done-file", "submitted", add_days(walked, 21), **proposal(walked))
    assert answer.status_code == 302, text_of(answer)


def test_a_commutation_goes_from_the_sub_ward_to_the_ruling(do, case, come, people, walked):
    def day(after):
        return add_days(walked, after)

    assert do("committee", "done-file", "submitted", day(21), **proposal(walked)).status_code == 302
    assert "分监区集体研究" not in come("clerk").get(reverse("case", args=[case.pk])).content.decode()
    assert (
        do("clerk", "done-docket", "accepted", day(22), received_on=day(21), accepted_on=day(22), hearing_required="false").status_code
        == 302
    )
    assert do("prosecutor", "done-opinion", "agreed", day(25), received_on=day(21), given_on=day(25), opinion="无异议").status_code == 302
    assert do("clerk", "done-court_notice", "clear", day(30), from_on=day(23), until_on=day(29), content="减刑公示").status_code == 302
    assert do("clerk", "done-trial", "written", day(32), held_on=day(32), form_of_trial="written", questioned="true").status_code == 302
    panel = [{"name": name, "agreed": "true"} for name in "子丑寅"]
    ruling = {
        "ruled_on": day(35),
        "ruling_no": "（2026）川01刑更101号",
        "months": "8",
        "end_on": "2030-01-04",
        "hearing": "false",
        "panel": panel,
    }
    answer = do("judge", "done-ruling", "granted", day(35), **ruling, grounds_text="确有悔改表现")
    assert answer.status_code == 302, text_of(answer)
    for part in ("prison", "procuratorate"):
        answer = do("clerk", f"done-service-{part}", "served", day(36), served_on=day(36))
        assert answer.status_code == 302, text_of(answer)
    assert do("prison-b", "done-execute", "done", day(37), entered_on=day(37), new_end_on="2030-01-04", signed="true").status_code == 302
    view = case_view(case.pk, people["prosecutor"], timezone.localtime())
    assert view.state.values["months"] == 8
    assert [one.title for one in tellings(case.pk, "person")][-1] == "变动登记与执行"
    listed = come("clerk").get(reverse("cases"), {"procedure": "commutation"}).content.decode()
    assert "8个月" in listed
    assert "510107********2910" in listed
    assert "510107199001012910" not in listed


def test_the_list_narrows_and_is_exported(come, case):
    client = come("ward-a")
    number = case.number
    for asked in (
        {"q": "王甲"},
        {"q": number.replace("（", "(").replace("）", " )").removesuffix("号")},
        {"step": "study", "procedure": "commutation"},
        {"view": "mine"},
    ):
        assert case.number in client.get(reverse("cases"), asked).content.decode(), asked
    assert "没有案件" in client.get(reverse("cases"), {"q": "李四"}).content.decode()
    answer = client.get(reverse("cases"), {"procedure": "commutation", "format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[1][0] == number
    assert "510107199001012910" not in str(rows)
    assert "没有案件" in come("clerk").get(reverse("cases")).content.decode()


def test_bulk_takes_in_hand_and_names_what_cannot_be_urged(come, case):
    client = come("ward-a")
    shown = client.post(reverse("bulk_cases"), {"case": [case.pk], "act": "claim"}, follow=True).content.decode()
    assert "已承办 1 件" in shown
    case.refresh_from_db()
    assert case.holder == "ward-a"
    shown = client.post(reverse("bulk_cases"), {"case": [case.pk], "act": "urge"}, follow=True).content.decode()
    assert "没有可催办的超期节点" in shown
    assert client.post(reverse("bulk_cases"), {"case": ["x"], "act": "claim"}).status_code == 400


@pytest.mark.drawn
def test_more_rows_are_shown_and_nothing_is_done(do, case, walked):
    answer = do("committee", "done-file", "submitted", more="1")
    assert answer.status_code == 422
    answer = do("ward-a", "done-study", "submitted")
    assert "可能已由他人办理" in answer.content.decode() or answer.status_code == 302


@pytest.mark.drawn
def test_a_case_waits_on_the_desk_of_who_may_do_it(come, case):
    shown = come("ward-a").get("/").content.decode()
    assert "分监区集体研究" in shown
    assert case.number in shown
    assert case.number not in come("clerk").get("/").content.decode()


@pytest.mark.drawn
def test_who_may_not_do_a_step_of_the_own_organ_is_told_that_others_there_do_it(come, case):
    shown = come("prison-head").get(f"/cases/{case.pk}/").content.decode()
    assert "现由本机关有权办理的人员办理“" in shown and f"现由{PRISON}办理" not in shown


def test_one_hand_at_two_pages_is_told_what_changed(do, come, case, begun):
    study = steps_of(begun)[0][-1]
    come("prison-b").post(reverse("case_act", args=[case.pk, "opinion-"]), {"opinion--opinion": "请从速"})
    data = {f"done-study-{name}": value for name, value in study.items()}
    answer = come("ward-a").post(reverse("case_act", args=[case.pk, "done-study"]), {**data, "outcome": "submitted", "seen": "1"})
    assert answer.status_code == 422
    assert "您打开页面后案件有了变化" in answer.content.decode()


def test_the_head_of_an_organ_keeps_one_of_theirs_from_the_person_of_a_case_and_takes_it_back(come, case, people):
    from zhiheng.registry.models import Barrier

    page = reverse("case", args=[case.pk])
    assert come("prison-b").get(page).status_code == 200
    assert "决定本机关人员回避" not in come("prison-b").get(page).content.decode()
    given = {"avoid-officer": "prison-b", "avoid-reason": "系当事人的近亲属"}
    assert come("prison-b").post(reverse("avoid_case", args=[case.pk]), given).status_code == 404
    assert "决定本机关人员回避" in come("prison-head").get(page).content.decode()
    come("prison-head").post(reverse("avoid_case", args=[case.pk]), {**given, "avoid-officer": "clerk"})
    come("prison-head").post(reverse("avoid_case", args=[case.pk]), {**given, "avoid-officer": "prison-head"})
    assert not Barrier.objects.exists(), "neither another organ's officer nor oneself"
    come("prison-head").post(reverse("avoid_case", args=[case.pk]), given)
    assert come("prison-b").get(page).status_code == 404
    assert come("ward-a").get(page).status_code == 200
    barrier = Barrier.objects.get()
    assert come("judge").post(reverse("end_avoidance", args=[case.pk, barrier.pk]), {"reason": "不必"}).status_code == 404
    come("prison-head").post(reverse("end_avoidance", args=[case.pk, barrier.pk]), {"reason": "情形已经消失"})
    assert come("prison-b").get(page).status_code == 200
