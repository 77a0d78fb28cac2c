"""The table of planted situations: each model has violations, each trap a look-alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random

import pytest
import yaml

from zhiheng.simulate.scenario import LOOKALIKES, NOT_SHOWN, VIOLATIONS, Scenario, load, programme
from zhiheng.simulate.world import Register, World

from .conftest import AS_OF

load()
MODELS = {
    "able_but_unpaid", "absent_without_leave", "benefit_while_serving", "child_unprotected", "corrections_not_enrolled",
    "crime_not_transferred", "detention_overdue", "exit_ban_unreported", "interrogation_overtime", "labour_overtime", "late_entry",
    "leave_ultra_vires", "medical_review_overdue", "monitoring_unlawful", "offence_not_answered", "overdue_release",
    "property_not_referred", "recidivist_missed", "release_mistimed", "reply_overdue", "report_missed", "score_irregular",
    "seized_item_stale", "supervised_after_death", "term_miscalculated", "transfer_not_filed", "undelivered_sentence",
    "unlawful_commutation", "unlawful_parole",
}  # fmt: skip


def world(seed: int) -> World:
    return World(rng=Random(f"test:{seed}"), as_of=AS_OF, register=Register())  # noqa: S311 - a synthetic world, no secret


#: Look-alikes that later changes of the contract ask for.
ADDED = {"score_irregular": {"a small bonus decided by sub-ward and ward"}}


def named(scenario: Scenario) -> str:
    return f"{scenario.model}:{scenario.make.__name__}"


def test_every_model_has_a_violation():
    assert {one.model for one in VIOLATIONS} == MODELS


def test_every_model_has_a_lookalike():
    assert {one.model for one in LOOKALIKES} == MODELS


@pytest.mark.sample
def test_every_trap_of_the_contract_has_a_lookalike(shared):
    models = yaml.safe_load((shared / "contracts" / "models.yaml").read_text(encoding="utf-8"))["models"]
    shown = defaultdict(set)
    for model, trap in [(one.model, one.trap) for one in LOOKALIKES] + list(NOT_SHOWN):
        shown[model].update(part.strip() for part in trap.split(","))
    assert set(models) == MODELS
    for name, model in models.items():
        assert {part.strip() for trap in model["traps"] for part in trap.split(",")} | ADDED.get(name, set()) == shown[name], name


@pytest.mark.parametrize("scenario", VIOLATIONS, ids=named)
@pytest.mark.parametrize("seed", range(4))
def test_a_violation_plants_clues_of_its_model_only(scenario, seed):
    made = world(seed)
    scenario.make(made)
    assert made.clues
    assert {clue.model for clue in made.clues} == {scenario.model}
    assert made.register.persons == scenario.persons


@pytest.mark.parametrize("scenario", LOOKALIKES, ids=named)
@pytest.mark.parametrize("seed", range(4))
def test_a_lookalike_plants_none(scenario, seed):
    made = world(seed)
    scenario.make(made)
    assert not made.clues
    assert made.records
    assert made.register.persons == scenario.persons


def test_the_programme_begins_with_one_violation_of_each_model():
    models = [one.model for one in programme()[: len(MODELS)]]
    assert sorted(models) == sorted(MODELS)


def test_the_programme_holds_every_situation_once():
    assert Counter(programme()) == Counter(VIOLATIONS + LOOKALIKES)


@pytest.mark.parametrize("scenario", VIOLATIONS + LOOKALIKES, ids=named)
def test_nothing_but_due_days_lies_in_the_future(scenario):
    ahead = {"term_end", "to_date", "stage_due", "reply_due", "due_on", "notice_to"}
    made = world(9)
    scenario.make(made)
    for (_, dataset), records in made.records.items():
        for record in records:
            for column, value in record.values.items():
                day = value.date() if hasattr(value, "hour") else value
                if hasattr(day, "year") and column not in ahead and not (dataset == "leaves" and column == "from_date"):
                    assert day <= AS_OF, (dataset, column, value)
