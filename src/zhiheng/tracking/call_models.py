"""Random checks: a window of a few minutes beside those of a check-in duty, drawn by lot."""

from __future__ import annotations

from django.db import models


class RandomCall(models.Model):
    """One duty that was drawn.

    seed    of the drawing, with which anybody repeats it; the trace has those it was drawn from
    """

    order = models.ForeignKey("tracking.Order", models.PROTECT, related_name="calls")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    seed = models.CharField(max_length=64)
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-from_at", "-id"]
        indexes = [models.Index(fields=["order", "from_at"], name="call_of_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.from_at}"
