"""Print sheets: every row of what the page shows, the heading, the pages, who printed, when and for what purpose; each in the trace."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.web.conftest import PURPOSE
from tests.web.test_acts import clues, do  # noqa: F401 - fixtures
from tests.web.test_frame import paper  # noqa: F401 - fixtures
from tests.web.test_persons import JUSTICE, POLICE, SLIPPED, ZHANG, ids, sent  # noqa: F401 - fixtures
from zhiheng.analysis.indicators import Figure, IndicatorResult
from zhiheng.dossier.core.print_sheets import Facts, Printed, Sheet, Table, to_pdf
from zhiheng.ledger.selectors import recent, verify
from zhiheng.models.in_force import catalog
from zhiheng.web.listing import Column
from zhiheng.web.sheets import printing

pytestmark = pytest.mark.drawn

WHY = "核查线索所涉的记录和文书"


def read(content: bytes) -> tuple[str, list[str]]:
    """The text without blanks, whole and by page."""
    pages = [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
    return "".join(pages), pages


def sheet(client, address: str, *, purpose: bool = True) -> str:
    answer = client.get(address, headers=PURPOSE if purpose else {})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.status_code
    text, pages = read(answer.content)
    assert all(f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    assert all("打印人：" in page and "打印时间：" in page and "用途：" in page for page in pages)
    return text


def printed_acts() -> list[str]:
    return [entry.thing for entry in recent(20) if entry.act == "sheet.printed"]


def test_a_long_table_stands_whole_with_its_head_on_every_page(now):
    rows = [[f"编号{number:04d}", "因" * 30, "2026-03-01"] for number in range(1, 141)]
    content = to_pdf(
        Sheet("监督文书台账", "共 140 行", [Facts([("单位", "四川省检察院")]), Table("", ["文书", "事由", "日期"], rows)], wide=True),
        Printed("韩志强", "四川省检察院", "2026-06-30 09:00", WHY), on=now.date(),
    )  # fmt: skip
    text, pages = read(content)
    assert len(pages) > 3
    assert [number for number in range(1, 141) if f"编号{number:04d}" not in text] == []
    assert all("序号文书事由日期" in page for page in pages)
    assert all(f"打印人：韩志强（四川省检察院）打印时间：2026-06-3009:00用途：{WHY}" in page for page in pages)
    assert f"第{len(pages)}页，共{len(pages)}页" in pages[-1]


@pytest.mark.django_db
def test_a_list_prints_all_its_rows_under_its_filters(enter, clues):  # noqa: F811
    client = enter("prosecutor")
    assert client.get(reverse("clues") + "?format=pdf").status_code == 403, "numbers of persons stand in it: a purpose is asked for"
    text = sheet(client, reverse("clues") + "?format=pdf")
    assert "共3行" in text and [clue.summary for clue in clues if re.sub(r"\s+", "", clue.summary) not in text] == []
    assert text.count("金堂县司法局") >= 3 and f"用途：{WHY}" in text
    assert "没有符合条件的记录" in sheet(client, reverse("clues") + "?format=pdf&state=refuted")
    assert printed_acts() == ["list:线索", "list:线索"]
    assert verify().ok


@pytest.mark.django_db
def test_a_list_too_long_for_paper_is_refused_not_cut(enter, monkeypatch, clues):  # noqa: F811
    monkeypatch.setattr(printing, "MOST_ROWS", 2)
    client = enter("prosecutor")
    answer = client.get(reverse("clues") + "?format=pdf&sort=model", headers=PURPOSE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("clues") + "?sort=model")
    assert "一次打印不下" in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_a_clue_prints_why_it_is_one_its_records_and_what_was_done(enter, clues):  # noqa: F811
    client, clue = enter("prosecutor"), clues[0]
    do(client, clue, "assigned", to="chief", reason="请尽快核实")
    address = reverse("clue_sheet", args=[clue.pk])
    assert client.get(address).status_code == 403
    text = sheet(client, address)
    for wanted in (
        clue.subject, "510121199005072715", "周海明", "JZ", "请尽快核实", "依据", "用到的记录", "怎样算说清楚", f"线索{clue.pk}",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert [one["key"] for one in clue.evidence if one["key"].replace("|", "，") not in text] == []
    assert printed_acts() == [f"clue:{clue.pk}"]
    assert enter("organ-02").get(address, headers=PURPOSE).status_code == 404


@pytest.mark.django_db
def test_a_case_prints_its_steps_papers_and_every_event(paper, enter):  # noqa: F811
    client = enter("prosecutor")
    address, number = f"{paper}print/", paper.split("/")[2]
    assert client.get(address).status_code == 403
    text = sheet(client, address)
    shown = client.get(paper, headers=PURPOSE).context
    assert shown["events"], "the case has been worked on"
    for event, _said in shown["events"]:
        assert event.on.isoformat() in text and re.sub(r"\s+", "", event.actor) in text
    for step in shown["view"].steps:
        assert (step.title in text) or step.status == "ahead"
    for one in shown["documents"]:
        assert re.sub(r"\s+", "", one.document.title) in text
    assert re.sub(r"\s+", "", shown["view"].case.title) in text
    assert printed_acts() == [f"case:{number}"]


@pytest.mark.django_db
def test_a_person_prints_the_whole_time_line(enter, ids):  # noqa: F811
    client, address = enter("prosecutor"), reverse("person_sheet", args=[ids[SLIPPED]])
    assert client.get(address).status_code == 403
    text = sheet(client, address)
    assert SLIPPED in text and "2026-03-01" in text and "迟到" in text and JUSTICE in text and "张某某经历" in text
    other = sheet(client, reverse("person_sheet", args=[ids[ZHANG]]))
    assert POLICE in other and "曾用名：张三" in other
    assert printed_acts() == [f"person:{ids[ZHANG]}", f"person:{ids[SLIPPED]}"]


@pytest.mark.django_db
def test_an_indicator_prints_every_part_and_every_row(officers, rf, now):
    from zhiheng.web.sheets import indicator_sheet as page

    spec = next(one for one in catalog().indicators.values() if one.kind == "share" and one.group_by != "model" and not one.written_as)
    organs = [f"第{number:03d}看守所" for number in range(1, 41)]
    rows = [{"hit": number % 2, "label": f"记录{number:03d}", "organ": organ, "day": None} for number, organ in enumerate(organs)]
    parts = {organ: Figure(number % 2, 1, float(number % 2), None) for number, organ in enumerate(organs)}
    result = IndicatorResult(spec, None, now.date(), Figure(20, 40, 0.5, (0.35, 0.65)), parts, rows, "")
    request = rf.get("/indicators/x/?format=pdf")
    request.user = officers["prosecutor"]
    columns = [Column("记录", lambda row: row["label"]), Column("单位", lambda row: row["organ"])]
    trend = {"names": ["2026年第一季度"], "values": [50.0], "notes": ["20 / 40"], "unit": "%"}
    answer = page.indicator_sheet(request, result, about="2026年", columns=columns, rows=rows, trend=trend)
    text, pages = read(answer.content)
    assert [organ for organ in organs if text.count(organ) < 2] == [], "in the parts and in the rows"
    assert [row["label"] for row in rows if row["label"] not in text] == []
    assert re.sub(r"\s+", "", spec.title) in pages[0] and "2026年第一季度" in text


@pytest.mark.django_db
def test_the_list_of_indicators_prints_with_targets(enter, monkeypatch):
    from zhiheng.web.screening import indicators as page

    few, all_of = ["reply_in_time", "reply_rate", "cases_opened"], page.indicator_results
    monkeypatch.setattr(page, "indicator_results", lambda *given, **named: all_of(*given, **{**named, "indicators": few}))
    text = sheet(enter("prosecutor"), reverse("indicators") + "?format=pdf")
    assert [name for name in few if re.sub(r"\s+", "", catalog().indicators[name].title) not in re.sub(r"\s+", "", text)] == []
    assert "不低于100%" in re.sub(r"\s+", "", text) and "与上一期比" in text


@pytest.mark.parametrize(
    ("room", "titles"), [(102, ("案号", "证件号码", "建案")), (151, ("案号", "对象", "证件号码", "类型", "建案", "办结"))]
)
def test_a_column_holds_its_longest_number_whole(room, titles):
    from zhiheng.dossier.core.print_sheets import MARGINS, longest_word, weights_of

    said = {
        "案号": "（2026）武侯区社区矫正管理局矫驱1号",
        "证件号码": "512221********8446",
        "建案": "2026-09-08 09:02",
        "类型": "附加驱逐出境的衔接" * 4,
    }
    columns, rows = ["序号", *titles], [[str(number), *(said.get(title, "") for title in titles)] for number in range(1, 120)]
    weights = weights_of(columns, rows, room)
    assert sum(weights) == pytest.approx(room)
    for place, weight in enumerate(weights):
        assert weight >= MARGINS + max(longest_word(row[place]) for row in rows), columns[place]
