"""Cases over the interface: opened, acted in, told; what is inner or of others is not answered."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.conftest import enter, officers, ward  # noqa: F401 - the pages' officers
from zhiheng.law.clocks import add_days

OPENING = {
    "procedure": "commutation",
    "subject": {"name": "王甲", "number": "510107199001012910"},
    "values": {"judgment_no": "（2025）川0107刑初12号", "sentence_now": "fixed", "term_months": 72, "property_open": False},
    "facts": {"commutation": {"sentence": {"kind": "fixed", "months": 72}}},
    "key": "once",
}
STUDY = {"meeting_on": "2026-06-01", "attended": ["甲"], "facts_found": ["遵守监规"], "repentant": True, "opinion": ["同意"]}


def send(client, address, body):
    return client.post(f"/api/v1{address}", json.dumps(body), content_type="application/json")


@pytest.fixture()
def case(enter, ward):  # noqa: F811
    answer = send(enter(ward), "/cases", OPENING)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_a_case_is_opened_once_under_its_key(enter, ward, case):  # noqa: F811
    assert case["organs"]["prison"] == "川西监狱"
    assert {one["outcome"] for one in case["allowed"] if one["kind"] == "done"} == {"submitted", "refused", "dead", "served_out", "stopped"}
    assert send(enter(ward), "/cases", OPENING).json()["id"] == case["id"]


def test_a_step_is_done_and_its_faults_are_named(enter, ward, case):  # noqa: F811
    client, address = enter(ward), f"/cases/{case['id']}/acts"
    refused = send(client, address, {"step": "study", "outcome": "submitted", "values": {"opinion": ["同意"]}})
    assert refused.status_code == 422
    assert "研究日期：必须填写" in refused.json()["reason"]
    early = send(client, address, {"step": "study", "outcome": "submitted", "values": STUDY, "on": str(add_days(timezone.localdate(), -9))})
    assert early.status_code == 422
    done = send(client, address, {"step": "study", "outcome": "submitted", "values": STUDY, "seen": case["seen"], "key": "k1"})
    assert done.status_code == 200, done.content.decode()
    assert done.json()["open_steps"] == ["ward_review"]
    assert send(client, address, {"step": "study", "outcome": "submitted", "values": STUDY, "key": "k1"}).status_code == 200
    assert [one["title"] for one in client.get(f"/api/v1/cases/{case['id']}/documents").json()]
    assert client.get(f"/api/v1/cases/{case['id']}/events").json()[-1]["values"]["opinion"] == ["同意"]
    assert client.get(f"/api/v1/cases/{case['id']}/told").json() == []


def test_lists_are_narrowed_and_others_see_nothing(enter, ward, case):  # noqa: F811
    client = enter(ward)
    assert client.get("/api/v1/cases", {"procedure": "commutation", "q": "王甲"}).json()["count"] == 1
    assert client.get("/api/v1/cases", {"clock": "soon"}).status_code == 422
    assert [one["may_open"] for one in client.get("/api/v1/procedures").json() if one["id"] == "commutation"] == [True]
    court = enter("court")
    assert court.get("/api/v1/cases").json()["count"] == 0
    assert court.get(f"/api/v1/cases/{case['id']}").status_code == 404
    assert send(court, f"/cases/{case['id']}/acts", {"step": "study", "outcome": "submitted"}).status_code == 404
    assert send(court, "/cases", OPENING | {"key": "other"}).status_code in {403, 404, 422}


def test_content_that_is_no_file_is_refused(enter, ward, case):  # noqa: F811
    body = {"step": "study", "outcome": "submitted", "values": STUDY, "files": {"record": [{"name": "a.pdf", "content": "?"}]}}
    assert send(enter(ward), f"/cases/{case['id']}/acts", body).status_code == 422
    body["files"]["record"][0]["content"] = base64.b64encode(b"%PDF-1.7").decode()
    assert send(enter(ward), f"/cases/{case['id']}/acts", body).status_code == 422


def test_a_day_alone_does_not_begin_a_clock_of_hours(enter, officers):  # noqa: F811
    """Today's day alone would be taken for now: the hour is asked where hours run from the act, and nowhere else."""
    duty = next(name for name, one in officers.items() if name.startswith("organ-") and one.organ.name == "金堂县司法局")
    client, now = enter(duty), timezone.localtime()
    today, begun = now.date().isoformat(), (now - timedelta(minutes=5)).isoformat(timespec="minutes")
    organs = {"upper": "金堂县司法局", "procuratorate": "四川省检察院"}
    found = {"kind": "outage", "found_at": begun, "place": "指挥中心", "first_facts": ["系统中断"], "persons": ["无"]}
    opening = {"procedure": "event", "organs": organs, "values": found}
    short = send(client, "/cases", opening | {"values": found | {"found_at": today}})
    assert "应写明时刻" in short.json()["reason"]
    case = send(client, "/cases", opening | {"on": today}).json()
    values = {
        "when_where": "指挥中心", "who": ["无"], "what": ["系统中断"], "injured_note": "无", "done_so_far": ["已报修"], "asked_for": "无",
        "reporter": "甲",
    }  # fmt: skip
    record = {"step": "record", "outcome": "recorded", "values": values}
    refused = send(client, f"/cases/{case['id']}/acts", record | {"on": today})
    assert refused.status_code == 422
    assert "请写明时刻" in refused.json()["remedy"]
    done = send(client, f"/cases/{case['id']}/acts", record | {"on": timezone.now().isoformat()})
    assert "classify" in done.json()["open_steps"]
