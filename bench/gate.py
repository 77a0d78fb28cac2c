"""What the gate of rights costs on the list of cases: the same list, counted and its first page read, with the gate and without.

`python -m bench gate`: PostgreSQL in a cluster of its own, ZHIHENG_BENCH_CASES cases (1,000,000) of 400 organs. Without: the list as a
program without rights would ask for it, the cases in which the organ sits, or all. With: posts and their packs, delegations, the organs
below, visibility of steps, units, narrow posts, 200 persons closed to the officer. Turn about, so that a busy machine lengthens both.
"""

from __future__ import annotations

from bench.acts import CASES, measured_by
from bench.row import Row

KINDS = (("an organ's officer", "organ"), ("a province's procurator", "province"))


def run() -> list[Row]:
    """Measure both kinds of officers over the same cases."""
    found = measured_by("bench.gate_paths", str(CASES), postgres=True)
    return [row_of(title, kind, found) for title, kind in KINDS]


def row_of(title: str, kind: str, found: dict[str, float]) -> Row:
    """The medians, the 95th percentiles and what the gate adds to the median."""
    gated, bare = found[f"{kind}_gated"], found[f"{kind}_bare"]
    name = f"rights gate, {title}'s list of open cases among {int(found['cases']):,}"
    p95, bare_p95 = found[f"{kind}_gated_p95"], found[f"{kind}_bare_p95"]
    without = f"without {bare:.1f} ms (p95 {bare_p95:.1f} ms), aim < 20 % more"
    return Row(name, f"{gated:.1f} ms (p95 {p95:.1f} ms)", without, f"{100 * (gated / bare - 1):+.1f} %")
