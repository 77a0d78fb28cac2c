"""Checks before issue: what a paper says, compared with itself, with the facts of its case and with the law of its day."""
