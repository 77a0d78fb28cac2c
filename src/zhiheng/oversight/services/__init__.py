"""Writers of runs and clues, and the acts of cases, which clues follow."""

from zhiheng.oversight.services.clues import assign_clue, refute_clue, reopen_clue, snooze_clue, verify_clue
from zhiheng.oversight.services.following import act, act_aside, follow_cases
from zhiheng.oversight.services.opening import open_case
from zhiheng.oversight.services.screening import RerunOutcome, ScreenOutcome, rerun, screen
from zhiheng.oversight.services.trying import shadow_run

__all__ = [
    "RerunOutcome",
    "ScreenOutcome",
    "act",
    "act_aside",
    "assign_clue",
    "follow_cases",
    "open_case",
    "refute_clue",
    "reopen_clue",
    "rerun",
    "screen",
    "shadow_run",
    "snooze_clue",
    "verify_clue",
]
