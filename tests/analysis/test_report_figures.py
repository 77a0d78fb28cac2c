"""Figures of a report beside the period before and the same period of the year before: each opens the rows of its own period."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from zhiheng.analysis.indicators import Figure, IndicatorResult
from zhiheng.analysis.periods import parse
from zhiheng.analysis.reports import ReportSources, draw_report
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.reports import read

TEXT = """\
---
report: brief
title: 季度简报
every: quarter
public: {public}
---
本期{{{{indicator:held}}}}，上期{{{{indicator:held.before}}}}，{{{{indicator:held.change}}}}；同期{{{{indicator:held.lastyear}}}}，同比{{{{indicator:held.yearly}}}}。
"""


def result(kind, figure, unit="人"):
    spec = SimpleNamespace(id="held", title="在押", kind=kind, unit=unit, written_as="")
    return IndicatorResult(spec, None, date(2026, 6, 30), figure, {}, (), "")


def count(number):
    return Figure(number, 400, number, None)


def share(hits, of):
    return Figure(hits, of, hits / of if of else None, None)


@pytest.fixture()
def drawn(tmp_path):
    def draw(kind, now, before, lastyear, *, public=False):
        path = tmp_path / "brief.md"
        path.write_text(TEXT.format(public=str(public).lower()), encoding="utf-8")
        faults = Faults()
        spec = read(path, "trial", faults)
        assert not list(faults)
        given = {name: {"held": result(kind, one)} if one else {} for name, one in (("before", before), ("lastyear", lastyear))}
        address = lambda _kind, name, _part, when: f"/indicators/{name}/?{when or 'now'}"  # noqa: E731
        ground = ReportSources({}, {"held": result(kind, now)}, given["before"], {}, {}, address, given["lastyear"])
        return draw_report(spec, ground)

    return draw


def told(report):
    return "".join(one.text for one in report.parts[0].pieces)


def test_counts_change_in_their_unit_and_against_the_year_before_in_percent(drawn):
    report = drawn("count", count(180), count(200), count(160))
    assert told(report) == "本期180人，上期200人，减少20人；同期160人，同比上升12.50%。"


def test_shares_change_in_percentage_points_both_times(drawn):
    report = drawn("share", share(8473, 10000), share(8358, 10000), share(8600, 10000))
    assert told(report) == "本期84.73%，上期83.58%，上升1.15个百分点；同期86.00%，同比下降1.27个百分点。"


def test_every_earlier_figure_opens_its_own_period(drawn):
    report = drawn("share", share(1, 2), share(1, 4), share(1, 5))
    assert [(one.title, one.ground, one.address.partition("?")[2]) for one in report.figures] == [
        ("在押", "1/2", "now"),
        ("在押（上期）", "1/4", "before"),
        ("在押（与上期相比）", "1/2；上期1/4", "now"),
        ("在押（上年同期）", "1/5", "lastyear"),
        ("在押（同比）", "1/2；上年同期1/5", "now"),
    ]


def test_what_is_not_known_of_a_year_before_is_named(drawn):
    report = drawn("share", share(1, 2), share(1, 2), share(0, 0))
    assert told(report) == "本期50.00%，上期50.00%，持平；同期〔缺 上年同期数据〕，同比〔缺 上年同期数据〕。"
    assert report.lacking == ("在押的比较",)
    assert told(drawn("share", share(1, 2), share(1, 2), None)) == told(report)


def test_growth_from_nothing_has_no_percentage(drawn):
    assert "同比增加5人" in told(drawn("count", count(5), count(5), count(0)))


def test_few_persons_of_an_earlier_period_are_not_counted_out_in_public(drawn):
    said = told(drawn("count", count(180), count(3), count(160), public=True))
    assert "上期个别" in said
    assert "个别" not in told(drawn("count", count(180), count(3), count(160)))


def test_what_would_tell_a_few_persons_is_not_published_either(drawn):
    """Neither the difference to an earlier number, nor the share, nor the numbers in the list of sources."""
    counted = drawn("count", count(4), count(5), count(6), public=True)
    assert told(counted) == "本期个别，上期5人，人数不足五人不作比较；同期6人，同比人数不足五人不作比较。"
    assert counted.figures[0].ground == "个别"
    shared = drawn("share", share(3, 4), share(4, 20), share(5, 20), public=True)
    assert told(shared).startswith("本期人数不足五人不列，上期人数不足五人不列，人数不足五人不作比较；同期25.00%")
    assert [one.ground for one in shared.figures][:2] == ["个别/个别", "个别/20"]


def test_five_persons_are_counted_out(drawn):
    assert told(drawn("count", count(5), count(5), count(5), public=True)).startswith("本期5人，上期5人，持平")


@pytest.fixture()
def lines(tmp_path):
    """Draw lines of text from a share of parts, or a count of them."""

    def draw(text, kind="share", words=None, before=None):
        path = tmp_path / "brief.md"
        path.write_text(f"---\nreport: brief\ntitle: 简报\n---\n{text}\n", encoding="utf-8")
        faults = Faults()
        spec = read(path, "trial", faults)
        assert not list(faults)
        whole = result(kind, share(6, 9) if kind == "share" else count(6), "份")
        parts = {"court": share(1, 2), "prison": share(5, 7)} if kind == "share" else {"court": count(1), "prison": count(5)}
        held = IndicatorResult(whole.spec, None, whole.as_of, whole.figure, parts, (), "")
        address = lambda _kind, name, part, _when: f"/indicators/{name}/?part={part}"  # noqa: E731
        titles = {"court": "人民法院", "prison": "监狱"}
        earlier = IndicatorResult(whole.spec, None, whole.as_of, whole.figure, before, (), "") if before else held
        return draw_report(spec, ReportSources(words or {}, {"held": held}, {"held": earlier}, {}, titles, address))

    return draw


def test_a_measure_word_goes_with_its_figure_before_the_number_of_the_source(lines):
    report = lines("收到{{indicator:held.denominator}}份，回复{{indicator:held.numerator}}人次；{{indicator:held.numerator}}人民法院。")
    assert report.parts[0].text == "收到9份〔1〕，回复6人次〔2〕；6〔2〕人民法院。"
    assert [one.text for one in report.figures] == ["9", "6"]


def test_a_change_is_counted_in_the_measure_word_of_its_sentence(lines):
    """巡回检察3次，与上年相比减少2件: the change stood in the indicator's own unit."""
    text = "巡回{{indicator:held.numerator:prison}}次，与上年相比{{indicator:held.change:prison}}次。"
    grown = lines(text, "count", before={"prison": count(3)})
    assert grown.parts[0].text == "巡回5次〔1〕，与上年相比增加2次〔2〕。"
    assert [one.text for one in grown.figures] == ["5", "增加2次"]
    assert lines(text, "count").parts[0].text == "巡回5次〔1〕，与上年相比持平〔2〕。"


