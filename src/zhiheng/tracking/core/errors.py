"""What this room refuses."""

from zhiheng.schema.errors import UnusableInputError


class TrackingRefused(UnusableInputError):  # noqa: N818 - what happened, as people say it
    """An act about an order, a device or an alarm that may not be done."""
