"""Organs: registered, described, renamed, set under another; by file with every fault of the file together."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from zhiheng.ledger.selectors import entries_about
from zhiheng.registry import rights, selectors, services
from zhiheng.registry.core.errors import TableRefused
from zhiheng.registry.selectors.relations import below
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)
HEAD = "机关名称,类别,层级,行政区划代码,上级机关,原名称\n"


def take(actor, now, text, work=None):
    work = work or services.import_organs
    return work(actor=actor, now=now, content=text.encode(), name="机关.csv")


def test_an_organ_is_described_and_the_trace_keeps_what_was_before(actor, now):
    prison = services.ensure_organ(actor=actor, name="沱江监狱", now=now)
    bureau = services.register_organ(
        actor=actor, now=now, name="四川省监狱管理局", kind="prison_bureau", level="province", division="510000"
    )
    services.describe_organ(actor=actor, now=now, organ=prison, kind="prison", level="province", division="510000", parent=bureau)
    services.describe_organ(actor=actor, now=now, organ=prison, kind="prison", level="province", division="510000", parent=bureau)
    entries = list(entries_about(f"organ:{prison.pk}").order_by("seq"))
    assert [entry.act for entry in entries] == ["organ.registered", "organ.described"]
    assert entries[1].facts == {"level": ["", "province"], "division": ["", "510000"], "parent_id": [None, bureau.pk]}
    assert below(bureau) == {bureau.pk, prison.pk}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "沱江监狱"}, "已经登记"),
        ({"kind": "castle"}, "没有“castle”这一类"),
        ({"level": "village"}, "没有“village”这一级"),
        ({"level": "county"}, "没有县级机关"),
        ({"division": "999999"}, "没有代码999999"),
        ({"name": " "}, "为空"),
    ],
)
def test_what_nobody_knows_is_refused(actor, now, wrong, said):
    services.ensure_organ(actor=actor, name="沱江监狱", now=now)
    with pytest.raises(UnusableInputError, match=said):
        services.register_organ(actor=actor, now=now, **{"name": "嘉陵监狱", "kind": "prison", **wrong})


def test_no_organ_lies_under_itself(actor, now):
    above, under = (services.ensure_organ(actor=actor, name=name, now=now) for name in ("成都市检察院", "锦江区检察院"))
    said = {"kind": "procuratorate", "division": ""}
    services.describe_organ(actor=actor, now=now, organ=under, level="county", parent=above, **said)
    for parent in (under, above):
        with pytest.raises(UnusableInputError, match="就是本机关或其下级"):
            services.describe_organ(actor=actor, now=now, organ=above, level="city", parent=parent, **said)


def test_a_renamed_organ_is_found_by_both_names_and_nobody_takes_the_old_one(actor, now):
    organ = services.ensure_organ(actor=actor, name="金堂县司法局", now=now)
    services.rename_organ(actor=actor, now=now, organ=organ, name="金堂区司法局", reason="撤县设区")
    assert selectors.organ_named("金堂县司法局") == selectors.organ_named("金堂区司法局") == organ
    assert services.ensure_organ(actor=actor, name="金堂县司法局", now=now) == organ
    assert selectors.former_names() == {"金堂县司法局": "金堂区司法局"}
    other = services.ensure_organ(actor=actor, name="青白江区司法局", now=now)
    with pytest.raises(UnusableInputError, match="现在或以前的名称"):
        services.rename_organ(actor=actor, now=now, organ=other, name="金堂县司法局", reason="试")
    with pytest.raises(UnusableInputError, match="没有写明理由"):
        services.rename_organ(actor=actor, now=now, organ=other, name="新都区司法局", reason="")
    services.rename_organ(actor=actor, now=now, organ=selectors.organ_named("金堂区司法局"), name="金堂县司法局", reason="误改")
    assert selectors.organ_named("金堂区司法局").name == "金堂县司法局"


def test_a_file_registers_describes_and_renames(actor, now):
    services.ensure_organ(actor=actor, name="金堂县司法局", now=now)
    text = (
        HEAD
        + "金堂县赵镇司法所,,,510121,金堂区司法局,\n"
        + "金堂区司法局,司法行政机关,县级,,四川省司法厅,金堂县司法局\n"
        + "四川省司法厅,,省级,510000,,\n"
    )
    taken = take(actor, now, text)
    assert (taken.rows, taken.new) == (3, 2)
    office = selectors.organ_named("金堂县赵镇司法所")
    assert (office.kind, office.level, office.parent.name, office.parent.parent.name) == (
        "justice_office", "township", "金堂区司法局", "四川省司法厅",
    )  # fmt: skip
    again = take(actor, now, text)
    assert again.new == 0
    assert [entry.act for entry in entries_about(f"organ:{office.pk}").order_by("seq")] == ["organ.registered", "organ.described"]


def test_all_faults_of_a_file_are_told_and_nothing_goes_in(actor, now):
    text = HEAD + "甲监狱,城堡,,,,\n乙监狱,监狱,县级,,,\n丙监狱,监狱,,12,,\n甲监狱,,,,,\n"
    with pytest.raises(TableRefused, match="有 4 处错误，没有收入任何一行") as refused:
        take(actor, now, text)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "类别"),
        (3, "机关层级"),
        (4, "行政区划代码"),
        (5, "机关名称"),
    ]
    assert selectors.organ_named("乙监狱") is None
    with pytest.raises(TableRefused, match="没有登记这个机关"):
        take(actor, now, HEAD + "丁监狱,,,,无此局,\n")
    assert selectors.organ_named("丁监狱") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "缺少这一列"),
        ("名称\n甲\n".encode(), "不认识这一列"),
        (HEAD.encode(), "没有一行数据"),
        ((HEAD + ",监狱,,,,\n").encode(), "没有填写"),
        (b"\xff\xfe\x00\x00", "编码"),
        (b"PK not a workbook", "不是可读的 Excel"),
        ((HEAD + '"甲\n').encode(), "不是可读的 CSV"),
        (("机关名称,机关名称\n甲,乙\n").encode(), "这一列重复"),
        (b"x" * 5_000_001, "超过 5 MB"),
    ],
)
def test_a_file_nobody_can_read_is_refused_with_the_reason(actor, now, content, said):
    with pytest.raises(TableRefused, match=said):
        services.import_organs(actor=actor, now=now, content=content, name="机关")


def test_excel_and_the_encoding_of_older_offices_are_read(actor, now):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([["机关名称", "行政区划代码"], ["锦江区社区矫正管理局", 510104]]):
            sheet.write_row(row, 0, line)
    services.import_organs(actor=actor, now=now, content=made.getvalue(), name="机关.xlsx")
    assert selectors.organ_named("锦江区社区矫正管理局").division == "510104"
    services.import_organs(actor=actor, now=now, content=(HEAD + "武侯区司法局,,,,,\n").encode("gb18030"), name="机关.csv")
    assert selectors.organ_named("武侯区司法局").kind == "justice"


def test_relations_by_file(actor, now):
    take(actor, now, HEAD + "沱江监狱,,,,,\n成都市中级人民法院,,,,,\n")
    text = "机关,关系,对方机关,起始日,终止日\n成都市中级人民法院,管辖法院,沱江监狱,2026-01-01,\n"
    assert take(actor, now, text, services.import_relations).new == 1
    prison = selectors.organ_named("沱江监狱")
    assert [organ.name for organ in selectors.related(prison, "court_of", on=DAY)] == ["成都市中级人民法院"]
    with pytest.raises(TableRefused, match="有 2 处错误") as refused:
        take(actor, now, text + "甲法院,管辖法院,沱江监狱,昨天,\n", services.import_relations)
    assert [fault.row for fault in refused.value.faults] == [2, 3]


def test_officers_by_file(actor, now):
    take(actor, now, HEAD + "沱江监狱,,,,,\n")
    services.open_unit(actor=actor, now=now, organ=selectors.organ_named("沱江监狱"), name="一监区")
    head = "登录名,姓名,机关,内设机构,岗位,任职日,终止日\n"
    lines = "jia,甲某,沱江监狱,一监区,机关经办人,2026-06-01,\njia,甲某,沱江监狱,,保管员,2026/06/01,2027-01-01\n"
    taken = take(actor, now, head + lines, services.import_officers)
    assert (taken.rows, taken.new, list(taken.passwords)) == (2, 1, ["jia"])
    officer = selectors.officer_named("jia")
    assert officer.check_password(taken.passwords["jia"])
    assert officer.must_change_password
    assert rights.may(officer, "register.keep", on=DAY)
    wrong = "yi,乙某,沱江监狱,九监区,机关经办人,2026-06-01,\nbing,丙某,沱江监狱,,安全管理员,2026-06-01,\n"
    wrong += "jia,别人,沱江监狱,,保管员,2026-06-01,\n"
    with pytest.raises(TableRefused) as refused:
        take(actor, now, head + wrong, services.import_officers)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(2, "内设机构"), (3, "岗位"), (4, "登录名")]
    assert selectors.officer_named("yi") is None
