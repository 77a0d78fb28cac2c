"""The whole loop in the browser: a file comes in, a model finds, an officer verifies, a document goes out, the organ answers, the case
is closed and the indicator has moved."""

import csv
import re
from datetime import date

import pytest

from tests.web.browser.conftest import serving
from tests.web.conftest import PURPOSE
from zhiheng.law.clocks import add_days
from zhiheng.schema import DATASETS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORGAN = "金堂县司法局"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("loop"), "四川省检察院", ORGAN, "川西监狱") as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """One person whose term ended ten days ago and who has not been released, one whose term has not ended, one row that is wrong."""
    heading = {name: field.zh for name, field in DATASETS["corrections_cases"].fields.items()}
    today = date.today()
    rows = [
        {"id_number": "510121199005072715", "name": "周海明", "person_no": "JZ0001", "term_end": add_days(today, -10)},
        {"id_number": "510121198803071122", "name": "吴桂芳", "person_no": "JZ0002", "term_end": add_days(today, 90)},
        {"id_number": "510121198803071123", "name": "郑多余", "person_no": "JZ0003", "term_end": add_days(today, 90)},
    ]
    shared = {
        "category": "缓刑",
        "division": "510121",
        "term_start": "2025-01-01",
        "enrolled_on": "2025-01-03",
        "reported_on": "2025-01-02",
    }
    path = tmp_path_factory.mktemp("file") / "社区矫正对象信息_0001.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(heading.values()))
        writer.writeheader()
        writer.writerows([{heading[name]: value for name, value in {**shared, **row}.items()} for row in rows])
    return path


@pytest.fixture(scope="module")
def known():
    """What one part of the loop leaves for the next."""
    return {}


def test_1_steward_sends_a_file(visit, site, file):
    page = visit(site, "steward").page
    page.click("text=报送数据")
    page.set_input_files("input[type=file]", file)
    page.select_option("#id_organ >> nth=0", ORGAN)
    page.fill("form[enctype] [name=reason]", "该机关专网故障，经其书面委托代为报送")
    page.click("text=上传并校验")
    report = page.locator("#report")
    report.get_by_role("heading", name="部分入库").wait_for()
    assert "郑" not in report.inner_text() or "拒收" in report.inner_text()
    said = report.locator("dl").inner_text().split()
    assert said[:10] == ["报送单位", ORGAN, "数据集", "社区矫正对象信息", "行数", "3", "入库", "2", "拒收", "1"]
    assert said[10] == "来源" and "该机关专网故障" in "".join(said[11:])
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        report.get_by_text("下载拒收行").click()
    assert saved.value.suggested_filename.endswith(".xlsx")


def test_2_same_file_again_changes_nothing(visit, site, file):
    page = visit(site, "steward").page
    page.goto("/data/")
    page.set_input_files("input[type=file]", file)
    page.select_option("#id_organ >> nth=0", ORGAN)
    page.fill("form[enctype] [name=reason]", "该机关专网故障，经其书面委托代为报送")
    page.click("text=上传并校验")
    page.get_by_role("heading", name="这个文件以前已经入库").wait_for()


def test_3_prosecutor_runs_the_models(visit, site):
    page = visit(site, "prosecutor").page
    page.click("text=运行模型")
    page.click("text=解除矫正不及时或提前")
    page.click("button:has-text('立即运行')")
    page.locator("#run .alert").wait_for()
    assert "查出 1 条，新增 1 条" in page.inner_text("#run")
    page.locator("#run").get_by_role("link", name=re.compile("解除矫正不及时或提前")).click()
    page.get_by_text("周海明").click()
    assert "社区矫正法" in page.inner_text("main")
    page.click("text=查看记录内容")
    page.get_by_text("金堂县").first.wait_for()


def clue_page(page):
    page.goto("/clues/")
    page.get_by_role("link", name=re.compile("周海明")).click()


def test_4_prosecutor_verifies_and_drafts(visit, site, known):
    page = visit(site, "prosecutor").page
    clue_page(page)
    page.locator("#act-verified button").click()
    assert "这个字段是必填项" in page.locator("#act-verified").inner_text()
    page.fill("#id_verified-reason", "已调阅矫正档案，期满十日未解除。")
    page.locator("#act-verified button").click()
    page.get_by_role("link", name="制发文书").click()
    page.get_by_label("文书种类").or_(page.get_by_role("link", name=re.compile("监督文书办理"))).first.wait_for()
    if page.get_by_label("文书种类").count() == 0:
        page.locator("main").get_by_role("link", name=re.compile("监督文书办理")).first.click()
    page.get_by_label("文书种类").select_option("correction_notice")
    page.get_by_label("载明的回复期限").fill("15")
    page.get_by_role("button", name="建案").click()
    page.get_by_text("已建案").wait_for()
    known["case"] = page.url
    assert not re.search(r"川检纠违〔\d{4}〕1号", page.inner_text("main")), "a draft has no number: it is given on issue"
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("Word")).click()
    assert saved.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="提交审批").click()
    page.get_by_text("已办理：提交审批").wait_for()


