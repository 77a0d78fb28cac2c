"""Accounts of persons, their visits, query codes, receipts and looks. A person is named by the identity number alone."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import EncipheredText, KeyedNumber
from zhiheng.portal.reading_models import OfficerRead, ReadUpTo

__all__ = ["Account", "Look", "OfficerRead", "QueryCode", "ReadUpTo", "Receipt", "Visit"]


class Account(models.Model):
    """A person who signs in: under supervision, the guardian of a minor, or a prisoner at the kiosk.

    number   what is typed at sign-in, given at enrolment
    kind     person, guardian, prisoner
    person   identity number of whom the page is about
    organs   role → name of the organ: where what the person asks for goes
    code     digest of the one-time code; good until `code_until` (seconds of the machine's clock)
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    person = KeyedNumber(max_length=60, db_index=True)
    name = models.CharField(max_length=100)
    minor = models.BooleanField(default=False)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    organs = models.JSONField(default=dict)
    contact = EncipheredText(blank=True)
    password = models.CharField(max_length=128, blank=True)
    code = models.CharField(max_length=128, blank=True)
    code_until = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.number


class QueryCode(models.Model):
    """A code by which family or a lawyer asks about one person: what for, until when; kept as a keyed digest.

    case   the case it was issued in; its progress is what is shown first
    scope  items of the matrix it was issued for; empty: those the matrix allows
    met    conditions of the matrix that were checked on issue (consent, registered …)
    """

    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    audience = models.CharField(max_length=10)
    holder = models.CharField(max_length=100)
    relation = models.CharField(max_length=60)
    case = models.UUIDField(null=True)
    person = KeyedNumber(max_length=60, db_index=True)
    name = models.CharField(max_length=100)
    minor = models.BooleanField(default=False)
    scope = models.JSONField(default=list)
    met = models.JSONField(default=list)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.CharField(max_length=150, blank=True)
    recalled_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.holder} …{self.tail}"


class Visit(models.Model):
    """An open page of a person or of a code: the digest of its key, times in seconds of the machine's clock."""

    digest = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="visits")
    code = models.ForeignKey(QueryCode, models.CASCADE, null=True, related_name="visits")
    kiosk = models.BooleanField(default=False)
    began = models.BigIntegerField()
    seen = models.BigIntegerField()
    address = models.CharField(max_length=45, blank=True)

    def __str__(self) -> str:
        return self.digest[:8]


class Receipt(AppendOnly):
    """What was handed out for a complaint, an objection, an application: number, instant, digest of what was handed in.

    key   keyed digest of the code by which somebody without an account follows it
    """

    CALLED = "回执"
    number = models.CharField(max_length=30, unique=True)
    case = models.UUIDField(unique=True)
    title = models.CharField(max_length=100)
    to = models.CharField(max_length=200)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=64, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="receipts")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.number


class Look(AppendOnly):
    """One look: who (audience, holder), at whose (a key), at which items."""

    CALLED = "查看记录"
    at = models.DateTimeField()
    audience = models.CharField(max_length=10)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="looks")
    code = models.ForeignKey(QueryCode, models.PROTECT, null=True, related_name="looks")
    whose = models.CharField(max_length=16, db_index=True)
    items = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.audience} {self.at:%Y-%m-%d}"

    @property
    def day(self) -> datetime:
        """When it was."""
        return self.at
