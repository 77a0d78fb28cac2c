"""How sure a share is."""

from __future__ import annotations

from math import sqrt
from typing import Final

NINETY_FIVE: Final = 1.959963984540054


def wilson(hits: int, total: int) -> tuple[float, float] | None:
    """Wilson score interval of 95 % for a share of `total`; None for a share of nothing, and for a ratio over one, which is no share.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if total <= 0 or not 0 <= hits <= total:
        return None
    share, square = hits / total, NINETY_FIVE**2
    middle = share + square / (2 * total)
    spread = NINETY_FIVE * sqrt(share * (1 - share) / total + square / (4 * total**2))
    whole = 1 + square / total
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)
