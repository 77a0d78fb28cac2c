"""What lists of cases say: numbers of persons masked, how a case ended."""

from __future__ import annotations

from typing import Any

from django import template

from zhiheng.procedure.selectors import result_title
from zhiheng.registry.core import masking

register = template.Library()


@register.filter
def masked(number: str) -> str:
    """A number as lists show it."""
    return masking.masked(str(number))


@register.filter
def ended(row: Any) -> str:
    """How a case ended."""
    return result_title(row.spec, row.state)
