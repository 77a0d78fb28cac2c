"""Benchmarks against named peers; `python -m bench [NAME…]` prints one table."""
