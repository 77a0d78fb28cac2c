"""SM2 with SM3 beside Ed25519: the standard's own example, what is refused, and messages signed with such a key in and out."""

from datetime import date

import pytest

from tests.exchange.peers.conftest import OFFICE, PRISON, System
from zhiheng.client import key_mark, new_key, public_of, sign, signed_by
from zhiheng.client.sm2 import BEGINS, N, P, Sm2Key, is_public, is_there, new_sm2_key, verified
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services import StrangerError, make_message_key, open_service_account, rotate_key
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError

needs = pytest.mark.skipif(not is_there(), reason="the extra zhiheng[sm] (gmssl) is not installed")
EXAMPLE = Sm2Key("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
POINT = "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
EARLY = Sm2Key(f"{11:064x}")
"""Its public key begins with 04."""
SIGNATURE = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
"""GB/T 32918.5-2017, appendix A.2: key, public key and the signature of “message digest”."""


@needs
def test_the_example_of_the_standard():
    assert EXAMPLE.public == BEGINS + POINT
    assert verified(EXAMPLE.public, b"message digest", bytes.fromhex(SIGNATURE))
    assert not verified(EXAMPLE.public, b"message digesu", bytes.fromhex(SIGNATURE))
    assert verified(EXAMPLE.public, b"message digest", EXAMPLE.sign(b"message digest"))


@needs
def test_what_is_no_signature_or_no_point_of_the_curve_is_refused():
    r, s = SIGNATURE[:64], SIGNATURE[64:]
    for wrong in (f"{0:064x}{s}", f"{r}{0:064x}", f"{N:064x}{s}", f"{r}{N:064x}", s + r, SIGNATURE + "00", ""):
        assert not verified(EXAMPLE.public, b"message digest", bytes.fromhex(wrong)), wrong
    for wrong in (POINT, f"{BEGINS}{POINT[:-1]}4", f"{BEGINS}{'0' * 128}", f"{BEGINS}{P:064x}{POINT[64:]}", f"{BEGINS}04{POINT}"):
        assert not is_public(wrong), wrong
        assert not signed_by(wrong, "x", SIGNATURE)
    other = new_key()
    assert not signed_by(EXAMPLE.public, "x", sign(other, "x"))
    assert not signed_by(public_of(other), "x", sign(EXAMPLE, "x")), "the key says by which algorithm"


@needs
def test_a_public_key_that_begins_with_04_keeps_its_digits():
    assert EARLY.public.startswith(f"{BEGINS}04")
    assert signed_by(EARLY.public, "x", sign(EARLY, "x"))


@needs
@pytest.mark.django_db
def test_messages_are_signed_with_such_a_key_in_and_out(opened, now):
    prison = opened(PRISON)
    key = new_sm2_key()
    rotate_key(actor=COMMAND_LINE, now=now, account_id=prison.account.pk, public=public_of(key), former_until=date(2099, 1, 1))
    national = System(PRISON, prison.account, key, now)
    assert [national.say(1).state, prison.say(2).state, national.say(3).state] == ["accepted"] * 3
    with pytest.raises(StrangerError):
        System(PRISON, prison.account, new_sm2_key(), now).say(4)
    public = make_message_key(actor=COMMAND_LINE, now=now, organ=OFFICE, sm2=True)
    signs = keys.signing(organ_named(OFFICE).pk)
    assert public_of(signs) == public
    assert signed_by(public, "x", sign(signs, "x"))
    assert key_mark(public) == key_mark(public_of(signs))
    with pytest.raises(UnusableInputError, match="SM2 曲线上的点"):
        rotate_key(actor=COMMAND_LINE, now=now, account_id=prison.account.pk, public=f"{BEGINS}{'0' * 128}", former_until=date(2099, 1, 1))


@pytest.mark.django_db
def test_without_the_extra_such_keys_are_refused_in_words(home, now, monkeypatch):
    ensure_organ(actor=COMMAND_LINE, name=OFFICE, now=now)
    monkeypatch.setattr("zhiheng.exchange.peers.services.accounts.is_there", lambda: False)
    given = {"actor": COMMAND_LINE, "now": now, "organ": OFFICE}
    with pytest.raises(UnusableInputError, match="没有安装国密签名组件"):
        make_message_key(**given, sm2=True)
    with pytest.raises(UnusableInputError, match="没有安装国密签名组件"):
        open_service_account(**given, name="系统", scopes=["cases"], expires_on=date(2099, 1, 1), public=BEGINS + POINT)
