"""An organ sends in its own name, under a mandate, or is taken over with a reason that shows and can be contested."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.web.conftest import PURPOSE

pytestmark = pytest.mark.django_db
ORGAN = "金堂县司法局"
HEADINGS = "审批编号,公民身份号码,姓名,目的地行政区划,外出起日,外出止日,批准层级"
ROW = "L{0},510104199003078914,张三,510104,2026-01-01,2026-01-02,县级"


def leaves(*rows: str, name: str = "外出审批_0001.csv", heading: str = HEADINGS):
    file = io.BytesIO("\n".join([heading, *rows, ""]).encode())
    file.name = name
    return file


def deliveries():
    from django.apps import apps

    return apps.get_model("exchange.Delivery").objects


def handler_of(officers, organ):
    return next(name for name, one in officers.items() if one.organ.name == organ and name.startswith("organ-"))


@pytest.fixture()
def called(client, officers):
    def call(username, method, place, **given):
        client.force_login(officers[username], backend="django.contrib.auth.backends.ModelBackend")
        return getattr(client, method)(f"/api/v1/{place}", **given)

    return call


def test_nobody_writes_in_another_organs_name(enter, officers, called):
    other = handler_of(officers, "川西监狱")
    assert enter(other).post(reverse("send"), {"file": leaves(ROW.format(1)), "organ": ORGAN}).status_code == 422
    answer = called(other, "post", "deliveries", data={"file": leaves(ROW.format(1)), "organ": ORGAN})
    assert (answer.status_code, answer.json()["thing"]) == (422, "报送单位")
    assert called("prosecutor", "post", "deliveries", data={"file": leaves(ROW.format(1)), "organ": ORGAN}).status_code == 404
    assert deliveries().count() == 0


def test_what_a_steward_takes_over_shows_and_is_contested(enter, officers, called, home):
    refused = called("steward", "post", "deliveries", data={"file": leaves(ROW.format(1)), "organ": ORGAN})
    assert (refused.status_code, refused.json()["thing"]) == (422, "代为接收")
    given = {"file": leaves(ROW.format(1)), "organ": ORGAN, "reason": "该局专网故障，受托代报"}
    answer = called("steward", "post", "deliveries", data=given)
    assert answer.status_code == 201
    assert "专网故障" in answer.json()["origin"]
    number = answer.json()["delivery"]
    handler = handler_of(officers, ORGAN)
    page = enter(handler).get(reverse("delivery", args=[number])).content.decode()
    assert "代为接收" in page
    assert "专网故障" in page
    assert "专网故障" in called(handler, "get", f"deliveries/{number}").json()["origin"]
    assert "专网故障" in called(handler, "get", "batches").json()["items"][0]["origin"]
    batch = reverse("batch", args=[deliveries().get().batch_id])
    assert "专网故障" in enter("steward").get(batch).content.decode()
    enter(handler).post(reverse("contest_delivery", args=[number]), {"reason": "止日与本局台账不符"})
    assert "止日与本局台账不符" in enter("steward").get(batch).content.decode()
    assert (
        enter(handler_of(officers, "川西监狱")).post(reverse("contest_delivery", args=[number]), {"reason": "与我无关"}).status_code == 404
    )
    assert deliveries().get().contests.count() == 1


def test_a_mandate_lets_another_organ_send_until_it_ends(enter, officers, called, home):
    holder = handler_of(officers, "川西监狱")
    given = {"holder": "川西监狱", "datasets": ["leaves"], "from_on": "2020-01-01", "basis": "川司委〔2026〕1号"}
    assert enter(handler_of(officers, ORGAN)).post(reverse("mandates"), given).status_code == 422
    assert "川西监狱" in enter("justice").post(reverse("mandates"), given, follow=True).content.decode()
    answer = called(holder, "post", "deliveries", data={"file": leaves(ROW.format(2)), "organ": ORGAN})
    assert answer.status_code == 201
    assert "川司委" in answer.json()["origin"]
    text = leaves("x", name="社区矫正对象信息.csv", heading="姓名")
    assert called(holder, "post", "deliveries", data={"file": text, "organ": ORGAN}).status_code == 422
    mandate = deliveries().get().mandate_id
    enter("justice").post(reverse("end_mandate", args=[mandate]))
    assert called(holder, "post", "deliveries", data={"file": leaves(ROW.format(3)), "organ": ORGAN}).status_code == 422


def test_a_wrong_file_stops_and_answers_by_pages(called, officers, home, monkeypatch):
    monkeypatch.setattr("zhiheng.exchange.core.intake.MOST_ERRORS", 300)
    monkeypatch.setattr("zhiheng.exchange.core.csv_reader.BLOCK_ROWS", 200)
    handler = handler_of(officers, ORGAN)
    wrong = leaves(*("x" for _ in range(2000)), name="外出审批_9.csv")
    answer = called(handler, "post", "deliveries", data={"file": wrong, "organ": ORGAN})
    told = answer.json()
    assert answer.status_code == 422
    assert "选错了文件" in told["reason"]
    assert told["place"] == "外出审批_9.csv"
    delivery = deliveries().get()
    assert delivery.rejected_rows.count() <= 100
    assert delivery.accepted == 0
    assert called(handler, "get", f"deliveries/{delivery.pk}/rejected?limit=5").json()["count"] == delivery.rejected_rows.count()


def test_a_file_is_refused_by_its_own_name_and_size(called, officers, home, settings):
    handler = handler_of(officers, ORGAN)
    long = leaves('"' + "长" * 200_000 + '"', name="外出审批_长.csv", heading="姓名")
    answer = called(handler, "post", "deliveries", data={"file": long, "organ": ORGAN})
    assert answer.status_code in {201, 422}
    empty = called(handler, "post", "deliveries", data={"file": leaves(name="外出审批_空.csv"), "organ": ORGAN})
    assert empty.json()["place"] == "外出审批_空.csv"
    settings.INTAKE_MOST_MB = 0
    answer = called(handler, "post", "deliveries", data={"file": leaves(ROW.format(1)), "organ": ORGAN})
    assert "0 MB" in answer.json()["reason"]


def test_a_rejected_workbook_comes_back_whole(enter, officers, home):
    handler = handler_of(officers, ORGAN)
    heading = HEADINGS + ",备注"
    rows = [ROW.format(1).replace("2026-01-02", "2026-13-02") + ",长" + "长" * 400, ROW.format(2), ROW.format(3) + ",一,二"]
    sent = enter(handler).post(reverse("send"), {"file": leaves(*rows, heading=heading), "organ": ORGAN})
    assert "备注" in sent.content.decode()
    first = deliveries().get()
    book = openpyxl.load_workbook(io.BytesIO(enter(handler).get(reverse("rejected", args=[first.pk]), headers=PURPOSE).content))
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, names.index("备注") + 1).value == "长" + "长" * 400
    assert sheet.cell(3, names.index("原文（没有分成列）") + 1).value == ROW.format(2)
    assert sheet.auto_filter.ref
    sheet.cell(2, names.index("外出止日") + 1).value = "2026-01-02"
    for line, serial in ((3, 2), (4, 3)):
        for heading_of, value in zip(HEADINGS.split(","), ROW.format(serial).split(","), strict=True):
            sheet.cell(line, names.index(heading_of) + 1).value = value
    mended = io.BytesIO()
    book.save(mended)
    mended.seek(0)
    mended.name = "外出审批_改.xlsx"
    given = {"file": mended, "organ": ORGAN, "dataset": "leaves", "correction_of": first.pk}
    assert "全部入库" in enter(handler).post(reverse("send"), given).content.decode()
    assert deliveries().first().accepted == 3
