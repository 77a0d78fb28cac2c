"""The worker does every piece of periodic work once; its commands tell what is owed; reports take figures from indicators and ledgers."""

from __future__ import annotations

import argparse
import io
import json
from datetime import datetime

import docx
import pytest
from pypdf import PdfReader

from tests.register.conftest import write_pack
from zhiheng.catalog import packs
from zhiheng.cli import duties as duties_command
from zhiheng.cli import report as report_command
from zhiheng.cli import worker
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.counted import raise_from_counts
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.schema.errors import UnusableInputError

WORKER = Actor("system:worker", "定时任务", "", "worker")
INDICATOR = """\
/* ---
indicator: lent_share
title: 在库率
grain: 一件物品
purpose: 看在库。
logic: 在库的比全部。
source: [刑事诉讼法 第二百四十五条]
reads: [register_goods]
kind: share
columns: {state: 状态}
--- */
select number as label, organ, entered_on as day, 'entry:' || entry as link, state, state = 'held' as hit
from register_goods
"""
REPORT = """\
---
report: brief
title: 涉案财物简报
every: month
---
# {{organ}}{{period}}工作
本期登记 {{register:goods}} 件，在库率 {{indicator:lent_share}}（{{indicator:lent_share.numerator}}）。
上期 {{indicator:lent_share.before}}。
"""


@pytest.fixture()
def installed(trial_root, trial, tmp_path, settings, monkeypatch):
    """The trial packs as those of this installation, with an indicator over a ledger and a report."""
    import shutil

    root = tmp_path / "packs"
    shutil.copytree(trial_root, root)
    write_pack(root, "store", {"indicators/lent_share.sql": INDICATOR, "reports/brief.md": REPORT})
    settings.PACKS = root
    return packs.load(root)


@pytest.fixture()
def stock(people, installed, now):
    for tag in ("T1", "T2"):
        wanted = RegisterAct("seize", {"tag": tag, "name": "手机", "case_no": "C1", "seized_on": "2026-06-29"})
        entry = register.enter(actor=people["seizer"], now=now, catalog=installed, register="goods", wanted=wanted)
    register.act(actor=people["keeper"], now=now, catalog=installed, entry_id=entry.pk, wanted=RegisterAct("store", {"place": "A1"}))
    return entry


def options(**given):
    return argparse.Namespace(**given)


def test_a_round_does_everything_once(stock, capsys):
    assert worker.run(options(once=True, every=300)) == 0
    first = capsys.readouterr().out
    assert "职责：新列" in first and "台账入库：2 条" in first
    assert worker.run(options(once=True, every=300)) == 0
    assert capsys.readouterr().out == ""


def test_the_list_names_who_has_not_reported(stock, tmp_path, capsys, moment):
    assert duties_command.run(options(act="run", duty="log_daily", period="", json=None)) == 1
    place = tmp_path / "duties.json"
    assert duties_command.run(options(act="list", duty="log_daily", period="2026-06-25", json=str(place))) == 1
    (one,) = json.loads(place.read_text(encoding="utf-8"))
    assert (one["organ"], one["unit"], one["state"]) == ("金堂县人民检察院", "派驻金堂县看守所检察室", "overdue")
    assert datetime.fromisoformat(one["due"]) == moment("2026-06-26T12:00")
    capsys.readouterr()
    duties_command.run(options(act="list", duty="log_daily", period="2026-06-25", json=None))
    assert "逾期未报告" in capsys.readouterr().out


def test_a_report_names_where_every_figure_comes_from(stock, tmp_path, capsys):
    word, pdf = tmp_path / "r.docx", tmp_path / "r.pdf"
    assert report_command.run(options(kind="brief", period="2026-06", out=str(word), organ=None)) == 0
    text = "\n".join(one.text for one in docx.Document(str(word)).paragraphs)
    assert "全省2026年6月工作" in text
    assert "本期登记 2〔1〕 件，在库率 50.00%〔2〕（1〔3〕）。\n上期 〔缺 上月数据〕〔4〕" in text
    cells = [[cell.text for cell in row.cells] for row in docx.Document(str(word)).tables[0].rows]
    assert cells[2] == ["2", "在库率", "50.00%", "1/2", "/indicators/lent_share/?period=2026-06"]
    report_command.run(options(kind="brief", period="2026-06", out=str(pdf), organ=None))
    assert "50.00%" in PdfReader(io.BytesIO(pdf.read_bytes())).pages[0].extract_text()
    for wrong in ({"kind": "brif", "out": "x.pdf"}, {"kind": "brief", "out": "x.txt"}):
        with pytest.raises(UnusableInputError):
            report_command.run(options(period="2026-06", organ=None, **wrong))


