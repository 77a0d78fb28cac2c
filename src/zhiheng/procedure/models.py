"""Procedures as published, cases that pin one of them, the events of each case, and what lists read. Events are only ever added."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, EncipheredJSON, EncipheredText, KeyedNumber

LISTED = tuple(f"fact_{number}" for number in range(1, 7))
"""Columns of a case for the values its procedure lists, in the order of `list:`."""


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


class CaseSet(models.QuerySet["Case"]):
    """Cases; where some are left out, all are counted less those, both by an index: a look at each of thousands takes twice as long."""

    less: tuple[CaseSet, Q] | None = None

    def leaving_out(self, closed: Q) -> CaseSet:
        """The cases but those of which this holds."""
        found = self.exclude(closed)
        found.less = (self.order_by(), closed)
        return found

    def order_by(self, *names: Any) -> CaseSet:
        """In another order the same cases."""
        found = super().order_by(*names)
        found.less = self.less
        return found

    def count(self) -> int:
        """How many there are; what is narrowed after some were left out is counted as any other list."""
        if self.less is None or self._result_cache is not None:
            return super().count()
        cases, closed = self.less
        left_out = cases.filter(closed).annotate(many=models.Func("pk", function="COUNT", output_field=models.IntegerField()))
        found = cases.aggregate(many=models.Count("*") - models.Subquery(left_out.values("many")))
        return int(found["many"] or 0)


class Case(models.Model):
    """One case. All but its identity and beginning repeats what its events say, for lists; the events decide.

    subject      number of the person or organ it is about (identity number, organ's name), `subject_name` as people read it
    opened_by_case   the case that opened it, at which step and outcome; entry, clue: what else it was opened from
    holder       sign-in name of the officer who took it in hand
    fact_1 …     values that the procedure lists, in a form that sorts and compares as text
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="cases")
    procedure = models.CharField(max_length=60, blank=True)
    pack = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=80, blank=True, db_index=True)
    title = CoveredName(max_length=200)
    subject = KeyedNumber(max_length=100, blank=True, db_index=True)
    subject_name = models.CharField(max_length=100, blank=True, db_index=True)
    opened_at = models.DateTimeField()
    opened_by = CoveredName(max_length=150)
    opened_by_case = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="opened_cases")
    opened_at_step = models.CharField(max_length=130, blank=True)
    waited_for = models.BooleanField(default=False)
    entry = models.CharField(max_length=100, blank=True)
    clue = models.CharField(max_length=100, blank=True)
    key = CoveredName(max_length=100, blank=True)
    holder = models.CharField(max_length=150, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    open_steps = models.JSONField(default=list)
    due_on = models.DateField(null=True, db_index=True)
    due_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True, db_index=True)
    result = models.CharField(max_length=60, blank=True)
    last_event_at = models.DateTimeField()
    fact_1 = CoveredName(max_length=120, blank=True)
    fact_2 = CoveredName(max_length=120, blank=True)
    fact_3 = CoveredName(max_length=120, blank=True)
    fact_4 = CoveredName(max_length=120, blank=True)
    fact_5 = CoveredName(max_length=120, blank=True)
    fact_6 = CoveredName(max_length=120, blank=True)

    objects = CaseSet.as_manager()

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [
            models.Index(fields=["procedure", "-opened_at"]),
            models.Index(fields=["-last_event_at", "id"], name="cases_newest_first"),
            models.Index(fields=["-opened_at", "id"], include=["subject"], condition=Q(ended_on=None), name="open_cases_newest_first"),
            models.Index(fields=["procedure", "fact_1"]),
            models.Index(fields=["procedure", "fact_2"]),
            models.Index(fields=["procedure", "fact_3"]),
            models.Index(fields=["holder"], condition=~Q(holder=""), name="cases_in_hand"),
        ]
        constraints = [models.UniqueConstraint(fields=["procedure", "key"], condition=~Q(key=""), name="one_case_of_a_key")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def dossier_key(self) -> str:
        """The key of the case's dossier."""
        return f"case:{self.pk}"


class CaseSeries(models.Model):
    """The last number an organ gave to cases of a word in a year."""

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    word = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "word", "year"], name="one_series_of_cases")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.word} {self.year}: {self.last}"


class Seat(models.Model):
    """An organ that takes part in a case: in a role, or (role `copied`) as one that was sent a copy.

    visible  whether the organ sees the case yet; open: whether the case goes on (for lists and counts)
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    from_step = models.CharField(max_length=60, blank=True)
    visible = models.BooleanField(default=False)
    unit = models.CharField(max_length=60, blank=True)
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role", "organ"], name="one_seat_of_a_role")]
        indexes = [models.Index(fields=["organ", "open", "case"], condition=Q(visible=True), name="seats_that_see")]

    def __str__(self) -> str:
        return f"{self.role} {self.organ_id}"


class Waiting(models.Model):
    """A step of a case that waits for an organ: what desks, filters and counts read.

    due_at   end of the last day, or the last instant; near_at: from when it is near its end
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="waiting")
    procedure = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    part = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60)
    right = models.CharField(max_length=40)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    near_at = models.DateTimeField(null=True)
    urged = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step", "part"], name="one_waiting_of_a_step")]
        indexes = [
            models.Index(fields=["organ", "procedure", "step"]),
            models.Index(fields=["organ", "due_at"]),
            models.Index(fields=["procedure", "step", "opened_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}{self.part}"


class EventRow(AppendOnly):
    """One event of a case. `id` is the cursor that upper rooms follow: it grows in the order of commits, because every event is
    written under the lock of the ledger's head."""

    CALLED = "案件事件"
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    step = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    actor = CoveredName(max_length=150)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    reason = EncipheredText(blank=True)
    values = EncipheredJSON(default=dict)
    more = EncipheredJSON(default=dict)
    documents = models.JSONField(default=list)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["case_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_event_at_a_place"),
            models.UniqueConstraint(fields=["case", "key"], condition=~Q(key=""), name="one_event_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.step} {self.outcome}".strip()
