"""Entries of the trace, its head and its signed checkpoints. Rows are only ever added."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from zhiheng.ledger.at_rest_fields import CoveredName, EncipheredText
from zhiheng.ledger.core.event import Event
from zhiheng.ledger.core.tree import CompactRange

DIGEST = 64  # hex digits of SHA-256


class Entry(models.Model):
    """One act. `details`, `salt` and `rows` may be erased; everything else is under the leaf hash.

    rows   what the entry binds of the rows that the act wrote (see `core.rows`)
    subroots  roots of the complete subtrees that this entry ends, hex, smallest first: what proofs are made of
    """

    ADDED_ONLY: ClassVar[bool] = True
    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = CoveredName(max_length=150, db_index=True)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=30)
    act = models.CharField(max_length=60, db_index=True)
    thing = models.CharField(max_length=200, db_index=True)
    details = EncipheredText(null=True)
    salt = models.CharField(max_length=DIGEST, null=True)
    details_digest = models.CharField(max_length=DIGEST)
    leaf = models.CharField(max_length=DIGEST)
    link = models.CharField(max_length=DIGEST)
    version = models.PositiveSmallIntegerField(default=1)
    rows = models.TextField(null=True)
    rows_digest = models.CharField(max_length=DIGEST, default="", blank=True)
    subroots = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.thing}"

    def event(self, seq: int | None = None) -> Event:
        """The entry as hashed; with `seq`, as it would be hashed at another place."""
        place = self.seq if seq is None else seq
        told = self.actor, self.actor_name, self.organ, self.via, self.act, self.thing, self.details_digest
        return Event(place, self.at, *told, self.rows_digest, self.version)

    @property
    def facts(self) -> dict[str, Any]:
        """The details as given, empty once erased."""
        return json.loads(self.details) if self.details else {}


class Head(models.Model):
    """Where the trace ends: one row, locked by whoever appends. `peaks` are the roots of the complete subtrees, hex, largest first."""

    size = models.BigIntegerField(default=0)
    peaks = models.TextField(default="", blank=True)
    root = models.CharField(max_length=DIGEST)
    link = models.CharField(max_length=DIGEST)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"

    def range(self) -> CompactRange:
        """The head as a compact range."""
        return CompactRange(self.size, tuple(bytes.fromhex(peak) for peak in self.peaks.split()))


class Shape(models.Model):
    """The columns of a table that bindings of this shape digest, separated by blanks; the identifier is their digest."""

    id = models.CharField(max_length=16, primary_key=True)
    table = models.CharField(max_length=100)
    columns = models.TextField()

    def __str__(self) -> str:
        return f"{self.table} {self.id}"


class ProgramVersion(models.Model):
    """A version of the program that opened this database, and since when; rows are only added."""

    version = models.CharField(max_length=40, unique=True)
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version} {self.first_at}"


class Checkpoint(models.Model):
    """What the trace was at an instant, signed with the key of this home; note: as C2SP spells it, with the signatures of witnesses."""

    size = models.BigIntegerField()
    root = models.CharField(max_length=DIGEST)
    at = models.DateTimeField()
    key = models.CharField(max_length=DIGEST)
    signature = models.CharField(max_length=2 * DIGEST)
    note = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["size", "id"]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
