"""An answer about a day rests only on texts in force by that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhiheng.law.rule import Answer
from zhiheng.law.texts import begun


def dated(answer: Answer, day: date) -> Answer:
    """The answer without the articles of texts that came later than the day."""
    conditions = tuple(replace(each, cites=begun(each.cites, day)) for each in answer.conditions)
    return replace(answer, cites=begun(answer.cites, day), conditions=conditions)
