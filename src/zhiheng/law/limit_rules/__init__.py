"""What the rules of limits share: one reckoning, one table, one family of limits a field of work, and the same over columns."""
