"""The instant a command works at, and a word where it cannot be right."""

from __future__ import annotations

import sys
from datetime import datetime


def moment() -> datetime:
    """Now; a clock behind the trace is told in one line on standard error, and the work goes on."""
    from django.utils import timezone

    from zhiheng.ledger.selectors import doubt_about

    now = timezone.now()
    doubt = doubt_about(now)
    if doubt:
        print(f"注意：{doubt}", file=sys.stderr)
    return now
