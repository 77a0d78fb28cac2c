"""A bound over several entries of a ledger: hours of one person on one day."""

from __future__ import annotations

from decimal import Decimal

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
