"""A sheet is rated from records and by several persons apart; the number can be worked out again from what was kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from zhiheng.ledger.appending import AppendOnlyError
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.work import selectors, services
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Owed, Rating
from zhiheng.work.services.rating import Rated


@pytest.fixture()
def station(people, trial, moment, actor, now):
    """Three days of log covering three of four duties; two raters of the city, one man of the office itself."""
    from zhiheng.registry import services as registry
    from zhiheng.registry.models import Officer

    for day, duties in (("2026-06-25", ["D1"]), ("2026-06-26", ["D1", "D2"]), ("2026-06-29", ["D3"])):
        items = [{"kind": "talk", "content": "x", "duty": duties}]
        values = {"day": day, "before": 1, "came": 0, "went": 0, "today": 1, "items": items}
        register.enter(
            actor=people["procurator"], now=moment(f"{day}T17:00"), catalog=trial, register="daily", wanted=RegisterAct("write", values),
            unit=people["unit"],
        )  # fmt: skip
    for name in ("second", "third"):
        officer = registry.enlist(actor=actor, now=now, username=name, name=name, organ=people["organs"]["city"])
        registry.appoint(actor=actor, now=now, officer=officer, role="prosecutor", from_on=date(2020, 1, 1))
        people[name] = Actor(name, name, "成都市人民检察院", "test")
    Officer.objects.filter(username="procurator").update(unit=people["unit"])
    return lambda stage="final": Rated(people["organs"]["house"], "2026", people["unit"], stage=stage)


@pytest.fixture()
def rate(people, trial, station, now):
    def do(by, given=None, stage="final", **more):
        return services.rate(
            actor=people[by], now=now, catalog=trial, sheet="grade", rated=station(stage), given=given, **more
        )  # fmt: skip

    return do


def test_a_grade_comes_from_records_and_two_raters(rate, people):
    first = rate("upper", {"facility": {"points": 18}})
    assert (first.points, first.grade) == (None, "")
    assert first.result["missing"] == ["设施：须由 2 人评分，已有 1 人"]
    second = rate("second", {"facility": {"points": 17}})
    lines = {one["id"]: one["points"] for one in second.result["lines"]}
    assert lines == {"closed": "40", "duties": "30", "facility": "17.5"}
    assert (str(second.points), second.grade) == ("87.50", "三级")
    assert second.evidence["figures"]["duties"]["told"] == "3/4，未覆盖：D4"
    again = selectors.worked_out_again(Rating.objects.get(pk=second.pk))
    assert (again.points, again.grade, again.to_json()) == (second.points, second.grade, second.result)


def test_raters_far_apart_need_a_third(rate):
    rate("upper", {"facility": {"points": 20}})
    apart = rate("second", {"facility": {"points": 10}})
    assert apart.points is None and "须由 3 人评分" in apart.result["missing"][0]
    assert rate("third", {"facility": {"points": 18}}).result["lines"][2]["points"] == "18"


def test_a_veto_gives_its_grade_and_additions_are_capped(rate):
    rate("upper", {"facility": {"points": 20}, "praised": {"count": 9}})
    whole = rate("second", {"facility": {"points": 20}})
    assert (str(whole.points), whole.grade) == ("95.00", "一级")
    vetoed = rate("second", {"false_log": {"holds": True, "evidence": ["抽查表"]}})
    assert (str(vetoed.points), vetoed.grade, vetoed.result["vetoes"]) == ("95.00", "未达标", ["日志造假"])


@pytest.mark.parametrize(("by", "stage"), [("procurator", "final"), ("upper", "self"), ("stranger", "final")])
def test_who_may_not_rate_is_refused(rate, by, stage):
    with pytest.raises(PermissionDenied):
        rate(by, {"facility": {"points": 20}}, stage)
    assert Rating.objects.count() == 0


def test_the_office_rates_itself_first_and_neither_overwrites_the_other(rate, people):
    own = rate("procurator", {"facility": {"points": 20}}, "self")
    upper = rate("upper", {"facility": {"points": 15}})
    assert (len(own.evidence["given"]["facility"]["rated"]), len(upper.evidence["given"]["facility"]["rated"])) == (1, 1)
    with pytest.raises(AppendOnlyError):
        own.save()
    assert selectors.ratings_seen_by(people["officer"]("upper")).count() == 2
    assert selectors.rating_view(own.pk, people["officer"]("stranger")) is None


def test_points_out_of_bounds_and_unknown_parts_are_refused(rate):
    from zhiheng.schema.errors import UnusableInputError

    with pytest.raises(UnusableInputError):
        rate("upper", {"facility": {"points": 21}})
    with pytest.raises(WorkRefused):
        rate("upper", {"nothing": {"points": 1}})


def test_a_whole_rating_proves_the_yearly_duty(rate, trial, now):
    worker = Actor("system:worker", "定时任务", "", "worker")
    services.run_duties(actor=worker, now=now, catalog=trial, duties=["yearly_grade"])
    rate("upper", {"facility": {"points": 20}})
    assert services.run_duties(actor=worker, now=now, catalog=trial, duties=["yearly_grade"]).fulfilled == 0
    rate("second", {"facility": {"points": 20}})
    assert services.run_duties(actor=worker, now=now, catalog=trial, duties=["yearly_grade"]).fulfilled == 1
    assert Owed.objects.get(duty="yearly_grade").done_at == now
