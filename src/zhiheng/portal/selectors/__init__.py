"""Readers of the portal: what a viewer is shown, by the one gate; and what officers keep of it."""

from zhiheng.portal.selectors.gate import part_for, parts_for
from zhiheng.portal.selectors.keeping import (
    account_seen_by,
    accounts_seen_by,
    cases_with_procuratorate,
    codes_of_case,
    complaints_of,
    followed,
    limits_of,
    looks_at,
    receipts_of,
)
from zhiheng.portal.selectors.own_cases import OwnCase, own_case_of, own_cases
from zhiheng.portal.selectors.parts import Line, Part
from zhiheng.portal.selectors.statistics import Table, tables
from zhiheng.portal.selectors.visits import viewer_of

__all__ = [
    "Line",
    "OwnCase",
    "Part",
    "Table",
    "account_seen_by",
    "accounts_seen_by",
    "cases_with_procuratorate",
    "codes_of_case",
    "complaints_of",
    "followed",
    "limits_of",
    "looks_at",
    "own_case_of",
    "own_cases",
    "part_for",
    "parts_for",
    "receipts_of",
    "tables",
    "viewer_of",
]
