"""Canonical text and JSON are the same on every machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from zhiheng.catalog import digest


def test_canonical_json_of_every_kind_of_value():
    value = {"b": [Decimal("10.50"), Decimal("100.00"), Decimal("-0.10"), 3, None, True], "a": date(2026, 6, 30), "甲": "乙"}
    assert digest.canonical_json(value) == '{"a":"2026-06-30","b":["10.5","100","-0.1",3,null,true],"甲":"乙"}'


def test_an_instant_is_written_in_china_time_whatever_its_zone():
    utc = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
    tokyo = datetime(2026, 6, 30, 10, 0, tzinfo=timezone(timedelta(hours=9)))
    assert digest.plain(utc) == digest.plain(tokyo) == "2026-06-30T09:00:00+08:00"
    assert digest.plain(utc.replace(microsecond=5)) == "2026-06-30T09:00:00.000005+08:00"


def test_parts_of_a_text_digest_do_not_run_together():
    assert digest.of_text("ab", "c") != digest.of_text("a", "bc")
    assert digest.of_text("a\r\nb \n\n") == digest.of_text("a\nb")
