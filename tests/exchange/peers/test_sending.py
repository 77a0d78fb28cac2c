"""The outbox: order, keys changed without a stop, what is given up and sent once more, signed notices, addresses that are never called."""

import itertools
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.exchange.peers.conftest import OFFICE, PRISON
from tests.web.conftest import enter, officers  # noqa: F401 - fixtures
from zhiheng.client import MessageError, key_mark, read_notice, read_statement
from zhiheng.client.bundle import read_bundle
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core.peer_urls import Walls, is_outside
from zhiheng.exchange.models import Notice, Outgoing, Peer
from zhiheng.exchange.peers.services import connection_tested, deliver, make_message_key, note_peer, send_again, send_notices
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.procedure.models import Case, Definition
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError

DAY = date(2099, 1, 1)


class Other:
    """The other side: answers what it is told to, and keeps what it was asked."""

    def __init__(self):
        self.asked, self.answer, self.known = [], (201, {"state": "accepted", "reason": "已收案", "receipts": []}), None
        self.bundles = False

    def post(self, url, fields, payload=None, *, resolve):
        if url.endswith("/bundles"):
            return self.several(read_bundle(payload)) if self.bundles else (404, {})
        found = read_statement(fields["statement"])
        self.asked.append((url.rpartition("/")[2], found.seq, found.key))
        return (401, {}) if self.known and found.key not in self.known else self.answer

    def several(self, bundle):
        """As the platform: up to the first that it does not take; a stranger's bundle is answered as a whole."""
        answers = [self.post("/messages", {"statement": one.statement}, one.payload, resolve=None) for one in bundle]
        if answers[0][0] in {401, 500}:
            return answers[0]
        taken = sum(1 for _ in itertools.takewhile(lambda one: one[0] == 201, answers))
        return 200, {"answers": [{"status": status, **told} for status, told in answers[: taken + 1]]}

    def seqs(self):
        return [seq for place, seq, _ in self.asked if place == "messages"]


@pytest.fixture()
def other(monkeypatch):
    found = Other()
    for module in ("delivering", "operating", "together"):
        monkeypatch.setattr(f"zhiheng.exchange.peers.services.{module}.post", found.post)
    return found


@pytest.fixture()
def outbox(db, home, now, other):
    for organ in (OFFICE, PRISON):
        ensure_organ(actor=COMMAND_LINE, name=organ, now=now)
    note_peer(actor=COMMAND_LINE, now=now, organ=PRISON, url="https://prison.example")
    first = key_mark(make_message_key(actor=COMMAND_LINE, now=now, organ=OFFICE))
    for seq in (1, 2):
        Outgoing.objects.create(
            sender=organ_named(OFFICE), peer=Peer.objects.get(), seq=seq, kind="notice", key=f"k{seq}", title="告知", made_at=now,
            next_at=now, digest=keeping.keep(Path(settings.FILES), str(seq).encode()),
        )  # fmt: skip
    return first


def states():
    return list(Outgoing.objects.order_by("seq").values_list("state", flat=True))


@pytest.mark.django_db
def test_what_is_refused_for_good_stops_those_behind_it_until_it_is_sent_once_more(outbox, other, now):
    other.answer = (422, {"reason": "序号相差过大", "remedy": "请核对"})
    deliver(actor=COMMAND_LINE, now=now)
    assert (states(), other.seqs()) == (["dead", "waiting"], [1])
    deliver(actor=COMMAND_LINE, now=now + timedelta(hours=2))
    assert other.seqs() == [1]
    other.answer = (201, {"state": "accepted", "reason": "", "receipts": [{"step": "received", "words": "", "at": "2026-06-30"}]})
    send_again(actor=COMMAND_LINE, now=now, outgoing_id=Outgoing.objects.get(seq=1).pk)
    deliver(actor=COMMAND_LINE, now=now)
    assert (states(), other.seqs()) == (["accepted", "accepted"], [1, 1, 2])
    hops = list(Outgoing.objects.get(seq=1).hops.values_list("step", flat=True))
    assert hops == ["dead", "again", "received"]


