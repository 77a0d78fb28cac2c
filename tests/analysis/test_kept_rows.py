"""A number counted anew from rows that were kept is the number counted at first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhiheng.analysis.indicators import figure_of
from zhiheng.catalog import digest
from zhiheng.catalog.kept_tables import schemas
from zhiheng.catalog.packs import loaded

PACKS = Path(__file__).resolve().parents[2] / "packs"


def test_amounts_kept_as_text_are_added_up():
    spec = next(one for one in loaded(PACKS).indicators.values() if one.kind == "ratio")
    rows = [{"part_count": Decimal("10.50"), "whole_count": Decimal("100")}, {"part_count": None, "whole_count": Decimal("0.25")}]
    assert figure_of(spec, [digest.plain(row) for row in rows]) == figure_of(spec, rows)


def test_what_is_inner_in_a_ledger_stands_in_no_table():
    catalog = loaded(PACKS)
    inner = {f"register_{name}": {one.id for one in spec.shape.fields if one.inner} for name, spec in catalog.registers.items()}
    inner = {name: fields for name, fields in inner.items() if fields}
    shown = schemas(catalog, inner)
    assert inner["register_psych_tests"] == {"raw"}
    assert not {(name, one) for name, fields in inner.items() for one in fields & set(shown[name].names)}
