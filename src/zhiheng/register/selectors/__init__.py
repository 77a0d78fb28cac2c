"""Readers of registers; every one asks who looks."""

from zhiheng.register.selectors.closings import closings_of, is_closed
from zhiheng.register.selectors.counts import count_view, counts_of
from zhiheng.register.selectors.entries import (
    EntryFilter,
    EntryView,
    entries_about,
    entries_numbered,
    entries_seen_by,
    entry_counts,
    entry_view,
    ledger_figures,
    ledgers_of,
    rows_of_view,
)
from zhiheng.register.selectors.happenings import acts_under, entered_in, happenings_after, made_under
from zhiheng.register.selectors.sight import closed_entries
from zhiheng.register.selectors.tables import count_table, entry_table

__all__ = [
    "EntryFilter", "EntryView", "acts_under", "closed_entries", "closings_of", "count_table", "count_view", "counts_of", "entered_in",
    "entries_about",
    "entries_numbered", "entries_seen_by", "entry_counts", "entry_table", "entry_view", "happenings_after",
    "is_closed", "ledger_figures", "ledgers_of", "made_under", "rows_of_view",
]  # fmt: skip
