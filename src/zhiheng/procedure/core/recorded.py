"""One record that a case writes, held against the exchange standard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from zhiheng.procedure.core.values import day_of, moment_in
from zhiheng.schema.checking import Checked, check
from zhiheng.schema.standard import Dataset


def checked_record(dataset: Dataset, values: Mapping[str, Any]) -> Checked:
    """The record as a table of one row, or what of it the standard does not take; instants stand as their days where it asks a date."""
    row = {name: _day(value) if dataset.fields[name].type == "date" else str(value) for name, value in values.items()}
    return check(pa.table({name: pa.array([row.get(name)], pa.string()) for name in dataset.fields}), dataset)


def _day(value: Any) -> str:
    """A date, or the day of an instant, as a record says it; anything else stays for the check to refuse."""
    moment: date | None = day_of(moment_in(value))
    return moment.isoformat() if moment else str(value)
