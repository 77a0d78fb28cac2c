"""Writers of runs and clues, and the acts of cases, which clues follow."""

from zhiheng.oversight.services.clues import assign_clue, refute_clue, reopen_clue, snooze_clue, verify_clue
from zhiheng.oversight.services.following import act, beside, follow_cases
from zhiheng.oversight.services.opening import open_case
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
    "assign_clue",
    "beside",
    "end_parameter",
    "export_model",
    "follow_cases",
    "import_model",
    "open_case",
    "publish_version",
    "refute_clue",
    "reopen_clue",
    "rerun",
    "screen",
    "set_parameter",
    "shadow_run",
    "snooze_clue",
    "verify_clue",
    "withdraw_version",
]
