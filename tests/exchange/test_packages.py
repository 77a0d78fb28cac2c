"""Packages are bound to their case and dossier by the rule of the procedure, kept back with the reason, or refused, with receipts."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.dossier.test_blocks import VALUES, spec
from tests.exchange.package_files import COURT, FILES, OFFICE, PRISON, SETS, named, package, xml_of, zip_of
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.selectors import attachments_in, read_stored
from zhiheng.dossier.services import draw_up
from zhiheng.exchange.core.package_receipt import read_receipt
from zhiheng.exchange.packages.selectors import content_place, may_open, packages_seen_by, receipt_of
from zhiheng.exchange.packages.services import bind_package, receive_package, receiving, register_code, send_package, take_receipt
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import verify
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.selectors import cases_seen_by
from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
LINE = registry.COMMAND_LINE


@pytest.fixture(autouse=True)
def organs(db, home, settings, now):
    settings.PACKS = Path(__file__).parent / "packs"
    return {name: ensure_organ(actor=LINE, name=name, now=now) for name in (PRISON, COURT, OFFICE)}


@pytest.fixture()
def officers(organs, now):
    for username, organ in (("warder", PRISON), ("judge", COURT), ("other", OFFICE)):
        enlist(actor=LINE, now=now, username=username, name=username, organ=organs[organ], password="Zhiheng-2026-x")
        role = "prosecutor" if organ == OFFICE else "organ_handler"
        appoint(actor=LINE, now=now, officer=registry.officer_named(username), role=role, from_on=date(2026, 1, 1))
    return {name: registry.officer_named(name) for name in ("warder", "judge", "other")}


@pytest.fixture()
def receive(tmp_path, now):
    def run(content, name=None, actor=LINE, **given):
        path = tmp_path / "来件.zip"
        path.write_bytes(content)
        return receive_package(actor=actor, now=now, path=path, name=name or named(content), **given)

    return run


def hops(row):
    return [hop.step for hop in row.hops.all()]


def test_a_package_opens_its_case_and_every_byte_of_it_is_kept(receive):
    content = package()
    row = receive(content)
    assert (row.state, row.reason, hops(row)) == ("bound", "", ["taken", "checked", "bound"])
    case = row.case
    assert (case.procedure, case.subject_name, case.title) == ("handover", "王甲", "王甲减刑案")
    kept = {read_stored(file).content for file in attachments_in(case.dossier_key)}
    assert kept == set(FILES.values())
    assert {file.organ for file in attachments_in(case.dossier_key)} == {PRISON}
    assert content_place(row).read_bytes() == content
    assert receive(content).pk == row.pk
    assert len(cases_seen_by(LINE)) == 1
    assert verify().ok


def test_a_supplement_is_linked_to_the_first_and_goes_into_the_same_case(receive):
    early = receive(package({"SJLX": "2", "PTTYAH": "PT-9"}, files={"JZ/a.txt": b"1"}, index=[]))
    assert (early.state, "还没有收到新增包" in early.reason) == ("quarantined", True)
    first = receive(package())
    more = receive(package({"SJLX": "2"}, files={"JZ/补充.txt": "补".encode()}, index=[]))
    assert (more.state, more.case_id, more.first_id) == ("bound", first.case_id, first.pk)
    assert len(attachments_in(first.case.dossier_key)) == len(FILES) + 1
    stranger = receive(package({"SJLX": "2", "FSDWMC": OFFICE, "FSDWBH": "510"}, files={"JZ/b.txt": b"2"}, index=[]))
    assert "没有参加" in stranger.reason


@pytest.mark.parametrize(
    ("values", "sets", "reason"),
    [
        ({"LCJDBH": "0777A"}, SETS, "没有业务流程由它建案"),
        ({}, "<JXXX/>", "理由"),
        ({}, SETS + "<YYYY><LY>others</LY></YYYY>", "不能确定是哪一个"),
        ({"FSDWMC": "天边监狱"}, SETS, "没有登记"),
        ({"FSDWMC": COURT, "JSDWMC": OFFICE}, SETS, "来件单位和接收单位都不是"),
    ],
)
def test_what_no_procedure_fits_is_kept_back_with_the_reason(receive, values, sets, reason):
    content = package(values, sets=sets)
    row = receive(content, "来件.zip")
    assert (row.state, row.case_id, hops(row)[-1]) == ("quarantined", None, "quarantined")
    assert reason in row.reason
    assert not cases_seen_by(LINE)
    assert content_place(row).read_bytes() == content


@pytest.mark.parametrize("refusal", [DocumentRefused, ActRefused])
def test_a_package_whose_paper_or_act_is_refused_is_kept_back_and_leaves_no_case(receive, officers, now, monkeypatch, refusal):
    whole, opened = package({"PTTYAH": "PT-3"}), receive(package()).case

    def refused_after_opening(**given):
        receiving.procedure_opens(**given)
        raise refusal("移送通知书", "通知书", "文书中没有案由", "请由来件单位补正")

    monkeypatch.setattr(receiving, "procedure_opens", receiving.open_received, raising=False)
    monkeypatch.setattr(receiving, "open_received", refused_after_opening)
    row = receive(whole, "来件.zip")
    assert (row.state, row.reason, row.case_id, hops(row)[-1]) == ("quarantined", "文书中没有案由", None, "quarantined")
    assert [case.pk for case in cases_seen_by(LINE)] == [opened.pk]
    assert content_place(row).read_bytes() == whole
    assert {part["reason"] for part in row.parts} == {"待处理"}
    told = read_receipt(receipt_of(row)[1], "回执.xml")
    assert (told.ok, told.mark) == (True, row.mark)
    given = {"now": now, "package_id": row.pk, "case_id": opened.pk}
    bound = bind_package(actor=registry.actor_of(officers["warder"], "test"), viewer=officers["warder"], **given)
    assert (bound.state, bound.reason) == ("bound", "")
    assert verify().ok


def test_an_officer_of_a_party_binds_what_was_kept_back(receive, officers, now):
    case = receive(package()).case
    row = receive(package({"LCJDBH": "0777A", "PTTYAH": "PT-2"}), "来件.zip")
    given = {"now": now, "package_id": row.pk, "case_id": case.pk}
    with pytest.raises(UnusableInputError):
        bind_package(actor=registry.actor_of(officers["other"], "test"), viewer=officers["other"], **given)
    bound = bind_package(actor=registry.actor_of(officers["warder"], "test"), viewer=officers["warder"], **given)
    assert (bound.state, bound.case_id, hops(bound)[-1]) == ("bound", case.pk, "bound")
    with pytest.raises(UnusableInputError):
        bind_package(actor=registry.actor_of(officers["warder"], "test"), viewer=officers["warder"], **given)


def test_a_refused_package_leaves_a_receipt_and_nothing_else(receive):
    content = package()
    row = receive(content, named(content + b"x"))
    told = read_receipt(receipt_of(row)[1], "回执.xml")
    assert (row.state, told.ok, "MD5" in told.words, told.mark) == ("refused", False, True, row.mark)
    assert not cases_seen_by(LINE)
    with pytest.raises(UnusableInputError):
        content_place(row)
    assert receive(content).state == "bound"


def test_the_id_of_the_data_is_used_once(receive):
    assert receive(package({"SJBS": "B" * 32})).state == "bound"
    again = receive(package({"SJBS": "B" * 32, "SJLX": "2"}))
    assert (again.state, "已经用过" in again.reason) == ("refused", True)


def test_only_a_party_brings_and_sees_a_package(receive, officers):
    with pytest.raises(UnusableInputError):
        receive(package(), actor=registry.actor_of(officers["other"], "test"))
    row = receive(package(), actor=registry.actor_of(officers["judge"], "test"))
    assert row.state == "bound"
    assert [len(packages_seen_by(officers[name])) for name in ("warder", "judge", "other")] == [1, 1, 1]
    assert [may_open(officers[name], row) for name in ("warder", "judge", "other")] == [True, True, False]


def test_a_file_that_dossiers_do_not_take_is_named_and_stays_in_the_package(receive):
    row = receive(package(files=FILES | {"JZ/录像.mp4": b"1234", "附.doc": b"1"}))
    left = [part for part in row.parts if "reason" in part]
    assert [part["name"] for part in left] == ["JZ/录像.mp4"]
    assert any("附.doc" in words for words in row.unread)
    assert "1 个文件没有归卷" in row.hops.last().words


def test_numbers_of_organs_are_registered_and_must_agree_with_the_name(receive, now):
    register_code(actor=LINE, now=now, code="2301002301", organ=PRISON)
    assert receive(package({"FSDWMC": None})).state == "bound"
    assert "登记的是" in receive(package({"FSDWMC": COURT, "PTTYAH": "PT-3"})).reason
    with pytest.raises(UnusableInputError):
        register_code(actor=LINE, now=now, code="2301002301", organ=COURT)


def test_what_is_sent_comes_back_to_the_byte_signed_and_is_answered(receive, now, tmp_path, officers):
    case = receive(package()).case
    warder = registry.actor_of(officers["warder"], "test")
    given = {"actor": warder, "now": now, "viewer": officers["warder"], "case_id": case.pk}
    with pytest.raises(UnusableInputError):
        send_package(**given, to=OFFICE)
    row = send_package(**given, to=COURT, outbox=tmp_path / "out")
    made = (tmp_path / "out" / row.name).read_bytes()
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {file.read(name) for name in file.namelist() if name.startswith("JZ/") and name != "JZ/"} == set(FILES.values())
    more = send_package(**given, to=COURT, outbox=tmp_path / "out")
    assert (row.kind, more.kind, more.first_id) == (1, 2, row.pk)
    seal = (tmp_path / "out" / f"{row.name}.sig.json").read_bytes()
    back = receive(made, row.name, seal=seal)
    assert (back.state, back.seal, back.case_id) == ("bound", "sound", case.pk)
    wrong = receive(package({"SJLX": "2"}, files={"JZ/c.txt": b"3"}, index=[]), seal=seal)
    assert (wrong.state, wrong.seal) == ("quarantined", "faulty")
    assert "签名" in wrong.reason
    judge = registry.actor_of(officers["judge"], "test")
    name, content = receipt_of(back)
    answered = take_receipt(actor=judge, now=now + timedelta(hours=1), content=content, name=name)
    take_receipt(actor=judge, now=now + timedelta(hours=2), content=content, name=name)
    assert (answered.state, hops(answered)) == ("acknowledged", ["sent", "answered"])
    with pytest.raises(UnusableInputError):
        take_receipt(actor=Actor("x", "x", OFFICE, "test"), now=now, content=content, name=name)


def test_papers_go_out_as_other_organs_see_them_and_drafts_stay(receive, now, tmp_path, officers):
    case = receive(package()).case
    warder = registry.actor_of(officers["warder"], "test")
    values = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}
    paper = {"actor": warder, "now": now, "dossier_key": case.dossier_key, "document": spec(), "number_of": PRISON, "values": values}
    for numbered, inner in (("at_once", False), ("at_once", True), ("on_issue", False)):
        draw_up(**paper, numbered=numbered, inner=inner)
    row = send_package(actor=warder, now=now, viewer=officers["warder"], case_id=case.pk, to=COURT, outbox=tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / row.name) as file:
        assert [name for name in file.namelist() if name.startswith("WS/") and name.endswith(".pdf")] == [
            f"WS/{spec().title}-沱江狱纠违〔2026〕1号.pdf"
        ], "the one numbered when it was drawn up; neither the inner one nor the draft"


def test_a_package_may_come_without_a_case_title_and_from_the_older_form(receive):
    inner = zip_of([("ywxx.xml", xml_of()), *FILES.items()])
    row = receive(zip_of([("xtxx.xml", xml_of(sets="", index=[])), ("ywxx.zip", inner)], folders=()), "旧.zip")
    assert (row.state, row.case.subject_name) == ("bound", "王甲")


def test_the_command_receives_lists_and_answers(tmp_path, capsys):
    good, bad = tmp_path / "a.zip", tmp_path / "b.zip"
    good.write_bytes(package())
    bad.write_bytes(b"PK")
    assert run("receive", str(good), "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["state"], len(told["parts"])) == ("bound", 3)
    assert run("receive", str(bad), "--receipts", str(tmp_path / "r")) == 1
    assert run("send", told["case"], "--to", COURT, "--out", str(tmp_path / "out")) == 0
    assert len(list((tmp_path / "out").glob("*.zip"))) == 1
    capsys.readouterr()
    assert run("list") == 0
    assert capsys.readouterr().out.count("号") >= 3


def run(*arguments):
    import argparse

    from zhiheng.cli import packages

    parser = argparse.ArgumentParser()
    packages.arguments(parser)
    return packages.run(parser.parse_args(arguments))


RECORDS = (
    "<HEAD><ZF><conduct_scores><R><SFZH>{good}</SFZH><XM>王甲</XM><监狱>沱江监狱</监狱><计分日期>2026-05-31</计分日期><计分项目>考核</计分项目>"
    "<计分类别>日常基础分</计分类别><分值>100</分值><BZ>好</BZ></R><R><SFZH>{good}</SFZH><SFZH>1</SFZH><XM>王甲</XM></R></conduct_scores>"
    "<QTXX><A>1</A></QTXX></ZF></HEAD><sentences><R><XM>王甲</XM></R></sentences>" + SETS
)
NUMBER = "11010519491231002X"


def rows_of(dataset, settings):
    with open_library(snapshot_now([dataset]), settings.LIBRARY, datasets=[dataset]) as library:
        return library.connection.sql(f"select * from {dataset}").to_arrow_table().to_pylist()


def test_business_sets_fill_datasets_where_they_are_known(receive, settings):
    row = receive(package(sets=RECORDS.format(good=NUMBER)))
    assert (row.state, hops(row)) == ("bound", ["taken", "checked", "bound", "bound"])
    words = list(row.hops.all())[-1].words
    assert "conduct_scores 转入“计分考核” 1 行，退回 1 行，没有对照的列：BZ" in words
    assert "sentences 没有转入" in words
    assert "应由" in words
    assert [one for one in row.unread if one.startswith("业务数据")] == [
        "业务数据 HEAD 中的 A 等随包保存，没有转入数据主题库", "业务数据 JXXX 随包保存，没有转入数据主题库",
    ]  # fmt: skip
    (stored,) = rows_of("conduct_scores", settings)
    assert (stored["id_number"], stored["name"], str(stored["points"]), stored["_organ"]) == (NUMBER, "王甲", "100.00", PRISON)
    assert receive(package_of(row)).hops.count() == 4
    assert len(rows_of("conduct_scores", settings)) == 1
    assert verify().ok


def package_of(row):
    return content_place(row).read_bytes()


CONTRACT = """
sets: {9901A/KHXX: conduct_scores}
fields: {conduct_scores: {FZ: points, LB: kind, RQ: scored_on, XMU: item, JY: prison}}
"""


def test_a_contract_maps_sets_and_elements_of_a_node(receive, settings):
    place = Path(settings.HOME) / "package-sets.yaml"
    place.write_text(CONTRACT, encoding="utf-8")
    scored = "<JY>沱江监狱</JY><RQ>20260531</RQ><XMU>考核</XMU><LB>加分</LB><FZ>2.5</FZ>"
    sets = f"<KHXX><R><SFZH>{NUMBER}</SFZH><XM>王甲</XM>{scored}</R></KHXX>"
    row = receive(package(sets=sets + SETS))
    assert row.state == "bound"
    assert str(rows_of("conduct_scores", settings)[0]["points"]) == "2.50"
    place.write_text("sets: {KHXX: scores}\n", encoding="utf-8")
    with pytest.raises(UnusableInputError, match="scores"):
        receive(package({"AH": "（2026）沱江监狱试8号"}, sets=sets))


def test_a_package_kept_back_fills_nothing_until_an_officer_binds_it(receive, officers, settings, now):
    first = receive(package())
    held = receive(package({"PTTYAH": "PT-7", "AH": "另案", "SJLX": "2"}, sets=RECORDS.format(good=NUMBER)))
    assert (held.state, rows_of("conduct_scores", settings)) == ("quarantined", [])
    actor = Actor(officers["warder"].username, "warder", PRISON, "web")
    bind_package(actor=actor, now=now, viewer=officers["warder"], package_id=held.pk, case_id=first.case_id)
    assert len(rows_of("conduct_scores", settings)) == 1
