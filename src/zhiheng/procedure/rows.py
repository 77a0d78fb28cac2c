"""Rows of this room by name, for the annotations of rooms above; they are read by the selectors."""

from zhiheng.procedure.models import Case

__all__ = ["Case"]
