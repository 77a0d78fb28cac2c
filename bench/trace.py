"""The trace: appends with a durable commit, proofs in a large tree, the verification of all entries.

`python -m bench trace`: SQLite, every commit flushed (synchronous=FULL). ZHIHENG_BENCH_ENTRIES entries are appended and verified
(1,000,000 where nothing is said); proofs are made in a tree of ZHIHENG_BENCH_LEAVES leaves (10,000,000).
"""

from __future__ import annotations

import os

from bench.acts import measured_by
from bench.row import Row

ENTRIES = int(os.environ.get("ZHIHENG_BENCH_ENTRIES") or 1_000_000)
LEAVES = int(os.environ.get("ZHIHENG_BENCH_LEAVES") or 10_000_000)


def run() -> list[Row]:
    """Measure each in a process of its own."""
    appended = measured_by("bench.trace_paths", "append", str(ENTRIES))
    proofs = measured_by("bench.trace_paths", "proof", str(LEAVES))
    return [
        Row(
            "entries appended, 200 a commit, flushed",
            f"{appended['rate']:,.0f}/s ({appended['rate_of_processor']:,.0f} a second of processor)",
            "aim ≥ 5,000/s",
        ),
        Row("entries appended, one a commit, flushed", f"{appended['single']:,.0f}/s"),
        Row("rows bound by the act that wrote them", f"{appended['rows']:,.0f}/s"),
        Row(
            f"all of {ENTRIES:,} entries verified",
            f"{appended['verify']:.1f} s ({appended['verify_of_processor']:.1f} s of processor)",
            f"aim < {60 * ENTRIES / 1_000_000:.0f} s",
        ),
        Row(f"inclusion proof among {LEAVES:,}", f"p50 {proofs['p50']:.2f} ms, p95 {proofs['p95']:.2f} ms", "aim < 1 ms"),
        Row(f"consistency proof to {LEAVES:,}", f"p50 {proofs['grown_p50']:.2f} ms, p95 {proofs['grown_p95']:.2f} ms", "aim < 1 ms"),
    ]
