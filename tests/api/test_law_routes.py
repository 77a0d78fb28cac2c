"""The law floor for programs: examples answer, refusals are told in the interface's form, nothing asked needs an account once opened."""

import pytest

from zhiheng.api.routes.law import EXAMPLE_DAY, EXAMPLES

pytestmark = pytest.mark.drawn


@pytest.fixture()
def opened(settings, client, db):
    settings.LAW_IS_PUBLIC = True
    return client


def ask(client, rule, facts, as_of=EXAMPLE_DAY):
    return client.post(f"/api/v1/law/{rule}", {"as_of": as_of, "facts": facts}, content_type="application/json")


@pytest.mark.parametrize("rule", EXAMPLES)
def test_every_example_of_the_description_is_answered(opened, rule):
    answer = ask(opened, rule, EXAMPLES[rule][1])
    assert answer.status_code == 200, answer.json()
    assert answer.json()["result"]
    assert answer.json()["cites"]


def test_the_description_shows_the_examples(opened):
    described = opened.get("/api/v1/openapi.json").json()
    shown = described["paths"]["/api/v1/law/{rule}"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert set(shown) == set(EXAMPLES)


def test_the_answer_is_the_one_of_the_page_and_the_command_line(opened):
    found = ask(opened, "term.end", EXAMPLES["term.end"][1]).json()
    assert found["result"]["end_date"] == "2025-02-12"
    assert found["result"]["credit_days"] == 30


@pytest.mark.parametrize(
    ("rule", "facts", "as_of", "place"),
    [
        ("term.end", {}, EXAMPLE_DAY, "MISSING_FACT"),
        ("term.end", {"sentence": {"kind": "fixed", "months": "三年"}}, EXAMPLE_DAY, "WRONG_TYPE"),
        ("term.end", {"sentense": {}}, EXAMPLE_DAY, "UNKNOWN_FIELD"),
        ("commutation.assess", EXAMPLES["commutation.assess"][1], "2012-06-11", "NOT_IN_FORCE"),
    ],
)
def test_facts_outside_the_domain_are_told_with_a_code_and_a_remedy(opened, rule, facts, as_of, place):
    answer = ask(opened, rule, facts, as_of)
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) == {"thing", "place", "reason", "remedy"}
    assert told["place"] == place
    assert told["remedy"]


def test_an_unknown_rule_is_not_found(opened):
    assert ask(opened, "no.such", {}).status_code == 404
    assert opened.get("/api/v1/law/no.such").status_code == 404


def test_the_catalogue_names_facts_and_articles(opened):
    found = {rule["id"]: rule for rule in opened.get("/api/v1/law").json()}
    assert len(found) >= 33
    assert "sentence" in found["commutation.assess"]["facts"]
    assert found["commutation.assess"]["source"]


def test_strangers_are_refused_while_it_is_not_open(settings, client, db):
    settings.LAW_IS_PUBLIC = False
    assert client.get("/api/v1/law").status_code == 401
    assert ask(client, "term.end", {}).status_code in {401, 403}
