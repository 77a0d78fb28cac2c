"""Packages in the browser: one received with its records and receipt, one refused, one kept back and bound, one sent and answered."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.exchange.package_files import COURT, FILES, PRISON, SETS, named, package
from tests.web.browser import conftest
from tests.web.browser.conftest import serving
from tests.web.conftest import PURPOSE
from zhiheng.exchange.core.package_receipt import read_receipt, receipt

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PACKS = Path(__file__).resolve().parents[2] / "exchange" / "packs"
NUMBER = "11010519491231002X"
SCORES = (
    f"<conduct_scores><R><SFZH>{NUMBER}</SFZH><XM>王甲</XM><监狱>{PRISON}</监狱><计分日期>2026-05-31</计分日期>"
    "<计分项目>考核</计分项目><计分类别>日常基础分</计分类别><分值>100</分值></R></conduct_scores>"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The server works by a procedure that a package may open."""
    plain = conftest.environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conftest, "environment", lambda home: {**plain(home), "ZHIHENG_PACKS": str(PACKS)})
        with serving(tmp_path_factory.mktemp("packages"), "四川省检察院", PRISON, COURT) as running:
            yield running


def received(page, tmp_path, content, name=None):
    """Hand a package in by the page; its page is then shown."""
    place = tmp_path / (name or named(content))
    place.write_bytes(content)
    page.goto("/data/packages/")
    page.set_input_files("input[name=file]", place)
    page.locator("form[enctype]").get_by_role("button", name="接收").click()
    page.wait_for_url(re.compile(r"/data/packages/\d+/"))
    return page.inner_text("main")


def our_receipt(page):
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.click("text=下载回执")
    return read_receipt(saved.value.path().read_bytes(), saved.value.suggested_filename)


def test_a_package_comes_in_with_its_records_and_gets_a_receipt(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(PRISON))
    page = visitor.page
    said = received(page, tmp_path, package(sets=SETS + SCORES))
    assert "已归卷" in said
    assert "业务数据 conduct_scores 转入“计分考核” 1 行" in said
    assert "业务数据 JXXX 随包保存，没有转入数据主题库" in said
    for part in FILES:
        assert part in said
    assert visitor.axe() == []
    assert visitor.overflow() <= 0
    assert our_receipt(page).ok
    page.goto("/data/packages/")
    assert "接收 → 校验 → 归卷" in page.inner_text("#list")
    assert visitor.axe() == []


def test_a_damaged_package_is_refused_with_a_receipt_that_says_why(visit, site, tmp_path):
    page = visit(site, site.handler_of(PRISON)).page
    content = package({"PTTYAH": "PT-2"})
    said = received(page, tmp_path, content, named(content + b"x"))
    assert "拒收" in said
    assert "与文件名中的不符" in said
    told = our_receipt(page)
    assert (told.ok, "MD5" in told.words) == (False, True)


def test_a_package_kept_back_is_bound_by_an_officer(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(PRISON))
    page = visitor.page
    received(page, tmp_path, package({"PTTYAH": "PT-3", "AH": "（2026）沱江监狱试3号"}))
    number = re.search(r"（\d{4}）\S+号", page.inner_text("main"))
    said = received(page, tmp_path, package({"PTTYAH": "PT-4", "SJLX": "2", "AH": "另案"}, files={"JZ/补充.txt": "补".encode()}, index=[]))
    assert "待处理" in said
    assert "还没有收到新增包" in said
    page.fill("input[name=case]", number[0])
    page.click("button:has-text('归卷')")
    page.wait_for_selector("text=已归卷")
    assert visitor.axe() == []


def test_a_package_is_made_signed_and_answered(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(PRISON))
    page = visitor.page
    received(page, tmp_path, package({"PTTYAH": "PT-5", "AH": "（2026）沱江监狱试5号"}))
    number = re.search(r"（\d{4}）\S+号", page.inner_text("main"))
    page.goto("/data/packages/")
    form = page.locator("form[action$='/send/']")
    form.locator("input[name=send-case]").fill(number[0])
    form.locator("select[name=send-to]").select_option(COURT)
    form.get_by_role("button", name="生成并签名").click()
    page.wait_for_url(re.compile(r"/data/packages/\d+/"))
    assert "已发出" in page.inner_text("main")
    assert visitor.axe() == []
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.click("text=下载案卷包")
    made = zipfile.ZipFile(io.BytesIO(saved.value.path().read_bytes()))
    contents = {made.read(name) for name in made.namelist()}
    assert set(FILES.values()) <= contents
    mark = re.search(r"<SJBS>([0-9A-Fa-f]{32})</SJBS>", made.read("ywxx.xml").decode())[1]
    units = {"sender": ("851", COURT, "court"), "receiver": ("1", PRISON, "prison")}
    answer = tmp_path / "回执.xml"
    answer.write_bytes(
        receipt(mark=mark, node="9901A", case="", failure="", words="已收", at=datetime(2026, 6, 30, 9, 0, tzinfo=UTC), **units)
    )
    command = [sys.executable, "-m", "zhiheng.cli.main", "--home", str(site.home), "packages", "answer", str(answer)]
    done = subprocess.run(command, env=conftest.environment(site.home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page.reload()
    said = page.inner_text("main")
    assert "对方已收" in said
    assert "对方回执" in said
