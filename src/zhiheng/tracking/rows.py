"""Rows of this room by name, for the annotations of rooms above; they are read by the selectors."""

from zhiheng.tracking.models import Alarm, CheckIn, Device, Gateway, Order, OrderFence, Position, RandomCall

__all__ = ["Alarm", "CheckIn", "Device", "Gateway", "Order", "OrderFence", "Position", "RandomCall"]
