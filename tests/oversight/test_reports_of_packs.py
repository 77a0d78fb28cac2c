"""Every report of the packs as Word and PDF: the same words in the same order, every number with its rows, signed in full."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.printed import differences, pdf_text, word_parts
from zhiheng.analysis.indicators import Figure, IndicatorResult
from zhiheng.analysis.periods import parse
from zhiheng.analysis.reports import ReportSources, draw_report
from zhiheng.catalog import packs
from zhiheng.oversight.selectors.reports import address_of, as_file, blocks_of, titles_of

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
NOW = datetime(2026, 9, 8, 4, tzinfo=UTC)
NOTE = "本期尚未结束，本期数字截至2026年9月8日；用来比较的以前各期按全期计算。"


def drawn(spec, period="2026"):
    within, parts = parse(period), sorted({place.group for _, place in spec.places if place.group})

    def results(hits):
        figure = Figure(hits, 80, hits, None)
        return {
            name: IndicatorResult(CATALOG.indicators[name], within, date(2026, 9, 8), figure, dict.fromkeys(parts, figure), (), "")
            for name in spec.indicators
        }

    ground = ReportSources(
        {"organ": "全省", "period": within.zh, "earlier": within.earlier_zh, "today": "2026年9月8日", "title": spec.title},
        results(60), results(50), {place.name: 7 for _, place in spec.places if place.kind == "register"}, titles_of(CATALOG),
        lambda kind, name, part, _when: address_of(kind, name, within, "", part), results(40),
        dict.fromkeys(spec.writes, "已部署落实。"), notes=(NOTE,),
    )  # fmt: skip
    return draw_report(spec, ground)


@pytest.fixture(scope="module", params=sorted(CATALOG.reports))
def files(request):
    spec = CATALOG.reports[request.param]
    report = drawn(spec, {"year": "2026", "quarter": "2026Q3", "month": "2026-08"}[spec.every])
    return spec, report, *(as_file(report, spec, kind, organ="四川省检察院", now=NOW) for kind in ("pdf", "docx"))


def test_word_and_pdf_say_the_same_in_the_same_order(files):
    *_, pdf, word = files
    assert differences(pdf, word) == []


def test_every_number_names_its_source_and_its_rows_in_readable_words(files):
    _, report, pdf, _ = files
    marks = {int(one) for one in re.findall(r"〔(\d{1,3})〕", pdf_text(pdf))}
    assert marks == {one.number for one in report.figures} != set()
    assert all(one.address.startswith(("/indicators/", "/ledgers/")) and "%" not in one.address for one in report.figures)


def test_a_figure_is_followed_by_its_unit_and_by_no_second_one(files):
    _, report, *_ = files
    text = "\n".join(one.text for one in report.parts)
    assert re.findall(r"〔\d+〕(?:件|个|次|人次|份|条|场|起|元)", text) == []
    assert re.findall(r"\d(?:件件|人人|份份|条条|场场|%%|项项)", text) == []


def test_a_report_is_signed_by_the_full_name_and_says_that_its_period_runs_on(files):
    spec, _, _, word = files
    said = [text for text, _ in word_parts(word)]
    assert said[said.index("2026年9月8日") - 1] == "四川省人民检察院"
    assert NOTE in said
    assert (f"{spec.addressee}：" in said) is bool(spec.addressee)


def test_nobody_signs_where_nobody_is_given():
    """The command without --organ signed 全省: a place is no organ."""
    spec = CATALOG.reports["reply_execution"]
    said = [text for text, _ in word_parts(as_file(drawn(spec), spec, "docx", organ="", now=NOW))]
    assert said[said.index("2026年9月8日") - 1] == "〔待署名：人民政府（司法行政机关承办）〕"


def test_what_goes_to_the_public_or_is_spoken_addresses_as_one_does():
    assert [CATALOG.reports[one].addressee for one in ("quarterly_publication", "restraint_speech")] == ["", "各位领导、同志们"]


def test_a_long_title_breaks_between_words():
    """的报告 stood alone on the second line."""
    spec = CATALOG.reports["reply_corrections"]
    assert blocks_of(drawn(spec), spec, organ="", day="")[0].text == "关于社区矫正工作情况审议意见\n研究处理情况的报告"
