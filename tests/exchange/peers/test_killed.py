"""Processes killed (-9) at random points of receiving, acting and sending, writing the trace, backing up.

ZHIHENG_KILLS=500 runs as many as one wants.
"""

import os

import pytest

from tests.exchange.two.conftest import copied

KILLS = int(os.environ.get("ZHIHENG_KILLS") or 5)


@pytest.mark.parametrize("what", ["receiving", "sending", "logging", "backing_up"])
def test_nothing_is_lost_doubled_or_unlogged(apart, tmp_path, what):
    from django.db import connection

    if connection.vendor == "sqlite":
        copied(tmp_path)
    process = apart.start(f"from tests.exchange.peers.killing import {what}; {what}({KILLS})", what)
    out, err = process.communicate(timeout=120 + 20 * KILLS)
    assert process.returncode == 0, err[-3000:]
    assert int(out.split()[-1]) > KILLS
