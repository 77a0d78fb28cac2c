"""Parameters by region: who sets them, what holds where and when, and what a run and a clue remember of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.models.living import AS_OF, CHENGDU, MODEL, WANTED, number, persons, send_scores
from tests.models.living_fixtures import province, screen, set_for
from zhiheng.ledger import selectors as ledger
from zhiheng.models import services as models
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.in_force import catalog
from zhiheng.models.models import ParameterSetting
from zhiheng.models.selectors.parameters import parameters_of
from zhiheng.models.services import ParameterChange
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue, Run
from zhiheng.oversight.selectors.used import parameters_used
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

__all__ = ["province", "screen", "set_for"]
pytestmark = pytest.mark.django_db


def test_the_default_holds_everywhere(screen):
    assert persons(screen()) == {number(1), number(2), number(3), number(4)}


def test_a_region_has_its_own_value(screen, set_for):
    set_for()
    assert persons(screen()) == {number(2), number(3), number(4)}
    told = Run.objects.get().models_run[0]
    assert told["parameters"] == {"base_max": 100, "bonus_max": 50, "reviewed_from": 5}
    assert told["settings"] == {"5101": {"base_max": 100, "bonus_max": 80, "reviewed_from": 5}}
    assert told["placed"] == {CHENGDU: "5101"}


def test_the_narrowest_region_wins_and_the_whole_province_is_for_the_rest(screen, set_for):
    set_for(region="", value="1000")
    set_for(region="51", value="70")
    set_for(region="5107", value="10")
    assert persons(screen()) == {number(2), number(3)}  # 70 in the province's cities, 10 in Mianyang, 1000 where no division is known


def test_a_later_setting_replaces_an_earlier_one_and_ending_brings_the_default_back(screen, set_for, acting, now):
    set_for()
    later = set_for(value="95", since_on=date(2026, 6, 1))
    assert persons(screen()) == {number(3), number(4)}
    models.end_parameter(actor=acting("chief"), now=now, setting_id=later.pk, until_on=date(2026, 6, 15), reason="有误")
    assert persons(screen()) == {number(2), number(3), number(4)}
    with pytest.raises(ModelRefused, match="不再适用"):
        models.end_parameter(actor=acting("chief"), now=now, setting_id=later.pk, until_on=date(2026, 6, 15), reason="有误")


def test_a_clue_that_a_setting_ends_is_not_said_to_be_mended_data(screen, set_for, home, now):
    screen()
    set_for()
    assert screen().resolved == 1
    gone = Clue.objects.get(subject=number(1))
    assert gone.events.last().kind == "resolved_by_model"
    set_for(region="5107")
    send_scores(home, now, [(2, CHENGDU, 10)], name="mended.csv")
    screen()
    assert Clue.objects.get(subject=number(2)).events.last().kind == "resolved_by_data"
    assert Clue.objects.get(subject=number(3)).events.last().kind == "resolved_by_model"


def test_settings_count_by_the_day_asked_about(screen, set_for):
    set_for(since_on=date(2026, 7, 1))
    assert number(1) in persons(screen())


def test_a_repeated_run_uses_the_values_it_had(screen, set_for, acting, now, home):
    setting = set_for()
    run = screen().run
    models.end_parameter(actor=acting("chief"), now=now, setting_id=setting.pk, until_on=date(2026, 1, 1), reason="有误")
    set_for(region="", value="5")
    send_scores(home, now, [(5, CHENGDU, 500)], name="later.csv")
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog(), run_id=run.pk)
    assert (again.differences, again.found) == ([], 3)


def test_a_clue_says_which_values_it_was_found_with(screen, set_for):
    set_for()
    screen()
    clue = Clue.objects.get(subject=number(2))
    used = {one.name: (one.value, one.set_for) for one in parameters_used(clue, catalog().models[MODEL])}
    assert used == {"base_max": ("100", ""), "bonus_max": ("80", "四川省成都市"), "reviewed_from": ("5", "")}


def test_the_page_reads_what_holds_since_when_by_whom_and_why(set_for):
    set_for()
    set_for(value="85")
    set_for(since_on=date(2027, 1, 1))
    rows = {row.parameter.name: row for row in parameters_of(catalog().models[MODEL], AS_OF)}
    assert [(one.value, one.state) for one in rows["bonus_max"].settings] == [("80", "coming"), ("85", "in_force"), ("80", "overruled")]
    assert rows["bonus_max"].settings[1].region == "四川省成都市"
    assert rows["base_max"].settings == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": "很多"}, "应为整数"),
        ({"value": "1.5"}, "应为整数"),
        ({"value": "-1"}, "小于 0"),
        ({"value": " "}, "没有填写"),
        ({"region": "成都"}, "不是行政区划代码"),
        ({"region": "519999"}, "没有这个代码"),
        ({"parameter": "bonus_maximum"}, "没有这个参数"),
        ({"reason": " "}, "没有写明理由"),
        ({"basis": ""}, "没有写明依据"),
    ],
)
def test_what_does_not_fit_is_refused(set_for, change, why):
    with pytest.raises(UnusableInputError, match=why):
        set_for(**change)
    assert ParameterSetting.objects.count() == 0


def test_the_law_is_not_set_aside(acting, now, organs):
    wanted = ParameterChange(**{**WANTED.__dict__, "parameter": "days", "value": "60"})
    with pytest.raises(UnusableInputError, match="是法律规定的"):
        models.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model="undelivered_sentence", wanted=wanted)


def test_a_declared_bound_is_kept(acting, now, organs):
    wanted = ParameterChange(**{**WANTED.__dict__, "parameter": "labour_days_max", "value": "8"})
    with pytest.raises(UnusableInputError, match="大于 7"):
        models.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model="labour_overtime", wanted=wanted)


def test_a_table_is_set_key_by_key(acting, now, organs):
    from zhiheng.models.services.parameters import plans_for

    wanted = {**WANTED.__dict__, "region": ""}
    spec = catalog().models["crime_not_transferred"]
    name = next(key for key, one in spec.parameters.items() if isinstance(one.default, dict))
    for value in ("tax: 120000", "ip：80000.50\n"):
        models.set_parameter(
            actor=acting("chief"),
            now=now,
            catalog=catalog(),
            model=spec.id,
            wanted=ParameterChange(**{**wanted, "parameter": name, "value": value}),
        )
    values = plans_for([spec], AS_OF)[spec.id].values[""][name]
    assert (values["tax"], str(values["ip"]), values["food"]) == (120000, "80000.5", 0)
    with pytest.raises(UnusableInputError, match="没有这一项"):
        models.set_parameter(
            actor=acting("chief"),
            now=now,
            catalog=catalog(),
            model=spec.id,
            wanted=ParameterChange(**{**wanted, "parameter": name, "value": "taks: 1"}),
        )


def test_a_prosecutor_reads_but_does_not_set(acting, now, organs):
    with pytest.raises(PermissionDenied):
        models.set_parameter(actor=acting("prosecutor"), now=now, catalog=catalog(), model=MODEL, wanted=WANTED)


def test_setting_and_ending_are_in_the_ledger(set_for, acting, now):
    setting = set_for()
    models.end_parameter(actor=acting("chief"), now=now, setting_id=setting.pk, until_on=date(2026, 7, 1), reason="到期")
    entries = {entry.act: entry.facts for entry in ledger.entries_about(f"model:{MODEL}")}
    assert entries["parameter.set"]["value"] == 80
    assert entries["parameter.ended"]["until_on"] == "2026-07-01"
