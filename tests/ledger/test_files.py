"""One byte changed in a kept file of any kind, or the file gone, is a finding that names it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction

from tests.ledger.rows import one_of_each
from zhiheng.dossier.core import keeping
from zhiheng.ledger.selectors.files import LEFT_OUT, compare_files
from zhiheng.ledger.services import append, checkpoint

KINDS = {
    "dossier_storedfile": ("digest", "卷宗文件"),
    "exchange_package": ("digest", "业务数据包"),
    "exchange_delivery": ("content_digest", "来件原文件"),
    "exchange_incoming": ("digest", "来文"),
    "exchange_outgoing": ("digest", "发文"),
}


@pytest.fixture()
def kept(db, home, actor, now):
    """A file of each kind that rows name, the signing key, and a part of a package that waits; place by kind."""
    with transaction.atomic():
        made = one_of_each(now)
        places = {}
        for table, (column, _) in KINDS.items():
            digest = keeping.keep(settings.FILES, f"内容 {table}".encode())
            apart = {"words": None} if table == "exchange_incoming" else {}  # words in the row have no file
            made[table].__class__._base_manager.filter(pk=made[table].pk).update(**{column: digest}, **apart)
            places[table] = keeping.place_of(settings.FILES, digest)
        places["part"] = keeping.place_of(settings.FILES, keeping.keep(settings.FILES, b"a part that waits"))
        from tests.ledger.tampering import past_the_program

        past_the_program(*(f"DELETE FROM {table}" for table in ("ledger_entry", "ledger_head", "ledger_checkpoint")))
        append(actor=actor, act="test.filled", thing="test:all", details={}, now=now)
    checkpoint(actor=actor, now=now)
    places["key"] = home / "ledger.key"
    return places


def told():
    return [finding.message for finding in compare_files()[1]]


def test_files_as_they_were_kept_are_sound(kept):
    assert (told(), compare_files()[0]) == ([], 5)


@pytest.mark.parametrize("kind", [*KINDS, "part"])
def test_one_byte_of_a_file_is_found_and_the_file_named(kept, kind):
    place = kept[kind]
    content = bytearray(place.read_bytes())
    content[0] ^= 1
    place.write_bytes(content)
    words = KINDS[kind][1] if kind in KINDS else "没有哪一行写明的文件"
    (message,) = told()
    assert message.startswith(words)
    assert message.endswith(f"被改动过：files/{place.parent.name}/{place.name}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_gone_is_named(kept, kind):
    kept[kind].unlink()
    (message,) = told()
    assert message.startswith(KINDS[kind][1])
    assert "不见了" in message


@pytest.mark.parametrize("content", ["00" * 32, "", "xyz"])
def test_a_signing_key_that_was_exchanged_is_found(kept, content):
    kept["key"].write_text(content)
    assert [message.partition("：")[0] for message in told()] == ["签署检查点的密钥被换过，或者文件坏了"]


def test_every_kind_of_file_left_out_has_its_reason():
    assert all(len(reason) >= 5 for reason in LEFT_OUT.values())
