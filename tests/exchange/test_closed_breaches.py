"""Breaches, packages and differences of shadow runs about a closed person: not there for who may not see the person."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exchange.test_quality import JUNE, custody, deliver
from tests.ledger.rows import one_of_each
from zhiheng.exchange.models import Breach, BreachPerson
from zhiheng.exchange.packages.selectors import packages_seen_by
from zhiheng.exchange.quality import selectors
from zhiheng.exchange.quality.services import examine_batches
from zhiheng.ledger.models import Head
from zhiheng.models.selectors.versions import shadow_rows
from zhiheng.registry.models import Barrier

__all__ = ["deliver"]
PERSON = "510104199003078914"


@pytest.fixture()
def steward(db, home, actor, now):
    """Who sees every organ's rows, and one beside."""
    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import seed_demonstration

    seed_demonstration(actor=actor, now=now, organs=["四川省检察院", "川西监狱"])
    return [officer_named(name) for name in ("steward", "prosecutor")]


def close(number=PERSON, kind="sealed", admitted=()):
    given = {"number": number, "kind": kind, "admitted": list(admitted), "reason": "依法封存", "since_on": date(2020, 1, 1), "set_by": "x"}
    return Barrier.objects.create(**given)


@pytest.mark.parametrize("kind", ["sealed", "limited"])
def test_a_breach_of_a_closed_person_is_there_for_the_named_alone(deliver, steward, kind):
    number = deliver(custody())
    assert list(BreachPerson.objects.values_list("number", flat=True)) == [PERSON]
    assert [selectors.breaches_seen_by(one).count() for one in steward] == [1, 1]
    close("510107198812120019")
    assert [selectors.breaches_seen_by(one).count() for one in steward] == [1, 1]
    close(kind=kind, admitted=["steward"])
    assert [selectors.breaches_seen_by(one).filter(delivery=number).count() for one in steward] == [1, 0]


def test_breaches_of_an_earlier_program_are_closed_until_it_is_noted_whom_they_are_about(deliver, steward, actor):
    deliver(custody())
    BreachPerson.objects.all().delete()
    Breach.objects.update(named=False)
    assert selectors.breaches_seen_by(steward[0]).count() == 1
    close("510107198812120019")
    assert selectors.breaches_seen_by(steward[0]).count() == 0
    examine_batches(actor=actor, now=JUNE)
    assert selectors.breaches_seen_by(steward[0]).count() == 1


def test_packages_of_a_case_and_what_a_candidate_found_are_closed_with_the_person(steward, now):
    made = one_of_each(now, there=[Head.objects.get()])
    case, shadow, row = made["procedure_case"], made["oversight_shadowrun"], made["oversight_shadowrow"]
    assert (packages_seen_by(steward[0]).count(), shadow_rows(steward[1], shadow).count()) == (1, 1)
    close(case.subject)
    close(row.subject)
    assert (packages_seen_by(steward[0]).count(), shadow_rows(steward[1], shadow).count()) == (0, 0)
