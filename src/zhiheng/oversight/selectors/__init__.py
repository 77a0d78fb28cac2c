"""Readers of runs, clues and supervision documents: each asks who looks."""

from zhiheng.oversight.selectors.clues import (
    ClueFilter,
    ClueView,
    clue_counts,
    clue_values,
    clue_view,
    clues_seen_by,
    runs_of,
)
from zhiheng.oversight.selectors.documents import RegisterRow, document_register, document_seen_by, kinds_registered
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.oversight.selectors.knowing import KnownOn, default_day, known_on
from zhiheng.oversight.selectors.models import ModelYield, yield_by_model, yields
from zhiheng.oversight.selectors.resting import Rest, rests_of, why_gone
from zhiheng.oversight.selectors.todo import TodoItem, todo_for

__all__ = [
    "ClueFilter",
    "ClueView",
    "KnownOn",
    "ModelYield",
    "RegisterRow",
    "Rest",
    "TodoItem",
    "clue_counts",
    "clue_values",
    "clue_view",
    "clues_seen_by",
    "default_day",
    "document_register",
    "document_seen_by",
    "indicator_results",
    "kinds_registered",
    "known_on",
    "rests_of",
    "runs_of",
    "todo_for",
    "why_gone",
    "yield_by_model",
    "yields",
]
