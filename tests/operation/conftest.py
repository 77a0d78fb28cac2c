"""A home that was used: entries, a segment, a stored file, and passing things that no backup takes along."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.records.conftest import organ, store

__all__ = ["organ", "store"]


@pytest.fixture()
def used(transactional_db, home, actor, now, organ, store):
    from zhiheng.dossier.core import keeping
    from zhiheng.ledger.core import used as memory
    from zhiheng.ledger.services import append

    with transaction.atomic():
        store(organ, ("1", "甲某"), ("2", "乙某"))
        last = append(actor=actor, act="test.filled", thing="test:home", details={}, now=now)
    keeping.keep(home / "files", b"a paper")
    (home / "library" / "hotel_stays" / "stray.parquet").write_bytes(b"of a killed import")
    (home / "incoming").mkdir()
    (home / "incoming" / "upload").write_bytes(b"passing")
    (home / "keys" / "organs").mkdir(parents=True)
    (home / "keys" / "organs" / "1.key").write_text("private")
    (home / "keys" / "organs" / "1.crt").write_text("public")
    (home / "secret.key").write_text("secret")
    memory.remember(home, entries=last, at=now, version="0")
    return home
