"""Processes killed (-9) at random points of receiving, sending, acting, writing the trace, backing up: nothing lost, doubled or unlogged.

ZHIHENG_KILLS=100 kills a hundred of each, five hundred in all (docs/messages.md); the counts are printed with `-s`.
"""

import json
import os

import pytest

KILLS = int(os.environ.get("ZHIHENG_KILLS") or 3)
KINDS = {"receiving": "messages", "sending": "messages", "acting": "work", "logging": "work", "backing_up": "work"}
LEAST = {"backing_up": 1}
"""What must at least have come of it, where that is not half as many pieces of work as there were kills."""


@pytest.mark.parametrize("what", KINDS)
def test_nothing_is_lost_doubled_or_unlogged(apart, what):
    from django.db import connection

    process = apart.start(f"from tests.exchange.peers.killed_{KINDS[what]} import {what}; {what}({KILLS})", what)
    out, err = process.communicate(timeout=240 + 60 * KILLS)
    assert process.returncode == 0, err[-3000:]
    found = json.loads(out.splitlines()[-1])
    print(what, connection.vendor, found)
    assert found["kills"] == KILLS
    assert found["kept"] >= LEAST.get(what, KILLS // 2)
