"""The interface: who gets in, what they see, how errors are said, what its description says."""

import io

import pytest

from zhiheng.api import urls
from zhiheng.registry.core.roles import RIGHTS
from zhiheng.registry.selectors import officer_named
from zhiheng.registry.services import change_password, enlist, seed_demonstration

ORGANS = ["四川省检察院", "川西监狱", "金堂县司法局"]
LEAVES = "姓名,身份证号\n"


@pytest.fixture()
def accounts(db, home, now, actor):
    return {one.username: one for one in seed_demonstration(actor=actor, now=now, organs=ORGANS)}


@pytest.fixture()
def called(client, accounts):
    """Call as an officer, by token."""

    def call(username: str, method: str, place: str, **given):
        password = accounts[username].password
        made = client.post("/api/v1/token", {"username": username, "password": password}, content_type="application/json")
        return getattr(client, method)(f"/api/v1/{place}", headers={"Authorization": f"Bearer {made.json()['token']}"}, **given)

    return call


def is_told(answer, status):
    assert answer.status_code == status
    assert set(answer.json()) == {"thing", "place", "reason", "remedy"}
    return answer.json()


def test_every_route_declares_a_known_right():
    found = urls.declared()
    assert len(found) > 10
    assert {right for rights in found.values() for right in rights.split()} <= RIGHTS | {"public"}
    assert all(found.values())


def test_a_route_without_a_right_would_be_found():
    from ninja import Router

    router = Router()
    router.get("/planted")(lambda request: {})
    assert [urls.right_of(one) for view in router.path_operations.values() for one in view.operations] == [""]


def test_strangers_are_told_how_to_come_in(client, db):
    assert "令牌" in is_told(client.get("/api/v1/clues"), 401)["remedy"]


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "eyJvZmZpY2VyIjoicHJvc2VjdXRvciJ9:1:2"])
def test_made_up_tokens_are_refused(client, db, token):
    is_told(client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}), 401)


def test_wrong_password_gives_no_token(client, accounts):
    given = {"username": "prosecutor", "password": "wrong"}
    is_told(client.post("/api/v1/token", given, content_type="application/json"), 401)


def test_says_who_one_is(called):
    assert called("prosecutor", "get", "me").json()["organ"] == "四川省检察院"


def test_token_ends_with_a_change_of_password(client, accounts, actor, now):
    given = {"username": "prosecutor", "password": accounts["prosecutor"].password}
    token = client.post("/api/v1/token", given, content_type="application/json").json()["token"]
    change_password(actor=actor, now=now, officer=officer_named("prosecutor"), password="lake-9-under-ice")
    is_told(client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}), 401)


def test_given_password_opens_nothing(client, accounts, actor, now):
    enlist(actor=actor, now=now, username="new", name="新来的", organ=officer_named("prosecutor").organ, password="kx7-mountain-river")
    given = {"username": "new", "password": "kx7-mountain-river"}
    token = client.post("/api/v1/token", given, content_type="application/json").json()["token"]
    is_told(client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}), 401)


@pytest.mark.parametrize(
    ("username", "place", "status"),
    [
        ("prosecutor", "clues", 200),
        ("prison", "clues", 404),
        ("system", "deliveries", 404),
        ("auditor", "cases", 404),
        ("prison", "deliveries", 200),
        ("prosecutor", "clues/1", 404),
        ("prosecutor", "deliveries/1", 404),
        ("prosecutor", "cases/00000000-0000-0000-0000-000000000000", 404),
        ("prosecutor", "datasets/nothing", 404),
        ("prosecutor", "datasets/sentences", 200),
        ("prosecutor", "nothing", 404),
        ("prosecutor", "models", 200),
        ("prosecutor", "documents", 200),
        ("prosecutor", "batches", 200),
    ],
)
def test_rights_are_those_of_the_pages(called, username, place, status):
    answer = called(username, "get", place)
    assert answer.status_code == status
    if status == 404:
        is_told(answer, 404)


@pytest.mark.parametrize("asked", ["limit=0", "limit=501", "offset=-1", "limit=many"])
def test_malformed_requests_name_the_parameter(called, asked):
    assert is_told(called("prosecutor", "get", f"clues?{asked}"), 422)["place"] in {"limit", "offset"}


def test_a_body_that_is_no_json_is_told_in_words(called):
    for body in ("[" * 100_000, "{", '{"username": ' + "9" * 5000 + "}"):
        told = is_told(called("prosecutor", "post", "token", data=body, content_type="application/json"), 400)
        assert told["reason"] == "不是 JSON"


def leaves(text: str, name: str = "外出审批_0001.csv"):
    file = io.BytesIO(text.encode())
    file.name = name
    return file


def test_file_is_taken_in_once_and_reported(called):
    from zhiheng.schema import DATASETS

    dataset = DATASETS["leaves"]
    heading = ",".join(field.zh for field in dataset.fields.values())
    text = heading + "\n" + ",".join("x" for _ in dataset.fields) + "\n"
    sent = called("justice", "post", "deliveries", data={"file": leaves(text), "organ": "金堂县司法局"})
    assert sent.status_code == 201
    assert (sent.json()["rows"], sent.json()["accepted"], sent.json()["path"]) == (1, 0, "外出审批_0001.csv")
    number = sent.json()["delivery"]
    rows = called("justice", "get", f"deliveries/{number}/rejected").json()
    assert rows["count"] == 1
    assert rows["items"][0]["errors"]
    again = called("justice", "post", "deliveries", data={"file": leaves(text), "organ": "金堂县司法局"})
    assert (again.status_code, again.json()["skipped"]) == (200, True)
    assert called("prison", "get", f"deliveries/{number}").status_code == 404


def test_nobody_sends_for_an_organ_not_theirs(called):
    answer = called("justice", "post", "deliveries", data={"file": leaves(LEAVES), "organ": "川西监狱"})
    assert is_told(answer, 422)["thing"] == "报送单位"


@pytest.mark.parametrize(
    ("text", "name"), [("", "外出审批.csv"), ("甲,乙\n1,2\n", "外出审批.csv"), ("%PDF-1.7", "外出审批.pdf"), ("x", "不知道.csv")]
)
def test_unusable_files_are_refused_with_a_remedy(called, text, name):
    answer = called("justice", "post", "deliveries", data={"file": leaves(text, name), "organ": "金堂县司法局"})
    assert is_told(answer, 422)["remedy"]


def test_session_of_the_pages_reads_and_writing_asks_for_its_token(accounts):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(officer_named("justice"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me").status_code == 200
    answer = client.post("/api/v1/deliveries", {"file": leaves(LEAVES), "organ": "金堂县司法局"})
    assert answer.status_code == 403


def test_description_names_every_route(client, db):
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/clues", "/api/v1/deliveries", "/api/v1/cases/{case_id}"} <= set(described["paths"])
    assert described["paths"]["/api/v1/clues"]["get"]["summary"] == "线索"


def test_indicators_carry_their_query(called):
    found = called("prosecutor", "get", "indicators?period=2026Q2").json()
    assert {"reply_rate", "verified_share"} <= {one["indicator"] for one in found}
    assert all(one["query"] and one["period"] == "2026Q2" for one in found)


def test_indicators_of_what_is_no_period_or_not_ones_own(called):
    assert "期间" in is_told(called("prosecutor", "get", "indicators?period=2026Q9"), 422)["thing"]
    is_told(called("prison", "get", "indicators?organ=金堂县司法局"), 404)