def test_what_of_a_share_a_number_is_stands_among_the_sources(lines):
    report = lines("{{indicator:held.denominator}}份，{{indicator:held.numerator:prison}}份，{{indicator:held}}。")
    assert [one.title for one in report.figures] == ["在押（分母）", "在押：监狱（分子）", "在押"]


def test_every_number_of_a_table_opens_its_rows(lines):
    """The bulletin's table of models stood there without a source; the greatest is what is read first."""
    report = lines("{{indicator:held.parts}}", "count")
    assert report.parts[0].rows == (("项目", "在押"), ("监狱", "5份〔1〕"), ("人民法院", "1份〔2〕"))
    assert [one.address for one in report.figures] == ["/indicators/held/?part=prison", "/indicators/held/?part=court"]
    shares = lines("{{indicator:held.parts}}").parts[0].rows
    assert shares[:2] == (("项目", "在押", "分子", "分母"), ("监狱", "71.43%〔1〕", "5", "7"))


def test_the_period_before_has_its_name(lines):
    report = lines("与{{earlier}}相比{{indicator:held.change}}。", words={"earlier": "上年"})
    assert report.parts[0].text == "与上年相比持平〔1〕。"
    assert (report.figures[0].title, report.figures[0].ground) == ("在押（与上年相比）", "6/9；上年6/9")
    assert [parse(name).earlier_zh for name in ("2026", "2026Q3", "2026-03")] == ["上年", "上季度", "上月"]


def test_what_counts_to_nothing_is_said_in_words(lines):
    """查实0条 is no sentence: the first wording without a count of nothing stands, else the last."""
    text = "[[查实{{indicator:held.numerator:court}}条，查实率{{indicator:held.value:court}}|均未查实，查实率{{indicator:held.value:court}}]]。"
    assert lines(text).parts[0].text == "查实1条〔1〕，查实率50.00%〔2〕。"
    none = lines(text.replace(":court", ":police"))
    assert none.parts[0].text.startswith("均未查实，查实率〔缺 在押")
    share_of_none = "[[占{{indicator:held}}|没有]]，[[{{register:held}}项|没有登记]]。"
    assert lines(share_of_none).parts[0].text == "占66.67%〔1〕，没有登记。"
