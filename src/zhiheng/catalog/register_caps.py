"""Bounds over several entries of a ledger, and over the acts of one: hours of one person on one day, what is given once."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from zhiheng.catalog.declared import Shape, Texts


class Cap(Shape):
    """What the entries alike may come to, this one included, else the act is refused.

    sum       fields of which each entry gives the first that has a value (hours confirmed before hours offered)
    same      fields by which entries are alike
    not_in    states whose entries do not count
    """

    sum: Texts
    same: Texts
    most: Decimal
    not_in: Texts = ()
    says: str
    code: str = "CAP"


class Gap(Shape):
    """How long after an earlier entry alike this one may begin (nobody comes back to a post within two years), else the act is refused.

    same      fields by which entries are alike
    from, to  the day the earlier entry ended, the day this one begins; entries that begin later than this one do not count
    months    how much lies between them at least; while the day of the earlier end is not known, nothing is known to lie between
    """

    same: Texts
    start: str = Field(alias="from")
    until: str = Field(alias="to")
    months: int
    says: str
    code: str = "GAP"


class Once(Shape):
    """What an act gives an entry no second time (a month is paid once), else it is refused; what was corrected counts as corrected.

    every   `month`: the same month is the same, whatever its day
    """

    field: str
    every: Literal["", "month"] = ""
    says: str
    code: str = "TWICE"
