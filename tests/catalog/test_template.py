"""Sentences with {column} places."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from zhiheng.catalog.template import fill, placeholders


def test_values_are_said_in_chinese():
    template = "{who}于{day}在{at}有{money}元、{flag}、{many}、{none}{unknown}{{x}"
    values = {
        "who": "甲",
        "day": date(2026, 6, 3),
        "at": datetime(2026, 6, 3, 9, 5),
        "money": Decimal("10.50"),
        "flag": True,
        "many": ["乙", "丙"],
        "none": None,
        "x": "丁",
    }
    assert fill(template, values) == "甲于2026年6月3日在2026年6月3日09:05有10.50元、是、乙、丙、——{丁"


def test_places_are_named_in_order():
    assert placeholders("{b}{a}{b}{A}{1}") == ("b", "a", "b")
