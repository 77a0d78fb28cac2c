"""Signed messages between systems over loopback: taken in by the served interface, and sent from the outbox.

`python -m bench messages`: SQLite with every commit flushed. In: `zhiheng serve` with two workers, two systems, each in a transaction
of its own with its receipts and entries. Out: the outbox to a server that answers at once. ZHIHENG_BENCH_SECONDS (10) each.
"""

from __future__ import annotations

from bench.acts import measured_by
from bench.row import Row


def run() -> list[Row]:
    """Measure each in a process of its own."""
    came, went = measured_by("bench.messages_paths", "in"), measured_by("bench.messages_paths", "out")
    return [
        Row("signed messages in, over loopback", f"{came['rate']:,.0f}/s", "aim ≥ 1,000/s"),
        Row(
            "signed messages out, over loopback",
            f"{went['rate']:,.0f}/s ({went['rate_of_processor']:,.0f} a second of processor)",
            "aim ≥ 1,000/s",
        ),
    ]
