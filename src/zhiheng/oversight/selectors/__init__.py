"""Readers of runs, clues and supervision documents: each asks who looks."""

from zhiheng.oversight.selectors.clues import (
    ClueFilter,
    ClueView,
    cases_on_clues_about,
    clue_counts,
    clue_values,
    clue_view,
    clues_seen_by,
    runs_of,
)
from zhiheng.oversight.selectors.documents import RegisterRow, document_register, document_seen_by, kinds_registered
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.oversight.selectors.kept import Counted, counted_before
from zhiheng.oversight.selectors.knowing import KnowledgeOn, default_day, knowledge_on
from zhiheng.oversight.selectors.models import ModelYield, yield_by_model, yields
from zhiheng.oversight.selectors.open_rows import open_rows
from zhiheng.oversight.selectors.resting import ClueDependency, clue_dependencies, reasons_gone
from zhiheng.oversight.selectors.todo import TodoItem, todo_for

__all__ = [
    "ClueDependency",
    "ClueFilter",
    "ClueView",
    "Counted",
    "KnowledgeOn",
    "ModelYield",
    "RegisterRow",
    "TodoItem",
    "cases_on_clues_about",
    "clue_counts",
    "clue_dependencies",
    "clue_values",
    "clue_view",
    "clues_seen_by",
    "counted_before",
    "default_day",
    "document_register",
    "document_seen_by",
    "indicator_results",
    "kinds_registered",
    "knowledge_on",
    "open_rows",
    "reasons_gone",
    "runs_of",
    "todo_for",
    "yield_by_model",
    "yields",
]
