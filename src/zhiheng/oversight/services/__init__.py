"""Writers of runs and clues, and the acts of a supervision document forwarded to its procedure."""

from zhiheng.oversight.services.clues import assign_clue, refute_clue, reopen_clue, snooze_clue, verify_clue
from zhiheng.oversight.services.documents import (
    act_in_case,
    approve_document,
    close,
    decide_above,
    open_document,
    record_look_back,
    record_rectification,
    record_reply,
    redraw_document,
    report_up,
    review,
    serve_document,
    submit_document,
    urge,
    withdraw,
)
from zhiheng.oversight.services.following import follow_cases
from zhiheng.oversight.services.screening import RerunOutcome, ScreenOutcome, rerun, screen

__all__ = [
    "RerunOutcome",
    "ScreenOutcome",
    "act_in_case",
    "approve_document",
    "assign_clue",
    "close",
    "decide_above",
    "follow_cases",
    "open_document",
    "record_look_back",
    "record_rectification",
    "record_reply",
    "redraw_document",
    "refute_clue",
    "reopen_clue",
    "report_up",
    "rerun",
    "review",
    "screen",
    "serve_document",
    "snooze_clue",
    "submit_document",
    "urge",
    "verify_clue",
    "withdraw",
]
