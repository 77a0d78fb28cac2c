"""Words of the acts that the trace itself writes."""

from __future__ import annotations

ERASED = "details.erased"
CHECKPOINTED = "ledger.checkpointed"
COSIGNED = "ledger.cosigned"
KEY_CHANGED = "ledger.key_changed"
BOUND = "rows.bound"
TAKEN_OVER = "rows.taken_over"
ROWS = "rows:written"
"""The thing of an entry that binds rows and says nothing else."""
