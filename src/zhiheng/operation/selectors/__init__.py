"""Readers of the room: how the installation stands, whether it can serve, what is measured of it."""

from zhiheng.operation.selectors.doctor import checks
from zhiheng.operation.selectors.measured import metrics
from zhiheng.operation.selectors.ready import lacking

__all__ = ["checks", "lacking", "metrics"]
