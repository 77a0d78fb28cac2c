"""Writers of work: duties run and proven, sheets rated, entries made for cases."""

from zhiheng.work.services.case_rating import rate_in_case
from zhiheng.work.services.duties import DutyRun, report_nothing, run_duties
from zhiheng.work.services.entering import enter_for_case
from zhiheng.work.services.rating import Sources, gather, rate
from zhiheng.work.services.writing import write_report

__all__ = ["DutyRun", "Sources", "enter_for_case", "gather", "rate", "rate_in_case", "report_nothing", "run_duties", "write_report"]
