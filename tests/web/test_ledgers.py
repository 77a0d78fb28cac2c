"""Pages of ledgers: a thing is taken in, lent, counted, handed over and confirmed; corrected with what stood before; by Excel; printed."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from tests.register.conftest import moment, people, trial, trial_root
from tests.web.conftest import PURPOSE
from zhiheng.register.models import Closing, Count, Entry

__all__ = ["moment", "people", "trial", "trial_root"]

PHONE = {"tag": "T1", "v-name": "黑色手机", "kind": "phone", "amount": "1", "seized_on": "2026-06-29"}
LOG = {"day": "2026-06-29", "before": "1", "came": "0", "went": "0", "today": "1"}


@pytest.fixture()
def desk(client, people, trial_root, settings):
    """Sign in as one of the people and give the client."""
    settings.PACKS = trial_root
    cache.clear()

    def sign_in(name):
        officer = people["officer"](name)
        type(officer).objects.filter(pk=officer.pk).update(must_change_password=False)
        client.force_login(people["officer"](name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def taken_in(desk, **more):
    answer = desk("seizer").post(reverse("ledger_enter", args=["goods", "seize"]), {**PHONE, "on": "2026-06-29", **more})
    assert answer.status_code == 302, errors(answer)
    return Entry.objects.order_by("-entered_at").first()


def act(client, entry, name, /, **given):
    return client.post(reverse("entry_act", args=[entry.pk, name]), {"on": "2026-06-30", **given})


def errors(answer):
    return re.findall(r"(?:invalid-feedback|alert-danger).*?</div>", answer.content.decode(), re.S)


def text(answer):
    return answer.content.decode()


def test_a_thing_is_taken_in_lent_given_back_and_handed_over_between_organs(desk):
    entry = taken_in(desk)
    page = text(desk("seizer").get(reverse("entry", args=[entry.pk])))
    assert "待入库" in page and "黑色手机" in page and "?do=store" in page
    refused = act(desk("seizer"), entry, "store", place="A1")
    assert refused.status_code == 422 and "办理“扣押登记”的人员不能再办理“入库”" in text(refused)
    assert act(desk("keeper"), entry, "store", place="A1", stored_on="2026-06-30").status_code == 302
    assert "?do=lend" not in text(desk("keeper").get(reverse("entry", args=[entry.pk])))
    without = act(desk("head"), entry, "lend", lent_until="2026-07-03")
    assert without.status_code == 422 and "invalid-feedback" in text(without)
    assert act(desk("head"), entry, "lend", lent_until="2026-07-03", reason="辨认").status_code == 302
    assert "超期" in text(desk("keeper").get(reverse("entry", args=[entry.pk])))
    assert act(desk("keeper"), entry, "back").status_code == 302
    assert act(desk("keeper"), entry, "hand_over", holder="金堂县人民法院").status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.waits_for) == ("held", "金堂县人民法院")
    court = desk("judge")
    assert "等待本机关确认" in text(court.get(reverse("ledgers")))
    page = text(court.get(reverse("entry", args=[entry.pk]) + "?do=confirm"))
    assert "内部备注" not in page and 'action="' + reverse("entry_act", args=[entry.pk, "confirm"]) in page
    assert act(court, entry, "confirm").status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.values["holder"]) == ("moved", "金堂县人民法院")
    assert desk("stranger").get(reverse("entry", args=[entry.pk])).status_code == 404
    assert "黑色手机" in text(desk("procurator").get(reverse("ledger", args=["goods"])))


def test_a_form_sent_twice_is_one_entry_and_a_page_grown_old_says_who_was_faster(desk):
    form = text(desk("seizer").get(reverse("ledger_enter", args=["goods", "seize"])))
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    entry = taken_in(desk, key=key)
    assert taken_in(desk, key=key).pk == entry.pk and Entry.objects.count() == 1
    assert act(desk("keeper"), entry, "store", place="A1", seen="1").status_code == 302
    late = act(desk("keeper"), entry, "hand_over", holder="金堂县人民法院", seen="1")
    assert late.status_code == 422 and "keeper已办理“入库”" in text(late)


def test_a_correction_keeps_what_stood_before(desk):
    entry = taken_in(desk, remark="内部字样")
    page = text(desk("keeper").get(reverse("entry", args=[entry.pk]) + "?do=correct"))
    assert 'value="黑色手机"' in page and "更正哪一次办理" in page
    nothing = act(desk("keeper"), entry, "correct", **{**PHONE, "remark": "内部字样"}, corrects="1", reason="核对")
    assert nothing.status_code == 422 and "没有改动任何内容" in text(nothing)
    done = act(desk("keeper"), entry, "correct", **{**PHONE, "v-name": "白色手机", "remark": ""}, corrects="1", reason="登记有误")
    assert done.status_code == 302, errors(done)
    entry.refresh_from_db()
    assert entry.values["name"] == "白色手机" and "remark" not in entry.values
    row = entry.acts.get(seq=2)
    assert (row.values, row.before) == ({"name": "白色手机", "remark": None}, {"name": "黑色手机", "remark": "内部字样"})
    page = text(desk("keeper").get(reverse("entry", args=[entry.pk])))
    assert "白色手机" in page and "<del>黑色手机</del>" in page and "登记有误" in page


def test_the_list_is_narrowed_sorted_counted_and_its_columns_chosen(desk):
    for tag, kind, amount in (("T1", "phone", "3"), ("T2", "car", "1"), ("T3", "phone", "20")):
        taken_in(desk, tag=tag, kind=kind, amount=amount, **{"v-name": f"物品{tag}"})
    act(desk("keeper"), Entry.objects.get(values__tag="T2"), "store", place="B2")
    client = desk("keeper")

    def shown(query=""):
        return re.findall(r"物品(T\d)", text(client.get(reverse("ledger", args=["goods"]) + query)))

    assert shown("?f_kind=phone&sort=c4") == ["T1", "T3"]
    assert shown("?sort=-c4")[0] == "T3"
    assert shown("?state=held") == ["T2"] and shown("?q=T3") == ["T3"] and shown("?due=running&state=seized&sort=c1") == ["T1", "T3"]
    page = text(client.get(reverse("ledger", args=["goods"]) + "?col=name&col=seized_on"))
    assert "扣押日期</" in page and "2026-06-29" in page
    assert re.search(r"待入库 <span[^>]*>2<", page) and re.search(r"在库 <span[^>]*>1<", page)
    assert client.get(reverse("ledger", args=["goods"]) + "?state=none").status_code == 400
    assert client.get(reverse("ledger", args=["nothing"])).status_code == 404


def test_a_count_finds_the_differences(desk):
    for tag in ("T1", "T2", "T3"):
        entry = taken_in(desk, tag=tag, **{"v-name": f"物品{tag}"})
        act(desk("keeper"), entry, "store", place="A1")
    client = desk("seizer")
    assert client.post(reverse("ledger_counts", args=["goods"]), {"ledger": "organ", "whole": "on"}).status_code == 302
    count = Count.objects.get()
    page = text(client.get(reverse("count", args=[count.pk])))
    assert page.count("与账面相符") == 3 and "已盘 0 / 应盘 3" in page
    first, second, _third = Entry.objects.order_by("values__tag")
    assert client.post(reverse("count_found", args=[count.pk, first.pk]), {"same": "1"}).status_code == 302
    prefix = f"e{str(second.pk)[:8]}"
    assert (
        client.post(reverse("count_found", args=[count.pk, second.pk]), {f"{prefix}-place": "A9", f"{prefix}-amount": "1"}).status_code
        == 302
    )
    blank = client.post(reverse("count_surplus", args=[count.pk]), {})
    assert blank.status_code == 422 and "没有填写查到的情况" in text(blank)
    assert client.post(reverse("count_surplus", args=[count.pk]), {"surplus-name": "无主手表"}).status_code == 302
    same = desk("keeper").post(reverse("count_found", args=[count.pk, first.pk]), {"same": "1"})
    assert same.status_code == 422 and "经手登记的人员不能自己盘点" in text(same)
    assert desk("seizer").post(reverse("count_end", args=[count.pk])).status_code == 302
    page = text(desk("seizer").get(reverse("count", args=[count.pk])))
    assert "盘亏" in page and "盘盈" in page and "账面 A1，实物 A9" in page and "账实相符率 33.3%" in page
    assert desk("judge").get(reverse("count", args=[count.pk])).status_code == 404


def test_excel_goes_out_as_a_template_comes_in_with_rejected_rows_and_out_as_an_export(desk):
    client = desk("seizer")
    got = client.get(reverse("ledger_template", args=["goods"]))
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    for line, row in enumerate(({"标签号": "X1", "名称": "金表", "扣押日期": "2026-06-01"}, {"标签号": "X2", "名称": "缺日期"}), start=2):
        for name, value in row.items():
            sheet.cell(line, heads.index(name) + 1, value)
    made = io.BytesIO()
    book.save(made)

    def send(content):
        file = SimpleUploadedFile("物品.xlsx", content)
        return client.post(reverse("ledger_import", args=["goods"]), {"file": file, "act": "seize", "ledger": "organ"})

    first = text(send(made.getvalue()))
    assert "登记 1 行，以前已登记 0 行，退回 1 行" in first and "扣押日期：必须填写" in first
    assert "登记 0 行，以前已登记 1 行，退回 1 行" in text(send(made.getvalue()))
    odd = send(b"no workbook")
    assert odd.status_code == 422 and "不是可以读取的 Excel 文件" in text(odd)
    exported = client.get(reverse("ledger", args=["goods"]) + "?format=xlsx", headers=PURPOSE)
    rows = list(openpyxl.load_workbook(io.BytesIO(exported.content)).active.values)
    assert len(rows) == 2 and "金表" in rows[1]


def test_labels_and_the_printed_ledger_are_pdf_of_what_is_seen(desk):
    entry = taken_in(desk)
    client = desk("keeper")
    sheet = PdfReader(io.BytesIO(client.get(reverse("ledger_print", args=["goods"]) + "?q=黑色", headers=PURPOSE).content))
    assert "黑色手机" in sheet.pages[0].extract_text() and "金堂县公安局" in sheet.pages[0].extract_text()
    labels = PdfReader(io.BytesIO(client.get(reverse("ledger_labels", args=["goods"]), headers=PURPOSE).content))
    assert entry.number.replace("〔", "")[:2] in labels.pages[0].extract_text()
    assert desk("stranger").get(reverse("ledger_labels", args=["goods"])).status_code in {200, 403, 404}


def test_files_are_handed_in_with_an_act_and_seen_by_right(desk):
    photo = SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, content_type="image/png")
    entry = taken_in(desk, photo=photo)
    client = desk("keeper")
    page = text(client.get(reverse("entry", args=[entry.pk])))
    address = re.search(r'href="([^"]+/files/\d+/)"', page)[1]
    assert client.get(address, headers=PURPOSE).content.startswith(b"\x89PNG")
    assert desk("stranger").get(address).status_code == 404


def test_a_log_is_written_by_rows_added_to_and_closed_with_a_zero_report(desk, people):
    client = desk("procurator")
    more = client.post(
        reverse("ledger_enter", args=["daily", "write"]), {**LOG, "items-count": "2", "items-0-kind": "talk", "more": "items"}
    )
    assert more.status_code == 200 and 'name="items-4-kind"' in text(more) and not Entry.objects.exists()
    rows = {"items-count": "2", "items-0-kind": "talk", "items-0-content": "谈话一人", "items-1-kind": "letter"}
    faulty = client.post(reverse("ledger_enter", args=["daily", "write"]), {**LOG, **rows, "on": "2026-06-29"})
    assert faulty.status_code == 422 and "必须填写" in text(faulty)
    rows["items-1-content"] = "来信一件"
    made = client.post(reverse("ledger_enter", args=["daily", "write"]), {**LOG, **rows, "on": "2026-06-29"})
    assert made.status_code == 302, errors(made)
    entry = Entry.objects.get()
    assert [one["content"] for one in entry.values["items"]] == ["谈话一人", "来信一件"] and entry.unit == people["unit"]
    form = text(client.get(reverse("entry", args=[entry.pk]) + "?do=add"))
    assert "谈话一人" in form
    odd = client.post(reverse("ledger_enter", args=["daily", "write"]), {**LOG, "day": "2026-06-26", "today": "9", "on": "2026-06-29"})
    assert odd.status_code == 422 and "人数不平衡" in text(odd)
    assert "谈话一人" in text(client.get(reverse("ledger", args=["talks"])))
    assert "来信一件" not in text(client.get(reverse("ledger", args=["talks"])))
    assert client.get(reverse("ledger_print", args=["talks"])).content.startswith(b"%PDF")
    chief, unit = desk("chief"), str(people["unit"].pk)
    choices = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', text(chief.get(reverse("ledger_closings", args=["daily"]))))
    empty = chief.post(reverse("ledger_closings", args=["daily"]), {"ledger": unit, "period": choices[0]})
    assert empty.status_code == 422 and Closing.objects.count() == 0
    done = chief.post(reverse("ledger_closings", args=["daily"]), {"ledger": unit, "period": choices[0], "reason": "当日无事项"})
    assert done.status_code == 302 and "零报告" in text(chief.get(reverse("ledger_closings", args=["daily"])))
    assert "2026年6月29日" not in text(desk("stranger").get(reverse("ledgers")))


@pytest.mark.parametrize("given", [{"key": "x" * 5000}, {"seen": "9" * 30}, {"amount": "1e999"}, {"on": "不是日期"}, {"tag": "a\x00b"}])
def test_odd_input_is_refused_in_words(desk, given):
    answer = desk("seizer").post(reverse("ledger_enter", args=["goods", "seize"]), {**PHONE, "on": "2026-06-29", **given})
    assert answer.status_code in {302, 422}
