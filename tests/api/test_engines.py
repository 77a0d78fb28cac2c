"""Every engine has its operations in the interface: which ones is listed here; those for other roles than the others are asked here."""

import pytest

from tests.oversight.conftest import found
from tests.web.conftest import PURPOSE

pytestmark = pytest.mark.django_db
ENGINES = {
    "cases": {
        "list": "GET /cases", "open": "POST /cases", "read": "GET /cases/{case_id}", "act": "POST /cases/{case_id}/acts",
        "beside": "POST /cases/{case_id}/beside", "history": "GET /cases/{case_id}/events", "papers": "GET /cases/{case_id}/documents",
        "paper": "GET /cases/{case_id}/documents/{document_id}/file", "files": "GET /cases/{case_id}/files",
        "file": "GET /cases/{case_id}/files/{file_id}", "told": "GET /cases/{case_id}/told", "kinds": "GET /procedures",
    },
    "registers": {
        "kinds": "GET /ledgers", "list": "GET /ledgers/{register}/entries", "enter": "POST /ledgers/{register}/entries",
        "read": "GET /entries/{entry_id}", "act": "POST /entries/{entry_id}/acts", "count": "POST /ledgers/{register}/counts",
        "counted": "GET /counts/{count_id}", "found": "POST /counts/{count_id}/found", "end": "POST /counts/{count_id}/end",
    },
    "clues": {"list": "GET /clues", "read": "GET /clues/{clue_id}", "act": "POST /clues/{clue_id}/acts", "models": "GET /models"},
    "documents": {
        "register": "GET /documents", "of a case": "GET /cases/{case_id}/documents",
        "file": "GET /cases/{case_id}/documents/{document_id}/file", "evidence": "GET /cases/{case_id}/documents/{document_id}/evidence",
    },
    "deliveries": {
        "list": "GET /deliveries", "send": "POST /deliveries", "read": "GET /deliveries/{number}",
        "rejected": "GET /deliveries/{number}/rejected", "contest": "POST /deliveries/{number}/contests", "batches": "GET /batches",
        "standard": "GET /datasets/{name}", "evidence": "GET /deliveries/{number}/evidence",
    },
    "packages": {
        "list": "GET /packages", "receive": "POST /packages", "read": "GET /packages/{package_number}",
        "receipt": "GET /packages/{package_number}/receipt", "bind": "POST /packages/{package_number}/bind",
        "send": "POST /cases/{case_id}/packages",
    },
    "indicators": {"list": "GET /indicators"},
    "trace": {
        "checkpoint": "GET /ledger/checkpoint", "proof": "GET /ledger/proof", "entries": "GET /ledger/entries",
        "witness": "POST /ledger/cosignatures",
    },
    "tracking": {
        "orders": "GET /tracking/orders", "alarms": "GET /tracking/alarms", "act": "POST /tracking/alarms/{alarm_id}/acts",
        "positions": "POST /tracking/positions", "traccar": "POST /tracking/traccar", "osmand": "POST /tracking/osmand",
    },
    "messages": {
        "take": "POST /exchange/messages", "take many": "POST /exchange/bundles", "receipts": "POST /exchange/receipts",
        "test": "POST /exchange/test", "incoming": "GET /exchange/incoming", "read": "GET /exchange/incoming/{message_id}",
        "again": "POST /exchange/incoming/{message_id}/again", "return": "POST /exchange/incoming/{message_id}/return",
        "outgoing": "GET /exchange/outgoing",
    },
}  # fmt: skip


def test_every_engine_has_its_operations(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    there = {f"{method.upper()} {path.removeprefix('/api/v1')}" for path, told in paths.items() for method in told}
    missing = [f"{engine}: {name} ({one})" for engine, all_of in ENGINES.items() for name, one in all_of.items() if one not in there]
    assert missing == []
    for told in paths.values():
        assert all(one.get("summary") for one in told.values())


def posted(client, path, body, headers):
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def test_a_clue_is_verified_taken_up_again_and_refuted(client, things, screened, authorised):
    screened(found("510107199003078914"))
    headers = {**authorised("prosecutor"), **PURPOSE}
    (clue,) = client.get("/api/v1/clues?state=received", headers=headers).json()["items"]
    path = f"clues/{clue['id']}/acts"
    assert posted(client, path, {"act": "verified", "reason": "属实"}, headers).json()["state"] == "verified"
    assert posted(client, path, {"act": "reopened", "reason": ""}, headers).status_code == 422
    assert posted(client, path, {"act": "reopened", "reason": "再核一次"}, headers).status_code == 200
    assert posted(client, path, {"act": "snoozed", "reason": "等材料"}, headers).status_code == 422
    assert posted(client, path, {"act": "refuted", "reason": "查无此事", "cause": "data"}, headers).json()["state"] == "refuted"
    assert posted(client, path, {"act": "verified"}, headers).status_code == 422
    assert posted(client, path, {"act": "verified"}, authorised("organ-03")).status_code == 404


def test_files_of_a_case_ask_for_a_purpose_and_are_traced(client, things, authorised):
    from zhiheng.ledger.selectors import entries_about

    base = f"/api/v1/cases/{things['case_id']}"
    for path, thing in (
        (f"{base}/files/{things['file_id']}", f"case:{things['case_id']}"),
        (f"{base}/documents/{things['document_id']}/file", f"document:{things['document_id']}"),
    ):
        assert client.get(path, headers=authorised("prosecutor")).status_code == 403
        answer = client.get(path, headers={**authorised("prosecutor"), **PURPOSE})
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "file.downloaded" in [one.act for one in entries_about(thing)]


def test_an_alarm_is_looked_into_and_closed_by_who_keeps_the_order(client, things, authorised):
    path = f"tracking/alarms/{things['alarm_id']}/acts"
    headers = authorised("organ-03")
    assert posted(client, path, {"act": "closed", "cause": "equipment", "reason": "已充电"}, headers).status_code == 422
    assert posted(client, path, {"act": "seen"}, headers).json()["state"] == "seen"
    assert posted(client, path, {"act": "contacted", "note": "电话联系"}, headers).status_code == 200
    listed = client.get("/api/v1/tracking/orders", headers=headers).json()["items"]
    assert [(one["number"], one["open_alarms"]) for one in listed] == [("戴2026-1", 1)]
    assert "510107199001012911" not in str(listed)


def test_a_message_kept_for_officers_is_for_the_organ_it_came_to(client, things, authorised):
    headers, path = authorised("prosecutor"), f"exchange/incoming/{things['message_id']}"
    told = client.get(f"/api/v1/{path}", headers=headers).json()
    assert (told["state"], told["receipts"][-1]["step"]) == ("quarantined", "quarantined")
    assert [one["id"] for one in client.get("/api/v1/exchange/incoming?state=quarantined", headers=headers).json()["items"]] == [told["id"]]
    assert posted(client, f"{path}/again", {}, authorised("organ-03")).status_code == 404
    assert posted(client, f"{path}/return", {"reason": "不是本院案件"}, authorised("organ-03")).status_code == 404
