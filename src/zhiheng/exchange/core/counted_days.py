"""Days given as numbers in Parquet and JSON, which do not say from when they count: a sheet counts from 1900, a database from 1970."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhiheng.schema.columns import Mask
from zhiheng.schema.rejections import FIRST_DOUBTFUL_COUNT, FIRST_WRITTEN_DAY, LAST_COUNT, LAST_DOUBTFUL_COUNT, LAST_WRITTEN_DAY
from zhiheng.schema.standard import Field

BIRTHS = frozenset({"birth_date"})
"""Days of birth: such a count is one from 1900, for from 1970 it would be a child's."""


def certain_days(numbers: NDArray[np.float64], one: Field) -> Mask:
    """Which numbers are certain days of this field: written as 20240131, or a sheet's count that cannot be one from 1970."""
    written = (numbers >= FIRST_WRITTEN_DAY) & (numbers <= LAST_WRITTEN_DAY)
    counted = (numbers > 0) & (numbers < LAST_COUNT + 1)
    doubtful = (numbers >= FIRST_DOUBTFUL_COUNT) & (numbers < LAST_DOUBTFUL_COUNT + 1)
    return np.asarray(written | (counted if one.name in BIRTHS else counted & ~doubtful))


def is_certain_day(number: str, one: Field) -> bool:
    """The same of one number of JSON; fields of other types hold no days."""
    return one.type not in {"date", "datetime"} or bool(certain_days(np.array([float(number)]), one)[0])
