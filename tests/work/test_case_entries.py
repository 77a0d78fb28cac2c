"""A step of a case enters into a ledger: the installation itself joins the two rooms, in one transaction, once."""

from __future__ import annotations

from datetime import date

import pytest

from tests.register.conftest import GOODS, moment, people, write_pack
from zhiheng.catalog import packs
from zhiheng.catalog.errors import PackError
from zhiheng.ledger.selectors import verify
from zhiheng.procedure import services
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.models import ActRow, Entry
from zhiheng.registry.services import appoint

pytestmark = pytest.mark.django_db
__all__ = ["moment", "people"]
TAKING = """\
procedure: taking
title: 扣押
source: [刑事诉讼法 第一百四十一条]
about: none
opens: {by: police, form: taken}
start: take
roles:
  police: {title: 公安, kinds: [police], right: case.handle}
steps:
  - id: take
    title: 扣押
    by: police
    form: taken
    outcomes:
      taken:
        to: keep
        title: 扣押
        enters: {register: goods, act: seize, with: {tag: tag, name: name, seized_on: event.on}}
  - id: keep
    title: 保管
    by: police
    form: kept
    outcomes:
      stored: {to: end, title: 入库, enters: {register: goods, act: store, entry: entry, with: {place: place}}}
"""
TAKEN = "title: 扣押\nfields: [{id: tag, title: 标签号}, {id: name, title: 名称}]\n"
KEPT = "title: 保管\nfields: [{id: entry, title: 条目}, {id: place, title: 库位}]\n"


@pytest.fixture()
def root(tmp_path, settings):
    files = {"procedures/taking.yaml": TAKING, "forms/taken.yaml": TAKEN, "forms/kept.yaml": KEPT, "registers/goods.yaml": GOODS}
    write_pack(tmp_path / "packs", "store", files)
    settings.PACKS = tmp_path / "packs"
    return tmp_path / "packs"


@pytest.fixture()
def case(root, people, moment):
    spec = packs.load(root).procedures["taking"]
    return services.open_case(
        actor=people["seizer"], now=moment("2026-06-01T09:00"), procedure=spec, organs={"police": people["seizer"].organ}
    )


def act(who, case, name, now, **given):
    step, outcome = name.split(".")
    return services.act(actor=who, now=now, case_id=case.pk, step=step, outcome=outcome, **given)


def test_what_the_case_decided_stands_in_the_ledger(case, people, moment, actor, now):
    keeper = people["officer"]("keeper")
    appoint(actor=actor, now=now, officer=keeper, role="organ_handler", from_on=date(2020, 1, 1))
    given = {"values": {"tag": "T1", "name": "手机"}, "key": "once"}
    for _ in range(2):
        act(people["seizer"], case, "take.taken", moment("2026-06-01T10:00"), **given)
    entry = Entry.objects.get()
    assert (entry.values["tag"], entry.values["seized_on"], entry.state) == ("T1", "2026-06-01", "seized")
    act(people["keeper"], case, "keep.stored", moment("2026-06-01T11:00"), values={"entry": str(entry.pk), "place": "A1"})
    entry.refresh_from_db()
    assert (entry.state, entry.values["place"], ActRow.objects.count()) == ("held", "A1", 2)
    assert verify().ok


def test_what_the_ledger_refuses_the_case_does_not_do(case, people, moment):
    with pytest.raises(RegisterRefused):
        act(people["seizer"], case, "take.taken", moment("2026-06-01T10:00"), values={"name": "手机"})
    assert (Entry.objects.count(), case.events.count()) == (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("act: seize", "act: sieze", "没有这个操作"),
        ("{tag: tag,", "{tagg: tag,", "没有这个字段"),
        ("entry: entry, ", "", "须写明条目"),
        ("act: seize,", "act: seize, entry: tag,", "登记新条目"),
    ],
)
def test_an_act_that_the_ledger_does_not_have_is_told(root, old, new, said):
    path = next(root.glob("*/procedures/taking.yaml"))
    path.write_text(TAKING.replace(old, new), encoding="utf-8")
    with pytest.raises(PackError, match=said):
        packs.load(root)
