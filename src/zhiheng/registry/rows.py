"""Rows of this room by name, for the annotations of rooms above; they are read by the selectors."""

from zhiheng.registry.models import Officer, Organ, Unit

__all__ = ["Officer", "Organ", "Unit"]
