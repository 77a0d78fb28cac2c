"""Signed messages between systems over loopback: taken in by the served interface, and sent from the outbox.

`python -m bench messages`: SQLite with every commit flushed. In: `zhiheng serve` with two workers and two systems, one message a request
and 200 a request, each with its receipts and entries. Out: the outbox to a server that answers at once. ZHIHENG_BENCH_SECONDS (10) each.
"""

from __future__ import annotations

from bench.acts import measured_by
from bench.row import Row


def run() -> list[Row]:
    """Measure each in a process of its own."""
    ways = (("in, one a request", "in"), ("in, 200 a request", "in_bundles"), ("out", "out"))
    return [row_of(f"signed messages {title}, over loopback", measured_by("bench.messages_paths", way)) for title, way in ways]


def row_of(title: str, found: dict[str, float]) -> Row:
    """Messages a second by the clock, and by the processor of the server (in) or of the sender (out)."""
    return Row(title, f"{found['rate']:,.0f}/s ({found['rate_of_processor']:,.0f} a second of processor)", "aim ≥ 1,000/s")