@pytest.fixture()
def more(outbox, now):
    """Ten messages in all."""
    for seq in range(3, 11):
        Outgoing.objects.create(
            sender=organ_named(OFFICE), peer=Peer.objects.get(), seq=seq, kind="notice", key=f"k{seq}", title="告知", made_at=now,
            next_at=now, digest=keeping.keep(Path(settings.FILES), str(seq).encode()),
        )  # fmt: skip


@pytest.mark.django_db
def test_many_go_in_one_request_and_each_has_its_receipts_and_its_entry(more, other, now):
    other.bundles = True
    other.answer = (201, {"state": "accepted", "reason": "好", "receipts": [{"step": "received", "words": "", "at": "2026-06-30"}]})
    assert deliver(actor=COMMAND_LINE, now=now) == 10
    assert (states(), other.seqs()) == (["accepted"] * 10, list(range(1, 11)))
    for row in Outgoing.objects.prefetch_related("hops"):
        assert [hop.step for hop in row.hops.all()] == ["received"]
        assert [entry.act for entry in entries_about(f"outgoing:{row.pk}")] == ["message.answered"]
        assert read_statement(row.statement).seq == row.seq
    assert deliver(actor=COMMAND_LINE, now=now) == 0
    assert not verify().findings


@pytest.mark.django_db
def test_of_many_the_first_that_is_refused_stops_those_behind_it(more, other, now):
    other.bundles, well = True, other.answer
    answers = {4: (422, {"reason": "序号已用于另一份", "remedy": "请核对"})}
    post = other.post

    def refusing(url, fields, payload=None, *, resolve):
        if fields:
            other.answer = answers.get(read_statement(fields["statement"]).seq, well)
        return post(url, fields, payload, resolve=resolve)

    other.post = refusing
    assert deliver(actor=COMMAND_LINE, now=now) == 3
    assert states() == ["accepted"] * 3 + ["dead"] + ["waiting"] * 6
    assert set(Outgoing.objects.filter(state="waiting").values_list("tries", "last_error")) == {(0, "")}
    answers.clear()
    send_again(actor=COMMAND_LINE, now=now, outgoing_id=Outgoing.objects.get(seq=4).pk)
    deliver(actor=COMMAND_LINE, now=now)
    assert states() == ["accepted"] * 10
    Outgoing.objects.update(state="waiting", next_at=now, tries=0)
    answers[1] = (500, {})
    deliver(actor=COMMAND_LINE, now=now)
    assert list(Outgoing.objects.order_by("seq").values_list("tries", flat=True)) == [1] + [0] * 9, "only the first was tried"


@pytest.mark.django_db
def test_what_one_organ_sends_of_a_case_waits_for_what_another_sent_of_it_before(outbox, other, now):
    ensure_organ(actor=COMMAND_LINE, name="成都市公安局", now=now)
    make_message_key(actor=COMMAND_LINE, now=now, organ="成都市公安局")
    spec = Definition.objects.create(digest="d" * 64, name="x", pack="x", title="案件", content="{}", published_at=now)
    case = Case.objects.create(procedure="x", pack="x", definition=spec, title="案件", opened_at=now, opened_by="x", last_event_at=now)
    given = {"case": case, "peer": Peer.objects.get(), "kind": "case", "title": "案件", "made_at": now, "next_at": now}
    digest = keeping.keep(Path(settings.FILES), b"x")
    Outgoing.objects.filter(seq=2).update(next_at=now + timedelta(minutes=5))
    whole = Outgoing.objects.create(sender=organ_named(OFFICE), seq=3, key="whole", digest=digest, **given)
    act = Outgoing.objects.create(sender=organ_named("成都市公安局"), seq=1, key="act", digest=digest, **given)
    deliver(actor=COMMAND_LINE, now=now)
    assert other.seqs() == [1], "the act waits with the case, which waits for its turn"
    deliver(actor=COMMAND_LINE, now=now + timedelta(minutes=6))
    assert other.seqs() == [1, 2, 3, 1]
    assert set(Outgoing.objects.filter(pk__in=[whole.pk, act.pk]).values_list("state", flat=True)) == {"accepted"}


