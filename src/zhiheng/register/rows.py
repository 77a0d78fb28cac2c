"""Rows and columns of this room by name, for rooms above; they are read by the selectors."""

from zhiheng.register.models import COLUMNS, ActRow, Count, Entry

__all__ = ["COLUMNS", "ActRow", "Count", "Entry"]
