"""Readers of the room: how the installation stands, whether it can serve, what is measured of it."""

from zhiheng.operation.selectors.doctor import matters
from zhiheng.operation.selectors.measured import metrics
from zhiheng.operation.selectors.ready import lacking

__all__ = ["lacking", "matters", "metrics"]
