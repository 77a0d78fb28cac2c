"""Cases in the database: rights by role and organ, the trace, append-only events, what each organ sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.oversight.conftest import day
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.appending import AppendOnlyError
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused, Changed
from zhiheng.procedure.models import EventRow
from zhiheng.registry import selectors as registry
from zhiheng.registry import services as registering

pytestmark = pytest.mark.django_db
PROCURATORATE, BUREAU, PRISON = "四川省检察院", "金堂县司法局", "嘉陵监狱"
VALUES = {"kind": "correction_notice", "reply_days": 10, "facts": ["甲"], "demands": ["乙"]}


@pytest.fixture()
def officers(db, now):
    registering.seed_demonstration(
        actor=registry.COMMAND_LINE, now=now - timedelta(days=900), organs=[PROCURATORATE, BUREAU, PRISON, "金堂县公安局"]
    )
    names = ["prosecutor", "chief", *(f"organ-0{number}" for number in range(1, 5))]
    found = [registry.officer_named(name) for name in names]
    return {"prosecutor": found[0], "chief": found[1], **{officer.organ.name: officer for officer in found[2:]}}


@pytest.fixture()
def acting(officers):
    return lambda name: registry.actor_of(officers[name], "test")


@pytest.fixture()
def case(acting, supervision, now):
    organs = {"procuratorate": PROCURATORATE, "supervised": BUREAU, "upper": PROCURATORATE}
    return services.open_case(actor=acting("prosecutor"), now=now, procedure=supervision, title="甲", organs=organs, values=VALUES)


@pytest.fixture()
def served(case, acting, now):
    services.act(actor=acting("prosecutor"), now=now, case_id=case.pk, step="draw_up", outcome="submitted", values=VALUES)
    services.act(actor=acting("chief"), now=now, case_id=case.pk, step="approve", outcome="approved")
    return services.act(actor=acting("prosecutor"), now=now, case_id=case.pk, step="serve", outcome="served")


def reply(case, actor, now, outcome="adopted", **more):
    values = {"reply_text": "已办"}
    return services.act(actor=actor, now=now, case_id=case.pk, step="reply", outcome=outcome, values=values, **more)


def test_a_case_pins_the_procedure_it_began_under(case, supervision):
    assert case.definition_id == supervision.digest
    assert services.spec_of(case.definition) == supervision


def test_the_list_columns_repeat_what_the_events_say(served):
    assert (served.open_steps, served.due_on, served.ended_on) == (["reply"], date(2026, 7, 10), None)


def test_every_act_leaves_its_entry(served):
    acts = [entry.act for entry in ledger.entries_about(f"case:{served.pk}").order_by("seq")]
    assert acts == ["case.opened", "case.done", "case.done", "case.done"]


def test_events_can_only_be_added(case):
    row = EventRow.objects.get(case=case)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()


def test_the_cursor_follows_in_order(served):
    rows = selectors.events_after(0)
    assert [row.seq for row in rows] == [1, 2, 3, 4]
    assert selectors.events_after(rows[-1].pk) == []


def test_a_refused_act_changes_nothing(served, acting, now):
    before = ledger.size()
    with pytest.raises(ActRefused, match="须说明理由"):
        reply(served, acting(BUREAU), now, outcome="refused")
    assert ledger.size() == before
    assert EventRow.objects.filter(case=served).count() == 4


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "回复内容：必须填写"),
        ({"reply_text": "好", "reply_txt": "x"}, "没有字段 reply_txt"),
        ({"reply_text": 3}, "应为一段或几段文字"),
    ],
)
def test_forms_are_checked(served, acting, now, values, said):
    with pytest.raises(ActRefused, match=said):
        services.act(actor=acting(BUREAU), now=now, case_id=served.pk, step="reply", outcome="adopted", values=values)


@pytest.mark.parametrize(("on", "said"), [(date(2026, 7, 1), "晚于今天"), (date(2026, 6, 1), "早于该节点开始之日")])
def test_days_that_cannot_be_are_refused(served, acting, now, on, said):
    with pytest.raises(ActRefused, match=said):
        reply(served, acting(BUREAU), now, on=on)


def test_an_officer_acts_for_the_own_organ_only(served, acting, now):
    from dataclasses import replace

    with pytest.raises(PermissionDenied):
        reply(served, replace(acting(PRISON), organ=BUREAU), now)


def test_without_the_right_nothing_is_done(case, acting, now):
    services.act(actor=acting("prosecutor"), now=now, case_id=case.pk, step="draw_up", outcome="submitted", values=VALUES)
    with pytest.raises(PermissionDenied):
        services.act(actor=acting("prosecutor"), now=now, case_id=case.pk, step="approve", outcome="approved")


def test_who_opens_must_be_of_the_organ(acting, supervision, now):
    organs = {"procuratorate": PROCURATORATE, "supervised": BUREAU}
    with pytest.raises(ActRefused, match="由四川省检察院建案"):
        services.open_case(actor=acting(BUREAU), now=now, procedure=supervision, title="甲", organs=organs)


@pytest.mark.parametrize(
    ("organs", "said"),
    [
        ({"procuratorate": PROCURATORATE}, "没有指定被监督单位"),
        ({"procuratorate": PROCURATORATE, "supervised": "无名局"}, "没有登记的机关"),
        ({"procuratorate": BUREAU, "supervised": PRISON}, "不能担任"),
    ],
)
def test_organs_of_a_case_are_checked(acting, supervision, now, organs, said):
    with pytest.raises(ActRefused, match=said):
        services.open_case(actor=acting("prosecutor"), now=now, procedure=supervision, title="甲", organs=organs)


def test_handed_over_to_another_organ(served, acting, officers, now):
    given = {"kind": "handed_over", "values": {"role": "supervised", "organ": PRISON}, "reason": "不属本局管辖"}
    services.act_aside(actor=acting(BUREAU), now=now, case_id=served.pk, **given)
    assert selectors.case_view(served.pk, officers[PRISON], date(2026, 7, 1)).acts_allowed
    kinds = {act.kind for act in selectors.case_view(served.pk, officers[BUREAU], date(2026, 7, 1)).acts_allowed}
    assert "done" not in kinds
    reply(served, acting(PRISON), now)


def test_a_copy_lets_another_organ_look(served, acting, officers, now):
    assert selectors.case_view(served.pk, officers[PRISON], date(2026, 7, 1)) is None
    services.act_aside(actor=acting("prosecutor"), now=now, case_id=served.pk, kind="copied", values={"organ": PRISON})
    view = selectors.case_view(served.pk, officers[PRISON], date(2026, 7, 1))
    assert view.acts_allowed == ()
    assert [event.kind for event in view.events] == ["copied"]


def test_an_opinion_is_shown(served, acting, officers, now):
    services.act_aside(actor=acting(BUREAU), now=now, case_id=served.pk, kind="opinion", values={"opinion": "建议会商"})
    view = selectors.case_view(served.pk, officers["prosecutor"], date(2026, 7, 1))
    assert view.events[-1].values == {"opinion": ["建议会商"]}


def test_a_corrected_day_of_service_moves_the_reply(served, acting, officers):
    def correct(actor, on, event="serve.served"):
        given = {"now": day("2026-07-05"), "case_id": served.pk, "kind": "corrected", "reason": "签收在后"}
        services.act_aside(actor=acting(actor), values={"event": event, "on": on}, **given)

    correct("prosecutor", date(2026, 7, 2))
    clock = selectors.case_view(served.pk, officers["prosecutor"], date(2026, 7, 5)).clocks[0]
    assert (clock.due_on, clock.earlier) == (date(2026, 7, 13), (date(2026, 7, 10),))
    with pytest.raises(ActRefused, match="无权办理"):
        correct(BUREAU, date(2026, 7, 3))
    with pytest.raises(ActRefused, match="晚于今天"):
        correct("prosecutor", date(2026, 7, 6))
    with pytest.raises(ActRefused, match="没有发生过 reply"):
        correct("prosecutor", date(2026, 7, 2), "reply.adopted")


def test_an_ended_case_can_be_reopened_by_the_chief(served, acting, officers, now):
    reply(served, acting(BUREAU), now, outcome="refused", reason="事实有误")
    step = {"actor": acting("prosecutor"), "now": now, "case_id": served.pk, "step": "review_refusal"}
    ended = services.act(**step, outcome="reasons_stand", reason="查证属实")
    assert (ended.ended_on, ended.result) == (date(2026, 6, 30), "reasons_stand")
    services.act_aside(actor=acting("chief"), now=now, case_id=served.pk, kind="reopened", step="look_back", reason="发现新情况")
    assert selectors.case_view(served.pk, officers["prosecutor"], date(2026, 7, 1)).open_steps[0].id == "look_back"


def test_suspend_and_resume_need_the_procedure_to_allow_them(served, acting, now):
    with pytest.raises(ActRefused, match="不允许"):
        services.act_aside(actor=acting("prosecutor"), now=now, case_id=served.pk, kind="suspended", step="reply", reason="x")


def test_an_unknown_case_is_refused(acting, now):
    from uuid import uuid4

    with pytest.raises(ActRefused, match="没有这个案件"):
        services.act_aside(actor=acting("prosecutor"), now=now, case_id=uuid4(), kind="urged", step="reply")


def test_an_act_repeated_under_its_key_is_done_once(case, acting, now):
    done = {"actor": acting("prosecutor"), "now": now, "case_id": case.pk, "step": "draw_up", "outcome": "submitted", "values": VALUES}
    for _ in range(2):
        services.act(**done, key="k1")
    assert selectors.was_done(case.pk, "k1")
    assert EventRow.objects.filter(case=case).count() == 2
    with pytest.raises(ActRefused, match="另一事项"):
        services.act(actor=acting("chief"), now=now, case_id=case.pk, step="approve", outcome="approved", key="k1")


def test_an_act_decided_on_an_older_state_is_told_what_changed(case, acting, now):
    done = {"actor": acting("prosecutor"), "now": now, "case_id": case.pk}
    services.act_aside(**done, kind="opinion", values={"opinion": "尽快"}, expected_seq=1)
    with pytest.raises(Changed, match=r"检察院.*已办理“会签”") as refusal:
        services.act(**done, step="draw_up", outcome="submitted", values=VALUES, expected_seq=1)
    assert [one.seq for one in refusal.value.newer] == [2]
    services.act(**done, step="draw_up", outcome="submitted", values=VALUES, expected_seq=2)
