"""A number counted anew from rows that were kept is the number counted at first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhiheng.analysis.indicators import figure_of
from zhiheng.catalog import digest
from zhiheng.catalog.packs import loaded

PACKS = Path(__file__).resolve().parents[2] / "packs"


def test_amounts_kept_as_text_are_added_up():
    spec = next(one for one in loaded(PACKS).indicators.values() if one.kind == "ratio")
    rows = [{"part_count": Decimal("10.50"), "whole_count": Decimal("100")}, {"part_count": None, "whole_count": Decimal("0.25")}]
    assert figure_of(spec, [digest.plain(row) for row in rows]) == figure_of(spec, rows)
