"""Readers of work: duties owed and done, ratings."""

from zhiheng.work.selectors.duties import DutyFigure, duties_seen_by, escalated_to, figures_of, not_reported
from zhiheng.work.selectors.ratings import rating_view, ratings_seen_by, worked_out_again
from zhiheng.work.selectors.writing import report_text

__all__ = [
    "DutyFigure", "duties_seen_by", "escalated_to", "figures_of", "not_reported", "rating_view", "ratings_seen_by", "report_text",
    "worked_out_again",
]  # fmt: skip
