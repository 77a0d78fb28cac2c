"""试查 on the page and in the trace: who may, what is asked first, how it ends, what stays."""

from __future__ import annotations

from hashlib import sha256

import pyarrow as pa
import pytest
from django.urls import reverse

from zhiheng.analysis.sandbox_limits import LIMITS
from zhiheng.schema import DATASETS

PEOPLE = {"四川省检察院": ("甲一",), "金堂县司法局": ("乙一", "乙二"), "川西监狱": ("丙一",)}


@pytest.fixture()
def inline(monkeypatch):
    """Queries run within the request: the test's own transaction is seen."""
    monkeypatch.setattr("zhiheng.oversight.services.sandbox.launch", lambda work: work())


@pytest.fixture()
def records(officers, actor, now):
    """Persons and hotel stays of three organs."""
    from zhiheng.records.services import store_batch
    from zhiheng.registry.selectors import organ_named

    for place, (name, people) in enumerate(PEOPLE.items()):
        for dataset in ("persons", "hotel_stays"):
            rows = table(dataset, people, place)
            store_batch(
                actor=actor,
                now=now,
                organ=organ_named(name),
                dataset=dataset,
                table=rows,
                row_numbers=pa.array(range(1, len(people) + 1), pa.int32()),
                source_name=f"{dataset}.csv",
                content_digest=sha256(f"{name}{dataset}".encode()).hexdigest(),
                counts={"rows": len(people), "accepted": len(people)},
            )


def table(dataset, people, place):
    given = {
        "name": list(people),
        "id_number": [f"51010719900407{place}{number:03d}" for number in range(len(people))],
        "id_type": ["resident"] * len(people),
        "gender": ["male"] * len(people),
        "stay_no": [f"L{place}{number}" for number in range(len(people))],
    }
    fields = DATASETS[dataset].fields
    return pa.table({name: pa.array(given.get(name, [None] * len(people)), field.arrow_type) for name, field in fields.items()})


def run(client, text, purpose=""):
    """The page that comes of a query."""
    return client.post(reverse("sandbox"), {"text": text, "purpose": purpose}, follow=True)


def acts(prefix="query."):
    from zhiheng.ledger.selectors import recent

    return [(entry.act, entry.facts) for entry in recent(50) if entry.act.startswith(prefix)]


@pytest.mark.parametrize(
    ("username", "status"),
    [("prosecutor", 200), ("chief", 200), ("steward", 200), ("leader", 404), ("organ-01", 404), ("prison", 404), ("auditor", 404)],
)
def test_only_procurators_and_stewards_may(enter, username, status):
    assert enter(username).get(reverse("sandbox")).status_code == status


def test_a_query_shows_its_rows_with_chinese_codes_and_leaves_its_trace(enter, records, inline):
    page = run(enter("prosecutor"), "select name, gender, _organ from persons order by name")
    said = page.content.decode()
    assert all(name in said for people in PEOPLE.values() for name in people)
    assert "男（male）" in said
    (ended, how), (started, what) = acts()[:2]
    assert (started, ended) == ("query.started", "query.ended")
    assert what["sql"] == "select name, gender, _organ from persons order by name"
    assert what["datasets"] == ["persons"]
    assert (how["how"], how["rows"]) == ("done", 4)