@pytest.mark.django_db
def test_what_the_other_side_says_is_kept_whatever_it_is(outbox, other, now):
    other.answer = (201, {"state": "accepted", "reason": "好\x00" + "好" * 5000, "receipts": ["x", {"step": "received", "words": "\x00"}]})
    deliver(actor=COMMAND_LINE, now=now)
    assert states() == ["accepted", "accepted"]
    assert len(Outgoing.objects.get(seq=1).reason) == 2000
    other.answer = (422, {"reason": "\x00", "remedy": ["x"]})
    Outgoing.objects.filter(seq=2).update(state="waiting", next_at=now)
    deliver(actor=COMMAND_LINE, now=now)
    assert states() == ["accepted", "dead"]


@pytest.mark.django_db
def test_a_new_key_that_the_other_side_does_not_know_yet_stops_nothing(outbox, other, now):
    other.known = {outbox}
    new = key_mark(make_message_key(actor=COMMAND_LINE, now=now, organ=OFFICE))
    deliver(actor=COMMAND_LINE, now=now)
    assert states() == ["accepted", "accepted"]
    assert [key for _, _, key in other.asked] == [new, outbox] * 2
    other.answer = (200, {"organ": OFFICE, "scopes": ["cases"], "expires_on": "2099-01-01"})
    words = connection_tested(actor=COMMAND_LINE, now=now, peer=Peer.objects.get(), sender=OFFICE)
    assert words.startswith("连接正常")
    assert "还没有登记本机关的新密钥" in words
    other.known = {"another"}
    Outgoing.objects.update(state="waiting", next_at=now)
    deliver(actor=COMMAND_LINE, now=now)
    assert states() == ["waiting", "waiting"], "the other side's administrator can mend it: it is tried again"
    assert "登记公钥" in Outgoing.objects.get(seq=1).last_error


@pytest.mark.django_db
def test_the_end_of_a_message_is_told_signed_until_it_is_taken(opened, monkeypatch, now):
    public = make_message_key(actor=COMMAND_LINE, now=now, organ=ensured(OFFICE, now))
    prison = opened(PRISON, hook="https://prison.example/hook")
    prison.say(1)
    posted, answers = [], [OSError("no way"), (500, {}), (204, {})]

    def post(url, fields, payload=None, *, resolve):
        posted.append((url, fields["statement"], fields["signature"], payload))
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("zhiheng.exchange.peers.services.hooking.post", post)
    for hours in (0, 2, 4, 6):
        send_notices(actor=COMMAND_LINE, now=now + timedelta(hours=hours))
    assert len(posted) == 3
    assert Notice.objects.get().sent_at is not None
    url, statement, signature, payload = posted[-1]
    notice = read_notice(statement, signature, payload, public=[public], receiver=PRISON)
    assert (url, notice.seq, notice.state, notice.reason) == ("https://prison.example/hook", 1, "accepted", "已收到告知")
    assert {read_statement(one[1]).seq for one in posted} == {notice.number}
    for wrong in ((statement, signature, payload + b" "), (statement, "00" * 64, payload)):
        with pytest.raises(MessageError):
            read_notice(*wrong, public=[public], receiver=PRISON)
    with pytest.raises(MessageError):
        read_notice(statement, signature, payload, public=[], receiver=PRISON)


def ensured(organ, now):
    ensure_organ(actor=COMMAND_LINE, name=organ, now=now)
    return organ


INSIDE = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.1.2.3", "224.0.1.1", "::1", "fe80::1", "fc00::1",
          "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:0a00:0001::1",
          "::7f00:1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1", "fec0::1", "5f00::1"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_called_only_where_the_operator_allows_them(address):
    assert not is_outside(address)
    with pytest.raises(UnusableInputError, match="内部网络"):
        Walls(lookup=lambda _host, _port: ["93.184.216.34", address]).resolve("rebinding.example", 443)
    assert Walls(("court.example:443",), lambda _host, _port: [address]).resolve("court.example", 443) == address


