"""Duties owed by organs and units, what proves each, who was told that one stays undone; ratings, which are only ever added."""

from __future__ import annotations

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredText, EncipheredJSON, KeyedNumber


class Turn(models.Model):
    """How far a piece of periodic work has come; its row is locked by whoever does it, so that only one worker does.

    cursor   the last row that it has looked at, where it follows rows
    """

    name = models.CharField(max_length=100, unique=True)
    cursor = models.BigIntegerField(default=0)
    last_on = models.DateField(null=True)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Owed(models.Model):
    """A duty owed for a period (or a subject, where data say so). `done_at` repeats its proof, for lists."""

    duty = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=20)
    subject = KeyedNumber(max_length=100, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    due_at = models.DateTimeField()
    evidence = EncipheredJSON(default=list)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "organ", "unit", "period", "subject"], name="owed_once_by_unit"),
            models.UniqueConstraint(
                fields=["duty", "organ", "period", "subject"], condition=models.Q(unit=None), name="owed_once_by_organ"
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "done_at", "due_at"], name="owed_by_organ"),
            models.Index(fields=["duty", "period"], name="owed_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.period} {self.subject}".strip()


class Proof(AppendOnly):
    """What proves that a duty was done: an entry, a closing, a case, a rating, or a report that there was nothing (零报告)."""

    CALLED = "履职佐证"
    owed = models.OneToOneField(Owed, models.PROTECT, related_name="proof")
    kind = models.CharField(max_length=20)
    refs = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.kind} {self.owed_id}"


class Escalated(AppendOnly):
    """An organ was told that a duty of another stays undone."""

    CALLED = "履职提醒"
    owed = models.ForeignKey(Owed, models.PROTECT, related_name="escalations")
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owed", "organ", "step"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.owed_id} {self.organ_id}"


class SheetText(models.Model):
    """A sheet as it stood when something was rated by it, by the digest of its text."""

    digest = models.CharField(max_length=64, primary_key=True)
    sheet = models.CharField(max_length=60)
    content = models.TextField()

    def __str__(self) -> str:
        return f"{self.sheet} {self.digest[:8]}"


class Rating(AppendOnly):
    """One rating of an organ, unit or person for a period: all evidence and what came out. A later one of the same stands beside it."""

    CALLED = "评定"
    sheet = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    text = models.ForeignKey(SheetText, models.PROTECT, related_name="+")
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    subject = KeyedNumber(max_length=100, blank=True)
    period = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    case = models.CharField(max_length=36, blank=True)
    evidence = EncipheredJSON()
    result = EncipheredJSON()
    points = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    grade = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    rated_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sheet", "period", "organ"], name="rating_by_period")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.period} {self.points}"


class SavedView(models.Model):
    """A list as an officer wants it again: `page` its address, `query` filters, columns and density; watched: told of what is new in it."""

    officer = models.ForeignKey("registry.Officer", models.CASCADE, related_name="+")
    page = models.CharField(max_length=200)
    title = models.CharField(max_length=40)
    query = CoveredText(blank=True)
    watched = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["page", "id"]
        constraints = [models.UniqueConstraint(fields=["officer", "page", "title"], name="one_view_of_a_title")]

    def __str__(self) -> str:
        return f"{self.page} {self.title}"


class NoticesSeen(models.Model):
    """Up to when an officer has seen the notices."""

    officer = models.OneToOneField("registry.Officer", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id} {self.seen_at}"


class ReportText(AppendOnly):
    """What an officer wrote into a report of a period for the places that ask it; a later text stands beside it, the newest counts.

    organ    whose report it is; about: the organ to which its figures are limited, nothing for all
    """

    CALLED = "报告撰写"
    report = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    about = models.CharField(max_length=200, blank=True)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    texts = models.JSONField()
    written_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["report", "period", "organ"], name="report_text_by_period")]

    def __str__(self) -> str:
        return f"{self.report} {self.period}"
