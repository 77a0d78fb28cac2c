"""The description holds: every operation answers for a thing that exists as it says, and nothing one may send makes it fail."""

import json
import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.api.conftest import BUREAU, ROWS
from tests.web.conftest import PURPOSE

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance, status_code_conformance]
ODD = ["²", "9" * 20, "-1", "x" * 10_000, "a\u0000b", "\u0000", "💥", "%00", "1e9", "' or 1=1 --"]

SIGNED = [f"POST /api/v1/exchange/{one}" for one in ("messages", "bundles", "receipts", "test")]
"""Asked with a true signature in tests/exchange/peers."""
OF_OTHERS = [f"POST /api/v1/exchange/incoming/{{message_id}}/{one}" for one in ("again", "return")]
OF_OTHERS += ["POST /api/v1/tracking/alarms/{alarm_id}/acts"]
"""For other roles: tests/api/test_engines.py."""
BY_DEVICES = [
    f"{one} /api/v1/tracking/{way}" for one, way in (("POST", "positions"), ("POST", "traccar"), ("GET", "osmand"), ("POST", "osmand"))
]
"""Asked with the token of a device in tests/tracking/test_routes.py."""


def operations(described):
    return {f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in described.get_all_operations()}


def body_of(name):
    examples = json.loads('{"as_of": "2024-06-11", "facts": {"start": "2024-05-31", "amount": 10, "unit": "day"}}')
    opening = {"procedure": "supervision_document", "values": {"kind": "proposal"}, "clues": [1]}
    cases = {
        "POST /api/v1/cases": opening,
        "POST /api/v1/cases/{case_id}/acts": {"step": "approve", "outcome": "approved"},
        "POST /api/v1/ledger/cosignatures": {"note": "no note"},
        "POST /api/v1/clues/{clue_id}/acts": {"act": "reopened", "reason": "再核一次"},
        "POST /api/v1/exchange/incoming/{message_id}/return": {"reason": "不是本院案件"},
        "POST /api/v1/tracking/alarms/{alarm_id}/acts": {"act": "seen"},
        "POST /api/v1/judgments/search": {"text": "盗窃手机"},
        "POST /api/v1/cases/{case_id}/beside": {"kind": "opinion", "values": {"opinion": ["请从速"]}},
    }
    return (cases | {"POST /api/v1/law/{rule}": examples, "POST /api/v1/token": {"username": "prosecutor", "password": "wrong"}}).get(name)


def test_every_operation_answers_for_a_thing_that_exists_as_described(described, things, authorised):
    wrong, names = [], operations(described)
    for name, operation in names.items():
        wanted = {one.name: things[one.name] for one in operation.path_parameters}
        given = {"path_parameters": wanted, "headers": {**authorised("prosecutor"), **PURPOSE}}
        if body := body_of(name):
            given |= {"body": body, "media_type": "application/json"}
        if name.startswith("POST") and name.endswith(("/deliveries", "/packages", "/bind")):
            continue
        case = operation.Case(**given)
        answer = case.call()
        refused = {"POST /api/v1/token": 401, "POST /api/v1/cases": 422, "POST /api/v1/cases/{case_id}/acts": 422}
        refused["POST /api/v1/deliveries/{number}/contests"] = 404  # for the organ named alone: tests/web/test_sending.py
        refused["POST /api/v1/ledger/cosignatures"] = 422  # with a true signature: test_ledger_routes.py
        refused["POST /api/v1/clues/{clue_id}/acts"] = 422  # it stands in a case already: test_engines.py
        refused |= dict.fromkeys(OF_OTHERS, 404) | dict.fromkeys(SIGNED, 422) | dict.fromkeys(BY_DEVICES, 401)
        expected = refused.get(name, 200)
        if answer.status_code != expected:
            wrong.append(f"{name}: {answer.status_code} {answer.text[:200]}")
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as failed:
            wrong.append(f"{name}: {failed.exceptions}")
    assert not wrong, "\n".join(wrong)
    assert len(names) >= 17


def test_a_file_is_taken_as_described(described, client, authorised, tmp_path):
    place = tmp_path / "外出审批_0002.csv"
    place.write_text(ROWS + "\n4,5,6", encoding="utf-8")
    with place.open("rb") as file:
        answer = client.post("/api/v1/deliveries", {"file": file, "organ": BUREAU, "dataset": "leaves"}, headers=authorised("organ-03"))
    assert answer.status_code == 201
    assert answer.json()["path"] == "外出审批_0002.csv"