def test_what_is_allowed_is_a_host_with_its_port_or_a_network():
    inside = Walls(("10.0.0.0/8",), lambda _host, _port: ["10.1.2.3"])
    assert inside.resolve("court.example", 443) == "10.1.2.3"
    assert Walls(lookup=lambda _host, _port: ["93.184.216.34"]).resolve("court.example", 443) == "93.184.216.34"
    with pytest.raises(UnusableInputError, match="内部网络"):
        Walls(("court.example:443",), lambda _host, _port: ["10.1.2.3"]).resolve("court.example", 80)


@pytest.mark.parametrize(
    "url",
    [
        "http://court.example",
        "file:///etc/passwd",
        "https://a:b@court.example",
        "https://court.example/?x=1",
        "gopher://x",
        "https://[x",
    ],
)
def test_addresses_that_are_none_or_not_encrypted_are_refused(url):
    with pytest.raises(UnusableInputError):
        Walls().demand_url(url)


@pytest.fixture()
def organ_names():
    return [OFFICE, PRISON]


@pytest.mark.django_db
def test_administrators_each_do_their_part_of_it(enter, officers, outbox, other, now):  # noqa: F811
    other.answer = (422, {"reason": "摘要不符"})
    deliver(actor=COMMAND_LINE, now=now)
    system = enter("system")
    page = system.get(reverse("exchange")).content.decode()
    assert "停发 1" in page
    assert "摘要不符" in page
    assert "告知" not in page, "what the message says is no business of the system administrator"
    other.answer = (200, {"organ": OFFICE, "scopes": ["cases"], "expires_on": "2099-01-01"})
    shown = system.post(reverse("test_peer", args=[Peer.objects.get().pk]), {"sender": OFFICE}, follow=True).content.decode()
    assert f"连接正常：对方认作{OFFICE}" in shown
    assert system.post(reverse("send_again", args=[Outgoing.objects.get(seq=1).pk])).status_code == 302
    assert states() == ["waiting", "waiting"]
    refused = system.post(reverse("note_peer"), {"organ": PRISON, "url": "http://10.1.2.3"})
    assert refused.status_code == 422
    assert "没有加密" in refused.content.decode()
    assert system.get(reverse("service_accounts")).status_code == 404
    security = enter("security")
    assert security.get(reverse("exchange")).status_code == 404
    given = {"organ": PRISON, "name": "狱政系统", "scopes": ["notices"], "expires_on": DAY.isoformat(), "public": "ab" * 32}
    assert security.post(reverse("service_accounts"), {**given, "public": "zz"}).status_code == 422
    listed = security.post(reverse("service_accounts"), given, follow=True).content.decode()
    assert "狱政系统" in listed
    account = organ_accounts()[0]
    security.post(reverse("rotate_key", args=[account.pk]), {"public": "cd" * 32, "former_until": "2099-01-01"})
    assert account.keys.count() == 2
    made = security.post(reverse("make_message_key"), {"organ": OFFICE}, follow=True).content.decode()
    assert "的新公钥：" in made
    security.post(reverse("close_service_account", args=[account.pk]))
    assert "已停用" in security.get(reverse("service_accounts")).content.decode()


def organ_accounts():
    from zhiheng.exchange.models import ServiceAccount

    return list(ServiceAccount.objects.all())


@pytest.mark.django_db
def test_what_was_signed_of_a_message_stays_when_its_receipts_are_asked_for(outbox, other, now):
    other.answer = (201, {"state": "received", "reason": "", "receipts": []})
    deliver(actor=COMMAND_LINE, now=now)
    signed = dict(Outgoing.objects.values_list("seq", "statement"))
    deliver(actor=COMMAND_LINE, now=now + timedelta(hours=2))
    assert [place for place, _, _ in other.asked] == ["messages"] * 2 + ["receipts"] * 2
    assert dict(Outgoing.objects.values_list("seq", "statement")) == signed
