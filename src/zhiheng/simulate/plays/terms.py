"""Terms in stories that were moved: a term moved by weeks is cut by months all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.law.clocks import months_after


def with_cut_end(
    opening: Sequence[FieldShape], given: Mapping[str, Any], fields: Sequence[FieldShape], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values of an act, where it names the end of a cut term with the end that follows from the term the case was opened with."""
    over = _of(opening, given, "term_ends")
    cut = _of(fields, values, "cut_months")
    ends = next((item.id for item in fields if item.proof == "cut_ends" and values.get(item.id)), "")
    if not (over and cut and ends):
        return dict(values)
    return {**values, ends: months_after(date.fromisoformat(str(over)), -int(cut)).isoformat()}


def _of(fields: Sequence[FieldShape], values: Mapping[str, Any], meaning: str) -> Any:
    return next((values[item.id] for item in fields if item.proof == meaning and values.get(item.id)), None)
