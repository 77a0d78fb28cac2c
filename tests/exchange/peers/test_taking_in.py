"""Messages of organs' systems are taken in once, in their order, and only as long as who signs may."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.exchange.conftest import csv_bytes, stays
from tests.exchange.peers.conftest import OFFICE, POLICE, PRISON
from zhiheng.client import new_key, public_of
from zhiheng.client.bundle import Signed, bundle_of
from zhiheng.exchange.models import Incoming, MessageHop
from zhiheng.exchange.peers.selectors import board, receipts_of
from zhiheng.exchange.peers.services import StrangerError, close_service_account, rotate_key, take
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import entries_about, verify
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db


def standing(organ):
    return next(one for one in board(COMMAND_LINE) if one.organ == organ)


def test_what_comes_before_its_turn_waits_and_the_numbers_missing_are_named(prison):
    assert prison.say(1).state == "accepted"
    assert (prison.say(3).state, prison.say(3).reason) == ("held", "前面第 2 号没有收到")
    assert prison.say(6).reason == "前面第 2、4–5 号没有收到"
    assert standing(PRISON).absent == f"发往{OFFICE}的第 2、4–5 号"
    prison.say(2)
    assert dict(Incoming.objects.values_list("seq", "state")) == {1: "accepted", 2: "accepted", 3: "accepted", 6: "held"}
    prison.say(5)
    prison.say(4)
    assert set(Incoming.objects.values_list("state", flat=True)) == {"accepted"}
    assert standing(PRISON).absent == ""
    third = Incoming.objects.get(seq=3)
    assert [one["step"] for one in receipts_of(third)["receipts"]] == ["received", "validated", "held", "accepted"]
    acts = ["message.received", "message.held", "message.accepted"]
    assert [entry.act for entry in entries_about(f"message:{third.pk}")] == acts
    assert not verify().findings


def test_the_same_again_is_the_same_and_changes_nothing(prison):
    first = prison.say(1)
    before = (Incoming.objects.count(), MessageHop.objects.count(), len(list(entries_about(f"message:{first.pk}"))))
    again = prison.say(1, at=prison.now + timedelta(minutes=5))
    assert again.pk == first.pk
    assert before == (Incoming.objects.count(), MessageHop.objects.count(), len(list(entries_about(f"message:{first.pk}"))))
    with pytest.raises(UnusableInputError, match="已经用于另一份报文"):
        prison.say(1, "另一份")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"at": timedelta(hours=-73)}, "签署已超过 72 小时"),
        ({"at": timedelta(minutes=16)}, "时钟"),
        ({"seq": 20_000}, "相差过大"),
        ({"seq": 0}, "从 1 开始"),
        ({"receiver": "没有的机关"}, "本平台没有"),
    ],
)
def test_copies_kept_for_later_and_numbers_out_of_reach_are_refused(prison, given, said):
    at = prison.now + given.pop("at", timedelta(0))
    with pytest.raises(UnusableInputError, match=said):
        prison.say(given.pop("seq", 1), at=at, **given)
    assert not Incoming.objects.exists()


def test_a_storm_of_copies_out_of_order_comes_in_once_each_and_in_order(prison):
    """Sixty messages, each sent three times in any order: a sender that lost its own records tries everything again."""
    chance, copies = random.Random(3), 3  # noqa: S311 - which order, no secret
    signed = {seq: prison.signed("notice", f"第 {seq} 件".encode(), seq) for seq in range(1, 61)}
    storm = [seq for seq in signed for _ in range(copies)]
    chance.shuffle(storm)
    for seq in storm:
        text, signature = signed[seq]
        assert take(now=prison.now, text=text, signature=signature, payload=f"第 {seq} 件".encode()).row.seq == seq
    rows = list(Incoming.objects.order_by("seq"))
    assert [(row.seq, row.state) for row in rows] == [(seq, "accepted") for seq in signed]
    told = Counter(Entry.objects.filter(thing__startswith="message:").values_list("act", "thing"))
    assert max(told.values()) == 1, told.most_common(3)
    assert standing(PRISON).absent == ""
    assert verify().ok


def test_only_a_key_of_the_account_that_holds_today_is_known(prison, opened):
    police, stranger = opened(POLICE), new_key()
    for key in (stranger, police.key):
        with pytest.raises(StrangerError):
            prison.say(1, key=key)
    with pytest.raises(UnusableInputError, match="没有“package”的范围"):
        prison.send("package", b"x", 1)
    new = new_key()
    given = {"actor": COMMAND_LINE, "now": prison.now, "account_id": prison.account.pk}
    rotate_key(**given, public=public_of(new), former_until=date(2026, 7, 3))
    prison.say(1)
    prison.say(2, key=new)
    prison.say(3, later=2)
    with pytest.raises(StrangerError):
        prison.say(4, later=3, at=prison.now + timedelta(days=3))
    prison.say(4, key=new, later=3, at=prison.now + timedelta(days=3))
    with pytest.raises(UnusableInputError, match="已经登记过"):
        rotate_key(**given, public=public_of(new), former_until=date(2026, 7, 3))
    close_service_account(**given)
    with pytest.raises(StrangerError):
        prison.say(5, key=new)


def test_an_account_ends_on_its_day(opened, now):
    prison = opened(PRISON, until=date(2026, 7, 2))
    prison.say(1, later=1)
    with pytest.raises(StrangerError):
        prison.say(2, later=2)


def test_corrections_and_supplements_are_linked_to_what_they_are_about(opened):
    police = opened(POLICE)
    rows = stays([1, 2])
    rows[1]["checkin_at"] = "昨天"
    names = {"dataset": "hotel_stays", "name": "旅馆.csv"}
    first = police.send("dataset", csv_bytes(rows), 1, **names)
    assert first.state == "accepted"
    mended = police.send("dataset", csv_bytes(stays([2])), 2, corrects="1", **names)
    assert (mended.state, mended.earlier, mended.relation) == ("accepted", first, "corrects")
    assert mended.delivery.correction_of == first.delivery
    added = police.send("dataset", csv_bytes(stays([3])), 3, supplements="1", **names)
    assert (added.earlier, added.relation, added.delivery.correction_of) == (first, "supplements", None)
    for seq, given, said in (
        (4, {"corrects": "9"}, "没有收到过"),
        (5, {"corrects": "5"}, "不在本报文之前"),
        (6, {"corrects": "1", "supplements": "2"}, "不能既是更正又是补充"),
        (7, {"corrects": "一"}, "没有收到过"),
    ):
        refused = police.send("dataset", csv_bytes(stays([seq])), seq, **given, **names)
        assert (refused.state, refused.delivery) == ("returned", None)
        assert said in refused.reason
    assert "不是同一类" in police.say(8, corrects="1").reason


def test_a_file_that_is_returned_leaves_its_delivery_to_be_looked_up(opened):
    police = opened(POLICE)
    rows = stays([1])
    rows[0]["checkin_at"] = "昨天"
    row = police.send("dataset", csv_bytes(rows), 1, dataset="hotel_stays", name="旅馆.csv")
    assert row.state == "returned"
    assert row.reason.startswith(f"第 {row.delivery_id} 号交付")
    assert row.delivery.outcome == "returned"


def test_one_message_that_cannot_be_worked_on_stops_no_other(prison, opened):
    from zhiheng.exchange.peers.services import work

    police = opened(POLICE)
    prison.say(2)
    police.say(2)
    for system in (prison, police):
        Incoming.objects.filter(sender__name=system.organ).update(seq=1)
    Incoming.objects.filter(sender__name=PRISON).update(digest="0" * 64)
    with pytest.raises(UnusableInputError):
        work(actor=COMMAND_LINE, now=prison.now)
    assert dict(Incoming.objects.values_list("sender__name", "state")) == {PRISON: "held", POLICE: "accepted"}


def test_a_case_with_what_no_database_keeps_is_returned(prison):
    row = prison.send("case", b'{"events": [{"reason": "\\u0000"}]}', 1, case=str(uuid4()))
    assert row.state == "returned"
    assert "空字符" in row.reason


def bundled(system, *given, now=None):
    """Words under numbers (a pair each), taken in with one request: (state, reason) of each."""
    from zhiheng.exchange.peers.services import take_bundle

    signed = []
    for seq, words, more in given:
        payload = words.encode()
        signed.append(Signed(*system.signed("notice", payload, seq, **more), payload))
    taken = take_bundle(now=now or system.now, content=bundle_of(signed))
    return [(one.row.state, one.row.reason) if one.row else ("refused", one.refusal.reason) for one in taken]


def test_many_come_in_one_request_each_with_its_receipts_and_entries(prison):
    many = [(seq, f"第 {seq} 份", {}) for seq in range(1, 8)]
    assert bundled(prison, *many) == [("accepted", "已收到告知")] * 7
    before = Incoming.objects.count(), MessageHop.objects.count()
    assert bundled(prison, *many) == [("accepted", "已收到告知")] * 7
    assert before == (Incoming.objects.count(), MessageHop.objects.count()), "the same again does nothing"
    for row in Incoming.objects.all():
        assert [one["step"] for one in receipts_of(row)["receipts"]] == ["received", "validated", "accepted"]
        assert [entry.act for entry in entries_about(f"message:{row.pk}")] == ["message.received", "message.accepted"]
    assert not verify().findings


def test_of_many_a_gap_waits_and_the_first_that_is_refused_ends_the_list(prison, opened):
    assert bundled(prison, (1, "一", {}), (2, " ", {}), (4, "四", {})) == [
        ("accepted", "已收到告知"),
        ("returned", "告知应有内容，不超过 4000 字"),
        ("held", "前面第 3 号没有收到"),
    ]
    given = bundled(prison, (3, "三", {}), (1, "另一份", {}), (5, "五", {}))
    assert given == [("accepted", "已收到告知"), ("refused", "这个序号已经用于另一份报文")]
    assert dict(Incoming.objects.values_list("seq", "state")) == {1: "accepted", 2: "returned", 3: "accepted", 4: "accepted"}
    stranger = {"key": new_key()}
    assert bundled(prison, (5, "五", {}), (6, "六", stranger)) == [("accepted", "已收到告知"), ("refused", "签名不能确认")]
    with pytest.raises(StrangerError):
        bundled(prison, (6, "六", stranger))
    with pytest.raises(UnusableInputError, match="不是 JSON"):
        take_bundle_of(b"no", prison.now)
    assert not verify().findings


def take_bundle_of(content, now):
    from zhiheng.exchange.peers.services import take_bundle

    return take_bundle(now=now, content=content)


def test_answers_over_http_have_the_shape_that_is_described(prison, client, settings, now, monkeypatch):
    from zhiheng.api.routes import peers
    from zhiheng.client.wire import form

    monkeypatch.setattr(peers.timezone, "now", lambda: now)
    text, signature = prison.signed("notice", "一".encode(), 1)
    kind, body = form({"statement": text, "signature": signature}, "一".encode())
    for status in (201, 200):
        answer = client.generic("POST", "/api/v1/exchange/messages", body, content_type=kind)
        assert answer.status_code == status
        assert set(answer.json()) == set(peers.MessageOut.model_fields)
        assert [one.step for one in peers.MessageOut.model_validate(answer.json()).receipts] == ["received", "validated", "accepted"]
    given = [(seq, prison.signed("notice", words.encode(), seq), words) for seq, words in ((2, "二"), (3, "三"), (3, "另一份"))]
    bundle = bundle_of(Signed(*signed, words.encode()) for _seq, signed, words in given)
    kind, body = form({}, bundle)
    answer = client.generic("POST", "/api/v1/exchange/bundles", body, content_type=kind)
    told = peers.BundleOut.model_validate(answer.json()).answers
    assert [(one.status, one.seq, one.state) for one in told] == [(201, 2, "accepted"), (201, 3, "accepted"), (422, 0, "")]
    assert told[2].reason


def test_words_lie_in_their_row_and_one_that_was_changed_is_found(prison, home):
    from pathlib import Path

    from django.conf import settings

    from zhiheng.exchange.peers.selectors import kept_files, words_of

    row = prison.say(1, "请查收")
    assert words_of(row) == "请查收"
    assert not list(Path(settings.FILES).rglob(row.digest))
    longer = prison.say(2, "长" * 6000)
    assert [one.digest for one in kept_files()] == [longer.digest], "the trace looks at the file of what lies in one"
    Incoming.objects.filter(pk=row.pk).update(words="不必查收")
    row.refresh_from_db()
    with pytest.raises(UnusableInputError, match="被改动过"):
        words_of(row)
