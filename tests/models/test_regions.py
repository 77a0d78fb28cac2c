"""Values by region against a literal telling: for each organ, default, then every setting around it from the widest to the narrowest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.living import CHENGDU, MIANYANG, MODEL, NOWHERE, send_scores
from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog import digest, packs
from zhiheng.catalog.parameters import Parameter
from zhiheng.models.core.regions import Setting, grouped, narrowest, pinned, plan_of

LOADED = packs.loaded(Path(__file__).resolve().parents[2] / "packs").models[MODEL]
SPEC = replace(LOADED, parameters={name: replace(one, mark="policy") for name, one in LOADED.parameters.items()})
"""The model as if every value of it were the province's to set."""
DIVISIONS = ["", "51", "5101", "510104", "510107", "5107", "500101"]
SETTABLE = [name for name, parameter in SPEC.parameters.items() if parameter.mark != "law"]
ORGANS = {f"机关{place}": place for place in DIVISIONS}
SETTINGS = st.lists(st.builds(Setting, st.sampled_from(sorted(SETTABLE)), st.sampled_from(DIVISIONS), st.integers(0, 9)), max_size=8)
FACTS = st.lists(st.tuples(st.sampled_from(sorted(ORGANS)), st.integers(0, 9)), max_size=12)


def clue(organ: str, points: int, number: int) -> FoundClue:
    return FoundClue(MODEL, f"{number:03d}", organ, date(2026, 6, 30), "low", "", {"points": points}, [], [], organ, str(points))


def literal(settings: list[Setting], organ: str, name: str) -> object:
    """What holds for an organ, told as the rule is: the last of those with the longest region around it."""
    around = [one for one in settings if one.parameter == name and ORGANS[organ].startswith(one.region)]
    longest = max((len(one.region) for one in around), default=0)
    return [SPEC.parameters[name].default, *(one.value for one in around if len(one.region) == longest)][-1]


def plan(settings):
    return plan_of(SPEC, settings, lambda organ, regions: narrowest(ORGANS[organ], regions))


@given(settings=SETTINGS, facts=FACTS)
def test_clues_are_those_of_each_organs_own_values(settings, facts):
    def run(values):
        return [clue(organ, points, number) for number, (organ, points) in enumerate(facts) if points > values["bonus_max"]]

    expected = [number for number, (organ, points) in enumerate(facts) if points > literal(settings, organ, "bonus_max")]
    laid = plan(settings)
    assert [int(one.subject) for one in laid.clues(run)] == expected
    kept = json.loads(json.dumps(laid.to_json()))
    assert [int(one.subject) for one in pinned(SPEC, kept).clues(run)] == expected


@given(settings=SETTINGS)
def test_each_distinct_set_of_values_runs_once(settings):
    groups = grouped(plan(settings).values)
    assert len({digest.canonical_json(values) for values, _ in groups}) == len(groups)
    assert sorted(region for _, regions in groups for region in regions) == sorted({"", *(one.region for one in settings)})


def test_the_law_is_never_laid_over():
    spec = replace(SPEC, parameters={"days": Parameter("days", 3, "日", "", "law")})
    assert plan_of(spec, [Setting("days", "", 9)], lambda _organ, _regions: "").values == {"": {"days": 3}}


def test_decimals_and_texts_come_back_as_they_were():
    spec = replace(
        SPEC,
        parameters={"share": Parameter("share", Decimal("0.50"), "", "", "policy"), "word": Parameter("word", "10", "", "", "policy")},
    )
    laid = plan_of(spec, [], lambda _organ, _regions: "")
    again = pinned(spec, json.loads(json.dumps(laid.to_json())))
    assert digest.canonical_json(again.values) == digest.canonical_json(laid.values)
    assert (again.values[""]["share"], again.values[""]["word"]) == (Decimal("0.5"), "10")


@pytest.mark.spark()
@pytest.mark.slow()
@pytest.mark.django_db()
def test_spark_gives_the_same_clues_under_the_same_regions(home, organs, acting, now):
    from zhiheng.models import services as models
    from zhiheng.models.in_force import catalog
    from zhiheng.models.services import ParameterChange
    from zhiheng.oversight import services
    from zhiheng.registry.selectors import COMMAND_LINE

    send_scores(home, now, [(1, CHENGDU, 60), (2, CHENGDU, 90), (3, MIANYANG, 60), (4, NOWHERE, 60)])
    wanted = ParameterChange("bonus_max", "80", date(2026, 1, 1), "口径", "通知", "510100")
    models.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model=MODEL, wanted=wanted)
    told = {"actor": COMMAND_LINE, "now": now, "catalog": catalog(), "models": [MODEL], "as_of": date(2026, 6, 30)}
    one = services.screen(**told, dry_run=True)
    two = services.screen(**told, engine="spark", dry_run=True)
    assert len(one.clues) == 3
    assert [clue.to_json() for clue in one.clues] == [clue.to_json() for clue in two.clues]
