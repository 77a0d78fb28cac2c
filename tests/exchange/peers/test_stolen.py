"""What an organ's system signs in with, in the wrong hands: a person's token, a key that ended, another's name. Over HTTP, as attacked."""

from datetime import timedelta

import pytest

from tests.exchange.peers.conftest import POLICE, PRISON
from tests.web.signing.conftest import officers, own
from tests.web.signing.steps import PASSWORD
from zhiheng.client import new_key, public_of, sign
from zhiheng.client.wire import form
from zhiheng.exchange.models import Incoming
from zhiheng.exchange.peers.services import close_service_account, rotate_key
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.registry import services as registry
from zhiheng.registry.selectors import COMMAND_LINE, actor_of

__all__ = ["officers", "own"]
pytestmark = pytest.mark.django_db
CONTENT = "请查收".encode()


@pytest.fixture()
def post(client, now, monkeypatch):
    """Hand a message in some days after it was signed: status and what is said."""
    from zhiheng.api.routes import peers

    def handed(text, signature, payload=CONTENT, *, later=0, headers=None):
        monkeypatch.setattr(peers.timezone, "now", lambda: now + timedelta(days=later))
        kind, body = form({"statement": text, "signature": signature}, payload)
        answer = client.generic("POST", "/api/v1/exchange/messages", body, content_type=kind, headers=headers or {})
        return answer.status_code, answer.json()

    return handed


def test_who_cannot_be_told_is_refused_in_one_wording_and_nothing_is_kept(prison, opened, post, now):
    """No such key, the key of another organ's system, a signature that is another's, a key and an account that ended."""
    police, new = opened(POLICE), new_key()
    text, signature = prison.signed("notice", CONTENT, 1)
    tries = [prison.signed("notice", CONTENT, 1, key=new_key()), prison.signed("notice", CONTENT, 1, key=police.key)]
    tries += [(text, sign(police.key, text)), (text.replace(PRISON, POLICE), signature), (text, signature[:-4] + "AAAA")]
    given = {"actor": COMMAND_LINE, "now": now, "account_id": prison.account.pk}
    rotate_key(**given, public=public_of(new), former_until=now.date() + timedelta(days=1))
    answers = [post(*one) for one in tries] + [post(*prison.signed("notice", CONTENT, 1, at=now + timedelta(days=2)), later=2)]
    close_service_account(**given)
    answers += [post(*prison.signed("notice", CONTENT, 1, key=new))]
    assert [status for status, _ in answers] == [401] * 7
    assert len({str(words) for _, words in answers}) == 1
    assert (Incoming.objects.count(), verify().ok) == (0, True)
    assert Entry.objects.filter(act="session.failed").count() in range(1, 8), "noted; a flood of them as a few"


def test_a_known_system_sends_nothing_beyond_its_account_and_nothing_that_was_changed(opened, post):
    prison = opened(PRISON, scopes=("notices",))
    signed = prison.signed("notice", CONTENT, 1)
    answers = [
        post(*prison.signed("case", CONTENT, 1)),
        post(*signed, "请不要查收".encode()),
        post(*prison.signed("notice", CONTENT, 1, receiver=POLICE)),
        post(*signed, later=4),
    ]
    assert [status for status, _ in answers] == [422] * 4
    assert Incoming.objects.count() == 0
    assert post(*signed)[0] == 201


def test_a_persons_token_sends_no_message_and_a_systems_statement_is_no_token(prison, post, own, client):
    made = client.post("/api/v1/token", {"username": "chief", "password": PASSWORD}, content_type="application/json").json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/me", headers=bearer).status_code == 200
    text, _signature = prison.signed("notice", CONTENT, 1)
    assert post(text, sign(new_key(), text), headers=bearer)[0] == 401
    for stolen in prison.signed("notice", CONTENT, 1):
        assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {stolen.encode().hex()}"}).status_code == 401
    assert Incoming.objects.count() == 0


@pytest.mark.parametrize("ended", ["recalled", "reset", "closed", "post"])
def test_a_persons_token_ends_with_what_it_was_drawn_on(own, client, now, ended):
    chief = own["chief"]
    made = client.post("/api/v1/token", {"username": "chief", "password": PASSWORD}, content_type="application/json").json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/cases", headers=bearer).status_code == 200
    security = {"actor": actor_of(own["security"], "web"), "now": now}
    if ended == "recalled":
        registry.recall_sessions(**security, officer=chief, reason="账号疑似被盗用")
    elif ended == "reset":
        registry.reset_password(**security, officer=chief, reason="忘记口令")
    elif ended == "closed":
        registry.close_account(**security, officer=chief, reason="调离")
    else:
        registry.end_post(**security, post=chief.posts.get(), until_on=now.date())
    answer = client.get("/api/v1/cases", headers=bearer)
    assert answer.status_code == (404 if ended == "post" else 401), answer.content.decode()
