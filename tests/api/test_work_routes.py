"""Ledgers, sheets, catalogues and duties for programs: entered, acted on, corrected, counted; every answer as the description says."""

from __future__ import annotations

import json

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.register.conftest import moment, people
from tests.work.conftest import trial, trial_root

__all__ = ["moment", "people", "trial", "trial_root"]
PHONE = {"tag": "T1", "name": "黑色手机", "kind": "phone", "seized_on": "2026-06-29"}


@pytest.fixture()
def call(client, people, trial_root, settings):
    """Call a route as one of the people."""
    from zhiheng.api.access import token_for
    from zhiheng.registry.models import Officer

    settings.PACKS = trial_root
    Officer.objects.update(must_change_password=False)

    def send(name, method, path, body=None):
        headers = {"Authorization": f"Bearer {token_for(people['officer'](name))}"}
        more = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(f"/api/v1/{path}", headers=headers, **more)

    return send


def test_an_entry_is_made_acted_on_corrected_and_told_with_its_history(call):
    made = call("seizer", "post", "ledgers/goods/entries", {"act": "seize", "values": PHONE, "on": "2026-06-29", "key": "k1"})
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    again = call("seizer", "post", "ledgers/goods/entries", {"act": "seize", "values": PHONE, "on": "2026-06-29", "key": "k1"})
    assert again.json()["id"] == number
    refused = call("seizer", "post", f"entries/{number}/acts", {"act": "store", "values": {"place": "A1"}})
    assert refused.status_code == 422 and set(refused.json()) == {"thing", "place", "reason", "remedy"}
    done = call("keeper", "post", f"entries/{number}/acts", {"act": "store", "values": {"place": "A1"}, "seen": 1})
    assert done.json()["state"] == "held"
    fixed = call(
        "keeper", "post", f"entries/{number}/acts", {"act": "correct", "values": {"name": "白色手机"}, "reason": "误写", "corrects": 1}
    )
    assert fixed.json()["acts"][-1]["before"] == {"name": "黑色手机"}
    lend = call("keeper", "post", f"entries/{number}/acts", {"act": "lend", "values": {"lent_until": "2026-07-03"}, "reason": "辨认"})
    assert lend.status_code == 403
    assert call("stranger", "get", f"entries/{number}").status_code == 404
    found = call("keeper", "get", "ledgers/goods/entries?state=held&sort=-tag").json()
    assert (found["count"], found["items"][0]["values"]["name"]) == (1, "白色手机")
    assert call("keeper", "get", "ledgers/goods/entries?state=lost").status_code == 422


def test_a_ledger_is_counted(call):
    number = call("seizer", "post", "ledgers/goods/entries", {"values": PHONE, "on": "2026-06-29"}).json()["id"]
    call("keeper", "post", f"entries/{number}/acts", {"act": "store", "values": {"place": "A1"}})
    count = call("seizer", "post", "ledgers/goods/counts", {"whole": True}).json()
    assert count["left"] == [number]
    noted = call("seizer", "post", f"counts/{count['id']}/found", {"entry": number, "found": {"place": "A9", "amount": "1"}})
    assert noted.status_code == 200 and noted.json()["left"] == []
    ended = call("seizer", "post", f"counts/{count['id']}/end", {}).json()
    assert ended["differences"][0]["fields"] == {"place": ["A1", "A9"]}
    assert call("judge", "get", f"counts/{count['id']}").status_code == 404


def test_sheets_items_and_duties_are_told_and_done(call, people, trial, actor, now):
    from zhiheng.work.services import run_duties

    run_duties(actor=actor, now=now, catalog=trial, duties=["log_daily"])
    owed = call("procurator", "get", "duties?open=true").json()
    assert owed["count"] >= 3
    first = owed["items"][0]["id"]
    assert call("procurator", "post", f"duties/{first}/nothing", {"reason": ""}).status_code == 422
    assert call("procurator", "post", f"duties/{first}/nothing", {"reason": "无事项"}).json()["done_at"]
    given = {
        "organ": "金堂县人民检察院", "unit": people["unit"].name, "period": "2026", "stage": "final",
        "given": {"facility": {"points": "18"}},
    }  # fmt: skip
    rated = call("upper", "post", "sheets/grade/ratings", given)
    assert rated.status_code == 201, rated.content.decode()
    assert call("upper", "get", f"ratings/{rated.json()['id']}").json()["result"]["missing"]
    assert call("procurator", "post", "sheets/grade/ratings", {**given, "period": "nonsense"}).status_code in {403, 422}
    assert call("procurator", "get", "items/duty_list?gaps=true").json()["count"] == 4
    assert call("procurator", "get", "items/none").status_code == 404
    assert call("seizer", "get", "ratings").json()["count"] == 0


def test_the_routes_answer_as_the_description_says(call):
    """Every operation of these routes, with values made from the description, answers within it."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

    from zhiheng.api.access import token_for
    from zhiheng.registry.selectors import officer_named
    from zhiheng.site.wsgi import application

    made = call("seizer", "post", "ledgers/goods/entries", {"values": PHONE, "on": "2026-06-29"}).json()
    header = {"Authorization": f"Bearer {token_for(officer_named('procurator'))}"}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).include(
            path_regex="ledgers|entries|counts|ratings|sheets|items|duties"
        )
        operations = [one.ok() for one in described.get_all_operations()]
        assert len(operations) >= 13
        wrong = {}
        for operation in operations:

            @settings(
                max_examples=5,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def check(case):
                case.validate_response(
                    case.call(headers={**(case.headers or {}), **header}),
                    checks=[not_a_server_error, content_type_conformance, response_schema_conformance],
                )

            try:
                check()
            except Exception as failed:  # noqa: BLE001 - gathered, so that all of them are seen at once
                wrong[operation.path] = f"{failed} {getattr(failed, 'exceptions', '')}"[:500]
        assert wrong == {} and made["id"]
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
