"""Entries of registers with their acts, counts and closings. Acts are only ever added; columns of an entry repeat what its acts say."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any

from django.db import models

from zhiheng.ledger.appending import AppendOnly
from zhiheng.ledger.at_rest_fields import CoveredName, CoveredText, EncipheredJSON, EncipheredText, KeyedNumber
from zhiheng.register.core.ledgers import words_of_key

COLUMNS = ("c1", "c2", "c3", "c4", "c5", "c6")
"""Columns that lists show, filter and sort by, in the order of a register's listed fields."""


def ordered_id() -> uuid.UUID:
    """An id whose order is that of its making, so that entries of one instant keep theirs."""
    return uuid.UUID(int=(time.time_ns() << 64) | (secrets.randbits(64) & ~(0xC << 60)) | (0x8 << 60))


class Definition(models.Model):
    """A register as it stood when something was entered, by the digest of its text."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=60)
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    content = models.TextField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title} {self.digest[:8]}"


class Series(models.Model):
    """The last serial of the entries of an organ (or unit), word and year; locked while one is given."""

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    word = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "unit", "word", "year"], name="one_entry_series"),
            models.UniqueConstraint(fields=["organ", "word", "year"], condition=models.Q(unit=None), name="one_entry_series_of_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}"


class Entry(models.Model):
    """One entry. Everything but `id`, `register`, `organ`, `unit` and `number` repeats what its acts say, for lists; the acts decide.

    key       key fields joined; one of a key in a ledger
    due_at    the nearest last instant of a running clock
    waits_for the organ whose confirmation is awaited
    text      all values as text, for searching
    """

    id = models.UUIDField(primary_key=True, default=ordered_id, editable=False)
    register = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=100, blank=True, db_index=True)
    key = CoveredName(max_length=300, null=True)
    state = models.CharField(max_length=60)
    values = EncipheredJSON(default=dict)
    period_on = models.DateField(null=True)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=200, blank=True)
    text = CoveredText(blank=True)
    c1 = CoveredName(max_length=120, blank=True)
    c2 = CoveredName(max_length=120, blank=True)
    c3 = CoveredName(max_length=120, blank=True)
    c4 = CoveredName(max_length=120, blank=True)
    c5 = CoveredName(max_length=120, blank=True)
    c6 = CoveredName(max_length=120, blank=True)

    class Meta:
        ordering = ["-entered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["register", "organ", "key"], name="one_entry_of_a_key")]
        indexes = [
            models.Index(fields=["register", "organ", "-entered_at", "id"], name="entry_by_age"),
            models.Index(fields=["register", "organ", "state"], name="entry_by_state"),
            models.Index(fields=["register", "organ", "period_on"], name="entry_by_period"),
            models.Index(fields=["register", "due_at"], name="entry_by_due"),
            *(models.Index(fields=["register", "organ", column], name=f"entry_by_{column}") for column in COLUMNS),
        ]

    def __str__(self) -> str:
        return self.number or words_of_key(self.key or "") or str(self.pk)

    @property
    def dossier_key(self) -> str:
        """The key of the entry's dossier: its files and papers."""
        return f"entry:{self.pk}"


class Naming(models.Model):
    """An organ that an entry names, or once named: it sees the entry where the register lets its kind see its own."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="namings")
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "organ"], name="one_naming")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.organ_id}"


class NamedPerson(models.Model):
    """A person whose number an entry holds, or once held: whoever may not see the person does not see the entry."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="persons")
    number = KeyedNumber(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="one_person_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} …"


class WrittenName(models.Model):
    """What may be a name that an entry holds, or once held, as a value by itself: it may be about anybody who bears it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="written_names")
    name = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="one_name_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} …"


class ActRow(AppendOnly):
    """One act on an entry. `corrects` is the act a correction mends; `key` makes a repeated request the same act.

    files     field → [{id, name}] of what was handed in; `papers`: ids of documents drawn up
    """

    CALLED = "台账操作"
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="acts")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=150)
    organ = models.CharField(max_length=200)
    reason = EncipheredText(blank=True)
    values = EncipheredJSON(default=dict)
    before = EncipheredJSON(default=dict)
    files = models.JSONField(default=dict)
    papers = models.JSONField(default=list)
    corrects = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=100, null=True, unique=True)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["entry_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["entry", "seq"], name="one_act_at_a_place")]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class Count(models.Model):
    """One count (盘点) of a ledger: which entries were to be counted as of when it began, and what came out once it ended."""

    register = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=20)
    book = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.register} {self.period}"


class CountLine(AppendOnly):
    """What was found of one entry (or, with none, a thing no entry stands for). The newest line of an entry counts."""

    CALLED = "盘点记录"
    count = models.ForeignKey(Count, models.PROTECT, related_name="lines")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    found = models.JSONField(default=dict)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.count_id} {self.entry_id}"


class Closing(AppendOnly):
    """A period of a ledger that was closed: what stood in it, by digest. An empty one is a zero report (零报告)."""

    CALLED = "关账记录"
    register = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=20)
    first_on = models.DateField()
    last_on = models.DateField()
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-first_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "organ", "unit", "period"], name="one_closing_of_unit"),
            models.UniqueConstraint(fields=["register", "organ", "period"], condition=models.Q(unit=None), name="one_closing_of_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.period}"


class Happening(AppendOnly):
    """What upper rooms follow. `id` is their cursor: it grows in the order of commits, because rows are written under the ledger's lock.

    kind    `act` (an act on an entry), `counted` (a count ended), `closed` (a period was closed)
    """

    CALLED = "台账事件"
    kind = models.CharField(max_length=20)
    register = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Unit", models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    happened_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["register", "act", "happened_on"], name="happening_by_act")]

    def __str__(self) -> str:
        return f"{self.kind} {self.register} {self.act}"


class Fed(models.Model):
    """How far the entries of a ledger were sent to the theme library."""

    register = models.CharField(max_length=60)
    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="+")
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "organ"], name="one_feed_of_a_ledger")]

    def __str__(self) -> str:
        return f"{self.register} {self.last}"


def columns_of(values: list[str]) -> dict[str, Any]:
    """Values of the listed fields under the names of the columns."""
    return {column: (values[index] if index < len(values) else "") for index, column in enumerate(COLUMNS)}
