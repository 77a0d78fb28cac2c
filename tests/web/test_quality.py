"""数据 · 质量, 异常记录, 应报未报, as officers of different organs see them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.web.conftest import PURPOSE

pytestmark = pytest.mark.drawn

CUSTODY = (
    "facility,facility_kind,id_number,name,admitted_on,stage,released_on,release_reason\n"
    "川西监狱,prison,510104199003078914,张某某,2026-03-01,serving,2026-02-01,term_served\n"
    "川西监狱,prison,11010519491231002X,李某,2026-01-05,serving,,\n"
)
STAYS = "stay_no,id_number,name,division,checkin_at,checkout_at\nH1,510104199003078914,张某某,510107,2026-05-07 22:00,2026-05-06 09:00\n"


@pytest.fixture()
def sent(officers, home, now, actor, tmp_path):
    """Sends a file of an organ and examines it; gives the delivery's number."""
    from zhiheng.exchange.quality.services import examine_batches
    from zhiheng.exchange.services import receive

    def send(text: str, organ: str = "川西监狱", dataset: str = "custody_records", at=now):
        place = tmp_path / f"{dataset}-{at:%Y%m%d}.csv"
        place.write_text(text, encoding="utf-8")
        report = receive(register_organ=True, actor=actor, now=at, path=place, organ=organ, dataset=dataset)
        examine_batches(actor=actor, now=at)
        return report.delivery

    return send


def handler_of(officers, organ: str) -> str:
    return next(name for name, one in officers.items() if one.organ.name == organ and name.startswith("organ-"))


@pytest.fixture()
def breach(sent):
    from django.apps import apps

    sent(CUSTODY)
    return apps.get_model("exchange.Breach").objects.get()


