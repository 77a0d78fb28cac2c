"""Eight officers' browsers act at the same moment: no act is lost, none is done twice, none ends in an error page."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.oversight.test_at_once import apart
from zhiheng.ledger.selectors import verify
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services
from zhiheng.procedure import selectors
from zhiheng.procedure import services as procedure
from zhiheng.registry.selectors import actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("ZHIHENG_TEST_DATABASE_URL" not in os.environ, reason="SQLite lets one writer in at a time"),
]
CASES, CLIENTS = 100, 8
WORDS = {"kind": "proposal", "proposal_kind": "correction", "facts": ["一"], "demands": ["改"]}
WALK = [
    ("prosecutor", "done-draw_up", "submitted", {"kind": "proposal", "proposal_kind": "correction", "facts": "一", "demands": "改"}),
    ("chief", "done-approve", "returned", {"reason": "请补充"}),
    ("prosecutor", "done-draw_up", "submitted", {"kind": "proposal", "proposal_kind": "correction", "facts": "一", "demands": "改"}),
    ("chief", "done-approve", "approved", {}),
]


@pytest.fixture()
def cases(officers):
    actor, upper = actor_of(officers["prosecutor"], "test"), "四川省检察院"
    spec = next(spec for spec in catalog().procedures.values() if "draw_up" in spec.steps)
    given = {"procedure": spec, "organs": {"procuratorate": upper, "supervised": "金堂县司法局", "upper": upper}, "values": WORDS}
    return [procedure.open_case(actor=actor, now=timezone.now(), title=f"案件{n}", **given).pk for n in range(CASES)]


def posted(officer, case, act, key):
    """The status of the answer to one act of one officer's browser."""
    _, name, outcome, given = act
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    fields = {f"{name}-{field}": value for field, value in {"on": timezone.localdate().isoformat(), **given}.items()}
    answer = client.post(reverse("case_act", args=[case, name]), {"outcome": outcome, "key": key, **fields})
    return answer.status_code


def test_pages_and_services_race_without_loss(officers, cases):
    chance = random.Random(7)  # noqa: S311
    answers = []
    with ThreadPoolExecutor(CLIENTS) as clients:
        for half in (0, 1):
            lines = [(case, act) for case in cases for act in [WALK[2 * half]]]
            follow = [(case, WALK[2 * half + 1]) for case in cases]
            for wanted in (lines, follow):
                acts = [(case, act, uuid4().hex) for case, act in wanted]
                acts += chance.sample(acts, 20)  # pressed twice: the same act under the same key
                chance.shuffle(acts)
                answers += clients.map(apart(lambda one: posted(officers[one[1][0]], *one)), acts)
                list(
                    clients.map(
                        apart(lambda n: services.follow_cases(actor=actor_of(officers["chief"], f"t{n}"), now=timezone.now())), range(4)
                    )
                )
    assert set(answers) == {302}
    seen = selectors.with_events(selectors.cases_seen_by(officers["chief"]))
    done = {case.pk: [(row.step, row.outcome) for row in case.events.all() if row.kind == "done"] for case in seen}
    walk = [(name.removeprefix("done-"), outcome) for _, name, outcome, _ in WALK]
    assert {case: done.pop(case) for case in cases} == dict.fromkeys(cases, walk)
    assert list(done.values()) == [[]] * CASES, "the filing with the upper organ, opened by each approval, once"
    assert verify().ok
    connection.close()
