"""What officers do with clues, documents and files, through the pages' own addresses; each act is refused or done as a whole."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import PURPOSE
from zhiheng.exchange.services import receive
from zhiheng.law.clocks import add_days
from zhiheng.ledger.selectors import recent, verify
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import clues_seen_by, document_register, todo_for
from zhiheng.oversight.services import screen
from zhiheng.procedure.selectors import barred_count
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema import DATASETS
from zhiheng.web.menu import mine

OPEN = "/cases/open/supervision_document/"
ORGAN, MODEL = "金堂县司法局", "release_mistimed"


def content(*rows: dict[str, object]) -> str:
    """A file of the dataset with these persons, the rest alike."""
    heading = {name: field.zh for name, field in DATASETS["corrections_cases"].fields.items()}
    alike = {"id_number": "510121199005072715", "name": "周海明", "category": "缓刑", "division": "510121", "term_start": "2025-01-01"}
    made = io.StringIO()
    writer = csv.DictWriter(made, list(heading.values()))
    writer.writeheader()
    writer.writerows([{heading[name]: value for name, value in {**alike, **row}.items()} for row in rows])
    return made.getvalue()


@pytest.fixture()
def clues(officers, home):
    """Three clues about one organ, by the services."""
    today = timezone.localdate()
    path = home / "社区矫正对象信息_0001.csv"
    path.write_text(content(*({"person_no": f"JZ{n}", "term_end": add_days(today, -10 * n)} for n in (1, 2, 3))), encoding="utf-8")
    receive(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), path=path, organ=ORGAN)
    screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=[MODEL], as_of=today)
    return list(clues_seen_by(officers["prosecutor"]).order_by("pk"))


def state(clue) -> str:
    clue.refresh_from_db()
    return clue.state


def do(client, clue, kind: str, **given):
    return client.post(reverse("clue_act", args=[clue.pk, kind]), {f"{kind}-{name}": value for name, value in given.items()})


def test_clue_is_assigned_verified_and_taken_up_again(enter, clues):
    client, clue = enter("prosecutor"), clues[0]
    assert do(client, clue, "assigned", to="chief").status_code == 302
    assert (state(clue), clue.assigned_to.username) == ("assigned", "chief")
    assert do(client, clue, "verified", reason="已核实").status_code == 302
    assert state(clue) == "verified"
    assert do(client, clue, "reopened", reason="又有新情况").status_code == 302
    assert state(clue) == "assigned"
    assert "又有新情况" in client.get(reverse("clue", args=[clue.pk])).content.decode()
    assert verify().ok


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("refuted", {"cause": "data", "reason": ""}, "必填"),
        ("refuted", {"cause": "", "reason": "有误"}, "必填"),
        ("refuted", {"cause": "weather", "reason": "有误"}, "weather"),
        ("assigned", {"to": "prison"}, "prison"),
        ("assigned", {"to": ""}, "必填"),
        ("snoozed", {"until": "2020-01-01", "reason": "等待裁定"}, "晚于今天"),
        ("snoozed", {"until": "soon", "reason": "等待裁定"}, "日期"),
        ("reopened", {"reason": "想再看看"}, "只有"),
    ],
)
def test_what_is_refused_is_said_on_the_page_and_changes_nothing(enter, clues, kind, given, said):
    answer = do(enter("prosecutor"), clues[0], kind, **given)
    assert answer.status_code == 422
    if kind != "reopened":
        assert said in answer.content.decode()
    assert state(clues[0]) == "received"


@pytest.mark.drawn
def test_leader_sees_but_does_not_act(enter, clues):
    client = enter("leader")
    assert client.get(reverse("clue", args=[clues[0].pk])).status_code == 200
    assert do(client, clues[0], "verified", reason="是").status_code == 404
    assert "办理</h2>" not in client.get(reverse("clue", args=[clues[0].pk])).content.decode()


def test_snoozed_clues_leave_the_queue_until_their_day(enter, clues):
    client = enter("prosecutor")
    do(client, clues[0], "snoozed", until=str(add_days(timezone.localdate(), 5)), reason="等待法院裁定")
    assert "共 2 条" in client.get(reverse("clues"), {"view": "open"}).content.decode()
    assert "共 1 条" in client.get(reverse("clues"), {"view": "snoozed"}).content.decode()


def bulk(client, clues, **given):
    data = {"clue": [clue.pk for clue in clues], **{f"bulk-{name}": value for name, value in given.items()}}
    return client.post(reverse("bulk_clues") + "?view=open", data, follow=True)


def test_bulk_names_what_it_could_not_do(enter, clues):
    client = enter("prosecutor")
    do(client, clues[0], "verified", reason="已核实")
    shown = bulk(client, clues, act="assigned", to="prosecutor", reason="集中核查").content.decode()
    assert "已分派 2 条线索" in shown
    assert "1 条没有办理" in shown
    assert [state(clue) for clue in clues] == ["verified", "assigned", "assigned"]


@pytest.mark.drawn
@pytest.mark.parametrize(
    "given", [{"act": "assigned", "to": "", "reason": "x"}, {"act": "refuted", "cause": "data", "reason": ""}, {"act": "eaten"}]
)
def test_bulk_without_what_it_needs_does_nothing(enter, clues, given):
    bulk(enter("prosecutor"), clues, **given)
    assert {state(clue) for clue in clues} == {"received"}


def test_list_is_exported_as_it_is_filtered_and_noted(enter, clues):
    answer = enter("prosecutor").get(reverse("clues"), {"q": "JZ", "format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert len(rows) == 1
    answer = enter("prosecutor").get(reverse("clues"), {"q": "周海明", "format": "xlsx"}, headers=PURPOSE)
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert len(rows) == 4
    assert [entry.act for entry in recent(2)] == ["record.read", "list.exported"]
    assert recent(2)[1].facts["rows"] == 3


def act(client, case, key: str, outcome: str = "", **given):
    data = {"outcome": outcome, **{f"{key}-{name}": value for name, value in given.items()}}
    return client.post(reverse("case_act", args=[case, key]), data)


@pytest.fixture()
def case(enter, officers, clues):
    """A correction notice on two of the clues, drafted through the page."""
    client = enter("prosecutor")
    for clue in clues[:2]:
        do(client, clue, "verified", reason="已核实")
    answer = bulk(client, clues[:2], act="documented")
    chosen = answer.redirect_chain[-1][0].replace("/cases/draft/", OPEN)
    assert chosen.startswith(f"{OPEN}?clue=")
    answer = client.post(chosen, {"open": "1", **opening()})
    assert answer.status_code == 302, answer.content.decode()
    return document_register(officers["prosecutor"], timezone.localdate())[0].case_id


def opening(**given):
    words = {"kind": "correction_notice", "facts": "一\n二", "demands": "改", "reply_days": "15", **given}
    return {f"open-{name}": value for name, value in words.items()}


@pytest.mark.drawn
def test_words_of_the_clues_stand_in_the_opening_form(enter, clues):
    client = enter("prosecutor")
    do(client, clues[0], "verified", reason="已核实")
    shown = client.get(f"{OPEN}?clue={clues[0].pk}").content.decode()
    assert "周海明" in shown
    answer = client.post(f"{OPEN}?clue={clues[0].pk}", {"open": "1", **opening(kind="proposal", facts=" ", demands="", reply_days="")})
    assert answer.status_code == 422
    assert answer.content.decode().count("必须填写") == 2


@pytest.mark.drawn
def test_clue_that_is_not_verified_makes_no_document(enter, clues):
    answer = enter("prosecutor").post(f"{OPEN}?clue={clues[0].pk}", {"open": "1", **opening()})
    assert "请先核实" in answer.content.decode()
    assert state(clues[0]) == "received"


def test_the_menu_counts_what_the_queue_holds(enter, officers, case):
    """A step that waits for the organ counts for its officer, unless he did one whose doer may not do it."""
    words = {"kind": "correction_notice", "facts": "一", "demands": "改正", "reply_days": "15"}
    assert act(enter("prosecutor"), case, "done-draw_up", "submitted", **words).status_code == 302
    assert act(enter("chief"), case, "done-approve", "approved", on=timezone.localdate()).status_code == 302
    officer, now = officers["prosecutor"], timezone.now()
    queue = [item for item in todo_for(officer, timezone.localtime()) if item.kind != "urge"]
    assert [str(case) in {item.id for item in queue}, mine(officer)] == [True, len(queue)]
    serve = ("supervision_document", "serve")
    assert [barred_count(officer, {serve: (step,)}, now=now) for step in ("draw_up", "approve")] == [1, 0]


def test_document_goes_its_way(enter, officers, clues, case):
    today = timezone.localdate()
    client = enter("prosecutor")
    assert (
        act(
            client, case, "done-draw_up", "submitted", kind="correction_notice", facts="一\n二", demands="改正", reply_days="15"
        ).status_code
        == 302
    )
    assert "第 2 稿" in client.get(reverse("case", args=[case])).content.decode()
    chief = enter("chief")
    answer = act(chief, case, "done-approve", "returned", on=today)
    assert "须写明理由" in answer.content.decode()
    assert act(chief, case, "done-approve", "approved", on=today).status_code == 302
    assert enter("justice").get(reverse("case", args=[case])).status_code == 404
    assert act(enter("prosecutor"), case, "done-serve", "served", on=add_days(today, -20)).status_code == 422
    assert act(enter("prosecutor"), case, "done-serve", "served", on=today).status_code == 302
    organ = enter("justice")
    form = organ.get(reverse("case", args=[case])).content.decode()
    facts = re.findall(r'<input[^>]*name="done-reply-answers-[0-9]+-fact"[^>]*>', form)
    assert ["一" in facts[0], "二" in facts[1]] == [True, True], "the facts of the paper stand there to be answered one by one"
    assert act(organ, case, "done-reply", "refused", reply_text="不同意").status_code == 422
    assert act(organ, case, "done-reply", "adopted", reply_text="已改").status_code == 302
    proof = io.BytesIO(b"%PDF-1.7\n")
    proof.name = "证明.pdf"
    assert act(organ, case, "done-rectify", "rectified", rectification="已改", on=today, evidence=proof).status_code == 302
    client = enter("prosecutor")
    assert act(client, case, "done-accept", "accepted", on=today).status_code == 302
    assert act(client, case, "done-look_back", "lasting", look_back="属实", on=today).status_code == 422
    assert act(enter("chief"), case, "done-look_back", "lasting", look_back="属实", on=today).status_code == 302
    assert act(client, case, "done-close", "closed", on=today).status_code == 302
    assert [state(clue) for clue in clues] == ["closed", "closed", "received"]
    row = document_register(officers["prosecutor"], today)[0]
    assert (row.in_time, row.adopted, row.closed_on) == (True, True, today)
    assert "证明.pdf" in client.get(reverse("case", args=[case])).content.decode()
    assert verify().ok


def test_same_act_twice_is_done_once(enter, case):
    client = enter("prosecutor")
    act(client, case, "done-draw_up", "submitted", kind="correction_notice", facts="一\n二", demands="改", reply_days="15")
    again = client.post(reverse("case_act", args=[case, "done-draw_up"]), {"outcome": "submitted"}, follow=True)
    assert "可能已由他人办理" in again.content.decode()


@pytest.mark.drawn
def test_files_of_a_case_are_for_who_sees_the_case(enter, case):
    from zhiheng.dossier.selectors import documents_in

    document = documents_in(f"case:{case}")[0]
    pdf = reverse("document_file", args=[case, document.pk, "pdf"])
    assert "先写明用途" in enter("prosecutor").get(pdf).content.decode()
    answer = enter("prosecutor").get(pdf, headers=PURPOSE)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-store"
    assert [entry.act for entry in recent(2)] == ["record.read", "file.downloaded"]
    assert enter("prosecutor").get(reverse("document_file", args=[case, document.pk, "exe"])).status_code == 404
    assert enter("prison").get(pdf).status_code == 404
    assert enter("justice").get(pdf).status_code == 404


def test_rejected_rows_are_mended_and_sent_again(enter, officers):
    client = enter("justice")
    wrong = io.BytesIO(content({"person_no": "JZ1", "id_number": "510121199005072716"}, {"person_no": "JZ2"}).encode())
    wrong.name = "社区矫正对象信息_0001.csv"
    sent = client.post(reverse("send"), {"file": wrong, "organ": ORGAN})
    assert "部分入库" in sent.content.decode()
    from zhiheng.exchange.selectors import deliveries_seen_by

    first = deliveries_seen_by(officers["justice"]).get()
    book = client.get(reverse("rejected", args=[first.pk]), headers=PURPOSE)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))
    sheet.active["A2"] = "510121199005072715"
    mended = io.BytesIO()
    sheet.save(mended)
    mended.seek(0)
    mended.name = "社区矫正对象信息_更正.xlsx"
    given = {"file": mended, "organ": ORGAN, "dataset": "corrections_cases", "correction_of": first.pk}
    assert "全部入库" in client.post(reverse("send"), given).content.decode()
    assert "已被更正" in client.get(reverse("delivery", args=[first.pk])).content.decode()
    assert enter("prison").get(reverse("delivery", args=[first.pk])).status_code == 404
    assert enter("prison").get(reverse("rejected", args=[first.pk])).status_code == 404


@pytest.mark.drawn
def test_template_of_a_dataset_is_a_workbook(enter):
    answer = enter("justice").get(reverse("template", args=["leaves"]))
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0]
    assert enter("justice").get(reverse("template", args=["nothing"])).status_code == 404


def test_sensitive_records_are_shown_to_a_stated_purpose_only(enter, clues, monkeypatch):
    client, address = enter("prosecutor"), reverse("clue_records", args=[clues[0].pk])
    assert "金堂" in client.post(address).content.decode()
    monkeypatch.setattr("zhiheng.web.clues.evidence.Evidence.sensitive", property(lambda self: True))
    assert client.post(address).status_code == 422
    shown = client.post(address, {"purpose": "核查线索所涉外出记录"})
    assert "周海明" in shown.content.decode()
    assert (recent(1)[0].act, recent(1)[0].facts["purpose"]) == ("record.read", "核查线索所涉外出记录")
    assert enter("leader").post(address, {"purpose": "看看有没有值得一看的记录"}).status_code == 422


@pytest.mark.drawn
def test_indicator_opens_its_rows(enter, clues):
    client = enter("prosecutor")
    shown = client.get(reverse("indicator", args=["clues_by_model"]), {"period": f"{date.today():%Y-%m}"}).content.decode()
    assert f'href="{reverse("clue", args=[clues[0].pk])}"' in shown
    answer = client.get(reverse("indicator", args=["clues_by_model"]), {"format": "xlsx"}, headers=PURPOSE)
    assert len(list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)) == 4


@pytest.mark.drawn
def test_earlier_drafts_are_for_the_conducting_side_only(enter, case):
    from zhiheng.dossier.selectors import documents_in

    today = timezone.localdate()
    act(enter("prosecutor"), case, "done-draw_up", "submitted", kind="correction_notice", facts="一\n二", demands="改正", reply_days="15")
    act(enter("chief"), case, "done-approve", "approved", on=today)
    act(enter("prosecutor"), case, "done-serve", "served", on=today)
    address = reverse("document_file", args=[case, documents_in(f"case:{case}")[0].pk, "docx"])
    assert enter("prosecutor").get(address, {"version": 1}, headers=PURPOSE).status_code == 200
    assert enter("justice").get(address, headers=PURPOSE).status_code == 200
    assert enter("justice").get(address, {"version": 1}).status_code == 404


def test_an_act_on_an_older_page_is_told_what_changed_and_asked_again(enter, case):
    client = enter("prosecutor")
    act(client, case, "opinion-", opinion="请从速")
    data = {
        "outcome": "submitted",
        "seen": "1",
        "done-draw_up-facts": "一\n二",
        "done-draw_up-demands": "改",
        "done-draw_up-reply_days": "15",
        "done-draw_up-kind": "correction_notice",
    }
    answer = client.post(reverse("case_act", args=[case, "done-draw_up"]), data)
    assert answer.status_code == 422
    assert "您打开页面后案件有了变化" in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    assert client.post(reverse("case_act", args=[case, "done-draw_up"]), {**data, "seen": "2"}).status_code == 302


def test_one_case_is_told_over_the_api(enter, case):
    answer = enter("prosecutor").get(f"/api/v1/cases/{case}")
    assert answer.status_code == 200
    assert (answer.json()["procedure"], [event["kind"] for event in answer.json()["events"]]) == ("supervision_document", ["opened"])
    assert enter("justice").get(f"/api/v1/cases/{case}").status_code == 404
