"""Processes killed (-9) at random points of receiving, sending, acting, writing the trace, backing up: nothing lost, doubled or unlogged.

ZHIHENG_KILLS=100 kills a hundred of each, five hundred in all (docs/messages.md); the counts are printed with `-s`.
"""

import json
import os

import pytest

from tests.exchange.two.conftest import copied

KILLS = int(os.environ.get("ZHIHENG_KILLS") or 3)
KINDS = {"receiving": "messages", "sending": "messages", "acting": "work", "logging": "work", "backing_up": "work"}


@pytest.mark.parametrize("what", KINDS)
def test_nothing_is_lost_doubled_or_unlogged(apart, tmp_path, what):
    from django.db import connection

    if connection.vendor == "sqlite":
        copied(tmp_path)
    process = apart.start(f"from tests.exchange.peers.killed_{KINDS[what]} import {what}; {what}({KILLS})", what)
    out, err = process.communicate(timeout=240 + 60 * KILLS)
    assert process.returncode == 0, err[-3000:]
    found = json.loads(out.splitlines()[-1])
    print(what, connection.vendor, found)
    assert found["kills"] == KILLS
    assert found["kept"] >= KINDS_LEAVE.get(what, KILLS // 2)


KINDS_LEAVE = {"backing_up": 1}