def test_5_organ_sees_nothing_before_service(visit, site, known):
    visitor = visit(site, site.handler_of(ORGAN))
    visitor.page.goto(known["case"])
    assert "没有这个页面" in visitor.page.inner_text("body")
    visitor.page.goto("/documents/")
    assert "没有监督文书" in visitor.page.inner_text("main")


def test_6_chief_returns_then_approves(visit, site, known):
    page = visit(site, "chief").page
    page.locator("main").get_by_role("link", name=re.compile("审批")).click()
    page.get_by_role("button", name="退回修改").click()
    assert "须写明理由" in page.locator("#act-done-approve").inner_text()
    page.get_by_role("button", name="批准", exact=True).click()
    page.get_by_text("已办理：批准").wait_for()
    page.goto(known["case"])
    assert re.search(r"川检纠违〔\d{4}〕1号", page.inner_text("main"))


def test_7_prosecutor_serves(visit, site, known):
    page = visit(site, "prosecutor").page
    page.goto(known["case"])
    page.get_by_role("button", name="已送达").click()
    page.get_by_text("已办理：已送达").wait_for()
    clock = page.locator(".page-header .how")
    clock.focus()
    assert "届满" in page.locator("#how").inner_text()


def test_8_organ_replies_and_rectifies(visit, site, known, tmp_path):
    page = visit(site, site.handler_of(ORGAN)).page
    page.locator("main").get_by_role("link", name=re.compile("回复")).first.click()
    page.get_by_label("回复内容").fill("已为周海明办理解除矫正手续。\n已开展同类排查。")
    page.get_by_role("button", name="采纳并整改", exact=True).click()
    page.get_by_text("已办理：采纳并整改").wait_for()
    assert "回复函" in page.inner_text("main")
    proof = tmp_path / "解除矫正证明书.pdf"
    proof.write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.get_by_label("整改情况").fill("已发放解除社区矫正证明书。")
    page.set_input_files("input[type=file]", proof)
    page.get_by_role("button", name="报送整改证据").click()
    page.get_by_text("已办理：报送整改证据").wait_for()
    assert "解除矫正证明书.pdf" in page.inner_text("main")
    assert "审批意见" not in page.inner_text("main")


def number(page, title: str) -> str:
    page.goto("/indicators/")
    return page.get_by_role("row", name=re.compile(title)).inner_text()


def test_9_prosecutor_accepts_another_looks_back_and_it_closes(visit, site, known):
    page = visit(site, "prosecutor").page
    page.goto(known["case"])
    page.get_by_role("button", name="验收合格", exact=True).click()
    page.get_by_text("已办理：验收合格").wait_for()
    page = visit(site, "chief").page
    page.goto(known["case"])
    page.get_by_label("核查情况").fill("到现场核查，已解除矫正。")
    page.get_by_role("button", name="整改到位", exact=True).click()
    page.get_by_text("已办理：整改到位").wait_for()
    page = visit(site, "prosecutor").page
    page.goto(known["case"])
    page.get_by_role("button", name="办结", exact=True).click()
    page.get_by_text("已办理：办结").wait_for()
    assert "办结" in page.inner_text(".page-header")
    clue_page(page)
    assert "已办结" in page.inner_text(".page-header")
    assert "1 / 1" in number(page, "监督文书按期回复率")
    assert "1 / 1" in number(page, "整改完成率")
    page.get_by_role("link", name="整改完成率").click()
    page.locator("#rows").get_by_role("link", name=re.compile(ORGAN)).click()
    assert page.url == known["case"].split("#")[0]


def test_10_auditor_verifies_the_trace(visit, site):
    page = visit(site, "auditor").page
    page.click("text=验证留痕")
    page.click("button:has-text('验证全部留痕')")
    page.get_by_text("全部一致").wait_for()
    for act in ("报送入库", "模型筛查", "建案", "线索查实"):
        assert act in page.inner_text("#list"), act
