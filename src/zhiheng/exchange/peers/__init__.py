"""Signed messages between organs' systems: accounts and keys, intake with receipts, outbox."""
