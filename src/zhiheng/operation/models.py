"""Orders to remove what has passed its term."""

from __future__ import annotations

from django.db import models


class RetentionOrder(models.Model):
    """What one officer proposed to remove and another removes or declines; outcome blank while it waits.

    kind      a name of KINDS; before: what is older than this day
    document  文号 of the approval; found, removed: how many there were when it was proposed, and when it was carried out
    """

    kind = models.CharField(max_length=30)
    before = models.DateField()
    document = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    found = models.BigIntegerField()
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    removed = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"第 {self.pk} 号清除"
