from datetime import date, timedelta

import pytest

from zhiheng.client import Statement, key_mark, new_key, public_of, sign
from zhiheng.client.message import digest_of

OFFICE, PRISON, POLICE = "成都市人民检察院", "沱江监狱", "成都市公安局"


class System:
    """An organ's system with its key, as it signs and sends."""

    def __init__(self, organ, account, key, now):
        self.organ, self.account, self.key, self.now = organ, account, key, now

    def signed(self, kind, payload, seq, *, key=None, at=None, receiver=OFFICE, **meta):
        key = key or self.key
        at = (at or self.now).isoformat()
        text = Statement(self.organ, receiver, key_mark(public_of(key)), seq, kind, digest_of(payload), at, meta).text()
        return text, sign(key, text)

    def send(self, kind, payload, seq, *, later=0, **given):
        from zhiheng.exchange.peers.services import take

        text, signature = self.signed(kind, payload, seq, **given)
        return take(now=self.now + timedelta(days=later), text=text, signature=signature, payload=payload).row

    def say(self, seq, words="请查收", **given):
        return self.send("notice", words.encode(), seq, **given)


@pytest.fixture()
def opened(db, home, now):
    """Opens an account for an organ's system."""
    from zhiheng.exchange.peers.services import open_service_account
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import ensure_organ

    ensure_organ(actor=COMMAND_LINE, name=OFFICE, now=now)

    def open_for(organ, scopes=("cases", "datasets", "notices"), hook="", until=date(2099, 1, 1)):
        ensure_organ(actor=COMMAND_LINE, name=organ, now=now)
        key = new_key()
        given = {"actor": COMMAND_LINE, "now": now, "organ": organ, "name": "业务系统", "public": public_of(key)}
        return System(organ, open_service_account(**given, scopes=list(scopes), expires_on=until, hook=hook), key, now)

    return open_for


@pytest.fixture()
def prison(opened):
    return opened(PRISON)
