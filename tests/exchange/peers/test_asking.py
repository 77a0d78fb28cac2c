"""Who captured a message or a query of an organ's system asks the platform nothing with it."""

from datetime import timedelta

import pytest

from tests.exchange.peers.conftest import OFFICE, POLICE, PRISON
from zhiheng.client import Client, new_key, public_of, read_statement, sign
from zhiheng.client.message import asking
from zhiheng.exchange.models import AskedOnce
from zhiheng.exchange.peers.services import open_service_account
from zhiheng.ledger.selectors import verify
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db


@pytest.fixture()
def ask(client, prison, now, monkeypatch):
    """Asks over HTTP, some time after the message was sent: status and answer."""
    from zhiheng.api.routes import peers

    def asked(text, *, key=None, place="receipts", after=timedelta(0)):
        monkeypatch.setattr(peers.timezone, "now", lambda: now + after)
        answer = client.post(f"/api/v1/exchange/{place}", {"statement": text, "signature": sign(key or prison.key, text)})
        return answer.status_code, answer.json()

    return asked


def query(system, seq, *, kind="receipts", key=None, at=None):
    return asking(kind, system.organ, OFFICE, key or system.key, seq, at or system.now)


def test_the_statement_of_a_message_asks_for_no_receipts(prison, ask):
    prison.say(1)
    text, _ = prison.signed("notice", "请查收".encode(), 1)
    status, told = ask(text)
    assert (status, "receipts" in told) == (422, False)
    assert "单独签署" in told["reason"]
    assert ask(query(prison, 1))[1]["state"] == "accepted"


def test_a_query_is_answered_once_and_for_a_quarter_of_an_hour(prison, ask):
    prison.say(1)
    text = query(prison, 1)
    assert ask(text)[0] == 200
    status, told = ask(text, after=timedelta(minutes=1))
    assert (status, "已经用过" in told["reason"]) == (422, True)
    assert ask(query(prison, 1))[0] == 200, "the sender asks as often as it signs"
    old = query(prison, 1)
    assert ask(old, after=timedelta(minutes=16))[0] == 422
    kept = AskedOnce.objects.count()
    assert ask(query(prison, 1, at=prison.now + timedelta(hours=2)), after=timedelta(hours=2))[0] == 200
    assert (kept, AskedOnce.objects.count()) == (2, 1), "what can no longer be used is not kept"
    assert verify().ok


def test_a_test_of_the_connection_is_of_use_once(prison, ask):
    text = query(prison, 0, kind="test")
    assert ask(text, place="test")[1]["organ"] == PRISON
    assert ask(text, place="test")[0] == 422
    assert ask(text, place="receipts")[0] == 422


def test_a_query_opens_nothing_of_other_organs_or_of_what_the_account_may_not_send(prison, opened, ask, now):
    police = opened(POLICE)
    prison.say(1)
    assert ask(query(police, 1), key=police.key)[0] == 404
    key = new_key()
    given = {"actor": COMMAND_LINE, "now": now, "organ": PRISON, "name": "数据系统", "public": public_of(key)}
    open_service_account(**given, scopes=["datasets"], expires_on=now.date() + timedelta(days=99))
    assert ask(query(prison, 1, key=key), key=key)[0] == 404, "words are not this system's to send"
    assert ask(query(prison, 1))[0] == 200


def test_a_copy_of_a_whole_message_is_of_no_use_after_its_days(prison):
    prison.say(1)
    with pytest.raises(UnusableInputError, match="签署已超过 72 小时"):
        prison.say(1, later=4)
    again = prison.say(1, later=4, at=prison.now + timedelta(days=4))
    assert again.state == "accepted", "signed anew under its number it is the same message"


def test_the_client_signs_each_query_anew(prison, monkeypatch):
    asked = []

    def post(url, fields, payload=None, *, resolve):
        asked.append((url.rpartition("/")[2], fields["statement"]))
        return 200, {"seq": 1, "state": "accepted", "reason": "", "receipts": []}

    monkeypatch.setattr("zhiheng.client.sender.post", post)
    client = Client("https://platform.example", PRISON, OFFICE, prison.key)
    text = client.statement("notice", b"", 1, {})
    client.receipts(text)
    client.receipts(text)
    client.test()
    assert [place for place, _ in asked] == ["receipts", "receipts", "test"]
    assert len({one for _, one in asked} | {text}) == 4
    assert [(read_statement(one).kind, read_statement(one).seq) for _, one in asked] == [("receipts", 1), ("receipts", 1), ("test", 0)]
