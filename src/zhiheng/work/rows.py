"""Rows of this room by name, for the annotations of rooms above; they are read by the selectors."""

from zhiheng.work.models import Owed, Rating

__all__ = ["Owed", "Rating"]
