"""A home remembers beside its database that it was used: an emptied, a missing or an older one is not taken for this one."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import transaction

from zhiheng.ledger.core import used
from zhiheng.ledger.services import append, checkpoint
from zhiheng.schema.errors import UnusableInputError

AT = datetime(2026, 6, 30, tzinfo=UTC)


def test_a_signed_checkpoint_notes_how_much_there_is_to_lose(db, home, actor, now, django_capture_on_commit_callbacks):
    """A server that was killed after weeks left its note of the start: an older database passed for this one."""
    with transaction.atomic():
        append(actor=actor, act="clue.verified", thing="clue:1", details={}, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        checkpoint(actor=actor, now=now)
    assert used.remembered(home).entries == 2
    assert used.findings(home, 1, used.remembered(home)) and not used.findings(home, 2, used.remembered(home))


@pytest.mark.parametrize("sign", ["used.json", "ledger.key"])
def test_tables_without_an_entry_are_no_new_home_where_something_was_signed_or_noted(tmp_path, sign):
    assert used.findings(tmp_path, 0, None, new=False) == []
    (tmp_path / sign).write_text("x")
    assert "这个目录使用过" in used.findings(tmp_path, 0, used.remembered(tmp_path), new=False)[0]


def test_a_note_that_cannot_be_read_still_says_that_the_home_was_used(tmp_path):
    used.remember(tmp_path, entries=7, at=AT, version="0")
    assert json.loads((tmp_path / "used.json").read_text())["entries"] == 7
    used.remember(tmp_path, entries=3, at=AT, version="0")
    assert used.remembered(tmp_path).entries == 7
    (tmp_path / "used.json").write_bytes(b"\xff")
    assert used.remembered(tmp_path).entries == 1


def test_what_another_process_notes_while_one_counts_is_no_loss(tmp_path):
    used.remember(tmp_path, entries=7, at=AT, version="0")

    def counted_while_another_works():
        used.remember(tmp_path, entries=9, at=AT, version="0")
        return 7

    used.demand_database(tmp_path, counted_while_another_works, "x", new=False)
    with pytest.raises(UnusableInputError, match="只有 7 条"):
        used.demand_database(tmp_path, lambda: 7, "x", new=False)


NOTING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zhiheng.ledger.core import used
for entries in range(int(sys.argv[2]), 400, 2):
    used.remember(Path(sys.argv[1]), entries=entries, at=datetime.now(UTC), version="0")
"""


def test_processes_that_note_at_once_never_note_fewer(tmp_path):
    noting = [subprocess.Popen([sys.executable, "-c", NOTING, str(tmp_path), str(first)], stderr=subprocess.PIPE) for first in (1, 2)]
    assert [(one.communicate()[1], one.returncode) for one in noting] == [(b"", 0)] * 2
    assert used.remembered(tmp_path).entries == 399
