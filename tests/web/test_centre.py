"""The screen of the command centre: each number equals its list, nobody is named, each look stands in the trace."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.test_acts import clues  # noqa: F401 - the same clues
from tests.web.test_gathered_facts import CUSTODY, take_in
from tests.web.test_page_safety import POLICY, inline_in, policy_of
from zhiheng.law.clocks import add_hours
from zhiheng.ledger.models import Entry
from zhiheng.models.in_force import catalog
from zhiheng.oversight.models import Clue, ClueEvent, Run
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.registry import services as registry
from zhiheng.registry.selectors import actor_of, organ_named
from zhiheng.tracking.models import Alarm, Order
from zhiheng.web.centre import counted
from zhiheng.web.centre.counted import Number
from zhiheng.web.centre.freshness import of_records
from zhiheng.web.templatetags.charts import chart
from zhiheng.work.models import Owed

ADDRESS, NAME, PERSON = "/command/", "赵小月", "510107199001012911"
NUMBER = re.compile(r'<a class="centre-number[^"]*" href="([^"]+)"><b>(\d+)</b><span>([^<]+)</span>(?:<small>[^<]*</small>)?\s*</a>')
ORDER = {"level": "urgent", "kind": "verify", "addressee": "own", "content": ["核实"], "basis": "组织法", "sensitivity": "internal"}
BUREAU, OFFICE = "金堂县司法局", "金堂县人民检察院"


@pytest.fixture()
def busy(officers, clues, actor):  # noqa: F811
    """Three clues, four task orders (one signed and not received, one late), alarms, a duty that nobody did."""
    at, me = timezone.now(), officers["prosecutor"]
    registry.register_organ(actor=actor, now=at, name=OFFICE, kind="procuratorate", level="county", parent=me.organ)
    for count in range(4):
        begun(me, add_hours(at, -30) if count == 3 else at, count)
    sign(officers["chief"], Case.objects.get(number="（2026）指令1号"), at)
    alarmed(at)
    times = {"first_on": at.date(), "last_on": at.date(), "made_at": at}
    for organ, hours in ((BUREAU, -5), (me.organ.name, -1), (me.organ.name, 5)):
        Owed.objects.create(
            duty="duty_shift_daily", pack="command_centre", organ=organ_named(organ), period=f"2026-01-0{hours % 9}",
            due_at=add_hours(at, hours), **times,
        )  # fmt: skip
    Case.objects.update(subject=PERSON, subject_name=NAME, title=f"{NAME}一案")
    return officers


def begun(officer, at: datetime, count: int):
    actor, spec = actor_of(officer, "test"), catalog().procedures["task_order"]
    case = procedure.open_case(actor=actor, now=at, procedure=spec, organs={"office": OFFICE})
    procedure.act(actor=actor, now=at, case_id=case.pk, step="draft", outcome="drafted", values=ORDER)
    Case.objects.filter(pk=case.pk).update(number=f"（2026）指令{count + 1}号")


def sign(officer, case, at):
    procedure.act(actor=actor_of(officer, "test"), now=at, case_id=case.pk, step="sign", outcome="issued", values={})


def alarmed(at):
    times = {"from_at": at, "until_at": add_hours(at, 24), "made_at": at, "made_by": "x"}
    order = Order.objects.create(
        key="k", kind="tag", number="戴2026-1", person=PERSON, name=NAME, ground="x", basis="x", organ=organ_named(BUREAU), **times
    )
    for kind, state in (("out_of_area", "raised"), ("sos", "seen"), ("low_battery", "closed")):
        Alarm.objects.create(order=order, kind=kind, title="x", state=state, began_at=at, raised_at=at, seen_due_at=at)


def numbers_on(page: str) -> dict[str, tuple[str, int]]:
    """Address → title and number, of every number of the page."""
    return {address.replace("&amp;", "&"): (title, int(value)) for address, value, title in NUMBER.findall(page)}


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("who", "least"), [("prosecutor", 30), ("chief", 30), ("leader", 20)])
def test_every_number_equals_the_list_it_opens(enter, busy, who, least):
    client = enter(who)
    shown = numbers_on(text(client.get(ADDRESS)))
    assert len(shown) >= least
    for address, (title, value) in shown.items():
        answer = client.get(address)
        assert answer.status_code == 200, (title, address)
        assert answer.context["listing"].count == value, (title, address)


def test_the_numbers_are_those_of_what_happened(enter, busy):
    shown = numbers_on(text(enter("prosecutor").get(ADDRESS)))
    assert shown["/cases/?view=open&clock=day"] == ("二十四小时内届满", 3)
    assert shown["/cases/?view=overdue"] == ("超期", 1)
    assert shown["/cases/?procedure=task_order&view=open&step=receive"] == ("待签收", 1)
    assert shown["/cases/?procedure=task_order&view=open&step=sign"] == ("待签发", 3)
    assert shown["/clues/?view=open"][1] == 3
    assert shown["/tracking/alarms/?state=live&level=red"] == ("红色警报", 2)
    assert shown["/tracking/alarms/?state=raised"][1] == 1
    assert shown["/duties/?state=overdue"][1] == 2
    assert shown["/cases/?lately=opened"] == ("建案", 4)
    assert shown["/tracking/alarms/?age=30"][1] == 3


@pytest.mark.drawn
def test_an_officer_of_an_organ_sees_the_own_region_and_only_lists_that_open(enter, busy):
    bureau = next(name for name, one in busy.items() if one.organ.name == BUREAU and name.startswith("organ-"))
    client = enter(bureau)
    shown = numbers_on(text(client.get(ADDRESS)))
    assert shown["/duties/?state=overdue"][1] == 1
    assert not any(address.startswith("/clues/") for address in shown)
    assert shown["/cases/?view=overdue"][1] == 0
    assert all(client.get(address).context["listing"].count == value for address, (_title, value) in shown.items())


def test_liberty_comes_first(enter, busy, monkeypatch):
    late = Case.objects.get(number="（2026）指令3号")
    Case.objects.filter(pk=late.pk).update(procedure="custody")
    late.waiting.update(procedure="custody")
    page = text(enter("prosecutor").get(ADDRESS))
    assert numbers_on(page)["/cases/?view=open&clock=day&liberty=yes"][1] == 1
    soonest = page[page.index('id="centre-soonest"') :]
    assert soonest.index("指令3号") < soonest.index("指令1号") and "人身自由</span>" in soonest


@pytest.mark.drawn
def test_nobody_is_named_and_nothing_is_inline(enter, busy):
    answer = enter("prosecutor").get(ADDRESS)
    page = text(answer)
    for word in (NAME, PERSON, "周海明", "510121199005072715", "5101"):
        assert word not in page
    assert "（2026）指令1号" in page and 'data-bs-theme="dark"' in page
    assert policy_of(answer) == POLICY and inline_in(page) == []


@pytest.mark.drawn
def test_it_is_renewed_every_minute_by_its_numbers_alone(enter, busy):
    client = enter("prosecutor")
    assert 'hx-trigger="every 60s"' in text(client.get(ADDRESS))
    again = text(client.get(ADDRESS, headers={"HX-Request": "true"}))
    assert again.startswith('<div id="numbers"') and "<html" not in again and numbers_on(again)


def looks():
    return [one.facts["guests"] for one in Entry.objects.filter(act="access.centre").order_by("seq")]


def test_each_look_stands_in_the_trace_a_renewal_only_once_a_day(enter, busy):
    client = enter("prosecutor")
    renewal = {"HX-Request": "true"}
    client.get(ADDRESS, headers=renewal)
    assert looks() == [False]
    client.get(ADDRESS, headers=renewal)
    client.get(ADDRESS)
    client.get(f"{ADDRESS}?for=guests", headers=renewal)
    client.get(f"{ADDRESS}?for=guests", headers=renewal)
    assert looks() == [False, False, True]


@pytest.mark.drawn
def test_guests_see_no_number_below_five_no_case_and_no_list(enter, busy):
    page = text(enter("prosecutor").get(f"{ADDRESS}?for=guests"))
    assert "指令1号" not in page and not numbers_on(page) and "少于5" in page
    assert not re.findall(r"<b>[1-4]</b>", page) and "<rect" not in page and 'href="/cases/' not in page


@pytest.mark.drawn
def test_the_duty_officer_begins_what_the_packs_offer(enter, busy):
    page = text(enter("prosecutor").get(ADDRESS))
    assert reverse("open_case", args=["task_order"]) in page and reverse("ledger", args=["guest_screens"]) in page
    assert reverse("open_case", args=["task_order"]) not in text(enter("leader").get(ADDRESS))


@pytest.mark.drawn
def test_who_lacks_the_right_finds_no_screen_and_no_line_of_the_menu(enter, busy):
    assert enter("steward").get(ADDRESS).status_code == 404
    assert f'href="{ADDRESS}"' not in text(enter("steward").get("/"))
    assert f'href="{ADDRESS}"' in text(enter("prosecutor").get("/"))


def test_columns_are_drawn_a_bar_each_day():
    drawn = chart({"kind": "columns", "names": ["06-01", "06-02"], "values": [0, 4], "unit": ""}, "建案")
    assert drawn.count("<rect") == 2 and "06-02 4" in drawn and 'aria-label="建案"' in drawn
    assert "<rect" not in chart({"kind": "columns", "names": [], "values": [], "unit": ""}, "建案")


@pytest.mark.drawn
def test_old_and_unreadable_data_are_grey_never_none(enter, busy, monkeypatch):
    fresh = enter("prosecutor").get(ADDRESS).content.decode()
    assert "没有收到数据" in fresh, "an order is in force and no position came"
    Run.objects.update(started_at=add_hours(timezone.now(), -25))
    page = text(enter("prosecutor").get(ADDRESS))
    clues_block = page.partition('id="centre-clues"')[2].partition("</section>")[0]
    assert clues_block.count("centre-grey") == clues_block.count("<b>") > 0
    assert "数据截至" in clues_block
    assert "centre-amber" not in clues_block
    Run.objects.update(started_at=add_hours(timezone.now(), -23))
    assert "centre-grey" not in text(enter("prosecutor").get(ADDRESS)).partition('id="centre-clues"')[2].partition("</section>")[0]

    def broken(*_):
        raise OSError("gone")

    monkeypatch.setitem(counted.ROWS, "missing", ("data.read", broken))
    reports = text(enter("prosecutor").get(ADDRESS)).partition('id="centre-reports"')[2].partition("</section>")[0]
    assert re.search(r"<b>—</b><span>应报未报数据</span><small>未能读取</small>", reports)


def test_persons_held_are_counted_from_their_records_and_never_none_without_them(enter, busy, home):
    client = enter("prosecutor")
    block = text(client.get(ADDRESS)).partition('id="centre-persons"')[2].partition("</section>")[0]
    assert re.findall(r"<b>(.+?)</b><span>(.+?)</span>", block) == [("—", "当前在押"), ("3", "当前在矫")]
    assert block.count("没有收到数据") == 1
    take_in(home, "custody_records", "川西监狱", CUSTODY)
    address = "/indicators/persons_held/?hit=1"
    assert numbers_on(text(client.get(ADDRESS)))[address] == ("当前在押", 1)
    assert client.get(address).context["listing"].count == 1
    take_in(home, "custody_records", "川西监狱", CUSTODY | {"released_on": "2026-01-05", "release_reason": "term_served"})
    assert address not in numbers_on(text(client.get(ADDRESS)))


@pytest.mark.drawn
def test_records_older_than_a_day_are_grey(now):
    fresh, old = (of_records([Number("在押", 3, "/", data_at=add_hours(now, ago))], now)[0] for ago in (-24, -25))
    assert (fresh.old, old.old, old.value, old.never) == (False, True, 3, False)
    assert of_records([Number("在押", 0, "/")], now)[0].never


def test_a_moment_gone_by_is_shown_as_it_was_known(enter, busy):
    client, at = enter("prosecutor"), timezone.localtime()
    shown = text(client.get(ADDRESS, {"at": at.isoformat()}))
    assert re.search(r"<b>4</b><span>办理中</span>", shown) and re.search(r"<b>1</b><span>待签收</span>", shown)
    assert "（2026）指令1号" in shown and NAME not in shown and "没有回放的内容" in shown
    day_ago = text(client.get(ADDRESS, {"at": f"{add_hours(at, -24):%Y-%m-%dT%H:%M}"}))
    assert re.search(r"<b>1</b><span>办理中</span>", day_ago) and re.search(r"<b>0</b><span>待签收</span>", day_ago)
    assert "指令4号" in day_ago and "指令1号" not in day_ago
    last = Entry.objects.filter(act="access.centre").order_by("-seq").first()
    assert last.facts["at"].startswith(f"{add_hours(at, -24):%Y-%m-%dT%H:%M}")


def test_clues_and_ledgers_of_then_are_shown_as_they_were(enter, busy, actor):
    client, at = enter("prosecutor"), timezone.localtime()
    waited = Clue.objects.filter(state__in=("received", "assigned"))
    before = timezone.localtime(waited.latest("found_at").found_at)
    count = waited.count()
    assert re.search(rf"<b>{count}</b><span>合计</span>", text(client.get(ADDRESS, {"at": before.isoformat()})))
    ClueEvent.objects.create(clue=waited.first(), kind="refuted", at=at, actor="x", actor_name="x")
    assert re.search(rf"<b>{count - 1}</b><span>合计</span>", text(client.get(ADDRESS, {"at": at.isoformat()})))
    assert re.search(rf"<b>{count}</b><span>合计</span>", text(client.get(ADDRESS, {"at": before.isoformat()})))
    port = {"office": "派驻甲检察室", "place": "甲监狱", "seen_at": add_hours(at, -30).isoformat(timespec="minutes")}
    keep = {"actor": actor_of(busy["prosecutor"], "test"), "catalog": catalog()}
    entry = register.enter(**keep, now=add_hours(at, -2), register="ports", wanted=RegisterAct("seen", port))
    register.act(**keep, now=add_hours(at, -1), entry_id=entry.pk, wanted=RegisterAct("note_offline", {"cause": "断网"}))
    for hours, offline in ((-2, 0), (-1, 1)):
        moment = add_hours(at, hours) + timedelta(minutes=1)
        assert re.search(rf"<b>{offline}</b><span>派驻端口离线</span>", text(client.get(ADDRESS, {"at": moment.isoformat()})))


@pytest.mark.drawn
@pytest.mark.parametrize("wrong", ["", "昨天", "2999-01-01T00:00", "2026-02-30T00:00"])
def test_a_moment_that_is_none_is_told(enter, busy, wrong):
    assert "时刻没有写对" in text(enter("prosecutor").get(ADDRESS, {"at": wrong}))


@pytest.mark.drawn
def test_guests_see_no_small_number_of_then(enter, busy):
    shown = text(enter("prosecutor").get(ADDRESS, {"at": timezone.localtime().isoformat(), "for": "guests"}))
    assert "指令1号" not in shown and "少于5" in shown and not re.findall(r"<b>[1-4]</b>", shown)
