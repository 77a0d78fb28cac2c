"""Readers of the portal: what a viewer is shown, by the one gate; and what officers keep of it."""

from zhiheng.portal.selectors.keeping import (
    account_seen_by,
    accounts_seen_by,
    codes_of_case,
    followed,
    looks_at,
    matters_with_procuratorate,
    receipts_of,
)
from zhiheng.portal.selectors.matters import Matter, matter_of, own_matters
from zhiheng.portal.selectors.parts import Line, Part
from zhiheng.portal.selectors.gate import shown, shown_all
from zhiheng.portal.selectors.statistics import Table, tables
from zhiheng.portal.selectors.visits import viewer_of

__all__ = [
    "Line",
    "Matter",
    "Part",
    "Table",
    "account_seen_by",
    "accounts_seen_by",
    "codes_of_case",
    "followed",
    "looks_at",
    "matter_of",
    "matters_with_procuratorate",
    "own_matters",
    "receipts_of",
    "shown",
    "shown_all",
    "tables",
    "viewer_of",
]
