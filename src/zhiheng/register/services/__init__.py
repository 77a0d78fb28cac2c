"""Writers of registers: every one asks who acts and when, and leaves its entry in the ledger in the same transaction."""

from zhiheng.register.services.acting import RegisterAct, act, enter
from zhiheng.register.services.closing import close_period
from zhiheng.register.services.counting import begin_count, end_count, record_found
from zhiheng.register.services.feeding import feed, feed_all
from zhiheng.register.services.importing import ImportReport, import_entries

__all__ = [
    "ImportReport", "RegisterAct", "act", "begin_count", "close_period", "end_count", "enter", "feed", "feed_all", "import_entries",
    "record_found",
]  # fmt: skip
