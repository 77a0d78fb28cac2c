"""How long the server takes for the pages officers open most, among a province's cases, clues and persons.

`python -m bench pages`: PostgreSQL (a cluster of its own) with ZHIHENG_BENCH_CASES cases (1,000,000 where nothing is said), a tenth as many
clues and persons; each page as a procurator of the province and as an officer of one organ gets it, whole, through the middleware.
"""

from __future__ import annotations

from bench.acts import CASES, measured_by
from bench.row import Row

AIM = "aim p95 < 150 ms"


def run() -> list[Row]:
    """Measure in a process and a cluster of its own."""
    told = measured_by("bench.pages_paths", str(CASES), postgres=True)
    names = [name.removesuffix(" cpu") for name in told if name.endswith(" cpu")]
    return [Row(f"{name}, {CASES:,} cases", said(name, told), AIM) for name in names]


def said(name: str, told: dict[str, float]) -> str:
    """Times by the clock, and of processor (program and database) where the machine had other things to do."""
    return f"p50 {told[f'{name} p50']:.0f} ms, p95 {told[f'{name} p95']:.0f} ms; {told[f'{name} cpu']:.0f} ms of processor"
