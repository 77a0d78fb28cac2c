"""The pages of ledgers (台账): lists, entries, files, counts."""
