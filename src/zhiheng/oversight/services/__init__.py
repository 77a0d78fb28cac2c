"""Writers of runs and clues, and the acts of a supervision document forwarded to its procedure."""

from zhiheng.oversight.services.clues import assign_clue, refute_clue, reopen_clue, snooze_clue, verify_clue
from zhiheng.oversight.services.documents import (
    approve_document,
    close,
    open_document,
    record_look_back,
    record_rectification,
    record_reply,
    redraw_document,
    serve_document,
    submit_document,
)
from zhiheng.oversight.services.following import act, beside, follow_cases
from zhiheng.oversight.services.parameters import Wanted, end_parameter, set_parameter
from zhiheng.oversight.services.screening import RerunOutcome, ScreenOutcome, rerun, screen
from zhiheng.oversight.services.shadow import shadow_run
from zhiheng.oversight.services.sharing import export_model, import_model
from zhiheng.oversight.services.versions import Candidate, add_candidate, publish_version, withdraw_version

__all__ = [
    "Candidate",
    "RerunOutcome",
    "ScreenOutcome",
    "Wanted",
    "act",
    "add_candidate",
    "approve_document",
    "assign_clue",
    "beside",
    "close",
    "end_parameter",
    "export_model",
    "follow_cases",
    "import_model",
    "open_document",
    "publish_version",
    "record_look_back",
    "record_rectification",
    "record_reply",
    "redraw_document",
    "refute_clue",
    "reopen_clue",
    "rerun",
    "screen",
    "serve_document",
    "set_parameter",
    "shadow_run",
    "snooze_clue",
    "submit_document",
    "verify_clue",
    "withdraw_version",
]
