"""Rows of this room by name, for the annotations of rooms above; they are read by the selectors."""

from zhiheng.portal.models import Account, Look, QueryCode, Receipt

__all__ = ["Account", "Look", "QueryCode", "Receipt"]
