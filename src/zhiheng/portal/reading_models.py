"""Reads of officers by whose records they read: an index of the trace, made anew from it at any time."""

from __future__ import annotations

from django.db import models


class OfficerRead(models.Model):
    """One person whose records an entry of the trace says were read. seq: the entry; whose: the person by key."""

    seq = models.BigIntegerField()
    whose = models.CharField(max_length=16)
    at = models.DateTimeField()
    organ = models.CharField(max_length=200)

    class Meta:
        ordering = ["-seq"]
        indexes = [models.Index(fields=["whose", "-at"], name="officer_read_of")]
        constraints = [models.UniqueConstraint(fields=["seq", "whose"], name="one_read_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.organ} {self.at:%Y-%m-%d}"


class ReadUpTo(models.Model):
    """How far the trace is indexed (1: number of the last entry), and records of corrections are followed (2: batch, 3: day)."""

    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.seq)