def test_a_difference_of_a_count_is_a_clue_until_a_count_agrees(people, installed, stock, now, moment):
    def count(place, at):
        begun = register.begin_count(actor=people["seizer"], now=at, catalog=installed, register="goods")
        found = {"place": place, "amount": 1}
        register.record_found(
            actor=people["seizer"], now=at, catalog=installed, count_id=begun.pk, entry_id=stock.pk, found=found
        )  # fmt: skip
        register.end_count(actor=people["seizer"], now=at, catalog=installed, count_id=begun.pk)
        return raise_from_counts(actor=WORKER, now=at, catalog=installed)

    assert count("A9", now) == 1
    clue = Clue.objects.get()
    assert (clue.subject, clue.state, clue.organ.name) == (stock.number, "received", "金堂县公安局")
    assert "账实不符（库位 账面 A1 实际 A9）" in clue.summary
    assert raise_from_counts(actor=WORKER, now=now, catalog=installed) == 0
    assert count("A1", moment("2026-07-02T09:00")) == 0
    clue.refresh_from_db()
    assert clue.resolved_at is not None


def test_an_entry_is_made_for_a_case_once(people, installed, now):
    from types import SimpleNamespace

    from zhiheng.register.models import Entry
    from zhiheng.work.services import enter_for_case

    entering = SimpleNamespace(
        register="goods", act="seize", values={"tag": "C1", "name": "刀", "seized_on": "2026-06-29", "case_no": ""}, entry=""
    )  # fmt: skip
    refs = [
        enter_for_case(actor=people["seizer"], now=now, catalog=installed, case_ref="case:1#seize.done", entering=entering)
        for _ in range(2)
    ]
    assert refs[0] == refs[1] and Entry.objects.count() == 1
    stored = SimpleNamespace(register="goods", act="store", values={"place": "A1"}, entry=refs[0])
    enter_for_case(actor=people["keeper"], now=now, catalog=installed, case_ref="case:1#store.done", entering=stored)
    assert Entry.objects.get().state == "held"


def test_a_case_acts_on_the_entry_that_bears_the_number_in_its_own_ledger(people, installed, stock, now):
    from types import SimpleNamespace

    from zhiheng.register.models import Entry
    from zhiheng.work.core.errors import WorkRefused
    from zhiheng.work.services import enter_for_case

    def stored(number, who):
        entering = SimpleNamespace(register="goods", act="lend", values={"lent_until": "2026-07-09"}, entry=number)
        return enter_for_case(actor=people[who], now=now, catalog=installed, case_ref=f"case:9#{number}", entering=entering)

    for number, who in (("没有的编号", "seizer"), (stock.number, "procurator")):
        with pytest.raises(WorkRefused, match="本机关的台账里没有"):
            stored(number, who)
    assert Entry.objects.get(pk=stock.pk).state == "held"
    assert stored(stock.number, "seizer") == f"entry:{stock.pk}"
    assert Entry.objects.get(pk=stock.pk).state == "lent"


def test_what_a_case_enters_rests_on_the_right_of_its_step(people, installed, now):
    from types import SimpleNamespace

    from django.core.exceptions import PermissionDenied

    from zhiheng.register.models import Entry
    from zhiheng.register.services import RegisterAct, enter
    from zhiheng.work.services import enter_for_case

    values = {"tag": "C2", "name": "刀", "seized_on": "2026-06-29"}
    with pytest.raises(PermissionDenied):
        enter(actor=people["head"], now=now, catalog=installed, register="goods", wanted=RegisterAct("seize", values))
    entering = SimpleNamespace(register="goods", act="seize", values=values, entry="")
    enter_for_case(actor=people["head"], now=now, catalog=installed, case_ref="case:2#decide.seized", entering=entering)
    assert Entry.objects.get().acts.get().actor == "head"