def test_every_page_answers_in_chinese(enter, sent):
    sent(CUSTODY)
    client = enter("steward")
    for address in ("/data/", "/data/holdings/", "/data/quality/", "/data/breaches/", "/data/missing/"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "应报未报" in page.content.decode()
    assert "川西监狱" in client.get("/data/quality/").content.decode()


def test_years_sent_at_once_with_the_first_delivery_are_no_lateness_anybody_could_mend(enter, sent, now):
    """Red is for what somebody must do; what comes late afterwards is graded."""
    sent(CUSTODY)
    client = enter("steward")
    page = client.get("/data/quality/").content.decode()
    assert ">0.0% 首次报送" in page
    assert ">0.0% 较差" not in page
    later = now + timedelta(days=40)
    sent(CUSTODY.replace("2026-01-05", "2026-01-06"), at=later)
    assert ">0.0% 较差" in client.get("/data/quality/", {"month": f"{later:%Y-%m}"}).content.decode()


def test_a_cell_opens_down_to_its_records(enter, sent, officers):
    from zhiheng.registry.selectors import organ_named

    sent(CUSTODY)
    client = enter("steward")
    address = f"/data/quality/{organ_named('川西监狱').pk}/custody_records/"
    assert "未填：" in client.get(address, {"what": "complete"}).content.decode()
    assert "迟 " in client.get(address, {"what": "timely"}).content.decode()
    assert client.get(address, {"month": "2026-06", "what": "nothing"}).status_code == 200
    assert client.get(f"/data/quality/{organ_named('川西监狱').pk}/no_such/").status_code == 404
    assert client.get("/data/quality/999999/custody_records/").status_code == 404


def test_an_organ_sees_its_own_breaches_only(enter, breach, officers):
    own = enter(handler_of(officers, "川西监狱"))
    link = f'href="/data/breaches/{breach.pk}/"'
    assert link in own.get("/data/breaches/").content.decode()
    assert "2026-02-01" in own.get(f"/data/breaches/{breach.pk}/").content.decode()
    other = enter(handler_of(officers, "金堂县司法局"))
    assert link not in other.get("/data/breaches/").content.decode()
    for address in (
        f"/data/breaches/{breach.pk}/",
        f"/data/files/{breach.delivery_id}/breaches/",
        f"/data/files/{breach.delivery_id}/breaches/workbook/",
    ):
        assert other.get(address).status_code == 404
    assert other.post(f"/data/breaches/{breach.pk}/explain/", {"explain-reason": "无"}).status_code == 404


def test_mending_by_file_ends_the_breach(enter, breach, officers):
    client = enter(handler_of(officers, "川西监狱"))
    book = load_workbook(io.BytesIO(client.get(f"/data/files/{breach.delivery_id}/breaches/workbook/", headers=PURPOSE).content))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    assert headings[-3:] == ["原行号", "异常原因", "处理办法"]
    row = {heading: cell.value for heading, cell in zip(headings, sheet[2], strict=True)}
    assert (row["原行号"], row["异常原因"]) == (1, "“出所日期”早于“入所日期”")
    sheet.cell(2, headings.index("出所日期") + 1).value = "2026-04-01"
    mended = io.BytesIO()
    book.save(mended)
    upload = SimpleUploadedFile("羁押收押信息-改.xlsx", mended.getvalue())
    given = {"file": upload, "organ": "川西监狱", "dataset": "custody_records", "correction_of": breach.delivery_id}
    answer = client.post("/data/send/", given)
    assert answer.status_code == 200, answer.content.decode()
    assert "不认识的列" not in answer.content.decode()
    breach.refresh_from_db()
    assert (breach.state, breach.mended_by.name) == ("mended", "羁押收押信息-改.xlsx")
    assert "已更正" in client.get(f"/data/breaches/{breach.pk}/").content.decode()
    assert client.get(f"/data/files/{breach.delivery_id}/breaches/workbook/").status_code == 404


def test_a_record_answered_as_true_stays_and_the_steward_may_send_the_answer_back(enter, breach, officers):
    from zhiheng.ledger.selectors import entries_about

    client = enter(handler_of(officers, "川西监狱"))
    refused = client.post(f"/data/breaches/{breach.pk}/explain/", {"explain-reason": "  "})
    assert refused.status_code == 422
    client.post(f"/data/breaches/{breach.pk}/explain/", {"explain-reason": "档案原件如此"})
    breach.refresh_from_db()
    assert (breach.state, breach.explanation) == ("explained", "档案原件如此")
    assert [entry.act for entry in entries_about(f"breach:{breach.pk}")] == ["breach.explained"]
    steward = enter("steward")
    assert "档案原件如此" in steward.get(f"/data/breaches/{breach.pk}/").content.decode()
    assert steward.post(f"/data/breaches/{breach.pk}/explain/", {"explain-reason": "代答"}).status_code == 404
    steward.post(f"/data/breaches/{breach.pk}/withdraw/", {"withdraw-reason": "未附文书"})
    breach.refresh_from_db()
    assert breach.state == "open"


def test_sensitive_values_need_a_purpose(enter, sent, officers):
    from django.apps import apps

    sent(STAYS, "锦江区看守所", "hotel_stays")
    breach = apps.get_model("exchange.Breach").objects.get()
    client = enter(handler_of(officers, "锦江区看守所"))
    assert "2026-05-07" not in client.get(f"/data/breaches/{breach.pk}/").content.decode()
    assert client.get(f"/data/files/{breach.delivery_id}/breaches/workbook/").status_code == 403
    assert client.post(f"/data/breaches/{breach.pk}/", {"purpose": ""}).status_code == 422
    assert "2026-05-07" in client.post(f"/data/breaches/{breach.pk}/", {"purpose": "核对登记是否与原件一致"}).content.decode()
    assert client.post(f"/data/files/{breach.delivery_id}/breaches/workbook/", {"purpose": "下载以后改正有误的登记"}).status_code == 200
    steward = enter("steward")
    assert steward.post(f"/data/breaches/{breach.pk}/", {"purpose": "看看有没有值得一看的记录"}).status_code == 422


def test_a_delivery_that_did_not_come_is_on_the_page_and_on_the_desk(enter, sent, officers, now):
    for months in range(5, 0, -1):
        sent(CUSTODY.replace("2026-01-05", f"2025-0{months}-05"), at=now - timedelta(days=100 + 30 * months))
    for name in ("steward", handler_of(officers, "川西监狱")):
        client = enter(name)
        assert "没有报送" in client.get("/data/missing/").content.decode()
        assert "应报未报" in client.get("/").content.decode()
    assert "没有报送" not in enter(handler_of(officers, "金堂县司法局")).get("/data/missing/").content.decode()


@pytest.mark.parametrize(
    "query", ["?month=2026-13&state=x", "?organ=x&dataset=<script>", "?sort=--x-", "?page=-1&size=9999", "?view=nothing&rule=%00"]
)
def test_hostile_addresses_are_refused_in_words(enter, breach, query):
    client = enter("steward")
    for address in ("/data/quality/", "/data/breaches/", "/data/missing/"):
        page = client.get(address + query)
        assert page.status_code == 400 or (query.startswith("?month") and address != "/data/quality/")
        assert "不能识别" in page.content.decode() or page.status_code == 200
        assert "<script>" not in page.content.decode().partition("不能识别")[2][:200]


@pytest.mark.parametrize("address", ["/data/quality/", "/data/breaches/", "/data/missing/"])
def test_lists_are_saved_as_excel(enter, breach, address):
    answer = enter("steward").get(address, {"format": "xlsx"})
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.max_row >= 1


def test_without_the_right_there_is_nothing(enter, breach):
    client = enter("auditor")
    for address in ("/data/quality/", "/data/breaches/", "/data/missing/", f"/data/breaches/{breach.pk}/"):
        assert client.get(address).status_code == 404
