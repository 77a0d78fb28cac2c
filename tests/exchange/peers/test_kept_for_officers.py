"""What cannot be told is kept for an officer of the organ it came to, who does it again or sends it back; others do not know of it."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.exchange.peers.conftest import OFFICE, PRISON
from tests.web.conftest import enter, officers  # noqa: F401 - fixtures
from zhiheng.exchange.closed import selectors as closed
from zhiheng.exchange.peers.selectors import receipts_of
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import close_person

pytestmark = pytest.mark.django_db
CLOSED_PERSON = "510107199004076004"


@pytest.fixture()
def organ_names():
    return [OFFICE, PRISON]


def handler(accounts, organ):
    return next(name for name, one in accounts.items() if one.organ.name == organ and name.startswith("organ-"))


def test_a_file_of_an_unknown_case_waits_for_an_officer_and_is_sent_back(enter, officers, opened):  # noqa: F811
    prison = opened(PRISON)
    row = prison.send("file", b"ok", 1, case=str(uuid4()), name="意见.txt")
    assert (row.state, row.reason) == ("quarantined", "没有收到过这个案件，须等建案报文")
    stranger = enter(handler(officers, PRISON))
    assert stranger.post(reverse("send_back_message", args=[row.pk]), {"reason": "不是本院案件"}).status_code == 404
    assert enter("system").get(reverse("peer_message", args=[row.pk])).status_code == 404
    client = enter(handler(officers, OFFICE))
    assert "待处理" in client.get(reverse("peer_messages") + "?state=quarantined").content.decode()
    again = client.post(reverse("take_up_message", args=[row.pk]), follow=True)
    assert "须等建案报文" in again.content.decode()
    assert client.post(reverse("send_back_message", args=[row.pk]), {"reason": ""}).status_code == 422
    page = client.post(reverse("send_back_message", args=[row.pk]), {"reason": "不是本院案件"}, follow=True).content.decode()
    assert "退回：不是本院案件" in page
    assert client.post(reverse("take_up_message", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.reason) == ("returned", "不是本院案件")


def test_a_case_whose_procedure_reads_otherwise_here_waits_and_says_so(opened, home):
    prison = opened(PRISON, scopes=("cases",))
    event = dict.fromkeys(("step", "outcome", "actor", "reason", "unit", "part", "at", "name"), "")
    event |= {"kind": "opened", "organ": PRISON, "on": "2026-06-30", "values": {"organs": {"prison": PRISON, "court": OFFICE}}, "more": {}}
    content = json.dumps({"procedure": "0" * 64, "procedure_id": "commutation", "events": [event]}).encode()
    row = prison.send("case", content, 1, case=str(uuid4()))
    ours = catalog().procedures["commutation"]
    assert row.state == "quarantined"
    assert f"“{ours.title}”的流程文本双方不同：来文为 {'0' * 12}，本平台为 {ours.digest[:12]}" in row.reason
    assert receipts_of(row)["reason"] == row.reason, "the sender reads it with the receipts"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        pytest.param("file", f"罪犯某甲（{CLOSED_PERSON}）的病历".encode(), id="file"),
        ("case", json.dumps({"procedure": "0" * 64, "procedure_id": "commutation", "subject": CLOSED_PERSON, "events": []}).encode()),
    ],
)
def test_a_message_bound_to_no_case_that_names_a_closed_person_is_not_there(enter, officers, opened, kind, payload, now):  # noqa: F811
    prison = opened(PRISON, scopes=("cases",))
    row = prison.send(kind, payload, 1, case=str(uuid4()), name="材料.txt")
    assert row.case_id is None
    client, there = enter(handler(officers, OFFICE)), [reverse("peer_message", args=[row.pk]), f"/api/v1/exchange/incoming/{row.pk}"]
    assert [client.get(place).status_code for place in there] == [200, 200]
    close_person(actor=COMMAND_LINE, now=now, number=CLOSED_PERSON, kind="limited", reason="依法不得知悉", officer=None)
    assert [client.get(place).status_code for place in there] == [404, 404]
    assert client.get("/api/v1/exchange/incoming").json()["count"] == 0
    assert client.post(reverse("take_up_message", args=[row.pk])).status_code == 404


def test_contents_bound_to_no_case_are_read_once_however_many_pages_ask(enter, officers, opened, now, monkeypatch):  # noqa: F811
    prison, reads = opened(PRISON, scopes=("cases",)), []
    for seq in range(1, 6):
        prison.send("file", f"第 {seq} 份（{uuid4()}）".encode(), seq, case=str(uuid4()), name="材料.txt")
    prison.send("file", f"罪犯某甲（{CLOSED_PERSON}）的病历".encode(), 6, case=str(uuid4()), name="材料.txt")
    close_person(actor=COMMAND_LINE, now=now, number=CLOSED_PERSON, kind="limited", reason="依法不得知悉", officer=None)
    read = closed.numbers_in_file
    monkeypatch.setattr(closed, "numbers_in_file", lambda content: reads.append(1) or read(content))
    client = enter(handler(officers, OFFICE))
    counts = [client.get("/api/v1/exchange/incoming").json()["count"] for _ in range(4)]
    assert (counts, len(reads)) == ([5] * 4, 6)


def test_a_notice_that_names_a_closed_person_is_listed_without_what_it_says(enter, officers, opened, now):  # noqa: F811
    opened(PRISON).say(1, f"罪犯某甲（{CLOSED_PERSON}）已入院")
    client, listed = enter(handler(officers, OFFICE)), "/api/v1/exchange/incoming"
    there = reverse("peer_message", args=[client.get(listed).json()["items"][0]["id"]])
    assert "已入院" in client.get(there).content.decode()
    close_person(actor=COMMAND_LINE, now=now, number=CLOSED_PERSON, kind="limited", reason="依法不得知悉", officer=None)
    (item,) = client.get(listed).json()["items"]
    assert "已入院" not in json.dumps(item, ensure_ascii=False)
    assert [client.get(place).status_code for place in (there, f"{listed}/{item['id']}")] == [404, 404]