def test_a_case_is_told_with_its_clocks_and_events(client, things, authorised):
    told = client.get(f"/api/v1/cases/{things['case_id']}", headers=authorised("prosecutor")).json()
    assert told["procedure"] == "supervision_document"
    assert told["events"][0]["kind"] == "opened"
    assert told["clocks"][0]["colour"]


@pytest.mark.drawn  # values made at random; those that databases take differently are in ODD below, and tried on both
def test_whatever_is_sent_is_refused_in_words(described, authorised):
    """Every operation with values made from the description, right and wrong ones."""
    warnings.simplefilter("ignore")
    wrong = {}
    for name, operation in operations(described).items():

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check(case):
            headers = {**(case.headers or {}), **authorised("prosecutor")}
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS[:3])

        try:
            check()
        except Exception as failed:  # noqa: BLE001 - gathered, so that all of them are seen at once
            wrong[name] = f"{failed} {getattr(failed, 'exceptions', '')}"[:600]
    assert not wrong, "\n\n".join(f"{name}: {said}" for name, said in wrong.items())


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_of_every_question_are_refused(client, described, things, authorised, odd):
    failed = []
    for name, operation in operations(described).items():
        method, _, path = name.partition(" ")
        if method != "GET":
            continue
        for parameter in [*operation.query, *operation.path_parameters]:
            there = {key: str(value) for key, value in things.items()}
            asked = {}
            if parameter.name in path:
                there[parameter.name] = odd.replace("/", "").replace("%", "%25").replace("\u0000", "%00")
            else:
                asked = {parameter.name: odd}
            answer = client.get(path.format(**there), asked, headers=authorised("prosecutor"))
            if parameter.name == "q" and answer.status_code == 200:  # any text may be looked for
                continue
            if not 400 <= answer.status_code < 500 or set(answer.json()) != {"thing", "place", "reason", "remedy"}:
                failed.append(f"{path} {parameter.name}: {answer.status_code}")
    assert failed == []


@pytest.mark.parametrize("odd", ODD)
def test_odd_names_and_passwords_are_refused(client, things, odd):
    given = json.dumps({"username": odd, "password": odd})
    answer = client.post("/api/v1/token", given, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert set(answer.json()) == {"thing", "place", "reason", "remedy"}


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_beside_a_file_are_refused(client, authorised, odd, tmp_path):
    place = tmp_path / "外出审批_0003.csv"
    place.write_text(ROWS, encoding="utf-8")
    for words in ({"organ": odd}, {"organ": BUREAU, "dataset": odd}, {"organ": BUREAU, "correction_of": odd}):
        with place.open("rb") as file:
            answer = client.post("/api/v1/deliveries", {"file": file, **words}, headers=authorised("organ-03"))
        assert 400 <= answer.status_code < 500, words
        assert set(answer.json()) == {"thing", "place", "reason", "remedy"}


def test_unknown_values_of_filters_are_told(client, authorised):
    for asked in ("clues?state=nothing", "clues?organ=无此机关", "deliveries?outcome=x", "batches?dataset=x", "indicators?region=99"):
        answer = client.get(f"/api/v1/{asked}", headers=authorised("prosecutor"))
        assert answer.status_code == 422, asked
        assert "可用的值" in answer.json()["remedy"]


def test_indicators_of_an_organ_that_is_not_seen_are_not_there(client, authorised):
    answer = client.get("/api/v1/indicators", {"organ": "四川省检察院"}, headers=authorised("organ-03"))
    assert answer.status_code == 404


def test_locked_callers_are_told_in_json(client, things):
    given = json.dumps({"username": "prosecutor", "password": "wrong"})
    answers = [client.post("/api/v1/token", given, content_type="application/json") for _ in range(6)]
    assert answers[-1].status_code == 429
    assert set(answers[-1].json()) == {"thing", "place", "reason", "remedy"}


@pytest.mark.parametrize("path", ["/api/v1/clues", "/api/v1/nothing"])
def test_answers_are_not_kept(client, authorised, path):
    assert "no-store" in client.get(path, headers=authorised("prosecutor"))["Cache-Control"]
