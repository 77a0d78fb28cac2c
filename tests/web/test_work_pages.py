"""Pages of duties, sheets, catalogues, reports, drawn procedures and packs; the menu in two levels."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from tests.register.conftest import moment, people
from tests.work.conftest import trial, trial_root
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.web.cases.drawing import drawn, layers_of
from zhiheng.work.models import Owed, Rating

pytestmark = pytest.mark.drawn

__all__ = ["moment", "people", "trial", "trial_root"]


@pytest.fixture()
def desk(client, people, trial_root, settings, actor, now):
    """Sign in as one of the people, with a second rater of the city, and give the client."""
    from zhiheng.registry import services as registry
    from zhiheng.registry.models import Officer

    settings.PACKS = trial_root
    cache.clear()
    second = registry.enlist(actor=actor, now=now, username="second", name="second", organ=people["organs"]["city"])
    registry.appoint(actor=actor, now=now, officer=second, role="prosecutor", from_on=date(2020, 1, 1))
    people["second"] = Actor("second", "second", "成都市人民检察院", "test")
    Officer.objects.filter(username="procurator").update(unit=people["unit"])
    Officer.objects.update(must_change_password=False)

    def sign_in(name):
        client.force_login(people["officer"](name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture()
def logged(people, trial, moment):
    """Three days of log that cover three of four duties."""
    for day, names in (("2026-06-25", ["D1"]), ("2026-06-26", ["D1", "D2"]), ("2026-06-29", ["D3"])):
        rows = [{"kind": "talk", "content": "x", "duty": names}]
        values = {"day": day, "before": 1, "came": 0, "went": 0, "today": 1, "items": rows}
        register.enter(
            actor=people["procurator"], now=moment(f"{day}T17:00"), catalog=trial, register="daily", wanted=RegisterAct("write", values),
            unit=people["unit"],
        )  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_duties_show_what_is_owed_overdue_and_done_and_take_a_zero_report(desk, people, trial, actor, now):
    from zhiheng.work.services import run_duties

    run_duties(actor=actor, now=now, catalog=trial, duties=["log_daily"])
    assert Owed.objects.count() >= 3
    client = desk("procurator")
    page = text(client.get(reverse("duties")))
    assert "检察日志" in page and "超期未报" in page and "零报告" in page and reverse("ledger_closings", args=["daily"]) in page
    first = Owed.objects.order_by("due_at").first()
    without = client.post(reverse("report_nothing", args=[first.pk]), {"reason": " "}, follow=True)
    assert "没有写明理由" in text(without)
    assert "已作零报告" in text(client.post(reverse("report_nothing", args=[first.pk]), {"reason": "节假日无事项"}, follow=True))
    first.refresh_from_db()
    assert first.done_at and "节假日无事项" in text(client.get(reverse("duties") + "?state=late"))
    upper = text(desk("upper").get(reverse("duties") + "?state=overdue"))
    assert "金堂县人民检察院" in upper and "去办理" not in upper
    assert (
        desk("upper").post(reverse("report_nothing", args=[Owed.objects.filter(done_at=None).first().pk]), {"reason": "x"}).status_code
        == 302
    )
    assert Owed.objects.exclude(done_at=None).count() == 1
    assert "检察日志" not in re.sub(r"<select.*?</select>", "", text(desk("seizer").get(reverse("duties"))), flags=re.S)
    assert client.get(reverse("duties") + "?state=never").status_code == 400


def rating_form(people, **more):
    organ, unit = people["organs"]["house"], people["unit"]
    return {"whom": f"{organ.pk}-{unit.pk}", "period": "2026", "stage": "final", **more}


def test_a_sheet_is_rated_by_two_apart_with_evidence_and_worked_out_again(desk, people, logged):
    client = desk("upper")
    page = text(client.get(reverse("rate", args=["grade"]), rating_form(people)))
    assert "系统取数：" in page and "3/4，未覆盖：D4" in page and "2 人分别评分" in page
    odd = client.post(reverse("rate", args=["grade"]), rating_form(people, facility__points="21"))
    assert odd.status_code == 422 and "不得大于 20" in text(odd) and not Rating.objects.exists()
    given = rating_form(people, facility__points="18", facility__evidence="现场照片一组", praised__count="2")
    assert client.post(reverse("rate", args=["grade"]), given).status_code == 302
    first = Rating.objects.get()
    shown = text(client.get(reverse("rating", args=[first.pk])))
    assert first.points is None and "尚未评完" in shown and "须由 2 人评分，已有 1 人" in shown
    blind = text(desk("second").get(reverse("rate", args=["grade"]), rating_form(people)))
    assert 'value="18"' not in blind
    assert desk("second").post(reverse("rate", args=["grade"]), rating_form(people, facility__points="17")).status_code == 302
    last = Rating.objects.order_by("-pk").first()
    assert (str(last.points), last.grade) == ("89.50", "三级")
    page = text(desk("upper").get(reverse("rating", args=[last.pk]) + "?view=again"))
    assert "结果一致" in page and "现场照片一组" in page and "89.50" in page
    assert "申请复核" in text(desk("procurator").get(reverse("rating", args=[last.pk])))
    assert desk("seizer").get(reverse("rating", args=[last.pk])).status_code == 404
    vetoed = desk("upper").post(reverse("rate", args=["grade"]), rating_form(people, false_log__holds="true"))
    assert vetoed.status_code == 302
    assert Rating.objects.order_by("-pk").first().grade == "未达标"
    own = desk("procurator").post(reverse("rate", args=["grade"]), rating_form(people, facility__points="20"))
    assert own.status_code == 422 and "不能评定本单位" in text(own)


def test_a_catalogue_says_what_covers_each_item_and_names_the_gaps(desk, logged):
    client = desk("procurator")
    assert "履职清单" in text(client.get(reverse("catalogues")))
    page = text(client.get(reverse("items", args=["duty_list"]) + "?period=2026"))
    assert "4 项中 1 项没有覆盖" in page and "D4 授课" in page and "会议 1/2" in page
    rows = re.findall(r"<td[^>]*>(D\d)</td>", text(client.get(reverse("items", args=["duty_list"]) + "?period=2026&covered=no")))
    assert rows == ["D4"]
    assert re.findall(r"<td[^>]*>(D\d)</td>", text(client.get(reverse("items", args=["duty_list"]) + "?q=信箱"))) == ["D2"]
    assert client.get(reverse("items", args=["duty_list"]) + "?format=xlsx").status_code == 200
    assert desk("keeper").get(reverse("items", args=["no_such"])).status_code == 404


def test_a_report_is_filled_with_figures_that_open_their_rows_and_given_as_word_and_pdf(enter):
    client = enter("prosecutor")
    assert "刑事执行检察监督情况通报" in text(client.get(reverse("reports")))
    page = text(client.get(reverse("report", args=["oversight_quarter"]) + "?period=2026Q2"))
    assert "2026年第二季度" in page and "共发现线索" in page and "与上季度相比" in page and "{{" not in page and "项数据缺失" in page
    assert reverse("indicator", args=["clues_by_model"]) + "?period=2026Q2" in page
    word = client.get(reverse("report", args=["oversight_quarter"]) + "?period=2026Q2&format=docx").content
    paper = client.get(reverse("report", args=["oversight_quarter"]) + "?period=2026Q2&format=pdf").content
    said = "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs)
    assert "共发现线索〔缺 各模型线索数〕" in said and "查实率〔缺 线索查实率〕" in said and "0条" not in said
    assert "共发现线索" in "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages).replace("\n", "")
    assert enter("prison").get(reverse("report", args=["nothing"])).status_code == 404


def test_what_a_person_writes_stands_in_the_report_and_the_trace_keeps_the_digest_of_its_figures(enter):
    from zhiheng.ledger.models import Entry

    client, address = enter("prosecutor"), reverse("report", args=["reply_execution"]) + "?period=2026"
    page = text(client.get(address))
    assert "待撰写：存在的问题和困难" in page and 'name="text-difficulties"' in page and "特此报告" in page
    given = {"format": "docx", "text-difficulties": "认定标准尚未统一，涉及3个中级人民法院。"}
    word = client.post(address, given).content
    said = [one.text for one in Document(io.BytesIO(word)).paragraphs]
    assert "认定标准尚未统一，涉及3个中级人民法院。" in said and "人民代表大会常务委员会：" in said and "附件：数字的出处" in said
    kept = json.loads(Entry.objects.filter(act="report.drawn_up").latest("seq").details)
    assert kept["typed"] == ["3"] and len(kept["figures"]) == 64 and kept["count"] > 20 and "业务培训期数" in kept["lacking"]
    client.post(address, given | {"format": "pdf"})
    again = json.loads(Entry.objects.filter(act="report.drawn_up").latest("seq").details)
    assert again["figures"] == kept["figures"] and again["file"] != kept["file"]


def test_a_figure_of_one_part_opens_the_rows_of_that_part_alone(enter):
    client = enter("prosecutor")
    page = text(client.get(reverse("report", args=["execution_review"]) + "?period=2026"))
    address = reverse("indicator", args=["cases_opened"]) + "?period=2026&amp;part=patrol"
    assert address in page and client.get(address.replace("&amp;", "&")).status_code == 200


def test_every_enforcement_item_says_its_norm_and_form_and_the_gaps_are_named(enter):
    from zhiheng.models.in_force import catalog

    spec = catalog().items["enforcement_items"]
    assert len(spec.items) == 273 and all(one.more["表单"] and (one.article or one.more.get("norm") or one.note) for one in spec.items)
    page = text(enter("prosecutor").get(reverse("items", args=["enforcement_items"]) + "?covered=no"))
    gaps = [one for one in spec.items if not one.covers]
    assert 0 < len(gaps) < 273 and f"273 项中 {len(gaps)} 项没有覆盖" in page and gaps[0].title in page
    assert [one.id for one in gaps if "未覆盖：" not in one.note] == [] and gaps[0].note in page
    assert [one.id for one in spec.items if one.covers and "未覆盖" in one.note] == []


def test_the_list_of_powers_is_made_of_the_procedures_and_given_as_a_workbook(enter):
    from openpyxl import load_workbook

    client, address = enter("prosecutor"), reverse("powers")
    page = text(client.get(address + "?pack=commutation&duty=must"))
    assert "权责清单" in page and "检察" in page and reverse("procedure", args=["commutation"]) in page
    book = load_workbook(io.BytesIO(b"".join(client.get(address + "?pack=commutation&format=xlsx").streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    opinion = next(row for row in rows if row[2] == "审查建议书副本")
    assert rows[0][:6] == ("机关", "流程", "办案事项", "决定主体", "权限", "义务")
    assert (opinion[0], opinion[5], opinion[7]) == ("人民检察院", "必须做", "10日")
    assert "第六百三十五条" in "".join(str(row[8]) for row in rows) and client.get(address + "?duty=never").status_code == 400


def test_a_procedure_is_drawn_with_every_step_and_outcome(enter):
    from zhiheng.models.in_force import catalog

    for spec in catalog().procedures.values():
        drawing = drawn(spec, {spec.start[0]: {"cases": 3, "days": 12}})
        assert {box.id for box in drawing.boxes} == set(spec.steps) == {name for layer in layers_of(spec) for name in layer}
        places = [(box.x, box.y) for box in drawing.boxes]
        assert len(set(places)) == len(places) and all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places)
        page = text(enter("prosecutor").get(reverse("procedure", args=[spec.id])))
        assert all(f'id="step-{name}"' in page for name in spec.steps) and page.count("<g class=") == len(spec.steps)
    assert "等待办理" in text(enter("prosecutor").get(reverse("procedures")))
    assert enter("system").get(reverse("procedures")).status_code == 404


def test_the_menu_has_groups_packs_of_the_organ_and_what_waits(enter, officers):
    desk = text(enter("prosecutor").get("/"))
    assert desk.index("我的工作") < desk.index("协同办案") < desk.index("研判")
    assert reverse("pack", args=["commutation"]) in desk and reverse("pack", args=["stationed"]) in desk
    prison = text(enter("prison").get("/"))
    assert reverse("pack", args=["commutation"]) in prison and reverse("pack", args=["stationed"]) not in prison
    assert enter("prison").get(reverse("pack", args=["stationed"])).status_code == 404
    system = text(enter("system").get("/"))
    assert "协同办案" not in system and "机关" in system
    page = text(enter("prosecutor").get(reverse("pack", args=["stationed"])))
    assert "检察日志" in page and "派驻检察室规范化等级评定" in page and "派驻检察室履职清单" in page


def test_every_page_of_the_installed_packs_opens(enter):
    from zhiheng.models.in_force import catalog

    client, known = enter("prosecutor"), catalog()
    addresses = [reverse("items", args=[name]) for name in known.items] + [
        reverse("rate", args=[name]) for name, sheet in known.sheets.items() if not sheet.shape.rated_in
    ]
    addresses += [reverse("ledgers"), reverse("duties"), reverse("ratings"), reverse("procedures"), reverse("catalogues")]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    for name, spec in known.registers.items():
        client.get(reverse("ledger", args=[name]))
        for act in spec.shape.entering:
            assert client.get(reverse("ledger_enter", args=[name, act])).status_code in {200, 404}
