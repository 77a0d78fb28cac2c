"""Procedures as published, cases that pin one of them, and the events of each case. Events are only ever added."""

from __future__ import annotations

import uuid

from django.db import models

from zhiheng.ledger.appending import AppendOnly


class Definition(models.Model):
    """A procedure as it was published, by the digest of its content.

    content   JSON text, which keeps the order that people wrote (a JSON column of PostgreSQL does not)
    """

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    content = models.TextField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title} {self.digest[:8]}"


class Case(models.Model):
    """One case. `open_steps`, `due_on`, `ended_on` and `result` repeat what its events say, for lists; the events decide."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=100, blank=True, db_index=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    open_steps = models.JSONField(default=list)
    due_on = models.DateField(null=True, db_index=True)
    ended_on = models.DateField(null=True, db_index=True)
    result = models.CharField(max_length=60, blank=True)
    last_event_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def dossier_key(self) -> str:
        """The key of the case's dossier."""
        return f"case:{self.pk}"


class Seat(models.Model):
    """An organ that takes part in a case: in a role, or (role `copied`) as one that was sent a copy."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    from_step = models.CharField(max_length=60, blank=True)
    visible = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role", "organ"], name="one_seat_of_a_role")]

    def __str__(self) -> str:
        return f"{self.role} {self.organ_id}"


class EventRow(AppendOnly):
    """One event of a case. `id` is the cursor that upper rooms follow: it grows in the order of commits, because every event is
    written under the lock of the ledger's head."""

    CALLED = "案件事件"
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    documents = models.JSONField(default=list)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["case_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_event_at_a_place"),
            models.UniqueConstraint(fields=["case", "key"], condition=~models.Q(key=""), name="one_event_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.step} {self.outcome}".strip()
